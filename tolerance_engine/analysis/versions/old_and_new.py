"""Old and new: one case under the version of its conduct and under the version of its determination.

从旧兼从轻, the old rule unless the new one is lighter, is given as a result. It is never applied by itself: which
version governs is for the deciding body, and for what the rules themselves say of it (`temporal`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from tolerance_engine.analysis.versions.outcome_pairs import pairs_of, relation
from tolerance_engine.determine.case import Case, case_from
from tolerance_engine.determine.decide import determine
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.diagnostics import Diagnostic, choices
from tolerance_engine.errors import CaseError, RulesetError
from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.load import known_versions, load_by_clocks, load_version, named
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang, Words

Lighter = Literal["old", "new", "same", "open", "incomparable"]
_OUT_OF_FORCE = ("P011", "P012", "P013")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two dates: the file in force on it with its verdict, or why there is none."""

    day: date
    file: str | None
    verdict: Verdict | None
    missing: Diagnostic | None = None


class OldAndNew(Presentable):
    """A case under two versions of one ruleset. `old` is of the conduct, `new` of the determination."""

    def __init__(self, ruleset: str, old: Side, new: Side, pairs: tuple[tuple[str, str], ...]) -> None:
        self.ruleset = ruleset
        self.old, self.new = old, new
        self.pairs = pairs
        """What some completion gives: the outcome under the old version, and under the new one."""

    @property
    def same_version(self) -> bool:
        """Whether one version is in force on both dates."""
        return self.old.file is not None and self.old.file == self.new.file

    @property
    def lighter(self) -> Lighter | None:
        """Which version is lighter in every completion; `open` while that depends on what is not established.

        `incomparable` where an outcome is off the scale of severity or the two scales do not fit together; None
        where one of the versions is missing.
        """
        old, new = self.old.verdict, self.new.verdict
        if old is None or new is None:
            return None
        found = {relation(old.ruleset.linked, new.ruleset.linked, *pair) for pair in self.pairs}
        return found.pop() if len(found) == 1 else "open"

    @property
    def old_unless_lighter(self) -> Literal["old", "new"] | None:
        """The version that 从旧兼从轻 points to; None while that is open, or the two cannot be compared."""
        match self.lighter:
            case "new":
                return "new"
            case "old" | "same":
                return "old"
            case _:
                return None

    @property
    def temporal(self) -> str:
        """What the rules say of the date that counts: those in force at the determination, else at the conduct."""
        known = self.new.verdict or self.old.verdict
        assert known is not None
        return known.ruleset.linked.temporal

    def page(self, lang: Lang = "zh") -> Page:
        """Both versions side by side, which is lighter, and what that does not decide."""
        from tolerance_engine.analysis.versions.old_and_new_page import old_and_new_page

        return old_and_new_page(self, lang)

    def as_data(self) -> dict[str, Any]:
        """Plain data."""
        return plain(  # type: ignore[no-any-return]
            {
                "ruleset": self.ruleset,
                "old": _side_data(self.old),
                "new": _side_data(self.new),
                "same_version": self.same_version,
                "pairs": [{"old": old, "new": new} for old, new in self.pairs],
                "lighter": self.lighter,
                "old_unless_lighter": self.old_unless_lighter,
                "temporal": self.temporal,
            }
        )


