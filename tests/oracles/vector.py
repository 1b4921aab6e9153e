"""The same meaning over a whole grid of cases at once, with numpy.

Each fact is an axis; numbers and dates are cut into the constants that occur and the intervals between
them. A condition is an array that spans only the axes it speaks of, so a grid of a million cases takes
milliseconds. Dates that are compared with each other appear as their derived fact alone (one derived fact
per pair of dates).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.oracles.vector_axes import FOUR, Axis, Document, all_axes, given_values, implied

Case = Mapping[str, Mapping[str, Any]]
Bools = NDArray[np.bool_]

FOUR_OF = {
    (True, False): "favourable", (False, True): "adverse", (True, True): "mixed", (False, False): "neither",
}  # fmt: skip
COUNTS = {"at_least": np.greater_equal, "at_most": np.less_equal, "exactly": np.equal}
OFF = ["not_applicable", "conflict", "not_specified"]


class Grid:
    """Every case of one ruleset under one reading: what each comes to, and what may be."""

    def __init__(
        self,
        document: Document,
        reading: str | None = None,
        uses: Mapping[str, Document] | None = None,
        axes: list[Axis] | None = None,
    ) -> None:
        named = list(document.get("readings", {}))
        self.reading = reading if reading in named else (named or [None])[0]
        self.document = document
        used = {alias: (uses or {})[name] for alias, name in document.get("uses", {}).items()}
        self.axes = axes or all_axes([*used.values(), document])
        self.shape = tuple(len(axis.cells) for axis in self.axes)
        self.others = {alias: Grid(one, self.reading, {}, self.axes) for alias, one in used.items()}
        self.clauses = [c for c in document["clauses"] if self.reading in c.get("readings", [self.reading])]
        self._named: dict[str, Bools] = {}
        self.feasible: Bools = np.broadcast_to(self._feasible(), self.shape)
        self.scale = [outcome["id"] for outcome in document["outcomes"]]
        self.names = [*self.scale, *OFF]
        self.outcome = np.broadcast_to(self._decide(), self.shape)

    def holds(self, condition: Document) -> Bools:
        for test, compare in COUNTS.items():
            if test in condition:
                total = sum(self.holds(part).astype(np.int8) for part in condition["of"])
                return np.asarray(compare(total, condition[test]), dtype=bool)
        [(name, asked)] = condition.items()
        if name in ("all", "any"):
            result = self.holds(asked[0])
            for part in asked[1:]:
                result = (result & self.holds(part)) if name == "all" else (result | self.holds(part))
            return result
        if name == "not":
            return ~self.holds(asked)
        if name == "by_reading":
            return self.holds(asked[self.reading])
        if asked == "applies":
            alias, dot, clause = name.rpartition(".")
            return self.others[alias].applies(clause) if dot else self.applies(name)
        return self._leaf(name, asked)

    def _along(self, i: int, values: Bools) -> Bools:
        """Values of one axis, lying along it."""
        return values.reshape([-1 if i == j else 1 for j in range(len(self.axes))])

    def _leaf(self, name: str, asked: Any) -> Bools:
        for i, axis in enumerate(self.axes):
            if axis.name == name:
                return self._along(i, np.array(axis.accepts(asked), dtype=bool))
        if name in self.document.get("definitions", {}):
            return self.named(name) if asked else ~self.named(name)
        good, bad = self.named(name + ".favourable"), self.named(name + ".adverse")
        return {
            "favourable": good & ~bad, "adverse": bad & ~good, "mixed": good & bad, "neither": ~good & ~bad,
            "some_favourable": good, "some_adverse": bad,
        }[asked]  # fmt: skip

    def named(self, name: str) -> Bools:
        """A definition `d` or a pole `dim.favourable`."""
        if name not in self._named:
            item, _, pole = name.partition(".")
            where = self.document["dimensions"][item][pole] if pole else self.document["definitions"][item]
            self._named[name] = self.holds(where["when"])
        return self._named[name]

    def applies(self, name: str) -> Bools:
        if name not in self._named:
            result: Bools = np.zeros([1] * len(self.axes), dtype=bool)
            for clause in (c for c in self.clauses if c["id"] == name):
                result = self.holds(clause["when"])
                if "unless" in clause:
                    result = result & ~self.holds(clause["unless"])
                for other in self.clauses:
                    if name in other.get("disables", ()):
                        result = result & ~self.applies(other["id"])
            self._named[name] = result
        return self._named[name]

    def _feasible(self) -> Bools:
        result: Bools = np.ones([1] * len(self.axes), dtype=bool)
        for rule in self.document.get("assume", ()):
            never = (
                self.holds(rule["never"])
                if "never" in rule
                else self.holds(rule["if"]) & ~self.holds(rule["then"])
            )
            result = result & ~never
        for other in self.others.values():
            result = result & other._feasible()
        return result

    def _pick(self, value: Any) -> Any:
        return value["by_reading"][self.reading] if isinstance(value, Mapping) else value

    def _extreme(self, kind: str, worst: bool) -> NDArray[np.int8]:
        """Per case, the worst (or best) applying clause of a kind, by its place; off the scale if none."""
        result: NDArray[np.int8] = np.full(
            [1] * len(self.axes), -1 if worst else len(self.scale), dtype=np.int8
        )
        for clause in (c for c in self.clauses if c["kind"] == kind):
            place = np.int8(self.scale.index(clause["then"]))
            better = np.maximum(result, place) if worst else np.minimum(result, place)
            result = np.where(self.applies(clause["id"]), better, result)
        return result

    def _decide(self) -> NDArray[np.int8]:
        """Layer upon layer: default, grounds, exclusions, scope."""
        worst, best = self._extreme("ground", True), self._extreme("ground", False)
        combine = self._pick(self.document.get("combine", "must_agree"))
        both = np.where(worst == best, worst, self.names.index("conflict"))
        grounds = {"most_favourable": best, "least_favourable": worst}.get(combine, both)
        outcome = np.where(worst >= 0, grounds, self.names.index(self._pick(self.document["default"])))
        exclusion = self._extreme("exclusion", True)
        outcome = np.where(exclusion >= 0, exclusion, outcome)
        if "scope" in self.document:
            outcome = np.where(
                self.holds(self.document["scope"]["when"]), outcome, self.names.index("not_applicable")
            )
        return outcome.astype(np.int8)

    def _fitting(self, case: Case) -> tuple[Any, Bools]:
        """The part of the grid a case leaves, and which of its cells are possible."""
        given = {**case["facts"], **case["findings"]} | implied(self.document["facts"], case["facts"])
        keep = []
        for axis in self.axes:
            values = given_values(given.get(axis.name))
            keep.append(range(len(axis.cells)) if values is None else axis.indices(values))
        part = np.ix_(*keep)
        fits = self.feasible[part]
        for name, value in case["findings"].items():
            if all(axis.name != name for axis in self.axes):
                fits = fits & np.broadcast_to(self._leaf(name, value), self.shape)[part]
        return part, fits

    def possible(self, case: Case) -> set[str]:
        """Empty where no case fits."""
        part, fits = self._fitting(case)
        return {self.names[code] for code in np.unique(self.outcome[part][fits])}

    def findings_at(self, place: int) -> dict[str, Any]:
        """The definitions and dimensions of one cell, by its place in the flattened grid."""
        cell = np.unravel_index(place, self.shape)

        def true(array: Bools) -> bool:
            return bool(np.broadcast_to(array, self.shape)[cell])

        found: dict[str, Any] = {
            name: true(self.named(name)) for name in self.document.get("definitions", {})
        }
        for name in self.document.get("dimensions", {}):
            if any(axis.name == name for axis in self.axes):
                [found[name]] = [value for value in FOUR if true(self._leaf(name, value))]
            else:  # the poles at this cell, not whole grids of every value
                good, bad = true(self.named(name + ".favourable")), true(self.named(name + ".adverse"))
                found[name] = FOUR_OF[good, bad]
        return found

    def missing(self, case: Case) -> set[str]:
        """The facts of minimal settling assignments: each axis gets one more cell, for a fact left open."""
        part, fits = self._fitting(case)
        masks = np.where(fits, np.left_shift(1, self.outcome[part].astype(np.int16)), 0)
        for i in range(masks.ndim):
            masks = np.concatenate([masks, np.bitwise_or.reduce(masks, axis=i, keepdims=True)], axis=i)
        settled = (masks > 0) & (masks & (masks - 1) == 0)
        minimal, found = settled.copy(), set()
        left_open = [self._along(i, np.arange(n) == n - 1) for i, n in enumerate(masks.shape)]
        for i, unset in enumerate(left_open):
            minimal &= unset | ~np.take(settled, [-1], axis=i)
        for axis, unset in zip(self.axes, left_open, strict=True):
            if (minimal & ~unset).any():
                found.add(axis.name)
        return found
