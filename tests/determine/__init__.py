"""Tests of the room `determine`: what follows from a ruleset and a case, and how it is told."""
