"""A job: a file in, a file out, in parts, so that a run that was killed goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from tolerance_engine.batch.run import Batch
from tolerance_engine.batch.sinks import PART, Parts, write_whole, writer_for
from tolerance_engine.batch.sources import Source
from tolerance_engine.batch.summary import BatchSummary, Counting
from tolerance_engine.batch.tables import cut_up
from tolerance_engine.batch.wrong import ERRORS, SHOWN, WrongRow, error_table, raise_wrong
from tolerance_engine.determine.receipt import rulesets_of
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import BatchError
from tolerance_engine.source import Words
from tolerance_engine.version import __version__

Progress = Callable[[int], None]
"""Told how many more rows are done."""


@dataclass(frozen=True)
class Job:
    """What is to be written where. `explain_to` gets the verdicts of undetermined rows, at most `explain_most`."""

    batch: Batch
    source: Source
    given: Path
    out: Path
    errors_to: Path | None = None
    explain_to: Path | None = None
    explain_most: int = 1000
    by: str | None = None
    again: bool = False
    part: int = PART


@dataclass
class Finished:
    """What a job came to. `resumed` counts the rows that an earlier run had done."""

    summary: BatchSummary
    resumed: int
    explained: int


@dataclass
class _Part:
    """What is noted while one part is made."""

    rows: int = 0
    wrong: list[WrongRow] = field(default_factory=list)
    count: int = 0
    explained: list[str] = field(default_factory=list)


def run_job(job: Job, progress: Progress) -> Finished:
    """Does the job. Raises BatchError before anything is written where the table or the files cannot be used,
    and at the end, with nothing written, where rows cannot and errors are to be raised."""
    for path in (job.out, job.errors_to):
        if path is not None:
            writer_for(path)
    counting = Counting(job.batch.ruleset, job.batch.schema.names, by=job.by, prefix=job.batch.wanted.prefix)
    _refuse_same(job)
    parts = Parts(job.out, _key(job), again=job.again)
    first, explained, bad = 0, 0, 0
    for number in range(parts.done):
        note = parts.note(number)
        first, explained, bad = first + note["rows"], explained + len(note["explained"]), bad + note["count"]
    resumed = first
    progress(first)
    blocks = cut_up(job.source.blocks(first))
    while True:
        part = _Part()
        given = _results(job, blocks, first, part, job.explain_most - explained, progress)
        start = next(given, None)
        if start is None:
            break
        parts.add(job.batch.schema, _chain(start, given), partial(_noted, part))
        first, explained, bad = first + part.rows, explained + len(part.explained), bad + part.count
    if bad and job.batch.wanted.errors == "raise":
        shown = [each for number in range(parts.done) for each in _wrong(parts.note(number))[:SHOWN]]
        parts.discard()  # the rows have to be mended first, and then it is another file
        raise_wrong(bad, shown[:SHOWN], first)
    if job.errors_to is not None:
        write_whole(job.errors_to, ERRORS, _error_blocks(parts))
    if job.explain_to is not None:
        lines = (line for number in range(parts.done) for line in parts.note(number)["explained"])
        _write_lines(job.explain_to, lines)
    parts.finish(job.batch.schema, counting.add)
    return Finished(counting.summary(), resumed, explained)


def _wrong(note: dict[str, Any]) -> list[WrongRow]:
    return [WrongRow(row, column, code, Words(zh, en)) for row, column, code, zh, en in note["wrong"]]


def _error_blocks(parts: Parts) -> Iterator[pa.RecordBatch]:
    """The rows that cannot be used, part by part, counted from 1."""
    for number in range(parts.done):
        yield from error_table(_wrong(parts.note(number)), first=1).to_batches()


def _results(
    job: Job, blocks: Iterator[pa.RecordBatch], first: int, part: _Part, explain: int, progress: Progress
) -> Iterator[pa.RecordBatch]:
    """The results of one part's rows; what is noted of them goes into `part`."""
    keep_all = job.errors_to is not None
    while part.rows < job.part:
        block = next(blocks, None)
        if block is None:
            return
        result, wrong = job.batch.block(block, first + part.rows)
        part.count += wrong.count
        part.wrong += wrong.rows() if keep_all else job.batch.named(block, wrong, SHOWN - len(part.wrong))
        if job.explain_to is not None and len(part.explained) < explain:
            part.explained += _explained(job, block, first + part.rows, explain - len(part.explained))
        part.rows += block.num_rows
        yield result
        progress(block.num_rows)


def _explained(job: Job, block: pa.RecordBatch, first: int, most: int) -> list[str]:
    """The verdicts of undetermined rows, a line of JSON each; rows are counted from 1."""
    found = []
    for row in job.batch.open_rows(block)[:most]:
        verdict = job.batch.verdict(block, row, str(first + row + 1))
        found.append(json.dumps({"row": first + row + 1, **verdict.model_dump()}, ensure_ascii=False))
    return found


def _noted(part: _Part) -> dict[str, Any]:
    wrong = [(each.row, each.column, each.code, *each.message) for each in part.wrong]
    return {"rows": part.rows, "count": part.count, "wrong": wrong, "explained": part.explained}


def _chain(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest


def _key(job: Job) -> str:
    """What parts were made from: anything else makes them useless."""
    batch, stat = job.batch, job.given.stat()
    made_from = {
        "engine": __version__,
        "rulesets": list(rulesets_of(batch.ruleset.linked)),
        "reading": batch.program.reading,
        "wanted": [
            batch.wanted.give,
            sorted(batch.wanted.columns.items()),
            batch.wanted.other,
            batch.wanted.keep,
        ],
        "way": [batch.wanted.prefix, batch.wanted.errors, job.errors_to is not None, job.part],
        "explain": [job.explain_to is not None, job.explain_most],
        "given": [str(job.given.resolve()), stat.st_size, stat.st_mtime_ns],
    }
    return json.dumps(made_from, ensure_ascii=False)


def _refuse_same(job: Job) -> None:
    seen = {job.given.resolve()}
    for path in (job.out, job.errors_to, job.explain_to):
        if path is None:
            continue
        if path.resolve() in seen:
            message = Words(f"`{path}` 写了两次", f"`{path}` is named twice")
            help_ = Words("输入、输出各用一个文件", "every input and output is a file of its own")
            raise BatchError([Diagnostic("B012", message, help=help_)])
        seen.add(path.resolve())


def _write_lines(path: Path, lines: Iterator[str]) -> None:
    beside = path.with_name(f".{path.name}.tmp")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
        beside.replace(path)
    except OSError as problem:
        said = problem.strerror or str(problem)
        raise BatchError(
            [Diagnostic("B012", Words(f"写不了 `{path}`：{said}", f"cannot write `{path}`: {said}"))]
        ) from None
    finally:
        beside.unlink(missing_ok=True)
