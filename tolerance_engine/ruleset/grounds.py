"""Grounds: where a statement comes from and how surely. Every declared thing stands on one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tolerance_engine.source import Citation

Basis = Literal["stated", "implied", "interpretation"]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a provision comes from and how surely: citations, basis, and why it is read so."""

    cite: tuple[Citation, ...] = ()
    basis: Basis | None = None
    reason: str | None = None
