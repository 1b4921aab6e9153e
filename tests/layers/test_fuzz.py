"""Untrusted layers: whatever stands in a file that extends another, it loads or ends in our own error."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import yaml

from tests.layers.writing import CITE, LOWER, city, over
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.errors import ToleranceError

UPPER = city(
    "facts: {hidden: {type: boolean, zh: 隐瞒}}\n"
    "scope: {when: {hidden: false}, cite: {source: city_doc, at: 二}}\n"
    "assume:\n  - {never: {all: [{hidden: true}, {joint: true}]}}\n"
    "silent:\n  - {topic: body, kind: silent, zh: 机构未载}\n"
    "readings: {literal: {zh: 只按原文}, broad: {zh: 从宽}}\n"
    "default: {by_reading: {literal: refused, broad: reduced}}\n"
    "changes:\n"
    f"  - {{clause: modest, as: tightens, when: {{damage: {{at_most: 300}}}}, unless: null, {CITE}}}\n"
    f"  - {{clause: extra, as: relaxes, kind: ground, when: {{hidden: true}}, then: reduced, basis: stated, zh: 新, {CITE}}}\n"
    f"  - {{clause: red-line, as: disables, {CITE}}}\n"
)
ODD: list[Any] = [
    None,
    True,
    3,
    "",
    "national",
    "modest",
    "tightens",
    [],
    {},
    [None],
    {"known": True},
    ["a", "a"],
    -1,
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document below its top."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def spoilt(document: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The document with one or two pieces gone, doubled, moved or something else."""
    changed = copy.deepcopy(document)
    for _ in range(rng.randint(1, 2)):
        path = rng.choice(list(places(changed)))
        holder: Any = changed
        for step in path[:-1]:
            holder = holder[step]
        match rng.randrange(4):
            case 0:
                del holder[path[-1]]
            case 1 if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[path[-1]]))
            case 2:
                other: Any = document
                for step in rng.choice(list(places(document))):
                    other = other[step]
                holder[path[-1]] = copy.deepcopy(other)
            case _:
                holder[path[-1]] = copy.deepcopy(rng.choice(ODD))
    return changed


def test_a_spoilt_layer_loads_or_is_refused() -> None:
    """Of many damaged upper and lower layers each either loads or raises a ToleranceError with a message."""
    upper, lower = yaml.safe_load(UPPER), yaml.safe_load(LOWER)
    loaded = refused = 0
    for seed in range(500):
        rng = Random(seed)
        texts = [to_yaml(spoilt(upper, rng)), LOWER] if seed % 3 else [UPPER, to_yaml(spoilt(lower, rng))]
        try:
            over(*texts)
            loaded += 1
        except ToleranceError as error:
            assert str(error).strip()
            refused += 1
    assert loaded > 10 and refused > 100, (loaded, refused)


def test_null_is_nothing_written() -> None:
    """A section that is null is a section left out; `extends: null` extends nothing."""
    for section in ("assume", "silent", "scope", "region", "clauses", "outcomes", "changes", "properties"):
        assert over(city(f"{section}: null\n")).id == "city"
    assert over(LOWER + "extends: null\nchanges: null\n").linked.layers == ()
