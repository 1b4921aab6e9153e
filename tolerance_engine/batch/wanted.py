"""Wanted: what a caller asks of a batch, checked before anything is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import BatchError
from tolerance_engine.source import Words

Part = Literal["outcome", "possible", "decided", "findings", "applies", "missing", "readings"]
"""A part of the result. `findings` and `readings` are a column for each dimension and for each reading."""

PARTS: tuple[Part, ...] = get_args(Part)
USUAL: tuple[Part, ...] = ("outcome", "possible", "decided", "findings", "applies", "missing")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to give, how the table names things, and what to do with rows that cannot be used."""

    give: tuple[Part, ...] = USUAL
    columns: Mapping[str, str] = field(default_factory=dict)
    other: tuple[str, ...] = ()
    keep: tuple[str, ...] | None = None
    prefix: str = ""
    errors: Literal["raise", "column"] = "raise"


def wanted(
    give: Collection[str] | None,
    columns: Mapping[str, str] | None,
    other: Collection[str],
    keep: Collection[str] | None,
    prefix: str,
    errors: str,
) -> Wanted:
    """The same, checked. Raises BatchError for a part or a way that there is not."""
    problems = [*_unknown("give", give or (), PARTS), *_unknown("errors", (errors,), ("raise", "column"))]
    for name, value in (("give", give), ("other", other), ("keep", keep)):
        if isinstance(value, str):
            message = Words(
                f"`{name}` 要写成列表，却是文字 `{value}`", f"`{name}` is a list, found the text `{value}`"
            )
            problems = [Diagnostic("B007", message)]
    if problems:
        raise BatchError(problems)
    return Wanted(
        give=USUAL if give is None else tuple(part for part in PARTS if part in give),
        columns=dict(columns or {}),
        other=tuple(other),
        keep=None if keep is None else tuple(keep),
        prefix=prefix,
        errors="column" if errors == "column" else "raise",
    )


def _unknown(name: str, values: Collection[str], known: Collection[str]) -> Iterator[Diagnostic]:
    for value in values:
        if value not in known:
            message = Words(f"`{name}` 不能是 `{value}`", f"`{name}` cannot be `{value}`")
            yield Diagnostic("B007", message, help=nearest(str(value), known) or choices(known))
