"""Case files: YAML and JSON, every form of a statement, every mistake placed and said."""

from __future__ import annotations

import json
import pickle
from copy import copy, deepcopy
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.wrong_cases import BINDING, READING
from tests.ruleset.writing import BASE, expect_one, marked, spoilt
from tests.ruleset.wrong_files import Wrong
from tolerance_engine.determine import Stated
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset import load_text

ROOT = Path(__file__).resolve().parents[2]
RULES = load_text(BASE)


@pytest.mark.parametrize("wrong", [*READING, *BINDING], ids=lambda w: f"{w.code}-{w.name}")
def test_a_mistake_in_a_case(wrong: Wrong) -> None:
    """One mistake in a case is one problem with its code, place, message and help in both languages."""
    place = marked(wrong.text)
    with pytest.raises(CaseError) as raised:
        te.determine(RULES, te.read_case(place.text, name="case.yaml"))
    (found,) = raised.value.diagnostics
    if wrong.help_zh is None:  # a help beyond what the table asks for is welcome
        assert (found.code, found.underlined) == (wrong.code, place.underlined)
        assert wrong.zh in found.message.zh and wrong.en in found.message.en
        assert found.span is not None and (found.span.line, found.span.column) == (place.line, place.column)
    else:
        expect_one(
            raised.value,
            code=wrong.code,
            zh=wrong.zh,
            en=wrong.en,
            help_zh=wrong.help_zh,
            help_en=wrong.help_en,
            line=place.line,
            column=place.column,
            underlined=place.underlined,
        )
    assert str(raised.value).startswith(f"case.yaml:{place.line}:{place.column}: {wrong.code} ")


def test_two_clocks_that_differ() -> None:
    """A clock stated twice with different days is named where it stands among the facts."""
    rules = load_text(spoilt("due_on:", "conduct_date:"))
    with pytest.raises(CaseError) as raised:
        te.determine(rules, te.read_case("conduct_date: 2018-01-01\nfacts: {conduct_date: 2018-01-02}\n"))
    found = raised.value.diagnostics[0]
    assert (found.code, found.span and found.span.line) == ("K012", 2)
    assert te.determine(
        rules, te.read_case("conduct_date: 2018-01-01\nfacts: {conduct_date: 2018-01-01}\n")
    ).possible


MANY = """\
case: 2024
fact: {}
conduct_date: soon
facts:
  known: [true]
  joint: {valu: true}
  form: {one_of: []}
findings:
  purpose: {conflicting: [mixed]}
"""


def test_all_problems_of_a_case_file_at_once() -> None:
    """Every mistake of a file is reported once, in file order."""
    with pytest.raises(CaseError) as raised:
        te.read_case(MANY)
    found = [(p.code, p.span.line) for p in raised.value.diagnostics if p.span]
    assert found == [
        ("K005", 1),
        ("K003", 2),
        ("K005", 3),
        ("K004", 5),
        ("K004", 6),
        ("K004", 7),
        ("K004", 9),
    ]


def test_all_problems_with_the_ruleset_at_once() -> None:
    """Every name and value the ruleset does not know is reported together."""
    text = "facts:\n  knwn: true\n  damage: -1\n  form: team\nfindings:\n  purpos: mixed\n  small: 1\n"
    with pytest.raises(CaseError) as raised:
        te.determine(RULES, te.read_case(text))
    assert [(p.code, p.span and p.span.line) for p in raised.value.diagnostics] == [
        ("K010", 2),
        ("K011", 3),
        ("K011", 4),
        ("K013", 6),
        ("K014", 7),
    ]


