"""Times and memory of a comparison: two shipped regions, every shipped pair in one table, a pair of standard size.

REGIONS = ("qinghai", "wenzhou")
python -m benchmarks.compare [SEEDS]

The standard pair is a drawn ruleset of 60 clauses over 32 facts (about 10^17 cases), and the same with eight
local edits. Each row is a process of its own; "everything" is matrix, witnesses, deciding clauses, counts per
edit, and all of it as JSON. The table is measured as a whole through the public face, then pair by pair, then
with a store for each question and with no common store, which is what the way it is done was chosen against.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import tolerance_engine as te
from tests.compare.edits import standard_edits
from tests.oracles.yaml_text import to_yaml
from tests.synthetic import standard
from tolerance_engine.analysis.compare import diff
from tolerance_engine.analysis.compare.joint import joint
from tolerance_engine.analysis.compare.pairs import _Store
from tolerance_engine.analysis.compare.space import Counting
from tolerance_engine.ruleset import load_text

ROOT = Path(__file__).resolve().parent.parent
REGIONS = ("qinghai", "wenzhou")
"""The two that share definitions."""
SEEDS = 5


def everything(a: te.Ruleset, b: te.Ruleset) -> dict[str, Any]:
    """One comparison with everything in it."""
    start = time.perf_counter()
    result = diff(a, b)
    cases, differing = result.cases, result.differing
    counted = time.perf_counter()
    matrix = result.matrix
    shown = time.perf_counter()
    text = result.model_dump_json()
    done = time.perf_counter()
    return {
        "nodes": len(result._joint.diagram),
        "cases": str(cases),
        "differing": str(differing),
        "transitions": sum(row.witness is not None for row in matrix),
        "edits": len(result.edits),
        "pairs": len(result.deciding),
        "count_s": counted - start,
        "witness_s": shown - counted,
        "rest_s": done - shown,
        "all_s": done - start,
        "json_kb": len(text) // 1024,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def table() -> dict[str, Any]:
    """Every shipped ruleset, in its latest version, with every other."""
    rulesets = [te.load_ruleset(id_) for id_ in dict.fromkeys(info.id for info in te.list_rulesets())]
    found, wall, cpu = _timed(lambda: te.diff_table(rulesets))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    store = _Store(rulesets, found.readings, found.budget)
    assert store.together is not None
    place = {name: number for number, name in enumerate(found.names)}
    times, nodes, alone = [], [], 0.0
    for cell in (cell for cell in found.rows if cell.tally is not None or cell.relation == "over_budget"):
        one, other = place[cell.a], place[cell.b]
        spent, size = _pair(lambda one=one, other=other: store.counting(one, other))  # type: ignore[misc]
        times.append((spent, size, f"{cell.a} {cell.b}"))
        nodes.append(size)
        alone += _pair(
            lambda one=one, other=other, cell=cell: (
                joint(  # type: ignore[misc]
                    rulesets[one], rulesets[other], cell.reading, found.budget
                ).counting
            )
        )[0]
    groups = [[rulesets[place[name]] for name in members] for _, members in found.groups if len(members) > 1]
    _, _, by_question = _timed(lambda: [te.diff_table(each) for each in groups])
    return {
        "rulesets": len(rulesets),
        "pairs": len(found.rows),
        "kinds": Counter(cell.relation for cell in found.rows),
        "where_concluded": Counter(str(cell.tally.where_concluded) for cell in found.rows if cell.tally),
        "over_budget": [f"{cell.a} {cell.b}" for cell in found.rows if cell.relation == "over_budget"],
        "wall_s": wall,
        "cpu_s": cpu,
        "alone_cpu_s": alone,
        "by_question_cpu_s": by_question,
        "facts": len(store.together.variables),
        "store_nodes": len(store.together.diagram),
        "pair_nodes": sum(nodes),
        "slowest": [
            {"pair": name, "s": spent, "nodes": size} for spent, size, name in sorted(times, reverse=True)[:5]
        ],
        "peak_mb": peak,
    }


def _timed(call: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gives, and the seconds by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = call()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def _pair(make: Callable[[], Counting]) -> tuple[float, int]:
    """Processor seconds until two are counted, and the nodes that took; the whole budget where it was passed."""
    start = time.process_time()
    try:
        counting = make()
        _ = counting.counts
        size = len(counting.diagram)
    except te.BudgetExceeded as error:
        size = error.budget
    return time.process_time() - start, size


def one(name: str) -> dict[str, Any]:
    """The measurement that `name` stands for: `table`, `regions:a:b:reading` or `standard:seed`."""
    kind, *rest = name.split(":")
    if kind == "table":
        return table()
    if kind == "regions":
        a, b, reading = rest
        return everything(*(te.load_ruleset(each, reading=reading) for each in (a, b)))
    document = standard(int(rest[0]))
    return everything(
        *(load_text(to_yaml(each)) for each in (document, standard_edits(document, int(rest[0]))))
    )


def rows(seeds: int) -> list[dict[str, Any]]:
    """All measurements: the table, the two regions that share definitions under every reading, standard pairs."""
    a, b = REGIONS
    names = [f"regions:{a}:{b}:{reading}" for reading in te.load_ruleset(a).readings]
    return [_apart(name) for name in ("table", *names, *(f"standard:{seed}" for seed in range(seeds)))]


def _apart(name: str) -> dict[str, Any]:
    """One measurement in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.compare", "--one", name]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True)
    return {"name": name, **json.loads(run.stdout)}


def main(seeds: int) -> None:
    """The section of the results page, on stdout."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from report import compared

    print(compared(rows(seeds), {}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(sys.argv[2])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
