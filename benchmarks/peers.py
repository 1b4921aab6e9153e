"""Peers: other engines on the same workload, each in a fresh process of its own environment, as ratios.

They are the scripts of the shared bench folder; every answer is compared there with the oracle.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from own import Settings
from workload import RULESET, cases


@dataclass(frozen=True)
class Peer:
    """One script of the bench folder, and how many cases it is given."""

    name: str
    venv: str
    script: str
    count: int
    variant: str = ""


PEERS = (
    Peer("手写 Python", "main", "hand_python", 20_000),
    Peer("朴素参照实现", "main", "oracle_naive", 2_000),
    Peer("durable-rules", "main", "durable_peer", 2_000),
    Peer("Cedar（cedarpy）", "main", "cedar_peer", 500, "loop"),
    Peer("ZEN（zen-engine）", "main", "zen_peer", 500, "loop"),
    Peer("rule-engine", "main", "rule_engine_peer", 500),
    Peer("business-rules", "main", "business_rules_peer", 500),
    Peer("clingo", "main", "clingo_peer", 500),
    Peer("JsonLogic（panzi）", "v_panzi-json-logic", "jsonlogic_peer", 500, "panzi"),
    Peer("JsonLogic（qubit）", "v_json-logic-qubit", "jsonlogic_peer", 500, "qubit"),
    Peer("OpenFisca-Core", "v_OpenFisca-core", "openfisca_peer", 60),
)


def peers(settings: Settings) -> list[dict[str, Any]]:
    """A row for every peer: its numbers, or why there are none."""
    return [{"name": peer.name, **_row(peer, settings)} for peer in PEERS] if settings.bench else []


def _row(peer: Peer, settings: Settings) -> dict[str, Any]:
    python = settings.venvs / peer.venv / "bin" / "python"
    if not python.exists():
        return {"absent": f"没有环境 {peer.venv}"}
    script = Path(settings.bench or "") / "peers" / f"{peer.script}.py"
    command = [str(python), "-W", "ignore", str(script), "--mode", "single"]
    command += ["--n", str(settings.count(peer.count)), "--repeat", str(settings.repeat)]
    command += ["--variant", peer.variant] if peer.variant else []
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BENCH_DATA": data}
        try:
            run = subprocess.run(
                command, capture_output=True, text=True, timeout=300, env=environment, check=False
            )
        except subprocess.TimeoutExpired:
            return {"absent": "超过 300 秒"}
    lines = [line[line.index('{"peer"') :] for line in run.stdout.splitlines() if '{"peer"' in line]
    if not lines:
        problem = (run.stderr.strip().splitlines() or ["没有输出"])[-1]
        return {"absent": problem.split(":")[0][:60]}
    row = json.loads(lines[-1])
    version = next((v for v in row["versions"].values() if v), None)
    kept = ("n", "p50_us", "p99_us", "ratio_p50", "setup_ms", "mismatches")
    return {"version": version, **{key: row[key] for key in kept}}


def second_engine(settings: Settings) -> dict[str, Any]:
    """Our own second engine on fully established cases, beside the diagram on the same cases."""
    from measure import measure

    import tolerance_engine as te

    ruleset = te.load_ruleset(RULESET)
    given = [te.Case(facts=facts) for facts in cases(settings.count(500), 0.0)]

    def ask(case: Any, engine: Any = "durable") -> Any:
        verdict = te.determine(ruleset, case, engine=engine)
        return verdict.outcome, verdict.possible, verdict.applies

    try:
        differing = sum(ask(case) != ask(case, "diagram") for case in given)
    except (te.EngineUnavailable, ImportError) as problem:
        return {"absent": type(problem).__name__}
    return {
        "differing": differing,
        **measure(ask, given, repeat=3, beside=lambda c: ask(c, "diagram"), beside_items=given),
    }
