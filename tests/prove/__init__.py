"""Tests of the room `prove`: properties of all feasible cases."""
