"""A ruleset as written: pydantic models one to one with the YAML, their validation."""
