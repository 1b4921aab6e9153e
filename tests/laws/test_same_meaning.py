"""Order and names carry no meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

import pytest

import tolerance_engine as te
from tests.drafter import CLOCKS
from tests.laws.support import determine, how_many, load, samples
from tests.strategies import Case, Draft, shuffled

pytestmark = pytest.mark.laws
ORDERED = ("outcomes", "readings")  # severity, and which reading comes first


def _shuffle(rng: Random, part: Any) -> Any:
    if isinstance(part, Mapping):
        mixed = {
            key: value if key in ORDERED and isinstance(value, dict) else _shuffle(rng, value)
            for key, value in part.items()
        }
        return shuffled(rng, mixed | ({"outcomes": part["outcomes"]} if "outcomes" in part else {}))
    if isinstance(part, list):
        return [_shuffle(rng, item) for item in rng.sample(part, len(part))]
    return part


def _rename(part: Any, names: Mapping[str, str]) -> Any:
    if isinstance(part, Mapping):
        return {_rename(key, names): _rename(value, names) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_rename(item, names) for item in part]
    if isinstance(part, str) and part.startswith("ally."):
        return "ally." + names[part.removeprefix("ally.")]
    return names.get(part, part) if isinstance(part, str) else part


def _new_names(rng: Random, drawn: Draft) -> dict[str, str]:
    """Every declared name to a fresh one, in no order that follows the old ones."""
    old: list[str] = []
    for document in (drawn.document, *drawn.uses.values()):
        for key in ("facts", "definitions", "dimensions", "readings"):
            old += document.get(key, {})
        old += [value for fact in document["facts"].values() for value in fact.get("values", {})]
        old += [item["id"] for key in ("clauses", "outcomes") for item in document[key]]
    old = [name for name in old if name not in CLOCKS]  # the format gives these two their meaning
    fresh = rng.sample(range(1_000, 10_000), len(old))
    return {name: f"z{number}" for name, number in zip(old, fresh, strict=True)}


def _said(verdict: te.Verdict, names: Mapping[str, str]) -> dict[str, Any]:
    """What a verdict says, its names translated and its sets sorted."""

    def many(items: Any) -> list[str]:
        return sorted(_rename(list(items), names))

    return {
        "outcome": _rename(verdict.outcome, names),
        "possible": _rename(list(verdict.possible), names),
        "applies": many(verdict.applies),
        "may_apply": many(verdict.may_apply),
        "missing": many(item.fact for item in verdict.missing),
        "findings": {
            _rename(n, names): (_rename(f.value, names), many(f.possible))
            for n, f in verdict.findings.items()
        },
        "readings": {
            _rename(n, names): _rename(list(r.possible), names) for n, r in verdict.readings.items()
        },
        "robust": verdict.robust,
        "modality": verdict.modality,
    }


def _compare(sample: Any, other: Draft, names: Mapping[str, str]) -> None:
    ruleset = load(other)
    for reading in sample.draft.readings:
        case: Case = sample.case(reading)
        expected = _said(determine(sample.ruleset, case, reading), names)
        found = _said(
            determine(ruleset, _shuffle(sample.rng, _rename(case, names)), names.get(reading or "")), {}
        )
        assert found == expected, sample.tell(
            case, reading=reading, other=other.text, expected=expected, found=found
        )


def test_shuffling_changes_nothing() -> None:
    """Clauses, keys and list elements in any other order give the same verdict."""
    for sample in samples(250_000, how_many(500)):
        document = _shuffle(sample.rng, sample.draft.document)
        uses = {name: _shuffle(sample.rng, used) for name, used in sample.draft.uses.items()}
        same = {reading: reading for reading in sample.draft.readings if reading}
        _compare(sample, replace(sample.draft, document=document, uses=uses), same)


def test_renaming_changes_nothing() -> None:
    """Whatever a file declares may be called otherwise: the verdict is the same."""
    for sample in samples(260_000, how_many(500)):
        names = _new_names(sample.rng, sample.draft)
        uses = {name: _rename(used, names) for name, used in sample.draft.uses.items()}
        _compare(
            sample, replace(sample.draft, document=_rename(sample.draft.document, names), uses=uses), names
        )
