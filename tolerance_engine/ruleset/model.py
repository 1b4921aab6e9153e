"""A ruleset with every name resolved: frozen values, no strings left to interpret.

`link` makes these from documents; `compile` turns them into diagrams; `determine` and the analyses read both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from tolerance_engine.expr import Expr
from tolerance_engine.ruleset import grounds
from tolerance_engine.ruleset.files import Change, Layer, Period
from tolerance_engine.ruleset.outcome_scale import OutcomeScale
from tolerance_engine.source import Citation, Label, Position

if TYPE_CHECKING:
    from tolerance_engine.ruleset.procedure import DeclaredProcedure, Effects
    from tolerance_engine.ruleset.read.reader import Located

FactType = Literal["boolean", "number", "date", "choice"]
Kind = Literal["exclusion", "ground", "exception"]
Value = bool | str | Decimal | date
Basis = grounds.Basis
Ground = grounds.Ground

CONFLICT, NOT_SPECIFIED, NOT_APPLICABLE = "conflict", "not_specified", "not_applicable"
OFF_SCALE: Mapping[str, Label] = {
    CONFLICT: Label("条款冲突", "clauses conflict"),
    NOT_SPECIFIED: Label("来源未载明", "not specified by source"),
    NOT_APPLICABLE: Label("不属适用范围", "not applicable"),
}
"""Reserved outcomes, off the severity scale, in the order they are listed."""


@dataclass(frozen=True, slots=True)
class Derive:
    """A boolean that is true when date `left` stands in `test` to date `right`."""

    left: str
    test: Literal["before", "on_or_before", "after", "on_or_after"]
    right: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can be established about a case. `values` are the choices, `minimum`.. the bounds."""

    name: str
    type: FactType
    label: Label
    question: Label | None = None
    who: tuple[str, ...] = ()
    nature: Literal["history", "evidence", "conduct"] | None = None
    unit: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    whole: bool = False
    values: tuple[tuple[str, Label], ...] = ()
    derive: Derive | None = None
    worse: bool | str | tuple[str, ...] | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A named condition."""

    name: str
    label: Label
    when: Expr
    ground: Ground


@dataclass(frozen=True, slots=True)
class Pole:
    """One side of a dimension."""

    label: Label
    when: Expr
    ground: Ground


@dataclass(frozen=True, slots=True)
class Dimension:
    """A question judged on two sides; without poles its value comes from findings only."""

    name: str
    label: Label
    favourable: Pole | None
    adverse: Pole | None
    ground: Ground


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result; `rank` 0 is the best."""

    id: str
    label: Label
    rank: int
    range: tuple[str, ...]
    ground: Ground


@dataclass(frozen=True, slots=True)
class Clause:
    """One provision. `readings` is None when it exists under all of them."""

    id: str
    kind: Kind
    label: Label
    when: Expr
    unless: Expr | None
    then: str | None
    disables: tuple[str, ...]
    modality: Literal["must", "generally", "may"] | None
    readings: frozenset[str] | None
    """The readings it exists under; None for all of them, none at all where a higher layer disabled it."""
    ground: Ground

    def exists_under(self, reading: str) -> bool:
        """Whether the clause is part of the ruleset as read so."""
        return self.readings is None or reading in self.readings


@dataclass(frozen=True, slots=True)
class Scope:
    """To whom and what the ruleset applies."""

    label: Label | None
    when: Expr
    ground: Ground


@dataclass(frozen=True, slots=True)
class Assumption:
    """What cannot be otherwise: never all of `never` together (`if a then b` is never a and not b)."""

    label: Label | None
    condition: Expr | None
    then: Expr | None
    never: Expr | None


@dataclass(frozen=True, slots=True)
class Silence:
    """What the source leaves open, and how we know: it is `silent`, or its text was `unseen`.

    Several may share a topic: each layer says what its own source leaves open. `layer` is the one whose words
    these are; None in a ruleset of one file.
    """

    topic: str
    kind: Literal["silent", "unseen"]
    label: Label
    fact: str | None
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Presumption:
    """Holds when the inquiry ends without proof; never part of `possible`."""

    fact: str
    value: Value
    cite: tuple[Citation, ...]
    label: Label | None


