"""The axes of a grid: what each fact can be, cut where some test looks."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from typing import Any

Document = Mapping[str, Any]

FOUR = ["favourable", "adverse", "mixed", "neither"]
# Which cells a test accepts, by the place of the constant: below it, at it, above it.
SIDES = {
    "at_most": (1, 1, 0), "less_than": (1, 0, 0), "at_least": (0, 1, 1), "more_than": (0, 0, 1),
    "on_or_before": (1, 1, 0), "before": (1, 0, 0), "on_or_after": (0, 1, 1), "after": (0, 0, 1),
}  # fmt: skip


class Axis:
    """One fact: its cells, and which of them a test or a given value means."""

    def __init__(self, name: str, fact: Document, conditions: list[Any]) -> None:
        self.name, self.kind = name, fact["type"]
        self.cells: list[Any]
        if self.kind in ("number", "date"):
            self.cuts = sorted({constant for test in _asked(conditions, name) for constant in test.values()})
            self.cells = [i for i in range(2 * len(self.cuts) + 1) if self._exists(i, fact)]
        else:
            values: dict[str, list[Any]] = {"boolean": [True, False], "judged": FOUR}
            self.cells = list(values[self.kind] if self.kind in values else fact["values"])

    def _exists(self, cell: int, fact: Document) -> bool:
        """Whether an interval or point holds any allowed value; whole numbers and days leave gaps."""
        if cell % 2:
            low = high = self._number(self.cuts[cell // 2])
            strict = False
        else:
            low = self._number(self.cuts[cell // 2 - 1]) if cell else -math.inf
            high = self._number(self.cuts[cell // 2]) if cell < 2 * len(self.cuts) else math.inf
            strict = True
        least, most = fact.get("min", -math.inf), fact.get("max", math.inf)
        if fact.get("whole") or self.kind == "date":
            first = (low + 1 if strict else low) if low > -math.inf else -math.inf
            last = (high - 1 if strict else high) if high < math.inf else math.inf
            return bool(max(first, least) <= min(last, most))
        if not strict:
            return bool(least <= low <= most)
        return bool(low < high and least < high and most > low and least <= most)

    def _number(self, value: Any) -> Any:
        return value.toordinal() if isinstance(value, date) else value

    def accepts(self, asked: Any) -> list[bool]:
        """Per cell, whether the test holds there."""
        if isinstance(asked, Mapping) and "in" not in asked:
            [(test, constant)] = asked.items()
            at = 2 * self.cuts.index(constant) + 1
            return [bool(SIDES[test][(cell > at) - (cell < at) + 1]) for cell in self.cells]
        if self.kind == "judged":
            mixed = {"some_favourable": FOUR[0], "some_adverse": FOUR[1]}.get(asked)
            return [cell in ([mixed, "mixed"] if mixed else [asked]) for cell in self.cells]
        return [cell in (asked["in"] if isinstance(asked, Mapping) else [asked]) for cell in self.cells]

    def indices(self, given: list[Any]) -> list[int]:
        """The cells that hold one of the given values."""
        if self.kind in ("number", "date"):
            places = [(bisect_left(self.cuts, value), value) for value in given]
            given = [2 * i + (i < len(self.cuts) and self.cuts[i] == value) for i, value in places]
        return [i for i, cell in enumerate(self.cells) if cell in given]


def all_axes(documents: list[Document]) -> list[Axis]:
    """One axis per fact that can be asked and per dimension without poles."""
    conditions = [
        d.get(key) for d in documents for key in ("scope", "assume", "definitions", "dimensions", "clauses")
    ]
    facts = {name: fact for d in documents for name, fact in d["facts"].items()}
    ordering = {
        day
        for fact in facts.values()
        for first, test in fact.get("derive", {}).items()
        for day in (first, *test.values())
    }
    dimensions = documents[-1].get("dimensions", {})
    judged = {name: {"type": "judged"} for name, poles in dimensions.items() if "favourable" not in poles}
    return [Axis(name, fact, conditions) for name, fact in (facts | judged).items() if name not in ordering]


def _asked(part: Any, name: str) -> list[Any]:
    if isinstance(part, list):
        return [test for item in part for test in _asked(item, name)]
    if not isinstance(part, Mapping):
        return []
    return ([part[name]] if name in part else []) + [
        test for item in part.values() for test in _asked(item, name)
    ]


def given_values(given: Any) -> list[Any] | None:
    if isinstance(given, Mapping):
        return given.get("one_of") or given_values(given.get("value"))
    return None if given in (None, "unknown") else [given]


def implied(facts: Document, given: Document) -> dict[str, Any]:
    """Derived facts that the dates given leave one or two values; a stated value they exclude leaves none."""
    found: dict[str, Any] = {}
    for name, fact in facts.items():
        for first, test in fact.get("derive", {}).items():
            [(order, second)] = test.items()
            pairs = [
                (a, b)
                for a in given_values(given.get(first)) or []
                for b in given_values(given.get(second)) or []
            ]
            values = {bool(SIDES[order][(a > b) - (a < b) + 1]) for a, b in pairs}
            stated = given_values(given.get(name))
            if values:
                left = [value for value in values if stated is None or value in stated]
                found[name] = {"one_of": left or ["nothing"]}
    return found
