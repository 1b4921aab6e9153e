"""What is asked of a whole table: counts, rows explained, one ruleset against another."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pytest

import tolerance_engine as te
from tests.batch.small import RULES, loaded
from tolerance_engine.ruleset import load_text

TABLE = pa.table(
    {
        "gain": [False, True, None, None, False],
        "loss": [10, 10, 10, None, -1],
        "region": ["east", "west", "east", None, "east"],
    }
)
OTHER = ["region"]


def test_counts_add_up() -> None:
    """Every row is decided, open or wrong, over the table and in every group."""
    result = te.determine_batch(loaded(), TABLE, other=OTHER, errors="column")
    summary = te.batch_summary(loaded(), result, by="region")
    assert (summary.total.rows, summary.total.decided, summary.total.wrong) == (5, 2, 1)
    assert dict(summary.total.outcomes) == {"tolerated": 1, "refused": 1}
    assert sum(summary.total.open.values()) == 2
    assert list(summary.groups) == ["east", "west", None]
    assert sum(counts.rows for counts in summary.groups.values()) == 5
    for counts in (summary.total, *summary.groups.values()):
        assert counts.rows == counts.decided + sum(counts.open.values()) + counts.wrong


def test_decisive_unknowns_are_counted() -> None:
    """The facts that open rows wait for are those of `determine`, counted over the rows."""
    result = te.determine_batch(loaded(), TABLE, other=OTHER, errors="column")
    summary = te.batch_summary(loaded(), result)
    waiting: Counter[str] = Counter()
    for facts in ({"loss": 10}, {}):
        waiting.update(item.fact for item in te.determine(loaded(), {"facts": facts}).missing)
    assert summary.missing == dict(waiting)


def test_without_missing_nothing_is_said_of_it() -> None:
    """A result without `missing` gives None, not an empty table; without `possible` there is nothing to count."""
    result = te.determine_batch(loaded(), TABLE, other=OTHER, errors="column", give=["possible"])
    assert te.batch_summary(loaded(), result).missing is None
    with pytest.raises(te.BatchError):
        te.batch_summary(loaded(), result.select(["gain"]))


def test_a_summary_can_be_read_and_stored() -> None:
    """The page is drawn in both languages, the data is plain."""
    result = te.determine_batch(loaded(), TABLE, other=OTHER, errors="column", prefix="v_")
    summary = te.batch_summary(loaded(), result, by="region", prefix="v_")
    assert "容错" in summary.text() and "Undetermined" in summary.text("en")
    assert summary.as_data()["groups"][2] == {
        "value": None, "rows": 1, "decided": 0, "undetermined": 1, "wrong": 0, "outcomes": {},
        "open": summary.as_data()["groups"][2]["open"],
    }  # fmt: skip


def test_rows_are_explained_on_demand() -> None:
    """The verdicts of chosen rows, in the order asked for, are those of `determine`."""
    found = te.batch_verdicts(loaded(), TABLE, [2, 0], other=OTHER)
    alone = [
        te.determine(loaded(), {"facts": facts}) for facts in ({"loss": 10}, {"gain": False, "loss": 10})
    ]
    assert [verdict.possible for verdict in found] == [verdict.possible for verdict in alone]
    assert [verdict.why() for verdict in found] == [verdict.why() for verdict in alone]


def test_impact_of_one_change() -> None:
    """A raised threshold moves exactly the rows between the two, with the first of them named."""
    stricter = load_text(RULES.replace("{loss: {at_most: 1000}}]}, then", "{loss: {at_most: 100}}]}, then"))
    table = pa.table({"gain": [False] * 4, "loss": [10, 500, 500, 5000], "form": ["alone"] * 4})
    impact = te.batch_impact(loaded(), stricter, table)
    moved = [(move.before, move.after, move.count, move.row) for move in impact.moves if not move.same]
    assert moved == [("tolerated", "not_specified", 2, 1)]
    assert (impact.rows, impact.differing) == (4, 2)
    assert impact.as_data()["differing"] == "2"
    assert "不同" in impact.text() and "Differing" in impact.text("en")


def test_impact_of_nothing_is_nothing() -> None:
    """A ruleset against itself moves no row, unusable rows included."""
    impact = te.batch_impact(loaded(), loaded(), TABLE, other=OTHER)
    assert impact.differing == 0
    assert sum(move.count for move in impact.moves) == 5


def test_impact_between_regions_that_know_other_facts() -> None:
    """A column that only one ruleset knows states nothing to the other."""
    a, b = te.load_ruleset("qinghai", reading="weighed"), te.load_ruleset("wenzhou", reading="weighed")
    names = sorted({*a.by_name} | {*b.by_name})
    table = pa.table({name: pa.array([True, False, None]) for name in names if _boolean(a, b, name)})
    impact = te.batch_impact(a, b, table)
    assert impact.rows == 3


def _boolean(a: te.Ruleset, b: te.Ruleset, name: str) -> bool:
    variable = a.by_name.get(name) or b.by_name[name]
    return variable.fact is not None and variable.fact.type == "boolean"
