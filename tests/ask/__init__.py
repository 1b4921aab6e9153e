"""Tests of the question plan and of `tolerance ask`."""
