"""Measure: single calls timed alone, the timer's own cost taken off, a yardstick alternating with them.

A shared machine is noisy: what counts is the ratio to the yardstick that was timed in the same breath.
"""

from __future__ import annotations

import cProfile
import gc
import pstats
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Call = Callable[[Any], Any]


def timer_cost() -> float:
    """What reading the clock twice costs, in nanoseconds."""
    read = time.perf_counter_ns
    costs = []
    for _ in range(20_001):
        start = read()
        costs.append(read() - start)
    return statistics.median(costs)


def one_pass(call: Call, items: Sequence[Any], cost: float) -> tuple[float, float]:
    """Median and 99th percentile of one call, in microseconds."""
    read = time.perf_counter_ns
    times = []
    gc.collect()
    for item in items:
        start = read()
        call(item)
        times.append(read() - start)
    times.sort()
    return (times[len(times) // 2] - cost) / 1e3, (times[int(len(times) * 0.99)] - cost) / 1e3


def measure(
    call: Call,
    items: Sequence[Any],
    *,
    repeat: int,
    beside: Call | None = None,
    beside_items: Sequence[Any] = (),
) -> dict[str, Any]:
    """Medians over `repeat` passes; `ratio` is against `beside`, timed in turn with it."""
    if not items:
        return {"n": 0}
    cost = timer_cost()
    for item in items[:50]:
        call(item)
    p50s, p99s, ratios = [], [], []
    for _ in range(repeat):
        yardstick = one_pass(beside, beside_items, cost)[0] if beside else None
        p50, p99 = one_pass(call, items, cost)
        p50s.append(p50)
        p99s.append(p99)
        if yardstick:
            ratios.append(p50 / yardstick)
    return {
        "n": len(items),
        "p50_us": statistics.median(p50s),
        "p99_us": statistics.median(p99s),
        "ratio": statistics.median(ratios) if ratios else None,
    }


def own_time(call: Call, items: Sequence[Any], *, top: int = 5) -> list[dict[str, Any]]:
    """Where the time goes: the functions with the largest own time, and their share of the whole."""
    for item in items[:20]:
        call(item)
    profile = cProfile.Profile()
    profile.enable()
    for item in items:
        call(item)
    profile.disable()
    rows = [
        (own, f"{_place(file, line)}{name}", calls)
        for (file, line, name), (_, calls, own, _, _) in pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
        if name != "disable" and not file.startswith(str(Path(__file__).parent))
    ]
    total = sum(own for own, _, _ in rows)
    rows.sort(reverse=True)
    return [
        {"where": where, "share": own / total, "calls": calls / len(items)}
        for own, where, calls in rows[:top]
    ]


def _place(file: str, line: int) -> str:
    """The file from its package on, so that no path of this machine is printed."""
    if file == "~" or line == 0:
        return ""
    parts = Path(file).parts
    for root in ("tolerance_engine", "site-packages"):
        if root in parts:
            kept = parts[len(parts) - 1 - parts[::-1].index(root) + (root == "site-packages") :]
            return f"{'/'.join(kept)}:{line} "
    return f"{parts[-1]}:{line} "
