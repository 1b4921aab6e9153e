"""What a partial case may still come to, by going through all worlds of `brute` that fit it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.oracles.brute import OFF_SCALE, Document, Law, Sight
from tests.oracles.brute_worlds import DAY, Days, compared, law_tests, points, signature, worlds

Case = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    """One possible world, seen and decided."""

    sight: Sight
    outcome: str
    deciding: frozenset[str]

    def finding(self, name: str) -> Any:
        """The value of a dimension or definition here."""
        is_definition = name in self.sight.document.get("definitions", {})
        return self.sight.definition(name) if is_definition else self.sight.dimension(name)


@dataclass(frozen=True)
class Answer:
    """Everything exact about one case under one reading."""

    rows: list[Row]

    @property
    def possible(self) -> set[str]:
        return {row.outcome for row in self.rows}

    @property
    def applies(self) -> set[str]:
        return set(frozenset.intersection(*(row.deciding for row in self.rows)))

    @property
    def may_apply(self) -> set[str]:
        return set(frozenset.union(*(row.deciding for row in self.rows))) - self.applies

    def finding(self, name: str) -> set[Any]:
        return {row.finding(name) for row in self.rows}


def established(value: Any) -> list[Any] | None:
    """The values a given fact may have; None where anything stays open."""
    if isinstance(value, Mapping):
        return list(value["one_of"]) if "one_of" in value else established(value.get("value"))
    return None if value is None or value == "unknown" else [value]


class Table:
    """All possible worlds of a ruleset under one reading, ready to be asked about cases."""

    def __init__(
        self, document: Document, reading: str | None = None, uses: Mapping[str, Document] | None = None
    ) -> None:
        self.law = Law.of(document, reading, uses)
        self.ties = compared(self.law)
        self._rows: dict[tuple[tuple[dt.date, ...], ...], list[Row]] = {}

    def rows(self, days: Days) -> list[Row]:
        key = tuple(days.values())
        if key not in self._rows:
            sights = (Sight(self.law, world) for world in worlds(self.law, days))
            self._rows[key] = [Row(sight, *sight.decide()) for sight in sights if sight.assumed()]
        return self._rows[key]

    def days(self, case: Case) -> Days:
        """Days around the ones given, enough for any order of the dates that are compared with each other."""
        given = {name: tuple(established(case["facts"].get(name)) or ()) for name in self.ties}
        tried = {}
        for name, tied in self.ties.items():
            anchors = {day for other in tied for day in given[other]}
            steps = range(1 - len(tied), len(tied)) if anchors else range(len(tied))
            around = {day + DAY * by for day in anchors or {dt.date(2020, 1, 1)} for by in steps}
            tried[name] = given[name] or tuple(sorted(around))
        return tried

    def answer(self, case: Case) -> Answer | None:
        """None where no world fits the case."""
        days = self.days(case)
        allowed = self.allowed(case, days)
        fitting = [
            row
            for row in self.rows(days)
            if all(row.sight.world[name] in values for name, values in allowed.items())
            and all(row.finding(name) == value for name, value in case["findings"].items())
        ]
        return Answer(fitting) if fitting else None

    def allowed(self, case: Case, days: Days) -> dict[str, set[Any]]:
        """Per fact given, the points that answer all tests as one of its values does."""
        narrowed: dict[str, set[Any]] = {}
        for name, given in case["facts"].items():
            values = established(given)
            if values is None or name not in self.law.facts:
                continue
            narrowed[name] = set(values)
            if self.law.facts[name]["type"] in ("number", "date") and name not in days:
                tests = law_tests(self.law, name)
                seen = {signature(tests, value) for value in values}
                narrowed[name] = {p for p in points(self.law, name, days) if signature(tests, p) in seen}
        return narrowed

    def missing(self, case: Case) -> set[str]:
        """Facts in some minimal set of further `fact = value` that settles the outcome."""
        answer = self.answer(case)
        assert answer is not None
        names = list(answer.rows[0].sight.world)
        open_names = [name for name in names if len({row.sight.world[name] for row in answer.rows}) > 1]
        settled: set[frozenset[tuple[str, Any]]] = set()
        missing: set[str] = set()
        for size in range(len(open_names) + 1):
            for chosen in itertools.combinations(open_names, size):
                outcomes: dict[tuple[Any, ...], set[str]] = {}
                for row in answer.rows:
                    outcomes.setdefault(tuple(row.sight.world[name] for name in chosen), set()).add(
                        row.outcome
                    )
                for values in (values for values, possible in outcomes.items() if len(possible) == 1):
                    facts = frozenset(zip(chosen, values, strict=True))
                    if not any(facts - {one} in settled for one in facts):
                        missing |= set(chosen)
                    settled.add(facts)
        return missing


def only(case: Case, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The part of a case that gives just these names."""
    kept = set(names)
    return {
        part: {name: value for name, value in given.items() if name in kept} for part, given in case.items()
    }


def in_order(document: Document, possible: Iterable[str]) -> tuple[list[str], set[str]]:
    """The outcomes on the scale, best first, and the set of those off it."""
    found = set(possible)
    return [o["id"] for o in document["outcomes"] if o["id"] in found], found & set(OFF_SCALE)
