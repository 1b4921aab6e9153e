"""Catalogue: which rulesets there are, and which version is in force on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.files import Period
from tolerance_engine.source import Label, Words


@dataclass(frozen=True, slots=True)
class RulesetInfo:
    """One version of a shipped ruleset."""

    id: str
    title: Label
    region: Label | None
    in_force: Period
    readings: tuple[str, ...]
    file: str


@cache
def builtin_root() -> Traversable:
    """The shipped `rulesets` folder: inside the package when installed, beside it in a checkout."""
    packed = files("tolerance_engine") / "rulesets"
    if packed.is_dir():
        return packed
    return Path(__file__).resolve().parent.parent.parent / "rulesets"


def builtin_ids() -> tuple[str, ...]:
    """The ids of the shipped rulesets."""
    root = builtin_root()
    return tuple(sorted(entry.name for entry in root.iterdir() if entry.is_dir() and any(versions(entry))))


def versions(folder: Traversable) -> Iterator[Traversable]:
    """The version files of one ruleset, oldest name first."""
    yield from sorted((e for e in folder.iterdir() if e.name.endswith(".yaml")), key=lambda e: e.name)


def folder_of(id_: str, beside: Path | None = None) -> Traversable:
    """The folder of a ruleset id: among the neighbours of the file that asks, else among the shipped ones."""
    if beside is not None and (beside / id_).is_dir() and any(versions(beside / id_)):
        return beside / id_
    if id_ in builtin_ids():
        return builtin_root() / id_
    message = Words(f"没有名为 `{id_}` 的规则集", f"no ruleset is named `{id_}`")
    known = builtin_ids()
    raise RulesetError([Diagnostic("P010", message, help=nearest(id_, known) or choices(known))])


def not_in_force(id_: str, on: date, periods: list[Period], clock: Words | None = None) -> RulesetError:
    """Why no version answers for `on`: not yet in force, ended, or between two versions. Dates only, no law.

    `clock` says which of the two dates `on` is.
    """
    spans = "；".join(f"{p.first_text} 至 {p.last_text}" for p in periods)
    english = "; ".join(f"{p.first_text} to {p.last_text}" for p in periods)
    day, english_day = (f"{clock.zh} {on} ", f"{clock.en}, {on}") if clock else (f" {on} ", f"{on}")
    if all(p.first is not None and on < p.first for p in periods):
        code, message = (
            "P011",
            Words(f"`{id_}` 在{day}尚未施行", f"`{id_}` was not yet in force on {english_day}"),
        )
    elif all(p.last is not None and p.last < on for p in periods):
        code, message = (
            "P012",
            Words(f"`{id_}` 在{day}已经失效", f"`{id_}` was no longer in force on {english_day}"),
        )
    else:
        code, message = (
            "P013",
            Words(f"`{id_}` 在{day}没有有效版本", f"`{id_}` has no version in force on {english_day}"),
        )
    help_ = Words(f"各版本的有效期：{spans}", f"versions in force: {english}")
    return RulesetError([Diagnostic(code, message, help=help_)])
