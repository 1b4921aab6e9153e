"""The verdict: an exact set of outcomes, and on request everything that explains it.

Only the set is worked out at once; findings, clauses, explanation, missing facts, witnesses and the other
readings are computed when first asked for, and kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.bind import Bound
from tolerance_engine.determine.case import Case
from tolerance_engine.determine.conditions import conditions
from tolerance_engine.determine.explain.explain import explain
from tolerance_engine.determine.explain.explanation import Explanation
from tolerance_engine.determine.receipt import receipt
from tolerance_engine.determine.results import ClosedNow, Finding, ReadingVerdict
from tolerance_engine.diagram import TERMINALS, Diagram, reach_joint, terminals_in, touching
from tolerance_engine.diagram.walk import restrict
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.program import DEAD, DIMENSION_CODES, Program, Ruleset
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.determine.ask.open_questions import Witness
    from tolerance_engine.determine.ask.questions import Question
    from tolerance_engine.determine.ask.reasons import Reasons
    from tolerance_engine.determine.ask.why_not import WhyNot

ALIVE = ~(1 << DEAD)
_MODALITY = ("may", "generally", "must")


class Verdict(Presentable):
    """What follows from a ruleset and a case, under one reading.

    `possible` is exact over all completions of what is not established: one outcome left is `decided`.
    It advises; people decide.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        program: Program,
        case: Case,
        bound: Bound,
        needed: list[int],
        mask: int,
        engine: str = "diagram",
    ) -> None:
        self.ruleset = ruleset
        self.case = case
        self.engine = engine
        self._program = program
        self._bound = bound
        self._needed = needed
        self._mask = mask
        self._applies: tuple[str, ...] | None = None
        self.possible = outcomes_of(ruleset, mask)
        """The outcomes still possible, best first, reserved ones last."""

    def __repr__(self) -> str:
        return f"<Verdict {self.ruleset.id} reading={self.reading} possible={list(self.possible)}>"

    @property
    def reading(self) -> str:
        """The reading it was given under."""
        return self._program.reading

    @property
    def decided(self) -> bool:
        """Whether one outcome is left."""
        return len(self.possible) == 1

    @property
    def outcome(self) -> str | None:
        """The outcome, or None while undetermined."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def applies(self) -> tuple[str, ...]:
        """The clauses that give the outcome in every completion, by id. Empty while undetermined."""
        found = self._applies
        if (
            found is None
        ):  # part of every verdict: kept here, since `cached_property` takes a lock before 3.12
            found = self._applies = self._applying() if len(self.possible) == 1 else ()
        return found

    def _applying(self) -> tuple[str, ...]:
        diagram, needed, known = self.ruleset.diagram, self._needed, self._bound.known
        kids, level, codes = diagram.kids, diagram.level, known.codes
        found = []
        for clausal in self._program.by_outcome.get(self._mask.bit_length() - 1, ()):
            node = clausal.alone if clausal.mixed else clausal.applies
            if not needed:  # most walks meet only what is known
                while node >= TERMINALS and (code := codes[level[node]]) >= 0:
                    node = kids[node][code]
            if node == 1 or (node >= TERMINALS and self._reach(node) == 2):
                found.append(clausal.id)
        return tuple(found)

    @cached_property
    def may_apply(self) -> tuple[str, ...]:
        """The other clauses that give the outcome in some completion, by id."""
        diagram, known, applies = self.ruleset.diagram, self._bound.known, set(self.applies)
        return tuple(
            sorted(
                clausal.id
                for terminal in terminals_in(self._mask)
                for clausal in self._program.by_outcome.get(terminal, ())
                if clausal.id not in applies
                and reach_joint(diagram, self._program.outcome, [*self._needed, clausal.alone], known)
                >> terminal
                & 1
            )
        )

    def _reach(self, node: int) -> int:
        """The terminals of a function in the completions that findings and assumptions leave."""
        diagram, bound = self.ruleset.diagram, self._bound
        near = touching(diagram, node, self._under, self._open_levels)
        return reach_joint(diagram, node, near, bound.known)

    @cached_property
    def _under(self) -> list[int]:
        """What every completion satisfies: stated findings, and the ruleset's assumptions."""
        return [*self._needed, *self._program.constraints]

    @cached_property
    def _open_levels(self) -> int:
        return self._bound.open_levels

    @cached_property
    def modality(self) -> str | None:
        """The strongest wording among the deciding clauses: must, generally or may. None while open."""
        deciding = {clause.modality for clause in self.ruleset.linked.clauses if clause.id in self.applies}
        return next((word for word in reversed(_MODALITY) if word in deciding), None)

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """Every dimension always, also when an exclusion already decides; and the definitions that were stated."""
        found = {}
        for name, root in self._program.dimensions.items():
            mask = self._reach(root)
            possible = tuple(value for value in DIMENSION_VALUES if mask >> DIMENSION_CODES[value] & 1)
            stated = name in self._bound.findings
            found[name] = Finding(possible[0] if len(possible) == 1 else "not_established", possible, stated)
        for name, values in self._bound.findings.items():
            if name not in found:
                found[name] = Finding(values[0] if len(values) == 1 else "not_established", values, True)
        return found

    @cached_property
    def missing(self) -> tuple[Question, ...]:
        """What to ask next, best question first: the facts in a smallest set that settles the outcome. Empty iff decided."""
        from tolerance_engine.determine.ask.questions import asked

        return asked(self)

    @cached_property
    def used(self) -> tuple[str, ...]:
        """What is known and the outcome can depend on, under this reading."""
        from tolerance_engine.determine.ask.questions import used

        return used(self.ruleset, self._program, self._bound)

    @cached_property
    def no_longer_needed(self) -> tuple[str, ...]:
        """The facts that are neither known nor missing."""
        from tolerance_engine.determine.ask.questions import no_longer_needed

        return no_longer_needed(self.ruleset, self._bound, self.missing)

    @cached_property
    def witnesses(self) -> tuple[Witness, ...]:
        """When undetermined: two completions that differ in outcome and share all they can."""
        from tolerance_engine.determine.ask.open_questions import witnesses

        return () if self.decided else witnesses(self.ruleset, self.case, self._open)

    @cached_property
    def _open(self) -> tuple[Diagram, int]:
        """The function that what is known leaves open."""
        return restrict(self.ruleset.diagram, self._program.outcome, self._needed, self._bound.known, DEAD)

    @cached_property
    def readings(self) -> Mapping[str, ReadingVerdict]:
        """What each reading gives, side by side."""
        found = {}
        for reading, program in self.ruleset.programs.items():
            if program is self._program:
                possible = self.possible
            else:
                needed = conditions(self.ruleset, program, self._bound)
                mask = reach_joint(self.ruleset.diagram, program.outcome, needed, self._bound.known)
                possible = outcomes_of(self.ruleset, mask & ALIVE)
            found[reading] = ReadingVerdict(possible[0] if len(possible) == 1 else None, possible)
        return found

    @property
    def robust(self) -> bool:
        """Every reading is decided, and they agree."""
        outcomes = {each.outcome for each in self.readings.values()}
        return len(outcomes) == 1 and None not in outcomes

    @cached_property
    def if_closed_now(self) -> ClosedNow | None:
        """What would follow if the inquiry ended today; None where the ruleset presumes nothing."""
        from tolerance_engine.determine.ask.closed import closed_now

        return closed_now(self.ruleset, self._program, self._bound, self._needed)

    @cached_property
    def explanation(self) -> Explanation:
        """Why: the provisions as written, each with its truth, facts, evidence, citation and basis."""
        return explain(self.ruleset, self._program, self.case, self._bound, self._needed, self.possible)

    def reasons(self, limit: int = 200) -> Reasons:
        """The minimal sets of what the case states that are enough for its outcome; none while it is open."""
        from tolerance_engine.determine.ask.reasons import reasons

        return reasons(self, limit)

    def why_not(self, outcome: str, limit: int = 200) -> WhyNot:
        """Every leaf in the way of `outcome`, and the minimal sets that exclude it or would have to give way."""
        from tolerance_engine.determine.ask.why_not import why_not

        return why_not(self, outcome, limit)

    @cached_property
    def receipt(self) -> Mapping[str, Any]:
        """Hashes of everything the verdict rests on."""
        return receipt(self.ruleset, self.case, self.reading, self.engine)

    @property
    def unused(self) -> tuple[str, ...]:
        """Names in the case that the ruleset does not ask about."""
        return self._bound.unused

    # showing -------------------------------------------------------------------------------------------

    def page(self, lang: Lang = "zh", *, full: bool = True) -> Page:
        """The verdict as a neutral page; notebooks draw the full one, folded."""
        from tolerance_engine.determine.shown.pages import verdict_page

        return verdict_page(self, lang, full=full)

    def text(self, lang: Lang = "zh", width: int = 100, color: bool = False, *, full: bool = False) -> str:
        """The verdict as text of at most `width` columns; `full` tells every clause to its last leaf."""
        from tolerance_engine.render import text

        return text.render(self.page(lang, full=full), width=width, color=color)

    def markdown(self, lang: Lang = "zh", *, full: bool = False) -> str:
        """The verdict as Markdown."""
        from tolerance_engine.render import markdown

        return markdown.render(self.page(lang, full=full))

    def why(self, lang: Lang = "zh") -> str:
        """The explanation alone, as text."""
        from tolerance_engine.determine.shown.pages import why_page
        from tolerance_engine.render import text

        return text.render(why_page(self, lang))

    def model_dump(self) -> dict[str, Any]:
        """Plain data: dates as ISO text, whole numbers as int, other decimals as text."""
        from tolerance_engine.determine.shown.verdict_data import verdict_data

        return verdict_data(self)

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """The same as JSON text; equal verdicts give equal bytes."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=indent)


def outcomes_of(ruleset: Ruleset, mask: int) -> tuple[str, ...]:
    """The outcome ids of a set of terminals."""
    cache = ruleset.cache.get(mask)
    if cache is None:
        cache = ruleset.cache[mask] = tuple(ruleset.outcomes[terminal - 1] for terminal in terminals_in(mask))
    return cache
