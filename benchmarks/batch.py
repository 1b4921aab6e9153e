"""Many cases: Arrow in, Arrow out, on the shared workload, the shipped rulesets, and growing sizes; and the peers.

Every row of a mix is compared with nothing here: that the batch says what single verdicts say is a test
(`tests/batch`). Here it is only measured, and what bounds it is told.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
from own import SHIPPED, Settings
from workload import CIRCUMSTANCES, DIMENSIONS, RED_LINES, RULESET, TRUE_SHARE, shared

NARROW = ("outcome", "possible")
WIDE = ("outcome", "possible", "decided", "findings", "applies")
PEERS = (
    ("C，预先编译，打包的位面", "main", "c_kernel", ""),
    ("numpy，位片", "main", "numpy_bitslice", ""),
    ("Python 大整数，手写位片", "main", "pyint_bitslice", ""),
    ("numba，逐行", "main", "numba_rows", ""),
    ("numpy，逐列", "main", "numpy_vec", ""),
    ("Polars", "main", "polars_peer", ""),
    ("DuckDB SQL", "main", "duckdb_peer", ""),
    ("OpenFisca-Core", "v_OpenFisca-core", "openfisca_peer", ""),
    ("手写 Python", "main", "hand_python", ""),
    ("durable-rules", "main", "durable_peer", ""),
)


def batches(settings: Settings) -> dict[str, Any]:
    """Everything that is measured of batches."""
    rows = settings.count(10_000_000) if not settings.quick else 200_000
    return {
        "cases": _growing_cases(settings),  # first: the peak of memory is the whole process's
        "rows": rows,
        "bench": _bench(settings, rows),
        "shipped": _shipped(settings),
        "missing": _missing(settings),
        "clauses": _growing_rules(settings),
        "processes": _two_processes(settings),
        "profile": _profile(settings),
        "peers": _peers(settings),
    }


# tables ----------------------------------------------------------------------------------------------------


def table27(settings: Settings, rows: int, unknown: float | None, seed: int = 27) -> pa.Table:
    """The 27 facts of an ordinary file; the shared generator's own mix when `unknown` is None."""
    if unknown is None:
        trits = shared(settings.bench)["gen"].trits_np(rows)
        names = [*DIMENSIONS, *RED_LINES, *CIRCUMSTANCES]
        return pa.table({n: pa.array(trits[i] == 1, mask=trits[i] == 2) for i, n in enumerate(names)})
    rng = np.random.default_rng(seed)
    return pa.table(
        {
            name: pa.array(rng.random(rows, np.float32) < share, mask=rng.random(rows, np.float32) < unknown)
            for name, share in TRUE_SHARE.items()
        }
    )


def plausible(ruleset: Any, rows: int, unknown: float, grave: float, seed: int = 1) -> pa.Table:
    """Rows at fact level: a fact is adverse in a share `grave`, hidden in a share `unknown`; dates are left open."""
    rng = np.random.default_rng(seed)
    columns = {}
    for variable in ruleset.variables:
        fact = variable.fact
        if fact is None or fact.type not in ("boolean", "choice"):
            continue
        hidden = rng.random(rows, np.float32) < unknown
        if fact.type == "boolean":
            share = grave if fact.worse is True else 1 - grave if fact.worse is False else 0.5
            columns[variable.name] = pa.array(rng.random(rows, np.float32) < share, mask=hidden)
        else:
            places = rng.integers(0, len(variable.cells), rows, dtype=np.int8)
            words = pa.array([str(cell) for cell in variable.cells])
            columns[variable.name] = pa.DictionaryArray.from_arrays(pa.array(places, mask=hidden), words)
    return pa.table(columns)


def usable(ruleset: Any, table: pa.Table) -> pa.Table:
    """The rows that do not contradict what the ruleset assumes."""
    import pyarrow.compute as pc

    import tolerance_engine as te

    told = te.determine_batch(ruleset, table, give=["possible"], keep=(), errors="column")
    return table.filter(pc.is_valid(told["possible"])).combine_chunks()


def timed(call: Callable[[], Any], repeat: int) -> dict[str, float]:
    """Seconds of wall clock and of processor, medians; the first run only warms up."""
    call()
    walls, cpus = [], []
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {"wall": statistics.median(walls), "cpu": statistics.median(cpus), "best": min(walls)}


def rate(ruleset: Any, table: pa.Table, give: tuple[str, ...], repeat: int) -> dict[str, Any]:
    """Rows a second, and how many stay open."""
    import tolerance_engine as te

    found = timed(lambda: te.determine_batch(ruleset, table, give=give, keep=()), repeat)
    told = te.determine_batch(ruleset, table, give=["outcome"], keep=())
    return {
        "rows": table.num_rows,
        "rate": table.num_rows / found["wall"],
        "best": table.num_rows / found["best"],
        "cpu_rate": table.num_rows / found["cpu"],
        "open": told["outcome"].null_count / table.num_rows,
        "nodes": ruleset.diagram.size(ruleset.programs[ruleset.reading].outcome),
    }


