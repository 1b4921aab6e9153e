"""Overview: a ruleset laid out for reading, and the same as plain data."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.effective import layer_blocks
from tolerance_engine.determine.shown.open_pages import silence_table
from tolerance_engine.expr import (
    All,
    AnyOf,
    ByReading,
    ClauseApplies,
    Count,
    DefinitionIs,
    DimensionIs,
    Expr,
    FactIs,
    Not,
    children,
)
from tolerance_engine.render.page import (
    Block,
    Branch,
    Fields,
    Heading,
    Inline,
    Page,
    Run,
    Table,
    Tree,
    inline,
)
from tolerance_engine.ruleset.model import Clause, Ground, Linked
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Label, Lang


def overview_page(ruleset: Ruleset, lang: Lang) -> Page:
    """Outcomes, readings, dimensions, clauses, facts, sources and silences of a ruleset."""
    zh, linked = lang == "zh", ruleset.linked

    def head(chinese: str, english: str) -> Heading:
        return Heading(inline(chinese if zh else english), 2)

    names = _Names(linked, lang)
    blocks: list[Block] = [Fields(tuple(_summary(ruleset, lang))), *layer_blocks(linked, lang)]
    outcomes = tuple(
        (inline(say.outcome_text(ruleset, o.id, lang)), inline(Run(o.id, "muted")), names.ground(o.ground))
        for o in linked.outcomes
    )
    header = ("结果（由最有利到最不利）", "标识", "依据") if zh else ("Outcome (best first)", "Id", "Basis")
    blocks += [head("结果", "Outcomes"), Table(header, outcomes)]
    if linked.scope:
        blocks += [
            head("适用范围", "Scope"),
            Tree((names.tree(linked.scope.when, names.ground(linked.scope.ground)),)),
        ]
    if linked.dimensions:
        blocks += [
            head("研判维度", "Dimensions"),
            Tree(tuple(_dimension(linked, name, names, zh) for name in linked.dimensions)),
        ]
    blocks += [
        head("条款", "Clauses"),
        Tree(tuple(_clause(ruleset, clause, names, lang) for clause in linked.clauses)),
    ]
    used = [
        d
        for name, d in linked.definitions.items()
        if any(name in p.definitions for p in ruleset.programs.values())
    ]
    if used:
        definitions = tuple(
            Branch(
                inline(Run(d.label.in_lang(lang), "strong"), Run(f" {d.name}", "muted")),
                (names.tree(d.when),),
                folded=True,
                note=names.ground(d.ground),
            )
            for d in used
        )
        blocks += [head("定义", "Definitions"), Tree(definitions)]
    facts = tuple(
        (
            inline(v.fact.label.in_lang(lang)),
            inline(v.fact.type),
            inline("、".join(say.WHO[w].in_lang(lang) for w in v.fact.who) or "—"),
            inline(Run(v.name, "muted")),
        )
        for v in ruleset.variables
        if v.fact
    )
    header4 = ("事实", "类型", "谁能回答", "标识") if zh else ("Fact", "Type", "Who", "Id")
    blocks += [head("事实", "Facts"), Table(header4, facts)]
    cited = {c.source: c for g in _grounds(ruleset) for c in g.cite}
    if cited:
        sources = tuple(
            (inline(c.title.in_lang(lang)), inline(say.SEEN[c.seen].in_lang(lang)), inline(Run(id_, "muted")))
            for id_, c in cited.items()
        )
        header = ("来源", "所见", "标识") if zh else ("Source", "Seen", "Id")
        blocks += [head("来源", "Sources"), Table(header, sources)]
    if linked.silent:
        blocks += [head("来源未载明的事项", "Not specified by source"), silence_table(linked.silent, lang)]
    return Page(linked.title.in_lang(lang), tuple(blocks), lang)


def _grounds(ruleset: Ruleset) -> Iterator[Ground]:
    """The grounds of every part of the ruleset."""
    linked = ruleset.linked
    yield from (outcome.ground for outcome in linked.outcomes)
    for dimension in linked.dimensions.values():
        yield dimension.ground
        yield from (pole.ground for pole in (dimension.favourable, dimension.adverse) if pole)
    yield from (clause.ground for clause in linked.clauses)
    used = {name for program in ruleset.programs.values() for name in program.definitions}
    yield from (linked.definitions[name].ground for name in linked.definitions if name in used)
    if linked.scope is not None:
        yield linked.scope.ground


def _summary(ruleset: Ruleset, lang: Lang) -> Iterator[tuple[str, Inline]]:
    zh, linked = lang == "zh", ruleset.linked
    yield ("标识" if zh else "Id"), inline(linked.id)
    if linked.region:
        yield ("地区" if zh else "Region"), inline(linked.region.in_lang(lang))
    first, last = (_date(text, lang) for text in (linked.in_force.first_text, linked.in_force.last_text))
    yield ("施行" if zh else "In force"), inline(f"{first} — {last}")
    for reading, label in linked.readings.items():
        combine, default = linked.combine[reading], linked.default[reading]
        said = linked.outcome_label(default).in_lang(lang)
        rest = (
            f"；情形合并：{combine}；无条款适用时：{said}"
            if zh
            else f"; grounds: {combine}; otherwise: {said}"
        )
        yield (
            ("理解口径" if zh else "Reading"),
            inline(label.in_lang(lang), Run(f" {reading}", "muted"), rest),
        )
    yield (
        ("决策图" if zh else "Diagram"),
        inline(
            f"{ruleset.nodes} 个结点，{len(ruleset.variables)} 项事实"
            if zh
            else f"{ruleset.nodes} nodes, {len(ruleset.variables)} facts"
        ),
    )


def _date(text: str, lang: Lang) -> str:
    return ("来源未载明" if lang == "zh" else "not specified") if text == "not_specified" else text


def _dimension(linked: Linked, name: str, names: _Names, zh: bool) -> Branch:
    dimension = linked.dimensions[name]
    head = inline(Run(dimension.label.in_lang(names.lang), "strong"), Run(f" {name}", "muted"))
    if dimension.favourable is None or dimension.adverse is None:
        return Branch(head, note=inline("只由认定意见给出" if zh else "from findings only"))
    poles = []
    for side, pole in (("favourable", dimension.favourable), ("adverse", dimension.adverse)):
        word = say.VALUES[side].in_lang(names.lang)
        poles.append(
            Branch(
                inline(f"{word}：" if zh else f"{word}: ", pole.label.in_lang(names.lang)),
                (names.tree(pole.when),),
                note=names.ground(pole.ground),
            )
        )
    return Branch(head, tuple(poles), folded=True)


def _clause(ruleset: Ruleset, clause: Clause, names: _Names, lang: Lang) -> Branch:
    zh = lang == "zh"
    role = say.role_text(clause.kind, clause.then, ruleset.linked, lang)
    then = say.outcome_text(ruleset, clause.then, lang) if clause.then else "、".join(clause.disables)
    arrow = (
        ("使不适用：" if zh else "disables: ") if clause.then is None else ("结果：" if zh else "outcome: ")
    )
    modality = f"（{say.MODALITY[clause.modality].in_lang(lang)}）" if clause.modality else ""
    children = [names.tree(clause.when)]
    if clause.unless is not None:
        inside = names.tree(clause.unless)
        children.append(Branch(inline("但书：" if zh else "unless: ") + inside.text, inside.children))
    if clause.readings == frozenset():
        children.append(Branch(inline(Run("已停用，任何口径下都不适用" if zh else "disabled", "muted"))))
    elif clause.readings is not None:
        children.append(
            Branch(
                inline(
                    Run(
                        ("只存在于口径：" if zh else "only under: ") + "、".join(sorted(clause.readings)),
                        "muted",
                    )
                )
            )
        )
    text = inline(
        Run(clause.id, "strong"),
        f" ［{role}］" if zh else f" [{role}] ",
        clause.label.in_lang(lang),
        f"；{arrow}{then}{modality}",
    )
    return Branch(text, tuple(children), note=names.ground(clause.ground))


class _Names:
    """Draws conditions with the names of the ruleset."""

    def __init__(self, linked: Linked, lang: Lang) -> None:
        self.linked, self.lang = linked, lang

    def ground(self, ground: Ground) -> Inline:
        parts = [say.BASIS[ground.basis].in_lang(self.lang)] if ground.basis else []
        parts += [cite.in_lang(self.lang) for cite in ground.cite]
        if ground.reason:
            parts.append(("理由：" if self.lang == "zh" else "reason: ") + ground.reason)
        return inline(" · ".join(parts))

    def tree(self, expr: Expr, note: Inline = ()) -> Branch:
        return Branch(inline(self.line(expr)), tuple(self.tree(child) for child in children(expr)), note=note)

    def line(self, expr: Expr) -> str:
        zh, linked, lang = self.lang == "zh", self.linked, self.lang

        def said(label: Label, value: str) -> str:
            return f"{label.in_lang(lang)}：{value}" if zh else f"{label.in_lang(lang)}: {value}"

        match expr:
            case FactIs(fact=name):
                return said(
                    linked.facts[name].label, say.test_text(expr.test, expr.operand, linked.facts[name], lang)
                )
            case DefinitionIs(definition=name, wanted=wanted):
                return said(linked.definitions[name].label, say.VALUES[wanted].in_lang(lang))
            case DimensionIs(dimension=name, asked=asked):
                return said(linked.dimensions[name].label, say.VALUES[asked].in_lang(lang))
            case ClauseApplies(clause=name):
                return f"条款「{name}」适用" if zh else f"clause “{name}” applies"
            case All(args=args):
                return f"以下 {len(args)} 项同时成立" if zh else f"all {len(args)} of"
            case AnyOf(args=args):
                return f"以下 {len(args)} 项至少一项成立" if zh else f"at least one of {len(args)}"
            case Not():
                return "以下并非如此" if zh else "not"
            case Count(args=args, low=low, high=high, word=word):
                return say.count_text(word, low, high, len(args), lang)
            case ByReading(options=options):
                listed = "、".join(name for name, _ in options)
                return f"按口径不同（{listed}）" if zh else f"by reading ({listed})"


def condition_branch(linked: Linked, expr: Expr, lang: Lang) -> Branch:
    """A condition as a tree, in the names of its ruleset."""
    return _Names(linked, lang).tree(expr)


def ground_line(linked: Linked, ground: Ground, lang: Lang) -> Inline:
    """Where a provision comes from and how surely, in one line."""
    return _Names(linked, lang).ground(ground)
