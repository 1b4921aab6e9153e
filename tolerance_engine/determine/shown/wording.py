"""Wording: how the parts of a verdict are said, in Chinese and in English.

What is not established is never said to be absent, and a possible wording (可以) never becomes a duty (应当).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tolerance_engine.determine.explain.explanation import Derived, Given
from tolerance_engine.ruleset.model import Fact, Linked
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Label, Lang, Words

VALUES = {
    "favourable": Words("有利", "favourable"),
    "adverse": Words("不利", "adverse"),
    "mixed": Words("有利与不利并存", "mixed"),
    "neither": Words("两面都不符合", "neither"),
    "some_favourable": Words("有有利的一面", "favourable in part"),
    "some_adverse": Words("有不利的一面", "adverse in part"),
    "not_established": Words("尚未查明", "not established"),
    True: Words("是", "yes"),
    False: Words("否", "no"),
}
TRUTHS = (Words("不成立", "does not hold"), Words("尚未查明", "not established"), Words("成立", "holds"))
APPLIES = (
    Words("不适用", "does not apply"),
    Words("是否适用，尚未查明", "not established whether it applies"),
    Words("适用", "applies"),
)
MARKS = ("×", "？", "√")
"""Signs that every Chinese code page has."""
ROLES = {
    "exclusion": Words("不予容错情形", "exclusion"),
    "ground": Words("容错情形", "ground"),
    "adverse": Words("不利情形", "adverse ground"),
    "exception": Words("例外", "exception"),
}
MODALITY = {
    "must": Words("应当", "must"),
    "generally": Words("一般应", "generally"),
    "may": Words("可以", "may"),
}
BASIS = {
    "stated": Words("来源明示", "stated by the source"),
    "implied": Words("由来源推出", "implied by the source"),
    "interpretation": Words("理解口径，来源未这样说", "interpretation, not said by the source"),
}
SEEN = {
    "full": Words("读到全文", "full text read"),
    "excerpt": Words("只见节选", "excerpt read"),
    "summary": Words("只见概述", "summary only"),
}
WHO = {
    "investigator": Words("核查组", "investigator"),
    "applicant": Words("当事人", "applicant"),
    "unit": Words("所在单位", "unit"),
    "superior": Words("上级部门", "superior body"),
    "auditor": Words("审计部门", "auditor"),
    "expert": Words("专业机构", "expert"),
    "regulator": Words("主管部门", "regulator"),
}
SILENCE = {
    "silent": Words("通读来源，未作规定", "the source is silent"),
    "unseen": Words("所见材料未载", "not in the text seen"),
}
_TESTS = {
    "at_most": Words("不超过 {}", "at most {}"),
    "at_least": Words("不少于 {}", "at least {}"),
    "more_than": Words("超过 {}", "more than {}"),
    "less_than": Words("少于 {}", "less than {}"),
    "before": Words("早于 {}", "before {}"),
    "on_or_before": Words("不晚于 {}", "on or before {}"),
    "after": Words("晚于 {}", "after {}"),
    "on_or_after": Words("不早于 {}", "on or after {}"),
}
_UNITS = {
    "CNY": Words("元", "CNY"),
    "day": Words("日", "days"),
    "working_day": Words("个工作日", "working days"),
    "month": Words("个月", "months"),
}


def value_text(value: Any, fact: Fact | None, lang: Lang) -> str:
    """A value of a fact, or of a finding when `fact` is None."""
    if isinstance(value, tuple | list):
        joiner = " or " if lang == "en" else " 或 "
        return joiner.join(value_text(item, fact, lang) for item in value)
    if isinstance(value, bool):
        return VALUES[value].in_lang(lang)
    if fact is not None and fact.type == "choice":
        return dict(fact.values).get(value, Label(str(value))).in_lang(lang)
    if isinstance(value, int | Decimal):
        unit = _UNITS.get(fact.unit or "", Words(fact.unit or "", fact.unit or "")) if fact else Words("", "")
        return (
            f"{value:,f} {unit.in_lang(lang)}".strip()
            if isinstance(value, Decimal)
            else f"{value:,} {unit.in_lang(lang)}".strip()
        )
    if isinstance(value, date):
        return value.isoformat()
    return VALUES[value].in_lang(lang) if value in VALUES else str(value)


def outcome_text(ruleset: Ruleset, outcome: str, lang: Lang) -> str:
    """An outcome's name; a range says what the deciding body may still choose from."""
    label = ruleset.linked.outcome_label(outcome).in_lang(lang)
    declared = {o.id: o for o in ruleset.linked.outcomes}.get(outcome)
    if declared is not None and declared.range:
        inside = [
            ruleset.linked.outcome_label(r).in_lang(lang)
            if r in {o.id for o in ruleset.linked.outcomes}
            else r
            for r in declared.range
        ]
        joined = "、".join(inside) if lang == "zh" else ", ".join(inside)
        return f"{label}（幅度：{joined}）" if lang == "zh" else f"{label} (range: {joined})"
    return label


def role_of(kind: str, then: str | None, linked: Linked) -> str:
    """The role in which a clause is told: a ground for the worst outcome is no ground for tolerance."""
    return "adverse" if kind == "ground" and then is not None and then == linked.worst else kind


def role_text(kind: str, then: str | None, linked: Linked, lang: Lang) -> str:
    """What a clause is called, in the words of the question that the ruleset answers."""
    role = role_of(kind, then, linked)
    for scale in linked.scales[:1]:
        if role in scale.clauses:
            return scale.clauses[role].in_lang(lang)
    return ROLES[role].in_lang(lang)


