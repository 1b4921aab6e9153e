"""Singly: rows that no walk can be made for, asked one by one. Slow, and the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tolerance_engine.batch.kernel import Told
from tolerance_engine.batch.wanted import Part
from tolerance_engine.determine import Case
from tolerance_engine.determine.decide import determine
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset.program import DIMENSION_CODES, Program, Ruleset


def told_singly(
    ruleset: Ruleset,
    program: Program,
    case_of: Callable[[int], Case],
    rows: Iterable[int],
    give: Sequence[Part],
) -> Told:
    """What `determine` says of each row, as planes."""
    terminal = {name: number for number, name in enumerate(ruleset.outcomes, 1)}
    possible: dict[int, int] = {}
    decided: dict[int, int] = {}
    applies: dict[str, int] = {}
    dimensions: dict[str, dict[int, int]] = {name: {} for name in program.dimensions}
    readings: dict[str, dict[int, int]] = {name: {} for name in ruleset.programs}
    impossible = opened = 0
    for row in rows:
        bit = 1 << row
        try:
            verdict = determine(ruleset, case_of(row), reading=program.reading)
        except CaseError:
            impossible |= bit
            continue
        for name in verdict.possible:
            possible[terminal[name]] = possible.get(terminal[name], 0) | bit
        if verdict.outcome is None:
            opened |= bit
        else:
            number = terminal[verdict.outcome]
            decided[number] = decided.get(number, 0) | bit
        if "applies" in give:
            for clause in verdict.applies:
                applies[clause] = applies.get(clause, 0) | bit
        if "findings" in give:
            for dimension, planes in dimensions.items():
                for value in verdict.findings[dimension].possible:
                    code = DIMENSION_CODES[str(value)]
                    planes[code] = planes.get(code, 0) | bit
        if "readings" in give:
            for reading, given in verdict.readings.items():
                planes = readings[reading]
                for name in given.possible:
                    planes[terminal[name]] = planes.get(terminal[name], 0) | bit
    return Told(possible, decided, impossible, opened, dimensions, applies, readings)
