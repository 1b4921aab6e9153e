"""The order of variables: a permutation, the same every time, close together what is asked together."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tolerance_engine.diagram.order import force

GROUPS = st.integers(1, 7).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.lists(st.integers(0, count - 1), min_size=1, max_size=4, unique=True), max_size=6),
    )
)


def span(order: tuple[int, ...], groups: list[list[int]]) -> int:
    """How far apart the members of the groups stand, taken together."""
    return sum(max(order.index(v) for v in group) - min(order.index(v) for v in group) for group in groups)


@given(GROUPS)
def test_every_variable_once(drawn: tuple[int, list[list[int]]]) -> None:
    """Every variable has exactly one place."""
    count, groups = drawn
    assert sorted(force(count, groups)) == list(range(count))


@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_the_groups_does_not_matter(drawn: tuple[int, list[list[int]]], rng: object) -> None:
    """The same groups in another order, and written otherwise, give the same order of variables."""
    count, groups = drawn
    shuffled = [rng.sample(group, len(group)) for group in rng.sample(groups, len(groups))]  # type: ignore[attr-defined]
    assert force(count, groups) == force(count, shuffled) == force(count, shuffled + groups[:1])


@given(GROUPS)
def test_it_never_pulls_apart(drawn: tuple[int, list[list[int]]]) -> None:
    """What belongs together stands at least as close as in the given order."""
    count, groups = drawn
    unique = [list(group) for group in {tuple(sorted(group)) for group in groups}]
    assert span(force(count, groups), unique) <= span(tuple(range(count)), unique)


def test_two_separate_groups_are_not_mixed() -> None:
    """Variables of two groups that were interleaved end up in two blocks."""
    groups = [[0, 2, 4], [1, 3, 5]]
    order = force(6, groups)
    assert span(order, groups) == 4 == min(span(each, groups) for each in permutations(range(6)))


def test_no_groups_no_change() -> None:
    """Without groups the given order stays."""
    assert force(5, []) == (0, 1, 2, 3, 4)
    assert force(0, []) == ()
