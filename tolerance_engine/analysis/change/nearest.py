"""Nearest: the smallest changes to what is known after which a function can only end in one terminal.

What is not known stays open, so a change must do for every way the rest may turn out. Leaving a variable
open conjoins its branches (Coudert and Madre 1992, implicants of a decision diagram), so that all those ways
are one node again, and the fewest changes from each node on are worked out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tolerance_engine.diagram import TERMINALS, UNKNOWN, Diagram, Known
from tolerance_engine.diagram.build import AND, OR
from tolerance_engine.diagram.walk import restrict

Literals = tuple[tuple[int, int], ...]
"""Levels set to another value."""

State = tuple[int, int]
"""Where nothing but the target may come, and where the target itself comes."""

STEPS = 40_000
"""States looked at in one question; past these it stops and says how far it came."""

NEVER = 1 << 20
"""The cost of what cannot be reached."""


class OutOfSteps(Exception):
    """The search was too long; what was found so far is not everything."""


class Allowance:
    """Steps left, shared by the searches of one question."""

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take some. Raises OutOfSteps when none are left."""
        self.left -= steps
        if self.left < 0:
            raise OutOfSteps


class Goal(NamedTuple):
    """What is known, which terminal is wanted, and what each level may be changed to (`choices`)."""

    target: int
    dead: int
    known: Known
    choices: Mapping[int, Sequence[int]]


class Search:
    """The changes that reach one goal under given conditions."""

    def __init__(
        self, diagram: Diagram, root: int, conditions: Sequence[int], goal: Goal, allowance: Allowance
    ) -> None:
        codes = [UNKNOWN if level in goal.choices else code for level, code in enumerate(goal.known.codes)]
        known = Known(codes, goal.known.subsets)
        self.diagram, left = restrict(diagram, root, conditions, known, goal.dead)
        allowance.spend(len(self.diagram))
        self.goal, self.allowance = goal, allowance
        names = range(TERMINALS)
        held = self.diagram.relabel(left, {t: int(t in (goal.target, goal.dead)) for t in names})
        met = 1  # where nothing is dead, what holds is met
        if self.diagram.masks[left] >> goal.dead & 1:
            met = self.diagram.relabel(left, {t: int(t == goal.target) for t in names})
        self.start: State = (held, met)
        self._cost: dict[State, int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._either: dict[tuple[int, int], int] = {}

    @property
    def fewest(self) -> int:
        """The size of the smallest changes; `NEVER` where there is none."""
        return self._fewest(self.start)

    def changes(self, size: int) -> Iterator[Literals]:
        """Every change of exactly `size` levels that reaches the goal, once each.

        No level is changed that is not asked any more; still, some may contain a smaller change.
        """
        yield from self._changes(self.start, size)

    def _changes(self, state: State, size: int) -> Iterator[Literals]:
        if self._fewest(state) > size:
            return
        self.allowance.spend()
        if state == (1, 1):
            if size == 0:
                yield ()
            return
        level, kept, changed = self._after(state)
        yield from self._changes(kept, size)
        for value, after in changed if size else ():
            for rest in self._changes(after, size - 1):
                yield ((level, value), *rest)

    def _fewest(self, state: State) -> int:
        if 0 in state:
            return NEVER
        if state == (1, 1):
            return 0
        done = self._cost.get(state)
        if done is None:
            self.allowance.spend()
            _, kept, changed = self._after(state)
            done = self._fewest(kept)
            for _, after in changed:
                if done <= 1:
                    break
                done = min(done, 1 + self._fewest(after))
            self._cost[state] = done
        return done

    def _after(self, state: State) -> tuple[int, State, list[tuple[int, State]]]:
        """The level asked next, the state when it is left as it is, and those when it is changed."""
        held, met = state
        diagram = self.diagram
        level = min(diagram.level[held], diagram.level[met])
        arity = diagram.arities[level]
        holds = diagram.kids[held] if diagram.level[held] == level else (held,) * arity
        meets = diagram.kids[met] if diagram.level[met] == level else (met,) * arity
        open_ = self.goal.known.values(level, arity)
        all_held, some_met = holds[open_[0]], meets[open_[0]]
        for value in open_[1:]:
            all_held = diagram._apply(AND, all_held, holds[value], self._both)
            some_met = diagram._apply(OR, some_met, meets[value], self._either)
        choices = self.goal.choices.get(level, ())
        return level, (all_held, some_met), [(value, (holds[value], meets[value])) for value in choices]
