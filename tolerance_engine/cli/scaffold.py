"""The first files of a region: small, whole, and marked as an example wherever no source has spoken yet."""

from __future__ import annotations

import json
from collections.abc import Mapping

DRAFT = "draft"
"""The name of a version whose first day is not known."""

RULES = """\
# 新地区的起点。先把下面标着“示例”的换成来源写明的内容；来源没有说的，写进 silent，不猜。
# 写法见 docs/format.md 和 docs/conditions.md；事实尽量用 rulesets/vocabulary.yaml 里已有的。
format: 1
id: {id}
title: {{zh: {title}}}
region: {{zh: {region}}}
in_force: {{from: {first}, to: not_specified}}
temporal: not_specified
vocabulary: true

sources:
  measure:
    zh: {title}
    seen: summary        # full 读到全文 | excerpt 只见节选 | summary 只见概述或报道
    note: 待填：发布机关、文号、日期，从哪里见到

readings:
  as_written:
    zh: 只按原文
    reason: 只作来源写明的结论。现在一条也没有，因为还没有对照来源编写。
  weighed:
    zh: 综合研判
    reason: 示例。来源没有说各项怎样合成结论时，这里写可以采用、可以修改的方案。

outcomes:                # 由最有利到最不利
  - {{id: tolerated, zh: 予以容错}}
  - {{id: mitigated, zh: 从轻或者减轻}}
  - {{id: not_tolerated, zh: 不予容错}}

dimensions:
  procedure:
    zh: 决策程序
    favourable:
      zh: 充分研判、集体研究
      when: {{all: [{{fully_studied: true}}, {{decision_form: collective}}]}}
      basis: interpretation
      reason: 示例，换成来源所写的有利情形。
    adverse:
      zh: 独断专行，或者暗箱操作
      when: {{any: [{{arbitrary_decision: true}}, {{black_box_operation: true}}]}}
      basis: interpretation
      reason: 示例，换成来源所写的不利情形。

clauses:
  - id: private-gain
    kind: exclusion      # exclusion 不予容错情形 | ground 容错情形 | exception 例外
    readings: [weighed]  # 来源写明之后，去掉这一行，basis 改成 stated 并写 cite
    when: {{no_private_gain: false}}
    then: not_tolerated
    basis: interpretation
    reason: 示例，换成来源所写的不予容错情形。
    zh: 谋取私利的，不予容错
  - id: by-the-book
    kind: ground
    readings: [weighed]
    when: {{all: [{{public_purpose: true}}, {{procedure: favourable}}]}}
    then: tolerated
    basis: interpretation
    reason: 示例，换成来源所写的容错情形。
    zh: 出于公心、程序有利的，予以容错
  - id: otherwise
    kind: ground
    readings: [weighed]
    when: {{not: {{by-the-book: applies}}}}
    then: mitigated
    basis: interpretation
    reason: 示例，让这一口径对每个案件都有结论；来源另有规定的，照来源写。
    zh: 其余从轻或者减轻

default: not_specified

silent:                  # 来源没有载明的：silent 通读全文未作规定 | unseen 文本未见
  - {{topic: combination, kind: unseen, zh: 各项怎样合成结论}}
  - {{topic: scope, kind: unseen, zh: 适用于哪些单位和人员}}
  - {{topic: accepting_body, kind: unseen, zh: 由谁受理、由谁认定}}
  - {{topic: time_limits, kind: unseen, zh: 受理、核实、认定的期限}}
  - {{topic: review, kind: unseen, zh: 对认定不服能否申请复核或者申诉}}

properties:
  - {{id: private-gain-never-tolerated, zh: 谋取私利的不予容错, always: not_tolerated, reading: weighed,
      when: {{no_private_gain: false}}}}
  - {{id: weighed-always-answers, zh: 综合研判总有结论、不相冲突, never: [not_specified, conflict], reading: weighed}}
"""

