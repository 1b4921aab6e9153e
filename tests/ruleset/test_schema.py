"""JSON Schema for editors: right files pass, slips are marked, names of a ruleset complete, titles are Chinese."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.ruleset.writing import BASE, marked
from tests.ruleset.wrong_files import CONDITIONS, FORMAT, LINKS, Wrong
from tolerance_engine.ruleset import load_linked, load_ruleset
from tolerance_engine.ruleset.schema import case_schema, ruleset_schema

ROOT = Path(__file__).resolve().parents[2]
RULESETS = sorted((ROOT / "rulesets").glob("*/*.yaml"))
EXAMPLES = sorted((ROOT / "examples").glob("P*.yaml"))


def as_json(value: Any) -> Any:
    """What an editor sees: dates are text, decimals are numbers."""
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return (
        value.isoformat()
        if isinstance(value, date)
        else float(value)
        if isinstance(value, Decimal)
        else value
    )


def errors(schema: dict[str, Any], data: Any) -> list[str]:
    """What an editor would mark."""
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    return [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
        for e in validator.iter_errors(as_json(data))
    ]


@pytest.mark.parametrize("make", [ruleset_schema, case_schema], ids=["ruleset", "case"])
@pytest.mark.parametrize("name", [None, "qinghai", "wenzhou"])
def test_the_schema_is_a_schema(make: Any, name: str | None) -> None:
    """What is exported is valid JSON Schema 2020-12, has no dangling reference and is plain JSON."""
    schema = make(load_linked(name) if name else None)
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema, ensure_ascii=False)
    assert "x-ref" not in text
    for part in text.split('"$ref": "')[1:]:
        path = part.split('"')[0]
        target: Any = schema
        for step in path.removeprefix("#/").split("/"):
            target = target[step]
        assert target, path


@pytest.mark.parametrize("path", RULESETS, ids=lambda p: f"{p.parent.name}-{p.stem}")
@pytest.mark.parametrize("own", [False, True], ids=["general", "with-its-names"])
def test_shipped_rulesets_pass(path: Path, own: bool) -> None:
    """The shipped rulesets satisfy the general schema, and the one that knows their names."""
    schema = ruleset_schema(load_linked(path) if own else None)
    assert errors(schema, yaml.safe_load(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("name", [None, "qinghai", "wenzhou"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_examples_pass(path: Path, name: str | None) -> None:
    """Every example case satisfies the general schema, and those of both shipped rulesets."""
    assert (
        errors(case_schema(load_linked(name) if name else None), yaml.safe_load(path.read_text("utf-8")))
        == []
    )


SEEN_BY_SCHEMA = [
    wrong
    for wrong in (*FORMAT, *CONDITIONS, *LINKS)
    if wrong.code
    in (
        "S000",
        "S001",
        "S002",
        "S003",
        "S004",
        "S005",
        "S006",
        "C001",
        "C002",
        "C003",
        "C004",
        "L060",
    )
    and wrong.name not in ("default-what",)
]


@pytest.mark.parametrize("wrong", SEEN_BY_SCHEMA, ids=lambda w: f"{w.code}-{w.name}")
def test_slips_of_form_are_marked(wrong: Wrong) -> None:
    """A mistake of form that the loader refuses is marked by the schema as well."""
    assert errors(ruleset_schema(), yaml.safe_load(marked(wrong.text).text))


NAMES = ("C010", "C011", "C012", "C013", "C020", "C021", "C023", "C024", "C025")


@pytest.mark.parametrize(
    "wrong", [w for w in CONDITIONS if w.code in NAMES], ids=lambda w: f"{w.code}-{w.name}"
)
def test_slips_of_name_and_type_are_marked(wrong: Wrong, tmp_path: Path) -> None:
    """With the names of a ruleset, a wrong name or a value of the wrong type is marked in its conditions."""
    path = tmp_path / "example.yaml"
    path.write_text(BASE, "utf-8")
    schema = ruleset_schema(load_ruleset(path).linked)
    assert errors(schema, yaml.safe_load(BASE)) == []
    assert errors(schema, yaml.safe_load(marked(wrong.text).text))


@pytest.mark.parametrize(
    "case",
    [
        {"fact": {}},
        {"facts": {"nobody_knows": True}},
        {"facts": {"expressly_prohibited": "yes"}},
        {"facts": {"expressly_prohibited": 1}},
        {"facts": {"decision_form": "team"}},
        {"facts": {"decision_form": {"valu": "collective"}}},
        {"facts": {"decision_form": {"one_of": []}}},
        {"findings": {"timing": "good"}},
        {"findings": {"no_red_line": "favourable"}},
        {"findings": {"nobody": "favourable"}},
        {"conduct_date": 2018},
        {"case": 7},
        [],
    ],
    ids=str,
)
def test_slips_in_a_case_are_marked(case: Any) -> None:
    """Unknown names, wrong values and wrong forms of a case are marked with the names of a ruleset."""
    assert errors(case_schema(load_linked("qinghai")), case)


@pytest.mark.parametrize(
    "case",
    [
        {},
        {"facts": {"expressly_prohibited": None, "decision_form": "unknown"}},
        {"facts": {"decision_form": {"value": "collective", "evidence": ["会议纪要"]}}},
        {"facts": {"decision_form": {"one_of": ["collective", "consulted"]}}},
        {"facts": {"expressly_prohibited": {"conflicting": [True, False], "evidence": ["谈话"]}}},
        {"findings": {"timing": "mixed", "no_red_line": True, "motive_attitude": "favourable"}},
        {"findings": {"timing": {"value": "adverse", "evidence": ["谈话"]}}},
        {"case": "x", "title": "y", "note": "z", "conduct_date": "2018-09-03", "determination_date": None},
        {"evidence": {"谈话": {"zh": "谈话笔录", "kind": "document"}}},
    ],
    ids=str,
)
def test_every_form_of_a_statement_passes(case: dict[str, Any]) -> None:
    """Open, narrowed, conflicting and evidenced statements all satisfy the schema."""
    assert errors(case_schema(load_linked("qinghai")), case) == []


@pytest.mark.parametrize("name", ["qinghai", "wenzhou"])
def test_the_names_of_a_ruleset_complete(name: str) -> None:
    """Facts, dimensions, definitions, clauses, outcomes and readings of a ruleset are all offered, with Chinese titles."""
    linked = load_linked(name)
    schema = ruleset_schema(linked)
    (leaf,) = [
        option
        for option in schema["$defs"]["condition"]["anyOf"]
        if option.get("maxProperties") == 1 and "required" not in option
    ]
    offered = leaf["properties"]
    assert set(offered) == {
        *linked.facts,
        *linked.definitions,
        *linked.dimensions,
        *(c.id for c in linked.clauses),
    }
    for part in (linked.facts, linked.definitions, linked.dimensions):
        for each, declared in part.items():
            assert declared.label.zh in offered[each]["title"]
    by_reading = [
        option
        for option in schema["$defs"]["condition"]["anyOf"]
        if "by_reading" in option.get("properties", {})
    ]
    assert list(by_reading[0]["properties"]["by_reading"]["properties"]) == list(linked.readings)
    case = case_schema(linked)["properties"]
    assert set(linked.facts) == set(case["facts"]["properties"])
    assert {*linked.dimensions, *linked.definitions} <= set(case["findings"]["properties"])
    for each, fact in linked.facts.items():
        assert case["facts"]["properties"][each]["title"] == fact.label.zh


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field that a drafter may write, with where it belongs."""
    parts = {
        "ruleset": schema,
        **{name: part for name, part in schema["$defs"].items() if "properties" in part},
    }
    for owner, part in parts.items():
        for key, field in part["properties"].items():
            yield f"{owner}.{key}", field


