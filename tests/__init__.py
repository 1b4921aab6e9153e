"""Tests of tolerance_engine."""
