"""The drawing as SVG: one file that needs nothing else, the same bytes for the same graph."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from tolerance_engine.render.graph.model import Graph
from tolerance_engine.render.graph.routing import Box, Drawing, Line, Point, drawing
from tolerance_engine.render.tones import legible
from tolerance_engine.render.width import display_width

COLUMN, ROW, MARGIN = 7.5, 21.0, 24.0
_SIZE = 14
_TITLE = 34.0
_FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',SimSun,sans-serif"
# Its own ground: black lines on the dark page of a reader could not be seen.
_GROUND, _INK, _QUIET, _RULE = "#ffffff", "#1f2328", "#57606a", "#8c959f"
_FILL = {"stage": "#f6f8fa", "end": "#eaeef2", "anywhere": "#ffffff"}
_ROUND, _INSET = 7.0, 5.0


def svg(graph: Graph) -> str:
    """The graph as an SVG document."""
    laid = drawing(graph)
    width = max(laid.width * COLUMN, 2 * COLUMN * len(graph.title)) + 2 * MARGIN
    height = laid.height * ROW + 2 * MARGIN + _TITLE
    return "\n".join([*_opening(graph, width, height), *_drawn(laid), "</svg>", ""])


def _opening(graph: Graph, width: float, height: float) -> Iterator[str]:
    title = _text(graph.title)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" role="img" lang="{_text(graph.lang)}" '
        f'font-family="{_FONT}" font-size="{_SIZE}">'
    )
    yield f"<title>{title}</title>"
    yield f'<rect width="100%" height="100%" fill="{_GROUND}"/>'
    yield (
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        f'orient="auto-start-reverse"><path d="M0 1 L9 5 L0 9 z" fill="{_QUIET}"/></marker></defs>'
    )
    yield f'<text x="{_n(MARGIN)}" y="{_n(MARGIN + 8)}" font-size="17" font-weight="600" fill="{_INK}">{title}</text>'


def _drawn(laid: Drawing) -> Iterator[str]:
    for line in laid.lines:
        yield _line(line)
    for box in laid.boxes:
        yield from _box(box)


def _line(line: Line) -> str:
    points = [_place(point) for point in line.points]
    # A cell is left by its lower edge and entered by its upper one; a frame stands a little inside its cells.
    above, below = (_INSET if framed else 0 for framed in line.framed)
    points[0] = (points[0][0], points[0][1] - ROW / 2 - above)
    points[-1] = (points[-1][0], points[-1][1] + ROW / 2 + below)
    path = [f"M{_pair(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path += [f"L{_pair(_towards(corner, before))}", f"Q{_pair(corner)} {_pair(_towards(corner, after))}"]
    path.append(f"L{_pair(points[-1])}")
    marker = ""
    if line.head is not None:
        side = "end" if line.head == "last" else "start"
        marker = f' marker-{side}="url(#arrow)"'
    dashes = ' stroke-dasharray="5 4"' if line.dashed else ""
    return f'<path d="{" ".join(path)}" fill="none" stroke="{_QUIET}" stroke-width="1.3"{dashes}{marker}/>'


def _box(box: Box) -> Iterator[str]:
    left, top = MARGIN + box.column * COLUMN, MARGIN + _TITLE + box.row * ROW
    width, height = box.width * COLUMN, box.height * ROW
    first = top + ROW / 2
    kind = box.node.kind if box.node is not None else None
    if kind == "start":
        words = max(map(display_width, box.lines), default=0) * COLUMN
        yield f'<circle cx="{_n(left + (width - words) / 2 - 3)}" cy="{_n(first)}" r="5" fill="{_INK}"/>'
    elif kind is not None:
        first += ROW
        shape = f'rx="8" fill="{_FILL[kind]}" stroke="{_RULE}" stroke-width="1.3"'
        if kind == "anywhere":
            shape += ' stroke-dasharray="4 4"'
        yield f'<rect x="{_n(left)}" y="{_n(top + _INSET)}" width="{_n(width)}" height="{_n(height - 2 * _INSET)}" {shape}/>'
        if kind == "end":
            yield (
                f'<rect x="{_n(left + 4)}" y="{_n(top + 9)}" width="{_n(width - 8)}" height="{_n(height - 18)}" '
                f'rx="5" fill="none" stroke="{_RULE}"/>'
            )
    middle = left + width / 2 + (6 if kind == "start" else 0)
    for number, line in enumerate(box.lines):
        name = kind is not None and number == 0
        look = (
            f'font-weight="600" fill="{_INK}"'
            if name
            else f'font-size="12.5" fill="{_INK if kind else _QUIET}"'
        )
        yield (
            f'<text x="{_n(middle)}" y="{_n(first + number * ROW + 5)}" text-anchor="middle" {look}>{_text(line)}</text>'
        )


def _place(point: Point) -> tuple[float, float]:
    return MARGIN + (point[0] + 0.5) * COLUMN, MARGIN + _TITLE + (point[1] + 0.5) * ROW


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """A little way from the corner, where the line begins to turn."""
    (x, y), (to_x, to_y) = corner, other
    length = abs(to_x - x) + abs(to_y - y)
    share = min(_ROUND, length / 2) / length if length else 0.0
    return x + (to_x - x) * share, y + (to_y - y) * share


def _pair(point: tuple[float, float]) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    return format(round(number, 2), "g") if number < 100_000 else str(round(number))


def _text(text: str) -> str:
    return escape(legible(text))
