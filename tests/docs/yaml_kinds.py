"""YAML on a page is always a piece of something: find out of what, and load it as that.

a ruleset         has `format` and `id`; those after it on the page refer to it
a part of one     has keys of a ruleset; loaded inside a copy of the page's ruleset
conditions        a list of conditions; each is put to the page's ruleset as a clause of its own
rule tests        a list with `expect`; every one must pass on the page's ruleset
a calendar        has `calendar`; loaded as one
a case            decided by the page's ruleset, or by the shipped ones
something wrong   a title with `wrong`: loading it must end in our own error
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

import yaml

import tolerance_engine as te
from tests.docs.blocks import Block
from tolerance_engine.determine.rule_tests import read_rule_tests, run_rule_test
from tolerance_engine.procedure import read_calendar
from tolerance_engine.ruleset import load_text

CASE_KEYS = set(te.Case.model_fields)


@dataclass(slots=True)
class Shelf:
    """The ruleset a page is about, as data and loaded."""

    data: dict[str, Any] | None = None
    ruleset: te.Ruleset | None = None
    texts: dict[str, str] = field(default_factory=dict)


def check_yaml(block: Block, shelf: Shelf) -> None:
    """Load the block as what it is; AssertionError or ToleranceError when it is not good."""
    if block.title and "wrong" in block.title:
        _must_fail(block)
        return
    data = yaml.safe_load(block.text)
    if isinstance(data, dict) and "format" in data:
        shelf.ruleset = load_text(block.text, name=block.place, uses=shelf.texts)
        shelf.texts[data["id"]] = block.text
        if "extends" not in data:
            shelf.data = data
    elif isinstance(data, dict) and "calendar" in data:
        read_calendar(block.text, block.place)
    elif isinstance(data, dict) and set(data) <= CASE_KEYS and not _declares(data):
        case = te.read_case(block.text, block.place)
        te.determine(shelf.ruleset or te.load_ruleset("qinghai"), case)
    elif isinstance(data, dict):
        load_text(dump(merged(_of(shelf, block), data)), name=block.place)
    elif isinstance(data, list) and all("expect" in item for item in data):
        _run_tests(block, shelf)
    elif isinstance(data, list):
        load_text(dump(_with_clauses(_of(shelf, block), data)), name=block.place)
    else:
        raise AssertionError(f"{block.place}: YAML of no kind that is checked")


def _must_fail(block: Block) -> None:
    """Neither a ruleset nor a case that can be decided."""
    for use in (load_text, _decide):
        try:
            use(block.text)
        except te.ToleranceError:
            continue
        raise AssertionError(f"{block.place}: shown as wrong, and works")


def _decide(text: str) -> te.Verdict:
    return te.determine(te.load_ruleset("qinghai"), te.read_case(text))


def _run_tests(block: Block, shelf: Shelf) -> None:
    assert shelf.ruleset is not None, f"{block.place}: rule tests without a ruleset"
    for test in read_rule_tests(block.text, block.place):
        result = run_rule_test(shelf.ruleset, test)
        assert result.passed, f"{block.place}: {test.sentence}: {result.failures or result.error}"


def _of(shelf: Shelf, block: Block) -> dict[str, Any]:
    assert shelf.data is not None, f"{block.place}: a part of a ruleset, but the page shows no ruleset"
    return copy.deepcopy(shelf.data)


def _declares(data: dict[str, Any]) -> bool:
    return any(isinstance(fact, dict) and "type" in fact for fact in (data.get("facts") or {}).values())


def merged(ruleset: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """The ruleset with the part in its place: named things are added or replaced."""
    for key, value in part.items():
        if isinstance(value, dict) and isinstance(ruleset.get(key), dict) and "by_reading" not in value:
            ruleset[key].update(value)
        elif isinstance(value, list) and isinstance(ruleset.get(key), list):
            new = {item.get("id") for item in value if isinstance(item, dict)} - {None}
            ruleset[key] = [i for i in ruleset[key] if i.get("id", i.get("topic")) not in new] + value
        else:
            ruleset[key] = value
    return ruleset


def _with_clauses(ruleset: dict[str, Any], conditions: list[Any]) -> dict[str, Any]:
    worst = ruleset["outcomes"][-1]["id"]
    ruleset["clauses"] += [
        {"id": f"shown-{n}", "kind": "ground", "when": when, "then": worst, "basis": "stated", "zh": "示例"}
        for n, when in enumerate(conditions)
    ]
    return ruleset


def dump(ruleset: dict[str, Any]) -> str:
    return yaml.dump(ruleset, allow_unicode=True, sort_keys=False, Dumper=_Plain)


class _Plain(yaml.SafeDumper):
    """Without anchors: the format has none."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's own signature
        return True
