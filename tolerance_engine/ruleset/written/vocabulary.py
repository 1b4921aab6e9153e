"""The shared vocabulary as written: facts and definitions, names of dimensions, and the scales of outcomes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tolerance_engine.ruleset.written.document import Definition
from tolerance_engine.ruleset.written.parts import (
    Basis,
    Fact,
    Model,
    Name,
    NameOrNames,
    Some,
    Source,
    Text,
    Text2,
)


class VocabularyDimension(Model):
    """A dimension's name, so that a case file may carry findings for several regions."""

    zh: Text
    en: Text | None = None


class ClauseNames(Model):
    """What the clauses of these measures are called, where they are not grounds for tolerance."""

    ground: Text2 | None = Field(default=None, title="得出结果的条款")
    adverse: Text2 | None = Field(default=None, title="得出最不利结果的条款")
    exclusion: Text2 | None = Field(default=None, title="排除的条款")


class OutcomeScale(Model):
    """The outcomes of all measures that answer one question, and which of them is better."""

    zh: Text = Field(title="回答什么问题")
    en: Text | None = None
    chains: Some[Some[NameOrNames]] = Field(
        title="轻重",
        description="每条链由最有利到最不利；同一级的几个结果写成列表；没有一条链连起来的，比不出轻重",
    )
    clauses: ClauseNames = Field(
        default=ClauseNames(), title="条款怎样称呼", description="不写的，用容错情形、不利情形、不予容错情形"
    )
    basis: Basis
    reason: Text = Field(title="为何这样理解")


class VocabularyDocument(Model):
    """Facts and definitions that all regions share; their order is the order of the diagram."""

    format: Literal[1]
    vocabulary: Literal["shared"]
    title: Text2 | None = None
    sources: dict[Name, Source] = Field(default={})
    facts: dict[Name, Fact]
    definitions: dict[Name, Definition] = Field(default={})
    dimensions: dict[Name, VocabularyDimension] = Field(default={})
    order: Some[Name] | None = Field(
        default=None, title="决策图顺序", description="事先搜索好的事实顺序；只影响决策图大小，不影响结论"
    )
    scales: dict[Name, OutcomeScale] = Field(
        default={},
        title="结果的轻重",
        description="各回答什么问题，哪个更有利，条款怎样称呼；只用于比较和显示，不影响任何结论",
    )
