"""Times and memory of a comparison: the shipped regions in pairs, and a pair of the standard size.

REGIONS = ("qinghai", "wenzhou")
python -m benchmarks.compare [SEEDS]

The standard pair is a drawn ruleset of 60 clauses over 32 facts (about 10^17 cases), and the same with eight
local edits. Each row is a process of its own; "everything" is matrix, witnesses, deciding clauses, counts per
edit, and all of it as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import tolerance_engine as te
from tests.compare.edits import standard_edits
from tests.oracles.yaml_text import to_yaml
from tests.synthetic import standard
from tolerance_engine.analysis.compare import diff
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


def one(name: str) -> dict[str, Any]:
    """The measurement that `name` stands for: `regions:a:b:reading` or `standard:seed`."""
    kind, *rest = name.split(":")
    if kind == "regions":
        a, b, reading = rest
        return everything(*(te.load_ruleset(each, reading=reading) for each in (a, b)))
    document = standard(int(rest[0]))
    return everything(
        *(load_text(to_yaml(each)) for each in (document, standard_edits(document, int(rest[0]))))
    )


def rows(seeds: int) -> list[dict[str, Any]]:
    """All measurements: the two regions that share definitions under every reading, and so many standard pairs."""
    a, b = REGIONS
    names = [f"regions:{a}:{b}:{reading}" for reading in te.load_ruleset(a).readings]
    return [_apart(name) for name in (*names, *(f"standard:{seed}" for seed in range(seeds)))]


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