def node_text(
    node: Given | Derived, facts: dict[str, Fact], lang: Lang, *, linked: Linked | None = None
) -> str:
    """One node in one line, without its mark. `linked`, for a clause, is the ruleset that it is part of."""
    if isinstance(node, Given):
        return _given(node, facts, lang) + _settled(node, lang)
    return _derived(node, lang, linked) + ("" if node.site.kind == "clause" else _settled(node, lang))


def _given(node: Given, facts: dict[str, Fact], lang: Lang) -> str:
    site, label = node.site, node.site.label.in_lang(lang) if node.site.label else node.site.id
    if site.kind == "finding":
        wanted = VALUES[site.extra.get("asked", site.extra.get("wanted"))].in_lang(lang)
        if node.state == "not_established":
            return (
                f"{label}：要求{wanted}，尚未认定"
                if lang == "zh"
                else f"{label}: wants {wanted}, no finding yet"
            )
        value = value_text(node.value, None, lang)
        return (
            f"{label}：要求{wanted}，认定意见为{_apart(value)}"
            if lang == "zh"
            else f"{label}: wants {wanted}, found {value}"
        )
    fact = facts[site.extra["fact"]]
    wanted = test_text(site.extra["test"], site.extra["operand"], fact, lang)
    if node.state == "not_established":
        found = Words("尚未查明", "not established")
    elif node.state == "conflicting":
        values = value_text(node.value, fact, lang)
        found = Words(f"证据不一致（{values}），尚未查明", f"evidence conflicts ({values}), not established")
    elif node.state == "narrowed":
        values = value_text(node.value, fact, lang)
        found = Words(f"已缩小为 {values}", f"narrowed to {values}")
    else:
        values = value_text(node.value, fact, lang)
        found = Words(f"查明为{_apart(values)}", f"established: {values}")
    return f"{label}：要求{wanted}，{found.zh}" if lang == "zh" else f"{label}: wants {wanted}; {found.en}"


def test_text(test: str, operand: Any, fact: Fact, lang: Lang) -> str:
    """What a condition wants of a fact."""
    text = value_text(operand, fact, lang)
    return text if test in ("is", "in") else _TESTS[test].in_lang(lang).format(text)


def _derived(node: Derived, lang: Lang, linked: Linked | None) -> str:
    site = node.site
    label = site.label.in_lang(lang) if site.label else ""
    count = len(node.because)
    zh = lang == "zh"
    match site.kind:
        case "all":
            return f"以下 {count} 项同时成立" if zh else f"all of the following {count}"
        case "any":
            return f"以下 {count} 项至少一项成立" if zh else f"at least one of the following {count}"
        case "not":
            return "以下并非如此" if zh else "not the following"
        case "count":
            return count_text(site.extra["word"], site.extra["low"], site.extra["high"], count, lang)
        case "definition":
            wanted = site.extra["wanted"]
            if zh:
                return f"符合「{label}」" if wanted else f"不符合「{label}」"
            return f"meets “{label}”" if wanted else f"does not meet “{label}”"
        case "dimension":
            asked = VALUES[site.extra["asked"]].in_lang(lang)
            return f"{label}：要求{asked}" if zh else f"{label}: wants {asked}"
        case "pole":
            side = VALUES[site.id.rsplit(".", 1)[1]].in_lang(lang)
            return f"{side}的一面：{label}" if zh else f"{side} side: {label}"
        case "unless":
            return "但书（成立则本条不适用）" if zh else "unless (the clause does not apply if this holds)"
        case "disabled_by":
            return (
                f"例外「{site.id}」（适用则本条不适用）：{label}"
                if zh
                else f"exception “{site.id}” (disables the clause if it applies): {label}"
            )
        case "clause_applies":
            return f"条款「{site.id}」适用" if zh else f"the clause “{site.id}” applies"
        case "clause":
            kind, then = site.extra["role"], site.extra["then"]
            role = role_text(kind, then, linked, lang) if linked else ROLES[kind].in_lang(lang)
            return f"［{role}］{label}" if zh else f"[{role}] {label}"
        case "scope":
            return (
                f"适用范围{'：' + label if label else ''}" if zh else f"scope{': ' + label if label else ''}"
            )
        case "default":
            return f"以上都不适用时：{label}" if zh else f"when none of these applies: {label}"
        case _:
            return label


def count_text(word: str, low: int, high: int, count: int, lang: Lang) -> str:
    """At least, at most or exactly so many; all and none in plain words."""
    zh = lang == "zh"
    if low == count:
        return f"以下 {count} 项全部成立" if zh else f"all of the following {count}"
    if high == 0:
        return f"以下 {count} 项都不成立" if zh else f"none of the following {count}"
    number = high if word == "at_most" else low
    said = {"at_least": "至少", "at_most": "至多", "exactly": "恰好"}[word]
    return (
        f"以下 {count} 项中{said} {number} 项成立"
        if zh
        else f"{word.replace('_', ' ')} {number} of the following {count}"
    )


def _apart(text: str) -> str:
    """A space before what starts with a Latin letter or digit, none before Chinese."""
    return f" {text}" if text[:1].isascii() else text


def applies_text(node: Given | Derived, lang: Lang) -> str:
    """Whether a clause applies; and that open facts cannot change it, where that is so."""
    if node.settled is None:
        return APPLIES[node.truth].in_lang(lang)
    said = APPLIES[node.settled].in_lang(lang)
    return f"{said}（无论未查明的事实如何）" if lang == "zh" else f"{said}, whatever the open facts are"


def _settled(node: Given | Derived, lang: Lang) -> str:
    if node.settled is None:
        return ""
    if lang == "zh":
        return (
            "（无论未查明的事实如何，都成立）" if node.settled == 2 else "（无论未查明的事实如何，都不成立）"
        )
    return (
        " (holds whatever the open facts are)"
        if node.settled == 2
        else " (fails whatever the open facts are)"
    )