# what is measured ------------------------------------------------------------------------------------------


def _bench(settings: Settings, rows: int) -> dict[str, Any]:
    import tolerance_engine as te

    ruleset, found = te.load_ruleset(RULESET), {}
    mixes: dict[str, float | None] = {"unknown-0": 0.0, "unknown-10": 0.1, "unknown-50": 0.5}
    if settings.bench:
        mixes = {"bench": None, **mixes}
    for name, unknown in mixes.items():
        table = table27(settings, rows, unknown)
        found[name] = {"narrow": rate(ruleset, table, NARROW, 3), "wide": rate(ruleset, table, WIDE, 3)}
    return found


def _shipped(settings: Settings) -> list[dict[str, Any]]:
    import tolerance_engine as te

    found = []
    for name in SHIPPED:
        for reading in te.load_ruleset(name).readings:
            ruleset = te.load_ruleset(name, reading=reading)
            for unknown, grave in ((0.0, 0.01), (0.005, 0.06), (0.3, 0.03)):
                table = usable(ruleset, plausible(ruleset, settings.count(1_500_000), unknown, grave))
                row = {"ruleset": name, "reading": reading, "unknown": unknown, "grave": grave}
                found.append(
                    {**row, **rate(ruleset, table, NARROW, 3), "wide": rate(ruleset, table, WIDE, 1)["rate"]}
                )
    return found


def _missing(settings: Settings) -> list[dict[str, Any]]:
    """What undetermined rows wait for, worked out for one open function after the other."""
    import tolerance_engine as te

    found = []
    for name in SHIPPED:
        ruleset = te.load_ruleset(name, reading=te.load_ruleset(name).readings[-1])
        table = usable(ruleset, plausible(ruleset, settings.count(50_000), 0.1, 0.03))
        start = time.perf_counter()
        told = te.determine_batch(ruleset, table, give=["missing"], keep=())
        took = time.perf_counter() - start
        open_rows = table.num_rows - told["missing"].null_count
        found.append({"ruleset": name, "rows": open_rows, "rate": open_rows / took})
    return found


def _growing_cases(settings: Settings) -> list[dict[str, Any]]:
    """From a thousand rows to a hundred million, generated block by block; the memory of the whole process."""
    import tolerance_engine as te

    ruleset, found = te.load_ruleset(RULESET), []
    block = table27(settings, 1 << 16, 0.1).to_batches()[0]
    for power in range(3, 8 if settings.quick else 9):
        rows = 10**power

        def blocks(rows: int = rows) -> Iterator[pa.RecordBatch]:
            for first in range(0, rows, block.num_rows):
                yield block.slice(0, min(block.num_rows, rows - first))

        start, seen = time.perf_counter(), 0
        for result in te.determine_batch(
            ruleset, pa.RecordBatchReader.from_batches(block.schema, blocks()), give=NARROW, keep=()
        ):
            seen += result.num_rows
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.append({"rows": seen, "seconds": took, "rate": seen / took, "peak_mb": peak})
    return found


def _growing_rules(settings: Settings) -> list[dict[str, Any]]:
    """Rulesets drawn from a seed with ever more clauses over ever more facts, the nodes they need beside them."""
    import tolerance_engine as te
    from tolerance_engine.ruleset import load_text

    found = []
    for facts, clauses in ((10, 10), (20, 30), (30, 60), (40, 120), (60, 240), (100, 500)):
        row: dict[str, Any] = {"facts": facts, "clauses": clauses}
        try:
            start = time.perf_counter()
            ruleset = load_text(_drawn(facts, clauses))
            row["compile_s"] = time.perf_counter() - start
            table = plausible(ruleset, settings.count(500_000), 0.05, 0.1)
            found.append({**row, **rate(ruleset, table, NARROW, 2)})
        except te.BudgetExceeded:
            found.append({**row, "absent": "超过结点上限"})
    return found


def _drawn(facts: int, clauses: int) -> str:
    """As in a real measure: facts stand in groups, a clause asks five of two neighbouring groups, one in ten counts."""
    rng = Random(facts * 1000 + clauses)
    names = [f"f{i}" for i in range(facts)]
    cite = "basis: stated, zh: 例, cite: {source: doc, at: '1'}"
    lines = [
        "format: 1", "id: drawn", "title: {zh: 例}", "in_force: {from: 2018, to: not_specified}",
        "sources: {doc: {zh: 例, seen: full}}", "facts:",
        *(f"  {name}: {{type: boolean, zh: 例, worse: {str(i % 2 == 0).lower()}}}" for i, name in enumerate(names)),
        "outcomes: [{id: a, zh: 甲}, {id: b, zh: 乙}, {id: c, zh: 丙}]", "combine: most_favourable",
        "default: b", "clauses:",
    ]  # fmt: skip
    for number in range(clauses):
        group = rng.randrange(0, facts - 5, 5) if facts > 5 else 0
        exclusion = number % 3 == 0
        asked = rng.sample(names[group : group + 5], 3) + rng.sample(names[group + 5 : group + 10], 2)
        # what counts against somebody is asked as it seldom is, what counts for him as it mostly is
        wanted = {name: (int(name[1:]) % 2 == 0) is exclusion for name in asked}
        parts = [f"{{{name}: {str(value).lower()}}}" for name, value in wanted.items()]
        if number % 10 == 1:
            some = ", ".join(f"{{{name}: true}}" for name in names[1 : min(facts, 14) : 2])
            parts = [*parts[:2], f"{{at_least: 3, of: [{some}]}}"]
        kind, then = ("exclusion", "c") if exclusion else ("ground", rng.choice("ab"))
        when = f"{{all: [{', '.join(parts)}]}}"
        lines.append(f"  - {{id: k-{number}, kind: {kind}, when: {when}, then: {then}, {cite}}}")
    return "\n".join(lines) + "\n"


