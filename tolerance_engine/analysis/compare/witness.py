"""Witness: one case for a transition, nearest to a typical one, decided four times before it is shown.

Twice by the run-time engine and twice by the interpreter, which shares nothing with the diagram.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tolerance_engine.analysis.compare.joint import Joint
from tolerance_engine.analysis.compare.nearest import World, nearest_where, plainest
from tolerance_engine.analysis.prove.interpreter import Interpreter
from tolerance_engine.determine import Case, determine
from tolerance_engine.determine.bind import CLOCKS, bind
from tolerance_engine.determine.encoder import encoder
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.determine.statements import Stated
from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.values import typed_value
from tolerance_engine.source import Words

ORDINARY = Words("平常案件", "the ordinary case")


@dataclass(frozen=True)
class Typical:
    """The case witnesses stay near to: its name, and a cell for every level of the joint diagram."""

    name: Words
    world: World


@dataclass(frozen=True, eq=False)
class Witness:
    """A case in full, and how far it is from the typical one.

    `unknown_to` names the facts and findings that the first and the second ruleset never heard of: leave these
    out to ask it. Empty where both share a vocabulary.
    """

    facts: Mapping[str, Any]
    findings: Mapping[str, Any]
    differs: tuple[str, ...]
    """The facts that are not as in the typical case: as few as there can be for this transition."""
    unknown_to: tuple[tuple[str, ...], tuple[str, ...]]
    verdicts: tuple[Verdict, Verdict] = field(repr=False, compare=False)

    @property
    def applies(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The deciding clauses under each."""
        first, second = self.verdicts
        return first.applies, second.applies

    def as_data(self, *, full: bool = False) -> dict[str, Any]:
        """Plain data for JSON; `full` adds both explanations."""
        data: dict[str, Any] = {
            "facts": self.facts,
            "findings": self.findings,
            "differs": self.differs,
            "unknown_to": {"a": self.unknown_to[0], "b": self.unknown_to[1]},
            "applies": {"a": self.applies[0], "b": self.applies[1]},
        }
        if full:
            from tolerance_engine.determine.explain.explanation import as_data

            data["explanations"] = {
                name: as_data(verdict.explanation)
                for name, verdict in zip(("a", "b"), self.verdicts, strict=True)
            }
        return plain(data)  # type: ignore[no-any-return]


def typical_of(joint: Joint, rulesets: tuple[Ruleset, Ruleset], case: Case | None) -> Typical:
    """The possible case nearest to the ordinary one; with `case`, among those that are as it says.

    Raises CaseError where the case names what neither ruleset knows, or no case both accept is as it says.
    """
    cells = [plainest(variable) for variable in joint.variables]
    needed = [joint.feasible]
    name = ORDINARY
    if case is not None:
        title = case.title or case.case
        name = Words(title, title) if title else Words("所给的案件", "the case given")
        named = {*case.facts, *case.findings}
        strange = [{each for each in named if not knows(ruleset, each)} for ruleset in rulesets]
        for ruleset, unknown in zip(rulesets, strange, strict=True):
            only_here = unknown - (strange[0] & strange[1])  # what neither knows is refused by the first
            _take_derived(joint, ruleset, told(case, only_here), cells)
        needed += _stated(joint, case, cells)
    world = nearest_where(joint.diagram, joint.diagram.conj(needed), tuple(cells))
    if world is None:
        message = Words(
            "没有一个两边都接受的案件是这样的" if case else "没有一个案件是两边都接受的",
            "no case that both accept is like this" if case else "no case is accepted by both",
        )
        help_ = Words("核对两边的 assume 和认定意见", "look at what both assume, and at the findings")
        raise CaseError([Diagnostic("V020", message, help=help_)])
    return Typical(name, world)


def _take_derived(joint: Joint, ruleset: Ruleset, case: Case, cells: list[int]) -> None:
    """What two dates of the case give. Raises CaseError for whatever the ruleset refuses about the case."""
    codes = bind(ruleset, case).known.codes
    level_of = {variable.name: variable.level for variable in joint.variables}
    for variable, _ in encoder(ruleset).derived:
        if codes[variable.level] >= 0:
            cells[level_of[variable.name]] = codes[variable.level]


def _stated(joint: Joint, case: Case, cells: list[int]) -> Iterator[int]:
    """What the case says: of a fact, its cell; what is narrowed, or a finding, as a condition."""
    diagram = joint.diagram
    by_name = {variable.name: variable for variable in joint.variables}
    clocks = [(clock, day) for clock in CLOCKS if (day := getattr(case, clock)) is not None]
    for name, raw in (*clocks, *case.facts.items(), *case.findings.items()):
        stated = raw if isinstance(raw, Stated) else Stated(value=raw)
        values: list[Any] = [stated.value] if stated.value is not None else list(stated.one_of)
        variable = by_name.get(name)
        if variable is not None and values:
            fact = variable.fact
            chosen = [variable.cell_of(typed_value(fact, value) if fact else value) for value in values]
            yield diagram.cells(variable.level, chosen)
            if len(chosen) == 1:
                cells[variable.level] = chosen[0]
        for side in (joint.first, joint.second):
            found = [
                side.program.stated[name, value] for value in values if (name, value) in side.program.stated
            ]
            if name in case.findings and found:
                yield diagram.disj(found)


def witness_of(
    joint: Joint, rulesets: tuple[Ruleset, Ruleset], typical: Typical, world: World, outcomes: tuple[str, str]
) -> Witness:
    """The case of a world, once both engines have come to `outcomes` under both rulesets."""
    values = {variable.name: variable.sample(world[variable.level]) for variable in joint.variables}
    facts = {v.name: values[v.name] for v in joint.variables if v.fact is not None}
    findings = {v.name: values[v.name] for v in joint.variables if v.fact is None}
    case = Case(facts=facts, findings=findings)
    verdicts = []
    unknown = []
    for ruleset, side, outcome in zip(rulesets, (joint.first, joint.second), outcomes, strict=True):
        strange = {name for name in values if not knows(ruleset, name)}
        verdict = determine(ruleset, told(case, strange), reading=side.reading)
        again = Interpreter(ruleset.linked, side.reading, values).outcome()
        if (verdict.outcome, again) != (outcome, outcome):  # a fault of ours: never shown as a difference
            raise AssertionError(f"{case.as_data()}: {outcome} / {verdict.outcome} / {again}")
        verdicts.append(verdict)
        unknown.append(tuple(name for name in values if name in strange))
    differs = tuple(v.name for v in joint.variables if world[v.level] != typical.world[v.level])
    return Witness(facts, findings, differs, (unknown[0], unknown[1]), (verdicts[0], verdicts[1]))


def knows(ruleset: Ruleset, name: str) -> bool:
    """Whether a case may name it under the ruleset."""
    linked = ruleset.linked
    shared = linked.vocabulary.dimensions if linked.vocabulary else {}
    return any(
        name in names for names in (encoder(ruleset).facts, linked.dimensions, linked.definitions, shared)
    )


def told(case: Case, without: Collection[str]) -> Case:
    """The case without some of its names. Evidence decides nothing here and is left out."""
    facts, findings = (
        {name: raw for name, raw in part.items() if name not in without}
        for part in (case.facts, case.findings)
    )
    return Case(
        facts=facts,
        findings=findings,
        conduct_date=case.conduct_date,
        determination_date=case.determination_date,
    )
