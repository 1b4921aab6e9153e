"""A procedure with anything anywhere loads, or is refused in our own words with a place; nothing else happens."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
import yaml

from tests.procedure.sample import PROCEDURE, RULES
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import load_text

JUNK: list[Any] = [
    *(
        None,
        [],
        {},
        True,
        0,
        -3,
        10**25,
        "x",
        "unseen",
        "silent",
        "promptly",
        "any_open",
        "decided",
        "verifying",
    ),
    *(
        ["x"],
        [["x"]],
        [None],
        [{}],
        {"x": 1},
        {"zh": ""},
        {"zh": 1},
        {"when": {"major": True}},
        {"body": ["group", 3]},
    ),
    *(
        {"value": 1, "unit": "calendar_day"},
        {"value": 1, "unit": {"x": 1}},
        {"set_in": "ordered"},
        {"set_in": 3},
    ),
]
BASE = yaml.safe_load(RULES + PROCEDURE)
Place = tuple[Any, ...]


def places(value: Any, here: Place = ()) -> Iterator[Place]:
    """The place of every piece of a document."""
    yield here
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*here, key))


def spoil(document: Any, rng: Random) -> None:
    """Take away one piece of the procedure or the effects, or put something else in its place."""
    place = rng.choice([each for each in places(document) if each and each[0] in ("procedure", "effects")])
    holder = document
    for step in place[:-1]:
        holder = holder[step]
    if rng.random() < 0.25:
        del holder[place[-1]]
    else:
        holder[place[-1]] = copy.deepcopy(rng.choice(JUNK))


@pytest.mark.parametrize("seed", range(3))
def test_anything_loads_or_is_refused_with_a_place(seed: int) -> None:
    """Forty spoilt procedures: each loads, or every problem has a code and a place in the file."""
    rng = Random(seed)
    refused = 0
    for _ in range(40):
        document = copy.deepcopy(BASE)
        for _ in range(rng.choice((1, 1, 2))):
            spoil(document, rng)
        try:
            load_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), name="spoilt.yaml")
        except RulesetError as error:
            refused += 1
            assert all(found.span is not None and found.code for found in error.diagnostics), str(error)
    assert refused > 30
