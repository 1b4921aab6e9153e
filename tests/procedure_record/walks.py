"""Cases that really went through a declared procedure, to be recorded, replayed and shown."""

from __future__ import annotations

from functools import cache

import tolerance_engine as te
from tests.procedure.paths import explored, shape
from tolerance_engine.procedure.dossier import Dossier
from tolerance_engine.procedure.procedure import Procedure

NAMES = ("anxiang", "changning", "shenzhen", "tianfu", "sichuan-ftz")
"""Shapes that between them have starts of three kinds, windows, limits set in a case, lapse and effects."""


@cache
def walks(name: str) -> tuple[Procedure, ...]:
    """Every place a case of the shape can come to, with the events that led there."""
    ruleset = shape(name)
    return tuple(visit.procedure for visit in explored(str(ruleset_file(name))).visits if ruleset is not None)


def ruleset_file(name: str) -> str:
    """The file of the shape."""
    from tests.procedure.paths import SHAPES

    return str(next(path for path in SHAPES if path.stem == name))


def recorded(procedure: Procedure, record: str = "2024-017") -> Dossier:
    """The same case, played into a record."""
    dossier = Dossier.start(
        record, procedure.ruleset, procedure.initial, calendar=procedure.calendar, reading=procedure.reading
    )
    for event in procedure.events:
        dossier = dossier.apply(event)
    return dossier


def longest(name: str) -> Procedure:
    """A longest way through the shape."""
    return max(walks(name), key=lambda procedure: len(procedure.events))


def ruleset(name: str = "anxiang") -> te.Ruleset:
    """The shape's ruleset."""
    return shape(name)
