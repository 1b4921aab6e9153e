"""R123: a clause said to come from a source of which only a summary or a report was seen, and nothing better."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.source import Words


def text_unseen(space: Space) -> Iterator[LintFinding]:
    """Every source that a `stated` or `implied` clause cites is only known as `seen: summary`."""
    for clause in space.linked.clauses:
        ground = clause.ground
        if ground.basis not in ("stated", "implied") or not ground.cite:
            continue
        if any(cite.seen != "summary" for cite in ground.cite):
            continue
        titles = "、".join(dict.fromkeys(cite.title.zh for cite in ground.cite))
        english = ", ".join(dict.fromkeys(cite.title.en or cite.title.zh for cite in ground.cite))
        message = Words(
            f"条款 `{clause.id}` 的依据是 `{ground.basis}`，所引来源却只见概述（{titles}）",
            f"the clause `{clause.id}` is `{ground.basis}`, but only summaries of its sources were seen ({english})",
        )
        help_ = Words(
            "核对正式文本后改 `seen`；核对不了的，改写 `basis`，或者写进 `accepted` 并说明",
            "check the text itself and change `seen`; else change `basis`, or accept it with a reason",
        )
        place = space.linked.place_of("clauses", clause.id)
        yield space.finding("R123", "warning", message, clause.id, place, help_)
