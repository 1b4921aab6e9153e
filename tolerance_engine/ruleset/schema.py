"""JSON Schema: what an editor needs to complete and check a rule file or a case file, with Chinese hints.

Given a ruleset, the names it declares complete wherever they may stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tolerance_engine.expr.nodes import DATE_TESTS, DIMENSION_TESTS, DIMENSION_VALUES, NUMBER_TESTS
from tolerance_engine.ruleset.model import Fact, Linked
from tolerance_engine.ruleset.schema_procedure import complete_procedure
from tolerance_engine.ruleset.written.document import LayerDocument
from tolerance_engine.ruleset.written.parts import Cite
from tolerance_engine.ruleset.written.procedure import Effect
from tolerance_engine.ruleset.written.vocabulary import VocabularyDocument

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_COMBINE = ("must_agree", "most_favourable", "least_favourable")
_CONDITION: Mapping[str, Any] = {"$ref": "#/$defs/condition"}


_TITLES = {
    "adverse": "不利的一面",
    "after": "晚于",
    "always": "只能得到的结果",
    "at": "出处",
    "basis": "依据性质",
    "before": "早于",
    "cite": "出处",
    "date": "日期",
    "en": "英文",
    "fact": "事实",
    "id": "标识",
    "if": "如果",
    "kind": "种类",
    "modality": "语气",
    "never": "绝不（条件或结果）",
    "on_or_after": "不早于",
    "on_or_before": "不晚于",
    "range": "幅度",
    "reading": "口径",
    "reason": "为何这样理解",
    "source": "来源",
    "then": "那么（条件或结果）",
    "topic": "事项",
    "value": "取值",
    "when": "条件",
    "zh": "中文",
}
"""Titles of fields that mean the same wherever they stand."""


def ruleset_schema(linked: Linked | None = None) -> dict[str, Any]:
    """The schema of a ruleset file, one that is laid over others included; with `linked`, its names complete."""
    schema: dict[str, Any] = _fill(LayerDocument.model_json_schema(by_alias=True))
    schema["anyOf"] = [{"required": ["outcomes", "clauses"]}, {"required": ["extends"]}]
    schema["dependentRequired"] = {"changes": ["extends"]}
    schema["$schema"] = DRAFT
    schema["title"] = "容错纠错规则集"
    definitions = schema.setdefault("$defs", {})
    definitions["Cite"] = _fill(Cite.model_json_schema(by_alias=True))
    definitions["Effect"] = _fill(Effect.model_json_schema(by_alias=True))
    definitions["condition"] = _condition(linked)
    outcomes = [outcome.id for outcome in linked.outcomes] if linked else None
    one = {"enum": [*outcomes, "not_specified"]} if outcomes else {"type": "string"}
    definitions["outcome_or_by_reading"] = _or_by_reading(one, linked)
    definitions["combine"] = _or_by_reading({"enum": list(_COMBINE)}, linked)
    if linked is not None:
        complete_procedure(definitions, linked)
    return schema


def vocabulary_schema() -> dict[str, Any]:
    """The schema of the shared vocabulary's file."""
    schema: dict[str, Any] = _fill(VocabularyDocument.model_json_schema(by_alias=True))
    schema["$schema"] = DRAFT
    schema["title"] = "容错纠错共用词汇"
    definitions = schema.setdefault("$defs", {})
    definitions["Cite"] = _fill(Cite.model_json_schema(by_alias=True))
    definitions["condition"] = _condition(None)
    return schema


def case_schema(linked: Linked | None = None) -> dict[str, Any]:
    """The schema of a case file; with `linked`, its facts, dimensions and definitions complete."""
    facts = (
        {name: _statement(_value(fact), fact.label.zh, fact) for name, fact in linked.facts.items()}
        if linked
        else {}
    )
    findings: dict[str, Any] = {}
    if linked:
        dimension = {
            "enum": list(DIMENSION_VALUES),
            "enumDescriptions": ["有利", "不利", "有利与不利并存", "两面都不符合"],
        }
        findings |= {name: _statement(dimension, d.label.zh) for name, d in linked.dimensions.items()}
        if linked.vocabulary:
            findings |= {
                n: _statement(dimension, label.zh)
                for n, label in linked.vocabulary.dimensions.items()
                if n not in findings
            }
        findings |= {
            name: _statement({"type": "boolean"}, d.label.zh) for name, d in linked.definitions.items()
        }
    closed = {"additionalProperties": False} if linked else {}
    day = {"type": ["string", "null"], "format": "date"}
    return {
        "$schema": DRAFT,
        "title": "容错纠错案件",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "case": {"type": "string", "title": "案件编号"},
            "title": {"type": "string", "title": "案由"},
            "note": {"type": "string", "title": "说明"},
            "conduct_date": {**day, "title": "行为日期"},
            "determination_date": {**day, "title": "认定日期"},
            "facts": {"type": "object", "title": "事实", "properties": facts, **closed},
            "findings": {"type": "object", "title": "认定意见", "properties": findings, **closed},
            "evidence": {"type": "object", "title": "证据"},
        },
    }


