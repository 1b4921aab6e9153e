"""Verification: one record against its own chain, a head kept elsewhere, and the rules played again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import ToleranceError
from tolerance_engine.procedure.calendar import Calendar
from tolerance_engine.procedure.dossier import replayed
from tolerance_engine.procedure.record import Head, Log
from tolerance_engine.procedure.record.log import mismatch
from tolerance_engine.render.page import Block, Fields, Inline, Note, Page, Run, inline
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang

Rulesets = Callable[[Mapping[str, Any]], Ruleset]
"""The ruleset for what a record was opened with; raises ToleranceError when there is none."""


@dataclass(frozen=True, eq=False)
class RecordCheck(Presentable):
    """What was compared and what came out. `problems` is empty when everything holds.

    head      the record's own head; None when the record could not be read at all
    against   whether it was compared with a head kept elsewhere: without one, a cut end cannot show
    replayed  how many events were played again and led to the recorded state
    """

    record: str
    head: Head | None
    against: bool
    replayed: int
    problems: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def as_data(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data."""
        return {
            "record": self.record,
            "sound": self.sound,
            "head": self.head.as_data() if self.head else None,
            "against_head": self.against,
            "replayed": self.replayed,
            "problems": [each.as_dict(lang) for each in self.problems],
            "notes": [each.as_dict(lang) for each in self.notes],
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The findings as a neutral page."""
        zh = lang == "zh"
        blocks: list[Block] = [Fields(tuple(self._rows(lang)))]
        blocks += [Note(inline(f"{each.code} {each.message.in_lang(lang)}"), "bad") for each in self.problems]
        blocks += [Note(inline(f"{each.code} {each.message.in_lang(lang)}"), "open") for each in self.notes]
        return Page(f"核对记录 {self.record}" if zh else f"Record {self.record} checked", tuple(blocks), lang)

    def _rows(self, lang: Lang) -> Iterator[tuple[str, Inline]]:
        zh = lang == "zh"
        good, bad = ("相符", "不符") if zh else ("sound", "not sound")
        yield ("结论" if zh else "Result"), inline(Run(good, "good") if self.sound else Run(bad, "bad"))
        if self.head is not None:
            entries = f"{self.head.length} 条" if zh else f"{self.head.length} entries"
            yield ("记录" if zh else "Record"), inline(entries, Run(f" {self.head.algorithm}", "muted"))
            yield ("末条摘要值" if zh else "Hash of the last"), inline(self.head.hash)
        if self.against:
            compared = inline("已比对" if zh else "compared")
        else:
            said = "没有比对：看不出末尾是否缺少" if zh else "not compared: a cut end cannot show"
            compared = inline(Run(said, "open"))
        yield ("另存的摘要" if zh else "Head kept elsewhere"), compared
        yield (
            ("重放一致" if zh else "Played again alike"),
            inline(f"{self.replayed} 个事件" if zh else f"{self.replayed} events"),
        )


def check_record(
    record: str,
    read: Callable[[], Log],
    rulesets: Rulesets,
    *,
    head: Head | None = None,
    calendar: Calendar | None = None,
) -> RecordCheck:
    """Read a record and compare it; whatever is wrong is a finding, not an exception."""
    try:
        log = read()
    except ToleranceError as error:
        return RecordCheck(record, None, False, 0, error.diagnostics)
    problems: list[Diagnostic] = []
    if head is not None and (found := mismatch(log, head)) is not None:
        problems.append(found)
    try:
        again = replayed(log, rulesets(log.about), calendar=calendar)
    except ToleranceError as error:
        return RecordCheck(log.record, log.head, head is not None, 0, (*problems, *error.diagnostics))
    found_again = (*problems, *again.problems)
    return RecordCheck(log.record, log.head, head is not None, again.events, found_again, again.notes)
