"""The drawing as Mermaid text, for tools that draw that themselves."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.render.graph.model import Graph, Node
from tolerance_engine.render.tones import legible

_SHAPES = {"start": ("([", "])"), "stage": ("[", "]"), "end": ("[[", "]]"), "anywhere": ("{{", "}}")}


def mermaid(graph: Graph) -> str:
    """The graph as a flowchart. Labels are quoted, so that no sign in them is taken for Mermaid's own."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    yield "---"
    yield f"title: {_quoted(graph.title)}"
    yield "---"
    yield "flowchart TD"
    # Numbers stand for nodes: an id such as `end` is a word of Mermaid's own.
    number = {node.id: f"n{at}" for at, node in enumerate(graph.nodes)}
    for node in graph.nodes:
        yield f"  {number[node.id]}{_shape(node)}"
    for edge in graph.edges:
        arrow = "-.->" if edge.dashed else "-->"
        said = f"|{_label(edge.lines)}|" if edge.lines else ""
        yield f"  {number[edge.source]} {arrow}{said} {number[edge.target]}"


def _shape(node: Node) -> str:
    opening, closing = _SHAPES[node.kind]
    return f"{opening}{_label(node.lines)}{closing}"


def _label(lines: tuple[str, ...]) -> str:
    return '"' + "<br/>".join(_escaped(line) for line in lines) + '"'


def _escaped(text: str) -> str:
    """Mermaid writes signs as #code; and reads a label as HTML."""
    return "".join(f"#{ord(char)};" if char in '"#&<>`' else char for char in legible(text))


def _quoted(text: str) -> str:
    """A text as YAML reads it back."""
    return '"' + legible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
