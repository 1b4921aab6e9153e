"""The picture of a declared procedure: its stages as boxes, its steps as arrows. Graphs are neutral; `render` draws them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.wording import limit_text, parties_text
from tolerance_engine.render import graph
from tolerance_engine.render.graph import Edge, Graph, Node
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.procedure import DeclaredProcedure, Transition
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang, Words

_START, _ANYWHERE = "(start)", "(anywhere)"  # no stage can have these names
_MANY = 3
_STAYS = "↻"
_ROOM = 3  # steps between the same two stages that are told in full


def draw_procedure(
    ruleset: Ruleset, kind: Literal["text", "svg", "mermaid"] = "text", *, lang: Lang = "zh", width: int = 100
) -> str:
    """The procedure that `ruleset` declares as a picture: box drawing for a terminal, an SVG file, Mermaid text.

    Where the picture is wider than `width` columns, `text` is an outline that says the same.
    Raises ProcedureError (F127) when the ruleset declares no procedure.
    """
    declared = ruleset.linked.procedure
    if declared is None:
        raise no_procedure(ruleset.linked)
    drawn = procedure_graph(ruleset.linked, declared, lang)
    match kind:
        case "svg":
            return graph.svg(drawn)
        case "mermaid":
            return graph.mermaid(drawn)
        case "text":
            return graph.text(drawn, width)
        case _:
            raise ValueError(f"a picture is `text`, `svg` or `mermaid`, not `{kind}`")


def no_procedure(linked: Linked) -> ProcedureError:
    """The ruleset declares none."""
    message = Words(f"规则集 `{linked.id}` 没有声明程序", f"the ruleset `{linked.id}` declares no procedure")
    return ProcedureError([Diagnostic("F127", message)])


def procedure_graph(linked: Linked, declared: DeclaredProcedure, lang: Lang = "zh") -> Graph:
    """The graph of a procedure. A step that every open stage knows leaves one box that stands for them all.

    A step that stays in its stage stands in the stage's box; an arrow that only steps which need not be taken
    (`modality: may`) or a passed limit leads along is dashed.
    """
    zh = lang == "zh"
    still = [name for name, stage in declared.stages.items() if stage.end is None]
    everywhere = [step for step in declared.steps if len(still) >= _MANY and set(step.sources) == set(still)]
    nodes = [Node(_START, ("启动" if zh else "start",), "start")]
    nodes += [Node(name, tuple(_box(declared, name, everywhere, lang))) for name in still]
    if everywhere:
        first = "任一未结阶段" if zh else "any open stage"
        lines = (
            first,
            *_unique(f"{_STAYS} {step.label.in_lang(lang)}" for step in everywhere if step.to is None),
        )
        nodes.append(Node(_ANYWHERE, lines, "anywhere"))
    nodes += [
        Node(name, (stage.label.in_lang(lang),), "end")
        for name, stage in declared.stages.items()
        if stage.end
    ]
    arrows: dict[tuple[str, str], list[tuple[Transition, bool]]] = {}
    for step in declared.transitions:
        sources = (_START,) if step.is_start else (_ANYWHERE,) if step in everywhere else step.sources
        for source in sources:
            if step.to is not None and step.to != source:
                arrows.setdefault((source, step.to), []).append((step, False))
            if step.otherwise is not None and step.otherwise != source:
                arrows.setdefault((source, step.otherwise), []).append((step, True))
    edges = tuple(
        Edge(source, target, tuple(_said(linked, steps, lang)), all(_dashed(*each) for each in steps))
        for (source, target), steps in arrows.items()
    )
    title = declared.label.in_lang(lang) if declared.label else linked.title.in_lang(lang)
    return Graph(title, tuple(nodes), edges, lang)


def _dashed(step: Transition, overdue: bool) -> bool:
    return overdue or step.modality == "may"


def _box(declared: DeclaredProcedure, name: str, everywhere: list[Transition], lang: Lang) -> Iterator[str]:
    yield declared.stages[name].label.in_lang(lang)
    here = (step for step in declared.from_stage(name) if step.to in (None, name) and step not in everywhere)
    yield from _unique(f"{_STAYS} {step.label.in_lang(lang)}" for step in here)


def _said(linked: Linked, steps: list[tuple[Transition, bool]], lang: Lang) -> Iterator[str]:
    lines: list[str] = []
    for step, overdue in steps:
        lines += _arrow(linked, step, overdue, lang) if len(steps) <= _ROOM else [_name(step, overdue, lang)]
    yield from _unique(iter(lines))


def _arrow(linked: Linked, step: Transition, overdue: bool, lang: Lang) -> Iterator[str]:
    zh, declared = lang == "zh", linked.procedure
    assert declared is not None
    name = _name(step, overdue, lang)
    if overdue:
        yield name
        return
    if step.when is not None:
        name += "（有条件）" if zh else " (conditional)"
    by = parties_text(step, declared, lang, short=True)
    yield name if by is None or isinstance(step.by, str) else f"{name} · {by}"
    if isinstance(step.by, str):
        yield f"由谁：{by}" if zh else f"by whom: {by}"
    if step.outcomes:
        named = ("、" if zh else ", ").join(
            linked.outcome_label(outcome).in_lang(lang) for outcome in step.outcomes
        )
        yield f"限于：{named}" if zh else f"only for: {named}"
    limit = limit_text(step, declared, lang, short=True)
    if limit is not None:
        yield f"时限：{limit}" if zh else f"limit: {limit}"


def _name(step: Transition, overdue: bool, lang: Lang) -> str:
    label = step.label.in_lang(lang)
    if overdue:
        return f"逾期未{label}" if lang == "zh" else f"{label}: overdue"
    return label


def _unique(lines: Iterator[str]) -> Iterator[str]:
    yield from dict.fromkeys(lines)
