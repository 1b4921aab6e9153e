"""Spark: the same blocks, in the workers of a cluster, through `mapInArrow`. No row leaves its partition.

What a worker needs is sent to it: the ruleset, compiled, without what it remembers of earlier questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from tolerance_engine.batch.run import Batch
from tolerance_engine.batch.tables import cut_up, results
from tolerance_engine.batch.wanted import Wanted
from tolerance_engine.diagram import TERMINALS, Diagram
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.program import Program, Ruleset
from tolerance_engine.ruleset.variables import Variable


def determined_by_spark(ruleset: Ruleset, frame: Any, wanted: Wanted, reading: str | None) -> Any:
    """The frame with the columns that are added; worked out when Spark is asked for rows.

    Columns that cannot be used raise BatchError here. Rows that cannot, with errors raised, end in Spark's own
    exception, which says what a BatchError would; rows are counted within their partition.
    """
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import BooleanType, StringType, StructField, StructType

    schema = to_arrow_schema(frame.schema)
    batch = Batch(ruleset, schema, wanted, reading)
    carried = len(batch.roles.carried)
    fields = [frame.schema.fields[place] for place in batch.roles.carried]
    fields += [
        StructField(field.name, BooleanType() if field.type == pa.bool_() else StringType())
        for field in list(batch.schema)[carried:]
    ]
    return frame.mapInArrow(_worker(Sent(ruleset), wanted, reading, carried), StructType(fields))


def _worker(
    ruleset: Any, wanted: Wanted, reading: str | None, carried: int
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    # a worker gets the ruleset that `Sent` turns into on the way
    def work(blocks: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        waiting = iter(blocks)
        first = next(waiting, None)
        if first is None:
            return
        batch = Batch(ruleset, first.schema, wanted, reading)

        def given() -> Iterator[pa.RecordBatch]:
            yield first
            yield from waiting

        for result in results(batch, cut_up(given())):
            yield _plain(result, carried)

    return work


def _plain(block: pa.RecordBatch, carried: int) -> pa.RecordBatch:
    """The added columns without dictionaries, which Spark does not read."""
    columns = []
    for place, column in enumerate(block.columns):
        coded = place >= carried and pa.types.is_dictionary(column.type)
        columns.append(column.cast(pa.string()) if coded else column)
    return pa.RecordBatch.from_arrays(columns, names=block.schema.names)


class Sent:
    """A ruleset on its way to another process of the same version: there it is a Ruleset again.

    Locks, and what a ruleset remembers of earlier questions, are made anew.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset

    def __reduce__(self) -> tuple[Callable[..., Ruleset], tuple[Any, ...]]:
        ruleset, diagram = self.ruleset, self.ruleset.diagram
        with diagram.lock:
            nodes = [*zip(diagram.level[TERMINALS:], diagram.kids[TERMINALS:], strict=True)]
        parts = (ruleset.linked, ruleset.variables, dict(ruleset.programs), ruleset.reading)
        return arrived, (*parts, diagram.arities, diagram.budget, nodes)


def arrived(
    linked: Linked,
    variables: tuple[Variable, ...],
    programs: dict[str, Program],
    reading: str,
    arities: tuple[int, ...],
    budget: int,
    nodes: list[tuple[int, tuple[int, ...]]],
) -> Ruleset:
    """The ruleset: its nodes are made again in their old order, so that each has its old number."""
    diagram = Diagram(arities, budget=budget)
    for level, kids in nodes:
        diagram.node(level, kids)
    return Ruleset(linked, diagram, variables, programs, reading)
