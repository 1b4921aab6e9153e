"""Leaves: one name and its test. What a fact may be asked depends on its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.expr import ClauseApplies, DefinitionIs, DimensionIs, Expr, FactIs
from tolerance_engine.expr.nodes import DATE_TESTS, DIMENSION_TESTS, NUMBER_TESTS, Path
from tolerance_engine.ruleset.link.notes import is_aside
from tolerance_engine.ruleset.model import Fact
from tolerance_engine.ruleset.read.reader import Located
from tolerance_engine.source import Words


@dataclass(slots=True)
class Names:
    """What a condition may name, by kind."""

    facts: Mapping[str, Fact]
    definitions: frozenset[str]
    dimensions: frozenset[str]
    clauses: frozenset[str]
    readings: tuple[str, ...]
    faulty: frozenset[str] = frozenset()
    """Facts whose own declaration is faulty: conditions on them are not blamed again."""
    aside: frozenset[Path] = frozenset()
    """Places of parts that were faulty as written."""

    def everything(self) -> list[str]:
        """All names, for suggestions."""
        return [*self.facts, *sorted(self.definitions | self.dimensions | self.clauses)]


@dataclass(slots=True)
class Leaves:
    """Reads the leaves of one document, collecting `problems`."""

    located: Located
    names: Names
    problems: list[Diagnostic] = field(default_factory=list)

    def leaf(self, name: str, value: Any, path: Path) -> Expr | None:
        here = (*path, name)
        if name in self.names.faulty or ("uses", name.split(".", 1)[0]) in self.names.aside:
            return None
        if name in self.names.facts:
            return self._fact(self.names.facts[name], value, path)
        if name in self.names.definitions:
            if not isinstance(value, bool):
                return self.problem(
                    "C011",
                    Words(
                        f"定义 `{name}` 只能写 true 或 false，却是 `{_show(value)}`",
                        f"the definition `{name}` takes true or false, found `{_show(value)}`",
                    ),
                    here,
                )
            return DefinitionIs(name, value, path)
        if name in self.names.dimensions:
            if value not in DIMENSION_TESTS:
                return self.problem(
                    "C012",
                    Words(
                        f"维度 `{name}` 没有 `{_show(value)}` 这种取值",
                        f"the dimension `{name}` has no value `{_show(value)}`",
                    ),
                    here,
                    choices(DIMENSION_TESTS),
                )
            return DimensionIs(name, value, path)
        if name in self.names.clauses:
            if value != "applies":
                return self.problem(
                    "C013",
                    Words(
                        f"条款 `{name}` 只能写 applies，却是 `{_show(value)}`",
                        f"the clause `{name}` takes `applies`, found `{_show(value)}`",
                    ),
                    here,
                )
            return ClauseApplies(name, path)
        return self.problem(
            "C010",
            Words(
                f"没有名为 `{name}` 的事实、定义、维度或条款",
                f"no fact, definition, dimension or clause is named `{name}`",
            ),
            here,
            nearest(name, self.names.everything()),
            key=True,
        )

    def _fact(self, fact: Fact, value: Any, path: Path) -> Expr | None:
        here = (*path, fact.name)
        if fact.type == "boolean":
            if isinstance(value, bool):
                return FactIs(fact.name, "is", value, path)
            return self.problem(
                "C020",
                Words(
                    f"`{fact.name}` 是“是否”类事实，只能写 true 或 false，却是 `{_show(value)}`",
                    f"`{fact.name}` is a boolean and takes true or false, found `{_show(value)}`",
                ),
                here,
            )
        if fact.type == "choice":
            return self._choice(fact, value, path)
        tests = NUMBER_TESTS if fact.type == "number" else DATE_TESTS
        if isinstance(value, dict) and len(value) == 1 and next(iter(value)) not in tests:
            (word,) = value
            return self.problem(
                "C021",
                Words(
                    f"`{fact.name}` 不能用 `{word}` 比较", f"`{fact.name}` cannot be compared with `{word}`"
                ),
                (*here, word),
                nearest(word, tests) or choices(tests),
                key=True,
            )
        if not isinstance(value, dict) or len(value) != 1:
            kind = Words("数字", "a number") if fact.type == "number" else Words("日期", "a date")
            return self.problem(
                "C021",
                Words(
                    f"`{fact.name}` 是{kind.zh}，要写一个比较，却是 `{_show(value)}`",
                    f"`{fact.name}` is {kind.en} and takes one comparison, found `{_show(value)}`",
                ),
                here,
                choices(tests),
            )
        ((test, operand),) = value.items()
        if fact.type == "date":
            if not isinstance(operand, date):
                return self.problem(
                    "C022",
                    Words(
                        f"`{fact.name}` 要与日期比较，却是 `{_show(operand)}`",
                        f"`{fact.name}` is compared with a date, found `{_show(operand)}`",
                    ),
                    (*here, test),
                    Words("写成 YYYY-MM-DD，不加引号", "write YYYY-MM-DD without quotes"),
                )
            return FactIs(fact.name, test, operand, path)
        if isinstance(operand, bool) or not isinstance(operand, int | Decimal):
            return self.problem(
                "C023",
                Words(
                    f"`{fact.name}` 要与数字比较，却是 `{_show(operand)}`",
                    f"`{fact.name}` is compared with a number, found `{_show(operand)}`",
                ),
                (*here, test),
            )
        return FactIs(fact.name, test, Decimal(operand), path)

    def _choice(self, fact: Fact, value: Any, path: Path) -> Expr | None:
        here = (*path, fact.name)
        known = [name for name, _ in fact.values]
        if isinstance(value, str):
            if value in known:
                return FactIs(fact.name, "is", value, path)
            return self.problem(
                "C024",
                Words(f"`{fact.name}` 没有 `{value}` 这个选项", f"`{fact.name}` has no value `{value}`"),
                here,
                nearest(value, known) or choices(known),
            )
        if isinstance(value, dict) and set(value) == {"in"} and isinstance(value["in"], list) and value["in"]:
            wrong = [(index, item) for index, item in enumerate(value["in"]) if item not in known]
            for index, item in wrong:
                self.problem(
                    "C024",
                    Words(
                        f"`{fact.name}` 没有 `{_show(item)}` 这个选项",
                        f"`{fact.name}` has no value `{_show(item)}`",
                    ),
                    (*here, "in", index),
                    nearest(str(item), known) or choices(known),
                )
            return None if wrong else FactIs(fact.name, "in", tuple(value["in"]), path)
        return self.problem(
            "C025",
            Words(
                f"`{fact.name}` 是选项，要写一个选项或 {{in: […]}}，却是 `{_show(value)}`",
                f"`{fact.name}` is a choice and takes a value or {{in: […]}}, found `{_show(value)}`",
            ),
            here,
            choices(known),
        )

    def problem(
        self, code: str, message: Words, path: Path, help_: Words | None = None, *, key: bool = False
    ) -> Expr | None:
        """Note a problem; there is no condition then, so the caller can return this."""
        if not is_aside(path, self.names.aside):
            self.problems.append(Diagnostic(code, message, self.located.at(path, key=key), help_))
        return None


def _show(value: Any) -> str:
    """A value as the author wrote it, shortened."""
    if isinstance(value, dict):
        text = "{" + ", ".join(f"{key}: {_show(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, list):
        text = "[" + ", ".join(map(_show, value)) + "]"
    elif value is None or isinstance(value, bool):
        text = {None: "null", True: "true", False: "false"}[value]
    else:
        text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
