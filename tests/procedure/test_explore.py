"""Every declared procedure is walked through, and the walk finds what is wrong with those that are broken."""

from __future__ import annotations

import copy

import pytest

from tests.procedure.paths import DECLARED, explored, loaded, name_of, names, open_now, written
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.exploration import Visit
from tolerance_engine.procedure.explore import explore
from tolerance_engine.procedure.moves import FIRST
from tolerance_engine.procedure.procedure import Procedure
from tolerance_engine.ruleset.procedure_words import RESERVED

every = pytest.mark.parametrize("declared", DECLARED, ids=name_of)


@every
def test_no_case_is_lost(declared: str) -> None:
    """Every stage is reached, every step can be taken, and from everywhere every case comes to an end."""
    found = explored(declared)
    assert found.sound, "\n".join(problem.text() for problem in found.problems)
    assert found.stages == tuple(found.declared.stages)
    assert {visit.procedure.state.stage for visit in found.visits if visit.procedure.state.end}


@every
def test_every_refusal_lists_what_can_happen(declared: str) -> None:
    """Wherever a case can stand, each event that cannot happen is refused with all those that can, and says why."""
    found = explored(declared)
    known = (*found.declared.events, *RESERVED, "unheard_of")
    for visit in found.visits:
        legal = names(open_now(visit.procedure))
        at = visit.procedure.state.last or FIRST
        for name in known:
            if name in legal and name not in RESERVED:
                continue
            refusal = refused(visit.procedure, Event(event=name, at=at, actor="handler"))
            assert names(refusal.legal) == legal, (visit.path, name)
            assert refusal.diagnostics
            assert legal or visit.procedure.state.end or visit.procedure.state.stage is None


@every
def test_nobody_acts_for_somebody_else(declared: str) -> None:
    """A step that says who takes it is refused to everybody else, and without the papers it needs."""
    for visit in explored(declared).visits:
        for event in visit.moves:
            offer = next((each for each in open_now(visit.procedure) if each.event == event.event), None)
            if offer is None or offer.kind not in ("start", "step"):
                continue
            if isinstance(offer.parties, tuple):
                refused(visit.procedure, Event.from_data(event.as_data() | {"actor": "nobody"}))
            if offer.documents:
                refused(visit.procedure, Event.from_data(event.as_data() | {"documents": []}))


@every
def test_unknown_facts_are_named(declared: str) -> None:
    """With nothing established, a step that waits for facts names them, and taking it anyway is refused naming them."""
    for visit in explored(declared).visits:
        bare = with_nothing_known(visit)
        for offer in bare.allowed if bare is not None else ():
            if bare is not None and offer.status == "blocked" and offer.facts:
                outcome = bare.ruleset.outcomes[0] if offer.step is not None and offer.step.decides else None
                event = Event(
                    event=offer.event, at=bare.state.last or FIRST, actor="handler", outcome=outcome
                )
                told = str(refused(bare, event))
                assert any(f"`{fact}`" in told for fact in offer.facts), told


def with_nothing_known(visit: Visit) -> Procedure | None:
    """The same events for a case of which nothing is known; None where they cannot happen to it."""
    try:
        return Procedure.replay(
            visit.procedure.ruleset, visit.procedure.events, reading=visit.procedure.reading
        )
    except ProcedureError:
        return None


def refused(procedure: Procedure, event: Event) -> ProcedureError:
    """The refusal of an event that must be refused."""
    with pytest.raises(ProcedureError) as caught:
        procedure.apply(event)
    return caught.value


@every
def test_the_walk_stays_in_the_drawing(declared: str) -> None:
    """No stage is entered but along a declared step from a stage entered before: an independent look at the file."""
    found = explored(declared)
    edges: set[tuple[str | None, str | None]] = {
        (source, step.to) for step in found.declared.steps if step.to for source in step.sources
    }
    edges |= {
        (source, step.otherwise) for step in found.declared.steps if step.otherwise for source in step.sources
    }
    edges |= {(None, step.to) for step in found.declared.starts}
    for visit in found.visits:
        for entry in visit.procedure.history[-1:]:
            assert entry.before == entry.after or (entry.before, entry.after) in edges


@every
def test_each_step_matters(declared: str) -> None:
    """Taking away any one step shortens the walk or leaves a case stuck: the walk really goes everywhere."""
    ruleset = loaded(declared)
    located, whole = ruleset.linked.located, explored(declared)
    assert located is not None
    if len(whole.visits) > 100:  # one such walk shows it; the large ones only repeat it
        return
    for index in range(len(located.data["procedure"]["transitions"])):
        data = copy.deepcopy(located.data)
        taken = data["procedure"]["transitions"].pop(index)
        try:
            less = explore(written(data))
        except Exception as error:
            assert taken["event"] in str(error) or not data["procedure"]["transitions"]
            continue
        assert less.steps < whole.steps or not less.sound, taken


@every
def test_the_same_walk_twice(declared: str) -> None:
    """Walking again gives the same places by the same ways."""
    if len(explored(declared).visits) > 100:
        return
    again = explore(loaded(declared))
    assert [visit.path for visit in again.visits] == [visit.path for visit in explored(declared).visits]
    assert [at(visit) for visit in again.visits] == [at(visit) for visit in explored(declared).visits]


def at(visit: Visit) -> str:
    """The state of a place, as its bytes."""
    return visit.procedure.model_dump_json()
