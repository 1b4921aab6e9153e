"""Answers: the values a question can get, said as people say them, and what each leaves possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.ruleset.model import Value
from tolerance_engine.ruleset.variables import Days, Interval, Variable
from tolerance_engine.source import Lang, Words


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer a question can get: a value (for numbers and dates one of a range), and what is left then."""

    value: Value
    label: Words
    possible: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"value": plain(self.value), "label": self.label.zh, "possible": list(self.possible)}


def answer_label(variable: Variable, value: int) -> Words:
    """An answer in words; for numbers and dates the range it stands for."""
    cell, fact = variable.cells[value], variable.fact
    if isinstance(cell, Interval | Days):
        return Words(_range(cell, variable, "zh"), _range(cell, variable, "en"))
    return Words(say.value_text(cell, fact, "zh"), say.value_text(cell, fact, "en"))


def _range(cell: Interval | Days, variable: Variable, lang: Lang) -> str:
    fact = variable.fact
    assert fact is not None
    tests: list[tuple[str, Any]] = []
    if isinstance(cell, Days):
        low, high = cell.first, cell.last
        tests = [("on_or_after", low)] if low else []
        tests += [("on_or_before", high)] if high else []
    else:
        if cell.low is not None and cell.low == cell.high:
            return say.value_text(cell.low, fact, lang)
        if cell.low is not None:
            tests.append(("at_least" if cell.low_included else "more_than", cell.low))
        if cell.high is not None:
            tests.append(("at_most" if cell.high_included else "less_than", cell.high))
    if not tests:
        return "任意" if lang == "zh" else "any"
    joiner = "、" if lang == "zh" else ", "
    return joiner.join(say.test_text(test, operand, fact, lang) for test, operand in tests)