def test_a_case_made_in_python_has_no_place() -> None:
    """A mistake in a case made in Python is said without a file."""
    with pytest.raises(CaseError) as raised:
        te.determine(RULES, {"facts": {"knwn": True}})
    expect_one(raised.value, code="K010", zh="`knwn`", en="`knwn`", help_zh="`known`", help_en="`known`")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A case file that cannot be read is our error."""
    for path in (tmp_path / "none.yaml", tmp_path, "a\x00b"):
        with pytest.raises(CaseError) as raised:
            te.load_case(path)
        assert [problem.code for problem in raised.value.diagnostics] == ["K001"]


WRITTEN = {
    "case": "2024-017",
    "title": "𠮷例：出借资金",
    "note": "材料\n两行",
    "conduct_date": "2019-10-12",
    "determination_date": "2024-03-01",
    "facts": {
        "known": False,
        "joint": None,
        "damage": 52000.10,
        "done_on": "2019-10-11",
        "form": {"value": "collective", "evidence": ["会议纪要3"]},
        "due_on": {"one_of": ["2019-10-10", "2019-10-12"]},
    },
    "findings": {
        "purpose": {"conflicting": ["favourable", "mixed"], "evidence": ["会议纪要3"]},
        "small": "unknown",
    },
    "evidence": {"会议纪要3": {"zh": "会议纪要", "kind": "document"}},
}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps(WRITTEN), id="ascii-json"),
        pytest.param(json.dumps(WRITTEN, ensure_ascii=False, indent=4), id="utf-8-json"),
        pytest.param(json.dumps(WRITTEN, indent="\t"), id="json-with-tabs"),
        pytest.param(json.dumps(WRITTEN, separators=(",", ":")).replace("/", "\\/"), id="compact-json"),
        pytest.param("\ufeff" + json.dumps(WRITTEN), id="json-with-a-byte-order-mark"),
        pytest.param("\n  " + json.dumps(WRITTEN) + "\n\n", id="json-with-blanks"),
    ],
)
def test_json_is_read_as_json(text: str) -> None:
    """Any JSON writer's output is the same case: escapes, surrogate pairs, tabs and no spaces included."""
    case = te.read_case(text)
    assert case.title == "𠮷例：出借资金" and case.note == "材料\n两行"
    assert (case.conduct_date, case.determination_date) == (date(2019, 10, 12), date(2024, 3, 1))
    assert case.facts["damage"] == Decimal("52000.1")
    assert case.facts["form"] == Stated(value="collective", evidence=("会议纪要3",))
    assert te.determine(RULES, case).possible
    assert (
        te.determine(RULES, case).model_dump_json()
        == te.determine(RULES, te.Case(**WRITTEN)).model_dump_json()
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10000000", "10000000"),
        ("1.0E7", "10000000"),
        ("1e-2", "0.01"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
        ("-0.0", "0"),
        ('"52000.10"', "52000.10"),
        ("0.1", "0.1"),
    ],
)
def test_numbers_in_json_are_decimals(written: str, value: str) -> None:
    """JSON numbers are taken as written, exponents included, and never rounded; a text may hold a number."""
    rules = load_text(spoilt("unit: CNY, min: 0", "unit: CNY").replace("at_most: 500", f"at_most: {value}"))
    assert (
        te.determine(
            rules, te.read_case(f'{{"facts": {{"damage": {written}, "known": false, "joint": false}}}}')
        ).outcome
        == "reduced"
    )
    tighter = load_text(
        spoilt("unit: CNY, min: 0", "unit: CNY").replace("at_most: 500", f"less_than: {value}")
    )
    assert (
        te.determine(
            tighter, te.read_case(f'{{"facts": {{"damage": {written}, "known": false, "joint": false}}}}')
        ).outcome
        == "not_specified"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"facts": {"known": true, "known": false}}', id="duplicate-name"),
        pytest.param('{"facts": {"damage": NaN}}', id="nan"),
        pytest.param('{"facts": {"damage": Infinity}}', id="infinity"),
        pytest.param('{"facts": {"damage": 1e999999999}}', id="a-number-without-end"),
        pytest.param('{"facts": {"damage": ' + "9" * 5000 + "}}", id="a-number-too-long"),
        pytest.param('{"facts": ' + '{"a": ' * 100_000, id="nested-without-end"),
        pytest.param('{"facts": {"known": tru}}', id="a-misspelt-word"),
        pytest.param('{"facts": {"known": true}', id="cut-off"),
        pytest.param('{"case": "\\ud800"}', id="half-a-character"),
        pytest.param('{"case": "x"} {"case": "y"}', id="two-documents"),
    ],
)
def test_json_that_is_refused(text: str) -> None:
    """Doubled names, endless numbers and nesting, and broken JSON end in our error; nothing is overwritten."""
    with pytest.raises(te.ToleranceError) as raised:
        te.determine(RULES, te.read_case(text))
    assert raised.value.diagnostics and len(str(raised.value)) < 2_000


@pytest.mark.parametrize("text", ["\x00", "\x1b[2J", "<b>&</b>", "𠮷" * 500, "\u202e反", "a\r\nb", " "])
def test_strange_text_in_a_case_is_shown_and_nothing_else(text: str) -> None:
    """Whatever an officer's text holds, the verdict is told in full and no control character is sent along."""
    case = te.Case(
        case=text,
        title=text,
        note=text,
        facts={"known": Stated(value=True, evidence=(text,))},
        evidence={text: {"zh": text}},
    )
    found = te.determine(RULES, te.read_case(case.model_dump_json()))
    assert json.loads(found.model_dump_json())["outcome"] == "refused"
    for shown in (found.text(), found.text("en"), found.why()):
        assert not [char for char in shown if ord(char) < 32 and char != "\n"]
    assert "<b>&" not in found._repr_html_()


