"""Events: typed, checked when made, every problem told at once; plain data and back again."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from tolerance_engine.errors import CaseError, ProcedureError
from tolerance_engine.procedure import Event

AT = "2024-03-01T09:00:00+08:00"


def codes(data: Any) -> list[str]:
    """The codes of the problems of an event."""
    with pytest.raises(ProcedureError) as raised:
        Event.from_data(data)
    return [found.code for found in raised.value.diagnostics]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param([], ["F101"], id="no-mapping"),
        pytest.param({}, ["F101", "F101"], id="nothing-said"),
        pytest.param({"event": "accepted", "at": AT, "who": "unit"}, ["F101"], id="an-unknown-key"),
        pytest.param({"event": "Accepted", "at": AT}, ["F101"], id="no-name"),
        pytest.param(
            {"event": "accepted", "at": AT, "actor": {"name": "x"}}, ["F101", "F101"], id="an-actor-by-name"
        ),
        pytest.param({"event": "accepted", "at": AT, "outcome": 3}, ["F101"], id="no-outcome"),
        pytest.param({"event": "accepted", "at": AT, "documents": [7]}, ["F101"], id="no-document"),
        pytest.param({"event": "accepted", "at": AT, "reason": "\ud800"}, ["F101"], id="half-a-character"),
        pytest.param(
            {"event": "accepted", "at": AT, "limit": {"value": 3}}, ["F101"], id="a-limit-without-unit"
        ),
        pytest.param(
            {
                "event": "accepted",
                "at": AT,
                "limit": {"value": 3, "unit": "calendar_day", "until": "2024-04-01"},
            },
            ["F101"],
            id="two-limits",
        ),
        pytest.param(
            {"event": "accepted", "at": AT, "established": {"fact": {}}}, ["F101"], id="an-unknown-section"
        ),
        pytest.param({"event": "accepted", "at": "2024-03-01T09:00:00"}, ["F102"], id="no-zone"),
        pytest.param({"event": "accepted", "at": "yesterday"}, ["F102"], id="no-time"),
        pytest.param({"event": "accepted", "at": 1709254800}, ["F102"], id="a-number-for-a-time"),
        pytest.param({"event": "accepted", "at": "0024-03-01T09:00:00+08:00"}, ["F102"], id="an-absurd-year"),
        pytest.param(
            {"event": "x", "at": AT, "actor": {"role": "unit", "id": "张三"}}, ["F103"], id="a-name-for-an-id"
        ),
        pytest.param(
            {"event": "x", "at": AT, "actor": {"role": "unit", "id": "11010519491231002X"}},
            ["F103"],
            id="an-identity-card",
        ),
        pytest.param({"event": "recused", "at": AT, "recuses": "13800138000"}, ["F103"], id="a-telephone"),
    ],
)
def test_faults(data: Any, expected: list[str]) -> None:
    """Each fault of an event has its code; several are told together."""
    assert codes(data) == expected


def test_the_faulty_part_is_named_and_placed() -> None:
    """A message names the part, says what could stand there, and asks for its place in the file."""
    asked: list[tuple[str | int, ...]] = []
    with pytest.raises(ProcedureError) as raised:
        Event.from_data({"event": "a", "at": AT, "actr": "unit"}, asked.append)
    (found,) = raised.value.diagnostics
    assert "`actr`" in found.message.zh
    assert found.help is not None
    assert "`actor`" in found.help.zh
    assert asked == [("actr",)]


def test_what_is_established_must_be_writable_in_a_case() -> None:
    """A value that no case can hold is refused when the event is made."""
    with pytest.raises(CaseError):
        Event(event="established", at=AT, established={"facts": {"loss": object()}})


@pytest.mark.parametrize(
    "data",
    [
        {"event": "opened", "at": AT},
        {"event": "accepted", "at": AT, "actor": {"role": "group", "id": "H-7f3a"}, "note": "当面收下"},
        {
            "event": "ordered",
            "at": AT,
            "actor": {"role": "group"},
            "limit": {"value": 30, "unit": "calendar_day"},
        },
        {"event": "ordered", "at": AT, "actor": {"role": "group"}, "limit": {"until": "2024-04-01"}},
        {
            "event": "decided",
            "at": AT,
            "actor": {"role": "committee"},
            "outcome": "granted",
            "reason": "集体研究",
            "documents": [{"kind": "decision", "ref": "文1", "sha256": "ab" * 32}],
            "established": {
                "facts": {"loss": "5.5", "done_on": "2024-01-01"},
                "findings": {"purpose": "favourable"},
            },
        },
        {"event": "notified", "at": AT, "actor": {"role": "group"}, "notified": ["unit"]},
    ],
    ids=lambda data: data["event"],
)
def test_plain_data_and_back(data: dict[str, Any]) -> None:
    """An event comes back from its plain data equal, and its data are those it was made of."""
    made = Event.from_data(data)
    assert made.as_data() == data
    assert Event.from_data(made.as_data()) == made


def test_python_values_and_text_give_the_same_data() -> None:
    """Dates and times given as Python values are written as text would be."""
    zone = timezone(timedelta(hours=8))
    made = Event(
        event="ordered",
        at=datetime(2024, 3, 1, 9, tzinfo=zone),
        actor="group",
        documents="order",
        limit={"until": date(2024, 4, 1)},
        established={"facts": {"done_on": date(2024, 1, 1)}},
    )
    again = Event.from_data(made.as_data())
    assert again.as_data() == made.as_data()
    assert made.as_data()["established"] == {"facts": {"done_on": "2024-01-01"}}
    assert made.as_data()["documents"] == [{"kind": "order"}]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2024-03-01T23:30:00Z", date(2024, 3, 2)),
        ("2024-03-01T15:59:59+00:00", date(2024, 3, 1)),
        ("2024-03-02T00:30:00+09:00", date(2024, 3, 1)),
    ],
)
def test_the_day_is_that_of_beijing(at: str, day: date) -> None:
    """Whatever zone the time is given in, the day counted from is the one in Beijing."""
    assert Event(event="opened", at=at).day == day


def test_an_event_cannot_be_changed() -> None:
    """An event is a frozen value."""
    made = Event(event="opened", at=AT)
    with pytest.raises(Exception, match="frozen"):
        made.event = "sanctioned"  # type: ignore[misc]
