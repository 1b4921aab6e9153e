"""Facing: planes as the columns of a result. What repeats is a dictionary column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tolerance_engine.batch.bits import bitmap, full, numbers

MOST = 32
"""Different sets in one block up to which each is a plane of its own."""

STEP = 42
"""Planes that are looked up together; with the number of a row before them they fit into 64 bits."""

SEPARATOR = "|"


def chosen(planes: Sequence[int], words: pa.Array, rows: int, valid: int) -> pa.DictionaryArray:
    """For each row the word whose plane it is in; planes share no row. Null outside `valid`."""
    bits = [0] * max(1, (len(planes) - 1).bit_length())
    for index, plane in enumerate(planes):
        for place in range(len(bits)):
            if index >> place & 1:
                bits[place] |= plane
    return _dictionary(numbers(bits, rows, pa.int8()), words, rows, valid)


def _dictionary(index: pa.Array, words: pa.Array, rows: int, valid: int) -> pa.DictionaryArray:
    whole = valid == full(rows)
    buffers = [None if whole else bitmap(valid, rows), index.buffers()[1]]
    nulls = 0 if whole else rows - valid.bit_count()
    index = pa.Array.from_buffers(index.type, rows, buffers, nulls)
    return pa.DictionaryArray.from_arrays(index, words, safe=False)


class Sets:
    """A column of sets of names, written `a|b`. Sets keep the number they were first given."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.seen: dict[int, int] = {}
        self.type = pa.int8() if len(names) < 7 else pa.int16() if len(names) < 15 else pa.int32()
        self._texts: list[str] = []
        self._words: pa.Array = pa.array([], pa.string())

    @property
    def kind(self) -> pa.DataType:
        """The type of the column."""
        return pa.dictionary(self.type, pa.string())

    def column(self, planes: Sequence[int], rows: int, valid: int) -> pa.DictionaryArray:
        """For each row of `valid` the names whose planes it is in."""
        parts = _parts(planes, valid)
        if len(parts) <= MOST:
            places = [(self._number(members), plane) for members, plane in parts.items()]
            highest = max((number for number, _ in places), default=0)
            bits = [0] * max(1, highest.bit_length())
            for number, plane in places:
                for place in range(len(bits)):
                    if number >> place & 1:
                        bits[place] |= plane
            index = numbers(bits, rows, self.type)
        else:
            index = self._looked_up(planes, rows)
        return _dictionary(index, self.words(), rows, valid)

    def _looked_up(self, planes: Sequence[int], rows: int) -> pa.Array:
        """Many different sets: each row's own number, and each different one looked up once."""
        keys: Sequence[int] = [0]
        index: pa.Array | None = None
        for first in range(0, len(planes), STEP):
            number = _wide(planes[first : first + STEP], rows)
            if index is not None:
                number = pc.add(pc.shift_left(index.cast(pa.int64()), pa.scalar(STEP, pa.int64())), number)
            encoded = number.dictionary_encode()
            low = (1 << STEP) - 1
            keys = [keys[value >> STEP] | (value & low) << first for value in encoded.dictionary.to_pylist()]
            index = encoded.indices
        places = pa.array([self._number(members) for members in keys], self.type)
        return places.take(index)

    def _number(self, members: int) -> int:
        number = self.seen.get(members)
        if number is None:
            number = self.seen[members] = len(self.seen)
            self._texts.append(self.text(members))
        return number

    def words(self) -> pa.Array:
        """The sets seen so far, as text."""
        if len(self._words) < len(self._texts):
            self._words = pa.array(self._texts, pa.string())
        return self._words

    def text(self, members: int) -> str:
        """One set."""
        return SEPARATOR.join(name for place, name in enumerate(self.names) if members >> place & 1)


def _wide(planes: Sequence[int], rows: int) -> pa.Array:
    """`numbers` for many planes: seven at a time in a byte each, which is several times as fast."""
    total: pa.Array | None = None
    for first in range(0, len(planes), 7):
        part = numbers(planes[first : first + 7], rows, pa.int8()).cast(pa.int64())
        total = part if total is None else pc.add(total, pc.shift_left(part, pa.scalar(first, pa.int64())))
    return total


def _parts(planes: Sequence[int], rows: int) -> Mapping[int, int]:
    """The rows by the set of planes that they are in. Stops early past `MOST` sets."""
    parts = {0: rows} if rows else {}
    for place, plane in enumerate(planes):
        if not plane:
            continue
        after: dict[int, int] = {}
        for members, inside in parts.items():
            with_it = inside & plane
            without = inside ^ with_it
            if with_it:
                after[members | 1 << place] = with_it
            if without:
                after[members] = without
        parts = after
        if len(parts) > MOST:
            break
    return parts
