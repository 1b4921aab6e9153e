"""The page of two versions: side by side, then which is lighter, then what that does not decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tolerance_engine.determine.shown.naming import outcome_runs
from tolerance_engine.determine.shown.wording import MODALITY, outcome_text
from tolerance_engine.render.page import (
    Block,
    Fields,
    Heading,
    Inline,
    Note,
    Page,
    Paragraph,
    Run,
    Table,
    inline,
)
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.analysis.versions.old_and_new import OldAndNew, Side

_TEMPORAL = {
    "conduct": Words("适用行为时的版本", "the version of the conduct applies"),
    "determination": Words("适用认定时的版本", "the version of the determination applies"),
    "old_unless_lighter": Words("从旧兼从轻", "the old version unless the new one is lighter"),
    "not_specified": Words("来源未载明", "not specified by source"),
}
_LIGHTER = {
    "old": Words("旧版本的结果较轻。", "The old version is lighter."),
    "new": Words("新版本的结果较轻。", "The new version is lighter."),
    "same": Words("两个版本的结果轻重相同。", "Both versions come to the same."),
    "open": Words(
        "哪个版本较轻，取决于尚未查明的事实。", "Which is lighter depends on facts not established."
    ),
    "incomparable": Words(
        "两个结果不能比较轻重：有一个不在轻重次序之内，或者两个版本的次序对不上。",
        "The outcomes cannot be compared: one is off the scale, or the two scales do not fit together.",
    ),
}
_POINTS = {
    "old": Words("若从旧兼从轻，指向旧版本。", "“Old unless lighter” points to the old version."),
    "new": Words("若从旧兼从轻，指向新版本。", "“Old unless lighter” points to the new version."),
    None: Words("若从旧兼从轻，现在还不能指向哪一个。", "“Old unless lighter” does not point to either yet."),
}
_ADVICE = Words(
    "以上是比较的结果，不是选择。适用哪个版本，由有权机关依规定决定。",
    "This is the result of a comparison, not a choice. The competent body decides which version applies.",
)


def old_and_new_page(answer: OldAndNew, lang: Lang) -> Page:
    """Both versions side by side, which is lighter, and what the rules say of the date."""
    zh = lang == "zh"
    dates = (
        ("行为日期" if zh else "Conduct", inline(str(answer.old.day))),
        ("认定日期" if zh else "Determination", inline(str(answer.new.day))),
        ("适用哪个版本" if zh else "Which applies", inline(_TEMPORAL[answer.temporal].in_lang(lang))),
    )
    header = ("", "行为时（旧）", "认定时（新）") if zh else ("", "Conduct (old)", "Determination (new)")
    told = zip(_told(answer.old, lang), _told(answer.new, lang), strict=True)
    rows = tuple((inline(Run(name, "strong")), left, right) for (name, left), (_, right) in told)
    blocks: list[Block] = [Fields(dates), Table(header, rows)]
    blocks += _pairs(answer, lang)
    blocks += [Paragraph(inline(text)) for text in _said(answer, lang)]
    blocks.append(Note(inline(_ADVICE.in_lang(lang)), "muted"))
    title = f"{answer.ruleset}：新旧版本对照" if zh else f"{answer.ruleset}: old and new version"
    return Page(title, tuple(blocks), lang)


def _told(side: Side, lang: Lang) -> Iterator[tuple[str, Inline]]:
    """What one version says, row by row."""
    zh, verdict = lang == "zh", side.verdict
    rows = ("版本", "口径", "结果", "依据条款") if zh else ("Version", "Reading", "Outcome", "Clauses")
    if verdict is None:
        assert side.missing is not None
        yield rows[0], inline(side.missing.message.in_lang(lang))
        yield from ((name, inline("—")) for name in rows[1:])
        return
    linked = verdict.ruleset.linked
    end = linked.in_force.last_text
    open_end = "来源未载明" if zh else "not specified"
    last = open_end if end == "not_specified" else end
    yield rows[0], inline(f"{linked.in_force.first_text} — {last}")
    label = linked.readings[verdict.reading].in_lang(lang)
    yield rows[1], inline(label, Run(f" {verdict.reading}", "muted"))
    modality = MODALITY[verdict.modality].in_lang(lang) if verdict.modality else ""
    said = (f"（{modality}）" if zh else f" ({modality})") if modality else ""
    yield rows[2], outcome_runs(verdict, verdict.possible, lang) + inline(said)
    clauses = {clause.id: clause.label.in_lang(lang) for clause in linked.clauses}
    deciding = "；".join(f"{name} {clauses[name]}" for name in verdict.applies)
    none = ("没有条款适用" if zh else "no clause applies") if verdict.decided else "—"
    yield rows[3], inline(deciding or none)


def _pairs(answer: OldAndNew, lang: Lang) -> Iterator[Block]:
    """What can come out together, where more than one thing can."""
    old, new = answer.old.verdict, answer.new.verdict
    if old is None or new is None or answer.same_version or len(answer.pairs) < 2:
        return
    zh = lang == "zh"
    yield Heading(inline("尚未查明的事实会带来" if zh else "What is open can lead to"), 2)
    rows = tuple(
        (inline(outcome_text(old.ruleset, left, lang)), inline(outcome_text(new.ruleset, right, lang)))
        for left, right in answer.pairs
    )
    yield Table(("旧版本", "新版本") if zh else ("Old", "New"), rows)


def _said(answer: OldAndNew, lang: Lang) -> Iterator[str]:
    if answer.same_version:
        same = Words("两个日期用的是同一个版本。", "One version is in force on both dates.")
        yield same.in_lang(lang)
    elif answer.lighter is None:
        lone = Words("只有一个日期有有效的版本，无从比较。", "Only one of the dates has a version in force.")
        yield lone.in_lang(lang)
    else:
        yield _LIGHTER[answer.lighter].in_lang(lang)
        yield _POINTS[answer.old_unless_lighter].in_lang(lang)
