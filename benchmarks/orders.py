"""Orders of facts: how much a good order is worth, and whether a better one than the shipped one exists.

    python benchmarks/orders.py [--seconds 60] [--names] [--every]

One order serves all shipped rulesets, so that regions can be compared; the sum of their outcome nodes counts.
The figures of RESULTS.md are about the two largest; `--every` searches with all of them (latest versions).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from sift import Forest

from tolerance_engine import BudgetExceeded, Ruleset, list_rulesets
from tolerance_engine.diagram.ask import support
from tolerance_engine.diagram.order import force
from tolerance_engine.ruleset.compile import compile_ruleset
from tolerance_engine.ruleset.load import load_linked
from tolerance_engine.ruleset.model import Linked

SHIPPED = ("qinghai", "wenzhou")
CLEARLY = 0.8
"""An order is called clearly better below this share of the shipped order's nodes."""


def compiled(
    linked: Mapping[str, Linked], order: Sequence[str] | None
) -> tuple[dict[str, Any], list[Ruleset]]:
    """Nodes and compile time of every ruleset under one order; a budget exceeded is told, not hidden."""
    row: dict[str, Any] = {}
    rulesets = []
    for name, each in linked.items():
        start = time.process_time()
        try:
            ruleset = compile_ruleset(each, order=order)
        except BudgetExceeded:
            row[name] = None
            continue
        row[name] = {
            "nodes": ruleset.nodes,
            "store": len(ruleset.diagram),
            "compile_ms": (time.process_time() - start) * 1e3,
        }
        rulesets.append(ruleset)
    complete = len(rulesets) == len(linked)
    row["sum"] = sum(row[name]["nodes"] for name in linked) if complete else None
    return row, rulesets


def joint_order(rulesets: Sequence[Ruleset]) -> list[str]:
    """One order of all facts that agrees with the order of each ruleset wherever they agree themselves."""
    merged: list[str] = []
    for ruleset in rulesets:
        at = 0
        for variable in ruleset.variables:
            if variable.name in merged:
                at = merged.index(variable.name) + 1
            else:
                merged.insert(at, variable.name)
                at += 1
    return merged


def forced(rulesets: Sequence[Ruleset], start: Sequence[str]) -> list[str]:
    """The order FORCE gives, pulled by the facts of every clause and pole."""
    index = {name: place for place, name in enumerate(start)}
    groups = set()
    for ruleset in rulesets:
        names = [variable.name for variable in ruleset.variables]
        for program in ruleset.programs.values():
            roots = [*program.clauses.values(), *(pole for pair in program.poles.values() for pole in pair)]
            groups |= {
                tuple(index[names[level]] for level in support(ruleset.diagram, root)) for root in roots
            }
    chosen = force(len(start), sorted(group for group in groups if len(group) > 1))
    return [start[place] for place in chosen]


def search(
    seconds: float, randoms: int = 24, starts: int = 3, seed: int = 1, shipped_names: Sequence[str] = SHIPPED
) -> dict[str, Any]:
    """Every order tried, and the best one the local search finds within `seconds`."""
    linked = {name: load_linked(name) for name in shipped_names}
    shipped, rulesets = compiled(linked, None)
    names = joint_order(rulesets)
    rng = Random(seed)
    rows = {
        "shipped": shipped,
        "force": compiled(linked, forced(rulesets, names))[0],
        "reversed": compiled(linked, names[::-1])[0],
    }
    drawn = []
    for _ in range(randoms):
        shuffled = rng.sample(names, len(names))
        drawn.append(compiled(linked, shuffled)[0])
    best: list[str] = list(names)
    size = None
    until = time.monotonic() + seconds
    for attempt in range(starts):
        if attempt and time.monotonic() > until:
            break
        start = names if not attempt else rng.sample(names, len(names))
        # compiled under this very order: with many rulesets the joint order need not be that of each of them
        forest = Forest(compiled(linked, start)[1], start)
        reached = forest.search(min(until, time.monotonic() + seconds / starts))
        if size is None or reached < size:
            best, size = list(forest.order), reached
    rows["searched"] = compiled(linked, best)[0]
    if rows["searched"]["sum"] != size:
        raise AssertionError(
            f"the sifted diagrams have {size} nodes, the compiled ones {rows['searched']['sum']}"
        )
    return {
        "facts": len(names),
        "rows": rows,
        "random": {"count": randoms, **_spread(drawn, [*shipped_names, "sum"])},
        "order": best,
        "better": rows["searched"]["sum"] < CLEARLY * shipped["sum"],
    }


def _spread(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """Smallest, median and largest over the orders drawn; those beyond the node budget are counted apart."""
    found: dict[str, Any] = {"over_budget": sum(row["sum"] is None for row in rows)}
    for name in names:
        values = [row[name] if name == "sum" else row[name]["nodes"] for row in rows if row[name] is not None]
        found[name] = [min(values), statistics.median(values), max(values)]
        if name != "sum":
            times = [row[name]["compile_ms"] for row in rows if row[name] is not None]
            found[f"{name}_compile_ms"] = statistics.median(times)
    return found


def main() -> None:
    """Print what each order costs."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--names", action="store_true", help="print the order that was found")
    options.add_argument("--every", action="store_true", help="all shipped rulesets, not the two largest")
    chosen = options.parse_args()
    every = tuple(dict.fromkeys(info.id for info in list_rulesets()))
    searched = every if chosen.every else SHIPPED
    found = search(chosen.seconds, shipped_names=searched)
    for name, row in found["rows"].items():
        print(f"{name:10} sum {row['sum']}", {key: row[key] for key in searched})
    print("random    ", found["random"])
    if chosen.names:
        print("\n".join(found["order"]))


if __name__ == "__main__":
    main()
