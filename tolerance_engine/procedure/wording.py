"""How a declared procedure is said: who may do a step, within what time, and what else a step asks for."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.procedure import DeclaredProcedure, Limit, SetIn, Span, Transition
from tolerance_engine.ruleset.procedure_words import UNITS
from tolerance_engine.source import Lang, Words

NOT_SPECIFIED = {
    "silent": Words("来源未载明", "not specified by source"),
    "unseen": Words(
        "来源未载明（原文未见全，所见材料未载）", "not specified by source (its full text was not seen)"
    ),
}
SHORT = Words("来源未载明", "not specified by source")
"""Where there is room for a few characters only."""
_PROMPTLY = Words("及时（来源未载明日数）", "promptly (no number of days in the source)")
DECIDES = {
    "decision": Words("作出认定", "decides"),
    "recommendation": Words("提出建议", "recommends"),
}
CLOCK = {
    "suspend": Words("中止期限", "stops the limits"),
    "resume": Words("恢复期限", "lets the limits go on"),
    "restart": Words("重新计算期限", "counts the limits anew"),
}
END = {
    "closed": Words("办结", "closed"),
    "refused": Words("不予受理", "not accepted"),
    "withdrawn": Words("撤回", "withdrawn"),
    "lapsed": Words("容错失效，结论不改写", "tolerance lapses, the verdict stands"),
}


def span_text(span: Span, lang: Lang) -> str:
    """A length of time with its own unit: never converted."""
    return f"{span.value} {UNITS[span.unit].in_lang(lang)}"


def parties_text(
    step: Transition, declared: DeclaredProcedure, lang: Lang, *, short: bool = False
) -> str | None:
    """Who may do the step; None where the declaration attaches nobody."""
    if step.by is None:
        return None
    if isinstance(step.by, str):
        return SHORT.in_lang(lang) if short else NOT_SPECIFIED[step.by].in_lang(lang)
    names = [declared.party_label(party).in_lang(lang) for party in step.parties]
    joined = ("、" if lang == "zh" else " or ").join(names)
    if step.routed:
        joined += "（依案情）" if lang == "zh" else " (by the case)"
    return joined


def limit_text(
    step: Transition, declared: DeclaredProcedure, lang: Lang, *, short: bool = False
) -> str | None:
    """Within what time; None where no limit is attached to the step."""
    within, zh = step.within, lang == "zh"
    match within:
        case None:
            return None
        case "promptly":
            return ("及时" if zh else "promptly") if short else _PROMPTLY.in_lang(lang)
        case "silent" | "unseen":
            return SHORT.in_lang(lang) if short else NOT_SPECIFIED[within].in_lang(lang)
        case SetIn(event=event):
            named = declared.event_label(event).in_lang(lang)
            return f"由“{named}”定" if zh else f"as set in “{named}”"
        case Limit(span=span, after=after, roll=roll):
            said = span_text(span, lang)
            if short:
                return said
            if after is not None:
                named = point_text(after, declared, lang)
                said += f"，自“{named}”之次日起" if zh else f" from the day after “{named}”"
            if roll:
                said += "，末日休息则顺延" if zh else ", moved on from a day of rest"
            return said


def point_text(name: str, declared: DeclaredProcedure, lang: Lang) -> str:
    """The name of an event or, where none has the name, of a stage."""
    if name not in declared.events and name in declared.stages:
        return declared.stages[name].label.in_lang(lang)
    return declared.event_label(name).in_lang(lang)


def demands(step: Transition, linked: Linked, declared: DeclaredProcedure, lang: Lang) -> Iterator[str]:
    """What else the step asks for or brings about, one short sentence each; conditions are told apart."""
    zh, joiner = lang == "zh", "、" if lang == "zh" else ", "

    def events(names: tuple[str, ...]) -> str:
        return joiner.join(point_text(name, declared, lang) for name in names)

    if step.after:
        yield f"须在“{events((step.after,))}”之后" if zh else f"after “{events((step.after,))}”"
    if step.before:
        yield f"须在“{events((step.before,))}”之前" if zh else f"before “{events((step.before,))}”"
    if step.outcomes:
        named = joiner.join(linked.outcome_label(outcome).in_lang(lang) for outcome in step.outcomes)
        yield f"限于结论：{named}" if zh else f"only for: {named}"
    if step.requires.established:
        named = joiner.join(name_of(name, linked, lang) for name in step.requires.established)
        yield f"先查明：{named}" if zh else f"established first: {named}"
    if step.requires.verdict:
        yield "规则须已能得出结论" if zh else "the rules must give one outcome"
    if step.requires.events:
        yield f"先有：{events(step.requires.events)}" if zh else f"first: {events(step.requires.events)}"
    if step.documents:
        named = joiner.join(
            declared.documents[d].in_lang(lang) if d in declared.documents else d for d in step.documents
        )
        yield f"附：{named}" if zh else f"with: {named}"
    if step.decides:
        yield DECIDES[step.decides].in_lang(lang)
    if step.notify:
        named = joiner.join(declared.party_label(party).in_lang(lang) for party in step.notify)
        yield f"告知：{named}" if zh else f"to be told: {named}"
    if step.clock:
        yield CLOCK[step.clock].in_lang(lang)
    if step.extends:
        most = step.extends.at_most
        length = NOT_SPECIFIED[most].in_lang(lang) if isinstance(most, str) else span_text(most, lang)
        named = events((step.extends.event,))
        yield (
            f"延长“{named}”的时限，至多 {length}"
            if zh
            else f"extends the limit of “{named}” by at most {length}"
        )
    if step.recuses:
        yield "回避的人此后不得再办" if zh else "who steps aside may act no more"
    if step.apart_from:
        yield (
            f"不得由办过“{events(step.apart_from)}”的人办"
            if zh
            else f"not by who did “{events(step.apart_from)}”"
        )
    if step.times:
        yield f"至多 {step.times} 次" if zh else f"at most {step.times} times"
    if step.late == "refused":
        yield "逾期不得再办" if zh else "not after its limit"
    if step.otherwise:
        named = declared.stages[step.otherwise].label.in_lang(lang)
        yield f"逾期则转入：{named}" if zh else f"once overdue: {named}"


def name_of(name: str, linked: Linked, lang: Lang) -> str:
    """The label of a fact, dimension or definition."""
    for section in (linked.facts, linked.dimensions, linked.definitions):
        if name in section:
            return section[name].label.in_lang(lang)
    return name
