"""A case written by the interview is read back as the same case, whatever it holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tolerance_engine as te
from tests.laws.support import how_many
from tolerance_engine.cli.written_case import written
from tolerance_engine.errors import CaseError

NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False, allow_infinity=False),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUES = st.one_of(st.none(), st.booleans(), NUMBERS, st.dates(), TEXTS.filter(lambda t: t != "unknown"))
LISTS = st.lists(st.one_of(st.booleans(), st.integers(0, 99), NAMES), min_size=2, max_size=3, unique_by=str)
STATED = st.one_of(
    VALUES,
    st.builds(lambda values: {"one_of": values}, LISTS),
    st.builds(
        lambda values, names: {"conflicting": values, "evidence": names}, LISTS, st.lists(TEXTS, min_size=1)
    ),
)


def _distinct(raw: Any) -> bool:
    return not isinstance(raw, dict) or len(set(raw.get("one_of") or raw.get("conflicting") or ())) > 1


@settings(max_examples=how_many(400), deadline=None, derandomize=True, database=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "case": TEXTS, "title": TEXTS, "note": TEXTS,
            "conduct_date": st.dates(), "determination_date": st.dates(),
            "facts": st.dictionaries(NAMES, STATED.filter(_distinct), max_size=5),
            "findings": st.dictionaries(NAMES, VALUES, max_size=3),
            "evidence": st.dictionaries(TEXTS.filter(bool), st.dictionaries(NAMES, TEXTS, max_size=2), max_size=3),
        },
    )
)  # fmt: skip
def test_any_case_survives(data: dict[str, Any]) -> None:
    """Text of any alphabet, numbers, days and nested evidence come back as they were."""
    try:
        case = te.case_from(data)
    except CaseError:
        return
    again = te.read_case(written(case))
    assert again.as_data() == case.as_data(), written(case)


@pytest.mark.parametrize(
    "text",
    ["no", "1:30", "010", "2019-10-12", "null", "~", "a: b", "# c", "- d", "1e3", "", "\u2028", "\t", "是"],
)
def test_text_that_looks_like_something_else_stays_text(text: str) -> None:
    """Words that YAML would read as a date, a number or nothing come back as the text they are."""
    case = te.Case(case=text, evidence={"e": {"zh": text}})
    assert te.read_case(written(case)).as_data() == case.as_data()


def test_it_reads_as_a_drafter_would_write_it() -> None:
    """One statement a line; names bare, numbers and days plain, what is not established `null`."""
    case = te.Case(
        case="2024-017",
        conduct_date=date(2019, 10, 12),
        facts={
            "loss": Decimal("52000.5"),
            "form": "collective",
            "known": None,
            "late": {"value": True, "evidence": ["笔录1"]},
        },
    )
    assert written(case).splitlines() == [
        'case: "2024-017"',
        "conduct_date: 2019-10-12",
        "facts:",
        "  loss: 52000.5",
        "  form: collective",
        "  known: null",
        "  late: {value: true, evidence: [笔录1]}",
    ]
