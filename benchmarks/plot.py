"""Plot: two growth curves as one drawing, both axes logarithmic. Plain SVG, nothing to install."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, BOTTOM = 420, 260, 64, 44
Points = Sequence[tuple[float, float]]


def chart(title: str, across: str, up: str, points: Points, shift: int = 0) -> str:
    """One curve in a frame, decades marked; `shift` moves it to the right."""
    low_x, high_x = _decades([x for x, _ in points])
    low_y, high_y = _decades([y for _, y in points])
    wide, high = WIDTH - LEFT - 16, HEIGHT - BOTTOM - 34

    def place(x: float, y: float) -> tuple[float, float]:
        right = LEFT + shift + (log10(x) - low_x) / (high_x - low_x) * wide
        return right, HEIGHT - BOTTOM - (log10(y) - low_y) / (high_y - low_y) * high

    parts = [f'<text x="{LEFT + shift}" y="20" font-weight="bold">{escape(title)}</text>']
    for power in range(low_x, high_x + 1):
        x, y = place(10**power, 10**low_y)
        parts.append(f'<path d="M{x:.1f} {y:.1f}v-{high}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{y + 16:.1f}" text-anchor="middle">{_named(power)}</text>')
    for power in range(low_y, high_y + 1):
        x, y = place(10**low_x, 10**power)
        parts.append(f'<path d="M{x:.1f} {y:.1f}h{wide}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{_named(power)}</text>')
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
    parts.append(f'<polyline points="{line}" fill="none" stroke="#00796b" stroke-width="2"/>')
    parts += [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#00796b"/>' for x, y in (place(*p) for p in points)
    ]
    parts.append(
        f'<text x="{LEFT + shift + wide / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>'
    )
    parts.append(f'<text x="{LEFT + shift}" y="34" fill="#666">{escape(up)}</text>')
    return "\n".join(parts)


def drawing(charts: Sequence[tuple[str, str, str, Points]]) -> str:
    """The charts side by side."""
    inside = "\n".join(chart(*each, shift=WIDTH * number) for number, each in enumerate(charts))
    size = f'width="{WIDTH * len(charts)}" height="{HEIGHT}"'
    style = 'font-family="sans-serif" font-size="11"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n<rect width="100%" height="100%" fill="white"/>\n{inside}\n</svg>\n'


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _named(power: int) -> str:
    return f"{10**power:,}" if power < 5 else f"1e{power}"
