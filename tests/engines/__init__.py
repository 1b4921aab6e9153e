"""Tests of the room `engines`: the second opinion, and what it owes to the first."""
