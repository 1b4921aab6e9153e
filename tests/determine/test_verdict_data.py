"""A verdict as data: its keys, its nulls, the same bytes every time, and a receipt that notices one character."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.small import NUMBER, ground, rules, verdict
from tests.ruleset.writing import BASE, spoilt
from tolerance_engine.ruleset import load_text

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("P*.yaml"))
RULESETS = {name: te.load_ruleset(name) for name in ("qinghai", "wenzhou")}
KEYS = [
    "outcome",
    "possible",
    "decided",
    "findings",
    "applies",
    "missing",
    "witnesses",
    "readings",
    "robust",
    "explanation",
    "receipt",
    "modality",
    "reading",
    "may_apply",
    "unused",
    "if_closed_now",
    "silent",
]


def dumped(ruleset: te.Ruleset, path: Path, reading: str | None = None) -> dict[str, Any]:
    """The JSON of a verdict, read back."""
    return json.loads(te.determine(ruleset, te.load_case(path), reading=reading).model_dump_json())  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", RULESETS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_json_of_every_example(path: Path, name: str) -> None:
    """Every example under every reading has all keys of the public interface, and they agree with each other."""
    ruleset = RULESETS[name]
    for reading in ruleset.readings:
        data = dumped(ruleset, path, reading)
        assert set(KEYS) <= set(data)
        assert data["reading"] == reading
        assert data["decided"] == (len(data["possible"]) == 1)
        assert data["outcome"] == (data["possible"][0] if data["decided"] else None)
        assert data["readings"][reading] == {"outcome": data["outcome"], "possible": data["possible"]}
        assert list(data["readings"]) == list(ruleset.readings)
        assert list(data["findings"])[: len(ruleset.linked.dimensions)] == list(ruleset.linked.dimensions)
        for finding in data["findings"].values():
            assert set(finding) == {"value", "possible", "stated"}
            assert finding["value"] == (
                finding["possible"][0] if len(finding["possible"]) == 1 else "not_established"
            )
        assert bool(data["missing"]) == bool(data["witnesses"]) == (not data["decided"])
        assert not set(data["applies"]) & set(data["may_apply"])
        assert data["modality"] in ("must", "generally", "may", None)
        order = list(ruleset.outcomes)
        assert data["possible"] == sorted(data["possible"], key=order.index)
        outcomes = {each["outcome"] for each in data["readings"].values()}
        assert data["robust"] == (len(outcomes) == 1 and None not in outcomes)


@pytest.mark.parametrize("name", RULESETS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_witnesses_of_every_example_decide(path: Path, name: str) -> None:
    """Fed back as a case, each witness decides the outcome it is a witness of, and the two differ."""
    ruleset = RULESETS[name]
    for reading in ruleset.readings:
        witnesses = dumped(ruleset, path, reading)["witnesses"]
        for witness in witnesses:
            again = te.determine(
                ruleset, {"facts": witness["facts"], "findings": witness["findings"]}, reading=reading
            )
            assert again.outcome == witness["outcome"]
        assert len({witness["outcome"] for witness in witnesses}) == len(witnesses)


def test_null_while_undetermined() -> None:
    """An open outcome is null, with at least two possible ones, what is missing and two witnesses."""
    data = json.loads(verdict(rules(ground("g", {"a": True}))).model_dump_json())
    assert data["outcome"] is None and data["decided"] is False and data["modality"] is None
    assert data["possible"] == ["good", "not_specified"]
    assert data["applies"] == [] and data["may_apply"] == ["g"]
    assert [item["fact"] for item in data["missing"]] == ["a"]
    assert set(data["missing"][0]) >= {"fact", "kind", "question", "who", "why", "label", "conflicting"}
    assert [set(witness) for witness in data["witnesses"]] == [{"facts", "findings", "outcome"}] * 2


def test_numbers_and_dates_as_json() -> None:
    """Whole numbers are JSON numbers, other decimals text, days ISO text: nothing is rounded."""
    made = rules(
        ground("g", {"sum": {"at_most": 5}}), facts={"sum": NUMBER, "day": {"type": "date", "zh": "日"}}
    )
    for given, told in (
        ("3.50", "3.50"),
        ("3", 3),
        ("3.0", 3),
        ("0.1000000000000000000001", "0.1000000000000000000001"),
    ):
        explained = str(json.loads(verdict(made, sum=given).model_dump_json())["explanation"])
        assert f"'value': {told!r}" in explained


@pytest.mark.parametrize("name", RULESETS)
def test_the_same_bytes_every_time(name: str) -> None:
    """Deciding the same case again, from scratch, gives the same bytes of JSON, text, Markdown and HTML."""
    for path in EXAMPLES[::17]:
        once, again = (te.determine(te.load_ruleset(name), te.load_case(path)) for _ in range(2))
        assert once.model_dump_json() == again.model_dump_json()
        assert once.text() == again.text() and once.markdown() == again.markdown()
        assert once._repr_html_() == again._repr_html_()


HASHED = """
import sys
import tolerance_engine as te
for name in ("qinghai", "wenzhou"):
    for path in sys.argv[1:]:
        found = te.determine(te.load_ruleset(name), te.load_case(path))
        sys.stdout.write(found.model_dump_json() + found.text() + found.text("en") + found.markdown() + found._repr_html_())
