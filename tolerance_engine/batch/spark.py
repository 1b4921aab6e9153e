"""Spark: the same blocks, in the workers of a cluster, through `mapInArrow`. No row leaves its partition.

What a worker needs is sent to it as bytes: the ruleset, without what it remembers of earlier questions.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from threading import Lock
from typing import Any

import pyarrow as pa

from tolerance_engine.batch.run import Batch
from tolerance_engine.batch.tables import cut_up, results
from tolerance_engine.batch.wanted import Wanted
from tolerance_engine.ruleset.program import Ruleset


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
    return frame.mapInArrow(_worker(sent(ruleset), wanted, reading, carried), StructType(fields))


def _worker(
    payload: bytes, wanted: Wanted, reading: str | None, carried: int
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def work(blocks: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        waiting = iter(blocks)
        first = next(waiting, None)
        if first is None:
            return
        batch = Batch(received(payload), first.schema, wanted, reading)

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


class _Sender(pickle.Pickler):
    """Leaves out locks and what a ruleset remembers: both are made anew where it arrives."""

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, Ruleset):
            return Ruleset, (
                thing.linked,
                thing.diagram,
                thing.variables,
                dict(thing.programs),
                thing.reading,
            )
        if isinstance(thing, type(Lock())):
            return Lock, ()
        return NotImplemented


def sent(ruleset: Ruleset) -> bytes:
    """A ruleset as bytes, for another process of the same version."""
    buffer = io.BytesIO()
    _Sender(buffer, pickle.HIGHEST_PROTOCOL).dump(ruleset)
    return buffer.getvalue()


@lru_cache(maxsize=4)
def received(payload: bytes) -> Ruleset:
    """The ruleset again; a worker is asked for many partitions and reads it once."""
    found: Ruleset = pickle.loads(payload)
    return found
