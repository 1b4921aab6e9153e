"""Sources: Parquet, Arrow, CSV and JSONL files as blocks of rows; nothing but a block is held at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from tolerance_engine.batch.run import CHUNK
from tolerance_engine.diagnostics import Diagnostic, choices
from tolerance_engine.errors import BatchError
from tolerance_engine.source import Words

Kind = Literal["parquet", "ipc", "csv", "jsonl"]

KINDS: dict[str, Kind] = {
    ".parquet": "parquet",
    ".arrow": "ipc",
    ".feather": "ipc",
    ".ipc": "ipc",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""The kinds of table by the suffix of the file; read and written alike."""


@dataclass(frozen=True)
class Source:
    """A table that is read block by block. `texts` says that booleans are written as texts."""

    schema: pa.Schema
    blocks: Callable[[int], Iterator[pa.RecordBatch]]
    """The blocks from a row on."""
    texts: bool = False
    count: Callable[[], int] | None = None
    """How many rows there are, as far as that can be seen without reading them."""


def file_source(path: Path) -> Source:
    """The file's rows. Raises BatchError for a file that cannot be read, or whose kind is not known."""
    make = {"parquet": _parquet, "ipc": _ipc, "csv": _csv, "jsonl": _jsonl}[kind_of(path)]
    with readable(path):
        return make(path)


def kind_of(path: Path) -> Kind:
    """What kind of table a file is, by its name. Raises BatchError for a kind that is not known."""
    found = KINDS.get(path.suffix.lower())
    if found is None:
        message = Words(
            f"`{path}` 的后缀不是认识的表格", f"the suffix of `{path}` is no kind of table known here"
        )
        known = choices([".parquet", ".arrow", ".csv", ".jsonl"])
        raise BatchError([Diagnostic("B008", message, help=known)])
    return found


class readable:  # noqa: N801  (reads as a word in `with`)
    """Turns what goes wrong while reading `path` into a BatchError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, problem: BaseException | None, _: Any) -> None:
        if isinstance(problem, OSError | pa.ArrowException | UnicodeDecodeError):
            said = (getattr(problem, "strerror", None) or str(problem)).splitlines()[0]
            message = Words(f"读不了 `{self.path}`：{said}", f"cannot read `{self.path}`: {said}")
            help_ = Words("文字的表格要用 UTF-8 编码", "tables of text are UTF-8")
            raise BatchError([Diagnostic("B009", message, help=help_)]) from None


def guarded(path: Path, blocks: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The blocks, problems of reading said as a BatchError."""
    while True:
        with readable(path):
            block = next(blocks, None)
        if block is None:
            return
        yield block


def _dropped(blocks: Iterator[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """The blocks without their first rows."""
    for block in blocks:
        if rows >= block.num_rows:
            rows -= block.num_rows
        else:
            yield block.slice(rows)
            rows = 0


def _parquet(path: Path) -> Source:
    file = pq.ParquetFile(path)
    sizes = [file.metadata.row_group(index).num_rows for index in range(file.metadata.num_row_groups)]

    def blocks(first: int) -> Iterator[pa.RecordBatch]:
        group = 0
        while group < len(sizes) and first >= sizes[group]:
            first -= sizes[group]
            group += 1
        groups = list(range(group, len(sizes)))
        if not groups:
            return
        read = pq.ParquetFile(path).iter_batches(batch_size=CHUNK, row_groups=groups)
        yield from guarded(path, _dropped(read, first))

    return Source(file.schema_arrow, blocks, count=lambda: int(file.metadata.num_rows))


def _ipc(path: Path) -> Source:
    def opened() -> Any:
        handle = pa.memory_map(str(path))
        try:
            return pa.ipc.open_file(handle)
        except pa.ArrowInvalid:
            handle.seek(0)
            return pa.ipc.open_stream(handle)

    def batches() -> Iterator[pa.RecordBatch]:
        reader = opened()
        if isinstance(reader, pa.RecordBatchFileReader):
            return (reader.get_batch(index) for index in range(reader.num_record_batches))
        return iter(reader)

    return Source(opened().schema, lambda first: guarded(path, _dropped(batches(), first)))


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _csv(path: Path) -> Source:
    """Every column as text: what a text says is seen by the ruleset, row by row."""
    first_look = pacsv.open_csv(path)
    names = first_look.schema.names
    first_look.close()
    options = pacsv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
    )

    def blocks(first: int) -> Iterator[pa.RecordBatch]:
        with readable(path):
            read = pacsv.open_csv(
                path, convert_options=options, read_options=pacsv.ReadOptions(block_size=1 << 23)
            )
        yield from guarded(path, _dropped(iter(read), first))

    schema = pa.schema([pa.field(name, pa.string()) for name in names])
    return Source(schema, blocks, texts=True, count=lambda: max(0, _lines(path) - 1))


def _jsonl(path: Path) -> Source:
    """A row a line: names and values, or a case with `facts` and `findings`."""
    first = list(islice(_objects(path), CHUNK))
    lists: dict[str, bool] = {}
    for _, row in first:
        for name, value in row.items():
            lists[name] = lists.get(name, False) or isinstance(value, list)
    schema = pa.schema(
        [pa.field(name, pa.list_(pa.string()) if several else pa.string()) for name, several in lists.items()]
    )

    def blocks(skip: int) -> Iterator[pa.RecordBatch]:
        rows = islice(_objects(path), skip, None)
        while piece := list(islice(rows, CHUNK)):
            columns: dict[str, list[Any]] = {name: [] for name in schema.names}
            for line, row in piece:
                for name, value in row.items():
                    if name not in columns or (isinstance(value, list) and not lists[name]):
                        raise _late(path, line, name)
                for name, cells in columns.items():
                    value = row.get(name)
                    cells.append(
                        [value]
                        if lists[name] and value is not None and not isinstance(value, list)
                        else value
                    )
            yield pa.RecordBatch.from_arrays(
                [pa.array(columns[field.name], field.type) for field in schema], schema=schema
            )

    return Source(schema, lambda skip: guarded(path, blocks(skip)), texts=True, count=lambda: _lines(path))


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as file:
        for line, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                row = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict):
                message = Words(f"{path}:{line}: 不是 JSON 的映射", f"{path}:{line}: no JSON object")
                raise BatchError([Diagnostic("B009", message)])
            yield line, {name: _text(path, line, name, value) for name, value in _flat(row).items()}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(row.get("facts"), dict) and not isinstance(row.get("findings"), dict):
        return row
    found = {name: value for name, value in row.items() if name not in ("facts", "findings", "evidence")}
    return {**found, **(row.get("facts") or {}), **(row.get("findings") or {})}


def _text(path: Path, line: int, name: str, value: Any) -> Any:
    if isinstance(value, dict) and not set(value) - {"value", "one_of", "conflicting", "evidence"}:
        value = value.get("value") if "value" in value else value.get("one_of")
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str | Decimal):
        return value
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return [_text(path, line, name, each) for each in value]
    message = Words(
        f"{path}:{line}: `{name}` 的值不能是映射", f"{path}:{line}: the value of `{name}` cannot be an object"
    )
    raise BatchError([Diagnostic("B009", message)])


def _late(path: Path, line: int, name: str) -> BatchError:
    message = Words(
        f"{path}:{line}: `{name}` 前 {CHUNK} 行里没有，或者那里不是列表",
        f"{path}:{line}: `{name}` is not in the first {CHUNK} lines, or is no list there",
    )
    help_ = Words(
        "在第一行就写出全部名称，没有的写 null", "name everything in the first line, null where open"
    )
    return BatchError([Diagnostic("B009", message, help=help_)])
