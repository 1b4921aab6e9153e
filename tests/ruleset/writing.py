"""What the tests of messages share: a small valid ruleset, a way to spoil it, and one strict expectation.

A spoilt text marks with «» the very characters the message has to underline; line and column follow from
the mark, so no test counts columns by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import ToleranceError

BASE = """\
format: 1
id: example
title: {zh: 例规, en: Example}
in_force: {from: 2018, to: not_specified}
sources:
  doc: {zh: 办法, seen: full}
facts:
  known: {type: boolean, zh: 明知}
  joint: {type: boolean, zh: 集体研究}
  damage: {type: number, zh: 损失, unit: CNY, min: 0}
  done_on: {type: date, zh: 完成日}
  due_on: {type: date, zh: 期限}
  form: {type: choice, zh: 方式, values: {collective: {zh: 集体}, individual: {zh: 个人}}}
definitions:
  small: {zh: 损失较小, when: {damage: {at_most: 500}}, cite: {source: doc, at: 第一条}, basis: stated}
dimensions:
  purpose:
    zh: 目的
    favourable: {zh: 为公, when: {joint: true}, cite: {source: doc, at: 第二条}, basis: stated}
    adverse: {zh: 为私, when: {known: true}, cite: {source: doc, at: 第二条}, basis: stated}
outcomes:
  - {id: granted, zh: 免责}
  - {id: reduced, zh: 从轻}
  - {id: refused, zh: 不予容错}
clauses:
  - {id: red-line, kind: exclusion, when: {known: true}, then: refused, basis: stated, zh: 明知的不容}
  - {id: good-faith, kind: ground, when: {purpose: favourable}, then: granted, basis: stated, zh: 为公的可容}
  - {id: modest, kind: ground, when: {small: true}, then: reduced, basis: stated, zh: 损失小的从轻}
readings:
  literal: {zh: 只按原文}
  broad: {zh: 从宽}
"""
"""Every section of the format in a few lines; loads without a complaint."""


@dataclass(frozen=True)
class Marked:
    """A text with one marked place, as a file and as the place the message has to name."""

    text: str
    line: int
    column: int
    underlined: str


def marked(text: str) -> Marked:
    """The text without its «», and where they stood."""
    assert text.count("«") == text.count("»") == 1, "exactly one place is marked"
    before, rest = text.split("«")
    inside, after = rest.split("»")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Marked(before + inside + after, line, column, inside.split("\n")[0])


def spoilt(old: str, new: str, base: str = BASE) -> str:
    """The base with one passage written otherwise."""
    assert base.count(old) == 1, f"{old!r} stands {base.count(old)} times in the base"
    return base.replace(old, new)


def expect_one(
    error: ToleranceError,
    *,
    code: str,
    zh: str,
    en: str,
    underlined: str | None = None,
    help_zh: str | None = None,
    help_en: str | None = None,
    line: int | None = None,
    column: int | None = None,
) -> Diagnostic:
    """The single problem of the error, checked part by part. A help that is None must not be there."""
    assert len(error.diagnostics) == 1, f"one problem expected:\n{error.text()}"
    (found,) = error.diagnostics
    assert found.code == code, str(error)
    assert zh in found.message.zh, found.message.zh
    assert en in found.message.en, found.message.en
    if help_zh is None and help_en is None:
        assert found.help is None, found.help
    else:
        assert found.help is not None, "a help is expected"
        assert (help_zh or "") in found.help.zh, found.help.zh
        assert (help_en or "") in found.help.en, found.help.en
    if line is None:
        assert found.span is None, found.span
    else:
        assert found.span is not None
        assert (found.span.line, found.span.column) == (line, column), str(error)
        assert underlined is None or found.underlined == underlined, found.underlined
    return found


def codes(problems: Sequence[Diagnostic]) -> list[str]:
    """The codes of the problems, in their order."""
    return [problem.code for problem in problems]
