"""Clean rulesets for the tests of lint: each loads, decides every case it means to, and gives lint nothing to say."""

PLAIN = """\
format: 1
id: plain
title: {zh: 例规, en: Example}
in_force: {from: 2018, to: not_specified}
sources:
  doc: {zh: 办法, seen: full}
  report: {zh: 报道, seen: summary}
facts:
  rank: {type: choice, zh: 层级, values: {county: {zh: 县级}, town: {zh: 乡级}, other: {zh: 其他}}}
  banned: {type: boolean, zh: 当时已被禁止}
  knew: {type: boolean, zh: 知道禁止}
  objected: {type: boolean, zh: 提出过反对意见}
  gain: {type: boolean, zh: 谋取私利}
  studied: {type: boolean, zh: 经过论证}
  joint: {type: boolean, zh: 集体决定}
  bypassed: {type: boolean, zh: 绕开程序}
  loss: {type: number, zh: 损失, unit: CNY, min: 0}
  repaid: {type: boolean, zh: 已经赔偿}
  helpers: {type: number, zh: 参与人数, whole: true, min: 0}
  done_on: {type: date, zh: 完成日}
scope: {when: {rank: {in: [county, town]}}, basis: stated, cite: {source: doc, at: 第二条}}
assume:
  - {if: {knew: true}, then: {banned: true}}
  - {never: {all: [{loss: {at_most: 0}}, {repaid: true}]}}
definitions:
  small: {zh: 损失较小, when: {loss: {at_most: 500}}, basis: stated, cite: {source: doc, at: 第三条}}
dimensions:
  method:
    zh: 方法
    favourable: {zh: 得当, when: {all: [{studied: true}, {joint: true}]}, basis: stated, cite: {source: doc, at: 第四条}}
    adverse: {zh: 失当, when: {bypassed: true}, basis: stated, cite: {source: doc, at: 第四条}}
outcomes:
  - {id: granted, zh: 免责, basis: stated, cite: {source: doc, at: 第一条}}
  - {id: reduced, zh: 从轻}
  - {id: refused, zh: 不予容错}
clauses:
  - {id: self-dealing, kind: exclusion, when: {gain: true}, then: refused, basis: stated, cite: {source: doc, at: 第五条}, zh: 谋私的不容}
  - {id: defied, kind: exclusion, when: {knew: true}, then: refused, basis: stated, cite: {source: doc, at: 第六条}, zh: 明知禁止的不容}
  - {id: banned-work, kind: exclusion, when: {all: [{banned: true}, {method: some_adverse}]}, then: refused, basis: stated, cite: {source: doc, at: 第六条}, zh: 禁止又绕开程序的不容}
  - {id: spoke-up, kind: exception, when: {objected: true}, disables: [defied], basis: stated, cite: {source: doc, at: 第七条}, zh: 反对过的除外}
  - id: careful
    kind: ground
    when: {all: [{method: favourable}, {small: true}, {done_on: {on_or_after: 2018-01-01}}]}
    then: granted
    basis: stated
    cite: {source: doc, at: 第八条}
    zh: 方法得当损失小的免责
  - id: made-good
    kind: ground
    when: {any: [{repaid: true}, {helpers: {at_least: 3}}]}
    unless: {careful: applies}
    then: reduced
    basis: stated
    cite: {source: doc, at: 第九条}
    zh: 赔偿了或者多人参与的从轻
  - id: otherwise
    kind: ground
    when: {not: {any: [{careful: applies}, {made-good: applies}]}}
    then: refused
    basis: implied
    reason: 不合前两条的，没有别的出路。
    cite: {source: doc, at: 第十条}
    zh: 其余不容
"""
"""One reading; every section of the format; grounds that never meet, and always one that applies."""

READ = """\
format: 1
id: read
title: {zh: 两种读法的例规}
in_force: {from: 2020-01-01, to: not_specified}
sources:
  doc: {zh: 意见, seen: excerpt}
  press: {zh: 答记者问, seen: summary}
readings:
  as_written: {zh: 只按原文}
  weighed: {zh: 综合研判}
facts:
  a: {type: boolean, zh: 甲}
  b: {type: boolean, zh: 乙}
  c: {type: boolean, zh: 丙}
  red: {type: boolean, zh: 触碰红线}
  fund: {type: choice, zh: 资金, values: {public: {zh: 公款}, relief: {zh: 救济款}, own: {zh: 自筹}}}
  loss: {type: number, zh: 损失, unit: CNY, min: 0}
dimensions:
  motive: {zh: 动机}
  cause:
    zh: 原因
    favourable: {zh: 外因, when: {a: true}, basis: interpretation, reason: 原文只有名称。}
    adverse: {zh: 内因, when: {b: true}, basis: interpretation, reason: 原文只有名称。}
definitions:
  clean: {zh: 没有红线, when: {all: [{red: false}, {not: {fund: relief}}]}, basis: implied, reason: 两种红线并列。, cite: {source: doc, at: 三}}
outcomes:
  - {id: good, zh: 免责}
  - {id: fair, zh: 从轻}
  - {id: bad, zh: 不容}
combine: most_favourable
clauses:
  - {id: red-line, kind: exclusion, when: {clean: false}, then: bad, modality: must, basis: stated, cite: {source: doc, at: 三}, zh: 红线不容}
  - {id: bad-motive, kind: exclusion, readings: [weighed], when: {motive: some_adverse}, then: bad, basis: interpretation, reason: 动机不利不宜容。, zh: 动机不利不容}
  - id: all-good
    kind: ground
    readings: [weighed]
    when: {all: [{motive: favourable}, {cause: favourable}]}
    then: good
    basis: interpretation
    reason: 两项都有利，取最宽。
    zh: 两项有利的免责
  - id: half-good
    kind: ground
    readings: [weighed]
    when: {at_least: 1, of: [{motive: favourable}, {cause: favourable}, {c: true}]}
    then: fair
    basis: interpretation
    reason: 有一项有利即可从轻。
    zh: 一项有利的从轻
  - id: rest
    kind: ground
    readings: [weighed]
    when: {by_reading: {as_written: {c: true}, weighed: {any: [{c: false}, {loss: {more_than: 1000}}]}}}
    then: bad
    basis: interpretation
    reason: 其余不容。
    zh: 其余不容
silent:
  - {topic: combination, kind: unseen, zh: 如何合成}
  - {topic: red_line, kind: unseen, fact: red, zh: 何为红线}
"""
"""Two readings; grounds that overlap and yield to the more favourable; a dimension without poles; silences."""

SHARED = """\
format: 1
id: shared
title: {zh: 用共用词汇的例规}
in_force: {from: 2024, to: not_specified}
vocabulary: true
sources:
  doc: {zh: 办法, seen: full}
outcomes:
  - {id: tolerated, zh: 予以容错}
  - {id: refused, zh: 不予容错}
clauses:
  - {id: gain, kind: exclusion, when: {no_private_gain: false}, then: refused, basis: stated, cite: {source: doc, at: 一}, zh: 谋私的不容}
  - {id: good, kind: ground, when: {all: [{public_purpose: true}, {decision_form: collective}]}, then: tolerated, basis: stated, cite: {source: doc, at: 二}, zh: 公心集体的容}
  - {id: rest, kind: ground, when: {not: {good: applies}}, then: refused, basis: stated, cite: {source: doc, at: 三}, zh: 其余不容}
"""
"""Facts and definitions of the shared vocabulary."""

CLEAN = {"plain": PLAIN, "read": READ, "shared": SHARED}