def test_every_field_has_a_chinese_title() -> None:
    """Each field that a drafter fills in has a Chinese title."""
    plain = [
        place
        for place, field in fields(ruleset_schema())
        if not any(ord(char) > 0x3000 for char in str(field.get("title")))
    ]
    assert plain == []


def test_choices_are_explained_in_chinese() -> None:
    """What a fixed word means stands beside it in Chinese, one explanation a word."""

    def enums(schema: Any) -> Iterator[dict[str, Any]]:
        if isinstance(schema, dict):
            if "enumDescriptions" in schema:
                yield schema
            for value in schema.values():
                yield from enums(value)
        elif isinstance(schema, list):
            for item in schema:
                yield from enums(item)

    found = list(enums(ruleset_schema()))
    assert len(found) >= 6
    for part in found:
        words = part.get("enum") or [w for option in part.get("anyOf", []) for w in option.get("enum", [])]
        assert len(part["enumDescriptions"]) == len(words), part
        assert all(any(ord(char) > 0x3000 for char in text) for text in part["enumDescriptions"])


LAYER = """\
format: 1
id: upper
title: {zh: 上层}
in_force: {from: 2020, to: not_specified}
extends: [example]
changes:
  - {clause: modest, as: tightens, when: {damage: {at_most: 300}}, unless: null, cite: {source: doc, at: 第一条}}
"""


def test_a_file_laid_over_others_passes() -> None:
    """A layer needs neither outcomes nor clauses of its own; a file that extends nothing needs both."""
    schema = ruleset_schema()
    layer = yaml.safe_load(LAYER)
    assert errors(schema, layer) == []
    assert errors(schema, {key: value for key, value in layer.items() if key != "extends"})
    for wrong in ({"as": "loosens"}, {"clause": "Modest"}, {"cite": None}, {"sort": "x"}):
        assert errors(schema, {**layer, "changes": [{**layer["changes"][0], **wrong}]}), wrong
