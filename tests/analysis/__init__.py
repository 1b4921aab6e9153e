"""Answers beyond the verdict: reasons, why-not, nearest changes, counts."""
