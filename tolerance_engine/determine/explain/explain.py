"""Explain: one pass over the plan, then the conclusion from the clauses' truths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tolerance_engine.determine.bind import Bound
from tolerance_engine.determine.case import Case
from tolerance_engine.determine.conditions import findings_of
from tolerance_engine.determine.explain.explanation import Conclusion, Derived, Given, Node, Site
from tolerance_engine.determine.explain.makers import Asked, Maker
from tolerance_engine.determine.explain.plan import Plan, plan_of
from tolerance_engine.determine.explain.runs import made
from tolerance_engine.diagram import UNKNOWN, reach_joint, touching
from tolerance_engine.ruleset.model import CONFLICT, NOT_APPLICABLE
from tolerance_engine.ruleset.program import Program, Ruleset


def explain(
    ruleset: Ruleset,
    program: Program,
    case: Case,
    bound: Bound,
    conditions: Sequence[int],
    possible: tuple[str, ...],
) -> Conclusion:
    """Why the outcomes in `possible` are what is left."""
    plan = plan_of(ruleset, program.reading)
    asked = Asked(bound.known.codes, bound.known, bound, case.facts)
    needed = [*program.constraints, *conditions]
    plain = not (bound.findings or bound.details or bound.known.subsets)
    if plain and not needed:
        nodes = made(ruleset, program.reading, asked)
    else:
        nodes = _one_by_one(ruleset, plan.bare if plain else plan.makers, plan.sites, needed, asked)
    because: list[Node] = [nodes[plan.scope]] if plan.scope is not None else []
    because.extend(nodes[index] for index in plan.clauses)
    because.append(plan.default)
    follows = _Following(ruleset, program.reading).possible(because)
    if follows == possible:
        return Conclusion(plan.root, follows, tuple(because), None)
    beside = _beside(ruleset, program, bound, plan)
    return Conclusion(plan.root, follows, tuple(because), possible, beside)


def _one_by_one(
    ruleset: Ruleset, makers: Sequence[Maker], sites: Sequence[Site], needed: Sequence[int], asked: Asked
) -> list[Node]:
    """Each node from those before it; what is open may be settled by what must hold together."""
    diagram, known, open_levels = ruleset.diagram, asked.known, asked.bound.open_levels
    nodes: list[Node] = []
    for maker, site in zip(makers, sites, strict=True):
        node = maker(nodes, asked)
        if node[1] == 1 and site.node is not None:
            near = touching(diagram, site.node, needed, open_levels)
            mask = reach_joint(diagram, site.node, near, known)
            if mask in (1, 2):
                node = node._replace(settled=2 if mask == 2 else 0)
        nodes.append(node)
    return nodes


def _beside(ruleset: Ruleset, program: Program, bound: Bound, plan: Plan) -> tuple[str, ...]:
    """What is known, is asked for by no provision, and still bears on the outcome through what must hold together."""
    diagram, codes = ruleset.diagram, bound.known.codes
    stated = dict(findings_of(ruleset, program, bound.findings))
    dates = [v for v in ruleset.variables if v.fact and v.fact.derive]
    tied = [*program.constraints, *stated.values()]
    near = set(touching(diagram, program.outcome, tied, bound.open_levels))
    levels = 0
    for node in near:
        levels |= diagram.supports[node]
    names = [v.name for v in ruleset.variables if codes[v.level] != UNKNOWN and levels >> v.level & 1]
    names += [name for name, node in stated.items() if node in near]
    for variable in dates if near else ():
        assert variable.fact is not None and variable.fact.derive is not None
        derive = variable.fact.derive
        names += [name for name in (derive.left, derive.right) if name in bound.dates]
    asked = {name for site in plan.sites for name in (site.id, *site.facts)}
    return tuple(dict.fromkeys(name for name in names if name not in asked))


@dataclass(frozen=True, slots=True)
class _Following:
    """What follows from the clauses' truths alone (three-valued); never less than the exact set."""

    ruleset: Ruleset
    reading: str

    def possible(self, because: Sequence[Node]) -> tuple[str, ...]:
        order = self.ruleset.outcomes
        rank = {outcome: index for index, outcome in enumerate(order)}
        scope = next((n for n in because if n.site.kind == "scope"), None)
        inside = 2 if scope is None else _best(scope)
        found: set[str] = set()
        if inside < 2:
            found.add(NOT_APPLICABLE)
        if inside > 0:
            roles: dict[str, list[tuple[str, int]]] = {"exclusion": [], "ground": [], "exception": []}
            for node in because:
                if node.site.kind == "clause" and node[1]:
                    roles[node.site.extra["role"]].append((node.site.extra["then"], node[1]))
            found |= self._exclusions(roles["exclusion"], rank)
            if all(truth != 2 for _, truth in roles["exclusion"]):
                found |= self._grounds(roles["ground"], rank)
        return tuple(outcome for outcome in order if outcome in found)

    def _exclusions(self, truths: Sequence[tuple[str, int]], rank: dict[str, int]) -> set[str]:
        sure = [then for then, truth in truths if truth == 2]
        floor = max((rank[then] for then in sure), default=-1)
        found = {then for then, truth in truths if truth == 1 and rank[then] >= floor}
        return found | {then for then in sure if rank[then] == floor}

    def _grounds(self, truths: Sequence[tuple[str, int]], rank: dict[str, int]) -> set[str]:
        sure = {then for then, truth in truths if truth == 2}
        open_ = {then for then, truth in truths if truth == 1}
        if not sure:
            default = {self.ruleset.linked.default[self.reading]}
        combine = self.ruleset.linked.combine[self.reading]
        if combine == "must_agree":
            if len(sure) > 1:
                return {CONFLICT}
            mixed = len(sure | open_) > 1
            return (sure or default | open_) | ({CONFLICT} if mixed else set())
        if not sure:
            return default | open_
        if combine == "most_favourable":
            best = min(rank[then] for then in sure)
            return {
                then for then in sure | open_ if rank[then] <= best and (then in open_ or rank[then] == best)
            }
        worst = max(rank[then] for then in sure)
        return {
            then for then in sure | open_ if rank[then] >= worst and (then in open_ or rank[then] == worst)
        }


def _best(node: Node) -> int:
    """A node's own truth; what settles it is the conclusion's business, not the clauses'."""
    assert isinstance(node, Given | Derived)
    return node.truth
