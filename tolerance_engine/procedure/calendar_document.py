"""A calendar file as written: one to one with the YAML, no behaviour."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from tolerance_engine.ruleset.written.parts import Model, Name, Some, Text


class CalendarDocument(Model):
    """A calendar as written."""

    calendar: Literal[1] = Field(title="格式版本")
    id: Name = Field(title="标识")
    zh: Text = Field(title="名称")
    en: Text | None = None
    base: Literal["national", "none"] = Field(title="在什么之上")
    years: Some[int] | None = Field(default=None, title="本文件已排定的年份")
    rest: Some[date] | None = Field(default=None, title="休息的日子")
    working: Some[date] | None = Field(default=None, title="上班的日子")
    source: Text | None = Field(default=None, title="依据")
    note: Text | None = Field(default=None, title="说明")
