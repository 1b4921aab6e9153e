"""The vocabulary's scales of outcomes: what they order, what they leave open, and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import tolerance_engine as te
from tests.determine.small import document, exclusion, ground
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.analysis.compare import diff
from tolerance_engine.analysis.compare.scale import against, questions, scale_of
from tolerance_engine.ruleset import list_rulesets, load_ruleset, load_text
from tolerance_engine.ruleset.from_text import shared_vocabulary, vocabulary_from
from tolerance_engine.ruleset.grounds import Ground
from tolerance_engine.ruleset.model import Vocabulary
from tolerance_engine.ruleset.outcome_scale import Chain, OutcomeScale
from tolerance_engine.ruleset.schema import vocabulary_schema
from tolerance_engine.source import Label

SHIPPED = Path(__file__).resolve().parents[2] / "rulesets" / "vocabulary.yaml"
SMALL = """\
format: 1
vocabulary: shared
facts:
  a: {type: boolean, zh: 甲}
scales:
  tolerance:
    zh: 容错
    chains:
      - CHAIN
      - [best, worst]
    basis: interpretation
    reason: 试一试。
"""


def scale(*chains: Chain) -> OutcomeScale:
    """A scale of these chains."""
    return OutcomeScale("any", Label("任一"), chains, Ground())


def ruleset(id_: str, *outcomes: str, vocabulary: bool = True, **sections: Any) -> te.Ruleset:
    """A small measure with these outcomes: the best for `a`, the worst for `b`."""
    listed = [{"id": name, "zh": name} for name in outcomes]
    clauses = [ground("mild", {"a": True}, outcomes[0]), exclusion("grave", {"b": True}, outcomes[-1])]
    written = document(*clauses, outcomes=listed, **sections) | {"id": id_, "vocabulary": vocabulary}
    return load_text(to_yaml(written))


def read(chain: str) -> Vocabulary:
    """A vocabulary of one scale."""
    return vocabulary_from(SMALL.replace("CHAIN", chain), "vocabulary.yaml")


def test_chains_are_joined() -> None:
    """What two chains order through a shared outcome is ordered; what none connects is not."""
    found = scale((("a",), ("b",), ("c",)), (("x",), ("b",)), (("c", "d"),))
    assert {("a", "c"), ("x", "c"), ("a", "b")} <= found.better
    assert not {("a", "x"), ("x", "a")} & found.better
    assert found.rung["d"] == found.rung["c"]


def test_rungs_that_share_an_outcome_are_one() -> None:
    """An outcome on one rung with each of two others puts those on one rung as well, whatever comes first."""
    found = scale((("top",), ("p", "q")), (("q", "r"), ("low",)), (("s", "r", "p"),))
    assert len({found.rung[name] for name in "pqrs"}) == 1
    assert (found.rung["top"], found.rung["low"]) in found.better


def test_no_shipped_ruleset_contradicts_the_scales() -> None:
    """The order of every shipped ruleset's outcomes agrees with each scale that has them, in every version."""
    for info in list_rulesets():
        linked = load_ruleset(info.id, on=info.in_force.first).linked
        assert [found.message.zh for found in against(linked)] == [], info.file


def test_every_shipped_ruleset_is_on_a_scale() -> None:
    """The outcomes of every shipped ruleset are all on one scale: a new one is put where it answers the question."""
    odd = {
        info.file: [outcome.id for outcome in linked.outcomes]
        for info in list_rulesets()
        if not (linked := load_ruleset(info.id, on=info.in_force.first).linked).scales
    }
    assert odd == {}, "add these outcomes to the scale of their question in rulesets/vocabulary.yaml"


def test_the_scales_name_outcomes_that_there_are() -> None:
    """Every outcome on a scale is one of a shipped ruleset whose outcomes are all on that scale."""
    known: dict[str, set[str]] = {}
    for info in list_rulesets():
        linked = load_ruleset(info.id, on=info.in_force.first).linked
        for name in (scale.name for scale in linked.scales):
            known.setdefault(name, set()).update(outcome.id for outcome in linked.outcomes)
    for each in shared_vocabulary().scales:
        assert set(each.rung) - known.get(each.name, set()) == set(), each.name
        assert each.ground.basis == "interpretation"


def test_the_scale_orders_other_names() -> None:
    """Two lists of other names are compared on the scale that has both, without an outcome map."""
    found = diff(ruleset("one", "fully_exempted", "not_tolerated"), ruleset("two", "exempted", "barred"))
    assert (found.stricter, found.looser) == (1, 0)
    assert {row.relation for row in found.matrix if row.before == "not_tolerated"} == {"equal"}


def test_what_no_chain_orders_is_incomparable() -> None:
    """Partial relief of two kinds is neither stricter nor looser; the list of one of the two may say more."""
    first, other = ruleset("one", "exempted", "barred"), ruleset("two", "no_negative_evaluation", "barred")
    assert (
        scale_of(first.linked, other.linked).relation("exempted", "no_negative_evaluation") == "incomparable"
    )
    ranked = ruleset("three", "exempted", "no_negative_evaluation", "barred")
    told = scale_of(ranked.linked, other.linked)
    assert told.relation("exempted", "no_negative_evaluation") == "stricter"


