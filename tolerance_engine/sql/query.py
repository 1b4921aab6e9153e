"""Query: the steps written down as one SELECT, with what it rests on in its head."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tolerance_engine.batch.extended import Extended, extend
from tolerance_engine.determine.encoder import encoder
from tolerance_engine.determine.receipt import rulesets_of
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import BatchError
from tolerance_engine.ruleset.program import DEAD, Program, Ruleset
from tolerance_engine.source import Words
from tolerance_engine.sql.cells import Cells, text
from tolerance_engine.sql.columns import Column
from tolerance_engine.sql.dialects import Dialect
from tolerance_engine.sql.steps import Step, Steps, steps_of, widest
from tolerance_engine.version import __version__

SEPARATOR = "|"
WRONG, CONTRADICTION, DATES = "B011", "K020", "W006"
"""What `error` says of a row that gets no answer."""


@dataclass(frozen=True, slots=True)
class SqlQuery:
    """A query, and what its table must have: `te.sql_query` makes it, `str()` is its text."""

    text: str
    dialect: str
    ruleset: str
    reading: str
    columns: tuple[Column, ...]
    keep: tuple[str, ...]
    nodes: int
    steps: int

    def __str__(self) -> str:
        return self.text

    def as_data(self) -> dict[str, Any]:
        """The same as plain data; each column with its name, the fact it states, and the kind of its values."""
        return {
            "sql": self.text,
            "dialect": self.dialect,
            "ruleset": self.ruleset,
            "reading": self.reading,
            "columns": [
                {"column": each.column, "name": each.name, "kind": each.kind, "values": list(each.values)}
                for each in self.columns
            ],
            "keep": list(self.keep),
            "nodes": self.nodes,
            "steps": self.steps,
        }


@dataclass(frozen=True)
class Asked:
    """What a query is to be written for."""

    ruleset: Ruleset
    program: Program
    dialect: Dialect
    columns: tuple[Column, ...]
    keep: tuple[str, ...]
    prefix: str
    name: Callable[[str], str]
    """How the query writes the name of a column."""


def written(asked: Asked) -> tuple[str, int, int]:
    """The text of the query with `te_source` as its table, how many nodes it walks, and in how many steps.

    Raises BudgetExceeded when what is stated does not fit into one diagram, BatchError when the query would
    have more columns than the database takes.
    """
    ruleset, dialect = asked.ruleset, asked.dialect
    findings = [column.name for column in asked.columns if column.is_finding]
    extended = extend(ruleset, asked.program, findings)
    root = extended.outcome
    names = {column.column: asked.name(column.column) for column in asked.columns}
    cells = Cells(dialect, asked.columns, names)
    steps = steps_of(extended.diagram, root, DEAD, _edges(extended, cells), dialect.flag, dialect.test)
    too_wide = max(widest(steps.steps), len(steps.flags)) + len(asked.keep) + 3
    if too_wide > dialect.most_columns:
        message = Words(
            f"查询的一步要 {too_wide} 列，{dialect.name} 最多 {dialect.most_columns} 列",
            f"a step of the query has {too_wide} columns, {dialect.name} takes {dialect.most_columns}",
        )
        help_ = Words("少写几个认定意见（states）", "state fewer findings (`states`)")
        raise BatchError([Diagnostic("W005", message, help=help_)])
    parts = _Parts(asked, cells, steps)
    return parts.query(), extended.diagram.size(root), len(steps.steps) + 2


def _edges(extended: Extended, cells: Cells) -> Callable[[int, tuple[int, ...]], str | None]:
    variables = {level: extended.ruleset.variables[place] for place, level in enumerate(extended.levels)}
    selectors = {selector.level: selector for selector in extended.selectors.values()}

    def edge(level: int, accepted: tuple[int, ...]) -> str | None:
        if level in variables:
            return cells.may(variables[level], accepted)
        selector = selectors[level]
        return cells.stated(selector.name, selector.values, accepted)

    return edge


class _Parts:
    """The SELECTs of a query, in the wording that sqlglot reads."""

    def __init__(self, asked: Asked, cells: Cells, steps: Steps) -> None:
        self.asked, self.cells, self.steps, self.dialect = asked, cells, steps, asked.dialect
        self.kept = [asked.name(column) for column in asked.keep]

    def query(self) -> str:
        selects = [self.first()]
        selects += [self.step(step, number) for number, step in enumerate(self.steps.steps)]
        selects.append(self.last(len(selects) - 1))
        word = " MATERIALIZED" if self.dialect.step == "MATERIALIZED" else ""
        parts = [f"te_{number} AS{word} ({select})" for number, select in enumerate(selects)]
        return f"WITH {', '.join(parts)} {self.result(len(selects) - 1)}"

    def select(self, columns: Sequence[str], source: str, *, inner: bool = True) -> str:
        limit = " LIMIT 18446744073709551615" if inner and self.dialect.step == "LIMIT" else ""
        return f"SELECT {', '.join(columns) or '1 AS te_one'} FROM {source}{limit}"

    def first(self) -> str:
        columns = list(self.kept)
        columns += [
            f"{self.dialect.flag(condition)} AS {name}" for name, condition in self.steps.flags.items()
        ]
        columns += [f"{self.wrong()} AS te_wrong", f"{self.clash()} AS te_clash"]
        if self.squeeze():
            columns.append(f"{self.dialect.flag(self.squeeze() or '')} AS te_dates")
        return self.select(columns, "te_source")

    def wrong(self) -> str:
        """The columns whose values cannot be used; null where all can."""
        conditions = {column.column: f"({self.cells.wrong(column)})" for column in self.asked.columns}
        if not conditions:
            return "CAST(NULL AS VARCHAR(100))"
        named = " || ".join(
            f"CASE WHEN {condition} THEN {text(SEPARATOR + column)} ELSE '' END"
            for column, condition in conditions.items()
        )
        return f"CASE WHEN {' OR '.join(conditions.values())} THEN {named} ELSE NULL END"

    def clash(self) -> str:
        enc = encoder(self.asked.ruleset)
        derived = [*((variable.name, derive) for variable, derive in enc.derived), *enc.unasked]
        found = [each for name, derive in derived if (each := self.cells.clashing(name, derive))]
        return self.dialect.flag(" OR ".join(found) or "1 = 0")

    def squeeze(self) -> str | None:
        """Where dates that are known bear on others that are not, which this query does not follow."""
        support = self.asked.ruleset.diagram.supports[self.asked.program.outcome]
        found = [
            self.cells.squeezed(group)
            for group in encoder(self.asked.ruleset).groups
            if any(support >> variable.level & 1 for variable in group) or self.asked.program.constraints
        ]
        return " OR ".join(each for each in found if each) or None

    def always(self) -> list[str]:
        return [*self.kept, "te_wrong", "te_clash", *(["te_dates"] if self.squeeze() else [])]

    def step(self, step: Step, number: int) -> str:
        made = [f"{condition} AS {name}" for name, condition in step.made.items()]
        return self.select([*self.always(), *step.carried, *made], f"te_{number}")

    def last(self, before: int) -> str:
        flag, test = self.dialect.flag, self.dialect.test
        ends = {terminal: condition for terminal, condition in self.steps.ends.items() if terminal != DEAD}
        dates = f" WHEN {test('te_dates')} THEN '{DATES}'" if self.squeeze() else ""
        impossible = f"{test('te_clash')} OR NOT ({' OR '.join(ends.values()) or '1 = 0'})"
        error = (
            f"CASE WHEN te_wrong IS NOT NULL THEN '{WRONG} ' || SUBSTRING(te_wrong, 2)"
            f" WHEN {impossible} THEN '{CONTRADICTION}'{dates} ELSE NULL END"
        )
        count = " + ".join(f"CASE WHEN {condition} THEN 1 ELSE 0 END" for condition in ends.values()) or "0"
        reached = [f"{flag(condition)} AS te_t{terminal}" for terminal, condition in sorted(ends.items())]
        columns = [*self.kept, f"{error} AS te_error", f"{count} AS te_count", *reached]
        return self.select(columns, f"te_{before}")

    def result(self, before: int) -> str:
        test, name = self.dialect.test, self.asked.name
        outcomes = {t: self.asked.ruleset.outcomes[t - 1] for t in sorted(self.steps.ends) if t != DEAD}
        whens = " ".join(f"WHEN {test(f'te_t{t}')} THEN {text(word)}" for t, word in outcomes.items())
        words = " || ".join(
            f"CASE WHEN {test(f'te_t{t}')} THEN {text(SEPARATOR + word)} ELSE '' END"
            for t, word in outcomes.items()
        )
        yes, no = self.dialect.truth(True), self.dialect.truth(False)
        columns = {
            "outcome": f"CASE WHEN te_error IS NOT NULL OR te_count > 1 THEN NULL {whens} END",
            "possible": f"CASE WHEN te_error IS NULL THEN SUBSTRING({words or text('')}, 2) ELSE NULL END",
            "decided": f"CASE WHEN te_error IS NOT NULL THEN NULL WHEN te_count = 1 THEN {yes} ELSE {no} END",
            "error": "te_error",
        }
        given = [f"{value} AS {name(self.asked.prefix + column)}" for column, value in columns.items()]
        return self.select([*self.kept, *given], f"te_{before}", inner=False)


def head(asked: Asked, table: str) -> str:
    """Comment lines: what the query rests on, what it gives, and what its columns must hold."""
    linked = asked.ruleset.linked
    lines = [
        f"容错纠错：规则集 {asked.ruleset.id}，施行 {linked.in_force.first_text}，口径 {asked.program.reading}；"
        f"tolerance_engine {__version__}，{asked.dialect.name}",
        *(f"规则摘要 {each['id']} {each['sha256']}" for each in rulesets_of(linked)),
        f"表 {table}；空值是尚未查明。每一列要是自己的类型：",
        *(f"  {column.column}：{_kind(column)}" for column in asked.columns),
        "结果：outcome 结果，未定为空；possible 仍然可能的全部结果；decided 是否只剩一个；error 这一行为什么不能用",
    ]
    return "".join(f"-- {' '.join(line.split())}\n" for line in lines)


KINDS: Mapping[str, str] = {
    "boolean": "布尔",
    "number": "数字",
    "date": "日期",
    "choice": "文字",
    "dimension": "文字",
    "definition": "布尔",
}


def _kind(column: Column) -> str:
    named = "" if column.column == column.name else f"陈述 {column.name}，"
    values = "，" + "、".join(column.values) if column.values else ""
    return f"{named}{KINDS[column.kind]}{values}"
