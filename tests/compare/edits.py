"""Random edits of random rulesets, of the kinds drafters make; what does not load is drawn again."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import tolerance_engine as te
from tests.drafter import Document, Options
from tests.oracles.yaml_text import to_yaml
from tests.strategies import Draft, draft
from tests.synthetic import CIRCUMSTANCES, ORDINALS, RED_LINES
from tolerance_engine.ruleset import load_text

OPTIONS = Options(cases=128, shared_dates=True)

COMBINE = ["most_favourable", "least_favourable", "must_agree"]


def pair(seed: int, options: Options = OPTIONS) -> tuple[Draft, Document]:
    """A drawn ruleset, and the same with one to three edits."""
    rng = Random(seed)
    drawn = draft(rng, options)
    while True:
        after = copy.deepcopy(dict(drawn.document))
        for _ in range(rng.randint(1, 3)):
            edit(rng, after)
        try:
            load_text(to_yaml(after), uses=drawn.used_texts)
        except te.RulesetError:
            continue
        return drawn, after


def edit(rng: Random, document: Document) -> None:
    """One edit, made in place."""
    clauses: list[Any] = document["clauses"]
    clause = rng.choice(clauses)
    match rng.choice(
        ["then", "when", "drop", "unless", "threshold", "default", "combine", "assume", "modality"]
    ):
        case "then" if "then" in clause:
            clause["then"] = rng.choice([outcome["id"] for outcome in document["outcomes"]])
        case "when":
            clause["when"] = copy.deepcopy(rng.choice(clauses)["when"])
        case "drop" if len(clauses) > 1:
            clauses.remove(clause)
        case "unless":
            clause["unless"] = copy.deepcopy(rng.choice(clauses)["when"])
        case "threshold":
            leaves = [leaf for part in clauses for leaf in thresholds(part)]
            if leaves:
                leaf = rng.choice(leaves)
                [(test, limit)] = leaf.items()
                leaf[test] = limit + rng.choice([-1, 1]) if isinstance(limit, int) else limit
                others = ["at_most", "less_than"] if test in ("at_most", "less_than") else [test]
                chosen = rng.choice(others)
                leaf[chosen] = leaf.pop(test)
        case "default":
            document["default"] = rng.choice(["not_specified", document["outcomes"][0]["id"]])
        case "combine":
            document["combine"] = rng.choice(COMBINE)
        case "assume":
            if "assume" in document:
                del document["assume"]
            else:
                document["assume"] = [{"never": {"all": [clause["when"], rng.choice(clauses)["when"]]}}]
        case "modality" if clause["kind"] != "exception":
            clause["modality"] = rng.choice(["must", "may"])
        case _:
            pass


def thresholds(part: Any) -> Iterator[Document]:
    """Every test of a number against a limit, as the mapping a drafter wrote."""
    if isinstance(part, dict):
        for key, value in part.items():
            if (
                isinstance(value, dict)
                and len(value) == 1
                and {*value} <= {"at_most", "at_least", "more_than", "less_than"}
            ):
                yield value
            elif key != "cite":
                yield from thresholds(value)
    elif isinstance(part, list):
        for item in part:
            yield from thresholds(item)


def standard_edits(document: Document, seed: int) -> Document:
    """A ruleset of the standard size with eight local edits, for the pair that the benchmark times."""
    rng = Random(seed)
    after = copy.deepcopy(document)
    clauses: list[Any] = after["clauses"]
    by_id = {clause["id"]: clause for clause in clauses}
    drawn = rng.sample([name for name in by_id if name.startswith("drawn-")], 4)
    name = rng.choice(list(ORDINALS))
    by_id[drawn[0]]["when"] = {"all": [by_id[drawn[0]]["when"], {name: {"at_most": Decimal("2.5")}}]}
    by_id[drawn[1]]["when"] = {
        "any": [by_id[drawn[1]]["when"], {"all": [{f: "good"} for f in CIRCUMSTANCES]}]
    }
    by_id[drawn[2]]["unless"] = {rng.choice(CIRCUMSTANCES): "bad"}
    clauses.remove(by_id[drawn[3]])
    by_id["most-good"]["when"]["at_least"] = 6
    by_id["few-good"]["when"]["at_most"] = 1
    line = rng.choice(RED_LINES)
    by_id[f"red-{RED_LINES.index(line)}"]["when"] = {line: {"in": ["middle", "bad"]}}
    clauses.append(
        by_id["all-good"]
        | {"id": "added", "when": {"all": [{f: "good"} for f in RED_LINES]}, "then": "mitigated"}
    )
    return after
