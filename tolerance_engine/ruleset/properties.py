"""Properties a ruleset must have: checked over every feasible case at once, never by sampling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_engine.diagram import Known, reach_joint, terminals_in
from tolerance_engine.diagram.walk import UNKNOWN
from tolerance_engine.ruleset.model import Property
from tolerance_engine.ruleset.program import DEAD, Ruleset


@dataclass(frozen=True, slots=True)
class PropertyResult:
    """A property under one reading; `reached` are the outcomes it forbids and some case still reaches."""

    declared: Property
    reading: str
    reached: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every feasible case satisfies it."""
        return not self.reached


def check_properties(ruleset: Ruleset) -> Iterator[PropertyResult]:
    """Each declared property under each reading it names."""
    everything = Known([UNKNOWN] * len(ruleset.variables))
    for prop in ruleset.linked.properties:
        for reading in prop.readings:
            program = ruleset.programs[reading]
            needed = [program.properties[prop.id]] if prop.id in program.properties else []
            mask = reach_joint(ruleset.diagram, program.outcome, needed, everything) & ~(1 << DEAD)
            outcomes = (ruleset.outcomes[terminal - 1] for terminal in terminals_in(mask))
            yield PropertyResult(prop, reading, tuple(o for o in outcomes if o not in prop.allowed))
