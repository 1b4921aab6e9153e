"""Lint equals brute force: on random rulesets every claim is checked over all possible cases, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.determine.mutants import mutants
from tests.drafter import Options
from tests.laws.support import Sample, how_many, samples
from tests.lint.support import replay
from tests.oracles.brute_answers import Row, Table
from tests.strategies import Draft
from tolerance_engine.analysis.lint import LintReport, lint

pytestmark = pytest.mark.laws
OPTIONS = Options(cases=96, items=8, derive=False, uses=False)


def _linted(first: int, count: int) -> Iterator[tuple[Sample, LintReport]]:
    for sample in samples(first, how_many(count), OPTIONS):
        yield sample, lint(sample.ruleset)


def _subjects(report: LintReport, *codes: str) -> set[str]:
    return {finding.subject for finding in report if finding.code in codes}


def _inside(sample: Sample, reading: str | None) -> list[Row]:
    """The possible cases in scope."""
    return [row for row in sample.rows(reading) if row.outcome != "not_applicable"]


def _prevail(sample: Sample, row: Row, name: str) -> bool:
    """Whether some clause decides instead of `name`, both applying."""
    scale = [outcome["id"] for outcome in sample.draft.document["outcomes"]]
    clause = row.sight.clauses[name]
    combine = row.sight.law.choose(sample.draft.document.get("combine", "must_agree"))
    own = scale.index(clause["then"])
    for other_name, other in row.sight.clauses.items():
        if other_name == name or "then" not in other or not row.sight.applies(other_name):
            continue
        rank = scale.index(other["then"])
        if other["kind"] == "exclusion" and (clause["kind"] == "ground" or rank > own):
            return True
        if other["kind"] == clause["kind"] == "ground" and (
            (combine == "most_favourable" and rank < own) or (combine == "least_favourable" and rank > own)
        ):
            return True
    return False


def test_dead_and_shadowed_clauses_are_exactly_those() -> None:
    """A clause is dead iff it applies in no case, and shadowed iff it applies and something always prevails."""
    dead = shadowed = 0
    for sample, report in _linted(910_000, 110):
        clauses = {clause["id"]: clause for clause in sample.draft.document["clauses"]}
        met: dict[str, list[tuple[Row, bool]]] = {name: [] for name in clauses}
        exists: set[str] = set()
        any_inside = False
        for reading in sample.draft.readings:
            rows = _inside(sample, reading)
            any_inside = any_inside or bool(rows)
            exists |= set(sample.tables[reading].law.clauses) if rows else set()
            for row in rows:
                for name in row.sight.clauses:
                    if row.sight.applies(name):
                        prevails = "then" in clauses[name] and _prevail(sample, row, name)
                        met[name].append((row, prevails))
        wanted = {name for name in exists if not met[name]}
        assert _subjects(report, "R103") == wanted, sample.tell()
        wanted_shadowed = {
            name
            for name, seen in met.items()
            if seen and "then" in clauses[name] and all(prevails for _, prevails in seen)
        }
        assert _subjects(report, "R104") == wanted_shadowed, sample.tell()
        assert bool(_subjects(report, "R100")) == any(
            not _inside(sample, reading) for reading in sample.draft.readings
        ), sample.tell()
        dead, shadowed = dead + len(wanted), shadowed + len(wanted_shadowed)
    assert (dead and shadowed) or how_many(110) < 110


def test_conflicts_and_outcomes_out_of_reach_are_exactly_those() -> None:
    """A conflict is found iff some case ends in one, and an outcome is out of reach iff no case ends in it."""
    for sample, report in _linted(920_000, 60):
        reached = {row.outcome for reading in sample.draft.readings for row in sample.rows(reading)}
        assert bool(_subjects(report, "R102")) == ("conflict" in reached), sample.tell()
        outcomes = {outcome["id"] for outcome in sample.draft.document["outcomes"]}
        if any(_inside(sample, reading) for reading in sample.draft.readings):
            assert _subjects(report, "R109") == outcomes - reached, sample.tell()


def test_clauses_that_could_go_could_go() -> None:
    """Without the clauses called redundant or without bite, all together, every case ends as before."""
    gone = 0
    for sample, report in _linted(930_000, 110):
        grounds = {c["id"] for c in sample.draft.document["clauses"] if c["kind"] != "exception"}
        spare = _subjects(report, "R105", "R106") & grounds
        if not spare:
            continue
        gone += len(spare)
        changed = deepcopy(sample.draft.document)
        changed["clauses"] = [c for c in changed["clauses"] if c["id"] not in spare]
        if not changed["clauses"]:
            continue
        for reading in sample.draft.readings:
            assert _outcomes(sample, changed, reading) == _outcomes(sample, sample.draft.document, reading), (
                sample.tell(spare=spare)
            )
    assert gone or how_many(110) < 110


def _outcomes(sample: Sample, document: dict[str, Any], reading: str | None) -> list[str]:
    """How every possible world of the sample ends under a document, in the worlds' own order."""
    law = Table(document, reading, sample.draft.uses).law
    return [type(row.sight)(law, row.sight.world).decide()[0] for row in sample.rows(reading)]


