"""The declared procedures that tests walk: the shipped ones, the walk-through of the examples, and the shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import tolerance_engine as te
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.allowed import Allowed
from tolerance_engine.procedure.exploration import Exploration
from tolerance_engine.procedure.explore import explore
from tolerance_engine.procedure.limits import Deadline
from tolerance_engine.procedure.procedure import Procedure
from tolerance_engine.ruleset import load_text

ROOT = Path(__file__).resolve().parents[2]
SHAPES = sorted((ROOT / "tests" / "procedure" / "shapes").glob("*.yaml"))
WALKTHROUGH = ROOT / "examples" / "procedure" / "rules.yaml"
REGIONS = [
    path for path in sorted((ROOT / "rulesets").glob("*/*.yaml")) if "\nprocedure:" in path.read_text("utf-8")
]
DECLARED = list(map(str, [*REGIONS, WALKTHROUGH, *SHAPES]))
"""Everything that declares a procedure, by path."""


def name_of(declared: str) -> str:
    """A short name for test ids."""
    path = Path(declared)
    return f"{path.parent.name}-{path.stem}" if path in REGIONS else path.stem


@cache
def loaded(declared: str) -> te.Ruleset:
    """The ruleset, loaded once."""
    return te.load_ruleset(declared)


@cache
def explored(declared: str) -> Exploration:
    """The walk through it, made once."""
    return explore(loaded(declared))


def shape(name: str) -> te.Ruleset:
    """The shape called `name`."""
    return loaded(str(ROOT / "tests" / "procedure" / "shapes" / f"{name}.yaml"))


class Way:
    """A case on its way, for tests that read like a calendar: day, event, who."""

    def __init__(self, ruleset: te.Ruleset, **facts: Any) -> None:
        self.procedure = Procedure.start(ruleset, {"facts": facts})

    def on(self, day: str, event: str, by: str | None = None, **more: Any) -> Way:
        """One event more, at nine in the morning of `day`; the papers it needs are attached."""
        data: dict[str, Any] = {"event": event, "at": f"{day}T09:00:00+08:00", **more}
        if by is not None:
            role, _, person = by.partition("/")
            data["actor"] = {"role": role, **({"id": person} if person else {})}
        data.setdefault("documents", self.papers(event))
        self.procedure = self.procedure.apply(data)
        return self

    def papers(self, event: str) -> list[str]:
        """What the steps called `event` want attached."""
        offers = [each for each in self.procedure.allowed if each.event == event]
        return list(dict.fromkeys(kind for each in offers for kind in each.documents))

    def refused(self, day: str, event: str, by: str | None = None, **more: Any) -> str:
        """Why the event is refused, in Chinese; it must be, and the alternatives must be listed."""
        with pytest.raises(ProcedureError) as caught:
            self.on(day, event, by, **more)
        assert names(caught.value.legal) == names(open_now(self.procedure))
        return str(caught.value)

    @property
    def stage(self) -> str | None:
        """Where the case stands."""
        return self.procedure.state.stage

    def limit(self, event: str, today: str) -> Deadline:
        """The one limit that is watched for `event`."""
        found = [limit for limit in self.procedure.due(date.fromisoformat(today)) if limit.event == event]
        assert len(found) == 1, found
        return found[0]

    def offered(self) -> dict[str, str]:
        """Every step the stage knows, and whether it is open, blocked or excluded."""
        return {each.event: each.status for each in self.procedure.allowed if each.kind in ("start", "step")}


def open_now(procedure: Procedure) -> Iterator[Allowed]:
    """What can happen now."""
    return (each for each in procedure.allowed if each.status == "open")


def names(offers: Iterator[Allowed] | tuple[Allowed, ...]) -> list[str]:
    """The events of offers, sorted."""
    return sorted(each.event for each in offers)


class _Plain(yaml.SafeDumper):
    """Without anchors: the format has none."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's own signature
        return True


def written(ruleset: Mapping[str, Any]) -> te.Ruleset:
    """A ruleset from plain data."""
    text = yaml.dump(dict(ruleset), allow_unicode=True, sort_keys=False, Dumper=_Plain)
    return load_text(text, name="made.yaml")
