"""Random procedures: what the walk finds is what a search of a few lines finds, which knows nothing of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure.paths import written
from tolerance_engine.procedure.explore import explore

FACTS = ("fact_a", "fact_b", "fact_c")
STAGES = tuple(f"stage_{n}" for n in range(5))
EVENTS = tuple(f"event_{n}" for n in range(7))
Place = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Step:
    """A step of a random procedure: its condition is a set of facts with the truth they must have."""

    event: str
    source: str
    to: str | None
    wants: tuple[tuple[str, bool], ...]
    after: str | None
    before: str | None
    once: bool

    def open(self, place: Place, world: dict[str, bool]) -> bool:
        """Whether it can be taken."""
        stage, happened = place
        return (
            stage == self.source
            and all(world[fact] is truth for fact, truth in self.wants)
            and (self.after is None or self.after in happened)
            and (self.before is None or self.before not in happened)
            and not (self.once and self.event in happened)
        )

    def data(self) -> dict[str, Any]:
        """As a drafter writes it."""
        wanted = [{fact: truth} for fact, truth in self.wants]
        keys = {
            "to": self.to,
            "when": {"all": wanted} if len(wanted) > 1 else wanted[0] if wanted else None,
            "after": self.after,
            "before": self.before,
            "times": 1 if self.once else None,
        }
        kept = {key: value for key, value in keys.items() if value is not None}
        return {"event": self.event, "zh": "一步", "from": [self.source], "by": "unseen", **kept}


@st.composite
def steps(draw: st.DrawFn) -> tuple[Step, ...]:
    """One to seven steps between five stages."""
    names = st.sampled_from(EVENTS)
    made = []
    for event in EVENTS[: draw(st.integers(1, len(EVENTS)))]:
        facts = draw(st.lists(st.sampled_from(FACTS), max_size=2, unique=True))
        made.append(
            Step(
                event,
                draw(st.sampled_from(STAGES[:4])),
                draw(st.sampled_from((*STAGES, None))),
                tuple((fact, draw(st.booleans())) for fact in facts),
                draw(st.none() | names),
                draw(st.none() | names),
                draw(st.booleans()),
            )
        )
    known = {step.event for step in made}
    return tuple(
        replace(
            step,
            after=step.after if step.after in known else None,
            before=step.before if step.before in known else None,
        )
        for step in made
    )


def procedure(made: tuple[Step, ...], ends: set[str]) -> dict[str, Any]:
    """A ruleset that declares the steps."""
    return {
        "format": 1,
        "id": "made",
        "title": {"zh": "为测试而编"},
        "in_force": {"from": 2024, "to": "not_specified"},
        "facts": {fact: {"type": "boolean", "zh": fact} for fact in FACTS},
        "outcomes": [{"id": "good", "zh": "好"}],
        "clauses": [
            {
                "id": "something",
                "kind": "ground",
                "when": {"fact_a": True},
                "then": "good",
                "basis": "stated",
                "zh": "示例",
            }
        ],
        "procedure": {
            "stages": {s: {"zh": s, **({"end": "closed"} if s in ends else {})} for s in STAGES},
            "start": [{"how": "application", "to": STAGES[0], "by": "unseen"}],
            "transitions": [step.data() for step in made],
        },
    }


def places(
    made: tuple[Step, ...], ends: set[str], world: dict[str, bool]
) -> dict[Place, list[tuple[Step, Place]]]:
    """Everything that can happen in one world: each place, and where each open step leads."""
    found: dict[Place, list[tuple[Step, Place]]] = {}
    todo: list[Place] = [(STAGES[0], frozenset())]
    while todo:
        here = todo.pop()
        if here in found:
            continue
        found[here] = [
            (step, (step.to or here[0], here[1] | {step.event})) for step in made if step.open(here, world)
        ]
        todo += [there for _, there in found[here]]
    return found


def stuck(found: dict[Place, list[tuple[Step, Place]]], ends: set[str]) -> Iterator[str]:
    """The stages of places from which no end can be reached."""
    good = {place for place in found if place[0] in ends}
    while True:
        more = {place for place, on in found.items() if any(there in good for _, there in on)} - good
        if not more:
            break
        good |= more
    return (stage for stage, happened in found if (stage, happened) not in good)


@settings(max_examples=30)
@given(made=steps(), ends=st.sets(st.sampled_from(STAGES[1:]), min_size=1))
def test_the_walk_finds_what_a_plain_search_finds(made: tuple[Step, ...], ends: set[str]) -> None:
    """Stages not reached, stages without a way out and steps never taken are the same in both."""
    ruleset = written(procedure(made, ends))
    reached: set[str] = set()
    shut: set[str] = set()
    taken: set[str] = set()
    for values in product((False, True), repeat=len(FACTS)):
        found = places(made, ends, dict(zip(FACTS, values, strict=True)))
        reached |= {stage for stage, _ in found}
        shut |= set(stuck(found, ends))
        taken |= {step.event for on in found.values() for step, _ in on}
    walked = explore(ruleset)
    told = {(problem.code, problem.underlined) for problem in walked.problems}
    never = {step.event for step in made if step.source in reached} - taken
    assert set(walked.stages) == reached
    assert told == {
        *(("F301", stage) for stage in STAGES if stage not in reached),
        *(("F302", stage) for stage in shut),
        *(("F303", event) for event in never),
    }
