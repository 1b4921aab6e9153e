"""The page that puts all shipped rulesets in one table, written from their data; `python -m tests.docs` refreshes it.

A row is one version of one ruleset. What a source leaves open is told as such in every column: 未规定 where the
whole text was read and says nothing, 未见 where the text exists and was not seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import tolerance_engine as te
from tests.docs.blocks import ROOT
from tolerance_engine.expr import Expr
from tolerance_engine.expr.nodes import All, AnyOf, Count, DefinitionIs, resolve
from tolerance_engine.ruleset import RulesetInfo
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.procedure import DeclaredProcedure, Transition

PAGE = ROOT / "docs" / "regions" / "table.md"
OPEN = {None: "不限", "silent": "未规定", "unseen": "未见", "promptly": "及时"}
UNITS = {"working_day": "个工作日", "calendar_day": "日", "calendar_month": "个月"}
HEAD = ("规则集", "维度", "范围和门槛", "否决", "档次", "口径", "启动和认定", "期限", "结果运用", "空着的")
TOP = """---
hide: [navigation, toc]
---

# 所有地区一张表

下面由规则集的数据算出来，不是手写的；每行是一个规则集的一个版本，按回答什么问题分组。

- **门槛**是首个口径里作出最好结果的条款要几项、怎样合成：定义展开到底，并列的合成一项。总前提写成否决的，见“否决”。
- **否决**数全部口径里的条款，括号里是首个口径里的；逐条的话见[并排比较](compare.md#否决)。叠在别的规则集之上的，连同下层的一起数。
- **未规定**是通读全文没有，**未见**是文本存在而没有见到，两样都不是“没有”。没有声明程序的，条文只有一条，或者所见材料没有程序。
- 结论差在哪里、差多少，见[两两比较](pairs.md)。
"""


def page() -> str:
    """The whole page."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for info in te.list_rulesets():
        linked = te.load_ruleset(info.id, on=info.in_force.first).linked
        question = linked.scales[0].label.zh if linked.scales else "其他"
        groups.setdefault(question, []).append(tuple(_row(info, linked)))
    parts = [TOP]
    for question, rows in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        lines = [HEAD, tuple("---" for _ in HEAD), *rows]
        table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
        parts.append(f'## {question}\n\n<div class="regions" markdown>\n\n{table}\n\n</div>\n')
    return "\n".join(parts)


def _row(info: RulesetInfo, linked: Linked) -> Iterator[str]:
    first = next(iter(linked.readings))
    since = info.in_force.first_text
    yield f"[`{info.id}`]({info.id}.md)<br>{'起始日未载' if since == 'not_specified' else since + ' 起'}"
    yield _dimensions(linked)
    yield _gates(linked, first)
    vetoes = [
        clause for clause in linked.clauses if clause.kind == "exclusion" and clause.readings != frozenset()
    ]
    now = sum(clause.exists_under(first) for clause in vetoes)
    yield f"{len(vetoes)}" + (f"（{now}）" if now != len(vetoes) else "") if vetoes else "—"
    yield "<br>".join(outcome.label.zh for outcome in linked.outcomes)
    yield "<br>".join(label.zh for label in linked.readings.values()) if len(linked.readings) > 1 else "不分"
    yield _steps(linked.procedure) if linked.procedure else "没有声明"
    yield _limits(linked.procedure) if linked.procedure else "—"
    yield _effects(linked)
    kinds = Counter(silence.kind for silence in linked.silent)
    yield "<br>".join(f"{OPEN[kind]} {kinds[kind]}" for kind in ("silent", "unseen") if kinds[kind]) or "—"


def _dimensions(linked: Linked) -> str:
    names = [dimension.label.zh for dimension in linked.dimensions.values()]
    return f"{len(names)}：{'、'.join(names)}" if names else "—"


def _gates(linked: Linked, first: str) -> str:
    """To whom it applies, and how the clause for the best outcome combines its conditions."""
    said = []
    if linked.scope is not None and linked.scope.label is not None:
        said.append(linked.scope.label.zh)
    grades = [outcome.id for outcome in linked.outcomes]
    grounds = [each for each in linked.clauses if each.kind == "ground" and each.exists_under(first)]
    if grounds:
        best = min(grounds, key=lambda clause: grades.index(clause.then or ""))
        said.append(_gate(best.when, linked, first))
    return "<br>".join(said) or "首个口径没有作出结果的条款"


def _opened(expr: Expr, linked: Linked, reading: str) -> Expr:
    """The condition with its definitions written out, as far as they are asked to hold."""
    expr = resolve(expr, reading)
    if isinstance(expr, DefinitionIs) and expr.wanted:
        return _opened(linked.definitions[expr.definition].when, linked, reading)
    return expr


def _items(args: Iterable[Expr], kind: type[Any], linked: Linked, reading: str) -> Iterator[Expr]:
    """The items of an `all` or an `any`, those inside an inner one of the same kind counted singly."""
    for item in args:
        inner = _opened(item, linked, reading)
        if isinstance(inner, kind):
            yield from _items(inner.args, kind, linked, reading)
        else:
            yield inner


def _gate(expr: Expr, linked: Linked, reading: str) -> str:
    """How many conditions, and how they combine."""
    expr = _opened(expr, linked, reading)
    if isinstance(expr, All):
        parts = list(_items(expr.args, All, linked, reading))
        inner = [_gate(part, linked, reading) for part in parts if isinstance(part, AnyOf | Count)]
        return f"{len(parts)} 项须齐备" + (f"（其中 {'，'.join(inner)}）" if inner else "")
    if isinstance(expr, AnyOf):
        return f"{len(list(_items(expr.args, AnyOf, linked, reading)))} 选一"
    return f"{len(expr.args)} 项里数够几项" if isinstance(expr, Count) else "一项"


def _who(step: Transition, procedure: DeclaredProcedure) -> str:
    if not isinstance(step.by, tuple):
        return OPEN[step.by]
    names = ["、".join(procedure.parties[party].label.zh for party in route.parties) for route in step.by]
    return ("分情况：" if any(route.when is not None for route in step.by) else "") + "、".join(names)


def _steps(procedure: DeclaredProcedure) -> str:
    starts = [
        f"{step.label.zh}（{_who(step, procedure)}）" for step in procedure.transitions if step.is_start
    ]
    deciding = [_who(step, procedure) for step in procedure.transitions if step.decides == "decision"]
    decided = "、".join(dict.fromkeys(deciding)) or "不作认定"
    return f"启动：{'；'.join(starts)}<br>认定：{decided}<br>{len(procedure.stages)} 个阶段"


def _limits(procedure: DeclaredProcedure) -> str:
    """Every limit with a number, and how many steps have another word or none."""
    told, words = [], Counter[str]()
    for step in procedure.transitions:
        if step.extends and not isinstance(step.extends.at_most, str):
            told.append(
                f"{step.label.zh}至多 {step.extends.at_most.value} {UNITS[step.extends.at_most.unit]}"
            )
        if isinstance(step.within, str):
            words[OPEN[step.within]] += 1
        elif step.within is not None and hasattr(step.within, "span"):
            told.append(f"{step.label.zh} {step.within.span.value} {UNITS[step.within.span.unit]}")
        elif step.within is not None:
            words["由决定给出"] += 1
    told += [f"{word} {count} 步" for word, count in words.items()]
    return "<br>".join(dict.fromkeys(told)) or "没有涉及期限的步骤"


def _effects(linked: Linked) -> str:
    told, rest = [], set()
    for outcome in linked.outcomes:
        rules = linked.effects.get(outcome.id, "unseen")
        if isinstance(rules, str):
            rest.add(rules)
            continue
        later = sum(rule.after is not None for rule in rules)
        told.append(
            f"{outcome.label.zh} {len(rules)} 项" + (f"（{later} 项在影响期满之后）" if later else "")
        )
    left = "、".join(OPEN[kind] for kind in ("silent", "unseen") if kind in rest)
    return "<br>".join([*told, *([f"其余{left}" if told else left] if left else [])])
