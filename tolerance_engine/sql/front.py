"""The front of the room: a ruleset in, a query out. sqlglot is imported when first needed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.decide import program_for
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import BatchError
from tolerance_engine.source import Words
from tolerance_engine.sql.columns import check_kept, columns_of
from tolerance_engine.sql.dialects import dialect_of, need_sqlglot
from tolerance_engine.sql.query import Asked, SqlQuery, head, written

if TYPE_CHECKING:
    from tolerance_engine.ruleset.program import Ruleset
    from tolerance_engine.sql.dialects import Dialect

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def sql_query(
    ruleset: Ruleset,
    table: str = "cases",
    *,
    dialect: str = "postgres",
    reading: str | None = None,
    states: Collection[str] | None = None,
    columns: Mapping[str, str] | None = None,
    keep: Collection[str] = (),
    prefix: str = "",
) -> SqlQuery:
    """One query that gives every row of `table` its `outcome`, `possible`, `decided` and `error`.

    `states` names the facts, dimensions and definitions that the table has columns for, all facts that decide
    when None; what it does not state is not established. `columns` maps such names to columns of another name,
    `keep` lists columns to carry along, `prefix` goes before the names of the four that are added. `dialect` is
    one of postgres, duckdb, sqlite, spark, mysql, oracle; `table` is written as in that database.

    Every row gets the exact set that `determine` gives it. A row whose values cannot be used, that contradicts
    itself, or that this query cannot follow is null in all but `error`, which holds a code (see the page on
    errors) and the columns. Raises BatchError for names that nobody declared or a table that cannot be read,
    BudgetExceeded when the findings stated do not fit into one diagram.
    """
    need_sqlglot()
    made = dialect_of(dialect)
    program = program_for(ruleset, reading)
    stated = columns_of(ruleset, program, states, dict(columns or {}))
    check_kept(keep, prefix)
    asked = Asked(ruleset, program, made, stated, tuple(keep), prefix, _naming(made))
    source = _table(table, made)
    text, nodes, steps = written(asked)
    finished = head(asked, table) + _turned(text, source, made) + "\n"
    return SqlQuery(finished, made.name, ruleset.id, program.reading, stated, tuple(keep), nodes, steps)


def _naming(dialect: Dialect) -> Any:
    """Names are quoted only where they have to be: databases differ in what case an unquoted name has."""
    from sqlglot.dialects import Dialect as Known
    from sqlglot.tokens import Tokenizer

    words = {*Tokenizer.KEYWORDS, *Known.get_or_raise(dialect.name).tokenizer_class.KEYWORDS}

    def name(column: str) -> str:
        if _PLAIN.fullmatch(column) and column.upper() not in words:
            return column
        return '"' + column.replace('"', '""') + '"'

    return name


def _table(table: str, dialect: Dialect) -> Any:
    """The table as sqlglot reads it."""
    import sqlglot
    from sqlglot import exp

    try:
        found = sqlglot.parse_one(f"SELECT 1 FROM {table}", read=dialect.name)
    except sqlglot.errors.SqlglotError:
        found = None
    source = found.find(exp.From) if isinstance(found, exp.Select) else None
    only = {"kind", "hint", "distinct", "expressions", "from_", "from"}
    extra = [
        key for key, value in (found.args if found is not None else {}).items() if value and key not in only
    ]
    if source is None or extra or not table.strip():
        message = Words(f"`{table}` 不是一张表", f"`{table}` is no table")
        help_ = Words(
            "写表的名称，或者括号里的查询，按那个数据库的写法",
            "write the name of a table, or a query in parentheses, as that database does",
        )
        raise BatchError([Diagnostic("W007", message, help=help_)])
    if isinstance(source.this, exp.Subquery) and not source.this.alias:
        source.this.set("alias", exp.TableAlias(this=exp.to_identifier("te_given")))  # some insist on a name
    return source.this


def _turned(text: str, source: Any, dialect: Dialect) -> str:
    """The query in the wording of a database."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(text)
    for each in list(tree.find_all(exp.Table)):
        if each.name == "te_source":
            each.replace(source.copy())
    if dialect.step == "HINT":
        for select in tree.find_all(exp.Select):
            if select.parent is not tree.parent:
                select.set("hint", exp.Hint(expressions=[exp.Var(this="MATERIALIZE")]))
        for cast in list(tree.find_all(exp.Cast)):
            if cast.this.is_string and cast.is_type("date"):
                cast.replace(
                    exp.Anonymous(this="TO_DATE", expressions=[cast.this, exp.Literal.string("YYYY-MM-DD")])
                )
    return tree.sql(dialect=dialect.name, pretty=True, max_text_width=120)
