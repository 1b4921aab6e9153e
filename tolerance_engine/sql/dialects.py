"""Dialects: what a query has to be written differently for. The rest is the same text, turned by sqlglot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import BatchError
from tolerance_engine.source import Words


@dataclass(frozen=True, slots=True)
class Dialect:
    """One database. `booleans` says whether a column can be a truth value; else it is 1 or 0."""

    name: str
    booleans: bool = True
    step: Literal["MATERIALIZED", "LIMIT", "HINT", ""] = ""
    """What keeps a step from being merged into the next one: merged, a query of n steps grows like 2 to the n."""
    most_columns: int = 1_000
    typeless: bool = False
    """Whether a column can hold values of any type, so that types are checked row by row."""
    numeric_truth: bool = False
    """Whether truth values are stored as the numbers 1 and 0."""
    loose_text: bool = False
    """Whether texts count as equal that differ in case or in spaces at the end."""

    def exactly(self, column: str) -> str:
        """A column of texts, to be compared sign by sign."""
        return f"CAST({column} AS BINARY)" if self.loose_text else column

    def flag(self, condition: str) -> str:
        """A condition as a column."""
        return condition if self.booleans else f"CASE WHEN {condition} THEN 1 ELSE 0 END"

    def test(self, column: str) -> str:
        """A column that `flag` made, as a condition."""
        return column if self.booleans else f"{column} = 1"

    def truth(self, value: bool) -> str:
        """A truth value as the database stores it."""
        return str(int(value)) if self.numeric_truth else str(value).upper()


DIALECTS: Mapping[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect("postgres", step="MATERIALIZED", most_columns=1_600),
        Dialect("duckdb", step="MATERIALIZED", most_columns=10_000),
        Dialect("sqlite", step="MATERIALIZED", most_columns=1_900, typeless=True, numeric_truth=True),
        Dialect("spark", most_columns=10_000),
        Dialect("mysql", step="LIMIT", numeric_truth=True, loose_text=True),
        Dialect("oracle", booleans=False, step="HINT", most_columns=900, numeric_truth=True),
    )
}


def dialect_of(name: str) -> Dialect:
    """The dialect of a name. Raises BatchError where there is none."""
    found = DIALECTS.get(name)
    if found is None:
        message = Words(f"没有名为 `{name}` 的数据库写法", f"there is no dialect `{name}`")
        raise BatchError([Diagnostic("W002", message, help=nearest(name, DIALECTS) or choices(DIALECTS))])
    return found


def need_sqlglot() -> ModuleType:
    """The library. Raises BatchError where it is not installed."""
    try:
        import sqlglot
    except ImportError:
        message = Words("写查询要用 sqlglot，没有安装", "queries need sqlglot, which is not installed")
        help_ = Words(
            "安装附加依赖：pip install 'tolerance-engine[sql]'",
            "install the extra: pip install 'tolerance-engine[sql]'",
        )
        raise BatchError([Diagnostic("W001", message, help=help_)]) from None
    return sqlglot
