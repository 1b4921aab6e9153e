"""Draws the parts of a random ruleset: facts, conditions, definitions, dimensions, clauses.

Whatever the seed, the parts are valid: names are legal, every list has an element, and an item looks back
only at items drawn before it, so the graph is acyclic. The file order is shuffled afterwards, so nothing
can rely on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

Document = dict[str, Any]
Leaf = Callable[[], Document]

POLES = ["favourable", "adverse", "mixed", "neither"]
ASKED = [*POLES, "some_favourable", "some_adverse"]
NUMBER_TESTS = ["at_most", "at_least", "more_than", "less_than"]
DATE_TESTS = ["before", "on_or_before", "after", "on_or_after"]
LABEL = {"zh": "例"}
CITE = {"source": "doc", "at": "1"}
CLOCKS = ("conduct_date", "determination_date")
FIRST_DAY = dt.date(2020, 1, 1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Options:
    """What a drawn ruleset may contain; `cases` bounds the number of its full cases."""

    cases: int = 256
    least: int = 4
    items: int = 12
    depth: int = 2
    derive: bool = True
    shared_dates: bool = False  # one date may feed two derived facts
    judged: bool = True
    uses: bool = True
    assume: bool = True
    readings: bool = True


class Drafter:
    """Draws one document; the lists of leaves grow as items become available to those after them."""

    def __init__(self, rng: Random, options: Options) -> None:
        self.rng, self.options = rng, options
        self.facts: Document = {}
        self.pools: dict[str, list[Any]] = {}  # values worth giving, per fact
        self.days: list[str] = []  # dates that derived facts compare
        self.judged: list[str] = []  # dimensions without poles
        self.fact_leaves: list[Leaf] = []
        self.item_leaves: list[Leaf] = []  # definitions and dimensions
        self.clause_leaves: list[Leaf] = []
        many = options.readings and self.chance(0.4)
        self.readings = [f"r{i}" for i in range(rng.randint(2, 3))] if many else []

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def some(self, items: list[Any], most: int | None = None) -> list[Any]:
        return self.rng.sample(items, self.rng.randint(1, len(items) if most is None else most))

    def draw_facts(self) -> None:
        """Facts of every type, as many as the number of full cases allows."""
        room = max(self.options.least, self.options.cases >> self.rng.choice([0, 0, 0, 0, 1, 1, 2, 3, 5]))
        draw = {"boolean": self._boolean, "choice": self._choice, "number": self._number, "date": self._date}
        draw |= {"derived": self._derived} if self.options.derive else {}
        draw |= {"judged": self._judged} if self.options.judged else {}
        shares = {"boolean": 10, "choice": 4, "number": 3, "date": 2, "derived": 1, "judged": 1}
        shares |= {"derived": 12} if self.options.shared_dates else {}
        while room >= 2:
            [kind] = self.rng.choices(list(draw), [shares[kind] for kind in draw])
            room //= draw[kind](f"f{len(self.pools)}", room)

    def _boolean(self, name: str, _room: int) -> int:
        self.facts[name] = LABEL | {"type": "boolean"}
        self.pools[name] = [True, False]
        self.fact_leaves.append(lambda: {name: self.chance(0.6)})
        return 2

    def _choice(self, name: str, room: int) -> int:
        values = [f"v{i}" for i in range(self.rng.randint(2, min(4, room)))]
        self.facts[name] = LABEL | {"type": "choice", "values": dict.fromkeys(values, LABEL)}
        self.pools[name] = values
        self.fact_leaves.append(lambda: {name: self.rng.choice(values)})
        self.fact_leaves.append(lambda: {name: {"in": self.some(values, max(1, len(values) - 1))}})
        return len(values)

    def _number(self, name: str, room: int) -> int:
        if room < 3:
            return 1
        whole = self.chance(0.4)
        step = Decimal(1) if whole else self.rng.choice([Decimal(1), Decimal("0.5")])
        cuts = sorted({step * self.rng.randint(1, 4) for _ in range(1 if room < 5 else 2)})
        low = self.rng.choice([None, None, Decimal(0), cuts[0]])
        high = self.rng.choice([None, None, None, Decimal(9), cuts[-1]])
        limits = {"whole": whole or None, "min": low, "max": high}
        self.facts[name] = (
            LABEL | {"type": "number"} | {key: limit for key, limit in limits.items() if limit is not None}
        )
        near = {
            cut + by
            for cut in cuts
            for by in (-1, 0, 1, 7, *(() if whole else (Decimal("-0.25"), Decimal("0.25"))))
        }
        self.pools[name] = sorted(
            v for v in near if (low is None or v >= low) and (high is None or v <= high)
        )
        self.fact_leaves.append(lambda: {name: {self.rng.choice(NUMBER_TESTS): self.rng.choice(cuts)}})
        return 2 * len(cuts) + 1

    def _date(self, name: str, room: int) -> int:
        if room < 3:
            return 1
        if self.chance(0.3):  # one of the two clocks, which a case gives beside its facts
            name = next((clock for clock in CLOCKS if clock not in self.facts), name)
        cuts = sorted({FIRST_DAY + DAY * self.rng.randint(0, 3) for _ in range(1 if room < 5 else 2)})
        self.facts[name] = LABEL | {"type": "date"}
        self.pools[name] = sorted({cut + DAY * by for cut in cuts for by in (-400, -1, 0, 1, 400)})
        self.fact_leaves.append(lambda: {name: {self.rng.choice(DATE_TESTS): self.rng.choice(cuts)}})
        return 2 * len(cuts) + 1

    def _derived(self, name: str, room: int) -> int:
        if room < 4:
            return 1
        first, second = f"{name}_done", f"{name}_due"
        if self.options.shared_dates and self.days and self.chance(0.7):
            fresh = self.chance(0.4)  # else both days are compared already: a circle of comparisons
            first, second = self.rng.sample([self.rng.choice(self.days), second] if fresh else self.days, 2)
        self.days += [day for day in (first, second) if day not in self.days]
        self.facts |= {first: LABEL | {"type": "date"}, second: LABEL | {"type": "date"}}
        self.facts[name] = LABEL | {
            "type": "boolean",
            "derive": {first: {self.rng.choice(DATE_TESTS): second}},
        }
        self.pools |= {name: [True, False]} | {
            day: [FIRST_DAY + DAY * i for i in range(3)] for day in (first, second)
        }
        self.fact_leaves.append(lambda: {name: self.chance(0.6)})
        return 4

    def _judged(self, name: str, room: int) -> int:
        if room < 4:
            return 1
        self.judged.append(name)
        self.pools[name] = POLES
        self.fact_leaves.append(lambda: {name: self.rng.choice(ASKED)})
        return 4

    def before_clauses(self) -> Document:
        """A condition for the scope or an assumption, which hold before any clause is looked at."""
        return self.condition(1, [*self.fact_leaves, *self.item_leaves])

    def condition(self, depth: int, leaves: list[Leaf] | None = None, split: bool = True) -> Document:
        """A condition over the leaves given, or over facts and everything drawn so far."""
        if depth == 0 or self.chance(0.3):
            named = [*self.item_leaves, *self.clause_leaves]
            pool = leaves or (named if named and self.chance(0.45) else self.fact_leaves)
            return self.rng.choice(pool)()
        if split and self.readings and self.chance(0.1):
            return {"by_reading": {name: self.condition(depth - 1, leaves, False) for name in self.readings}}
        kind = self.rng.choice(["all", "all", "any", "any", "not", "count"])
        if kind == "not":
            return {"not": self.condition(depth - 1, leaves, split)}
        parts = [
            self.condition(depth - 1, leaves, split)
            for _ in range(self.rng.randint(2, 4 if kind == "count" else 3))
        ]
        if kind != "count":
            return {kind: parts}
        test, low, high = self.rng.choice([("at_least", 1, 0), ("at_most", 0, -1), ("exactly", 0, 0)])
        return {test: self.rng.randint(low, len(parts) + high), "of": parts}

    def either(self, draw: Callable[[], Any]) -> Any:
        """One value, or one per reading."""
        if self.readings and self.chance(0.3):
            return {"by_reading": {name: draw() for name in self.readings}}
        return draw()

    def definition(self, name: str) -> Document:
        drawn = LABEL | {"when": self.condition(self.options.depth), "cite": CITE, "basis": "stated"}
        self.item_leaves.append(lambda: {name: self.chance(0.6)})
        return drawn

    def dimension(self, name: str) -> Document:
        drawn: Document = {
            pole: LABEL | {"when": self.condition(self.options.depth), "cite": CITE, "basis": "stated"}
            for pole in ("favourable", "adverse")
        }
        self.item_leaves.append(lambda: {name: self.rng.choice(ASKED)})
        return LABEL | drawn

    def clause(self, name: str, kind: str) -> Document:
        """A clause without `then` or `disables`, which depend on its place among the others."""
        drawn: Document = {"id": name, "kind": kind, "when": self.condition(self.options.depth)}
        if self.chance(0.25):
            drawn["unless"] = self.condition(1)
        if self.readings and self.chance(0.2):
            drawn["readings"] = self.some(self.readings, len(self.readings) - 1)
        if kind != "exception" and self.chance(0.5):
            drawn["modality"] = self.rng.choice(["must", "generally", "may"])
        self.clause_leaves.append(lambda: {name: "applies"})
        return drawn | LABEL | {"basis": "stated", "cite": CITE}

    def assumption(self) -> Document:
        if self.chance(0.5):
            return {"if": self.before_clauses(), "then": self.before_clauses()}
        return {"never": self.before_clauses()}
