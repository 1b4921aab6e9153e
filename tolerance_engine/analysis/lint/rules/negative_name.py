"""R120: a yes-or-no fact named by what is absent. To deny it is to say no to a no, and people answer it wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.source import Words

WORDS = frozenset(("not", "no", "non", "never", "without", "lacks", "lacking", "isnt", "hasnt", "didnt"))
SIGNS = ("未", "无", "没有", "没", "不", "非", "并未", "并非", "从未", "尚未")
NOT_NEGATIONS = (
    *("不可抗力", "不动产", "不良", "不当", "不正当", "不利", "不实", "不合格", "不稳定"),
    *("无偿", "无意", "无形资产", "无人机", "非法", "非公", "未成年", "未来"),
)
"""Words that begin with such a sign and name a thing that is there."""


def negative_name(space: Space) -> Iterator[LintFinding]:
    """The identifier or the Chinese name of the file's own boolean fact begins with, or contains, a negation."""
    for name, fact in space.linked.facts.items():
        if fact.shared or fact.type != "boolean":
            continue
        in_name = sorted(WORDS.intersection(name.replace("-", "_").split("_")))
        zh = fact.label.zh
        in_label = [sign for sign in SIGNS if zh.startswith(sign) and not zh.startswith(NOT_NEGATIONS)]
        if not in_name and not in_label:
            continue
        shown = in_name[0] if in_name else max(in_label, key=len)
        message = Words(
            f"事实 `{name}` 用否定说法命名（{shown}）：回答“否”时成了双重否定",
            f"the fact `{name}` is named by a negation ({shown}): answering no to it says no twice",
        )
        help_ = Words("改成肯定说法，条件里写 false", "name it positively, and ask for false")
        place = space.linked.place_of("facts", name)
        yield space.finding("R120", "warning", message, name, place, help_)
