"""Pseudonyms: the same person under the same key always gets the same sign, and nobody without the key can tell who.

A plain hash would not do: all names and numbers of a region can be tried in minutes. The sign needs a key that
the office keeps apart from the records; losing the key cuts the link for good.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, field

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RecordError
from tolerance_engine.source import Words

MIN_KEY = 32
"""Bytes of a key, as many as the hash has."""
_DIGITS = 20  # 80 bits: among a million persons the chance that two share a sign is below 1 in 10^12
_DOMAIN = b"tolerance-pseudonym/1"
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
# Names of many peoples are written with a dot, for which keyboards have half a dozen signs.
_DOTS = dict.fromkeys(map(ord, "\u2022\u2027\u2219\u22c5\u30fb\u2e31\u0387\u16eb"), "\u00b7")
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_PADDING = re.compile(rf"(?<=[{_HAN}·])\s+(?=[{_HAN}·])")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


def settled(value: str) -> str:
    """The spelling under which a value is the same value: widths, dots, padding and case made one.

    NFKC first: full-width letters and digits are the plain ones. A name padded to three places is the name.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", value)).translate(_DOTS)
    text = unicodedata.normalize("NFKC", " ".join(text.split()).casefold())
    return _PADDING.sub("", text).replace(" ·", "·").replace("· ", "·")


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Signs under one key. The key is bytes from a file that only the office reads; at least 32, drawn at random.

    Raises RecordError (F250) for a key that is too short.
    """

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < MIN_KEY:
            message = Words(
                f"密钥只有 {len(self.key)} 字节，至少要 {MIN_KEY} 字节",
                f"the key has {len(self.key)} bytes, at least {MIN_KEY} are needed",
            )
            help_ = Words(
                "用 openssl rand 32 生成，另行保管", "make one with openssl rand 32 and keep it apart"
            )
            raise RecordError([Diagnostic("F250", message, help=help_)])

    def of(self, kind: str, value: str) -> str:
        """The sign of `value`, as `kind-…`; kinds (`person`, `id_card`) have signs of their own.

        Raises RecordError (F251) for a kind that is no identifier or a value that is empty; the message does not
        show the value.
        """
        plain = settled(value)
        if not _FIELD.fullmatch(kind) or not plain:
            message = Words(
                "假名要有类别（小写英文标识）和不空的内容",
                "a pseudonym needs a kind (an identifier) and a value",
            )
            raise RecordError([Diagnostic("F251", message)])
        text = b"\x1f".join((_DOMAIN, kind.encode(), plain.encode("utf-8", "surrogatepass")))
        return f"{kind}-{hmac.new(self.key, text, hashlib.sha256).hexdigest()[:_DIGITS]}"

    @property
    def key_id(self) -> str:
        """Which key this is, without giving it away: to be noted beside the records."""
        return hmac.new(self.key, _DOMAIN + b" key", hashlib.sha256).hexdigest()[:12]
