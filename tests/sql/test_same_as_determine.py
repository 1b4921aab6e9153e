"""A query equals single: every column of every row is what `determine` says of that row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pyarrow as pa
import pytest

import tolerance_engine as te
from tests.batch.tables import table_of
from tests.drafter import Options
from tests.laws.support import Sample, how_many, sample
from tests.sql.databases import Database
from tolerance_engine.expr.nodes import DIMENSION_VALUES

pytestmark = pytest.mark.laws
Told = tuple[str | None, str | None, bool | None, str | None]


def singly(ruleset: te.Ruleset, case: Mapping[str, Any], reading: str | None) -> Told:
    """Outcome, possible, decided, and the code of the error."""
    try:
        verdict = te.determine(ruleset, case, reading=reading)
    except te.CaseError as error:
        return None, None, None, error.diagnostics[0].code
    return verdict.outcome, "|".join(verdict.possible), verdict.decided, None


def asked(
    database: Database,
    ruleset: te.Ruleset,
    cases: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    reading: str | None = None,
) -> list[Told]:
    """The same from a query over a table with a column for every name."""
    table = table_of(names, cases)
    if table.column_names == ["case"]:
        table = pa.table({})
    table = table.append_column("row_number_", pa.array(range(len(cases)), pa.int64()))
    states = [name for name in table.column_names if name != "row_number_"]
    query = te.sql_query(ruleset, dialect=database.name, reading=reading, states=states, keep=["row_number_"])
    rows = sorted(database.answer(table, str(query)))
    assert [row[0] for row in rows] == [*range(len(cases))]
    return [
        (outcome, possible, None if decided is None else bool(decided), error)
        for _, outcome, possible, decided, error in rows
    ]


def plain(case: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The case as a row of plain columns holds it: what is only narrowed is not established."""
    return {part: {name: _plain(value) for name, value in case[part].items()} for part in case}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        value = value.get("value")
    return None if value == "unknown" else value


def check(database: Database, drawn: Sample, rng: Random, *, dates: bool = False) -> int:
    """Cases of the sample, some of which cannot be, as one table. How many rows the query did not follow."""
    reading = rng.choice(drawn.draft.readings)
    cases = [plain(drawn.case(reading) if rng.random() < 0.75 else drawn.any_case()) for _ in range(16)]
    names = list(dict.fromkeys([*drawn.draft.pools, *drawn.draft.findings]))
    left = 0
    for case, told in zip(cases, asked(database, drawn.ruleset, cases, names, reading), strict=True):
        if dates and told[3] == "W006":
            assert told[:3] == (None, None, None)
            left += 1
        else:
            assert told == singly(drawn.ruleset, case, reading), drawn.tell(case, reading=reading)
    return left


@pytest.mark.parametrize("first", [0, 20])
def test_random_rulesets(database: Database, first: int) -> None:
    """Assumptions, findings, dates, numbers, readings: the same sets, and the same contradictions."""
    for seed in range(first, first + how_many(20)):
        check(database, sample(80_000 + seed), Random(seed))


def test_dates_that_squeeze_each_other(database: Database) -> None:
    """Rows in which known dates bear on unknown ones are not answered; all others are, and rightly."""
    left = sum(
        check(database, sample(81_000 + seed, Options(shared_dates=True)), Random(seed), dates=True)
        for seed in range(how_many(24))
    )
    assert left or how_many(24) < 24


@pytest.mark.parametrize("region", ["qinghai", "wenzhou"])
def test_shipped_rulesets(database: Database, region: str) -> None:
    """Random rows over facts, dimensions and definitions of the shipped rules, contradictory ones included."""
    ruleset = te.load_ruleset(region, reading="weighed")
    rng = Random(7)
    cases = [_drawn(ruleset, rng) for _ in range(how_many(120))]
    linked = ruleset.linked
    names = [*ruleset.by_name, *linked.dimensions, *linked.definitions]
    found = asked(database, ruleset, cases, names)
    assert found == [singly(ruleset, case, None) for case in cases]
    assert len({told[0] for told in found}) > 1 or how_many(120) < 120


def _drawn(ruleset: te.Ruleset, rng: Random) -> dict[str, dict[str, Any]]:
    known, stated = rng.choice([0.3, 0.8, 1.0]), rng.choice([0.0, 0.1, 0.7])
    linked = ruleset.linked
    worse = rng.random() < 0.3
    facts = {
        variable.name: variable.sample(
            0 if worse is False and rng.random() < 0.8 else rng.randrange(len(variable.cells))
        )
        for variable in ruleset.variables
        if variable.fact and rng.random() < known
    }
    findings: dict[str, Any] = {
        name: rng.choice(DIMENSION_VALUES[:2]) for name in linked.dimensions if rng.random() < stated
    }
    findings |= {
        name: rng.random() < 0.8
        for name in linked.definitions
        if any(name in program.definitions for program in ruleset.programs.values())
        and rng.random() < stated / 4
    }
    return {"facts": facts, "findings": findings}
