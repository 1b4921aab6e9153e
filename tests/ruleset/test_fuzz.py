"""Whatever a file holds, loading it succeeds or raises our error, in bounded time."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.oracles.yaml_text import to_yaml
from tests.ruleset.writing import BASE
from tolerance_engine.errors import ToleranceError
from tolerance_engine.ruleset import Ruleset, load_text

RULESETS = Path(__file__).resolve().parents[2] / "rulesets"
TEXTS = {path.parent.name: path.read_text("utf-8") for path in sorted(RULESETS.glob("*/*.yaml"))}
DATA = {"example": yaml.safe_load(BASE), **{name: yaml.safe_load(text) for name, text in TEXTS.items()}}
SMALL_BUDGET = 20_000
"""A mutated file may grow its diagram; the budget keeps a try short and is itself part of what is tried."""

YAML_ISH = st.text(st.sampled_from("abc:- \n\t{}[],'\"|>&*!%@#?~0123456789.容：“"), max_size=200)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 3_000),
    st.dates(),
    st.sampled_from(
        ["", "all", "any", "not", "applies", "favourable", "not_specified", "conflict", "ground"]
    ),
    st.sampled_from(["红线", "no", "a.b", "Ab", "x" * 300, "timing", "red-line", "strict", "\x1b[31m", "𠮷"]),
    st.sampled_from(
        [[], {}, [[]], {"all": []}, {"not": {}}, {"at_least": 1, "of": [{}]}, [None], {"zh": None}]
    ),
)


def survives(text: str | bytes) -> Ruleset | None:
    """The ruleset, or None after our own error; any other error is the test's."""
    try:
        return load_text(text, budget=SMALL_BUDGET)
    except ToleranceError as error:
        assert error.diagnostics
        for problem in error.diagnostics:
            assert problem.message.zh and problem.message.en
        assert error.text("zh") and error.text("en")
        return None


@given(st.binary(max_size=300))
@example(b"\xff\xfea\x00:\x00")
def test_arbitrary_bytes(content: bytes) -> None:
    """Bytes of any kind are a ruleset or our error."""
    survives(content)


@given(st.one_of(st.text(max_size=200), YAML_ISH))
@example("%YAML 1.1\n%YAML 1.2\n---\na")
@example("a: !<tag:yaml.org,2002:str> b")
@example('"\\ud800": x')
@example("? : ?")
@example("=: =")
def test_arbitrary_text(text: str) -> None:
    """Text of any kind is a ruleset or our error."""
    survives(text)


@settings(max_examples=60)
@given(st.sampled_from([BASE, *TEXTS.values()]), st.randoms(use_true_random=False))
def test_lines_changed(text: str, rng: Random) -> None:
    """A shipped file with lines deleted, doubled, swapped, cut or indented otherwise is a ruleset or our error."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 3)):
        lines = _one_line_changed(lines, rng)
    survives("\n".join(lines))


def _one_line_changed(lines: list[str], rng: Random) -> list[str]:
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    line = lines[at]
    before, after = lines[:at], lines[at + 1 :]
    match rng.randrange(6):
        case 0:
            return [*before, *after] or [""]
        case 1:
            return [*lines[:other], line, *lines[other:]]
        case 2:
            return [*before, lines[other], *after]
        case 3:
            return [*before, "  " + line, *after]
        case 4:
            return [*before, line[: rng.randrange(len(line) + 1)], *after]
        case _:
            return [*before, line.replace(":", rng.choice([" :", "：", "", ":\t"]), 1), *after]


@settings(max_examples=120)
@given(st.sampled_from(sorted(DATA)), st.randoms(use_true_random=False), st.data())
def test_values_changed(name: str, rng: Random, data: st.DataObject) -> None:
    """A shipped ruleset with values removed, swapped or of another kind at random places is one or our error."""
    document = yaml.safe_load(TEXTS[name]) if name in TEXTS else yaml.safe_load(BASE)
    for _ in range(rng.randint(1, 2)):
        places = list(_places(document))
        if not places:
            break
        holder, key = rng.choice(places)
        match rng.randrange(4):
            case 0:
                del holder[key]
            case 1:
                there, other = rng.choice(places)
                holder[key] = deepcopy(there[other])
            case 2 if isinstance(holder, dict):
                holder[data.draw(st.sampled_from(["all", "id", "zzz", "when", "不", "then"]))] = holder.pop(
                    key
                )
            case _:
                holder[key] = data.draw(SCALARS)
    survives(to_yaml(document))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, inner in list(value.items()):
            yield value, key
            yield from _places(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(list(value)):
            yield value, index
            yield from _places(inner)


@pytest.mark.parametrize("budget", [0, 1, 5])
def test_a_budget_that_is_too_small_is_said(budget: int) -> None:
    """A diagram past its budget ends in BudgetExceeded, which names the budget, and in nothing else."""
    from tolerance_engine.errors import BudgetExceeded

    with pytest.raises(BudgetExceeded) as raised:
        load_text(TEXTS["qinghai"], budget=budget)
    assert raised.value.budget == budget
    assert str(budget) in raised.value.text("zh") and str(budget) in raised.value.text("en")
