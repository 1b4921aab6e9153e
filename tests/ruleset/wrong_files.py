"""Ruleset files with exactly one mistake each, and what has to be said about it.

Every text is the small valid ruleset of `writing` with one passage written otherwise; «» marks what is
underlined. `tests/house/test_codes.py` checks that every code of the engine stands in such a table.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.ruleset.writing import BASE, spoilt


@dataclass(frozen=True)
class Wrong:
    """One mistake: the file, the code it gets, and words that its message and its help must hold."""

    name: str
    code: str
    text: str
    zh: str
    en: str
    help_zh: str | None = None
    help_en: str | None = None


WHEN = "when: {small: true}"
KNOWN = "zh: 明知}"
MODEST = "{id: modest, kind: ground, when: {small: true}, then: reduced,"


def when(condition: str) -> str:
    """The ruleset with another condition in its last clause."""
    return spoilt(WHEN, f"when: {condition}")


def modest(clause: str) -> str:
    """The ruleset with another beginning of its last clause."""
    return spoilt(MODEST, clause)


def known(more: str) -> str:
    """The ruleset with more said of its first fact."""
    return spoilt(KNOWN, f"zh: 明知, {more}}}")


def added(lines: str) -> str:
    """The ruleset with more sections after its own."""
    return BASE + lines


TEXT = (
    Wrong(
        "nested-too-deep", "Y003", "a: " + "[" * 39 + "«[»" + "]" * 40 + "\n", "超过 40 层", "deeper than 40"
    ),
    Wrong(
        "two-documents", "Y005", added("«---»\nformat: 1\n"), "只能有一份文档", "one file holds one document"
    ),
    Wrong(
        "anchor",
        "Y006",
        spoilt("zh: 明知}", "zh: «&x 明知»}"),
        "锚点",
        "anchors",
        "definitions",
        "definitions",
    ),
    Wrong("alias", "Y006", spoilt("zh: 明知}", "zh: «*x»}"), "别名", "aliases", "加引号", "quote"),
    Wrong(
        "tag", "Y007", spoilt("zh: 明知}", "zh: «!x 明知»}"), "标签 `!x`", "such as `!x`", "加引号", "quote"
    ),
    Wrong(
        "python-tag",
        "Y007",
        added("region: «!!python/object/apply:os.getcwd [»]\n"),
        "python/object",
        "python/object",
        "加引号",
        "quote",
    ),
    Wrong(
        "full-width-colon",
        "Y009",
        spoilt("id: example\ntitle:", "id：example\n«»title:"),
        "不是合法的 YAML",
        "not valid YAML",
        "全角冒号“：”",
        "full-width colon",
    ),
    Wrong(
        "tab", "Y009", spoilt("  known:", "«»\tknown:"), "不是合法的 YAML", "not valid YAML", "制表符", "tabs"
    ),
    Wrong(
        "two-colons",
        "Y009",
        spoilt("title: {zh: 例规, en: Example}", "title:\n  zh: 甲«»: 乙"),
        "不是合法的 YAML",
        "not valid YAML",
        "两个冒号",
        "two colons",
    ),
    Wrong(
        "star",
        "Y009",
        spoilt("zh: 明知}", "zh: *«»明知}"),
        "不是合法的 YAML",
        "not valid YAML",
        "引号",
        "quote",
    ),
    Wrong(
        "open-quote",
        "Y009",
        spoilt("zh: 明知}", "zh: «»'明知}"),
        "不是合法的 YAML",
        "not valid YAML",
        "引号没有收尾",
        "not closed",
    ),
    Wrong(
        "bad-escape",
        "Y009",
        spoilt("zh: 明知}", 'zh: "«»\\q"}'),
        "不是合法的 YAML",
        "not valid YAML",
        "反斜杠",
        "backslash",
    ),
    Wrong(
        "open-bracket",
        "Y009",
        added("silent: [\n«»"),
        "不是合法的 YAML",
        "not valid YAML",
        "括号",
        "brackets",
    ),
    Wrong(
        "at-sign", "Y009", spoilt("zh: 明知}", "zh: «»@明知}"), "不是合法的 YAML", "not valid YAML", "@", "@"
    ),
    Wrong("only-a-comment", "Y010", "«»# 只有注释\n", "文件是空的", "the file is empty"),
    Wrong(
        "not-one-meaning",
        "Y011",
        spoilt("zh: 明知}", "zh: «no»}"),
        "`no` 的含义不唯一",
        "`no` does not mean the same",
        "加引号",
        "quote it",
    ),
    Wrong("key-not-one-meaning", "Y011", added("«on»: x\n"), "键 `on`", "the key `on`", "加引号", "quote it"),
    Wrong(
        "key-twice",
        "Y012",
        added("«id»: again\n"),
        "前一处在第 2 行",
        "first on line 2",
        "留下一处",
        "keep one",
    ),
    Wrong(
        "key-twice-inside",
        "Y012",
        spoilt("zh: 明知}", "zh: 明知, «zh»: 已知}"),
        "键 `zh` 重复",
        "`zh` stands twice",
        "留下一处",
        "keep one",
    ),
    Wrong("number-for-key", "Y013", added("«1»: x\n"), "`1`", "found `1`", "引号", "quote the key"),
    Wrong("truth-for-key", "Y013", added("«true»: x\n"), "`true`", "found `true`", "引号", "quote the key"),
    Wrong(
        "date-for-key",
        "Y013",
        added("«2018-01-01»: x\n"),
        "`2018-01-01`",
        "`2018-01-01`",
        "引号",
        "quote the key",
    ),
    Wrong(
        "list-for-key",
        "Y013",
        added("? «[a]»\n: x\n"),
        "键必须是文字",
        "a key must be text",
        "复合键",
        "compound keys",
    ),
    Wrong(
        "merge-key", "Y013", added("«<<»: {a: 1}\n"), "键必须是文字", "a key must be text", "合并", "merging"
    ),
    Wrong(
        "full-width-colon-in-key",
        "Y014",
        added("«region：»: {zh: 某地}\n"),
        "全角冒号",
        "full-width colon",
        "半角冒号",
        "half-width colon",
    ),
)

FORMAT = (
    Wrong("not-a-mapping", "S000", "«- format»\n- 1\n", "映射", "a mapping at the top"),
    Wrong(
        "unknown-key", "S001", known("«wurse»: true"), "`wurse`", "unknown key `wurse`", "`worse`", "`worse`"
    ),
    Wrong(
        "unknown-key-unlike-any",
        "S001",
        known("«xyzzy»: true"),
        "不认识的键",
        "unknown key",
        "可用的有 `type`",
        "choose from `type`",
    ),
    Wrong(
        "missing",
        "S002",
        spoilt("  doc: {zh: 办法, seen: full}", "  «doc»: {seen: full}"),
        "缺少 `zh`",
        "`zh` is missing",
    ),
    Wrong(
        "missing-at-top",
        "S002",
        spoilt("id: example\n", "").replace("format: 1", "«format: 1»"),
        "缺少 `id`",
        "`id` is missing",
    ),
    Wrong(
        "not-one-of",
        "S003",
        spoilt("kind: exclusion", "kind: «excluded»"),
        "`kind` 不能是 `excluded`",
        "`kind` cannot be `excluded`",
        "`exclusion`",
        "`exclusion`",
    ),
    Wrong(
        "another-format",
        "S003",
        spoilt("format: 1", "format: «2»"),
        "`format` 不能是 `2`",
        "cannot be `2`",
        "1",
        "1",
    ),
    Wrong(
        "not-a-name",
        "S004",
        spoilt("id: example", "id: «Example»"),
        "`Example` 不能作标识",
        "cannot be a name",
        "小写英文字母",
        "^[a-z]",
    ),
    Wrong("empty-text", "S005", spoilt("zh: 损失,", "zh: «''»,"), "`zh` 不能为空", "must not be empty"),
    Wrong(
        "empty-list", "S005", modest(MODEST + " «readings»: [],"), "`readings` 不能为空", "must not be empty"
    ),
    Wrong(
        "another-kind", "S006", spoilt("zh: 损失,", "zh: «12»,"), "要写文字，却是", "takes text, found `12`"
    ),
    Wrong("list-for-text", "S006", spoilt("zh: 损失,", "«zh»: [12],"), "却是列表", "found a list"),
    Wrong("text-for-truth", "S006", known("whole: «1»"), "true 或 false", "takes true or false, found `1`"),
    Wrong(
        "text-for-number", "S006", spoilt("min: 0", "min: «none»"), "`none`", "takes a number, found `none`"
    ),
)

CONDITIONS = (
    Wrong(
        "no-condition",
        "C001",
        spoilt(WHEN, "«when»: []"),
        "要写一个条件",
        "expected a condition",
        "{事实: true}",
        "{fact: true}",
    ),
    Wrong(
        "empty-condition",
        "C001",
        spoilt(WHEN, "«when»: {}"),
        "要写一个条件",
        "expected a condition",
        "{事实: true}",
        "{fact: true}",
    ),
    Wrong(
        "text-for-condition",
        "C001",
        when("«small»"),
        "`small`",
        "found `small`",
        "条件形如",
        "a condition looks like",
    ),
    Wrong(
        "two-names",
        "C002",
        spoilt(WHEN, "«when»: {small: true, known: true}"),
        "这里有 2 个",
        "here are 2",
        "{all: [",
        "{all: [",
    ),
    Wrong("empty-all", "C003", when("{«all»: []}"), "不能为空", "not empty"),
    Wrong("one-for-all", "C003", when("{«any»: {small: true}}"), "一串条件", "a list of conditions"),
    Wrong(
        "count-and-more",
        "C004",
        when("{at_least: 1, of: [{small: true}], «known»: true}"),
        "多出 `known`",
        "found `known`",
    ),
    Wrong(
        "count-of-nothing", "C004", spoilt(WHEN, "«when»: {exactly: 1}"), "缺少 `of: […]`", "lacks `of: […]`"
    ),
    Wrong(
        "count-too-many",
        "C005",
        when("{at_least: «2», of: [{small: true}]}"),
        "0 到 1 之间",
        "from 0 to 1, found `2`",
    ),
    Wrong("count-by-truth", "C005", when("{at_most: «true», of: [{small: true}]}"), "整数", "a whole number"),
    Wrong(
        "count-too-long",
        "C005",
        when("{at_most: 1, «of»: [" + ", ".join(["{small: true}"] * 61) + "]}"),
        "最多数 60 项",
        "at most 60 items",
    ),
    Wrong(
        "reading-left-out",
        "C006",
        when("{«by_reading»: {literal: {small: true}}}"),
        "缺 `broad`",
        "missing `broad`",
        "`literal`",
        "`broad`",
    ),
    Wrong(
        "reading-unknown",
        "C006",
        when("{«by_reading»: {literal: {small: true}, broad: {small: true}, wide: {small: true}}}"),
        "多 `wide`",
        "unknown `wide`",
        "`literal`",
        "`broad`",
    ),
    Wrong(
        "reading-in-reading",
        "C006",
        when(
            "{by_reading: {literal: {small: true}, broad: {not: {«by_reading»: {literal: {small: true}}}}}}"
        ),
        "里不能再有",
        "cannot stand inside",
    ),
    Wrong("unknown-name", "C010", when("{«smal»: true}"), "`smal`", "is named `smal`", "`small`", "`small`"),
    Wrong("unlike-any-name", "C010", when("{«xyzzy»: true}"), "`xyzzy`", "is named `xyzzy`"),
    Wrong("definition-is-a-mapping", "C011", when("{«small»: {a: 1}}"), "却是 `{a: 1}`", "found `{a: 1}`"),
    Wrong(
        "definition-is-what",
        "C011",
        when("{small: «maybe»}"),
        "定义 `small`",
        "takes true or false, found `maybe`",
    ),
    Wrong(
        "dimension-is-what",
        "C012",
        when("{purpose: «good»}"),
        "维度 `purpose`",
        "has no value `good`",
        "`some_adverse`",
        "`some_adverse`",
    ),
    Wrong(
        "clause-is-what", "C013", when("{red-line: «true»}"), "却是 `true`", "takes `applies`, found `true`"
    ),
    Wrong(
        "boolean-is-what",
        "C020",
        when("{known: «1»}"),
        "只能写 true 或 false",
        "takes true or false, found `1`",
    ),
    Wrong(
        "number-without-test",
        "C021",
        when("{damage: «500»}"),
        "要写一个比较",
        "takes one comparison, found `500`",
        "`at_most`",
        "`at_most`",
    ),
    Wrong(
        "number-two-tests",
        "C021",
        when("{«damage»: {at_least: 1, at_most: 5}}"),
        "要写一个比较",
        "takes one comparison",
        "`at_most`",
        "`at_most`",
    ),
    Wrong(
        "number-by-date-test",
        "C021",
        when("{damage: {«before»: 5}}"),
        "不能用 `before`",
        "cannot be compared with `before`",
        "`at_most`",
        "`at_most`",
    ),
    Wrong(
        "near-test",
        "C021",
        when("{damage: {«atmost»: 5}}"),
        "不能用 `atmost`",
        "with `atmost`",
        "`at_most`",
        "`at_most`",
    ),
    Wrong(
        "date-without-test",
        "C021",
        when("{done_on: «2018-01-01»}"),
        "是日期",
        "is a date",
        "`on_or_before`",
        "`on_or_before`",
    ),
    Wrong(
        "date-against-text",
        "C022",
        when("{done_on: {before: «'2018-01-01'»}}"),
        "要与日期比较",
        "compared with a date",
        "不加引号",
        "without quotes",
    ),
    Wrong(
        "number-against-text",
        "C023",
        when("{damage: {at_most: «many»}}"),
        "要与数字比较",
        "compared with a number, found `many`",
    ),
    Wrong("number-against-truth", "C023", when("{damage: {at_most: «true»}}"), "`true`", "found `true`"),
    Wrong(
        "near-choice",
        "C024",
        when("{form: «colective»}"),
        "没有 `colective`",
        "has no value `colective`",
        "`collective`",
        "`collective`",
    ),
    Wrong(
        "choice-in-list",
        "C024",
        when("{form: {in: [individual, «colective»]}}"),
        "没有 `colective`",
        "has no value `colective`",
        "`collective`",
        "`collective`",
    ),
    Wrong(
        "choice-is-what",
        "C025",
        when("{form: «true»}"),
        "是选项",
        "is a choice",
        "`collective`",
        "`collective`",
    ),
    Wrong(
        "choice-in-nothing",
        "C025",
        when("{«form»: {in: []}}"),
        "是选项",
        "is a choice",
        "`collective`",
        "`collective`",
    ),
)

LINKS = (
    Wrong(
        "operator-word",
        "L001",
        spoilt("  joint: {type: boolean", "  «any»: {type: boolean")
        .replace("joint: true", "any: true", 0)
        .replace("when: {joint: true}", "when: {known: true}"),
        "`any`",
        "an operator word",
    ),
    Wrong(
        "declared-twice",
        "L002",
        spoilt("{id: modest,", "{id: «small»,"),
        "已在 definitions 中声明",
        "declared under definitions",
    ),
    Wrong(
        "declared-in-vocabulary",
        "L002",
        added("vocabulary: true\n").replace(
            "  known: {type", "  «conduct_date»: {type: date, zh: 日}\n  known: {type"
        ),
        "共用词表",
        "declared in the vocabulary",
    ),
    Wrong("clause-twice", "L003", spoilt("{id: modest,", "{id: «good-faith»,"), "出现了两次", "stands twice"),
    Wrong(
        "unknown-source",
        "L010",
        spoilt("{source: doc, at: 第一条}", "{source: «dok», at: 第一条}"),
        "`dok`",
        "no source is named `dok`",
        "`doc`",
        "`doc`",
    ),
    Wrong(
        "unknown-source-in-list",
        "L010",
        spoilt(
            "cite: {source: doc, at: 第一条}",
            "cite: [{source: doc, at: 第一条}, {source: «dok», at: 第二条}]",
        ),
        "`dok`",
        "`dok`",
        "`doc`",
        "`doc`",
    ),
    Wrong(
        "bound-of-a-boolean", "L020", known("«min»: 1"), "`min` 只用于 number", "`min` is for number facts"
    ),
    Wrong(
        "values-of-a-date",
        "L020",
        spoilt("zh: 期限}", "zh: 期限, «values»: {a: {zh: 甲}, b: {zh: 乙}}}"),
        "只用于 choice",
        "for choice facts",
    ),
    Wrong(
        "derived-date",
        "L020",
        spoilt("zh: 期限}", "zh: 期限, «derive»: {done_on: {before: due_on}}}"),
        "只用于 boolean",
        "for boolean facts",
    ),
    Wrong(
        "whole-boolean",
        "L020",
        known("«whole»: true"),
        "`whole` 只用于 number",
        "`whole` is for number facts",
    ),
    Wrong(
        "one-choice",
        "L021",
        spoilt("  form: ", "  «form»: ").replace(", individual: {zh: 个人}", ""),
        "至少要有两个",
        "at least two values",
    ),
    Wrong(
        "bounds-crossed",
        "L022",
        spoilt("min: 0", "min: «9», max: 3"),
        "min 9 大于 max 3",
        "min 9 is above max 3",
    ),
    Wrong(
        "two-comparisons",
        "L023",
        known("«derive»: {due_on: {before: done_on, after: done_on}}"),
        "只写一个比较",
        "is one comparison",
    ),
    Wrong("no-comparison", "L023", known("«derive»: {due_on: {}}"), "只写一个比较", "is one comparison"),
    Wrong(
        "worse-of-a-boolean",
        "L024",
        known("worse: «more»"),
        "`worse`",
        "does not fit the type",
        "boolean 写 true/false",
        "boolean: true/false",
    ),
    Wrong(
        "worse-leaves-one-out",
        "L024",
        spoilt("individual: {zh: 个人}}", "individual: {zh: 个人}}, «worse»: [collective]"),
        "`worse`",
        "does not fit",
        "choice",
        "all values",
    ),
    Wrong(
        "one-pole",
        "L030",
        spoilt(
            "    adverse: {zh: 为私, when: {known: true}, cite: {source: doc, at: 第二条}, basis: stated}\n",
            "",
        ).replace("  purpose:", "  «purpose»:"),
        "缺少 `adverse`",
        "lacks `adverse`",
    ),
    Wrong(
        "outcome-twice",
        "L031",
        added("").replace(
            "id: reduced, zh: 从轻}\n", "id: reduced, zh: 从轻}\n  - {id: «reduced», zh: 减轻}\n"
        ),
        "`reduced`",
        "stands twice or is reserved",
    ),
    Wrong(
        "outcome-reserved",
        "L031",
        spoilt("id: reduced, zh: 从轻}\n", "id: reduced, zh: 从轻}\n  - {id: «conflict», zh: 冲突}\n"),
        "`conflict`",
        "stands twice or is reserved",
    ),
    Wrong(
        "outcomes-too-many",
        "L031",
        spoilt("outcomes:\n", "«outcomes»:\n" + "".join(f"  - {{id: o{i}, zh: 档}}\n" for i in range(50))),
        "最多 50 档",
        "at most 50 outcomes",
    ),
    Wrong(
        "exception-to-nothing",
        "L040",
        modest("{«id»: modest, kind: exception, when: {small: true},"),
        "要写 disables",
        "needs `disables`",
    ),
    Wrong(
        "ground-for-nothing",
        "L040",
        modest("{«id»: modest, kind: ground, when: {small: true},"),
        "要写 then",
        "needs `then`",
    ),
    Wrong(
        "exception-with-outcome",
        "L041",
        modest("{id: modest, kind: exception, when: {small: true}, disables: [red-line], «then»: reduced,"),
        "例外没有 then",
        "has no `then`",
    ),
    Wrong(
        "ground-that-disables",
        "L041",
        modest(MODEST + " «disables»: [red-line],"),
        "只有例外",
        "only an exception",
    ),
    Wrong(
        "unknown-outcome",
        "L042",
        modest("{id: modest, kind: ground, when: {small: true}, then: «redused»,"),
        "`redused`",
        "no outcome is named `redused`",
        "`refused`",
        "`refused`",
    ),
    Wrong(
        "property-of-unknown-outcome",
        "L042",
        added("properties:\n  - {id: p, never: «gone»}\n"),
        "`gone`",
        "`gone`",
        "`conflict`",
        "`conflict`",
    ),
    Wrong(
        "disables-unknown",
        "L043",
        modest("{id: modest, kind: exception, when: {small: true}, disables: [«redline»],"),
        "`redline`",
        "no clause is named `redline`",
        "`red-line`",
        "`red-line`",
    ),
    Wrong(
        "unknown-reading",
        "L044",
        modest(MODEST + " readings: [«literl»],"),
        "`literl`",
        "no reading is named `literl`",
        "`literal`",
        "`literal`",
    ),
    Wrong(
        "property-of-unknown-reading",
        "L044",
        added("properties:\n  - {id: p, never: granted, reading: «wide»}\n"),
        "`wide`",
        "`wide`",
        "`broad`",
        "`broad`",
    ),
    Wrong(
        "if-without-then",
        "L050",
        added("assume:\n  - {«if»: {known: true}}\n"),
        "{if: …, then: …}",
        "{if: …, then: …}",
    ),
    Wrong(
        "if-and-never",
        "L050",
        added("assume:\n  - {«if»: {known: true}, then: {joint: true}, never: {joint: true}}\n"),
        "{never: …}",
        "{never: …}",
    ),
    Wrong(
        "scope-asks-clause",
        "L051",
        added("scope: {«when»: {modest: applies}}\n"),
        "`modest`",
        "`modest` cannot be asked here",
    ),
    Wrong(
        "assume-asks-clause",
        "L051",
        added("assume:\n  - {«never»: {modest: applies}}\n"),
        "`modest`",
        "`modest` cannot be asked here",
    ),
    Wrong(
        "property-of-nothing",
        "L052",
        added("properties:\n  - {«id»: p, when: {known: true}}\n"),
        "never 或 always",
        "`never` or `always`",
    ),
    Wrong(
        "silent-on-unknown-fact",
        "L053",
        added("silent:\n  - {topic: t, kind: silent, zh: 未写, fact: «damge»}\n"),
        "`damge`",
        "no fact is named `damge`",
        "`damage`",
        "`damage`",
    ),
    Wrong(
        "presumed-unknown-fact",
        "L053",
        added("presumptions:\n  - {fact: «damge», value: 1, cite: {source: doc, at: 一}}\n"),
        "`damge`",
        "no fact is named `damge`",
        "`damage`",
        "`damage`",
    ),
    Wrong(
        "presumed-no-value",
        "L054",
        added("presumptions:\n  - {fact: form, value: «team», cite: {source: doc, at: 一}}\n"),
        "`form`（方式）不能是 `team`",
        "`form` cannot be `team`",
        "`collective`",
        "`individual`",
    ),
    Wrong(
        "combine-how",
        "L060",
        added("combine: «best»\n"),
        "`combine` 不能是 `best`",
        "`combine` cannot be `best`",
        "`most_favourable`",
        "`most_favourable`",
    ),
    Wrong(
        "combine-how-by-reading",
        "L060",
        added("combine: {by_reading: {literal: must_agree, broad: «best»}}\n"),
        "`best`",
        "`best`",
        "`must_agree`",
        "`must_agree`",
    ),
    Wrong(
        "default-what",
        "L060",
        added("default: «conflict»\n"),
        "`conflict`",
        "`conflict`",
        "`not_specified`",
        "`not_specified`",
    ),
    Wrong(
        "default-how-by-reading",
        "L060",
        added("default: {by_reading: {literal: granted, «broad»: {then: granted}}}\n"),
        "`default` 不能是",
        "`default` cannot be",
        "`not_specified`",
        "`not_specified`",
    ),
    Wrong(
        "default-how",
        "L060",
        added("«default»: {reading: granted}\n"),
        "{by_reading: …}",
        "{by_reading: …}",
        "`granted`",
        "`granted`",
    ),
    Wrong(
        "no-month-13",
        "L061",
        spoilt("from: 2018", "from: «2018-13»"),
        "`2018-13`",
        "`2018-13` is no date",
        "年-月",
        "YYYY-MM",
    ),
    Wrong(
        "no-such-year",
        "L061",
        spoilt("from: 2018", "from: «18»"),
        "`18`",
        "`18` is no date",
        "年-月",
        "YYYY-MM",
    ),
    Wrong("ends-before-it-starts", "L061", spoilt("to: not_specified", "to: «1999»"), "1999", "1999"),
    Wrong(
        "exclusion-helps",
        "L062",
        modest("{id: modest, kind: exclusion, when: {small: true}, then: «granted»,").replace(
            "then: granted, basis: stated, zh: 为公的可容", "then: reduced, basis: stated, zh: 为公的可容"
        ),
        "排除反而有利",
        "it would help",
    ),
    Wrong(
        "exclusion-better-than-default",
        "L062",
        modest("{id: modest, kind: exclusion, when: {small: true}, then: «reduced»,") + "default: refused\n",
        "`default`",
        "`default`",
    ),
    Wrong(
        "derived-from-no-date",
        "L063",
        known("«derive»: {due_on: {before: done}}"),
        "`done` 不是已声明的日期",
        "`done` is not a declared date",
    ),
    Wrong(
        "date-used-twice",
        "L064",
        known("derive: {done_on: {before: due_on}}").replace(
            "when: {joint: true}", "«when»: {done_on: {before: 2018-01-01}}"
        ),
        "不能再与常数比较",
        "cannot also be compared",
    ),
)
