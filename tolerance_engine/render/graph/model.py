"""A drawing of boxes and arrows before it is drawn: what stands in each box and on each arrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NodeKind = Literal["start", "stage", "end", "anywhere"]


@dataclass(frozen=True, slots=True)
class Node:
    """A box. `start` is a point with a word beside it, `end` has a double frame, `anywhere` a broken one."""

    id: str
    lines: tuple[str, ...]
    kind: NodeKind = "stage"


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow with what is written on it; a dashed one need not be taken."""

    source: str
    target: str
    lines: tuple[str, ...] = ()
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes in the order in which they are usually passed, and arrows between them."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lang: str = "zh"

    def __post_init__(self) -> None:
        ids = [node.id for node in self.nodes]
        if len(set(ids)) != len(ids):
            raise ValueError("two nodes have one id")
        if not {end for edge in self.edges for end in (edge.source, edge.target)} <= set(ids):
            raise ValueError("an edge leads to a node that is not there")
        if any(edge.source == edge.target for edge in self.edges):
            raise ValueError("an edge leads back to its own node; write it into the node")
