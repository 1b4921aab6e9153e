"""Sinks: a result written whole or not at all, in parts that a later run can take up.

Parts stand in a folder beside the file, `NAME.parts`, each complete when it has its name; the file itself is
made from them at the end and takes its place in one step. A run that is killed leaves the old file as it was.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from tolerance_engine.batch.run import CHUNK
from tolerance_engine.batch.sources import Kind, kind_of
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import BatchError
from tolerance_engine.source import Words

PART = CHUNK * 8
"""Rows of one part: what a killed run can lose."""

Write = Callable[[Path, pa.Schema, Iterable[pa.RecordBatch]], None]


def writer_for(path: Path) -> Write:
    """What writes files of the kind that the name tells. Raises BatchError for a kind that is not known."""
    kinds: dict[Kind, Write] = {"parquet": _parquet, "ipc": _ipc, "csv": _csv, "jsonl": _jsonl}
    found = kinds[kind_of(path)]
    if path.is_dir() or not path.parent.is_dir():
        message = Words(f"写不了 `{path}`：没有这个文件夹", f"cannot write `{path}`: there is no such folder")
        raise BatchError([Diagnostic("B012", message)])
    return found


def write_whole(path: Path, schema: pa.Schema, blocks: Iterable[pa.RecordBatch]) -> None:
    """The file in one step: it is there whole, or as it was before."""
    write = writer_for(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(beside, schema, blocks)
        _settle(beside)
        beside.replace(path)
    except OSError as problem:
        said = problem.strerror or str(problem)
        message = Words(f"写不了 `{path}`：{said}", f"cannot write `{path}`: {said}")
        raise BatchError([Diagnostic("B012", message)]) from None
    finally:
        beside.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """The file is on the disk before anything says that it is there."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _parquet(path: Path, schema: pa.Schema, blocks: Iterable[pa.RecordBatch]) -> None:
    with pq.ParquetWriter(path, schema) as writer:
        for block in blocks:
            writer.write_batch(block)


def _ipc(path: Path, schema: pa.Schema, blocks: Iterable[pa.RecordBatch]) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, schema) as writer:
        for block in blocks:
            writer.write_batch(block)


def _csv(path: Path, schema: pa.Schema, blocks: Iterable[pa.RecordBatch]) -> None:
    plain = pa.schema([pa.field(field.name, _plain(field.type)) for field in schema])
    with pacsv.CSVWriter(path, plain) as writer:
        for block in blocks:
            arrays = [_flat(column, field.type) for column, field in zip(block.columns, plain, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=plain))


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.string() if pa.types.is_nested(kind) else kind


def _flat(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_nested(column.type):
        texts = [
            None if value is None else json.dumps(value, ensure_ascii=False, default=str)
            for value in column.to_pylist()
        ]
        return pa.array(texts, pa.string())
    return column.cast(kind)


def _jsonl(path: Path, schema: pa.Schema, blocks: Iterable[pa.RecordBatch]) -> None:
    del schema
    with path.open("w", encoding="utf-8") as file:
        for block in blocks:
            for row in block.to_pylist():
                file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


class Parts:
    """The folder of parts beside a file. `key` says what they were made from; parts of anything else are dropped."""

    def __init__(self, path: Path, key: str, *, again: bool = False) -> None:
        self.path, self.folder = path, path.with_name(path.name + ".parts")
        self.write = writer_for(path)
        marker = self.folder / "key"
        if again or not (marker.exists() and marker.read_text("utf-8") == key):
            self.discard()
            self.folder.mkdir()
            marker.write_text(key, "utf-8")
        self.done = 0
        while self.note(self.done) is not None:
            self.done += 1

    def note(self, number: int) -> Any:
        """What was noted of a part that is complete; None for one that is not."""
        try:
            return json.loads((self.folder / f"{number:06}.json").read_text("utf-8"))
        except FileNotFoundError:
            return None

    def add(self, schema: pa.Schema, blocks: Iterable[pa.RecordBatch], note: Callable[[], Any]) -> None:
        """One more part; complete from the moment its note is there."""
        number = self.done
        rows = self.folder / f"{number:06}.arrow"
        _ipc(rows, schema, blocks)
        _settle(rows)
        beside = self.folder / f"{number:06}.tmp"
        beside.write_text(json.dumps(note(), ensure_ascii=False), "utf-8")
        _settle(beside)
        beside.replace(self.folder / f"{number:06}.json")
        self.done += 1

    def blocks(self) -> Iterator[pa.RecordBatch]:
        """The rows of all parts."""
        for number in range(self.done):
            with pa.OSFile(str(self.folder / f"{number:06}.arrow")) as file:
                yield from pa.ipc.open_stream(file)

    def finish(self, schema: pa.Schema, seen: Callable[[pa.RecordBatch], None]) -> None:
        """The file from its parts, in one step; `seen` is told every block. Then the parts are gone."""

        def told() -> Iterator[pa.RecordBatch]:
            for block in self.blocks():
                seen(block)
                yield block

        write_whole(self.path, schema, told())
        self.discard()

    def discard(self) -> None:
        """Removes the parts."""
        shutil.rmtree(self.folder, ignore_errors=True)