CASES = """\
# 规则测试：每条一句话，写已知的事实和应有的结论。写法见 docs/rule-tests.md。
- case: 没有对照来源之前，只按原文什么也不作结论
  findings: {no_private_gain: false}
  expect: {outcome: not_specified}
- case: 出于公心、程序有利、没有谋私，予以容错
  reading: weighed
  facts: {advanced_work: true, protected_masses_interest: false, fully_studied: true, decision_form: collective,
    arbitrary_decision: false, black_box_operation: false, gain_self: false, gain_others: false, gain_group: false}
  expect: {outcome: tolerated, applies: [by-the-book], findings: {procedure: favourable}, not_applies: [private-gain]}
- case: 为了维护群众利益也是公心
  reading: weighed
  facts: {advanced_work: false, protected_masses_interest: true}
  findings: {procedure: favourable, no_private_gain: true}
  expect: {outcome: tolerated}
- case: 不是出于公心，只能从轻或者减轻
  reading: weighed
  facts: {advanced_work: false, protected_masses_interest: false}
  findings: {procedure: favourable, no_private_gain: true}
  expect: {outcome: mitigated, applies: [otherwise], not_applies: [by-the-book]}
- case: 研判不充分，程序两面都不符合，从轻或者减轻
  reading: weighed
  facts: {advanced_work: true, fully_studied: false, decision_form: collective, arbitrary_decision: false,
    black_box_operation: false}
  findings: {no_private_gain: true}
  expect: {outcome: mitigated, findings: {procedure: neither}}
- case: 个人决定，程序两面都不符合，从轻或者减轻
  reading: weighed
  facts: {advanced_work: true, fully_studied: true, decision_form: individual, arbitrary_decision: false,
    black_box_operation: false}
  findings: {no_private_gain: true}
  expect: {outcome: mitigated, findings: {procedure: neither}}
- case: 集体研究而又独断专行，有利不利并存
  reading: weighed
  facts: {advanced_work: true, fully_studied: true, decision_form: collective, arbitrary_decision: true,
    black_box_operation: false}
  findings: {no_private_gain: true}
  expect: {outcome: mitigated, findings: {procedure: mixed}}
- case: 暗箱操作，程序不利
  reading: weighed
  facts: {advanced_work: true, fully_studied: false, arbitrary_decision: false, black_box_operation: true}
  findings: {no_private_gain: true}
  expect: {outcome: mitigated, findings: {procedure: adverse}}
- case: 为本人谋取私利，其他都好也不予容错
  reading: weighed
  facts: {advanced_work: true, gain_self: true, gain_others: false, gain_group: false}
  findings: {procedure: favourable}
  expect: {outcome: not_tolerated, applies: [private-gain]}
- case: 为他人谋取私利，也不予容错
  reading: weighed
  facts: {gain_self: false, gain_others: true, gain_group: false}
  expect: {outcome: not_tolerated, applies: [private-gain]}
- case: 为小团体谋取私利，也不予容错
  reading: weighed
  facts: {gain_self: false, gain_others: false, gain_group: true}
  expect: {outcome: not_tolerated, applies: [private-gain]}
- case: 什么都没有查明，三种结果都有可能
  reading: weighed
  expect: {possible: [tolerated, mitigated, not_tolerated]}
"""

SOURCES = """\
# {title}：来源

## 看到了什么

| 标识 | 文件 | 看到多少 | 从哪里见到 |
|---|---|---|---|
| `measure` | 待填 | 待填：全文、节选，或者只有概述、报道 | 待填 |

## 没有编进去的，以及为什么

待填。

## 待核

- 现有条款都是示例（`basis: interpretation`），逐条对照来源之后再改。
"""


def scaffold(id_: str, title: str, region: str, first: str | None) -> Mapping[str, str]:
    """The files of a new ruleset by their path in its folder. `first` is its first day in force, as written."""
    words = {
        "id": id_,
        "title": _text(title),
        "region": _text(region),
        "first": first or "not_specified",
    }
    return {
        f"{first or DRAFT}.yaml": RULES.format(**words),
        "cases/basics.yaml": CASES,
        "SOURCES.md": SOURCES.format(title=title),
    }


def _text(text: str) -> str:
    """In double quotes, so that whatever stands in a title stays a text."""
    return json.dumps(text, ensure_ascii=False)
