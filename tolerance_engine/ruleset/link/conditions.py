"""Conditions: plain data in, typed `Expr` out. Every problem is reported where it stands, all together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tolerance_engine.diagnostics import choices
from tolerance_engine.expr import (
    All,
    AnyOf,
    ByReading,
    Count,
    Expr,
    Not,
)
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset.link.leaves import Leaves
from tolerance_engine.ruleset.written.stand_ins import FAULTY
from tolerance_engine.ruleset.written.validate import found_words
from tolerance_engine.source import Words

MAX_COUNTED = 60
"""Items of one at_least / at_most / exactly: their sum has to fit in a diagram terminal."""

_COUNTING = ("at_least", "at_most", "exactly")


@dataclass(slots=True)
class Conditions(Leaves):
    """Reads the conditions of one document, collecting `problems`."""

    inside_reading: bool = False

    def read(self, raw: Any, path: Path) -> Expr | None:
        """The condition at `path`; None after a problem was noted."""
        if raw == FAULTY:
            return None
        if not isinstance(raw, dict) or not raw:
            found = found_words(raw)
            return self.problem(
                "C001",
                Words(f"这里要写一个条件，却是{found.zh}", f"expected a condition, found {found.en}"),
                path,
                Words(
                    "条件形如 {事实: true}、{all: […]}、{not: …}",
                    "a condition looks like {fact: true}, {all: […]}, {not: …}",
                ),
            )
        keys = set(raw)
        for word in _COUNTING:
            if word in keys:
                return self._count(raw, word, path)
        if len(raw) != 1:
            return self.problem(
                "C002",
                Words(
                    f"一个条件只能有一个名称，这里有 {len(raw)} 个",
                    f"a condition names one thing; here are {len(raw)}",
                ),
                path,
                Words("几项都要成立时写 {all: [{…}, {…}]}", "when all must hold write {all: [{…}, {…}]}"),
            )
        ((key, value),) = raw.items()
        match key:
            case "all" | "any":
                args = self._several(value, (*path, key))
                if args is None:
                    return None
                return All(args, path) if key == "all" else AnyOf(args, path)
            case "not":
                arg = self.read(value, (*path, key))
                return Not(arg, path) if arg is not None else None
            case "by_reading":
                return self._by_reading(value, path)
            case _:
                return self.leaf(key, value, path)

    def _several(self, raw: Any, path: Path) -> tuple[Expr, ...] | None:
        if not isinstance(raw, list) or not raw:
            self.problem(
                "C003", Words("这里要写一串条件，不能为空", "expected a list of conditions, not empty"), path
            )
            return None
        read = [self.read(item, (*path, index)) for index, item in enumerate(raw)]
        good = tuple(item for item in read if item is not None)
        return good if len(good) == len(raw) else None

    def _count(self, raw: dict[str, Any], word: str, path: Path) -> Expr | None:
        for key in raw:
            if key not in (word, "of"):
                return self.problem(
                    "C004",
                    Words(
                        f"`{word}` 只与 `of` 同用，多出 `{key}`",
                        f"`{word}` goes with `of` alone, found `{key}`",
                    ),
                    (*path, key),
                    key=True,
                )
        if "of" not in raw:
            return self.problem("C004", Words(f"`{word}` 缺少 `of: […]`", f"`{word}` lacks `of: […]`"), path)
        args = self._several(raw["of"], (*path, "of"))
        if args is None and not (isinstance(raw["of"], list) and raw["of"]):
            return None
        number = raw[word]
        items = len(raw["of"]) if isinstance(raw["of"], list) else 0
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= items:
            return self.problem(
                "C005",
                Words(
                    f"`{word}` 要写 0 到 {items} 之间的整数，却是 `{number}`",
                    f"`{word}` takes a whole number from 0 to {items}, found `{number}`",
                ),
                (*path, word),
            )
        if items > MAX_COUNTED:
            return self.problem(
                "C005",
                Words(f"一次最多数 {MAX_COUNTED} 项", f"at most {MAX_COUNTED} items can be counted"),
                (*path, "of"),
            )
        if args is None:
            return None
        low = 0 if word == "at_most" else number
        high = items if word == "at_least" else number
        return Count(args, low, high, word, path)  # type: ignore[arg-type]

    def _by_reading(self, raw: Any, path: Path) -> Expr | None:
        here = (*path, "by_reading")
        if self.inside_reading:
            return self.problem(
                "C006",
                Words(
                    "`by_reading` 里不能再有 `by_reading`", "`by_reading` cannot stand inside `by_reading`"
                ),
                here,
                key=True,
            )
        if not self.check_by_reading(raw, here):
            return None
        self.inside_reading = True
        read = [(name, self.read(raw[name], (*here, name))) for name in self.names.readings]
        self.inside_reading = False
        good = tuple((name, item) for name, item in read if item is not None)
        return ByReading(good, path) if len(good) == len(read) else None

    def check_by_reading(self, raw: Any, path: Path) -> bool:
        """Whether `raw` is a mapping that names every reading and nothing else."""
        readings = self.names.readings
        if not isinstance(raw, dict) or set(raw) != set(readings):
            found = set(raw) if isinstance(raw, dict) else set()
            lack = "、".join(f"`{name}`" for name in readings if name not in found)
            more = "、".join(f"`{name}`" for name in sorted(found - set(readings)))
            detail = "；".join(part for part in (lack and f"缺 {lack}", more and f"多 {more}") if part)
            english = f"missing {lack or 'none'}, unknown {more or 'none'}"
            self.problem(
                "C006",
                Words(
                    f"`by_reading` 要逐一写出每个口径（{detail or '要写成映射'}）",
                    f"`by_reading` names every reading ({english})",
                ),
                path,
                choices(readings),
                key=True,
            )
            return False
        return True
