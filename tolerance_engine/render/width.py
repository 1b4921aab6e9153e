"""How wide text is on a terminal, and where its lines may break.

Chinese characters take two columns, combining marks none. Where terminals disagree (an emoji of several
code points) the wider answer is taken, so that a line never overflows. East-asian *ambiguous* characters
(box lines, “ ”, …) take one column, or two when a caller with such a terminal says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal

Columns = Literal[1, 2]

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_HANGUL_TAILS = range(0x1160, 0x1200)  # vowels and finals that melt into the syllable before
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_DRAWN_FORMATS = frozenset("\u00ad\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")


@lru_cache(maxsize=8192)
def _char_width(char: str, ambiguous: Columns) -> int:
    if " " <= char <= "~":
        return 1
    category = unicodedata.category(char)
    if ord(char) in _HANGUL_TAILS or (category in {"Mn", "Me", "Cf"} and char not in _DRAWN_FORMATS):
        return 0
    east_asian = unicodedata.east_asian_width(char)
    return 2 if east_asian in {"W", "F"} else ambiguous if east_asian == "A" else 1


def display_width(text: str, *, ambiguous: Columns = 1) -> int:
    """Columns that `text` takes on a terminal."""
    if text.isascii():
        return len(text)
    width = sum(_char_width(char, ambiguous) for char in text)
    # A narrow sign asked to look like an emoji is drawn two columns wide by newer terminals.
    for place in range(1, len(text)):
        if text[place] == _EMOJI_STYLE and _char_width(text[place - 1], ambiguous) == 1:
            width += 1
    return width


def clusters(text: str) -> Iterator[str]:
    """The text in pieces that must not be torn apart: a character with its marks, a joined emoji, a flag."""
    start = 0
    for place in range(1, len(text)):
        if not _belongs_to_previous(text, start, place):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _belongs_to_previous(text: str, start: int, place: int) -> bool:
    char, code = text[place], ord(text[place])
    if char.isascii():
        return False
    return (
        _char_width(char, 1) == 0
        or text[place - 1] == _JOINER
        or code in _SKIN_TONES
        or (code in _FLAG_LETTERS and place == start + 1 and ord(text[start]) in _FLAG_LETTERS)
    )


def pad(text: str, width: int, *, align: Literal["left", "right"] = "left", ambiguous: Columns = 1) -> str:
    """`text` filled with spaces to `width` columns; longer text stays as it is."""
    space = " " * (width - display_width(text, ambiguous=ambiguous))
    return text + space if align == "left" else space + text


def truncate(text: str, width: int, *, mark: str = "…", ambiguous: Columns = 1) -> str:
    """`text` cut to at most `width` columns, with `mark` where something was cut off."""
    if display_width(text, ambiguous=ambiguous) <= width:
        return text
    mark_width = display_width(mark, ambiguous=ambiguous)
    kept = take(text, width - mark_width, ambiguous=ambiguous).rstrip() if mark_width <= width else ""
    return kept + mark if mark_width <= width else ""


def take(text: str, width: int, *, ambiguous: Columns = 1) -> str:
    """The longest beginning of `text`, in whole clusters, that fits into `width` columns."""
    end = used = 0
    for cluster in clusters(text):
        used += display_width(cluster, ambiguous=ambiguous)
        if used > width:
            break
        end += len(cluster)
    return text[:end]


# No line begins with a closing mark, a stop or the second half of …… and ——; none ends with an opening mark.
NO_START = frozenset("，。、；：！？）」』》〉】〕］｝〗〙”’…—·・～‧％‰℃,.;:!?)]}%")
NO_END = frozenset("（「『《〈【〔［｛〖〘“‘￥＄＃№([{#$¥")
_QUOTES = frozenset("“”‘’…—·")
_WORD_JOINER = "\u2060"
# A space does not part a Chinese stop from what it closes, nor an opening mark from what it opens.
_WORD = re.compile(r"(?:[\u00a0\u202f]|\S|\s+(?=[，。、；：！？）」』》”])|(?<=[（「『《“])\s+)+")
_PIECE = re.compile(r"[^_\-/.:,;=&?]*[_\-/.:,;=&?]+|[^_\-/.:,;=&?]+")
_CHARACTER = re.compile(rf".{_EMOJI_STYLE}*", re.DOTALL)

Extent = tuple[int, int]


def wrap(text: str, width: int, *, ambiguous: Columns = 1) -> tuple[str, ...]:
    """`text` in lines of at most `width` columns; see `break_lines`."""
    return tuple(text[start:end] for start, end in break_lines(text, width, ambiguous=ambiguous))


def break_lines(text: str, width: int, *, hang: int = 0, ambiguous: Columns = 1) -> tuple[Extent, ...]:
    """Where each line of `text` starts and ends; spaces at a break belong to no line.

    Chinese breaks anywhere save before closing and after opening marks (禁则). Latin words, numbers and ids
    stay whole; only what is longer than a line is torn, after a `_ - / .` if there is one. The first line
    may be `hang` columns wider than the others.
    """

    def measure(start: int, end: int) -> int:
        return display_width(text[start:end], ambiguous=ambiguous)

    lines: list[Extent] = []
    line_start, line_end, used = 0, 0, 0
    for start, end in _fitting(text, width, ambiguous):
        grown = used + measure(line_end, end)
        if line_end and grown <= (width if lines else width + hang):
            line_end, used = end, grown
            continue
        if line_end:
            lines.append((line_start, line_end))
        line_start, line_end, used = start, end, measure(start, end)
    if line_end:
        lines.append((line_start, line_end))
    return tuple(_trimmed(text, lines))


def _fitting(text: str, width: int, ambiguous: Columns) -> Iterator[Extent]:
    """The unbreakable units of the text, torn further only where one is wider than a line."""

    def fits(start: int, end: int) -> bool:
        return display_width(text[start:end], ambiguous=ambiguous) <= width

    def torn(unit: Extent, level: int = 0) -> Iterator[Extent]:
        if level == len(_FINER) or fits(*unit):
            yield unit
            return
        for part in _FINER[level](text, unit):
            yield from torn(part, level + 1)

    for word in _words(text):
        for unit in _units(text, word):
            yield from _mended(text, torn(unit), fits)


def _mended(text: str, parts: Iterable[Extent], fits: Callable[[int, int], bool]) -> Iterator[Extent]:
    """The parts of a torn unit, each seam moved back to where a line may end, as far as lines allow."""
    rest = iter(parts)
    previous = next(rest)
    for part in rest:
        start, seam = previous[0], part[0]
        if _glued(text, seam):
            back = [place for place, _ in _clusters(text, (start, seam))][::-1]
            earlier = next((place for place in back if not _glued(text, place)), start)
            seam = earlier if fits(earlier, part[1]) else seam
        if seam > start:
            yield start, seam
        previous = seam, part[1]
    yield previous


def _words(text: str) -> Iterator[Extent]:
    return _trimmed(text, (word.span() for word in _WORD.finditer(text)))


def _trimmed(text: str, extents: Iterable[Extent]) -> Iterator[Extent]:
    """Without white space at either side: a word may hold some, and be torn just there."""
    for start, end in extents:
        held = text[start:end].strip()
        if held:
            inner = text.index(held, start)
            yield inner, inner + len(held)


def _units(text: str, word: Extent) -> Iterator[Extent]:
    """A word without spaces, parted wherever a line may end."""
    start = end = word[0]
    for atom in _atoms(text, word):
        if end > start and not _glued(text, atom[0]):
            yield start, end
            start = atom[0]
        end = atom[1]
    yield start, end


def _glued(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    # White space inside a word is there to hold it together.
    held = before.isspace() or after.isspace() or before == _WORD_JOINER
    return held or after in NO_START or before in NO_END


def _atoms(text: str, word: Extent) -> Iterator[Extent]:
    """Single Chinese characters and marks; stretches of anything narrow in one."""
    start = end = word[0]
    for cluster in clusters(text[slice(*word)]):
        place, end = end, end + len(cluster)
        if _stands_alone(text, place):
            if place > start:
                yield start, place
            yield place, end
            start = end
    if end > start:
        yield start, end


def _stands_alone(text: str, place: int) -> bool:
    if text[place] == "’" and text[place - 1 : place].isascii() and text[place + 1 : place + 2].isalpha():
        return False  # an apostrophe inside a word
    return text[place] in _QUOTES or _char_width(text[place], 1) == 2


def _pieces(text: str, unit: Extent) -> Iterator[Extent]:
    for start, end in _atoms(text, unit):
        for piece in _PIECE.finditer(text, start, end):
            yield piece.span()


def _clusters(text: str, unit: Extent) -> Iterator[Extent]:
    end = unit[0]
    for cluster in clusters(text[slice(*unit)]):
        place, end = end, end + len(cluster)
        yield place, end


def _characters(text: str, unit: Extent) -> Iterator[Extent]:
    return (character.span() for character in _CHARACTER.finditer(text, *unit))


_FINER: tuple[Callable[[str, Extent], Iterator[Extent]], ...] = (_pieces, _clusters, _characters)
