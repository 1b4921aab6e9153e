"""The digest names what a ruleset says: order and layout do not change it, every word and number does."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from tests.oracles.yaml_text import to_yaml
from tests.ruleset.writing import BASE, spoilt
from tolerance_engine.ruleset import load_text

RULESETS = Path(__file__).resolve().parents[2] / "rulesets"
SHIPPED = {path.parent.name: path.read_text("utf-8") for path in sorted(RULESETS.glob("*/*.yaml"))}
UNORDERED = {
    "all",
    "any",
    "of",
    "in",
    "clauses",
    "assume",
    "silent",
    "properties",
    "presumptions",
    "disables",
    "who",
}


def digest(text: str) -> str:
    """The SHA-256 of the canonical form."""
    return load_text(text).linked.digest


def shuffled(value: Any, rng: Random, key: str = "") -> Any:
    """The same document: keys, and items of lists whose order says nothing, in another order."""
    if isinstance(value, dict):
        items = list(value.items())
        if key != "readings":  # the first reading is the default
            rng.shuffle(items)
        return {name: shuffled(item, rng, name) for name, item in items}
    if isinstance(value, list):
        items = [shuffled(item, rng) for item in value]
        if key in UNORDERED:
            rng.shuffle(items)
        return items
    return value


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["example", *SHIPPED])
def test_order_and_layout_change_nothing(name: str, seed: int) -> None:
    """Keys, clauses and lists in another order, and another layout, give the same digest."""
    document = yaml.safe_load(SHIPPED.get(name, BASE))
    again = to_yaml(shuffled(document, Random(seed)))
    assert again != to_yaml(document)
    assert digest(again) == digest(to_yaml(document))


def test_block_and_flow_style_say_the_same() -> None:
    """The example written in another style of YAML has the same digest."""
    assert digest(yaml.safe_dump(yaml.safe_load(BASE), allow_unicode=True, sort_keys=False)) == digest(BASE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("at_most: 500", "at_most: 501", id="a-threshold"),
        pytest.param("at_most: 500", "less_than: 500", id="a-comparison"),
        pytest.param(
            "when: {known: true}, then: refused", "when: {known: false}, then: refused", id="a-truth-value"
        ),
        pytest.param("then: reduced", "then: granted", id="an-outcome"),
        pytest.param("then: reduced, basis", "then: reduced, modality: may, basis", id="a-modality"),
        pytest.param("from: 2018", "from: 2019", id="a-date-in-force"),
        pytest.param("zh: 损失小的从轻", "zh: 损失小的可从轻", id="a-word"),
        pytest.param("at: 第一条", "at: 第一款", id="a-citation"),
        pytest.param(
            "{id: granted, zh: 免责}\n  - {id: reduced, zh: 从轻}",
            "{id: reduced, zh: 从轻}\n  - {id: granted, zh: 免责}",
            id="the-order-of-outcomes",
        ),
        pytest.param(
            "literal: {zh: 只按原文}\n  broad: {zh: 从宽}",
            "broad: {zh: 从宽}\n  literal: {zh: 只按原文}",
            id="the-order-of-readings",
        ),
    ],
)
def test_every_statement_counts(old: str, new: str) -> None:
    """One changed threshold, comparison, word, citation or severity gives another digest."""
    assert digest(spoilt(old, new)) != digest(BASE)


@pytest.mark.parametrize("written", ["500", "500.0", "500.00"])
def test_one_number_written_otherwise_is_the_same(written: str) -> None:
    """The same number with more zeros is the same statement."""
    assert digest(spoilt("at_most: 500", f"at_most: {written}")) == digest(BASE)


def test_a_folded_chinese_sentence_is_one_sentence() -> None:
    """A Chinese sentence broken over two lines of a folded block is read without a space in it."""
    folded = spoilt("  literal: {zh: 只按原文}", "  literal:\n    zh: >-\n      只按\n      原文")
    assert digest(folded) == digest(BASE)


def test_text_that_looks_like_a_number_is_another_statement() -> None:
    """A label `500` and a label `500.0` are different words."""
    assert digest(spoilt("zh: 明知}", "zh: '500'}")) != digest(spoilt("zh: 明知}", "zh: '500.0'}"))
