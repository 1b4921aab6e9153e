"""Scales of outcomes, resolved: one at a time, and refused where a scale contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tolerance_engine.ruleset.grounds import Ground
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.model import OFF_SCALE
from tolerance_engine.ruleset.outcome_scale import OutcomeScale, circle
from tolerance_engine.ruleset.written import vocabulary as doc
from tolerance_engine.source import Label, Words


def scales(notes: Notes, written: Mapping[str, doc.OutcomeScale]) -> tuple[OutcomeScale, ...]:
    """The scales of the vocabulary, in the order of the file."""
    return tuple(found for name, each in written.items() for found in _scale(notes, name, each))


def _scale(notes: Notes, name: str, written: doc.OutcomeScale) -> Iterator[OutcomeScale]:
    for chain, rungs in enumerate(written.chains):
        for place, rung in enumerate(rungs):
            for reserved in OFF_SCALE.keys() & set(rung):
                notes.note(
                    "L056",
                    Words(
                        f"`{reserved}` 是保留的结果，不在任何尺度上",
                        f"`{reserved}` is a reserved outcome and lies on no scale",
                    ),
                    ("scales", name, "chains", chain, place),
                    Words("从链里去掉它", "take it out of the chain"),
                )
    called = {
        role: Label(said.zh, said.en)
        for role, said in (
            ("ground", written.clauses.ground),
            ("adverse", written.clauses.adverse),
            ("exclusion", written.clauses.exclusion),
        )
        if said is not None
    }
    ground = Ground((), written.basis, written.reason)
    scale = OutcomeScale(name, Label(written.zh, written.en), written.chains, ground, called)
    wrong = circle(scale.better)
    if wrong:
        listed, english = (mark.join(f"`{each}`" for each in wrong) for mark in ("、", ", "))
        notes.note(
            "L055",
            Words(
                f"尺度 `{name}` 的几条链自相矛盾：{listed} 会比自己更有利",
                f"the chains of scale `{name}` contradict each other: {english} would be better than themselves",
            ),
            ("scales", name, "chains"),
            Words(
                "每条链由最有利到最不利；改掉次序相反的一条",
                "chains run from best to worst; turn the odd one",
            ),
            key=True,
        )
        return
    yield scale
