"""YAML bytes in, plain data with the place of every piece out."""