def test_half_a_character_from_python_is_refused_or_told() -> None:
    """A lone surrogate in a case made in Python ends in our error or in a verdict that can be written."""
    try:
        found = te.determine(RULES, te.Case(case="\ud800", facts={"known": True}))
        assert found.receipt and found.model_dump_json()
    except CaseError as error:
        assert error.diagnostics


@pytest.mark.parametrize(
    "facts",
    [
        {"damage": float("nan")},
        {"damage": float("inf")},
        {"damage": Decimal("NaN")},
        {"damage": Decimal("sNaN")},
        {"damage": Decimal("-Infinity")},
        {"damage": Fraction(1, 3)},
        {"damage": 1j},
        {"damage": b"12"},
        {"done_on": datetime(2018, 1, 1)},
        {"known": object()},
        {"known": [True]},
        {"known": {"value": True, "why": "x"}},
        {"known": {True}},
        {1: True},
        {None: True},
        {"": True},
        [("known", True)],
        "known",
        7,
    ],
    ids=lambda facts: "an-object" if "object at" in repr(facts) else repr(facts),
)
def test_values_no_case_can_have(facts: Any) -> None:
    """Whatever a caller puts into a case in Python, it is taken or refused with our error."""
    with pytest.raises(CaseError) as raised:
        te.determine(RULES, {"facts": facts})
    assert "[key]" not in str(raised.value)


@pytest.mark.parametrize("case", [None, [], "x", 3, {"facts": None, "nope": 1}], ids=repr)
def test_what_is_no_case(case: Any) -> None:
    """Anything that is no mapping of a case is refused with our error."""
    with pytest.raises(CaseError):
        te.determine(RULES, case)


def test_numpy_numbers_are_taken_or_refused() -> None:
    """Numbers of numpy are either taken for what they are or refused with our error."""
    numpy = pytest.importorskip("numpy")
    for value in (numpy.float64(3), numpy.int64(3), numpy.bool_(True)):
        try:
            assert te.determine(RULES, {"facts": {"damage": value}}).possible
        except CaseError:
            continue


def test_a_case_is_frozen() -> None:
    """Neither a case nor its facts, findings and evidence can be changed, also through what it was made of."""
    facts: dict[str, Any] = {"known": {"one_of": [True, False]}}
    case = te.Case(facts=facts, findings={"purpose": "mixed"}, evidence={"e": {"zh": "证"}})
    with pytest.raises(Exception, match="frozen"):
        case.case = "other"  # type: ignore[misc]
    for part in (case.facts, case.findings, case.evidence):
        with pytest.raises(TypeError):
            part["x"] = True
    facts["known"]["one_of"].append(None)
    facts["joint"] = True
    assert list(case.facts) == ["known"]
    assert case.facts["known"] == Stated(one_of=(True, False))


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("P*.yaml")), ids=lambda p: p.stem)
def test_a_case_round_trips(path: Path) -> None:
    """A case written out as data and read again is the same case and gives the same verdict."""
    case = te.load_case(path)
    again = te.case_from(case.as_data())
    assert again.as_data() == case.as_data()
    by_json = te.read_case(case.model_dump_json())
    ruleset = te.load_ruleset("qinghai")
    texts = {te.determine(ruleset, each).model_dump_json() for each in (case, again, by_json)}
    assert len(texts) == 1


def test_a_case_goes_to_another_process_and_into_deep_copies() -> None:
    """Pickled, copied and deeply copied, a case says what it said; its place in a file alone stays behind."""
    case = te.load_case(ROOT / "examples" / "P02-facts.yaml")
    there = pickle.loads(pickle.dumps(case))
    assert there == case and there.model_dump() == case.model_dump()
    assert deepcopy(case) == copy(case) == case.model_copy(deep=True) == case
    assert case.place("facts") is not None and there.place("facts") is None


def test_vocabulary_names_the_ruleset_does_not_use() -> None:
    """A case may carry any shared fact, definition or dimension; what the ruleset does not ask is listed."""
    ruleset = te.load_ruleset("qinghai")
    case = te.Case(
        facts={"loss": 5, "risk_filed": True, "expressly_prohibited": False},
        findings={"motive_attitude": "favourable", "timing": "favourable"},
    )
    found = te.determine(ruleset, case)
    assert set(found.unused) == {"loss", "risk_filed", "motive_attitude"}
    assert json.loads(found.model_dump_json())["unused"] == list(found.unused)
    with pytest.raises(CaseError):
        te.determine(ruleset, te.Case(facts={"risk_file": True}))
    with pytest.raises(CaseError):
        te.determine(ruleset, te.Case(findings={"motive_attitude": "good"}))
    with pytest.raises(CaseError):
        te.determine(ruleset, te.Case(facts={"loss": "much"}))
