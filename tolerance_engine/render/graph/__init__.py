"""Graph: boxes and arrows in; a drawing for the terminal, an SVG file, or Mermaid text out."""

from tolerance_engine.render.graph.mermaid import mermaid
from tolerance_engine.render.graph.model import Edge, Graph, Node
from tolerance_engine.render.graph.svg import svg
from tolerance_engine.render.graph.terminal import outline, text

__all__ = ["Edge", "Graph", "Node", "mermaid", "outline", "svg", "text"]