def _fill(node: Any) -> Any:
    """Placeholders of the models become references; generated English titles give way to Chinese ones."""
    if isinstance(node, dict):
        if "x-ref" in node:
            return {**{k: v for k, v in node.items() if k != "x-ref"}, "$ref": f"#/$defs/{node['x-ref']}"}
        filled = {key: _fill(value) for key, value in node.items()}
        for name, field in (filled.get("properties") or {}).items():
            if isinstance(field, dict) and name in _TITLES and str(field.get("title", "")).isascii():
                field["title"] = _TITLES[name]
        return filled
    return [_fill(item) for item in node] if isinstance(node, list) else node


def _or_by_reading(one: Mapping[str, Any], linked: Linked | None) -> dict[str, Any]:
    by = _by_reading(dict(one), linked)
    return {
        "oneOf": [
            dict(one),
            {
                "type": "object",
                "properties": {"by_reading": by},
                "required": ["by_reading"],
                "additionalProperties": False,
            },
        ]
    }


def _by_reading(inner: Mapping[str, Any], linked: Linked | None) -> dict[str, Any]:
    if linked is None:
        return {"type": "object", "title": "每个口径各写一份", "additionalProperties": dict(inner)}
    readings = {name: {**inner, "title": label.zh} for name, label in linked.readings.items()}
    return {
        "type": "object",
        "title": "每个口径各写一份",
        "properties": readings,
        "required": list(readings),
        "additionalProperties": False,
    }


def _condition(linked: Linked | None) -> dict[str, Any]:
    several = {"type": "array", "minItems": 1, "items": dict(_CONDITION)}
    operators: list[dict[str, Any]] = [
        _one("all", {**several, "title": "全部成立"}),
        _one("any", {**several, "title": "至少一项成立"}),
        _one("not", {**_CONDITION, "title": "不成立"}),
        _one("by_reading", _by_reading(_CONDITION, linked)),
    ]
    for word, title in (
        ("at_least", "至少几项成立"),
        ("at_most", "至多几项成立"),
        ("exactly", "恰好几项成立"),
    ):
        number = {"type": "integer", "minimum": 0, "title": title}
        operators.append(
            {
                "type": "object",
                "properties": {word: number, "of": several},
                "required": [word, "of"],
                "additionalProperties": False,
            }
        )
    return {"title": "条件", "anyOf": [*operators, _leaf(linked)]}


def _one(key: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: dict(value)},
        "required": [key],
        "additionalProperties": False,
    }


def _leaf(linked: Linked | None) -> dict[str, Any]:
    if linked is None:
        reserved = ["all", "any", "not", "by_reading", "at_least", "at_most", "exactly", "of"]
        name = {"type": "string", "pattern": r"^[a-z][a-z0-9_.-]*$", "not": {"enum": reserved}}
        return {
            "type": "object",
            "title": "名称与要求",
            "minProperties": 1,
            "maxProperties": 1,
            "propertyNames": name,
        }
    properties: dict[str, Any] = {
        name: {"title": fact.label.zh, **_test(fact)} for name, fact in linked.facts.items()
    }
    properties |= {
        name: {"title": f"定义：{d.label.zh}", "type": "boolean"} for name, d in linked.definitions.items()
    }
    properties |= {
        name: {"title": f"维度：{d.label.zh}", "enum": list(DIMENSION_TESTS)}
        for name, d in linked.dimensions.items()
    }
    applies = {"const": "applies"}
    properties |= {clause.id: {"title": f"条款：{clause.label.zh}", **applies} for clause in linked.clauses}
    for alias, used in linked.uses.items():
        properties |= {
            f"{alias}.{clause.id}": {"title": f"条款：{clause.label.zh}", **applies}
            for clause in used.clauses
        }
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _test(fact: Fact) -> dict[str, Any]:
    if fact.type in ("number", "date"):
        words = NUMBER_TESTS if fact.type == "number" else DATE_TESTS
        return {"oneOf": [_one(word, _value(fact)) for word in words]}
    if fact.type == "choice":
        values = {"type": "array", "minItems": 1, "items": _value(fact)}
        return {"oneOf": [_value(fact), _one("in", values)]}
    return {"type": "boolean"}


def _value(fact: Fact) -> dict[str, Any]:
    match fact.type:
        case "boolean":
            return {"type": "boolean"}
        case "date":
            return {"type": "string", "format": "date"}
        case "choice":
            return {
                "enum": [name for name, _ in fact.values],
                "enumDescriptions": [label.zh for _, label in fact.values],
            }
    number: dict[str, Any] = {"type": "integer" if fact.whole else "number"}
    if fact.minimum is not None:
        number["minimum"] = float(fact.minimum)
    if fact.maximum is not None:
        number["maximum"] = float(fact.maximum)
    return number


def _statement(value: Mapping[str, Any], title: str, fact: Fact | None = None) -> dict[str, Any]:
    several = {"type": "array", "minItems": 1, "items": dict(value)}
    evidence = {"type": "array", "items": {"type": "string"}, "title": "证据"}
    long = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"value": dict(value), "one_of": several, "conflicting": several, "evidence": evidence},
    }
    described = {"description": fact.question.zh} if fact and fact.question else {}
    return {"title": title, **described, "oneOf": [dict(value), {"type": "null"}, {"const": "unknown"}, long]}