def compare_versions(
    id_or_path: str | Path, case: Case | Mapping[str, Any], *, reading: str | None = None
) -> OldAndNew:
    """The case under the version in force on its conduct date, and under the one on its determination date.

    A version that does not know `reading` is read in its first one. A fact that only the other version declares
    says nothing here.

    Raises CaseError when one of the two dates is missing, or the case does not fit the versions; RulesetError when
    no version was in force on either date, when several were, or when neither has the reading.
    """
    case = case if isinstance(case, Case) else case_from(case)
    if case.conduct_date is None or case.determination_date is None:
        lacking = [name for name in ("conduct_date", "determination_date") if getattr(case, name) is None]
        message = Words(
            f"比较新旧版本要有行为日期和认定日期，缺 {'、'.join(lacking)}",
            f"comparing versions takes the conduct date and the determination date; missing: {', '.join(lacking)}",
        )
        raise CaseError([Diagnostic("K030", message)])
    sides = [_loaded(id_or_path, day) for day in (case.conduct_date, case.determination_date)]
    rulesets = [side for side in sides if isinstance(side[1], Ruleset)]
    if not rulesets:
        raise RulesetError([problem for _, problem in sides if isinstance(problem, Diagnostic)])
    loaded = [found for _, found in sides if isinstance(found, Ruleset)]
    if reading is not None and not any(reading in each.readings for each in loaded):
        known = dict.fromkeys(name for each in loaded for name in each.readings)
        message = Words(f"两个版本都没有 `{reading}` 这个口径", f"neither version has a reading `{reading}`")
        raise RulesetError([Diagnostic("P001", message, help=choices(known))])
    made = [
        _decided(day, file, found, case, loaded, reading)
        for day, (file, found) in zip((case.conduct_date, case.determination_date), sides, strict=True)
    ]
    old, new = made
    if old.verdict is None or new.verdict is None:
        return OldAndNew(loaded[0].id, old, new, ())
    return OldAndNew(loaded[0].id, old, new, pairs_of(old.verdict, new.verdict))


def ruleset_for(
    id_or_path: str | Path, case: Case | Mapping[str, Any], *, reading: str | None = None
) -> Ruleset:
    """The version that governs a case by its own `temporal`: the conduct date picks it, or the determination date.

    `old_unless_lighter` and `not_specified` go by the determination date; see `compare_versions` for the other.
    A case without dates gets the latest version. Raises RulesetError as `load_ruleset` does, and when versions
    overlap, when each of them claims the case, or when the conduct date is needed and not given.
    """
    from tolerance_engine.ruleset.clocks import Clocks

    case = case if isinstance(case, Case) else case_from(case)
    return load_by_clocks(id_or_path, Clocks(case.determination_date, case.conduct_date), reading=reading)


def _loaded(id_or_path: str | Path, day: date) -> tuple[str | None, Ruleset | Diagnostic]:
    """The version in force on a day; why there is none, where there is none."""
    from tolerance_engine.ruleset.clocks import on_day

    try:
        version = on_day(named(id_or_path), known_versions(id_or_path), day)
    except RulesetError as error:
        (found, *more) = error.diagnostics
        if more or found.code not in _OUT_OF_FORCE:
            raise
        return None, found
    return version.name, load_version(id_or_path, version, day)


def _decided(
    day: date,
    file: str | None,
    found: Ruleset | Diagnostic,
    case: Case,
    loaded: Iterable[Ruleset],
    reading: str | None,
) -> Side:
    if isinstance(found, Diagnostic):
        return Side(day, None, None, found)
    chosen = reading if reading in found.readings else found.readings[0] if reading else None
    return Side(day, file, determine(found, known_to(found, case, loaded), reading=chosen))


def known_to(ruleset: Ruleset, case: Case, loaded: Iterable[Ruleset]) -> Case:
    """The case without what only the other version declares. A name nobody declares stays, and is refused."""
    linked = ruleset.linked
    mine = {*linked.facts, *linked.dimensions, *linked.definitions}
    theirs = {
        name
        for each in loaded
        for name in (*each.linked.facts, *each.linked.dimensions, *each.linked.definitions)
    }
    foreign = theirs - mine
    if not foreign & {*case.facts, *case.findings}:
        return case
    return case.model_copy(
        update={
            "facts": {name: value for name, value in case.facts.items() if name not in foreign},
            "findings": {name: value for name, value in case.findings.items() if name not in foreign},
        }
    )


def _side_data(side: Side) -> dict[str, Any]:
    verdict = side.verdict
    if verdict is None:
        assert side.missing is not None
        return {"day": side.day, "file": None, "missing": side.missing.as_dict()}
    period = verdict.ruleset.linked.in_force
    return {
        "day": side.day,
        "file": side.file,
        "in_force": {"from": period.first_text, "to": period.last_text},
        "reading": verdict.reading,
        "outcome": verdict.outcome,
        "possible": verdict.possible,
        "applies": verdict.applies,
        "modality": verdict.modality,
        "sha256": verdict.ruleset.linked.digest,
    }
