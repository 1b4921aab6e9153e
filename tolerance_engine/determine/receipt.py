"""The receipt: hashes of everything a verdict rests on, so that it can be made again and compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tolerance_engine.determine.case import Case
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.ruleset.canonical import digest
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.version import __version__


def receipt(ruleset: Ruleset, case: Case, reading: str, engine: str) -> dict[str, Any]:
    """Engine and format, the stack of rulesets (SHA-256 of the canonical form), the case, both clocks, the reading."""
    linked = ruleset.linked
    return {
        "engine": {"name": "tolerance_engine", "version": __version__, "decided_by": engine},
        "format": 1,
        "rulesets": list(rulesets_of(linked)),
        "vocabulary": linked.vocabulary.digest if linked.vocabulary else None,
        "reading": reading,
        "case": digest(plain(case.as_data())),
        "conduct_date": plain(case.conduct_date),
        "determination_date": plain(case.determination_date),
    }


def rulesets_of(linked: Linked) -> Iterator[dict[str, str]]:
    """The ruleset and those it uses; of a layered one every layer, lowest first."""
    for part in linked.layers or (linked,):
        period = part.in_force
        yield {"id": part.id, "from": period.first_text, "to": period.last_text, "sha256": part.digest}
    for used in linked.uses.values():
        yield from rulesets_of(used)
