"""Our own numbers: import, load, one verdict, its explanation, what is missing, JSON."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measure import measure, own_time
from workload import RULESET, mixes, shared

ROOT = Path(__file__).parent.parent
SHIPPED = ("qinghai", "wenzhou")
LEVELS = {"findings": "P??.yaml", "facts": "P??-facts.yaml"}


@dataclass(frozen=True)
class Settings:
    """How much to measure. `bench` is the shared bench folder, if there is one."""

    bench: str | None
    venvs: Path
    quick: bool

    @property
    def repeat(self) -> int:
        """Passes over the cases."""
        return 3 if self.quick else 7

    def count(self, full: int) -> int:
        """How many cases to take."""
        return max(50, full // 10) if self.quick else full


def fresh(code: str, *, repeat: int) -> list[dict[str, float]]:
    """Times of `code` in new processes, with bytecode cached as an installed package has it."""
    program = (
        "import time, json; w, c = time.perf_counter(), time.process_time(); "
        f"{code}; "
        "print(json.dumps({'wall_ms': (time.perf_counter() - w) * 1e3, 'cpu_ms': (time.process_time() - c) * 1e3}))"
    )
    with tempfile.TemporaryDirectory() as cache:
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "PYTHONPYCACHEPREFIX": cache}
        found = []
        for index in range(repeat + 1):
            run = subprocess.run(
                [sys.executable, "-c", program],
                capture_output=True,
                text=True,
                check=True,
                env=environment,
                cwd=ROOT,
                timeout=60,
            )
            if index:  # the first run compiles the bytecode
                found.append(json.loads(run.stdout))
    return found


def medians(rows: list[dict[str, float]]) -> dict[str, float]:
    """The median of every column."""
    return {key: statistics.median(row[key] for row in rows) for key in rows[0]}


def imports(settings: Settings) -> dict[str, Any]:
    """Import time, and how much of it is pydantic's."""
    repeat = 3 if settings.quick else 9
    return {
        "tolerance_engine": medians(fresh("import tolerance_engine", repeat=repeat)),
        "pydantic": medians(fresh("from pydantic import BaseModel", repeat=repeat)),
        "command": medians(
            fresh(
                "import subprocess, sys; subprocess.run([sys.executable, '-m', 'tolerance_engine', 'determine', "
                "'examples/P03.yaml', '--ruleset', 'qinghai'], check=True, capture_output=True)",
                repeat=repeat,
            )
        ),
    }


def loads(settings: Settings) -> dict[str, Any]:
    """Loading each ruleset in a new process; reading and linking apart from compiling."""
    import tolerance_engine as te
    from tolerance_engine.ruleset.compile import compile_ruleset
    from tolerance_engine.ruleset.load import load_linked

    found = {}
    for name in (*SHIPPED, RULESET):
        argument = repr(str(name))
        code = f"import tolerance_engine as te; w, c = time.perf_counter(), time.process_time(); te.load_ruleset({argument})"
        cold = medians(fresh(code, repeat=3 if settings.quick else 7))
        linking, compiling = [], []
        for _ in range(settings.repeat):
            start = time.perf_counter()
            linked = load_linked(name)
            middle = time.perf_counter()
            ruleset = compile_ruleset(linked)
            linking.append(middle - start)
            compiling.append(time.perf_counter() - middle)
        ruleset = te.load_ruleset(name)
        found[ruleset.id] = {
            **cold,
            "link_ms": statistics.median(linking) * 1e3,
            "compile_ms": statistics.median(compiling) * 1e3,
            "facts": len(ruleset.variables),
            "clauses": len(ruleset.linked.clauses),
            "nodes": ruleset.nodes,
            "by_reading": {r: ruleset.diagram.size(p.outcome) for r, p in ruleset.programs.items()},
            "store": len(ruleset.diagram),
        }
    return found


