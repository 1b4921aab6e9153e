"""Bits: between Arrow's bitmaps and whole numbers with one bit a row.

The lowest bit is the first row, as in Arrow (Apache Arrow columnar format, validity bitmaps).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


@lru_cache(maxsize=8)
def full(rows: int) -> int:
    """The plane of all rows; most blocks have the same number of them."""
    return (1 << rows) - 1


def validity(array: pa.Array) -> int:
    """The rows that are not null."""
    if array.null_count == 0:
        return full(len(array))
    buffer = array.buffers()[0]
    if buffer is None:  # a union or null array keeps its nulls elsewhere
        return truths(pc.is_valid(array))
    return _slice(buffer, array.offset, len(array))


def truths(array: pa.BooleanArray, known: int | None = None) -> int:
    """The rows that are true; a null is not. `known` is the validity, where it was worked out before."""
    found = _slice(array.buffers()[1], array.offset, len(array))
    if known is None:
        known = validity(array) if array.null_count else -1
    return found & known


def _slice(buffer: Any, offset: int, rows: int) -> int:
    first = offset // 8
    last = (offset + rows + 7) // 8
    number = int.from_bytes(memoryview(buffer)[first:last], "little")
    if offset % 8:
        number >>= offset % 8
    return number & full(rows) if (offset + rows) % 8 else number


def bitmap(plane: int, rows: int) -> Any:
    """A plane as an Arrow buffer."""
    return pa.py_buffer(plane.to_bytes((rows + 7) // 8, "little"))


def boolean(plane: int, rows: int, valid: int | None = None) -> pa.BooleanArray:
    """A plane as a boolean column; null outside `valid`."""
    known = None if valid is None else bitmap(valid, rows)
    return pa.BooleanArray.from_buffers(pa.bool_(), rows, [known, bitmap(plane, rows)])


def rows_of(plane: int, rows: int) -> list[int]:
    """The numbers of the rows in a plane."""
    if not plane:
        return []
    return pc.indices_nonzero(boolean(plane, rows)).to_pylist()  # type: ignore[no-any-return]


def plane_of(numbers: Iterable[int], rows: int) -> int:
    """The plane of the rows with these numbers."""
    found = bytearray((rows + 7) // 8)
    for row in numbers:
        found[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(found, "little")


def from_flags(flags: Sequence[bool]) -> int:
    """A plane from a flag a row."""
    return truths(pa.array(flags, pa.bool_())) if flags else 0


def numbers(planes: Sequence[int], rows: int, type_: pa.DataType) -> pa.Array:
    """For each row the number whose bit i says whether the row is in plane i."""
    total = pa.array([0] * rows, type_) if not planes else None
    for place, plane in enumerate(planes):
        if plane or total is None:
            part = boolean(plane, rows).cast(type_)
            if place:
                part = pc.shift_left(part, pa.scalar(place, type_))
            total = (
                part if total is None else pc.bit_wise_or(total, part) if rows < 64 else pc.add(total, part)
            )
    return total


def seen(planes: Iterable[int]) -> tuple[int, int]:
    """The rows in some plane, and the rows in more than one."""
    once, twice = 0, 0
    for plane in planes:
        twice |= once & plane
        once |= plane
    return once, twice