"""


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    """Python's hash seed changes nothing: not the JSON, not the text, not the order of anything."""
    paths = [str(path) for path in EXAMPLES[1::17]]
    told = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        run = subprocess.run(
            [sys.executable, "-c", HASHED, *paths], capture_output=True, env=environment, cwd=ROOT, check=True
        )
        told.add(run.stdout)
    assert len(told) == 1
    assert len(told.pop()) > 10_000


# receipts --------------------------------------------------------------------------------------------------

CASE = {"facts": {"known": False, "joint": True, "damage": 100}, "findings": {}}


def receipt(
    text: str = BASE, case: dict[str, Any] | None = None, reading: str | None = None
) -> dict[str, Any]:
    """The receipt of a verdict."""
    return dict(te.determine(load_text(text), te.case_from(case or CASE), reading=reading).receipt)


def test_the_receipt_holds_what_the_verdict_rests_on() -> None:
    """Engine and version, format, rulesets with period and digest, vocabulary, reading, case and clocks."""
    found = receipt(case=CASE | {"conduct_date": "2019-01-01"})
    assert found["engine"]["name"] == "tolerance_engine" and found["engine"]["version"] == te.__version__
    assert found["format"] == 1
    assert [each["id"] for each in found["rulesets"]] == ["example"]
    assert (found["rulesets"][0]["from"], found["rulesets"][0]["to"]) == ("2018", "not_specified")
    for digest in (found["case"], found["rulesets"][0]["sha256"]):
        assert re.fullmatch(r"[0-9a-f]{64}", digest)
    assert (found["conduct_date"], found["determination_date"], found["vocabulary"]) == (
        "2019-01-01",
        None,
        None,
    )
    assert found["reading"] == "literal"
    assert te.determine(RULESETS["qinghai"], {}).receipt["vocabulary"]


@pytest.mark.parametrize(
    "text",
    [
        spoilt("at_most: 500", "at_most: 501"),
        spoilt("zh: 明知的不容", "zh: 明知的不容。"),
        spoilt("at: 第一条", "at: 第二条").replace(
            "at: 第二条}, basis: stated}\ndimensions", "at: 第三条}, basis: stated}\ndimensions"
        ),
        spoilt("to: not_specified", "to: 2030"),
    ],
    ids=["a-number", "a-full-stop", "a-citation", "a-date"],
)
def test_one_character_of_a_rule_changes_the_receipt(text: str) -> None:
    """One changed character of a rule is another ruleset in the receipt, and nothing else there changes."""
    before, after = receipt(), receipt(text)
    assert before["rulesets"][0]["sha256"] != after["rulesets"][0]["sha256"]
    assert before["case"] == after["case"]


@pytest.mark.parametrize(
    "case",
    [
        CASE | {"facts": CASE["facts"] | {"damage": 101}},
        CASE | {"facts": CASE["facts"] | {"known": True}},
        CASE | {"facts": {"known": False, "joint": True}},
        CASE | {"findings": {"small": True}},
        CASE | {"note": "x"},
        CASE | {"case": "2024-017"},
        CASE | {"conduct_date": "2019-01-01"},
        CASE | {"facts": CASE["facts"] | {"known": {"value": False, "evidence": ["谈话"]}}},
    ],
    ids=["number", "truth", "less", "finding", "note", "name", "date", "evidence"],
)
def test_one_change_of_a_case_changes_the_receipt(case: dict[str, Any]) -> None:
    """One changed statement, date, note or piece of evidence is another case in the receipt."""
    assert receipt()["case"] != receipt(case=case)["case"]
    assert receipt()["rulesets"] == receipt(case=case)["rulesets"]


@pytest.mark.parametrize(
    "case",
    [
        {"findings": {}, "facts": {"damage": 100, "joint": True, "known": False}},
        {"facts": {"known": False, "joint": True, "damage": 100}},
        {"facts": {"known": False, "joint": True, "damage": 100.0}},
    ],
    ids=["another-order", "nothing-for-empty", "another-zero"],
)
def test_the_same_case_written_otherwise_has_the_same_receipt(case: dict[str, Any]) -> None:
    """Order, empty parts and trailing zeros are no difference between cases."""
    assert receipt()["case"] == receipt(case=case)["case"]


def test_the_reading_is_part_of_the_receipt() -> None:
    """Another reading is another receipt."""
    assert receipt(reading="broad")["reading"] == "broad"
    assert {key for key, value in receipt().items() if receipt(reading="broad")[key] != value} == {"reading"}
