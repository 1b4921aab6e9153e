"""Two engines, one law: whatever is fully established gets the same outcome from both, for the same clauses."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

import tolerance_engine as te
from tests.drafter import Options
from tests.engines.support import POLES, Opinion, agreed, established, found, needs_durable, opinion
from tests.laws.support import how_many
from tests.strategies import Draft, draft, random_case
from tolerance_engine.ruleset import load_ruleset, load_text

pytestmark = needs_durable

SHIPPED = [("qinghai", reading) for reading in ("as_written", "strict", "weighed")]
SHIPPED += [("wenzhou", reading) for reading in ("as_written", "strict", "weighed")]
CHUNKS = 8


@pytest.mark.parametrize(("region", "reading"), SHIPPED)
def test_both_engines_agree_on_a_shipped_ruleset(region: str, reading: str) -> None:
    """A thousand established cases that hold together, and those on the way that do not, come out the same."""
    ruleset, rng = load_ruleset(region), Random(f"{region} {reading}")
    outcomes: Counter[str | None] = Counter()
    wanted = how_many(1000)
    while sum(count for outcome, count in outcomes.items() if outcome) < wanted:
        outcomes[agreed(ruleset, established(ruleset, rng), reading).outcome] += 1
    least = how_many(20)
    ranked = [outcome.id for outcome in ruleset.linked.outcomes]
    reached = {
        "as_written": ["not_tolerated", "not_specified"],
        "strict": ["tolerated", "not_tolerated"],
        "weighed": ranked,
    }
    assert all(outcomes[outcome] >= least for outcome in reached[reading]), outcomes


@pytest.mark.parametrize(("region", "reading"), SHIPPED)
def test_true_findings_are_accepted_and_false_ones_refused(region: str, reading: str) -> None:
    """All true findings may stand beside the facts; one false finding is the same contradiction to both."""
    ruleset, rng = load_ruleset(region), Random(region + reading)
    done = 0
    while done < how_many(25):
        case = established(ruleset, rng)
        plain = opinion(ruleset, case, reading, "diagram")
        if plain.contradiction is not None:
            continue
        findings = found(ruleset, case, reading)
        stated = te.Case(facts=dict(case.facts), findings=findings)
        assert agreed(ruleset, stated, reading) == plain
        name = rng.choice(sorted(findings))
        truth = findings[name]
        wrong = (not truth) if isinstance(truth, bool) else rng.choice([p for p in POLES if p != truth])
        verdict = agreed(ruleset, te.Case(facts=dict(case.facts), findings={name: wrong}), reading)
        assert verdict.contradiction is not None and name in verdict.contradiction
        done += 1


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_both_engines_agree_on_random_rulesets(chunk: int) -> None:
    """On four hundred random rulesets, every reading: what is established, contradictory, or open comes out the same."""
    size = how_many(400) // CHUNKS
    said: Counter[str] = Counter()
    for seed in range(chunk * size, (chunk + 1) * size):
        rng = Random(seed)
        drawn = draft(rng, Options(shared_dates=seed % 2 == 0, depth=2 + seed % 2, items=10 + seed % 6))
        ruleset = load_text(drawn.text, uses=drawn.used_texts)
        for reading in ruleset.readings:
            for _ in range(3):
                said[_agreed_on(ruleset, consistent(ruleset, rng), reading, drawn)] += 1
                said[
                    _agreed_on(ruleset, te.case_from(random_case(rng, drawn, known=1.0)), reading, drawn)
                ] += 1
                _open(ruleset, te.case_from(random_case(rng, drawn, known=0.8)), reading, drawn)
    assert said["decided"] > size and said["contradictory"] > size, said


def consistent(ruleset: te.Ruleset, rng: Random) -> te.Case:
    """An established case whose derived facts are left to their dates."""
    case = established(ruleset, rng)
    facts = dict(case.facts)
    for variable in ruleset.variables:
        if variable.fact is not None and variable.fact.derive is not None:
            del facts[variable.name]
            for name in (variable.fact.derive.left, variable.fact.derive.right):
                facts[name] = f"2020-01-0{rng.randint(1, 3)}"
    return te.Case(facts=facts, findings=dict(case.findings))


def _agreed_on(ruleset: te.Ruleset, case: te.Case, reading: str, drawn: Draft) -> str:
    return _kind(agreed(ruleset, case, reading, drawn.text))


def _kind(said: Opinion) -> str:
    return "decided" if said.contradiction is None else "contradictory"


def _open(ruleset: te.Ruleset, case: te.Case, reading: str, drawn: Draft) -> None:
    """A case that leaves facts open is refused, or what is left open does not matter to the reading."""
    try:
        second = opinion(ruleset, case, reading, "durable")
    except te.EngineUnavailable as error:
        assert [problem.code for problem in error.diagnostics] == ["E002"]
        return
    assert second == opinion(ruleset, case, reading, "diagram"), (
        f"\n{drawn.text}\n{case.facts} {case.findings}"
    )
