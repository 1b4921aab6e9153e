"""Clauses: grounds combined, exclusions first, exceptions and exceptions to exceptions, unless, what applies."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from tests.determine.small import (
    BOOLEAN,
    NUMBER,
    document,
    exception,
    exclusion,
    ground,
    possible,
    rules,
    verdict,
)
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.ruleset import load_text

A, B, C, D = ({name: True} for name in "abcd")


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        (None, {"": "not_specified", "a": "good", "b": "fair", "ab": "conflict"}),
        ("must_agree", {"": "not_specified", "a": "good", "b": "fair", "ab": "conflict"}),
        ("most_favourable", {"": "not_specified", "a": "good", "b": "fair", "ab": "good"}),
        ("least_favourable", {"": "not_specified", "a": "good", "b": "fair", "ab": "fair"}),
    ],
    ids=str,
)
def test_grounds_are_combined_as_the_source_says(combine: str | None, expected: dict[str, str]) -> None:
    """Differing grounds give the best, the worst or a conflict; a conflict when the ruleset does not say."""
    sections = {"combine": combine} if combine else {}
    ruleset = rules(ground("g", A, "good"), ground("h", B, "fair"), **sections)
    for true, outcome in expected.items():
        found = verdict(ruleset, **{name: name in true for name in "ab"})
        assert found.outcome == outcome
        assert list(found.applies) == [
            n
            for n, fact in (("g", "a"), ("h", "b"))
            if fact in true and outcome in ("good" if n == "g" else "fair")
        ]


def test_grounds_that_agree_do_not_conflict() -> None:
    """Two grounds for the same outcome both give it."""
    found = verdict(rules(ground("g", A), ground("h", B)), a=True, b=True)
    assert (found.outcome, found.applies) == ("good", ("g", "h"))


@pytest.mark.parametrize(
    ("true", "outcome", "applies"),
    [("", "good", ["g"]), ("a", "fair", ["mild"]), ("b", "bad", ["harsh"]), ("ab", "bad", ["harsh"])],
)
def test_the_worst_exclusion_wins_over_every_ground(true: str, outcome: str, applies: list[str]) -> None:
    """An applying exclusion overrides grounds; of several the worst counts, whatever the file's order."""
    clauses = [
        exclusion("mild", A, "fair"),
        exclusion("harsh", B),
        ground("g", {"c": True}),
        ground("h", {"c": True}),
    ]
    clauses = [clause for clause in clauses if clause["id"] != "h"]
    for order in permutations(clauses):
        found = verdict(rules(*order), a="a" in true, b="b" in true, c=True)
        assert (found.outcome, list(found.applies)) == (outcome, applies)


@pytest.mark.parametrize("default", ["good", "fair", "bad", "not_specified"])
def test_the_default_holds_when_nothing_applies(default: str) -> None:
    """Where no clause applies the declared default follows, and no clause is said to apply."""
    clauses = [ground("g", A)] + ([exclusion("stop", B)] if default != "bad" else [])
    found = verdict(rules(*clauses, default=default), a=False, b=False)
    assert (found.outcome, found.applies, found.may_apply) == (default, (), ())


def test_without_a_default_the_source_has_not_specified_it() -> None:
    """No default is ever invented."""
    assert possible(rules(ground("g", A)), a=False) == ["not_specified"]


THREE_LAYERS = [
    exclusion("rule", A),
    exception("but", B, "rule"),
    exception("but-not", C, "but"),
    ground("else", {"any": [A, {"a": False}]}, "good"),
]


