"""Obstacles: the ways to an outcome as the provisions are written, and every leaf that stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.explain.explanation import Derived, Given, Node
from tolerance_engine.ruleset.model import CONFLICT, NOT_APPLICABLE

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A leaf of the explanation that stands in the way: it would have to hold (`wanted`), or not to.

    `clause` is the provision it belongs to; the fact, its value and the evidence are in `node`.
    """

    clause: str
    node: Node
    wanted: bool

    @property
    def fact(self) -> str:
        """The fact or finding the leaf tests."""
        return str(self.node.site.extra.get("fact", self.node.site.id))

    @property
    def failed(self) -> bool:
        """Whether it is known to be in the way; otherwise it is open."""
        return _sure(self.node) != 1

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"clause": self.clause, "wanted": self.wanted, "leaf": self.node.own_data()}


@dataclass(frozen=True, slots=True)
class Route:
    """One way to the outcome: a clause that gives it, the default, the scope, or clauses that disagree.

    `truth` (0, 1, 2) is that of the way itself: whether the clause applies. `failed` are its leaves that are
    as they must not be, `open` those not established. `overridden_by` are other clauses that apply and win
    over it, `may_be_overridden_by` those that still could; `against` are the leaves they rest on.
    """

    kind: str
    clause: str
    node: Node
    truth: int
    failed: tuple[Obstacle, ...]
    open: tuple[Obstacle, ...]
    overridden_by: tuple[str, ...] = ()
    may_be_overridden_by: tuple[str, ...] = ()
    against: tuple[Obstacle, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "kind": self.kind,
            "clause": self.clause or None,
            "truth": ("false", "unknown", "true")[self.truth],
            "failed": [leaf.as_data() for leaf in self.failed],
            "open": [leaf.as_data() for leaf in self.open],
            "overridden_by": list(self.overridden_by),
            "may_be_overridden_by": list(self.may_be_overridden_by),
            "against": [leaf.as_data() for leaf in self.against],
        }


class Routes:
    """The ways to an outcome, read off the explanation."""

    def __init__(self, verdict: Verdict, outcome: str) -> None:
        self.outcome, self.ruleset = outcome, verdict.ruleset
        linked, reading = verdict.ruleset.linked, verdict.reading
        self.combine, self.default = linked.combine[reading], linked.default[reading]
        because = verdict.explanation.because
        self.scope = next((node for node in because if node.site.kind == "scope"), None)
        self.fallback = because[-1]
        clauses = [node for node in because if node.site.kind == "clause"]
        self.exclusions = [node for node in clauses if node.site.extra["role"] == "exclusion"]
        self.grounds = [node for node in clauses if node.site.extra["role"] == "ground"]
        self.rank = {each: index for index, each in enumerate(verdict.ruleset.outcomes)}

    def all(self) -> Iterator[Route]:
        """Every clause that can give the outcome, and the ways without a clause."""
        if self.outcome == NOT_APPLICABLE:
            if self.scope is not None:
                yield self.route("scope", self.scope, wanted=False)
            return
        if self.outcome == CONFLICT:
            if self.combine == "must_agree" and len({_then(node) for node in self.grounds}) > 1:
                for node in self.grounds:
                    yield self.route("disagreement", node, over=self.exclusions)
            return
        for node in self.exclusions:
            if _then(node) == self.outcome:
                worse = [n for n in self.exclusions if self.rank[_then(n)] > self.rank[self.outcome]]
                yield self.route("exclusion", node, over=worse)
        for node in self.grounds:
            if _then(node) == self.outcome:
                yield self.route("ground", node, over=[*self.exclusions, *self.stronger(node)])
        if self.default == self.outcome:
            yield self.route("default", self.fallback, over=[*self.exclusions, *self.grounds])

    def stronger(self, ground: Node) -> list[Node]:
        """The grounds that keep this one from giving its outcome when they apply too."""
        mine = self.rank[_then(ground)]
        ranks = [(node, self.rank[_then(node)]) for node in self.grounds]
        if self.combine == "most_favourable":
            return [node for node, rank in ranks if rank < mine]
        if self.combine == "least_favourable":
            return [node for node, rank in ranks if rank > mine]
        return [node for node, rank in ranks if rank != mine]

    def route(self, kind: str, node: Node, *, wanted: bool = True, over: Sequence[Node] = ()) -> Route:
        """The way through `node`; the scope must hold, and none of those `over` it that give something else."""
        name = node.site.id if node.site.kind == "clause" else ""
        rivals = [rival for rival in over if _then(rival) != self.outcome]
        leaves = list(_obstacles(node, wanted, name)) if kind != "default" else []
        if kind != "scope" and self.scope is not None:
            leaves += _obstacles(self.scope, True, "")
        against = [leaf for rival in rivals for leaf in _obstacles(rival, False, rival.site.id)]
        unique = _distinct(leaves)
        return Route(
            kind,
            name,
            node,
            2 - _sure(node) if not wanted else _sure(node),
            tuple(leaf for leaf in unique if leaf.failed),
            tuple(leaf for leaf in unique if not leaf.failed),
            tuple(n.site.id for n in rivals if _sure(n) == 2),
            tuple(n.site.id for n in rivals if _sure(n) == 1),
            tuple(_distinct(against)),
        )


def _distinct(leaves: Sequence[Obstacle]) -> list[Obstacle]:
    return list({(leaf.clause, id(leaf.node), leaf.wanted): leaf for leaf in leaves}.values())


def _then(node: Node) -> str:
    return str(node.site.extra["then"])


def _sure(node: Node) -> int:
    return node.settled if node.settled is not None else node.truth


def _obstacles(node: Node, wanted: bool, clause: str) -> Iterator[Obstacle]:
    """The leaves under `node` that keep it from being what is wanted, at any depth."""
    if _sure(node) == (2 if wanted else 0):
        return
    if isinstance(node, Given) or not node.because:
        yield Obstacle(clause, node, wanted)
        return
    for child, way in _wanted_of(node, wanted):
        inner = child.site.id if child.site.kind in ("clause", "disabled_by", "clause_applies") else clause
        for aim in way:
            yield from _obstacles(child, aim, inner)


def _wanted_of(node: Derived, wanted: bool) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    """What each part would have to be for the whole to be as wanted; both where either could serve."""
    kind, extra, parts = node.site.kind, node.site.extra, node.because
    if kind == "not" or (kind == "definition" and not extra["wanted"]):
        yield parts[0], (not wanted,)
    elif kind == "clause":
        for part in parts:
            yield part, (wanted if part.site.kind == "when" else not wanted,)
    elif kind == "dimension":
        for part, aim in zip(parts, _POLES[extra["asked"]], strict=True):
            if aim is not None:
                yield part, (aim is wanted,)
    elif kind == "count":
        for part in parts:
            yield part, tuple(_count_aims(node, wanted))
    else:
        for part in parts:
            yield part, (wanted,)


_POLES: dict[str, tuple[bool | None, bool | None]] = {
    "favourable": (True, False),
    "adverse": (False, True),
    "mixed": (True, True),
    "neither": (False, False),
    "some_favourable": (True, None),
    "some_adverse": (None, True),
}


def _count_aims(node: Derived, wanted: bool) -> Iterator[bool]:
    """Whether more parts, fewer, or either would bring the count to where it is wanted."""
    low, high = node.site.extra["low"], node.site.extra["high"]
    most = sum(_sure(part) > 0 for part in node.because)
    least = sum(_sure(part) == 2 for part in node.because)
    if wanted:
        if least < low:
            yield True
        if most > high:
            yield False
    else:
        if high < len(node.because):
            yield True
        if low > 0:
            yield False
