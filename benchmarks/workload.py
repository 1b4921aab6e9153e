"""The 27-fact workload: the ruleset, its cases, and the shared bench folder where there is one."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent
RULESET = HERE / "tolerance27.yaml"

DIMENSIONS = ("purpose", "direction", "authority", "procedure", "timing", "consequence", "remedy")
RED_LINES = (
    "rl_private_gain",
    "rl_bribery",
    "rl_political",
    "rl_safety",
    "rl_environment",
    "rl_prohibited",
    "rl_coverup",
    "rl_forgery",
    "rl_repeat",
    "rl_retaliation",
    "rl_public_harm",
    "rl_dereliction",
)
CIRCUMSTANCES = (
    "first_offence",
    "self_reported",
    "collective",
    "documented",
    "pilot",
    "directive",
    "emergency",
    "force_majeure",
)
TRUE_SHARE = {
    **dict.fromkeys(DIMENSIONS, 0.8),
    **dict.fromkeys(RED_LINES, 0.002),
    **dict.fromkeys(CIRCUMSTANCES, 0.4),
}
"""An ordinary file, as in the description of the workload."""

FactsOf27 = dict[str, bool | None]


def cases(count: int, unknown: float, seed: int = 27) -> list[FactsOf27]:
    """Cases of an ordinary file in which each fact is hidden with probability `unknown`."""
    rng = Random(seed)
    return [
        {name: None if rng.random() < unknown else rng.random() < share for name, share in TRUE_SHARE.items()}
        for _ in range(count)
    ]


def shared(bench: str | None) -> Mapping[str, ModuleType]:
    """gen, oracle and hand of the shared bench folder; empty without one."""
    if not bench:
        return {}
    sys.path.insert(0, bench)
    return {name: importlib.import_module(name) for name in ("gen", "oracle", "hand")}


def mixes(count: int, modules: Mapping[str, ModuleType]) -> dict[str, list[Any]]:
    """The mixes of cases that are measured, by name."""
    found: dict[str, list[Any]] = {}
    if modules:
        found["bench"] = modules["gen"].cases(count)
    for percent in (0, 10, 50):
        found[f"unknown-{percent}"] = cases(count, percent / 100)
    return found
