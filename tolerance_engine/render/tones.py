"""What a tone adds to the text itself, and how any text is made harmless before it is drawn.

Colour is never the only carrier: `good`, `bad` and `open` are announced by a sign, the same in every format.
The signs are in every Chinese code page and say nothing about yes or no, only about which way a thing speaks.
"""

from __future__ import annotations

import re

from tolerance_engine.render.page import Inline, Note, Run, Tone

SIGNS: dict[Tone, str] = {"good": "↑", "bad": "↓", "open": "◇"}
REMARK = "※"  # opens a note whose tone has no sign
GLUE = "\u00a0"  # keeps a sign on the line of its word

_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
_CONTROLS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
# Direction overrides can make a sentence read as its opposite; lone surrogates cannot be written to a file.
_UNSAFE = (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))
_VISIBLE = _CONTROLS | dict.fromkeys(_UNSAFE, 0xFFFD)


def legible(text: str) -> str:
    """`text` on one line, white space made single; controls and direction overrides made visible."""
    return _SPACE.sub(" ", text).translate(_VISIBLE)


def visible(text: str) -> str:
    """`text` with controls and direction overrides made visible, columns kept."""
    return text.translate(_VISIBLE)


def signed(text: Inline) -> Inline:
    """The runs, legible, neighbours of one tone joined, the sign of its tone before each that has one."""
    drawn: list[Run] = []
    for run in _joined(text):
        sign = SIGNS.get(run.tone)
        if sign is None or run.text.isspace() or run.text.startswith(tuple(SIGNS.values())):
            drawn.append(run)
            continue
        before = drawn[-1].text[-1:] if drawn else ""
        if before.isalnum():
            drawn.append(Run(" "))
        drawn.append(Run(sign + GLUE + run.text.lstrip(), run.tone))
    return tuple(drawn)


def emphasised(text: Inline, tone: Tone) -> Inline:
    """The text with its plain runs in `tone`."""
    return tuple(Run(run.text, tone) if run.tone == "plain" else run for run in text)


def mark_of(tone: Tone) -> str:
    """The sign that opens a note of this tone."""
    return SIGNS.get(tone, REMARK)


def note_text(note: Note) -> Inline:
    """What stands behind the mark of a note. A tone with a sign stays with the mark, or it would stutter."""
    return note.text if note.tone in SIGNS else emphasised(note.text, note.tone)


def _joined(text: Inline) -> Inline:
    joined: list[Run] = []
    for run in text:
        if not run.text:
            continue
        if joined and joined[-1].tone == run.tone:
            joined[-1] = Run(joined[-1].text + run.text, run.tone)
        else:
            joined.append(run)
    return tuple(Run(legible(run.text), run.tone) for run in joined)
