"""A procedure and its effects as written: one to one with the YAML, no behaviour.

Conditions, and the keys that have several forms (`by`, `within`, effects), stay plain data here and are read by
`ruleset.link`, which can say what was expected.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from tolerance_engine.ruleset.written.parts import (
    Basis,
    Cites,
    Condition,
    Model,
    Name,
    NameOrNames,
    Some,
    Text,
)

_UNSPECIFIED = {
    "enum": ["silent", "unseen"],
    "enumDescriptions": ["来源未作规定", "原文未见全，所见材料未载"],
}
_UNIT = {
    "enum": ["working_day", "calendar_day", "calendar_month"],
    "enumDescriptions": ["工作日", "自然日", "月"],
}
_NAME = {"type": "string", "pattern": r"^[a-z][a-z0-9_-]*$"}
_NAMES = {"oneOf": [_NAME, {"type": "array", "minItems": 1, "items": _NAME}]}
_SPAN = {
    "type": "object",
    "additionalProperties": False,
    "required": ["value", "unit"],
    "properties": {"value": {"type": "integer", "minimum": 1, "title": "数值"}, "unit": _UNIT},
}
_ROUTE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"when": {"x-ref": "condition"}, "body": _NAMES, "role": _NAMES},
}
_ONE_BY = {"oneOf": [_NAME, _ROUTE]}
By = Annotated[
    Any, WithJsonSchema({"oneOf": [_NAME, _ROUTE, {"type": "array", "minItems": 1, "items": _ONE_BY}]})
]
"""`silent`, `unseen`, a party, parties, `{body: …}`, `{role: …}`, or a routed list."""
Within = Annotated[
    Any,
    WithJsonSchema(
        {
            "oneOf": [
                {
                    "enum": ["promptly", "silent", "unseen"],
                    "enumDescriptions": ["及时", "来源未作规定", "原文未见全，所见材料未载"],
                },
                {
                    **_SPAN,
                    "properties": {
                        **_SPAN["properties"],
                        "after": {**_NAME, "title": "自何时起"},
                        "roll": {"type": "boolean", "title": "末日不是工作日的顺延"},
                    },
                },
                {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["set_in"],
                    "properties": {"set_in": {**_NAME, "title": "由哪一步确定"}},
                },
            ]
        }
    ),
]
AtMost = Annotated[Any, WithJsonSchema({"oneOf": [_SPAN, _UNSPECIFIED]})]
Members = Annotated[
    Any,
    WithJsonSchema(
        {
            "oneOf": [
                _UNSPECIFIED,
                {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
            ]
        }
    ),
]
_LABEL = {
    "type": "object",
    "additionalProperties": False,
    "required": ["zh"],
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
}
Outside = Annotated[
    Any,
    WithJsonSchema(
        {
            "oneOf": [
                {"type": "array", "minItems": 1, "items": _NAME},
                {"type": "object", "additionalProperties": _LABEL},
            ]
        }
    ),
]
ModalityWord = Annotated[
    Literal["must", "generally", "may"],
    Field(title="语气", json_schema_extra={"enumDescriptions": ["应当", "一般应", "可以"]}),
]


class Grounded(Model):
    """What may carry its ground in the source."""

    cite: Cites | None = Field(default=None, title="出处")
    basis: Basis | None = None
    reason: Text | None = Field(default=None, title="为何这样理解")


class Role(Grounded):
    """A party that acts as a person or a unit."""

    zh: Text
    en: Text | None = None


class Body(Role):
    """A party that acts as a body."""

    members: Members = Field(default=None, title="组成")


class Stage(Role):
    """Where a case stands; `end` says how it ended there."""

    end: Literal["closed", "refused", "withdrawn", "lapsed"] | None = Field(
        default=None,
        title="怎样结束",
        json_schema_extra={"enumDescriptions": ["办结", "不予受理", "撤回", "失效"]},
    )


class DocumentKind(Model):
    """A kind of paper."""

    zh: Text
    en: Text | None = None


class Requires(Model):
    """What must be there before."""

    established: NameOrNames | None = Field(default=None, title="须已查明")
    verdict: Literal["decided"] | None = Field(default=None, title="须已有结论")
    events: NameOrNames | None = Field(default=None, title="须已发生")


class Extends(Model):
    """Which running limit is extended, and how far."""

    event: Name = Field(title="延长哪一步的时限")
    at_most: AtMost = Field(title="至多延长")
    times: int | None = Field(default=None, title="至多几次")


class Step(Grounded):
    """What starts and transitions share."""

    zh: Text | None = Field(default=None, title="名称")
    en: Text | None = None
    by: By = Field(default=None, title="由谁")
    within: Within = Field(default=None, title="时限")
    late: Literal["marked", "refused"] = Field(
        default="marked",
        title="逾期怎么办",
        json_schema_extra={"enumDescriptions": ["照收，注明逾期", "不再受理"]},
    )
    when: Condition = Field(default=None, title="条件")
    requires: Requires | None = Field(default=None, title="前提")
    document: NameOrNames | None = Field(default=None, title="须附的文书")
    notify: NameOrNames | None = Field(default=None, title="须告知谁")
    modality: ModalityWord | None = None
    after: Name | None = Field(default=None, title="须在何事之后")
    before: Name | None = Field(default=None, title="须在何事之前")


class Start(Step):
    """A way in."""

    how: Name = Field(title="怎样启动")
    to: Name = Field(title="到哪一阶段")


class Transition(Step):
    """A way on."""

    event: Name = Field(title="事件")
    from_: NameOrNames = Field(
        alias="from", title="从哪些阶段", description="阶段，或 any_open（凡未结束的阶段）"
    )
    to: Name | None = Field(default=None, title="到哪一阶段", description="不写即停在原阶段")
    else_: Name | None = Field(default=None, alias="else", title="逾期不做，到哪一阶段")
    outcome: NameOrNames | None = Field(default=None, title="限于哪些结果")
    decides: Literal["decision", "recommendation"] | None = Field(
        default=None, title="作出认定或者建议", json_schema_extra={"enumDescriptions": ["认定", "建议"]}
    )
    clock: Literal["suspend", "resume", "restart"] | None = Field(
        default=None,
        title="时限",
        json_schema_extra={"enumDescriptions": ["停止计算", "继续计算", "重新计算"]},
    )
    extends: Extends | None = Field(default=None, title="延长时限")
    recuses: bool = Field(default=False, title="有人回避")
    apart_from: NameOrNames | None = Field(default=None, title="不得由办过哪些步骤的人办")
    times: int | None = Field(default=None, title="至多几次")


class Procedure(Grounded):
    """The path of a case."""

    zh: Text | None = Field(default=None, title="名称")
    en: Text | None = None
    modality: ModalityWord | None = None
    roles: dict[Name, Role] = Field(default={}, title="其他当事方")
    bodies: dict[Name, Body] = Field(default={}, title="机关")
    outside: Outside = Field(default=None, title="别的程序中的事件")
    documents: dict[Name, DocumentKind] = Field(default={}, title="其他文书")
    stages: dict[Name, Stage] = Field(title="阶段")
    start: Some[Start] = Field(title="怎样启动")
    transitions: Some[Transition] = Field(title="怎样推进")


class LayerProcedure(Procedure):
    """The part of a path that a layer adds, or puts in the place of what stands beneath."""

    stages: dict[Name, Stage] = Field(default={}, title="阶段")
    start: Some[Start] | None = Field(default=None, title="怎样启动")  # type: ignore[assignment]
    transitions: Some[Transition] | None = Field(default=None, title="怎样推进")  # type: ignore[assignment]


class Effect(Grounded):
    """One thing that follows from a determination."""

    topic: Name = Field(title="事项")
    zh: Text = Field(title="影响")
    en: Text | None = None
    after: Name | None = Field(default=None, title="到何事之后才落实")
    modality: ModalityWord | None = None


Effects = Annotated[
    Any,
    WithJsonSchema(
        {
            "oneOf": [
                _UNSPECIFIED,
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": _NAME["pattern"]},
                    "additionalProperties": {
                        "oneOf": [
                            _UNSPECIFIED,
                            {"type": "array", "minItems": 1, "items": {"x-ref": "Effect"}},
                        ]
                    },
                },
            ]
        }
    ),
]
"""`silent`, `unseen`, or for each outcome a list of effects, `silent` or `unseen`."""
