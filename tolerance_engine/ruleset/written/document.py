"""A ruleset as written: pydantic models, one to one with the YAML, no behaviour.

Conditions stay plain data here (`ruleset.link.conditions` reads them); everything else is typed. The JSON Schema
that editors use is generated from these models, so titles and descriptions are written for drafters.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from tolerance_engine.ruleset.written.parts import (
    Basis,
    Cites,
    Condition,
    ConditionOrNone,
    Fact,
    InForce,
    Model,
    Name,
    NameOrNames,
    Outcome,
    Some,
    Source,
    Text,
    Text2,
)
from tolerance_engine.ruleset.written.procedure import Effects, LayerProcedure, Procedure


class Provision(Model):
    """A condition with its ground in the source."""

    zh: Text = Field(title="名称")
    en: Text | None = None
    when: Condition = Field(title="条件")
    cite: Cites | None = Field(default=None, title="出处")
    basis: Basis | None = None
    reason: Text | None = Field(default=None, title="为何这样理解")


class Definition(Provision):
    """A named condition."""


class Pole(Provision):
    """One side of a dimension."""


class Dimension(Model):
    """A question judged on two sides. Without poles its value comes from findings only."""

    zh: Text = Field(title="名称")
    en: Text | None = None
    favourable: Pole | None = Field(default=None, title="有利的一面")
    adverse: Pole | None = Field(default=None, title="不利的一面")
    cite: Cites | None = None
    reason: Text | None = None


class Scope(Model):
    """To whom and what the ruleset applies."""

    when: Condition
    cite: Cites | None = None
    basis: Basis | None = None
    reason: Text | None = None
    zh: Text | None = None
    en: Text | None = None


class Assumption(Model):
    """What cannot be otherwise: `if` with `then`, or `never`."""

    if_: Condition = Field(default=None, alias="if")
    then: Condition = None
    never: Condition = None
    zh: Text | None = None
    en: Text | None = None
    reason: Text | None = None


class OutcomeDeclaration(Model):
    """A result, listed best first."""

    id: Name
    zh: Text
    en: Text | None = None
    range: Some[Name] | None = Field(default=None, title="幅度", description="幅度内的选择留给决定机关")
    basis: Basis | None = None
    cite: Cites | None = None
    reason: Text | None = None


class Clause(Model):
    """One provision: an exclusion, a ground, or an exception to clauses."""

    id: Name
    kind: Literal["exclusion", "ground", "exception"] = Field(
        title="种类", json_schema_extra={"enumDescriptions": ["不予容错情形", "容错情形", "例外"]}
    )
    when: Condition = Field(title="条件")
    unless: Condition = Field(default=None, title="但书")
    then: Name | None = Field(default=None, title="结果")
    disables: Some[Name] | None = Field(default=None, title="使哪些条款不适用")
    modality: Literal["must", "generally", "may"] | None = Field(
        default=None, title="语气", json_schema_extra={"enumDescriptions": ["应当", "一般应", "可以"]}
    )
    basis: Basis
    cite: Cites | None = Field(default=None, title="出处")
    zh: Text = Field(title="条款大意")
    en: Text | None = None
    reason: Text | None = Field(default=None, title="为何这样理解")
    readings: Some[Name] | None = Field(default=None, title="只存在于哪些口径")
    disabled: bool = Field(default=False, title="已停用", description="留作记录，任何口径下都不适用")


class Reading(Model):
    """One way to read the source."""

    zh: Text
    en: Text | None = None
    reason: Text | None = None


class Silence(Model):
    """What the source leaves open: it says nothing, or the text was not seen."""

    topic: Name
    kind: Literal["silent", "unseen"] = Field(
        json_schema_extra={"enumDescriptions": ["通读全文，未作规定", "文本存在但未见"]}
    )
    zh: Text
    en: Text | None = None
    fact: Name | None = Field(default=None, title="规则需要的事实")


class Presumption(Model):
    """Holds when the inquiry ends without proof."""

    fact: Name
    value: Any
    cite: Cites
    zh: Text | None = None
    en: Text | None = None


class Property(Model):
    """What must hold of every case."""

    id: Name
    zh: Text | None = None
    en: Text | None = None
    never: NameOrNames | None = None
    always: NameOrNames | None = None
    when: Condition = None
    reading: NameOrNames | None = None


class Accepted(Model):
    """A finding of `tolerance lint` that stays, and why."""

    code: Annotated[str, Field(pattern=r"^R[0-9]{3}$", title="规则代码")]
    at: NameOrNames | None = Field(
        default=None, title="在何处", description="条款、事实、定义、维度、结果或者口径的标识；不写则是全部"
    )
    reason: Text = Field(title="为何接受")


class Change(Model):
    """A change to one piece of a layer beneath: which piece, what the change claims, and the fields it replaces."""

    clause: Name | None = Field(default=None, title="改哪个条款")
    definition: Name | None = Field(default=None, title="改哪个定义")
    dimension: Name | None = Field(default=None, title="改哪个维度")
    silence: Name | None = Field(
        default=None, title="改哪个来源未载明的事项", description="silent 里的 topic"
    )
    presumption: Name | None = Field(default=None, title="改哪个推定", description="推定的事实")
    property: Name | None = Field(default=None, title="改哪个性质")
    as_: Literal["tightens", "relaxes", "fills", "replaces", "disables"] = Field(
        alias="as",
        title="改成怎样",
        json_schema_extra={
            "enumDescriptions": ["从严（核对）", "从宽（核对）", "填补（核对）", "替换", "停用"]
        },
    )
    cite: Cites = Field(title="出处")
    kind: Literal["exclusion", "ground", "exception", "silent", "unseen"] | None = None
    when: Condition = None
    unless: ConditionOrNone = Field(default=None, title="但书", description="写 null 就是去掉")
    then: Name | None = None
    disables: Some[Name] | None = Field(default=None, title="使哪些条款不适用")
    modality: Literal["must", "generally", "may"] | None = Field(default=None, title="语气")
    basis: Basis | None = None
    zh: Text | None = None
    en: Text | None = None
    reason: Text | None = None
    readings: Some[Name] | None = Field(default=None, title="只存在于哪些口径")
    disabled: bool | None = Field(default=None, title="已停用", description="写 false 就是恢复")
    favourable: Pole | None = Field(default=None, title="有利的一面")
    adverse: Pole | None = None
    fact: Name | None = None
    value: Any = None
    never: NameOrNames | None = None
    always: NameOrNames | None = None
    reading: NameOrNames | None = None


class RulesetDocument(Model):
    """A region's measure at one date."""

    format: Literal[1] = Field(title="格式版本")
    id: Name = Field(title="标识")
    title: Text2 = Field(title="名称")
    region: Text2 | None = Field(default=None, title="地区")
    in_force: InForce = Field(title="有效期")
    temporal: Literal["conduct", "determination", "old_unless_lighter", "not_specified"] = Field(
        default="not_specified",
        title="适用哪个日期的版本",
        json_schema_extra={"enumDescriptions": ["行为时", "认定时", "从旧兼从轻", "来源未载明"]},
    )
    vocabulary: bool = Field(default=False, title="使用共用词表")
    sources: dict[Name, Source] = Field(default={}, title="来源文件")
    facts: dict[Name, Fact] = Field(default={}, title="事实")
    scope: Scope | None = Field(default=None, title="适用范围")
    assume: Some[Assumption] | None = Field(default=None, title="不可能的组合")
    definitions: dict[Name, Definition] = Field(default={}, title="定义")
    dimensions: dict[Name, Dimension] = Field(default={}, title="研判维度")
    outcomes: Some[OutcomeDeclaration] = Field(title="结果", description="由最有利到最不利")
    clauses: Some[Clause] = Field(title="条款")
    combine: Annotated[Any, WithJsonSchema({"x-ref": "combine"})] = Field(
        default="must_agree", title="多项情形如何合并"
    )
    default: Outcome = Field(default="not_specified", title="无条款适用时")
    readings: dict[Name, Reading] = Field(default={}, title="理解口径")
    silent: Some[Silence] | None = Field(default=None, title="来源未载明的事项")
    presumptions: Some[Presumption] | None = Field(default=None, title="推定")
    outcome_map: dict[Name, dict[Name, Name]] = Field(
        default={}, title="结果对照", description="与另一规则集比较时用"
    )
    properties: Some[Property] | None = Field(default=None, title="必须成立的性质")
    uses: dict[Name, Name] = Field(default={}, title="引用其他规则集")
    procedure: Procedure | None = Field(default=None, title="认定程序")
    effects: Effects = Field(default=None, title="结果运用")
    accepted: Some[Accepted] | None = Field(default=None, title="已知悉并接受的检查意见")


class LayerDocument(RulesetDocument):
    """A file laid over others: it says only what it adds and what it changes."""

    extends: Some[Name] | None = Field(default=None, title="下面的各层", description="由低到高")
    changes: Some[Change] | None = Field(default=None, title="改动下面各层的哪些内容")
    outcomes: Some[OutcomeDeclaration] | None = Field(  # type: ignore[assignment]
        default=None, title="结果", description="由最有利到最不利"
    )
    clauses: Some[Clause] | None = Field(default=None, title="条款")  # type: ignore[assignment]
    procedure: LayerProcedure | None = Field(default=None, title="认定程序")
