"""Drawings of boxes and arrows: nothing overlaps, every arrow arrives, every word is there, whatever the words are."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tolerance_engine.render.graph import Edge, Graph, Node, mermaid, outline, svg, text
from tolerance_engine.render.graph.model import NodeKind
from tolerance_engine.render.graph.routing import Drawing, drawing
from tolerance_engine.render.graph.spread import nearest_apart
from tolerance_engine.render.width import display_width

WORDS = st.sampled_from(["已受理", "核实", "a", "由谁：来源未载明", "long words in a row", "认定 · 协调小组"])


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Graphs of up to seven boxes with arrows in any direction, several between the same two included."""
    count = draw(st.integers(1, 7))
    kinds: st.SearchStrategy[NodeKind] = st.sampled_from(["stage", "stage", "start", "end", "anywhere"])
    nodes = tuple(
        Node(f"n{at}", tuple(draw(st.lists(WORDS, min_size=1, max_size=3))), draw(kinds))
        for at in range(count)
    )
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=9)) if pairs else []
    edges = tuple(
        Edge(f"n{a}", f"n{b}", tuple(draw(st.lists(WORDS, max_size=3))), draw(st.booleans()))
        for a, b in chosen
    )
    return Graph("程序", nodes, edges)


def cells(laid: Drawing) -> list[set[tuple[int, int]]]:
    """The cells of every box."""
    return [
        {
            (column, row)
            for column in range(b.column, b.column + b.width)
            for row in range(b.row, b.row + b.height)
        }
        for b in laid.boxes
    ]


def passed(points: tuple[tuple[int, int], ...]) -> set[tuple[int, int]]:
    """The cells that a line goes through."""
    found = set(points)
    for (a, b), (c, d) in itertools.pairwise(points):
        assert a == c or b == d, "lines are level or upright"
        found |= {(x, b) for x in range(min(a, c), max(a, c) + 1)} if b == d else set()
        found |= {(a, y) for y in range(min(b, d), max(b, d) + 1)} if a == c else set()
    return found


@given(graphs())
@settings(max_examples=60)
def test_nothing_overlaps(graph: Graph) -> None:
    """No two boxes or labels share a cell, and no line runs through one; all of it lies within the drawing."""
    laid = drawing(graph)
    boxes = cells(laid)
    taken: set[tuple[int, int]] = set()
    for box in boxes:
        assert not box & taken
        taken |= box
    for line in laid.lines:
        assert not passed(line.points) & taken
        taken_by_line = passed(line.points)
        assert all(0 <= x < laid.width and 0 <= y < laid.height for x, y in taken_by_line)
    assert all(0 <= x < laid.width and 0 <= y < laid.height for x, y in taken)


@given(graphs())
@settings(max_examples=60)
def test_every_arrow_arrives(graph: Graph) -> None:
    """Each arrow is a chain of lines from box to box with one head, which stands right at its target."""
    laid = drawing(graph)
    heads = [(line.points[0 if line.head == "first" else -1], line.head) for line in laid.lines if line.head]
    assert len(heads) == len(graph.edges)
    order = [node.id for node in graph.nodes]
    for box in laid.boxes:
        if box.node is None:
            continue
        coming = [edge for edge in graph.edges if edge.target == box.node.id]
        across = range(box.column, box.column + box.width)
        for row, end, wanted in (
            (box.row - 1, "last", [e for e in coming if order.index(e.source) < order.index(e.target)]),
            (
                box.row + box.height,
                "first",
                [e for e in coming if order.index(e.source) > order.index(e.target)],
            ),
        ):
            assert sum(head == end and y == row and x in across for (x, y), head in heads) == len(wanted)


@given(graphs())
@settings(max_examples=40)
def test_every_word_is_drawn(graph: Graph) -> None:
    """The terminal picture, the SVG and the outline all hold every line of every box and arrow, each time the same."""
    laid = drawing(graph)
    picture, file, listed = text(graph, 10_000), svg(graph), outline(graph, 10_000)
    assert picture == text(graph, 10_000) and file == svg(graph)
    assert max((display_width(line) for line in picture.split("\n")), default=0) <= laid.width
    said = [line for node in graph.nodes for line in node.lines]
    said += [line for edge in graph.edges for line in edge.lines]
    drawn = [element.text for element in ET.fromstring(file).iter("{http://www.w3.org/2000/svg}text")]
    for line in said:
        assert line in picture and line in drawn and line in listed


