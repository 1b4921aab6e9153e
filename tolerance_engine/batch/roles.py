"""Roles: what each column of a table is to a ruleset. Everything wrong is reported before a row is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from tolerance_engine.batch.wanted import Wanted
from tolerance_engine.determine.bind import CLOCKS
from tolerance_engine.determine.encoder import encoder
from tolerance_engine.diagnostics import Diagnostic, nearest
from tolerance_engine.errors import BatchError
from tolerance_engine.ruleset.model import FactType
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Words

CASE_ID = "case"
KINDS: Mapping[FactType | Literal["dimension", "definition"], Words] = {
    "boolean": Words("布尔列（bool）", "a boolean column"),
    "number": Words("数字列（整数、小数、decimal）或者文字列", "a column of numbers or texts"),
    "date": Words("日期列（date、不带时区的 timestamp）或者文字列", "a column of dates or texts"),
    "choice": Words("文字列或者字典列", "a column of texts"),
    "dimension": Words("文字列或者字典列", "a column of texts"),
    "definition": Words("布尔列（bool）", "a boolean column"),
}


@dataclass(frozen=True, slots=True)
class Role:
    """One column: its place in the table, and the fact or finding that it states."""

    column: str
    place: int
    name: str
    part: Literal["fact", "finding"]
    kind: str


@dataclass(frozen=True, slots=True)
class Roles:
    """What the columns of a table state, which are carried along, and which facts the ruleset does not ask."""

    stated: tuple[Role, ...]
    carried: tuple[int, ...]
    unused: tuple[str, ...]

    @property
    def findings(self) -> tuple[str, ...]:
        """The findings that the table states."""
        return tuple(role.name for role in self.stated if role.part == "finding")


def roles_of(
    ruleset: Ruleset, schema: pa.Schema, wanted: Wanted, given: Sequence[str], *, texts: bool = False
) -> Roles:
    """The roles of a table's columns; `given` are the names that the result adds.

    `texts` says that booleans too are written as texts, as in CSV. Raises BatchError with every column that
    cannot be used.
    """
    return _Assigning(ruleset, schema, wanted, given, texts).roles()


class _Assigning:
    def __init__(
        self, ruleset: Ruleset, schema: pa.Schema, wanted: Wanted, given: Sequence[str], texts: bool
    ) -> None:
        self.texts = texts
        self.ruleset, self.schema, self.wanted, self.given = ruleset, schema, wanted, given
        self.enc = encoder(ruleset)
        self.problems: list[Diagnostic] = []

    def roles(self) -> Roles:
        names: list[str] = self.schema.names
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.problem("B002", Words(f"有两列都叫 `{name}`", f"two columns are named `{name}`"))
        listed = {*self.wanted.other, *(self.wanted.keep or ())}
        for name in sorted(listed - set(names)):
            message = Words(f"没有 `{name}` 这一列", f"there is no column `{name}`")
            self.problem("B003", message, nearest(name, names))
        renamed = self.mapped(names)
        stated = []
        for place, column in enumerate(names):
            name = renamed.get(column, column)
            hidden = column not in renamed and name in self.wanted.columns
            part = None if hidden else self.part(name)
            if column in self.wanted.other or (name == CASE_ID and part is None):
                continue
            if part is None:
                if column not in renamed:  # a wrong mapping was told already
                    self.unknown(
                        column,
                        f"列 `{column}` 不是事实、维度或者定义",
                        f"column `{column}` is no fact, dimension or definition",
                    )
                continue
            role = Role(column, place, name, part, self.kind(name))
            self.check(role, self.schema.field(place).type)
            stated.append(role)
        keep = self.wanted.keep
        carried = tuple(place for place, column in enumerate(names) if keep is None or column in keep)
        for column in sorted(set(self.given) & {names[place] for place in carried}):
            message = Words(
                f"结果要加的列 `{column}` 与原有的列重名",
                f"the result adds a column `{column}`, which is there already",
            )
            help_ = Words(
                "给结果的列加前缀（prefix），或者用 keep 去掉那一列",
                "give the result's columns a `prefix`, or leave that column out of `keep`",
            )
            self.problem("B005", message, help_)
        if self.problems:
            raise BatchError(self.problems)
        return Roles(tuple(stated), carried, tuple(role.name for role in stated if self.is_unused(role)))

    def mapped(self, names: Sequence[str]) -> dict[str, str]:
        """The columns that are mapped to a name other than their own."""
        renamed: dict[str, str] = {}
        for name, column in self.wanted.columns.items():
            if column not in names:
                message = Words(
                    f"`{name}` 对应的列 `{column}` 不存在",
                    f"`{name}` is mapped to `{column}`, which is no column",
                )
                self.problem("B003", message, nearest(column, names))
            elif column in renamed:
                message = Words(f"列 `{column}` 对应了两个名称", f"column `{column}` is mapped to two names")
                self.problem("B003", message)
            elif self.part(name) is None:
                self.unknown(
                    name, f"`{name}` 不是事实、维度或者定义", f"`{name}` is no fact, dimension or definition"
                )
                renamed[column] = name
            else:
                renamed[column] = name
        return renamed

    def part(self, name: str) -> Literal["fact", "finding"] | None:
        linked = self.ruleset.linked
        if name in self.enc.facts or name in CLOCKS:
            return "fact"
        vocabulary = linked.vocabulary
        if (
            name in linked.dimensions
            or name in linked.definitions
            or (vocabulary and name in vocabulary.dimensions)
        ):
            return "finding"
        return None

    def kind(self, name: str) -> str:
        fact = self.enc.facts.get(name)
        if fact is not None:
            return fact.type
        if name in CLOCKS:
            return "date"
        return "definition" if name in self.ruleset.linked.definitions else "dimension"

    def is_unused(self, role: Role) -> bool:
        if role.part == "fact":
            return (
                role.name not in self.enc.variables
                and role.name not in self.enc.dates
                and role.name not in CLOCKS
            )
        return role.name not in self.enc.variables and not any(
            name == role.name for program in self.ruleset.programs.values() for name, _ in program.stated
        )

    def check(self, role: Role, kind: pa.DataType) -> None:
        if not _fits("choice" if self.texts else role.kind, kind):
            message = Words(
                f"列 `{role.column}` 的类型是 {kind}，不能陈述 `{role.name}`",
                f"column `{role.column}` is of type {kind}, which cannot state `{role.name}`",
            )
            expected = KINDS[role.kind]  # type: ignore[index]
            self.problem("B006", message, Words(f"应为{expected.zh}", f"expected {expected.en}"))

    def unknown(self, name: str, zh: str, en: str) -> None:
        linked = self.ruleset.linked
        near = nearest(name, [*self.enc.facts, *linked.dimensions, *linked.definitions])
        advice = Words(
            "不陈述任何事实的列写进 other，名称不同的列写进 columns",
            "list a column that states nothing in `other`, map one of another name in `columns`",
        )
        help_ = Words(f"{near.zh}{advice.zh}", f"{near.en} {advice.en}") if near else advice
        self.problem("B004", Words(zh, en), help_)

    def problem(self, code: str, message: Words, help_: Words | None = None) -> None:
        self.problems.append(Diagnostic(code, message, help=help_))


def _fits(role: str, kind: Any) -> bool:
    types = pa.types
    if types.is_null(kind):
        return True
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return not types.is_nested(kind.value_type) and _fits(role, kind.value_type)
    if types.is_dictionary(kind):
        kind = kind.value_type
    text = types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    match role:
        case "boolean" | "definition":
            return bool(types.is_boolean(kind))
        case "number":
            return bool(text or types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))
        case "date":
            return bool(text or types.is_date(kind) or (types.is_timestamp(kind) and kind.tz is None))
        case _:
            return bool(text)


def stated_names(ruleset: Ruleset) -> frozenset[str]:
    """The names that a column may state: facts, dimensions, definitions."""
    linked = ruleset.linked
    shared = linked.vocabulary.dimensions if linked.vocabulary else {}
    return frozenset([*encoder(ruleset).facts, *CLOCKS, *linked.dimensions, *linked.definitions, *shared])
