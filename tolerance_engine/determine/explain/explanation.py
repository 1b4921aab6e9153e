"""The explanation: a tree of values, Given or Derived, under one Conclusion.

It walks the provisions as written and never stops early. A node's `truth` follows from its children by
Kleene's rules; where the exact answer over all completions knows more, `settled` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Literal, NamedTuple

from tolerance_engine.ruleset.model import Ground, Value
from tolerance_engine.source import Label

State = Literal["established", "narrowed", "conflicting", "not_established", "stated"]
WORDS = ("false", "unknown", "true")


class Site:
    """What is the same for every case: which provision a node stands for, and where it comes from."""

    __slots__ = ("extra", "facts", "ground", "id", "kind", "label", "node")

    def __init__(
        self,
        kind: str,
        *,
        id_: str = "",
        label: Label | None = None,
        ground: Ground | None = None,
        facts: tuple[str, ...] = (),
        node: int | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind, self.id, self.label = kind, id_, label
        self.ground, self.facts, self.node = ground, facts, node
        self.extra: Mapping[str, Any] = extra or {}


class Given(NamedTuple):
    """A leaf: a fact put to the test, or a finding stated by an officer. `truth` is 0, 1 or 2."""

    site: Site
    truth: int
    value: Value | tuple[Value, ...] | None
    state: State
    evidence: tuple[str, ...] = ()
    settled: int | None = None

    @property
    def because(self) -> tuple[Node, ...]:
        """A leaf rests on the case, not on other nodes."""
        return ()

    def own_data(self) -> dict[str, Any]:
        """The node without its children, as plain data."""
        data = _site_data(self.site)
        data["truth"] = WORDS[self.truth]
        data["settled"] = None if self.settled is None else WORDS[self.settled]
        data["value"] = list(self.value) if isinstance(self.value, tuple) else self.value
        data["state"] = self.state
        data["evidence"] = list(self.evidence)
        return data


class Derived(NamedTuple):
    """A provision, and the parts it follows from. `truth` is 0, 1 or 2."""

    site: Site
    truth: int
    because: tuple[Node, ...]
    settled: int | None = None

    def own_data(self) -> dict[str, Any]:
        """The node without its children, as plain data."""
        data = _site_data(self.site)
        data["truth"] = WORDS[self.truth]
        data["settled"] = None if self.settled is None else WORDS[self.settled]
        if self.settled is not None:
            data["settled_by_cases"] = list(self.site.facts)
        return data


class Conclusion(NamedTuple):
    """The root: the outcomes that follow from the clauses' truths; `settled` when the exact set is smaller.

    `beside` names what is known that no provision asks for and that bears on it all the same: a finding or an
    assumption ties it to the facts that are asked for.
    """

    site: Site
    possible: tuple[str, ...]
    because: tuple[Node, ...]
    settled: tuple[str, ...] | None
    beside: tuple[str, ...] = ()

    def own_data(self) -> dict[str, Any]:
        """The node without its children, as plain data."""
        data = _site_data(self.site)
        data["possible"] = list(self.possible)
        data["settled"] = None if self.settled is None else list(self.settled)
        data["beside"] = list(self.beside)
        return data


Node = Given | Derived
Explanation = Conclusion


def _site_data(site: Site) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": site.kind}
    if site.id:
        data["id"] = site.id
    if site.label is not None:
        data["label"] = site.label.zh
    data.update(site.extra)
    ground = site.ground
    if ground is not None:
        data["basis"] = ground.basis
        data["cite"] = [
            {"source": c.source, "title": c.title.zh, "at": c.at, "seen": c.seen} for c in ground.cite
        ]
        if ground.reason:
            data["reason"] = ground.reason
    if site.facts:
        data["facts"] = list(site.facts)
    return data


def as_data(root: Conclusion) -> dict[str, Any]:
    """The tree as plain data. A part met again is `{"ref": n}`; the node first told has `"node": n`."""
    told: dict[int, dict[str, Any]] = {}
    numbers = count(1)

    def walk(node: Conclusion | Node) -> dict[str, Any]:
        earlier = told.get(id(node))
        if earlier is not None and node.because:
            if "node" not in earlier:
                earlier["node"] = next(numbers)
            return {"ref": earlier["node"]}
        data = node.own_data()
        told[id(node)] = data
        if node.because:
            data["because"] = [walk(child) for child in node.because]
        return data

    return walk(root)


def walk(root: Conclusion | Node) -> Iterator[Conclusion | Node]:
    """Every node, parents first; a shared part as often as it is written."""
    yield root
    for child in root.because:
        yield from walk(child)
