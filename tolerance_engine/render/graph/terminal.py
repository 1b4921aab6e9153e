"""The drawing as text, in box characters; where it is too wide for the terminal, an outline says the same."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.render.graph.model import Graph, Node
from tolerance_engine.render.graph.routing import Box, Drawing, Line, drawing
from tolerance_engine.render.tones import legible
from tolerance_engine.render.width import clusters, display_width, wrap

_UP, _RIGHT, _DOWN, _LEFT = 1, 2, 4, 8
_JOINTS = {
    _UP: "│", _DOWN: "│", _UP | _DOWN: "│", _LEFT: "─", _RIGHT: "─", _LEFT | _RIGHT: "─",
    _UP | _RIGHT: "└", _UP | _LEFT: "┘", _DOWN | _RIGHT: "┌", _DOWN | _LEFT: "┐",
    _UP | _DOWN | _RIGHT: "├", _UP | _DOWN | _LEFT: "┤", _LEFT | _RIGHT | _DOWN: "┬", _LEFT | _RIGHT | _UP: "┴",
    _UP | _DOWN | _LEFT | _RIGHT: "┼",
}  # fmt: skip
_FRAMES = {"stage": "┌─┐│└┘", "end": "╔═╗║╚╝", "anywhere": "┌┄┐┆└┘"}
_POINT = "●"


def text(graph: Graph, width: int = 100) -> str:
    """The graph in at most `width` columns."""
    laid = drawing(graph)
    return picture(laid) if laid.width <= width else outline(graph, width)


def picture(laid: Drawing) -> str:
    """The drawing, cell by cell."""
    cells: dict[tuple[int, int], str] = {}
    joints: dict[tuple[int, int], int] = {}
    for line in laid.lines:
        _trace(joints, line)
    cells.update({place: _JOINTS[mask] for place, mask in joints.items()})
    for line in laid.lines:
        if line.head is not None:
            end, arrow = (line.points[-1], "▼") if line.head == "last" else (line.points[0], "▲")
            cells[end] = arrow
    for box in laid.boxes:
        _put_box(cells, box)
    return "\n".join(_row(cells, row) for row in range(laid.height))


def _trace(joints: dict[tuple[int, int], int], line: Line) -> None:
    for (column, row), (to_column, to_row) in zip(line.points, line.points[1:], strict=False):
        if row == to_row:
            low, high = sorted((column, to_column))
            for at in range(low, high + 1):
                mask = (_RIGHT if at < high else 0) | (_LEFT if at > low else 0)
                joints[at, row] = joints.get((at, row), 0) | mask
        if column == to_column:
            low, high = sorted((row, to_row))
            first, last = line.points[0], line.points[-1]
            for at in range(low, high + 1):
                up = at > low or (column, at) == first
                down = at < high or (column, at) == last
                joints[column, at] = joints.get((column, at), 0) | (_UP if up else 0) | (_DOWN if down else 0)


def _put_box(cells: dict[tuple[int, int], str], box: Box) -> None:
    if box.node is None or box.node.kind == "start":
        for number, line in enumerate(box.lines):
            shown = line if box.node is None else f"{_POINT} {line}"
            _put(cells, box.column + (box.width - display_width(shown)) // 2, box.row + number, shown)
        return
    corner = _FRAMES[box.node.kind]
    bar = corner[1] * (box.width - 2)
    _put(cells, box.column, box.row, corner[0] + bar + corner[2])
    for number, line in enumerate(box.lines, start=1):
        space = box.width - 2 - display_width(line)
        inner = " " * (space // 2) + line + " " * (space - space // 2)
        _put(cells, box.column, box.row + number, corner[3] + inner + corner[3])
    _put(cells, box.column, box.row + box.height - 1, corner[4] + bar + corner[5])


def _put(cells: dict[tuple[int, int], str], column: int, row: int, line: str) -> None:
    for cluster in clusters(line):
        wide = display_width(cluster)
        cells[column, row] = cluster
        for more in range(1, wide):
            cells[column + more, row] = ""
        column += wide


def _row(cells: dict[tuple[int, int], str], row: int) -> str:
    last = max((column for column, at in cells if at == row), default=-1)
    return "".join(cells.get((column, row), " ") for column in range(last + 1)).rstrip()


def outline(graph: Graph, width: int = 100) -> str:
    """Every node with the arrows that leave it, one below the other."""
    return "\n".join(line for node in graph.nodes for line in _outlined(graph, node, width))


def _outlined(graph: Graph, node: Node, width: int) -> Iterator[str]:
    names = {each.id: each.lines[0] if each.lines else each.id for each in graph.nodes}
    sign = {"start": f"{_POINT} ", "stage": "□ ", "end": "■ ", "anywhere": "◇ "}[node.kind]
    yield from _hung(sign, "，".join(node.lines), width)
    leaving = [edge for edge in graph.edges if edge.source == node.id]
    for number, edge in enumerate(leaving):
        last = number == len(leaving) - 1
        said = "，".join(edge.lines)
        arrow = f"{said} → {names[edge.target]}" if said else f"→ {names[edge.target]}"
        yield from _hung("  └─ " if last else "  ├─ ", arrow, width, "     " if last else "  │  ")


def _hung(first: str, said: str, width: int, other: str | None = None) -> Iterator[str]:
    for number, line in enumerate(wrap(legible(said), max(10, width - display_width(first)))):
        yield (first if number == 0 else (" " * display_width(first) if other is None else other)) + line