@cache
def _loaded(ruleset: str) -> Any:
    import tolerance_engine as te

    return te.load_ruleset(Path(ruleset))


def _half(arguments: tuple[str, str, int, int]) -> int:
    """One of two processes: reads its half of a file, gives the number of rows."""
    import tolerance_engine as te

    path, ruleset, first, count = arguments
    with pa.memory_map(path) as file:
        table = pa.ipc.open_file(file).read_all().slice(first, count)
        return int(te.determine_batch(_loaded(ruleset), table, give=NARROW, keep=()).num_rows)


def _two_processes(settings: Settings) -> dict[str, float]:
    """The same rows in one process and in two, started beforehand; results stay where they are made."""
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

    import tolerance_engine as te

    rows = settings.count(4_000_000)
    table, ruleset = table27(settings, rows, 0.1), te.load_ruleset(RULESET)
    found = {"one": rows / timed(lambda: te.determine_batch(ruleset, table, give=NARROW, keep=()), 3)["wall"]}
    halves = [table.slice(0, rows // 2), table.slice(rows // 2)]
    with ThreadPoolExecutor(2) as pool:
        call = lambda: list(pool.map(lambda t: te.determine_batch(ruleset, t, give=NARROW, keep=()), halves))  # noqa: E731
        found["two threads"] = rows / timed(call, 3)["wall"]
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/t.arrow"
        with pa.OSFile(path, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        jobs = [(path, str(RULESET), 0, rows // 2), (path, str(RULESET), rows // 2, rows - rows // 2)]
        with ProcessPoolExecutor(2) as processes:
            found["two processes"] = rows / timed(lambda: list(processes.map(_half, jobs)), 3)["wall"]
    return found


def _profile(settings: Settings) -> list[dict[str, Any]]:
    """Where the time of the narrow result goes."""
    import tolerance_engine as te

    ruleset, table = te.load_ruleset(RULESET), table27(settings, settings.count(3_000_000), 0.1)
    te.determine_batch(ruleset, table, give=NARROW, keep=())
    profile = cProfile.Profile()
    profile.enable()
    te.determine_batch(ruleset, table, give=NARROW, keep=())
    profile.disable()
    stats: Any = pstats.Stats(profile)
    rows = sorted(((own, where) for where, (_, _, own, _, _) in stats.stats.items()), reverse=True)
    whole = sum(own for own, _ in rows)
    return [
        {"where": f"{Path(f).name} {name}".removeprefix("~ "), "share": own / whole}
        for own, (f, _, name) in rows[:8]
    ]


def _peers(settings: Settings) -> list[dict[str, Any]]:
    """The batch paths of the shared bench folder, each in its own process; few rows where they are slow."""
    found = []
    for name, venv, script, variant in PEERS if settings.bench else ():
        slow = script in ("hand_python", "durable_peer")
        rows = settings.count(20_000 if slow else 1_000_000)
        python = settings.venvs / venv / "bin" / "python"
        path = Path(settings.bench or "") / "peers" / f"{script}.py"
        if not python.exists():
            found.append({"name": name, "absent": f"没有环境 {venv}"})
            continue
        command = [
            str(python),
            "-W",
            "ignore",
            str(path),
            "--mode",
            "batch",
            "--n",
            str(rows),
            "--repeat",
            "3",
        ]
        command += ["--variant", variant] if variant else []
        with tempfile.TemporaryDirectory() as data:
            environment = {**os.environ, "BENCH_DATA": data}
            try:
                run = subprocess.run(
                    command, capture_output=True, text=True, timeout=300, env=environment, check=False
                )
            except subprocess.TimeoutExpired:
                found.append({"name": name, "absent": "超过 300 秒"})
                continue
        lines = [line[line.index('{"peer"') :] for line in run.stdout.splitlines() if '{"peer"' in line]
        if not lines:
            problem = (run.stderr.strip().splitlines() or ["没有输出"])[-1]
            found.append({"name": name, "absent": problem.split(":")[0][:60]})
            continue
        row = json.loads(lines[-1])
        found.append(
            {"name": name, "rows": rows, "told": {k: v for k, v in row.items() if isinstance(v, int | float)}}
        )
    return found
