"""R121: what claims to come from a source and names no place in it."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.provisions import place_of, provisions
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.source import Words


def missing_citation(space: Space) -> Iterator[LintFinding]:
    """A clause, definition, pole, outcome or scope says that the source states or implies it, without citing it."""
    help_ = Words(
        "写 `cite: {source: …, at: 第几条}`；来源没有说的，`basis` 写 `interpretation` 并写 `reason`",
        "write `cite: {source: …, at: …}`; what no source says is `interpretation`, with a `reason`",
    )
    for provision in provisions(space.linked):
        ground = provision.ground
        if ground.basis in ("stated", "implied") and not ground.cite:
            message = Words(
                f"{provision.of}依据是 `{ground.basis}`，却没有出处",
                f"{provision.words.en} is `{ground.basis}` and cites nothing",
            )
            yield space.finding("R121", "error", message, provision.name, place_of(space, provision), help_)
    for index, outcome in enumerate(space.linked.outcomes):
        if outcome.ground.basis in ("stated", "implied") and not outcome.ground.cite:
            message = Words(
                f"结果 `{outcome.id}` 的依据是 `{outcome.ground.basis}`，却没有出处",
                f"the outcome `{outcome.id}` is `{outcome.ground.basis}` and cites nothing",
            )
            place = space.at(("outcomes", index, "id"))
            yield space.finding("R121", "error", message, outcome.id, place, help_)
