"""Tests of the house itself: rooms, modules, public names, what is shipped."""
