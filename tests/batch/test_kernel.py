"""The kernel by itself: it holds numbers only, travels, and agrees with the walk on tiny diagrams."""

from __future__ import annotations

import pickle
from itertools import product
from random import Random

import pyarrow as pa
import pytest

import tolerance_engine as te
from tests.batch.small import loaded
from tolerance_engine.batch.bits import bitmap, boolean, from_flags, numbers, plane_of, rows_of, seen, truths
from tolerance_engine.batch.facing import MOST, Sets, chosen
from tolerance_engine.batch.kernel import kernel_of
from tolerance_engine.batch.walks import Planes, walk_of
from tolerance_engine.diagram import Diagram, Known, reach
from tolerance_engine.diagram.walk import UNKNOWN, narrowed


def _diagram(rng: Random) -> tuple[Diagram, int]:
    """A random function of four variables with two to four values each, over five terminals."""
    diagram = Diagram([rng.randint(2, 4) for _ in range(4)])
    row = [rng.randrange(5) for _ in product(*(range(arity) for arity in diagram.arities))]
    for level in range(3, -1, -1):
        arity = diagram.arities[level]
        row = [diagram.node(level, tuple(row[at : at + arity])) for at in range(0, len(row), arity)]
    return diagram, row[0]


@pytest.mark.parametrize("seed", range(30))
def test_a_walk_over_planes_is_the_walk(seed: int) -> None:
    """Every row reaches the terminals that `reach` finds, whether its variables are known, narrowed or open."""
    rng = Random(seed)
    diagram, root = _diagram(rng)
    cases = [
        [sorted(rng.sample(range(arity), rng.choice([1, 1, 2, arity]))) for arity in diagram.arities]
        for _ in range(200)
    ]
    columns = [
        [from_flags([cell in case[level] for case in cases]) for cell in range(arity)]
        for level, arity in enumerate(diagram.arities)
    ]
    planes = Planes()
    walk = walk_of(diagram, root, range(4), planes)
    ends = walk.run(planes.of(columns), (1 << len(cases)) - 1)
    for row, case in enumerate(cases):
        codes: list[int] = []
        subsets: list[tuple[int, ...]] = []
        for level, cells in enumerate(case):
            if len(cells) == 1:
                codes.append(cells[0])
            elif len(cells) == diagram.arities[level]:
                codes.append(UNKNOWN)
            else:
                codes.append(narrowed(len(subsets)))
                subsets.append(tuple(cells))
        found = sum(1 << terminal for terminal, plane in ends.items() if plane >> row & 1)
        assert found == reach(diagram, root, Known(codes, tuple(subsets)))


def test_a_kernel_can_be_sent_to_another_process() -> None:
    """Pickled and read again it tells the same, findings and clauses included, and it is small."""
    ruleset = te.load_ruleset("wenzhou", reading="weighed")
    findings = [name for name in ruleset.linked.dimensions if name not in ruleset.by_name]
    give = ("outcome", "findings", "applies", "readings")
    kernel = kernel_of(ruleset, ruleset.programs["weighed"], findings, give)  # type: ignore[arg-type]
    sent = pickle.dumps(kernel)
    assert len(sent) < 600_000
    rng, rows = Random(4), (1 << 64) - 1
    columns = [[rng.getrandbits(64) for _ in variable.cells] for variable in ruleset.variables]
    columns += [[rng.getrandbits(64) for _ in range(5)] for _ in findings]
    assert pickle.loads(sent).run(columns, rows) == kernel.run(columns, rows)


def test_planes_and_bitmaps() -> None:
    """A plane to Arrow and back is the same plane, at any offset, and rows are numbered from its lowest bit."""
    rng = Random(2)
    for rows in (1, 7, 8, 9, 63, 64, 65, 1000):
        plane = rng.getrandbits(rows)
        column = boolean(plane, rows)
        assert truths(column) == plane
        assert len(bitmap(plane, rows)) == (rows + 7) // 8
        numbered = [row for row in range(rows) if plane >> row & 1]
        assert rows_of(plane, rows) == numbered and plane_of(numbered, rows) == plane
        for offset in range(min(rows, 9)):
            assert truths(column.slice(offset)) == plane >> offset
    assert seen([0b011, 0b110, 0b100]) == (0b111, 0b110)
    assert numbers([0b01, 0b11], 2, pa.int8()).to_pylist() == [3, 2]


@pytest.mark.parametrize("names", [2, 6, 9, 20, 70])
def test_sets_of_names(names: int) -> None:
    """Each row gets the names whose planes it is in, few or many different sets, with nulls where they belong."""
    rng, rows = Random(names), 400
    words = [f"n{i}" for i in range(names)]
    planes = [rng.getrandbits(rows) for _ in words]
    valid = rng.getrandbits(rows)
    sets = Sets(words)
    for _ in range(2):  # the second time the sets have their numbers
        column = sets.column(planes, rows, valid)
        assert column.type == sets.kind
        for row, told in enumerate(column.to_pylist()):
            inside = "|".join(word for word, plane in zip(words, planes, strict=True) if plane >> row & 1)
            assert told == (inside if valid >> row & 1 else None)
    assert names < 8 or len(sets.seen) > MOST


def test_one_word_a_row() -> None:
    """Planes that share no row become words."""
    column = chosen([0b0001, 0b0010, 0b0100], pa.array(["a", "b", "c"]), 4, 0b0111)
    assert column.to_pylist() == ["a", "b", "c", None]


def test_a_kernel_is_made_once() -> None:
    """A second batch over the same ruleset and findings takes the kernel of the first."""
    ruleset, table = loaded(), pa.table({"gain": [True], "care": ["favourable"]})
    te.determine_batch(ruleset, table)
    before = [key for key in ruleset.cache if isinstance(key, tuple) and key[0] == "batch"]
    te.determine_batch(ruleset, table)
    after = [key for key in ruleset.cache if isinstance(key, tuple) and key[0] == "batch"]
    assert before == after != []
