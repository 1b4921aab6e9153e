"""The engine against brute force: everything a verdict says is what all completions, one by one, say."""

from __future__ import annotations

import pytest

import tolerance_engine as te
from tests.laws.support import Sample, determine, how_many, samples
from tests.oracles.brute_answers import Answer, in_order, only
from tests.strategies import Case

pytestmark = pytest.mark.laws
CHUNKS = 20
STRENGTH = ["may", "generally", "must"]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_verdict_is_what_every_completion_says(chunk: int) -> None:
    """Over 10 000 rulesets of up to 256 cases, all that a verdict says is what brute force says."""
    size = how_many(10_000) // CHUNKS
    for sample in samples(chunk * size, size):
        for turn, reading in enumerate(sample.draft.readings):
            check(sample, sample.case(reading), reading)
            if not turn:
                check(sample, sample.any_case(), reading)


def check(sample: Sample, case: Case, reading: str | None) -> None:
    """The verdict, or the contradiction, is the exact one."""
    answers = {name: table.answer(case) for name, table in sample.tables.items()}
    answer = answers[reading]
    try:
        verdict = determine(sample.ruleset, case, reading)
    except te.CaseError as error:
        assert answer is None, sample.tell(case, reading=reading, error=error)
        _check_contradiction(sample, case, reading, error)
        return
    assert answer is not None, sample.tell(
        case, reading=reading, verdict=verdict.possible, brute="no world fits"
    )
    found = _exact(sample, case, answer) | {"readings": _readings(sample, answers)}
    said = {
        "possible": in_order(sample.draft.document, verdict.possible),
        "last": set(verdict.possible[len(in_order(sample.draft.document, verdict.possible)[0]) :]),
        "outcome": verdict.outcome,
        "decided": verdict.decided,
        "applies": set(verdict.applies),
        "may_apply": set(verdict.may_apply),
        "modality": verdict.modality,
        "findings": {
            name: (found.value, set(found.possible), found.stated)
            for name, found in verdict.findings.items()
            if name in sample.draft.document.get("dimensions", {})
        },
        "readings": {name: (one.outcome, set(one.possible)) for name, one in verdict.readings.items()}
        | {"robust": verdict.robust},
    }
    for part, right in found.items():
        assert said[part] == right, sample.tell(
            case, reading=reading, part=part, engine=said[part], brute=right
        )


def _exact(sample: Sample, case: Case, answer: Answer) -> dict[str, object]:
    document = sample.draft.document
    ranked, reserved = in_order(document, answer.possible)
    modalities = {clause["id"]: clause.get("modality") for clause in document["clauses"]}
    strongest = max((STRENGTH.index(modalities[c]) for c in answer.applies if modalities[c]), default=None)
    findings = {name: answer.finding(name) for name in document.get("dimensions", {})}
    return {
        "possible": (ranked, reserved),
        "last": reserved,
        "outcome": [*ranked, *reserved][0] if len(answer.possible) == 1 else None,
        "decided": len(answer.possible) == 1,
        "applies": answer.applies,
        "may_apply": answer.may_apply,
        "modality": None if strongest is None else STRENGTH[strongest],
        "findings": {
            name: (
                next(iter(values)) if len(values) == 1 else "not_established",
                values,
                name in case["findings"],
            )
            for name, values in findings.items()
        },
    }


def _readings(sample: Sample, answers: dict[str | None, Answer | None]) -> dict[str, object]:
    """Per reading what it comes to, and whether all are decided and agree."""
    sets = {name: answer.possible if answer else set() for name, answer in answers.items()}
    told: dict[str, object] = {
        name or "sole": (next(iter(possible)) if len(possible) == 1 else None, possible)
        for name, possible in sets.items()
    }
    return told | {"robust": len(set.union(*sets.values())) == 1 and all(sets.values())}


def _check_contradiction(sample: Sample, case: Case, reading: str | None, error: te.CaseError) -> None:
    """What it names cannot be together, and any one less could be."""
    table, names = sample.tables[reading], list(error.contradiction)
    assert names, sample.tell(case, reading=reading, error=error)
    assert table.answer(only(case, names)) is None, sample.tell(case, reading=reading, named=names)
    for name in names:
        fewer = only(case, [other for other in names if other != name])
        assert table.answer(fewer) is not None, sample.tell(case, reading=reading, named=names, needless=name)
