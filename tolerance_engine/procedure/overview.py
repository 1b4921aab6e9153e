"""A declared procedure laid out for reading, and the same as plain data: what `tolerance procedure show` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from tolerance_engine.determine.shown.overview import condition_branch, ground_line
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.determine.shown.wording import MODALITY
from tolerance_engine.procedure.wording import END, NOT_SPECIFIED, demands, limit_text, parties_text
from tolerance_engine.render.page import (
    Block,
    Branch,
    Fields,
    Heading,
    Inline,
    Note,
    Page,
    Run,
    Table,
    Tree,
    inline,
)
from tolerance_engine.ruleset.grounds import Ground
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.procedure import DeclaredProcedure, EffectRule, Party, Transition
from tolerance_engine.source import Lang


def declared_page(linked: Linked, declared: DeclaredProcedure, lang: Lang) -> Page:
    """Stages, steps with who, when, conditions and sources, parties, and what follows from each outcome."""
    zh = lang == "zh"
    label = declared.label.in_lang(lang) if declared.label else ("程序" if zh else "procedure")
    blocks: list[Block] = [Fields(tuple(_summary(linked, declared, lang)))]
    stages = tuple(
        (
            inline(stage.label.in_lang(lang)),
            inline(END[stage.end].in_lang(lang) if stage.end else "—"),
            inline(Run(name, "muted")),
        )
        for name, stage in declared.stages.items()
    )
    header = ("阶段", "结束方式", "标识") if zh else ("Stage", "End", "Id")
    blocks += [Heading(inline("阶段" if zh else "Stages"), 2), Table(header, stages)]
    branches = tuple(_step(step, linked, declared, lang) for step in declared.transitions)
    blocks += [Heading(inline("步骤" if zh else "Steps"), 2), Tree(branches)]
    bodies = tuple(_party(party, lang) for party in declared.parties.values() if party.kind == "body")
    if bodies:
        header = ("机关", "组成", "标识") if zh else ("Body", "Members", "Id")
        blocks += [Heading(inline("机关" if zh else "Bodies"), 2), Table(header, bodies)]
    blocks += [Heading(inline("结果运用" if zh else "Effects"), 2), *_effects(linked, lang)]
    return Page(
        f"{linked.title.in_lang(lang)}：{label}" if zh else f"{linked.title.in_lang(lang)}: {label}",
        tuple(blocks),
        lang,
    )


def _summary(linked: Linked, declared: DeclaredProcedure, lang: Lang) -> Iterator[tuple[str, Inline]]:
    zh = lang == "zh"
    yield ("规则集" if zh else "Ruleset"), inline(linked.id)
    if declared.modality:
        yield ("语气" if zh else "Wording"), inline(MODALITY[declared.modality].in_lang(lang))
    ground = ground_line(linked, declared.ground, lang)
    if ground:
        yield ("依据" if zh else "Basis"), ground


def _step(step: Transition, linked: Linked, declared: DeclaredProcedure, lang: Lang) -> Branch:
    zh = lang == "zh"
    joiner = "、" if zh else ", "
    sources = joiner.join(declared.stages[name].label.in_lang(lang) for name in step.sources)
    start = "启动" if zh else "start"
    stays = "阶段不变" if zh else "the stage stays"
    to = declared.stages[step.to].label.in_lang(lang) if step.to else stays
    modality = f"（{MODALITY[step.modality].in_lang(lang)}）" if step.modality else ""
    text = inline(
        Run(step.label.in_lang(lang), "strong"),
        Run(f" {step.event}", "muted"),
        f"{modality}：{sources or start} → {to}" if zh else f"{modality}: {sources or start} → {to}",
    )
    children = []
    by = parties_text(step, declared, lang)
    if by is not None:
        children.append(Branch(inline("由谁：" if zh else "by whom: ", _open(by, step.by))))
    limit = limit_text(step, declared, lang)
    if limit is not None:
        children.append(Branch(inline("时限：" if zh else "limit: ", _open(limit, step.within))))
    if step.when is not None:
        said = condition_branch(linked, step.when, lang)
        children.append(Branch(inline("条件：" if zh else "condition: ") + said.text, said.children))
    children += [Branch(inline(said)) for said in demands(step, linked, declared, lang)]
    return Branch(text, tuple(children), note=ground_line(linked, step.ground, lang))


def _open(said: str, value: object) -> Run:
    """What the source leaves open is drawn as open."""
    return Run(said, "open") if value in ("silent", "unseen", "promptly") else Run(said)


def _party(party: Party, lang: Lang) -> tuple[Inline, Inline, Inline]:
    members = party.members
    if members is None:
        said = inline("—")
    elif isinstance(members, str):
        said = inline(Run(NOT_SPECIFIED[members].in_lang(lang), "open"))
    else:
        said = inline(("、" if lang == "zh" else ", ").join(members))
    return inline(party.label.in_lang(lang)), said, inline(Run(party.name, "muted"))


def _effects(linked: Linked, lang: Lang) -> Iterator[Block]:
    zh = lang == "zh"
    if not linked.effects:
        said = "未作声明" if zh else "not declared"
        yield Note(inline(said), "muted")
        return
    roots = []
    for outcome, rules in linked.effects.items():
        label = inline(
            Run(linked.outcome_label(outcome).in_lang(lang), "strong"), Run(f" {outcome}", "muted")
        )
        if isinstance(rules, str):
            said = NOT_SPECIFIED[rules].in_lang(lang)
            roots.append(Branch((*label, *inline("：" if zh else ": ", Run(said, "open")))))
        else:
            roots.append(Branch(label, tuple(_effect(linked, rule, lang) for rule in rules)))
    yield Tree(tuple(roots))


def _effect(linked: Linked, rule: EffectRule, lang: Lang) -> Branch:
    zh = lang == "zh"
    modality = f"（{MODALITY[rule.modality].in_lang(lang)}）" if rule.modality else ""
    after = ""
    if rule.after and linked.procedure:
        named = linked.procedure.event_label(rule.after).in_lang(lang)
        after = f"，自“{named}”起" if zh else f", from “{named}” on"
    return Branch(
        inline(rule.label.in_lang(lang), modality, after), note=ground_line(linked, rule.ground, lang)
    )


def declared_data(linked: Linked, declared: DeclaredProcedure) -> dict[str, Any]:
    """The declared procedure as plain data. Conditions are told in words; the ruleset file has them as written."""
    return {
        "ruleset": linked.id,
        "procedure_sha256": linked.procedure_digest,
        "label": declared.label.zh if declared.label else None,
        "modality": declared.modality,
        **_ground(declared.ground),
        "stages": [
            {"id": name, "label": stage.label.zh, "end": stage.end} for name, stage in declared.stages.items()
        ],
        "parties": [
            {"id": party.name, "label": party.label.zh, "kind": party.kind, "members": plain(party.members)}
            for party in declared.parties.values()
        ],
        "outside": {name: label.zh for name, label in declared.outside.items()},
        "steps": [_step_data(step, linked) for step in declared.transitions],
        "effects": {
            outcome: rules if isinstance(rules, str) else [_effect_data(rule) for rule in rules]
            for outcome, rules in linked.effects.items()
        },
    }


def _step_data(step: Transition, linked: Linked) -> dict[str, Any]:
    by: Any = step.by
    if isinstance(step.by, tuple):
        by = [{"when": _condition(linked, route.when), "parties": list(route.parties)} for route in step.by]
    return {
        "event": step.event,
        "label": step.label.zh,
        "start": step.is_start,
        "from": list(step.sources),
        "to": step.to,
        "by": by,
        "within": _plain(step.within),
        "late": step.late,
        "else": step.otherwise,
        "when": _condition(linked, step.when),
        "outcome": list(step.outcomes),
        "requires": _plain(step.requires),
        "document": list(step.documents),
        "notify": list(step.notify),
        "decides": step.decides,
        "clock": step.clock,
        "extends": _plain(step.extends),
        "recuses": step.recuses,
        "apart_from": list(step.apart_from),
        "times": step.times,
        "modality": step.modality,
        "after": step.after,
        "before": step.before,
        **_ground(step.ground),
    }


def _condition(linked: Linked, expr: Any) -> Any:
    def told(branch: Branch) -> Any:
        said = "".join(run.text for run in branch.text)
        return {said: [told(child) for child in branch.children]} if branch.children else said

    return None if expr is None else told(condition_branch(linked, expr, "zh"))


def _effect_data(rule: EffectRule) -> dict[str, Any]:
    named = {"topic": rule.topic, "label": rule.label.zh, "after": rule.after, "modality": rule.modality}
    return {**named, **_ground(rule.ground)}


def _ground(ground: Ground) -> dict[str, Any]:
    cite = [{"source": each.source, "at": each.at, "seen": each.seen} for each in ground.cite]
    return {"basis": ground.basis, "reason": ground.reason, "cite": cite}


def _plain(value: Any) -> Any:
    """A part of the declaration as plain data: its fields by name."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return plain(value)
