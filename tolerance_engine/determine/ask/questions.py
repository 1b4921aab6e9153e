"""Questions: what to ask next, of whom, why, and what each answer would settle. The order is a plan.

`missing` says which facts matter; here they are ranked, and what is already known or no longer needed is
told apart from them, so that a list of questions shrinks as it is answered and never jumps about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.ask.answers import Answer, answer_label
from tolerance_engine.determine.ask.open_questions import Missing, missing
from tolerance_engine.determine.bind import Bound
from tolerance_engine.determine.explain.plan import plan_of
from tolerance_engine.diagram import UNKNOWN, Diagram, terminals_in
from tolerance_engine.diagram.ask import support
from tolerance_engine.diagram.plan import after_answers, flips
from tolerance_engine.diagram.walk import restrict
from tolerance_engine.expr import Expr, references
from tolerance_engine.ruleset.model import CONFLICT, Ground
from tolerance_engine.ruleset.program import DEAD, Program, Ruleset
from tolerance_engine.source import Label

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict

ASKED_FIRST = ("applicant", "unit", "investigator", "auditor", "superior", "regulator", "expert")
"""Whose answer costs least comes first."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A provision that still asks for the fact: a clause, the scope, or an assumption, with its ground."""

    kind: str
    id: str
    label: Label | None
    ground: Ground

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "kind": self.kind,
            "id": self.id,
            "label": self.label.zh if self.label else None,
            "basis": self.ground.basis,
            "cite": [
                {"source": c.source, "title": c.title.zh, "at": c.at, "seen": c.seen}
                for c in self.ground.cite
            ],
        }


@dataclass(frozen=True, slots=True)
class Question(Missing):
    """A missing fact as a question of the plan.

    `because` are the provisions that still ask for it, `why` the clauses among them. `flips` counts the
    completions in which another value of this fact alone gives another outcome; it is text in JSON.
    """

    because: tuple[Reason, ...] = ()
    answers: tuple[Answer, ...] = ()
    flips: int = 0

    @property
    def outcomes_left(self) -> int:
        """How many outcomes are left after the answer that settles least."""
        return max((len(answer.possible) for answer in self.answers), default=0)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            **Missing.as_data(self),
            "because": [reason.as_data() for reason in self.because],
            "answers": [answer.as_data() for answer in self.answers],
            "flips": str(self.flips),
        }


def questions(
    ruleset: Ruleset, program: Program, bound: Bound, conditions: Sequence[int], left: tuple[Diagram, int]
) -> tuple[Question, ...]:
    """The missing facts, best question first: conflicting evidence, then what settles most, then who is asked.

    The order: evidence that disagrees; fewest outcomes left in the worst answer; most completions that the
    fact alone changes; who can answer (ASKED_FIRST, the officer's own findings last); the name.
    """
    open_, root = left
    items = missing(ruleset, program, bound, conditions, left)
    levels = [ruleset.by_name[item.fact].level for item in items]
    settled = after_answers(open_, root, DEAD, levels, bound.known)
    counted = flips(open_, root, DEAD, levels, bound.known)
    reasons = _Reasons(ruleset, program, bound, open_.masks[root])
    found = []
    for item, level in zip(items, levels, strict=True):
        variable = ruleset.variables[level]
        because = reasons.of(item)
        found.append(
            Question(
                fact=item.fact,
                kind=item.kind,
                label=item.label,
                question=item.question,
                who=item.who,
                nature=item.nature,
                why=tuple(reason.id for reason in because if reason.kind == "clause"),
                conflicting=item.conflicting,
                because=because,
                answers=tuple(
                    Answer(variable.sample(value), answer_label(variable, value), _outcomes(ruleset, mask))
                    for value, mask in settled[level].items()
                ),
                flips=counted[level],
            )
        )
    return tuple(sorted(found, key=_rank))


def asked(verdict: Verdict) -> tuple[Question, ...]:
    """The ranked plan of a verdict; empty iff it is decided."""
    if verdict.decided:
        return ()
    return questions(verdict.ruleset, verdict._program, verdict._bound, verdict._needed, verdict._open)


