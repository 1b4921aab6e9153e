"""R122: a provision that does not say how surely it rests on its source, or why it is read so."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.provisions import place_of, provisions
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.source import Words


def missing_basis(space: Space) -> Iterator[LintFinding]:
    """`basis` is missing; or it is `implied` or `interpretation`, and `reason` is missing."""
    for provision in provisions(space.linked):
        ground, words = provision.ground, provision.words
        if ground.basis is None:
            message = Words(f"{words.zh} 没有写 `basis`", f"{words.en} has no `basis`")
            help_ = Words(
                "写 `stated` 来源明示、`implied` 由来源推出，或者 `interpretation` 理解口径",
                "write `stated`, `implied` or `interpretation`",
            )
        elif ground.basis != "stated" and not ground.reason:
            message = Words(
                f"{provision.of}依据是 `{ground.basis}`，却没有写 `reason`",
                f"{words.en} is `{ground.basis}` and gives no `reason`",
            )
            help_ = Words("用一句话写明为何这样理解", "say in one sentence why it is read so")
        else:
            continue
        yield space.finding("R122", "warning", message, provision.name, place_of(space, provision), help_)
