"""Presumptions hold when the inquiry ends without proof: never in `possible`, only in `if_closed_now`."""

from __future__ import annotations

from tests.determine.small import CITE, NUMBER, choice, exclusion, ground, possible, rules, verdict

A, B = {"a": True}, {"b": True}
PRESUMED = [{"fact": "a", "value": False, "cite": CITE}]
RULES = (exclusion("stop", A), ground("g", {"all": [{"a": False}, B]}))


def test_a_presumption_never_enters_the_possible_outcomes() -> None:
    """With and without the presumption the same outcomes are possible, and as much is missing."""
    plain, presuming = rules(*RULES), rules(*RULES, presumptions=PRESUMED)
    for facts in ({}, {"b": True}, {"a": True}, {"a": False}):
        assert possible(plain, **facts) == possible(presuming, **facts)
        assert [m.fact for m in verdict(plain, **facts).missing] == [
            m.fact for m in verdict(presuming, **facts).missing
        ]


def test_if_the_inquiry_ended_today() -> None:
    """What would follow today is told apart, with the presumptions it took."""
    closed = verdict(rules(*RULES, presumptions=PRESUMED), b=True).if_closed_now
    assert closed is not None
    assert (closed.outcome, closed.possible, closed.presumed) == ("good", ("good",), ("a",))


def test_a_presumption_yields_to_what_is_established() -> None:
    """A fact that is established is not presumed otherwise."""
    closed = verdict(rules(*RULES, presumptions=PRESUMED), a=True, b=True).if_closed_now
    assert closed is not None
    assert (closed.outcome, closed.presumed) == ("bad", ())


def test_a_presumption_yields_to_what_is_known_otherwise() -> None:
    """A presumption that the findings rule out is not taken."""
    made = rules(
        ground("g", {"clean": True}),
        exclusion("stop", {"clean": False}),
        definitions={"clean": {"zh": "清白", "when": {"a": False}}},
        presumptions=PRESUMED,
    )
    closed = verdict(made, findings={"clean": False}).if_closed_now
    assert closed is not None
    assert (closed.outcome, closed.presumed) == ("bad", ())


def test_what_stays_open_today_stays_open() -> None:
    """A presumption decides no more than it presumes."""
    closed = verdict(rules(*RULES, presumptions=PRESUMED)).if_closed_now
    assert closed is not None
    assert (closed.outcome, closed.possible, closed.presumed) == (None, ("good", "not_specified"), ("a",))


def test_without_presumptions_there_is_nothing_to_say() -> None:
    """A ruleset that presumes nothing has no `if_closed_now`."""
    found = verdict(rules(*RULES))
    assert found.if_closed_now is None
    assert found.model_dump()["if_closed_now"] is None


def test_choices_and_numbers_may_be_presumed() -> None:
    """A presumption may give a choice or a number."""
    made = rules(
        ground("g", {"all": [{"form": "single"}, {"damage": {"at_most": 100}}]}),
        facts={"form": choice("joint", "single"), "damage": NUMBER},
        presumptions=[
            {"fact": "form", "value": "single", "cite": CITE},
            {"fact": "damage", "value": 100, "cite": CITE},
        ],
    )
    closed = verdict(made).if_closed_now
    assert closed is not None and (closed.outcome, closed.presumed) == ("good", ("form", "damage"))


def test_the_text_says_what_was_presumed() -> None:
    """The text tells what would follow today and what it presumes, in both languages."""
    found = verdict(rules(*RULES, presumptions=PRESUMED), b=True)
    assert "若今日结束调查" in found.text() and "推定" in found.text()
    assert "If closed now" in found.text("en") and "presuming" in found.text("en")
