"""Versions: which version of a ruleset answers for a case, and what the old and the new one say side by side."""

from tolerance_engine.analysis.versions.old_and_new import OldAndNew, Side, compare_versions, ruleset_for

__all__ = [
    "OldAndNew",
    "Side",
    "compare_versions",
    "ruleset_for",
]