@pytest.mark.parametrize(
    ("a", "b", "c", "outcome", "applies"),
    [
        (True, False, False, "bad", ["rule"]),
        (True, True, False, "good", ["else"]),
        (True, True, True, "bad", ["rule"]),
        (True, False, True, "bad", ["rule"]),
        (False, True, True, "good", ["else"]),
    ],
)
def test_exceptions_to_exceptions(a: bool, b: bool, c: bool, outcome: str, applies: list[str]) -> None:
    """An exception to an exception restores the rule, and stays a node of its own in the explanation."""
    found = verdict(rules(*THREE_LAYERS), a=a, b=b, c=c)
    assert (found.outcome, list(found.applies)) == (outcome, applies)
    clause = next(node for node in found.model_dump()["explanation"]["because"] if node.get("id") == "rule")
    disabled_by = [node for node in clause["because"] if node["kind"] == "disabled_by"]
    assert [node["id"] for node in disabled_by] == ["but"]
    assert disabled_by[0]["truth"] == ("true" if b and not c else "false")


def test_exceptions_left_open_leave_the_outcome_open() -> None:
    """An exception that may apply keeps both outcomes possible and says what it waits for."""
    ruleset = rules(*THREE_LAYERS)
    assert possible(ruleset, a=True) == ["good", "bad"]
    assert possible(ruleset, a=True, b=False) == ["bad"]
    assert possible(ruleset, a=True, c=True) == ["bad"]
    assert sorted(item.fact for item in verdict(ruleset, a=True, b=True).missing) == ["c"]


def test_one_exception_disables_several_clauses() -> None:
    """An exception names all the clauses it takes out."""
    ruleset = rules(
        exclusion("one", A), exclusion("two", B, "fair"), exception("but", C, "one", "two"), ground("g", D)
    )
    assert possible(ruleset, a=True, b=True, c=True, d=True) == ["good"]
    assert possible(ruleset, a=True, b=True, c=False, d=True) == ["bad"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(True, False, ["good"]), (True, True, ["not_specified"]), (False, False, ["not_specified"])],
)
def test_unless(a: bool, b: bool, expected: list[str]) -> None:
    """A clause does not apply where its `unless` holds."""
    assert possible(rules(ground("g", A, unless=B)), a=a, b=b) == expected


def test_unless_of_an_unknown_is_unknown() -> None:
    """A proviso that is not established neither saves nor defeats the clause."""
    assert possible(rules(ground("g", A, unless=B)), a=True) == ["good", "not_specified"]


def test_a_clause_can_ask_whether_another_applies() -> None:
    """`clause: applies` follows exceptions and provisos of the clause asked about."""
    ruleset = rules(
        ground("g", A, unless=B), ground("h", {"not": {"g": "applies"}}, "fair"), exception("but", C, "g")
    )
    assert possible(ruleset, a=True, b=False, c=False) == ["good"]
    assert possible(ruleset, a=True, b=True, c=False) == ["fair"]
    assert possible(ruleset, a=True, b=False, c=True) == ["fair"]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("word", ["at_least", "at_most", "exactly"])
def test_counting(word: str, count: int) -> None:
    """Counts hold for exactly the numbers their word says, whichever of the items hold."""
    ruleset = rules(ground("g", {word: count, "of": [A, B, C]}))
    for truths in product((False, True), repeat=3):
        wanted = {
            "at_least": sum(truths) >= count,
            "at_most": sum(truths) <= count,
            "exactly": sum(truths) == count,
        }[word]
        assert (possible(ruleset, **dict(zip("abc", truths, strict=True))) == ["good"]) == wanted


def test_repeated_items_count_as_often_as_they_stand() -> None:
    """An item written twice weighs twice."""
    ruleset = rules(ground("g", {"at_least": 3, "of": [A, A, B]}))
    assert possible(ruleset, a=True, b=False) == ["not_specified"]
    assert possible(ruleset, a=True, b=True) == ["good"]


@pytest.mark.parametrize("modality", ["must", "generally", "may", None])
def test_modality_travels_with_the_outcome(modality: str | None) -> None:
    """The wording of the deciding clause is kept; it is open while the outcome is."""
    ruleset = rules(ground("g", A, **({"modality": modality} if modality else {})))
    assert verdict(ruleset, a=True).modality == modality
    assert verdict(ruleset).modality is None
    assert verdict(ruleset, a=False).modality is None