def test_a_mapping_wins_over_the_scale() -> None:
    """What a ruleset declares, or the caller gives, stands; the scale is for those of which nothing is said."""
    first = ruleset("one", "exempted", "not_tolerated", outcome_map={"two": {"exempted": "tolerated"}})
    second = ruleset("two", "tolerated", "not_tolerated")
    assert diff(first, second).relation == "equal"
    plain = ruleset("one", "exempted", "not_tolerated")
    assert diff(plain, second).relation == "stricter"
    assert diff(plain, second, outcome_map={"exempted": "tolerated"}).relation == "equal"


def test_without_the_vocabulary_names_stand_alone() -> None:
    """A ruleset that does not use the vocabulary means its own thing by a name; nothing is compared for it."""
    with pytest.raises(te.RulesetError) as caught:
        diff(
            ruleset("one", "exempted", "barred"), ruleset("two", "lighter", "not_tolerated", vocabulary=False)
        )
    assert [problem.code for problem in caught.value.diagnostics] == ["V002"]


@pytest.mark.parametrize("outcomes", [("mitigated", "exempted"), ("exempted", "barred", "not_tolerated")])
def test_a_list_that_contradicts_the_scale(outcomes: tuple[str, ...]) -> None:
    """A list that ranks two outcomes the other way round, or apart where the scale has them level, is refused."""
    with pytest.raises(te.RulesetError) as caught:
        diff(ruleset("one", *outcomes), ruleset("two", "fully_exempted", "tolerated"))
    [problem] = caught.value.diagnostics
    assert problem.code == "V005"
    assert problem.span is not None
    assert "“容错”" in problem.message.zh
    assert "`one`" in problem.message.zh


def test_two_lists_that_contradict_each_other() -> None:
    """Two lists that rank what the scale leaves open in opposite ways are refused as before."""
    with pytest.raises(te.RulesetError) as caught:
        diff(
            ruleset("one", "exempted", "no_negative_evaluation", "barred"),
            ruleset("two", "no_negative_evaluation", "exempted", "barred"),
        )
    assert [problem.code for problem in caught.value.diagnostics] == ["V003"]


def test_different_questions_are_said_to_be_different() -> None:
    """Where the scales of the two differ, the refusal says that they answer different questions, and which."""
    a, b = load_ruleset("qinghai"), load_ruleset("hubei-chengqing")
    told = questions(a.linked, b.linked)
    assert told is not None
    assert [label.zh for label in told] == ["容错", "要不要澄清"]
    with pytest.raises(te.RulesetError) as caught:
        diff(a, b)
    [problem] = caught.value.diagnostics
    assert problem.code == "V002"
    assert "不是同一个问题" in problem.message.zh
    assert questions(a.linked, load_ruleset("shenzhen").linked) is None


@pytest.mark.parametrize("chain", ["[worst, best]", "[best, best]", "[best, [worst, best]]"])
def test_a_circle_is_refused(chain: str) -> None:
    """Chains by which an outcome would be better than itself are refused at the chains."""
    with pytest.raises(te.RulesetError) as caught:
        read(chain)
    [problem] = caught.value.diagnostics
    assert (problem.code, problem.span and problem.span.line) == ("L055", 8)
    assert "`best`" in problem.message.zh


def test_reserved_outcomes_lie_on_no_scale() -> None:
    """A chain with a reserved outcome is refused where it names it."""
    with pytest.raises(te.RulesetError) as caught:
        read("[best, not_specified, [worst, conflict]]")
    assert [(p.code, p.span and p.span.line) for p in caught.value.diagnostics] == [("L056", 9), ("L056", 9)]


@pytest.mark.parametrize(
    ("written", "code"), [("[]", "S005"), ("[Best]", "S004"), ("best", "S006"), ("[best, []]", "S005")]
)
def test_slips_in_a_chain_are_placed(written: str, code: str) -> None:
    """A chain that is no list, has nothing in it, or names what cannot be a name is told with its line."""
    with pytest.raises(te.RulesetError) as caught:
        read(written)
    assert [(p.code, p.span and p.span.line) for p in caught.value.diagnostics] == [(code, 9)]


def test_the_scales_are_no_part_of_what_verdicts_use() -> None:
    """The vocabulary without its scales has the same digest: no receipt changes because of them."""
    text = SHIPPED.read_text("utf-8")
    without = text[: text.index("\nscales:")] + "\n"
    assert vocabulary_from(without, "vocabulary.yaml").digest == shared_vocabulary().digest
    assert vocabulary_from(without, "vocabulary.yaml").scales == ()


def test_the_schema_of_the_vocabulary() -> None:
    """The shipped vocabulary satisfies its schema; a misspelt key of a scale does not."""
    check = jsonschema.Draft202012Validator(vocabulary_schema())
    jsonschema.Draft202012Validator.check_schema(vocabulary_schema())
    data = yaml.safe_load(SHIPPED.read_text("utf-8"))
    for source in data["sources"].values():
        source["date"] = str(source["date"])
    assert [error.message[:100] for error in check.iter_errors(data)] == []
    data["scales"]["tolerance"]["chain"] = data["scales"]["tolerance"].pop("chains")
    assert not check.is_valid(data)