def test_the_picture_of_a_small_procedure() -> None:
    """A start, a step, a way back and an end are drawn as a reader expects them."""
    graph = Graph(
        "程序",
        (
            Node("s", ("启动",), "start"),
            Node("a", ("核实中",)),
            Node("b", ("已认定",)),
            Node("e", ("办结",), "end"),
        ),
        (
            Edge("s", "a", ("申请",)),
            Edge("a", "b", ("认定",)),
            Edge("b", "a", ("复核",)),
            Edge("b", "e", ("备案",)),
        ),
    )
    assert text(graph) == "\n".join(
        [
            "   ● 启动",
            "      │",
            "    申请",
            "      ▼",
            " ┌─────────┐",
            " │ 核实中  │",
            " └─────────┘",
            "  │       ▲",
            "认定    复核",
            "  ▼       │",
            " ┌─────────┐",
            " │ 已认定  │",
            " └─────────┘",
            "      │",
            "    备案",
            "      ▼",
            "  ╔═══════╗",
            "  ║ 办结  ║",
            "  ╚═══════╝",
        ]
    )


def test_a_narrow_terminal_gets_an_outline() -> None:
    """What is too wide to draw is told box by box, and no line is longer than asked for."""
    graph = Graph(
        "程序",
        (Node("a", ("一个很长的环节名称" * 4,)), Node("b", ("办结",), "end")),
        (Edge("a", "b", ("备案",)),),
    )
    told = text(graph, 40)
    assert "备案 → 办结" in told and "■ 办结" in told and "┌" not in told
    assert max(display_width(line) for line in told.split("\n")) <= 40


HOSTILE = '<script>alert("1")</script> & `x` #quot; ]]> \u202e\x1b[31m \\ \n"'


def test_hostile_words_stay_words() -> None:
    """Whatever a name holds, the SVG stays well-formed, the terminal gets no control, Mermaid no sign of its own."""
    graph = Graph(HOSTILE, (Node("a", (HOSTILE,)), Node("end", ("x",))), (Edge("a", "end", (HOSTILE,)),))
    file = svg(graph)
    assert ET.fromstring(file) is not None and "<script" not in file
    drawn = text(graph, 10_000)
    assert "\x1b" not in drawn and "\u202e" not in drawn
    lines = mermaid(graph).split("\n")
    assert len(lines) == 8
    for line in lines[4:-1]:
        assert line.count('"') in (0, 2) and "<script" not in line


def test_mermaid_says_the_same() -> None:
    """Every box and arrow stands in the Mermaid text once, arrows that need not be taken dotted."""
    graph = Graph(
        "程序",
        (Node("s", ("启动",), "start"), Node("any", ("任一",), "anywhere"), Node("e", ("办结", "二"), "end")),
        (Edge("s", "e", ("申请",)), Edge("any", "e", (), True)),
    )
    assert mermaid(graph) == (
        '---\ntitle: "程序"\n---\nflowchart TD\n  n0(["启动"])\n  n1{{"任一"}}\n  n2[["办结<br/>二"]]\n'
        '  n0 -->|"申请"| n2\n  n1 -.-> n2\n'
    )


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        ((Node("a", ()), Node("a", ())), ()),
        ((Node("a", ()),), (Edge("a", "b"),)),
        ((Node("a", ()),), (Edge("a", "a"),)),
    ],
    ids=["two-of-a-name", "nowhere", "to-itself"],
)
def test_a_graph_that_is_none_is_refused(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> None:
    """Two boxes of one name, an arrow to nowhere or to its own box is a mistake of the caller."""
    with pytest.raises(ValueError, match="node"):
        Graph("x", nodes, edges)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=1, max_size=3))
@settings(max_examples=60)
def test_columns_are_the_nearest_possible(parts: list[tuple[int, int]]) -> None:
    """Columns that keep their distances lie as near to the wishes, by squares, as whole columns can."""
    wishes, distances = [float(wish) for wish, _ in parts], [distance for _, distance in parts[1:]]
    found = nearest_apart(wishes, distances, [1.0] * len(wishes))
    assert all(b - a >= d for (a, b), d in zip(itertools.pairwise(found), distances, strict=True))

    def cost(columns: Iterable[int]) -> float:
        return sum((column - wish) ** 2 for column, wish in zip(columns, wishes, strict=True))

    best = min(
        cost(itertools.accumulate((first, *steps)))
        for first in range(-8, 10)
        for steps in itertools.product(*(range(distance, distance + 10) for distance in distances))
    )
    # Rounding a block of n to whole columns costs at most n/4 more than the best that is not whole.
    assert cost(found) <= best + len(wishes) / 4
