"""Scales: numbers and days compared with the few thresholds of a ruleset, a whole column at a time.

A number is the decimal that is written, never a float: a column of floats is compared as the decimals that its
floats are written as, which are the ones `determine` reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pyarrow as pa
import pyarrow.compute as pc

from tolerance_engine.batch.bits import rows_of, truths, validity
from tolerance_engine.ruleset.model import Fact
from tolerance_engine.ruleset.values import MAX_DIGITS, BadValue, reasonable, typed_value
from tolerance_engine.ruleset.variables import Edge
from tolerance_engine.source import Words


def below_each(edges: Sequence[Edge], array: pa.Array, known: int) -> Iterator[int]:
    """For each cut the rows below it."""
    for edge in edges:
        yield _at_most(array, edge) & known


def _at_most(array: pa.Array, edge: Edge) -> int:
    """The rows below a cut, the cut itself included where the edge says so."""
    number, included = edge
    kind = array.type
    if pa.types.is_floating(kind):
        near = float(number)
        # a float is the decimal it is written as: at the float next to the edge that decides
        written = Decimal(float.__repr__(near))
        included = written < number or (written == number and included)
        test = pc.less_equal if included else pc.less
        return truths(test(array, pa.scalar(near, kind)))
    scale = kind.scale if pa.types.is_decimal(kind) else 0
    whole = _largest(Fraction(number) * 10**scale, included)
    low, high = _bounds(kind)
    if whole < low:
        return 0
    if whole >= high:
        return validity(array)
    exact = Decimal(f"{whole}E-{scale}") if pa.types.is_decimal(kind) else whole
    return truths(pc.less_equal(array, pa.scalar(exact, kind)))


def _largest(number: Fraction, included: bool) -> int:
    """The largest whole number below the cut."""
    return floor(number) if included else ceil(number) - 1


def _bounds(kind: pa.DataType) -> tuple[int, int]:
    if pa.types.is_decimal(kind):
        return -(10**kind.precision), 10**kind.precision - 1
    bits = kind.bit_width
    return (
        (0, 2**bits - 1) if pa.types.is_unsigned_integer(kind) else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )


def wrong_numbers(fact: Fact, array: pa.Array, known: int) -> dict[int, BadValue]:
    """Numbers out of bounds, not whole, not finite, or with more digits than a case may write."""
    kind = array.type
    suspect = 0
    if fact.minimum is not None:
        suspect |= _at_most(array, (fact.minimum, False))
    if fact.maximum is not None:
        suspect |= known & ~_at_most(array, (fact.maximum, True))
    if pa.types.is_floating(kind):
        size = pc.abs(array)
        suspect |= known & ~truths(pc.less(size, 1e29))  # NaN and infinity are not less either
        # a float below 1e-13 may need more digits than MAX_DIGITS after the point
        suspect |= truths(pc.and_(pc.less(size, 1e-12), pc.greater(size, 0.0)))
        if fact.whole:
            suspect |= truths(pc.not_equal(pc.floor(array), array))
    elif pa.types.is_decimal(kind):
        suspect |= known & ~_at_most(array, (Decimal(10) ** (MAX_DIGITS - 1), False))
        suspect |= _at_most(array, (-(Decimal(10) ** (MAX_DIGITS - 1)), True))
        if fact.whole:
            suspect |= truths(pc.not_equal(pc.floor(array), array))
        if kind.scale > MAX_DIGITS:
            suspect = known
    suspect &= known
    wrong = {}
    rows = rows_of(suspect, len(array))
    for row, value in zip(rows, array.take(pa.array(rows, pa.int64())).to_pylist(), strict=True):
        number = Decimal(float.__repr__(value)) if isinstance(value, float) else value
        try:
            if isinstance(number, Decimal) and not reasonable(number):
                raise BadValue(
                    Words(
                        f"`{fact.name}` 的数字太长，或不是数",
                        f"the number of `{fact.name}` is too long, or none",
                    ),
                    Words(
                        f"小数点前后各最多 {MAX_DIGITS} 位",
                        f"at most {MAX_DIGITS} digits before and after the point",
                    ),
                )
            typed_value(fact, number)
        except BadValue as bad:
            wrong[row] = bad
    return wrong


# dates -----------------------------------------------------------------------------------------------------


def as_days(array: pa.Array) -> tuple[pa.Array, dict[int, BadValue]]:
    """The column as whole days; the rows that have a time of day, or lie outside the calendar."""
    wrong: dict[int, BadValue] = {}
    days = array
    if not pa.types.is_date32(array.type):
        days = array.cast(pa.date32(), safe=False)
        if pa.types.is_timestamp(array.type):
            bad = truths(pc.not_equal(days.cast(array.type, safe=False), array))
            for row in rows_of(bad, len(array)):
                shown = str(array[row])
                wrong[row] = BadValue(
                    Words(f"`{shown}` 带有时刻", f"`{shown}` has a time of day"),
                    Words("应为日期 YYYY-MM-DD", "expected a date YYYY-MM-DD"),
                )
    outside = truths(pc.less(days, pa.scalar(date.min))) | truths(pc.greater(days, pa.scalar(date.max)))
    for row in rows_of(outside, len(array)):
        wrong[row] = BadValue(
            Words("日期不在公元 1 年到 9999 年之间", "the date lies outside the years 1 to 9999"),
            Words("应为日期 YYYY-MM-DD", "expected a date YYYY-MM-DD"),
        )
    return days, wrong


def days_from_each(starts: Sequence[date], days: pa.Array) -> Iterator[int]:
    """For each first day the rows on or after it."""
    for start in starts:
        yield truths(pc.greater_equal(days, pa.scalar(start)))
