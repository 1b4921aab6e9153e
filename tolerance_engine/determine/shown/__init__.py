"""How verdicts and rulesets are told: words, pages, plain data."""
