"""Tests of the room `ruleset`: text in, a linked and compiled ruleset or every problem of the file out."""
