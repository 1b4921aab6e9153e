"""Limits under suspensions and extensions, against a clock that simply ticks day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure.sample import played, with_steps
from tolerance_engine.procedure import Deadline, Procedure, national
from tolerance_engine.ruleset.program import Ruleset

DAY = timedelta(days=1)
BEGIN = date(2024, 1, 15)


def paused(unit: str, value: int, clock: str) -> Ruleset:
    """A procedure whose only limit may be suspended, taken up again and extended, as often as one likes."""
    return with_steps(
        "{event: suspended, from: one, clock: suspend}",
        f"{{event: resumed, from: one, clock: {clock}}}",
        "{event: extended, from: one, extends: {event: closed, at_most: unseen}}",
        f"{{event: closed, from: one, to: three, within: {{value: {value}, unit: {unit}, after: application}}}}",
    )


RULESETS = {
    (unit, clock): paused(unit, 20, clock)
    for unit in ("working_day", "calendar_day")
    for clock in ("resume", "restart")
}


def moment(name: str, day: date, **more: object) -> dict[str, object]:
    """An event on a day."""
    return {"event": name, "at": f"{day}T10:00:00+08:00", "actor": "unit", **more}


def counts(unit: str, day: date) -> bool:
    """Whether a day counts towards a limit in this unit."""
    return unit == "calendar_day" or national().is_working(day) is True


def limit(made: Procedure, today: date) -> Deadline:
    """The one limit that is watched."""
    (found,) = made.due(today)
    return found


@settings(max_examples=60)
@given(
    unit=st.sampled_from(["working_day", "calendar_day"]),
    clock=st.sampled_from(["resume", "restart"]),
    gaps=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 25)), max_size=4),
    longer=st.integers(0, 15),
    later=st.integers(0, 40),
)
def test_the_limit_against_a_clock_that_ticks(
    unit: str, clock: str, gaps: list[tuple[int, int]], longer: int, later: int
) -> None:
    """After any suspensions and an extension, what is left and the last day are what ticking through the days gives."""
    made = played(moment("application", BEGIN), ruleset=RULESETS[unit, clock])
    day, left = BEGIN, 20
    for run, stop in gaps:
        for _ in range(run):
            day += DAY
            left -= counts(unit, day)
        made = made.apply(moment("suspended", day))
        still = limit(made, day + DAY * stop)
        assert (still.suspended, still.due) == (True, None)
        assert still.left == left if left >= 0 else still.overdue
        day += DAY * stop
        made = made.apply(moment("resumed", day))
        if clock == "restart":
            left = 20
    if longer:
        made = made.apply(moment("extended", day, limit={"value": longer, "unit": unit}))
        left += longer
    for _ in range(later):
        day += DAY
        left -= counts(unit, day)
    found = limit(made, day)
    assert found.due is not None and found.extended == bool(longer)
    if (
        left >= 0
    ):  # days too late are counted through a suspension; a limit that has ended does not stop any more
        assert found.left == left
        after = [found.due + DAY * step for step in range(1, (day - found.due).days + 1)]
        assert not any(counts(unit, each) for each in after)
        assert found.overdue == bool(after)
    else:
        assert found.overdue and found.left is not None and found.left < 0


def test_on_the_weekend_after_the_last_working_day_it_is_overdue() -> None:
    """The last working day is the last day: on the Saturday after it nothing is left, and it is overdue."""
    made = played(moment("application", date(2024, 3, 1)), ruleset=paused("working_day", 5, "resume"))
    friday, saturday = limit(made, date(2024, 3, 8)), limit(made, date(2024, 3, 9))
    assert (friday.left, friday.overdue) == (0, False)
    assert (saturday.left, saturday.overdue) == (0, True)
    assert saturday.words() == "时限：5 个工作日，2024-03-08 届满，已届满"
    assert saturday.words("en") == "limit: 5 working days, ends 2024-03-08, has ended"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "limit: 1 working day, ends 2024-03-04, 1 working day left"),
        (2, "limit: 2 working days, ends 2024-03-05, 2 working days left"),
    ],
)
def test_one_day_and_two_days(value: int, words: str) -> None:
    """English says one day and two days."""
    made = played(moment("application", date(2024, 3, 1)), ruleset=paused("working_day", value, "resume"))
    assert limit(made, date(2024, 3, 1)).words("en") == words


def test_an_overdue_limit_that_was_suspended_stays_overdue() -> None:
    """A suspension that comes after the last day does not make a late step timely."""
    made = played(
        moment("application", date(2024, 3, 1)),
        moment("suspended", date(2024, 3, 20)),
        ruleset=paused("working_day", 5, "resume"),
    )
    found = limit(made, date(2024, 3, 25))
    assert (found.suspended, found.overdue, found.left) == (True, True, -8)
