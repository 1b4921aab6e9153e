"""Tables: any kind of table as blocks of rows, and the blocks of a result as the same kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from tolerance_engine.batch.duck import is_relation, relation_source
from tolerance_engine.batch.run import CHUNK, Batch
from tolerance_engine.batch.sources import Source, file_source
from tolerance_engine.batch.wanted import Wanted
from tolerance_engine.batch.wrong import Tally, WrongRow, error_table
from tolerance_engine.determine import Verdict
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import BatchError
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Words

Back = Callable[[pa.Schema, Iterable[pa.RecordBatch]], Any]


def determined(ruleset: Ruleset, table: Any, wanted: Wanted, reading: str | None, out: Any = None) -> Any:
    """The result, of the table's own kind; with `out`, the number of rows written there."""
    source, back = opened(table)
    batch = Batch(ruleset, source.schema, wanted, reading, texts=source.texts)
    found = results(batch, cut_up(source.blocks(0)))
    if out is None:
        return back(batch.schema, found)
    from tolerance_engine.batch.sinks import write_whole, writer_for

    writer_for(Path(out))
    tally = Counted(found)
    write_whole(Path(out), batch.schema, tally)
    return tally.rows


class Counted:
    """Blocks that are counted as they pass."""

    def __init__(self, blocks: Iterable[pa.RecordBatch]) -> None:
        self.given, self.rows = blocks, 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for block in self.given:
            self.rows += block.num_rows
            yield block


def results(batch: Batch, blocks: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The results block by block. Raises BatchError after the last one when rows could not be used."""
    tally = Tally(quiet=batch.wanted.errors == "column")
    first = 0
    for block in blocks:
        result, wrong = batch.block(block, first)
        tally.add(wrong, partial(batch.named, block, wrong))
        if not tally.count:  # once a row is wrong nothing more is given, and the rest is only checked
            yield result
        first += block.num_rows
    tally.raise_if_any(first)


def wrong_rows(ruleset: Ruleset, table: Any, wanted: Wanted, reading: str | None) -> pa.Table:
    """Every row that cannot be used, in order."""
    source, _ = opened(table)
    batch = Batch(ruleset, source.schema, wanted, reading, texts=source.texts)
    found: list[WrongRow] = []
    first = 0
    for block in cut_up(source.blocks(0)):
        found += batch.block(block, first)[1].rows()
        first += block.num_rows
    found.sort(key=lambda each: each.row)
    return error_table(found)


def verdicts(
    ruleset: Ruleset, table: Any, rows: Sequence[int], wanted: Wanted, reading: str | None
) -> tuple[Verdict, ...]:
    """The verdicts of chosen rows, in the order asked for."""
    source, _ = opened(table)
    batch = Batch(ruleset, source.schema, wanted, reading, texts=source.texts)
    found: dict[int, Verdict] = {}
    left, first = sorted(set(rows)), 0
    for block in source.blocks(0):
        while left and 0 <= left[0] - first < block.num_rows:
            row = left.pop(0)
            found[row] = batch.verdict(block, row - first, f"{row + 1}")
        first += block.num_rows
        if not left:
            break
    if left:
        message = Words(
            f"没有第 {left[0] + 1} 行，共 {first} 行", f"there is no row {left[0] + 1}; the table has {first}"
        )
        raise BatchError([Diagnostic("B003", message)])
    return tuple(found[row] for row in rows)


# kinds of table --------------------------------------------------------------------------------------------


def opened(table: Any) -> tuple[Source, Back]:
    """The table's rows, and what makes its own kind of a result's schema and blocks."""
    import pyarrow.dataset as ds

    reader: Back = pa.RecordBatchReader.from_batches
    if isinstance(table, Source):
        return table, reader
    if isinstance(table, pa.Table):
        return _of(table), _whole
    if isinstance(table, pa.RecordBatch):
        return _of(pa.Table.from_batches([table])), _one
    if isinstance(table, pa.RecordBatchReader):
        return Source(table.schema, lambda _: iter(table)), reader
    if isinstance(table, ds.Dataset):
        return Source(
            table.schema, lambda _: table.to_batches(batch_size=CHUNK), count=table.count_rows
        ), reader
    if isinstance(table, str | Path):
        return file_source(Path(table)), reader
    if is_relation(table):
        return relation_source(table), reader
    home = type(table).__module__.split(".")[0]
    if home == "pandas":
        index = table.index
        return (
            _of(pa.Table.from_pandas(table, preserve_index=False)),
            lambda schema, blocks: _whole(schema, blocks).to_pandas().set_index(index),
        )
    if hasattr(table, "__arrow_c_stream__"):
        kind = type(table)
        if home == "polars":
            return _of(pa.table(table)), lambda schema, blocks: kind(_whole(schema, blocks))
        return _of(pa.table(table)), _whole
    message = Words(
        f"{type(table).__name__} 不是能读的表", f"a {type(table).__name__} is no table that can be read"
    )
    help_ = Words(
        "可用 pyarrow 的 Table、RecordBatch、RecordBatchReader、Dataset，pandas、polars 的 DataFrame，或者文件路径",
        "use a pyarrow Table, RecordBatch, RecordBatchReader or Dataset, a pandas or polars DataFrame, or a path",
    )
    raise BatchError([Diagnostic("B008", message, help=help_)])


def _of(table: pa.Table) -> Source:
    return Source(
        table.schema, lambda first: iter(table.slice(first).to_batches()), count=lambda: table.num_rows
    )


def cut_up(blocks: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows in blocks of at most CHUNK; small ones are joined, so that every walk is worth its start."""
    waiting: list[pa.RecordBatch] = []
    held = 0
    for block in blocks:
        for start in range(0, block.num_rows, CHUNK):
            piece = block.slice(start, CHUNK)
            if held + piece.num_rows > CHUNK:
                yield _joined(waiting)
                waiting, held = [], 0
            waiting.append(piece)
            held += piece.num_rows
    if waiting:
        yield _joined(waiting)


def _joined(pieces: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(pieces) == 1:
        return pieces[0]
    table = pa.Table.from_batches(pieces).unify_dictionaries().combine_chunks()
    return table.to_batches()[0]


def _whole(schema: pa.Schema, blocks: Iterable[pa.RecordBatch]) -> pa.Table:
    return pa.Table.from_batches(list(blocks), schema).unify_dictionaries()


def _one(schema: pa.Schema, blocks: Iterable[pa.RecordBatch]) -> pa.RecordBatch:
    table = _whole(schema, blocks).combine_chunks()
    return table.to_batches()[0] if table.num_rows else pa.RecordBatch.from_pylist([], schema)
