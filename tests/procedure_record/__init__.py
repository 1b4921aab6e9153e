"""The record of a case: its chain, its store, and what keeps personal data out of it."""
