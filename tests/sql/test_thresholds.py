"""Thresholds: right at them, just below and just above, a query cuts where `determine` does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa
import pytest

import tolerance_engine as te
from tests.batch.small import RULES
from tests.sql.databases import Database
from tolerance_engine.ruleset import load_text

DAYS = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 1, 2)]
POINTS = [Decimal("1000.4"), Decimal("1000.5"), Decimal("1000.6")]
WHOLE = [Decimal(49), Decimal(50), Decimal(51)]
TESTS = [
    *(("loss", f"{word}: 1000.5", POINTS) for word in ("at_most", "less_than", "at_least", "more_than")),
    *(("people", f"{word}: 50", WHOLE) for word in ("at_most", "less_than", "at_least", "more_than")),
    *(("began", f"{word}: 2020-01-01", DAYS) for word in ("before", "on_or_before", "after", "on_or_after")),
]


@cache
def cut_at(name: str, test: str) -> te.Ruleset:
    """The small ruleset, refusing where one test holds and nothing else."""
    text = RULES.replace("{people: {more_than: 50}}", f"{{{name}: {{{test}}}}}")
    text = text.replace("facts:\n", "facts:\n  began: {type: date, zh: 开始日}\n")
    return load_text(text[: text.index("assume:")])


@pytest.mark.parametrize(("name", "test", "values"), TESTS)
def test_at_the_threshold(database: Database, name: str, test: str, values: list[Any]) -> None:
    """Below, at and above: the outcome is the one of `determine`, and it is not the same for all three."""
    ruleset = cut_at(name, test)
    facts = {"gain": False, "loss": Decimal(1)}
    cases = [{**facts, name: value} for value in values]
    alone = [te.determine(ruleset, {"facts": case}) for case in cases]
    columns = {each: [case[each] for case in cases] for each in dict.fromkeys([*facts, name])}
    kinds = {"gain": pa.bool_(), "began": pa.date32()}
    table = pa.table(
        {
            "id": range(3),
            **{
                each: pa.array(cells, kinds.get(each, pa.decimal128(9, 2))) for each, cells in columns.items()
            },
        }
    )
    query = te.sql_query(ruleset, dialect=database.name, states=[*columns], keep=["id"])
    found = [row[2] for row in sorted(database.answer(table, str(query)))]
    assert found == ["|".join(verdict.possible) for verdict in alone]
    assert len(set(found)) == 2
