"""A small ruleset for tables: one fact of every type, two dates, a dimension."""

from __future__ import annotations

from functools import cache

import tolerance_engine as te
from tolerance_engine.ruleset import load_text

RULES = """
format: 1
id: small
title: {zh: 例}
region: {zh: 例}
in_force: {from: 2018, to: not_specified}
temporal: not_specified
sources: {doc: {zh: 例, seen: full}}
facts:
  gain: {type: boolean, zh: 谋私}
  loss: {type: number, zh: 损失, min: 0}
  people: {type: number, zh: 人数, whole: true, max: 100}
  form: {type: choice, zh: 方式, values: {joint: {zh: 集体}, alone: {zh: 个人}}}
  done: {type: date, zh: 报告日}
  due: {type: date, zh: 限期}
  in_time: {type: boolean, zh: 按期, derive: {done: {on_or_before: due}}}
dimensions:
  care:
    zh: 谨慎
    favourable: {zh: 按期, when: {in_time: true}, cite: {source: doc, at: "1"}, basis: stated}
    adverse: {zh: 逾期, when: {in_time: false}, cite: {source: doc, at: "1"}, basis: stated}
outcomes:
  - {id: tolerated, zh: 容错}
  - {id: refused, zh: 不容}
default: not_specified
clauses:
  - {id: private-gain, kind: exclusion, when: {gain: true}, then: refused, zh: 谋私不容, basis: stated,
     cite: {source: doc, at: "1"}}
  - {id: crowd, kind: exclusion, when: {people: {more_than: 50}}, then: refused, zh: 人多, basis: stated,
     cite: {source: doc, at: "1"}}
  - {id: honest, kind: ground, when: {all: [{gain: false}, {loss: {at_most: 1000}}]}, then: tolerated, zh: 无心之失,
     basis: stated, cite: {source: doc, at: "1"}}
  - {id: together, kind: ground, when: {all: [{form: joint}, {care: favourable}, {loss: {at_most: 1000}}, {gain: false}]},
     then: tolerated, zh: 集体决定, basis: stated, cite: {source: doc, at: "1"}}
assume:
  - {if: {gain: false}, then: {people: {at_most: 50}}}
"""


@cache
def loaded() -> te.Ruleset:
    """The ruleset, loaded once."""
    return load_text(RULES)
