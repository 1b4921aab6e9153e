"""Whatever a case holds, deciding it gives a verdict that can be told, or our error."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import tolerance_engine as te
from tests.oracles.yaml_text import to_yaml
from tests.ruleset.writing import BASE
from tolerance_engine.errors import ToleranceError
from tolerance_engine.ruleset import load_text

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("P*.yaml"))
RULESETS = {"example": load_text(BASE), **{name: te.load_ruleset(name) for name in ("qinghai", "wenzhou")}}
NAMES = sorted(
    {
        name
        for ruleset in RULESETS.values()
        for part in (ruleset.linked.facts, ruleset.linked.dimensions, ruleset.linked.definitions)
        for name in part
    }
)

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.sampled_from(
        ["unknown", "favourable", "adverse", "mixed", "neither", "collective", "true", "2018-01-01", "12"]
    ),
    st.text(max_size=5),
)
VALUES = st.one_of(
    PLAIN,
    st.dictionaries(
        st.sampled_from(["value", "one_of", "conflicting", "evidence", "zh"]),
        st.one_of(PLAIN, st.lists(PLAIN, max_size=3)),
        max_size=3,
    ),
    st.lists(PLAIN, max_size=2),
)


def survives(ruleset: te.Ruleset, case: Any) -> None:
    """A verdict all of which can be asked for, or our own error."""
    try:
        found = te.determine(ruleset, case)
        assert found.possible
        assert found.model_dump_json() and found.text() and found.markdown()
    except ToleranceError as error:
        assert error.diagnostics and error.text("zh") and error.text("en")


@given(
    st.sampled_from(sorted(RULESETS)),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3),
    st.one_of(PLAIN, st.none()),
)
@example("example", {"damage": Decimal("sNaN")}, {}, None)
@example("example", {"damage": -0.0}, {}, None)
@example("example", {"damage": Decimal("1E-1000000")}, {}, None)
@example("example", {"damage": Decimal("1E+1000000")}, {}, None)
@example("qinghai", {"conduct_date": date.max}, {}, date.min)
def test_arbitrary_statements(name: str, facts: dict[str, Any], findings: dict[str, Any], day: Any) -> None:
    """Any value under any known name is decided or refused with our error."""
    survives(RULESETS[name], {"facts": facts, "findings": findings, "conduct_date": day})


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200),
        st.text(st.sampled_from('{}[]",:\\u0d8 \n'), max_size=60),
    )
)
@example("{")
@example('{"facts": {}}x')
@example('{"a": [' + "[" * 2000)
def test_arbitrary_case_files(content: bytes | str) -> None:
    """Any bytes and any text are a case or our error."""
    try:
        case = te.read_case(content)
    except ToleranceError as error:
        assert error.diagnostics
        return
    survives(RULESETS["example"], case)


@settings(max_examples=80)
@given(
    st.sampled_from(EXAMPLES),
    st.sampled_from(["qinghai", "wenzhou"]),
    st.randoms(use_true_random=False),
    st.data(),
)
def test_examples_changed(path: Path, name: str, rng: Random, data: st.DataObject) -> None:
    """An example case with values removed, moved or of another kind is decided or refused with our error."""
    document = yaml.safe_load(path.read_text("utf-8"))
    for _ in range(rng.randint(1, 3)):
        holder, key = rng.choice(list(_places(document)))
        match rng.randrange(3):
            case 0:
                del holder[key]
            case 1:
                there, other = rng.choice(list(_places(document)))
                holder[key] = deepcopy(there[other])
            case _:
                holder[key] = data.draw(
                    st.one_of(
                        st.booleans(),
                        st.integers(),
                        st.dates(),
                        st.text(max_size=5),
                        st.just({}),
                        st.just([]),
                    )
                )
        if not document:
            return
    try:
        case = te.read_case(to_yaml(document))
    except ToleranceError as error:
        assert error.diagnostics
        return
    survives(RULESETS[name], case)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, inner in list(value.items()):
            yield value, key
            yield from _places(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(list(value)):
            yield value, index
            yield from _places(inner)
