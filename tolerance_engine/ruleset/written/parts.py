"""Parts that all documents share: names, texts, citations, sources and facts as written.

Conditions stay plain data here (`ruleset.link.conditions` reads them); everything else is typed. The JSON Schema
that editors use is generated from these models, so titles and descriptions are written for drafters.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from tolerance_engine.expr.nodes import DIMENSION_TESTS

NAME = r"^[a-z][a-z0-9_-]*$"
RESERVED_OUTCOMES = ("conflict", "not_specified", "not_applicable")
OPERATORS = frozenset(
    (
        *(
            "all",
            "any",
            "not",
            "at_least",
            "at_most",
            "exactly",
            "of",
            "in",
            "is",
            "if",
            "then",
            "never",
            "when",
            "unless",
        ),
        *(
            "more_than",
            "less_than",
            "before",
            "on_or_before",
            "after",
            "on_or_after",
            "by_reading",
            "applies",
        ),
        *("true", "false", "null", "unknown", *DIMENSION_TESTS, *RESERVED_OUTCOMES),
    )
)

WHO = ("investigator", "applicant", "unit", "superior", "auditor", "expert", "regulator")


def _tuple(value: Any) -> Any:
    """Lists become tuples (strict pydantic takes no list for one); anything else is left to be refused."""
    return tuple(value) if isinstance(value, list) else value


def _listed(value: Any) -> Any:
    """One item may stand without its brackets."""
    return tuple(value) if isinstance(value, list) else (value,)


T = TypeVar("T")
Some = Annotated[tuple[T, ...], Field(min_length=1), BeforeValidator(_tuple)]
"""A list with at least one item: an empty list is a slip, never a statement."""


Name = Annotated[str, Field(pattern=NAME)]
Text = Annotated[str, Field(min_length=1)]
_NAME_SCHEMA = {"type": "string", "pattern": NAME}
NameOrNames = Annotated[
    tuple[Name, ...],
    BeforeValidator(_listed),
    Field(min_length=1),
    WithJsonSchema({"oneOf": [_NAME_SCHEMA, {"type": "array", "minItems": 1, "items": _NAME_SCHEMA}]}),
]
"""One name, or a list of them."""
Condition = Annotated[Any, WithJsonSchema({"x-ref": "condition"})]
ConditionOrNone = Annotated[Any, WithJsonSchema({"oneOf": [{"x-ref": "condition"}, {"type": "null"}]})]
"""A condition, or null where a layer takes one away."""
Outcome = Annotated[Any, WithJsonSchema({"x-ref": "outcome_or_by_reading"})]
Day = Annotated[
    int | str | date,
    WithJsonSchema({"description": "年、年-月、日期或 not_specified", "type": ["integer", "string"]}),
]
Basis = Annotated[
    Literal["stated", "implied", "interpretation"],
    Field(
        title="依据性质",
        json_schema_extra={"enumDescriptions": ["来源明示", "由来源推出", "理解口径（来源未这样说）"]},
    ),
]


class Model(BaseModel):
    """Strict, frozen, closed: an unknown key next to a known one is an error."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class Text2(Model):
    """A text in Chinese, and in English where given."""

    zh: Text = Field(title="中文")
    en: Text | None = Field(default=None, title="英文")


class Cite(Model):
    """Which document, and where in it."""

    source: Name = Field(title="来源", description="sources 中声明的文件")
    at: Text = Field(title="出处", description="条、款、项或段落")


Cites = Annotated[
    tuple[Cite, ...],
    BeforeValidator(_listed),
    Field(min_length=1),
    WithJsonSchema(
        {"oneOf": [{"x-ref": "Cite"}, {"type": "array", "minItems": 1, "items": {"x-ref": "Cite"}}]}
    ),
]


class Source(Model):
    """A document the ruleset rests on."""

    zh: Text = Field(title="文件名称")
    en: Text | None = None
    issuer: Text | None = Field(default=None, title="发布机关")
    number: Text | None = Field(default=None, title="文号")
    date: Day | None = Field(default=None, title="日期")
    seen: Literal["full", "excerpt", "summary"] = Field(
        title="所见范围", json_schema_extra={"enumDescriptions": ["读到全文", "读到节选", "只见概述或报道"]}
    )
    note: Text | None = Field(default=None, title="说明")
    url: Text | None = Field(default=None, title="网址", description="转载地址须在 note 中注明非权威")


class InForce(Model):
    """From when to when, both days included."""

    from_: Day = Field(alias="from", title="起")
    to: Day = Field(title="止")


class Derive(Model):
    """Two dates compared: the boolean is true when the first stands so to the second."""

    before: Name | None = None
    on_or_before: Name | None = None
    after: Name | None = None
    on_or_after: Name | None = None


class Fact(Model):
    """Something that can be established about a case."""

    type: Literal["boolean", "number", "date", "choice"] = Field(
        title="类型", json_schema_extra={"enumDescriptions": ["是否", "数字", "日期", "选项"]}
    )
    zh: Text = Field(title="名称")
    en: Text | None = None
    ask: Text2 | None = Field(default=None, title="问题", description="向谁都能问出口的一句问话")
    who: Annotated[
        tuple[
            Literal["investigator", "applicant", "unit", "superior", "auditor", "expert", "regulator"], ...
        ],
        BeforeValidator(_listed),
        WithJsonSchema(
            {"oneOf": [{"enum": list(WHO)}, {"type": "array", "minItems": 1, "items": {"enum": list(WHO)}}]}
        ),
    ] = Field(default=(), title="谁能回答")
    nature: Literal["history", "evidence", "conduct"] | None = Field(
        default=None,
        title="性质",
        json_schema_extra={"enumDescriptions": ["已成历史，不能改变", "仍可补充证据", "仍可采取的措施"]},
    )
    unit: Text | None = Field(default=None, title="单位", description="如 CNY、day")
    min: Annotated[Decimal | int | None, WithJsonSchema({"type": "number"})] = Field(
        default=None, title="最小值"
    )
    max: Annotated[Decimal | int | None, WithJsonSchema({"type": "number"})] = Field(
        default=None, title="最大值"
    )
    whole: bool = Field(default=False, title="只取整数")
    values: dict[Name, Text2] | None = Field(default=None, title="可选值")
    derive: dict[Name, Derive] | None = Field(default=None, title="由两个日期得出")
    worse: Annotated[
        Any,
        WithJsonSchema(
            {
                "oneOf": [
                    {"type": "boolean"},
                    {"type": "string"},
                    {"type": "array", "items": {"type": "string"}},
                ]
            }
        ),
    ] = Field(default=None, title="哪一边更不利")