def _rank(question: Question) -> tuple[bool, int, int, int, str]:
    who = min((ASKED_FIRST.index(each) for each in question.who), default=len(ASKED_FIRST))
    return (not question.conflicting, question.outcomes_left, -question.flips, who, question.fact)


def _outcomes(ruleset: Ruleset, mask: int) -> tuple[str, ...]:
    return tuple(ruleset.outcomes[terminal - 1] for terminal in terminals_in(mask))


def used(ruleset: Ruleset, program: Program, bound: Bound) -> tuple[str, ...]:
    """What is known and the outcome can depend on, under this reading: established facts, then findings.

    Stable: a name once here stays here whatever else is learned.
    """
    supports = ruleset.diagram.supports[program.outcome]
    codes = bound.known.codes
    facts = [v.name for v in ruleset.variables if codes[v.level] != UNKNOWN and supports >> v.level & 1]
    known = [name for name in facts if codes[ruleset.by_name[name].level] >= 0]
    stated = {name for name, value in program.stated if name in bound.findings}
    return (*known, *(name for name in bound.findings if name in stated and name not in known))


def no_longer_needed(ruleset: Ruleset, bound: Bound, still: Iterable[Missing]) -> tuple[str, ...]:
    """The facts of the ruleset that are neither known nor missing: nobody needs to establish them."""
    wanted = {item.fact for item in still}
    codes = bound.known.codes
    return tuple(v.name for v in ruleset.variables if codes[v.level] < 0 and v.name not in wanted)


class _Reasons:
    """Which provisions still ask for a fact, given what is known."""

    def __init__(self, ruleset: Ruleset, program: Program, bound: Bound, mask: int) -> None:
        self.ruleset, self.program, self.bound, self.mask = ruleset, program, bound, mask
        self.plan = plan_of(ruleset, program.reading)
        self.open: dict[int, frozenset[int]] = {}

    def of(self, item: Missing) -> tuple[Reason, ...]:
        level = self.ruleset.by_name[item.fact].level
        wanted = set(item.why)
        found = [
            Reason("clause", site.id, site.label, site.ground or Ground())
            for site in (self.plan.sites[index] for index in self.plan.clauses)
            if site.id in wanted and self._matters(site.extra) and level in self._levels(site.node)
        ]
        linked = self.ruleset.linked
        scope = linked.scope
        if scope is not None and level in self._levels(self.program.conditions.get(id(scope.when))):
            found.append(Reason("scope", "", scope.label, scope.ground))
        if not found:  # it matters through what cannot be otherwise
            for assumption in linked.assume:
                parts = [e for e in (assumption.condition, assumption.then, assumption.never) if e]
                if any(self._mentions(part, item.fact) for part in parts):
                    found.append(Reason("assumption", "", assumption.label, Ground()))
        return tuple(sorted(found, key=lambda reason: (reason.kind != "clause", reason.id)))

    def _matters(self, extra: Any) -> bool:
        """Whether a clause could still change the outcome: its own outcome is possible, or a conflict is."""
        then = extra["then"]
        if then is None:
            return True
        outcomes = self.ruleset.outcomes
        bits = 1 << outcomes.index(then) + 1
        if extra["role"] == "ground":
            bits |= 1 << outcomes.index(CONFLICT) + 1
        return bool(self.mask & bits)

    def _levels(self, node: int | None) -> frozenset[int]:
        """The levels a condition still depends on."""
        if node is None:
            return frozenset()
        if node not in self.open:
            rest, root = restrict(self.ruleset.diagram, node, (), self.bound.known, DEAD)
            self.open[node] = frozenset(support(rest, root))
        return self.open[node]

    def _mentions(self, expr: Expr, fact: str) -> bool:
        level = self.ruleset.by_name[fact].level
        node = self.program.conditions.get(id(expr))
        if node is not None and self.ruleset.diagram.supports[node] >> level & 1:
            return True
        return any(getattr(leaf, "fact", None) == fact for leaf in references(expr, self.program.reading))
