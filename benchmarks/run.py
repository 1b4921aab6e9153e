"""One command measures everything and writes RESULTS.md.

    python benchmarks/run.py [--bench FOLDER] [--only SECTION,...] [--quick] [--json FILE] [--report FILE]

`--bench` (or BENCH_DIR) is the folder with the shared workload and its peers; without it only our own
numbers are measured. BENCH_VENVS is where the peers' environments are. Every section runs in a fresh process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import own  # noqa: E402
from own import Settings  # noqa: E402
from report import render  # noqa: E402

SEARCH_SECONDS = 60.0


def _agreement(settings: Settings) -> Any:
    from agreement import compare

    return compare(settings.bench, settings.count(20_000), settings.count(300)) if settings.bench else None


def _orders(settings: Settings) -> Any:
    from orders import search

    return search(SEARCH_SECONDS / 6 if settings.quick else SEARCH_SECONDS, 6 if settings.quick else 24)


def _peers(settings: Settings) -> Any:
    from peers import peers

    return peers(settings)


def _second_engine(settings: Settings) -> Any:
    from peers import second_engine

    return second_engine(settings)


def _answers(settings: Settings) -> Any:
    from analysis import answers

    return answers(settings)


def _compare(settings: Settings) -> Any:
    from compare import SEEDS, rows

    return rows(1 if settings.quick else SEEDS)


def _lint(settings: Settings) -> Any:
    from lint import RUNS, measured

    return measured(1 if settings.quick else RUNS)


def _batches(settings: Settings) -> Any:
    from batch import batches

    return batches(settings)


def _elsewhere(settings: Settings) -> Any:
    from elsewhere import elsewhere

    return elsewhere(settings)


SECTIONS: dict[str, Callable[[Settings], Any]] = {
    "imports": own.imports,
    "loads": own.loads,
    "single": own.single,
    "shipped": own.shipped,
    "answers": _answers,
    "second_engine": _second_engine,
    "peers": _peers,
    "batch": _batches,
    "elsewhere": _elsewhere,
    "agreement": _agreement,
    "orders": _orders,
    "compare": _compare,
    "lint": _lint,
}
MOST_SECONDS = 1_200
"""No section may take longer."""


def section(name: str, settings: Settings, cache: str) -> Any:
    """The result of one section, from a process of its own."""
    told = json.dumps({**asdict(settings), "venvs": str(settings.venvs)})
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.NamedTemporaryFile("r", suffix=".json") as result:
        command = [
            sys.executable,
            str(Path(__file__)),
            "--section",
            name,
            "--settings",
            told,
            "--json",
            result.name,
        ]
        environment = {**kept, "PYTHONPYCACHEPREFIX": cache}
        run = subprocess.run(
            command, text=True, capture_output=True, timeout=MOST_SECONDS, env=environment, check=False
        )
        text = result.read()
    if run.returncode or not text:
        raise SystemExit(f"section {name} failed:\n{run.stderr}")
    return json.loads(text)


def machine() -> dict[str, Any]:
    """The machine in plain words; no names."""
    return {
        "cpus": os.cpu_count(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.system(),
        "architecture": platform.machine(),
        "load": os.getloadavg()[0],
    }


def main() -> None:
    """Measure, then write the report."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--bench", default=os.environ.get("BENCH_DIR"))
    options.add_argument("--only", default=",".join(SECTIONS), help="sections, separated by commas")
    options.add_argument("--quick", action="store_true", help="a tenth of the cases: to see that it runs")
    options.add_argument(
        "--json", help="keep the raw numbers here; sections not measured now are taken from it"
    )
    options.add_argument("--report", default=str(HERE / "RESULTS.md"))
    options.add_argument("--section", help=argparse.SUPPRESS)
    options.add_argument("--settings", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.section:
        told = json.loads(chosen.settings)
        found = SECTIONS[chosen.section](Settings(told["bench"], Path(told["venvs"]), told["quick"]))
        Path(chosen.json).write_text(json.dumps(found, ensure_ascii=False, default=str), encoding="utf-8")
        sys.stdout.flush()
        os._exit(0)  # durable-rules leaves timer threads behind
    venvs = Path(os.environ.get("BENCH_VENVS", Path.home() / ".cache" / "tolerance-bench"))
    settings = Settings(chosen.bench, venvs, chosen.quick)
    raw = Path(chosen.json) if chosen.json else None
    results: dict[str, Any] = json.loads(raw.read_text(encoding="utf-8")) if raw and raw.exists() else {}
    began = datetime.now().isoformat(sep=" ", timespec="minutes")
    results["machine"], results["date"] = machine(), began
    results["run"] = {"bench": bool(chosen.bench), "quick": chosen.quick, "only": chosen.only}
    with tempfile.TemporaryDirectory() as cache:
        for name in chosen.only.split(","):
            print(f"{name} …", flush=True)
            results[name] = section(name, settings, cache)
            results.setdefault("measured", {})[name] = began
    results["machine"]["load_after"] = os.getloadavg()[0]
    if raw:
        raw.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    Path(chosen.report).write_text(render(results), encoding="utf-8")
    print(f"-> {chosen.report}")


if __name__ == "__main__":
    main()