@dataclass(frozen=True, slots=True)
class Property:
    """Under `when`, only outcomes in `allowed` may be reached."""

    id: str
    label: Label | None
    allowed: frozenset[str]
    when: Expr | None
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding of lint that the drafter keeps, with the reason; `at` names where, empty for everywhere."""

    code: str
    at: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What all regions share. A case may carry any of it; a ruleset only has what its conditions reach."""

    facts: Mapping[str, Fact]
    definitions: Mapping[str, Definition]
    dimensions: Mapping[str, Label]
    sources: Mapping[str, Label]
    order: tuple[str, ...] = ()
    """Facts in the order the diagram asks them: searched once, it only changes the diagram's size."""
    digest: str = ""
    """Of what verdicts use. The scales are no part of it: they serve comparing and showing alone."""
    scales: tuple[OutcomeScale, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A change that claims a direction: the ruleset just before it and just after it."""

    change: Change
    before: Linked
    after: Linked


@dataclass(frozen=True, slots=True)
class Linked:
    """A region's measure with its names resolved. Order of clauses never matters to a verdict."""

    id: str
    title: Label
    region: Label | None
    in_force: Period
    temporal: str
    sources: Mapping[str, Label]
    facts: Mapping[str, Fact]
    vocabulary: Vocabulary | None
    scope: Scope | None
    assume: tuple[Assumption, ...]
    definitions: Mapping[str, Definition]
    dimensions: Mapping[str, Dimension]
    outcomes: tuple[Outcome, ...]
    clauses: tuple[Clause, ...]
    combine: Mapping[str, str]
    default: Mapping[str, str]
    readings: Mapping[str, Label]
    silent: tuple[Silence, ...]
    presumptions: tuple[Presumption, ...]
    outcome_map: Mapping[str, Mapping[str, str]]
    properties: tuple[Property, ...]
    uses: Mapping[str, Linked] = field(default_factory=dict)
    procedure: DeclaredProcedure | None = None
    effects: Effects = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()
    digest: str = ""
    """Of what decides: `procedure` and `effects` never change a verdict and are not part of it."""
    procedure_digest: str | None = None
    located: Located | None = field(default=None, compare=False, repr=False)
    layers: tuple[Layer, ...] = ()
    """The files it was put together from, lowest first; empty when it is one file."""
    changes: tuple[Change, ...] = ()
    claims: tuple[Claim, ...] = field(default=(), compare=False, repr=False)

    def place_of(self, section: str, name: str) -> Position | None:
        """Where in the file a fact, definition, dimension or clause is declared."""
        if self.located is None:
            return None
        if section == "clauses":
            index = next(index for index, clause in enumerate(self.clauses) if clause.id == name)
            return self.located.at((section, index, "id"))
        return self.located.at((section, name), key=True)

    def outcome_label(self, outcome: str) -> Label:
        """The name of an outcome, reserved ones included."""
        declared = {o.id: o.label for o in self.outcomes}
        return declared.get(outcome) or OFF_SCALE[outcome]

    @property
    def scales(self) -> tuple[OutcomeScale, ...]:
        """The vocabulary's scales that have all outcomes. Without the vocabulary names mean what the file says."""
        known = self.vocabulary.scales if self.vocabulary is not None else ()
        return tuple(scale for scale in known if scale.holds(outcome.id for outcome in self.outcomes))

    @property
    def worst(self) -> str | None:
        """The last of several outcomes."""
        return self.outcomes[-1].id if len(self.outcomes) > 1 else None

    def clause(self, name: str) -> tuple[Linked, Clause]:
        """The clause `id` or `alias.id`, with the ruleset it belongs to."""
        owner, local = self, name
        if "." in name:
            alias, local = name.split(".", 1)
            owner = self.uses[alias]
        return owner, next(clause for clause in owner.clauses if clause.id == local)