@pytest.mark.parametrize(
    ("true", "modality"),
    [
        ("a", "may"),
        ("b", "generally"),
        ("c", "must"),
        ("ab", "generally"),
        ("ac", "must"),
        ("abc", "must"),
        ("d", None),
        ("ad", "may"),
    ],
)
def test_the_strongest_modality_among_deciding_clauses(true: str, modality: str | None) -> None:
    """Of several deciding clauses the strongest wording is told."""
    ruleset = rules(
        ground("g", A, modality="may"),
        ground("h", B, modality="generally"),
        ground("i", C, modality="must"),
        ground("j", D),
    )
    assert verdict(ruleset, **{name: name in true for name in "abcd"}).modality == modality


def test_an_outcome_that_is_a_range_says_what_is_left_to_decide() -> None:
    """A range leaves the choice inside it to the deciding body, and the text says so in both languages."""
    outcomes = [
        {"id": "good", "zh": "免责", "en": "exempted"},
        {"id": "fair", "zh": "从轻减轻", "en": "lighter", "range": ["lenient", "mitigated"]},
        {"id": "bad", "zh": "不容"},
    ]
    ruleset = rules(ground("g", A, "fair"), outcomes=outcomes)
    found = verdict(ruleset, a=True)
    assert found.outcome == "fair"
    assert "幅度：lenient、mitigated" in found.text()
    assert "range: lenient, mitigated" in found.text("en")


@pytest.mark.parametrize("then", ["good", "fair"])
def test_an_exclusion_that_would_help_is_refused(then: str) -> None:
    """An exclusion whose outcome is better than a ground's cannot be loaded."""
    from tolerance_engine.errors import RulesetError

    with pytest.raises(RulesetError) as raised:
        load_text(to_yaml(document(exclusion("stop", A, then), ground("g", B, "bad"))))
    assert [problem.code for problem in raised.value.diagnostics] == ["L062"]


def test_what_may_apply_and_what_applies() -> None:
    """While open, clauses that may give a possible outcome are told; once decided, those that give it in every completion."""
    ruleset = rules(exclusion("stop", A), ground("g", B), ground("h", C), combine="most_favourable")
    assert verdict(ruleset).may_apply == ("g", "h", "stop")
    assert verdict(ruleset, a=False, b=True).outcome == "good"
    assert verdict(ruleset, a=False, b=True).applies == ("g",)
    assert verdict(ruleset, a=False, b=True).may_apply == ("h",)
    assert verdict(ruleset, a=True).applies == ("stop",)
    assert verdict(ruleset, a=True).may_apply == ()


def test_a_decided_case_whose_clause_is_open() -> None:
    """Where either of two clauses gives the same outcome, the outcome is decided although no single clause is."""
    ruleset = rules(ground("g", A), ground("h", {"a": False}))
    found = verdict(ruleset)
    assert (found.outcome, found.applies, found.may_apply, found.missing) == ("good", (), ("g", "h"), ())


def test_order_in_the_file_changes_no_verdict() -> None:
    """Clauses and facts in any order give the same outcomes, questions and witnesses, byte for byte."""
    clauses = [
        exclusion("stop", {"all": [A, {"sum": {"more_than": 5}}]}),
        ground("g", B),
        ground("h", C, "fair"),
        exception("but", D, "stop"),
    ]
    told = set()
    for facts in permutations([("sum", NUMBER), ("zeal", BOOLEAN), ("aim", BOOLEAN)]):
        for order in permutations(clauses):
            found = verdict(
                rules(*order, facts=dict(facts), combine="least_favourable"), a=True, b=True, sum=7
            ).model_dump()
            told.add(
                str(
                    [
                        found[key]
                        for key in ("possible", "applies", "may_apply", "missing", "witnesses", "readings")
                    ]
                )
            )
    assert len(told) == 1
