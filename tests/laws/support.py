"""What the laws share: numbered samples, cases in them, the engine's answers, and how a failure is told.

`TOLERANCE_LAWS=quick` cuts every law to a twentieth; the default is all of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from random import Random
from typing import Any

import tolerance_engine as te
from tests.drafter import CLOCKS, Options
from tests.oracles.brute_answers import Row, Table
from tests.oracles.yaml_text import flow
from tests.strategies import Case, Draft, draft, random_case
from tolerance_engine.ruleset import load_text

QUICK = os.environ.get("TOLERANCE_LAWS") == "quick"
NOTHING: Case = {"facts": {}, "findings": {}}


def how_many(full: int) -> int:
    """The size of a law's sample in this run."""
    return max(1, full // 20) if QUICK else full


@dataclass(frozen=True)
class Sample:
    """A drawn ruleset, loaded by the engine and tabled by brute force."""

    draft: Draft
    rng: Random = field(compare=False)

    @cached_property
    def tables(self) -> dict[str | None, Table]:
        return {
            reading: Table(self.draft.document, reading, self.draft.uses) for reading in self.draft.readings
        }

    @cached_property
    def ruleset(self) -> te.Ruleset:
        return load(self.draft)

    def rows(self, reading: str | None) -> list[Row]:
        table = self.tables[reading]
        return table.rows(table.days(NOTHING))

    def case(self, reading: str | None = None, known: float | None = None) -> Case:
        """A partial case that is so in some possible world of the reading."""
        row = self.rng.choice(self.rows(reading))
        findings = {name: row.finding(name) for name in self.draft.findings}
        return random_case(self.rng, self.draft, row.sight.world, findings, known)

    def any_case(self) -> Case:
        """A case whose parts need not fit together."""
        return random_case(self.rng, self.draft)

    def tell(self, case: Case | None = None, **more: Any) -> str:
        """The ruleset, the case and what was found, as text to paste."""
        used = [f"# used ruleset {name}\n{text}" for name, text in self.draft.used_texts.items()]
        given = [f"# case\n{flow(case)}"] if case is not None else []
        return "\n".join(
            ["", self.draft.text, *used, *given, *(f"# {name}: {value}" for name, value in more.items())]
        )


def sample(seed: int, options: Options | None = None) -> Sample:
    """Sample number `seed`."""
    return sample_of(Random(seed), options)


def sample_of(rng: Random, options: Options | None = None) -> Sample:
    """A sample drawn by `rng`; an `assume` that leaves no possible world under some reading is left out."""
    drawn = Sample(draft(rng, options), rng)
    if all(drawn.rows(reading) for reading in drawn.draft.readings):
        return drawn
    uses = {name: without_assume(document) for name, document in drawn.draft.uses.items()}
    return Sample(replace(drawn.draft, document=without_assume(drawn.draft.document), uses=uses), rng)


def without_assume(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "assume"}


def samples(first: int, count: int, options: Options | None = None) -> Iterator[Sample]:
    """Samples `first`, `first + 1`, …"""
    return (sample(seed, options) for seed in range(first, first + count))


def load(drawn: Draft) -> te.Ruleset:
    return load_text(drawn.text, uses=drawn.used_texts)


def determine(ruleset: te.Ruleset, case: Case, reading: str | None = None) -> te.Verdict:
    """The engine's verdict; a clock that is plainly known is given as one."""
    facts = dict(case["facts"])
    clocks = {clock: facts.pop(clock) for clock in CLOCKS if isinstance(facts.get(clock), date)}
    return te.determine(ruleset, te.Case(facts=facts, findings=case["findings"], **clocks), reading=reading)