def single(settings: Settings) -> dict[str, Any]:
    """One verdict on the 27-fact workload, and everything that is worked out when asked."""
    from agreement import as_bench

    import tolerance_engine as te

    modules = shared(settings.bench)
    hand = modules["hand"].evaluate if modules else None
    ruleset = te.load_ruleset(RULESET)
    many, some, few = settings.count(5000), settings.count(500), settings.count(200)

    def verdict(case: Any) -> Any:
        found = te.determine(ruleset, case)
        return found.outcome, found.possible, found.applies

    found: dict[str, Any] = {}
    for mix, facts in mixes(many, modules).items():
        ready = [te.Case(facts=each) for each in facts]
        plain = [{"facts": each} for each in facts]
        verdicts = [te.determine(ruleset, case) for case in ready]
        open_cases = [case for case, each in zip(ready, verdicts, strict=True) if not each.decided]
        beside: dict[str, Any] = {"beside": hand, "beside_items": facts[:2000], "repeat": settings.repeat}
        found[mix] = {
            "decided": sum(each.decided for each in verdicts) / len(verdicts),
            "unknown": sum(v is None for each in facts for v in each.values()) / (len(facts) * 27),
            "nodes": statistics.median(tree_size(each.explanation) for each in verdicts[:some]),
            "case": measure(verdict, ready, **beside),
            "dict": measure(verdict, plain, **beside),
            "explanation": measure(lambda c: te.determine(ruleset, c).explanation, ready[:some], **beside),
            "missing": measure(lambda c: te.determine(ruleset, c).missing, open_cases[:few], **beside),
            "witnesses": measure(lambda c: te.determine(ruleset, c).witnesses, open_cases[:few], **beside),
            "json": measure(lambda c: te.determine(ruleset, c).model_dump_json(), ready[:few], **beside),
        }
        if hand is not None:
            found[mix]["hand_us"] = measure(hand, facts, repeat=settings.repeat)["p50_us"]
            found[mix]["bench_result"] = measure(
                lambda f: as_bench(te.determine(ruleset, {"facts": f}), f), facts[:some], **beside
            )
        if mix == ("bench" if modules else "unknown-10"):
            profiled: dict[str, Any] = {
                "case": (verdict, ready),
                "dict": (verdict, plain),
                "explanation": (lambda c: te.determine(ruleset, c).explanation, ready[:some]),
                "missing": (lambda c: te.determine(ruleset, c).missing, open_cases[:few]),
                "json": (lambda c: te.determine(ruleset, c).model_dump_json(), ready[:few]),
            }
            found["profiles"] = {name: own_time(call, items) for name, (call, items) in profiled.items()}
    return found


def shipped(settings: Settings) -> dict[str, Any]:
    """The examples under both shipped rulesets, at the level of findings and at the level of facts."""
    import tolerance_engine as te

    found: dict[str, Any] = {"rows": [], "profiles": {}}
    repeat = settings.repeat
    for name in SHIPPED:
        ruleset = te.load_ruleset(name)
        for level, pattern in LEVELS.items():
            cases = [te.load_case(path) for path in sorted((ROOT / "examples").glob(pattern))]
            for reading in ruleset.readings:

                def ask(case: Any, ruleset: Any = ruleset, reading: str = reading) -> Any:
                    return te.determine(ruleset, case, reading=reading)

                def verdict(case: Any, ask: Any = ask) -> Any:
                    given = ask(case)
                    return given.outcome, given.possible, given.applies

                verdicts = [ask(case) for case in cases]
                open_cases = [c for c, v in zip(cases, verdicts, strict=True) if not v.decided]
                calls: dict[str, Any] = {
                    "verdict": (verdict, cases * 10),
                    "explanation": (lambda c, ask=ask: ask(c).explanation, cases),
                    "missing": (lambda c, ask=ask: ask(c).missing, open_cases),
                    "json": (lambda c, ask=ask: ask(c).model_dump_json(), cases),
                }
                row = {key: measure(call, items, repeat=repeat) for key, (call, items) in calls.items()}
                found["rows"].append(
                    {
                        "ruleset": name,
                        "level": level,
                        "reading": reading,
                        "cases": len(cases),
                        "decided": len(cases) - len(open_cases),
                        "tree": statistics.median(tree_size(v.explanation) for v in verdicts),
                        **row,
                    }
                )
                if reading == "weighed":
                    found["profiles"][f"{name} {level}"] = {
                        key: own_time(call, items, top=3) for key, (call, items) in calls.items() if items
                    }
    return found


def tree_size(root: Any) -> int:
    """How many nodes an explanation has, a shared part counted once."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            stack.extend(node.because)
    return len(seen)
