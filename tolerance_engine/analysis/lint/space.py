"""Space: every feasible case of a ruleset, under each reading, in a diagram store of lint's own.

The ruleset is built once more into that store, so that rules may ask what a provision would do if it were
written otherwise, and the shared diagram is only read by those who decide cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.prove.cases import Prover
from tolerance_engine.analysis.prove.results import Decided
from tolerance_engine.analysis.prove.search import where
from tolerance_engine.diagnostics import Diagnostic, Severity
from tolerance_engine.diagram import TERMINALS
from tolerance_engine.expr import Expr
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset.compile.builder import OVERRIDE, Builder
from tolerance_engine.ruleset.model import Clause
from tolerance_engine.ruleset.program import DEAD, NONE, Ruleset
from tolerance_engine.source import Position, Words

if TYPE_CHECKING:
    from tolerance_engine.analysis.lint.spare import Spare


class Space:
    """A ruleset as lint looks at it."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset, self.linked = ruleset, ruleset.linked
        self.prover = Prover(ruleset, ruleset)
        self.store = self.prover.store
        self.views = tuple(View(self, reading) for reading in ruleset.readings)
        self.live = tuple(view for view in self.views if view.inside != 0)
        """Readings under which some case is possible and in scope; of the others nothing more can be said."""

    def of_clause(self, clause: Clause) -> tuple[View, ...]:
        """The live readings under which the clause exists."""
        return tuple(view for view in self.live if clause.exists_under(view.reading))

    def applying(self, clause: Clause) -> tuple[View, ...]:
        """The live readings under which some case meets the clause."""
        return tuple(view for view in self.of_clause(clause) if view.applies(clause.id) != 0)

    @cached_property
    def spare(self) -> tuple[Spare, ...]:
        """The clauses that could go without any case ending otherwise."""
        from tolerance_engine.analysis.lint.spare import spare_clauses

        return spare_clauses(self)

    def at(self, path: Path, *, key: bool = False) -> Position | None:
        """The place of a piece of the file, when the ruleset came from one."""
        return self.linked.located.at(path, key=key) if self.linked.located else None

    def finding(
        self,
        code: str,
        severity: Severity,
        message: Words,
        subject: str,
        place: Position | None,
        help_: Words | None = None,
        *,
        readings: Iterable[View] = (),
        witness: Decided | None = None,
    ) -> LintFinding:
        """A finding about `subject`."""
        named = tuple(view.reading for view in readings)
        return LintFinding(Diagnostic(code, message, place, help_, severity), subject, named, witness)

    def about_spare(self, code: str, spare: Spare, message: Words, help_: Words) -> LintFinding:
        """A warning about a clause that changes no outcome, with a case in which it applies all the same."""
        clause = spare.clause
        place = self.linked.place_of("clauses", clause.id)
        witness = spare.view.witness(spare.region)
        readings = self.applying(clause)
        return self.finding(
            code, "warning", message, clause.id, place, help_, readings=readings, witness=witness
        )


class View:
    """The ruleset under one reading. Nodes are functions in the store of the space; regions are 0/1 functions."""

    def __init__(self, space: Space, reading: str) -> None:
        self.space, self.reading, self.store = space, reading, space.store
        self.builder = Builder(space.linked, reading, space.store, dict(space.ruleset.by_name))
        self.program = self.builder.program()
        self.feasible = self.program.feasible
        scope = space.linked.scope
        self.scope = self.builder.node(scope.when) if scope else 1
        self.inside = self.store.conj([self.feasible, self.scope])
        self.outcome = self.program.outcome
        self.excluded, self.granted, _ = self.builder.combined(self.builder.giving())
        self._asked: list[Expr] = []

    @cached_property
    def barred(self) -> int:
        """Where an exclusion applies."""
        return self.speaking(self.excluded)

    @cached_property
    def favoured(self) -> int:
        """Where a ground applies and no exclusion does."""
        return self.minus(self.speaking(self.granted), self.barred)

    @cached_property
    def silent(self) -> int:
        """Where nothing applies and the default is all there is."""
        return self.minus(self.minus(self.inside, self.barred), self.favoured)

    def speaking(self, function: int) -> int:
        """Where an outcome function without default gives some outcome."""
        return self.store.relabel(function, {t: int(t != NONE) for t in range(TERMINALS)})

    def node(self, expr: Expr) -> int:
        """Where a condition holds; it need not stand in the file."""
        self._asked.append(
            expr
        )  # the builder knows conditions by identity: one that is gone must not be met again
        return self.builder.node(expr)

    def applies(self, clause: str) -> int:
        """The possible cases in scope that meet a clause."""
        return self.store.conj([self.builder.applies(clause), self.inside])

    def clauses(self, kind: str) -> Iterator[Clause]:
        """The clauses of a kind that exist under this reading."""
        return (c for c in self.space.linked.clauses if c.kind == kind and c.exists_under(self.reading))

    def without(self, removed: Iterable[str]) -> int:
        """The outcome function when some clauses give nothing; conditions that ask for them ask as before."""
        gone = set(removed)
        _, _, decided = self.builder.combined([c for c in self.builder.giving() if c.id not in gone])
        return self.where_inside(decided)

    def where_inside(self, function: int) -> int:
        """The function over possible cases in scope, DEAD elsewhere."""
        store = self.store
        guard = store.relabel(self.inside, {0: DEAD, 1: NONE})
        return store.apply(OVERRIDE, guard, function)

    def ends_in(self, outcome: str) -> int:
        """The possible cases that end in an outcome."""
        return where(self.store, self.outcome, self.space.prover.terminal(outcome))

    def minus(self, region: int, other: int) -> int:
        """The part of a region outside another."""
        return self.store.conj([region, self.store.negate(other)])

    def both(self, *regions: int) -> int:
        """Where all regions meet."""
        return self.store.conj(list(regions))

    def cell(self, level: int, cells: Sequence[int]) -> int:
        """Where a variable has one of some values."""
        return self.store.cells(level, cells)

    def witness(self, region: int) -> Decided | None:
        """The smallest case within a region whose outcome is the same for all its completions."""
        prover, store = self.space.prover, self.store
        for outcome in self.space.ruleset.outcomes:
            reached = self.both(region, self.feasible, self.ends_in(outcome))
            if reached != 0:
                held = store.disj([reached, store.negate(self.feasible)])
                return prover.replayed(prover.smallest(held, reached), reached, outcome, self.reading)
        return None
