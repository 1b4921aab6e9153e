"""Side names: what the two are called throughout a page, as short as tells them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.shown import wording as say
from tolerance_engine.render.page import Tone
from tolerance_engine.source import Lang

TONES: dict[str, Tone] = {"stricter": "bad", "looser": "good", "incomparable": "open", "equal": "muted"}
"""How each relation is coloured: the second against the first."""

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.result import Diff
    from tolerance_engine.analysis.compare.witness import Witness


def side_names(diff: Diff, lang: Lang) -> tuple[str, str]:
    """Regions where they differ, else readings, else dates of coming into force, else before and after."""
    a, b = diff.a.linked, diff.b.linked
    regions = [linked.region.in_lang(lang) if linked.region else linked.id for linked in (a, b)]
    readings = [
        linked.readings[reading].in_lang(lang) for linked, reading in zip((a, b), diff.reading, strict=True)
    ]
    versions = [linked.in_force.first_text for linked in (a, b)]
    dated = [f"{text}版" if lang == "zh" else f"version {text}" for text in versions]
    for one, other in (regions, (a.id, b.id), readings, dated):
        if one != other:
            return one, other
    return ("改前", "改后") if lang == "zh" else ("Before", "After")


def fact_name(diff: Diff, name: str, lang: Lang) -> str:
    """A fact, dimension or definition in words, whichever of the two knows it."""
    for linked in (diff.a.linked, diff.b.linked):
        part: Any = linked.facts.get(name) or linked.dimensions.get(name) or linked.definitions.get(name)
        if part is not None:
            return str(part.label.in_lang(lang))
    for variable in diff._joint.variables:
        if variable.name == name and variable.fact is not None:
            return variable.fact.label.in_lang(lang)
    return name


def told(diff: Diff, witness: Witness, lang: Lang) -> str:
    """What is otherwise than in the typical case, in one line."""
    facts = {variable.name: variable.fact for variable in diff._joint.variables}
    values = {**witness.facts, **witness.findings}
    colon, joiner = ("：", "；") if lang == "zh" else (": ", "; ")
    return joiner.join(
        f"{fact_name(diff, name, lang)}{colon}{say.value_text(values[name], facts[name], lang)}"
        for name in witness.differs
    )
