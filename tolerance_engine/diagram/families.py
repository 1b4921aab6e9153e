"""Families of sets, as zero-suppressed diagrams (Minato 1993; Knuth, TAOCP 7.1.4).

Thousands of sets cost no more than the few parts they share. Every family made here holds only minimal sets:
none contains another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tolerance_engine.errors import BudgetExceeded

NOTHING, UNIT = 0, 1
"""The family without a member, and the family whose one member is the empty set."""

BUDGET = 200_000
"""Parts of all families of one question."""

STEPS = 600_000
"""Combinations of parts of one question: a few seconds."""


class Families:
    """A store of families of sets of small integers. Every family made here holds only minimal sets."""

    def __init__(self, budget: int = BUDGET) -> None:
        self.budget = budget
        bottom = 1 << 30
        self.top: list[int] = [bottom, bottom]
        self.parts: list[tuple[int, int]] = [(0, 0), (0, 0)]
        self._unique: dict[tuple[int, int, int], int] = {}
        self._least: dict[tuple[int, int], int] = {}
        self._spared: dict[tuple[int, int], int] = {}
        self._hit: dict[int, int] = {NOTHING: UNIT, UNIT: NOTHING}
        self._sizes: dict[int, int] = {NOTHING: 0, UNIT: 1}
        self._left = STEPS

    def node(self, member: int, without: int, with_: int) -> int:
        """The sets of `without`, and those of `with_` with `member` added. `member` comes before all others."""
        if with_ == NOTHING:
            return without
        key = (member, without, with_)
        found = self._unique.get(key)
        if found is None:
            if len(self.top) >= self.budget:
                raise BudgetExceeded(self.budget)
            self._unique[key] = found = len(self.top)
            self.top.append(member)
            self.parts.append((without, with_))
        return found

    def _step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise BudgetExceeded(STEPS)

    def of(self, sets: Sequence[Sequence[int]]) -> int:
        """The minimal ones among `sets`."""
        family = NOTHING
        for each in sets:
            one = UNIT
            for member in sorted(set(each), reverse=True):
                one = self.node(member, NOTHING, one)
            family = self.least(family, one)
        return family

    def least(self, a: int, b: int) -> int:
        """The minimal sets of both families together."""
        if b in (NOTHING, a):
            return a
        if a == NOTHING:
            return b
        if UNIT in (a, b):
            return UNIT
        if self.top[a] > self.top[b] or (self.top[a] == self.top[b] and a > b):
            a, b = b, a
        done = self._least.get((a, b))
        if done is None:
            self._step()
            member, (without, with_) = self.top[a], self.parts[a]
            if self.top[b] == member:
                without, with_ = self.least(without, self.parts[b][0]), self.least(with_, self.parts[b][1])
            else:
                without = self.least(without, b)
            self._least[a, b] = done = self.node(member, without, self.spared(with_, without))
        return done

    def spared(self, a: int, b: int) -> int:
        """The sets of `a` that contain no set of `b`."""
        if NOTHING in (a, b):
            return a
        if b in (UNIT, a):
            return NOTHING
        if a == UNIT:
            return a
        while self.top[b] < self.top[a]:
            b = self.parts[b][0]
            if b <= UNIT:
                return a if b == NOTHING else NOTHING
        done = self._spared.get((a, b))
        if done is None:
            self._step()
            member, (without, with_) = self.top[a], self.parts[a]
            if self.top[b] == member:
                low, high = self.parts[b]
                made = self.node(
                    member, self.spared(without, low), self.spared(self.spared(with_, low), high)
                )
            else:
                made = self.node(member, self.spared(without, b), self.spared(with_, b))
            self._spared[a, b] = done = made
        return done

    def joined(self, a: int, b: int) -> int:
        """Every set of `a` together with every set of `b`; the two have no member in common."""
        if NOTHING in (a, b):
            return NOTHING
        if a == UNIT:
            return b
        if b == UNIT:
            return a
        if self.top[a] > self.top[b]:
            a, b = b, a
        without, with_ = self.parts[a]
        return self.node(self.top[a], self.joined(without, b), self.joined(with_, b))

    def hitting(self, family: int) -> int:
        """The minimal sets that meet every set of the family."""
        done = self._hit.get(family)
        if done is None:
            without, with_ = self.parts[family]
            avoiding = self.hitting(self.least(without, with_))
            taking = self.spared(self.hitting(without), avoiding)
            self._hit[family] = done = self.node(self.top[family], avoiding, taking)
        return done

    def count(self, family: int) -> int:
        """How many sets the family has."""
        memo = {NOTHING: 0, UNIT: 1}

        def walk(f: int) -> int:
            if f not in memo:
                memo[f] = walk(self.parts[f][0]) + walk(self.parts[f][1])
            return memo[f]

        return walk(family)

    def sets(self, family: int) -> Iterator[tuple[int, ...]]:
        """The sets, smallest first."""
        sizes, size = self._sizes_of(family), 0
        while sizes >> size:
            if sizes >> size & 1:
                yield from self._of_size(family, size)
            size += 1

    def _sizes_of(self, family: int) -> int:
        """Bit `n` is set when the family has a set of `n` members."""
        done = self._sizes.get(family)
        if done is None:
            without, with_ = self.parts[family]
            self._sizes[family] = done = self._sizes_of(without) | self._sizes_of(with_) << 1
        return done

    def _of_size(self, family: int, size: int) -> Iterator[tuple[int, ...]]:
        if not self._sizes_of(family) >> size & 1:
            return
        if family == UNIT:
            yield ()
            return
        without, with_ = self.parts[family]
        if size:
            for rest in self._of_size(with_, size - 1):
                yield (self.top[family], *rest)
        yield from self._of_size(without, size)