def test_idle_facts_are_exactly_the_spare_ones() -> None:
    """No answer depends on the facts called idle, and of the other facts that are asked for none could join them."""
    found = 0
    for sample, report in _linted(940_000, 80):
        idle = _subjects(report, "R108")
        live = [reading for reading in sample.draft.readings if _inside(sample, reading)]
        tables = {reading: _answers(sample, reading) for reading in live}
        if not live:
            continue
        found += len(idle)
        assert all(_spare(answers, idle) for answers in tables.values()), sample.tell(idle=idle)
        for name in set(sample.draft.document["facts"]) - idle:
            joined = idle | {name}
            assert not all(_spare(answers, joined) for answers in tables.values()), sample.tell(fact=name)
    assert found or how_many(80) < 80


def _answers(sample: Sample, reading: str | None) -> list[tuple[dict[str, Any], Any]]:
    """Every possible world, with its outcome, its findings and, in scope, the clauses that apply."""
    inside = {id(row) for row in _inside(sample, reading)}
    return [
        (
            row.sight.world,
            (
                row.outcome,
                *(row.finding(name) for name in sample.draft.document.get("dimensions", ())),
                *(n for n in row.sight.clauses if id(row) in inside and row.sight.applies(n)),
            ),
        )
        for row in sample.rows(reading)
    ]


def _spare(answers: list[tuple[dict[str, Any], Any]], names: set[str]) -> bool:
    """Whether outcome and clauses can be told without these facts."""
    seen: dict[str, set[Any]] = {}
    scoped: dict[str, set[Any]] = {}
    for world, (outcome, *clauses) in answers:
        rest = str(sorted((name, str(value)) for name, value in world.items() if name not in names))
        seen.setdefault(rest, set()).add(outcome)
        if outcome != "not_applicable":
            scoped.setdefault(rest, set()).add(tuple(clauses))
    return all(len(each) == 1 for each in (*seen.values(), *scoped.values()))


def test_idle_conditions_are_exactly_those() -> None:
    """A provision has an idle condition iff some item or `unless` can go without it holding of other cases."""
    idle = busy = 0
    for sample, report in _linted(970_000, 60):
        document = sample.draft.document
        live = [reading for reading in sample.draft.readings if _inside(sample, reading)]
        found = _subjects(report, "R107")
        spare: dict[str, bool] = {}
        for mutant in mutants(document):
            part, _, name = mutant.part.partition(".")
            _, _, under = mutant.taken.partition(" under ")
            if under and not any(under == reading for reading in _reading_it(sample, live, name)):
                continue  # wording for a reading that the clause does not have
            if part in ("clauses", "definitions") and (" from " in mutant.taken or mutant.taken == "unless"):
                same = _same_truth(sample, mutant.document, live, part, name)
                spare[name] = spare.get(name, False) or same
        for name, can in spare.items():
            constant = _constant(sample, live, name)
            if constant is None:
                assert (name in found) == can, sample.tell(provision=name)
                idle, busy = idle + can, busy + (not can)
            else:
                clause = any(c["id"] == name for c in document["clauses"])
                assert (name in found) == (bool(live) and (constant or not clause)), sample.tell(
                    provision=name
                )
    assert (idle and busy) or how_many(60) < 70


def _reading_it(sample: Sample, live: list[str | None], name: str) -> list[str | None]:
    """The readings with cases in scope under which a clause exists; of a definition, all that have."""
    clauses = {clause["id"]: clause for clause in sample.draft.document["clauses"]}
    return [reading for reading in live if reading in clauses.get(name, {}).get("readings", live)]


def _truth(sight: Any, document: dict[str, Any], name: str) -> bool | None:
    """Whether a clause's own condition or a definition holds; None for a clause that the reading does not have."""
    if name in document.get("definitions", {}):
        return bool(sight.holds(document["definitions"][name]["when"]))
    clause = next(c for c in document["clauses"] if c["id"] == name)
    if name not in sight.clauses:
        return None
    return sight.holds(clause["when"]) and not ("unless" in clause and sight.holds(clause["unless"]))


def _same_truth(
    sample: Sample, changed: dict[str, Any], live: list[str | None], part: str, name: str
) -> bool:
    """Whether the provision as changed holds of the same cases; what it asks for is left as it was."""
    assert part in ("clauses", "definitions")
    return all(
        _truth(row.sight, sample.draft.document, name) == _truth(row.sight, changed, name)
        for reading in live
        for row in _inside(sample, reading)
    )


def _constant(sample: Sample, live: list[str | None], name: str) -> bool | None:
    """The one truth value of a provision, when it has only one in all cases."""
    values = {
        _truth(row.sight, sample.draft.document, name) for reading in live for row in _inside(sample, reading)
    } - {None}
    return None if len(values) == 2 else values == {True}


def test_every_witness_is_a_case_that_ends_as_it_says() -> None:
    """Each case that comes with a finding decides as shown, by the engine and in every completion."""
    shown = 0
    for sample, report in _linted(950_000, 40):
        for finding in report:
            if finding.witness is not None:
                replay(sample.ruleset, finding.witness)
                shown += 1
    assert shown


def test_order_in_the_file_changes_only_which_of_two_is_named() -> None:
    """Dead and shadowed clauses, conflicts, idle facts and outcomes out of reach do not depend on the file's order."""
    for sample, report in _linted(960_000, 25):
        document = dict(sample.draft.document)
        document["clauses"] = list(reversed(document["clauses"]))
        other = lint(Sample(Draft(document, sample.draft.uses, sample.draft.pools), sample.rng).ruleset)
        for code in ("R100", "R101", "R103", "R104", "R109", "R121"):
            assert _subjects(report, code) == _subjects(other, code), sample.tell(code=code)
        assert bool(_subjects(report, "R102")) == bool(_subjects(other, "R102")), sample.tell()
