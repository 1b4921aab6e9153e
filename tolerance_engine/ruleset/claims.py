"""Claims: a layer that says it tightens, relaxes or fills is held to it, over every case and in every reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.diagram import TERMINALS, Diagram
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.compile.steps import Steps, outcome_steps
from tolerance_engine.ruleset.model import NOT_SPECIFIED, OFF_SCALE, Claim, Linked, Value
from tolerance_engine.ruleset.program import DEAD
from tolerance_engine.source import Words


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A case that a claim does not allow: what decides it, and its outcome before and after the change.

    `findings` are dimensions that only a finding can give a value.
    """

    claim: Claim
    reading: str
    facts: Mapping[str, Value]
    findings: Mapping[str, Value]
    before: str
    after: str


_SAID = {
    "tightens": Words(
        "有案件反而更有利，或者结果不在轻重次序之内", "a case fares better, or enters or leaves the scale"
    ),
    "relaxes": Words(
        "有案件反而更不利，或者结果不在轻重次序之内", "a case fares worse, or enters or leaves the scale"
    ),
    "fills": Words("有原已载明的案件变了结果", "a case that was specified before has another outcome"),
}


def counterexamples(linked: Linked, budget: int) -> Iterator[Counterexample]:
    """For each claim that does not hold, the case of the fewest facts that shows it, in the first such reading."""
    states = {id(state): state for claim in linked.claims for state in (claim.before, claim.after)}
    if not states:
        return
    steps = outcome_steps(tuple(states.values()), budget=budget)
    outcomes = dict(zip(states, steps.outcomes, strict=True))
    for claim in linked.claims:
        found = _counterexample(claim, steps, outcomes[id(claim.before)], outcomes[id(claim.after)])
        if found is not None:
            yield found


def _counterexample(
    claim: Claim, steps: Steps, before: Mapping[str, int], after: Mapping[str, int]
) -> Counterexample | None:
    """A case that breaks the claim; None when every feasible case of every reading keeps it."""
    diagram = steps.diagram
    ids = (*(outcome.id for outcome in claim.after.outcomes), *OFF_SCALE)
    broken = [
        (was, now)
        for was, name in enumerate(ids, 1)
        for now, other in enumerate(ids, 1)
        if not allowed(claim.change.claim, name, other, claim.after)
    ]
    for reading in claim.after.readings:
        left, right = before[reading], after[reading]
        if left == right:
            continue
        shown: list[tuple[int, tuple[tuple[int, int], ...], int, int]] = []
        for was, now in broken:
            if not (diagram.masks[left] >> was & 1 and diagram.masks[right] >> now & 1):
                continue
            both = diagram.conj([_ends_in(diagram, left, was), _ends_in(diagram, right, now)])
            path = shortest(diagram, both)
            if path is not None:
                shown.append((len(path), path, was, now))
        if shown:
            _, path, was, now = min(shown)
            named = [(steps.variables[level], value) for level, value in path]
            return Counterexample(
                claim,
                reading,
                {variable.name: variable.sample(value) for variable, value in named if variable.fact},
                {variable.name: variable.sample(value) for variable, value in named if not variable.fact},
                ids[was - 1],
                ids[now - 1],
            )
    return None


def allowed(claim: str, before: str, after: str, linked: Linked) -> bool:
    """Whether a change that makes the claim may turn one outcome into the other."""
    if before == after:
        return True
    if claim == "fills":
        return before == NOT_SPECIFIED
    rank = {outcome.id: outcome.rank for outcome in linked.outcomes}
    if before not in rank or after not in rank:
        return False
    return (rank[after] > rank[before]) == (claim == "tightens")


def refuse_false_claims(linked: Linked, budget: int) -> None:
    """Raises RulesetError with a case for every claim that does not hold, those of rulesets used here included."""
    problems = [_problem(found) for found in _all(linked, budget)]
    if problems:
        raise RulesetError(problems)


def _all(linked: Linked, budget: int) -> Iterator[Counterexample]:
    yield from counterexamples(linked, budget)
    for used in linked.uses.values():
        yield from _all(used, budget)


def shortest(diagram: Diagram, root: int) -> tuple[tuple[int, int], ...] | None:
    """A path to 1 that asks the fewest variables, as (level, value) pairs; of equals the one with least values."""
    best: dict[int, tuple[int, int]] = {}

    def length(node: int) -> int:
        if node < TERMINALS:
            return 0 if node == 1 else TERMINALS * len(diagram.arities) + 1
        if node not in best:
            best[node] = min((length(kid) + 1, value) for value, kid in enumerate(diagram.kids[node]))
        return best[node][0]

    if not diagram.masks[root] & 0b10:
        return None
    length(root)
    path = []
    while root >= TERMINALS:
        value = best[root][1]
        path.append((diagram.level[root], value))
        root = diagram.kids[root][value]
    return tuple(path)


def _ends_in(diagram: Diagram, root: int, terminal: int) -> int:
    return diagram.relabel(root, {**dict.fromkeys(range(TERMINALS), 0), terminal: 1, DEAD: 0})


def _problem(found: Counterexample) -> Diagnostic:
    change, linked = found.claim.change, found.claim.after
    was, now = linked.outcome_label(found.before), linked.outcome_label(found.after)
    said = _SAID[change.claim]
    several = len(linked.readings) > 1
    under = Words(f"口径 {found.reading} 下，", f"under {found.reading}, ") if several else Words("", "")
    message = Words(
        f"`{change.name}` 的改动写作 `{change.claim}`，但{said.zh}：{under.zh}由“{was.zh}”变为“{now.zh}”",
        f"`{change.name}` is said to be changed `as: {change.claim}`, but {said.en}: "
        f"{under.en}{found.before} becomes {found.after}",
    )
    case = ", ".join(f"{name}: {_shown(value)}" for name, value in {**found.facts, **found.findings}.items())
    help_ = Words(
        f"这样的案件：{{{case}}}。改条件，或者改 as",
        f"such a case: {{{case}}}; change the condition, or what it claims",
    )
    return Diagnostic("P022", message, change.position, help_)


def _shown(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
