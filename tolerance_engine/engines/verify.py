"""Verify: a verdict's receipt against the ruleset and the case at hand - the same, or just what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_engine.determine import Case
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.engines.select import determine
from tolerance_engine.errors import CaseError
from tolerance_engine.render.page import Block, Note, Page, Run, Table, inline
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset import Ruleset
from tolerance_engine.source import Lang, Words

_KEYS = (
    "engine",
    "format",
    "rulesets",
    "vocabulary",
    "reading",
    "case",
    "conduct_date",
    "determination_date",
)
_NAMES = {
    "engine": Words("引擎的版本", "version of the engine"),
    "format": Words("格式", "format"),
    "rulesets": Words("规则", "rules"),
    "vocabulary": Words("共用词汇", "shared vocabulary"),
    "reading": Words("理解口径", "reading"),
    "case": Words("案件", "case"),
    "conduct_date": Words("行为日期", "conduct date"),
    "determination_date": Words("认定日期", "determination date"),
}
_INPUTS = ("rulesets", "vocabulary", "reading", "case", "conduct_date", "determination_date")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as recorded. `name` is a key of the receipt, or of the verdict after `result.`."""

    name: str
    recorded: Any
    found: Any


@dataclass(frozen=True, eq=False)
class Verification(Presentable):
    """Whether the verdict of a receipt is given again.

    same       nothing at all differs
    same_inputs  rules, case, reading and dates are the recorded ones, whatever engine decides now
    same_result  the verdict is the recorded one; None when only a receipt was given, which holds no result
    """

    differences: tuple[Difference, ...]
    same_result: bool | None

    @property
    def same(self) -> bool:
        """Nothing differs."""
        return not self.differences

    @property
    def same_inputs(self) -> bool:
        """Rules, case, reading and dates are the recorded ones."""
        return not any(each.name in _INPUTS for each in self.differences)

    def as_data(self) -> dict[str, Any]:
        """Plain data."""
        differences = [{"name": d.name, "recorded": d.recorded, "found": d.found} for d in self.differences]
        return {
            "same": self.same,
            "same_inputs": self.same_inputs,
            "same_result": self.same_result,
            "differences": differences,
        }

    def page(self, lang: Lang = "zh") -> Page:
        """What differs, as a neutral page."""
        zh = lang == "zh"
        blocks: list[Block] = []
        if self.same:
            said = "相符：规则、案件、口径、日期" if zh else "the same: rules, case, reading, dates"
            if self.same_result:
                said += "和结论都与当时一致" if zh else " and verdict"
            elif zh:
                said += "与当时一致"
            blocks.append(Note(inline(said), "good"))
        else:
            rows = tuple(
                (
                    inline(_named(each.name, lang)),
                    inline(_short(each.recorded)),
                    inline(Run(_short(each.found), "bad")),
                )
                for each in self.differences
            )
            header = ("哪里不符", "当时", "现在") if zh else ("What differs", "Then", "Now")
            blocks.append(Table(header, rows))
        return Page("核对结论" if zh else "Verdict checked", tuple(blocks), lang)


def verify(receipt: Mapping[str, Any], ruleset: Ruleset, case: Case | Mapping[str, Any]) -> Verification:
    """Decide again and compare with a `receipt`, or with the whole data of a verdict, which holds one.

    The reading and the engine are those of the receipt. Raises CaseError (F270) for what is no receipt;
    EngineUnavailable when it was the second engine that decided and it is not installed.
    """
    whole = receipt if isinstance(receipt.get("receipt"), Mapping) else None
    recorded = receipt["receipt"] if whole is not None else receipt
    if (
        not isinstance(recorded, Mapping)
        or set(recorded) != set(_KEYS)
        or not isinstance(recorded["engine"], Mapping)
    ):
        message = Words("这不是结论的凭据", "this is not the receipt of a verdict")
        help_ = Words(
            "用 verdict.receipt，或者 determine --json 的输出",
            "use verdict.receipt, or what determine --json prints",
        )
        raise CaseError([Diagnostic("F270", message, help=help_)])
    reading = recorded["reading"]
    known = reading if reading in ruleset.readings else None
    durable = recorded["engine"].get("decided_by") == "durable"
    verdict = determine(ruleset, case, reading=known, engine="durable" if durable else "diagram")
    differences = list(_compared("", recorded, dict(verdict.receipt), _KEYS))
    if whole is None:
        return Verification(tuple(differences), None)
    now = plain(verdict.model_dump())
    keys = [key for key in sorted({*whole, *now}) if key != "receipt"]
    results = list(_compared("result.", whole, now, keys))
    return Verification((*differences, *results), not results)


def _compared(
    prefix: str, recorded: Mapping[str, Any], found: Mapping[str, Any], keys: tuple[str, ...] | list[str]
) -> Iterator[Difference]:
    for key in keys:
        then, now = plain(recorded.get(key)), plain(found.get(key))
        if then != now:
            yield Difference(prefix + key, then, now)


def _named(name: str, lang: Lang) -> str:
    if name.startswith("result."):
        key = name.removeprefix("result.")
        return f"结论的 {key}" if lang == "zh" else f"{key} of the verdict"
    return _NAMES[name].in_lang(lang)


def _short(value: Any) -> str:
    """A value in a table: hashes by their beginning."""
    if isinstance(value, str):
        return value[:12] + "…" if len(value) == 64 else value
    if isinstance(value, Mapping):
        return "，".join(_short(item) for item in value.values())
    if isinstance(value, list):
        shown = "；".join(_short(item) for item in value)
        return shown if len(shown) <= 120 else shown[:119] + "…"
    return "—" if value is None else str(value)
