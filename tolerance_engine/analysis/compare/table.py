"""Table: many rulesets, every pair compared over all cases both accept. Exact counts, no estimate, no example.

A pair that cannot be compared, or that grew past its budget, keeps its place and says why; the others stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from tolerance_engine.analysis.compare.compared import Compared
from tolerance_engine.analysis.compare.tally import Tally
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.render.page import Page
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang

PairRelation = Literal[
    "equal", "stricter", "looser", "incomparable", "different_question", "refused", "over_budget"
]
"""How the second stands to the first; or that the two answer different questions, that they do not fit
together, or that their diagram passed the budget: then nothing is counted."""


@dataclass(frozen=True, slots=True)
class PairCell:
    """Two rulesets of the table by name: how `b` stands to `a`, each under its reading, and in how many cells."""

    a: str
    b: str
    reading: tuple[str, str]
    relation: PairRelation
    tally: Tally | None
    """The counts; None where nothing was counted."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why nothing was counted."""

    @property
    def cases(self) -> int | None:
        """The denominator, as in a `Diff` of the two."""
        return self.tally.cases if self.tally else None

    @property
    def differing(self) -> int | None:
        """In how many of them the outcome is another one."""
        return self.tally.differing if self.tally else None

    def turned(self) -> PairCell:
        """The same cell with the two exchanged."""
        opposite: Mapping[PairRelation, PairRelation] = {"stricter": "looser", "looser": "stricter"}
        return replace(
            self,
            a=self.b,
            b=self.a,
            reading=(self.reading[1], self.reading[0]),
            relation=opposite.get(self.relation, self.relation),
            tally=self.tally.turned() if self.tally else None,
        )

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON; counts are text, they may be larger than JSON readers can hold."""
        counted = self.tally
        numbers = ("cases", "differing", "stricter", "looser", "incomparable", "concluded")
        return {
            "a": self.a,
            "b": self.b,
            "reading": list(self.reading),
            "relation": self.relation,
            "where_concluded": counted.where_concluded if counted else None,
            **{name: str(getattr(counted, name)) if counted else None for name in numbers},
            "why": [{"code": each.code, "message": each.message.zh} for each in self.diagnostics],
        }


@dataclass(frozen=True, eq=False)
class DiffTable(Compared):
    """Every pair of `rulesets`, which go by `names` here (an id, with its date where an id comes twice)."""

    rulesets: tuple[Ruleset, ...] = field(repr=False)
    names: tuple[str, ...]
    readings: tuple[str, ...]
    """The reading each was compared under."""
    asked: str | None
    """The reading that was asked for; a ruleset that has none of that name was compared under its first."""
    budget: int
    """Nodes that each pair could use."""
    rows: tuple[PairCell, ...] = field(repr=False)
    """Every pair once, in the order of the rulesets."""

    def __repr__(self) -> str:
        return f"<DiffTable {len(self.names)} rulesets, {len(self.rows)} pairs>"

    @cached_property
    def _by_pair(self) -> Mapping[tuple[str, str], PairCell]:
        return {(cell.a, cell.b): cell for cell in self.rows}

    def cell(self, a: str, b: str) -> PairCell:
        """How `b` stands to `a`. Raises KeyError for a name that is not in the table, or for one name twice."""
        found = self._by_pair.get((a, b))
        if found is not None:
            return found
        turned = self._by_pair.get((b, a))
        if turned is None:
            raise KeyError(f"{a}, {b}: two of {', '.join(self.names)}")
        return turned.turned()

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The names by the question they answer (the scale of the vocabulary; `""` for none), in its order."""
        found: dict[str, list[str]] = {}
        for name, ruleset in zip(self.names, self.rulesets, strict=True):
            found.setdefault(next((scale.name for scale in ruleset.linked.scales), ""), []).append(name)
        known = (r.linked.vocabulary.scales for r in self.rulesets if r.linked.vocabulary is not None)
        order = [*dict.fromkeys(scale.name for scales in known for scale in scales), ""]
        return tuple((name, tuple(found[name])) for name in order if name in found)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON: the rulesets, their groups, and every pair once."""
        data = {
            "rulesets": [
                {
                    "name": name,
                    "id": ruleset.id,
                    "title": ruleset.linked.title.zh,
                    "in_force": {
                        "from": ruleset.linked.in_force.first_text,
                        "to": ruleset.linked.in_force.last_text,
                    },
                    "reading": reading,
                    "sha256": ruleset.linked.digest,
                }
                for name, ruleset, reading in zip(self.names, self.rulesets, self.readings, strict=True)
            ],
            "groups": [{"scale": name or None, "rulesets": members} for name, members in self.groups],
            "asked_reading": self.asked,
            "budget": self.budget,
            "pairs": [cell.as_data() for cell in self.rows],
        }
        return plain(data)  # type: ignore[no-any-return]

    def page(self, lang: Lang = "zh", *, full: bool = False) -> Page:
        """The table laid out for reading; `full` lists every pair, also those of which there is little to say."""
        from tolerance_engine.analysis.compare.table_page import table_page

        return table_page(self, lang, full=full)
