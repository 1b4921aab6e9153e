"""Times of lint and of taking conditions away: shipped rulesets, and the standard size. A section of the results page.

python -m benchmarks.lint [RUNS]
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import tolerance_engine as te
from tests.oracles.yaml_text import to_yaml
from tests.synthetic import standard
from tolerance_engine.analysis.lint.mutate import mutate
from tolerance_engine.determine.rule_tests import load_rule_tests
from tolerance_engine.ruleset import load_text
from tolerance_engine.ruleset.catalogue import builtin_root

RUNS = 5


def seconds(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """How long the call takes by the clock and of the processor, and what it gives."""
    start, used = time.perf_counter(), time.process_time()
    result = call()
    return time.perf_counter() - start, time.process_time() - used, result


def measured(runs: int) -> dict[str, Any]:
    """Each ruleset linted `runs` times, the conditions of the shipped ones taken away once."""
    shipped = sorted({info.id for info in te.list_rulesets()})
    rulesets = {name: te.load_ruleset(name) for name in shipped}
    rulesets |= {f"standard {seed}": load_text(to_yaml(standard(seed))) for seed in range(3)}
    linted = []
    for name, ruleset in rulesets.items():
        taken = [seconds(lambda r=ruleset: te.lint(r)) for _ in range(runs)]
        report = taken[0][2]
        linted.append(
            {
                "name": name,
                "shipped": name in shipped,
                "clauses": len(ruleset.linked.clauses),
                "readings": len(ruleset.readings),
                "nodes": ruleset.nodes,
                "findings": len(report) + len(report.accepted),
                "median_s": statistics.median(clock for clock, _, _ in taken),
                "longest_s": max(clock for clock, _, _ in taken),
                "processor_s": statistics.median(used for _, used, _ in taken),
            }
        )
    mutated = []
    for name in ("qinghai", "wenzhou"):  # the two with most conditions; the others are small
        tests = load_rule_tests(builtin_root() / name)
        clock, used, result = seconds(lambda n=name, t=tests: mutate(rulesets[n], t))
        counts = {"tests": len(tests), "mutants": result.mutants, "noticed": result.noticed}
        mutated.append({"name": name, **counts, "all_s": clock, "processor_s": used})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"linted": linted, "mutated": mutated, "peak_mb": peak}


def main(runs: int) -> None:
    """The section of the results page, on stdout."""
    sys.path.insert(0, str(Path(__file__).parent))
    from report import linted

    print(linted(measured(runs), {}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
