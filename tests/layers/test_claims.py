"""Claims: a layer that says tightens, relaxes or fills is held to it, with a case where it is not so."""

from __future__ import annotations

import pytest

import tolerance_engine as te
from tests.layers.writing import CITE, LOWER, OPEN, change, city, over
from tolerance_engine.diagram import Diagram
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.claims import shortest

WIDER = "when: {damage: {at_most: 800}}, basis: stated"
NARROWER = "when: {damage: {at_most: 300}}, basis: stated"


@pytest.mark.parametrize(
    ("text", "lower", "holds"),
    [
        (f"definition: small, as: relaxes, {WIDER}", LOWER, True),
        (f"definition: small, as: tightens, {WIDER}", LOWER, False),
        (f"definition: small, as: tightens, {NARROWER}", LOWER, True),
        (f"definition: small, as: relaxes, {NARROWER}", LOWER, False),
        (f"definition: small, as: fills, {WIDER}", OPEN, True),
        (f"definition: small, as: relaxes, {WIDER}", OPEN, False),
        (f"definition: small, as: tightens, {NARROWER}", OPEN, False),
        (f"definition: small, as: fills, {NARROWER}", OPEN, False),
        (
            "clause: red-line, as: tightens, when: {any: [{known: true}, {form: individual}]}, basis: stated",
            LOWER,
            True,
        ),
        (
            "clause: red-line, as: relaxes, when: {all: [{known: true}, {form: individual}]}, basis: stated",
            LOWER,
            True,
        ),
        ("clause: modest, as: relaxes, then: granted, basis: stated", LOWER, True),
        ("clause: modest, as: tightens, modality: may", LOWER, True),
    ],
)
def test_a_claim_loads_exactly_when_it_holds(text: str, lower: str, holds: bool) -> None:
    """A true claim loads; a false one is refused. Leaving or entering the scale is neither stricter nor milder."""
    if holds:
        assert over(change(text), lower).linked.claims
    else:
        with pytest.raises(RulesetError) as raised:
            over(change(text), lower)
        assert [problem.code for problem in raised.value.diagnostics] == ["P022"]


def test_a_false_claim_is_told_with_its_case() -> None:
    """The report stands at the claim, names reading and outcomes, and its case has them under both rulesets."""
    false = change(f"definition: small, as: tightens, {WIDER}")
    with pytest.raises(RulesetError) as raised:
        over(false)
    (found,) = raised.value.diagnostics
    assert found.underlined == "tightens" and found.span is not None and found.span.file == "city.yaml"
    assert "口径 literal 下，由“不予容错”变为“从轻”" in found.message.zh
    assert "under literal, refused becomes reduced" in found.message.en
    assert found.help is not None and "{damage: 800, joint: false, known: false}" in found.help.zh
    case = {"facts": {"damage": 800, "joint": False, "known": False}}
    after = over(false.replace("tightens", "replaces"))
    assert te.determine(over(city()), case).outcome == "refused"
    assert te.determine(after, case).outcome == "reduced"


def test_every_reading_is_held_to_the_claim() -> None:
    """A claim that breaks only under the second reading is refused with that reading."""
    text = change(
        "clause: modest, as: tightens, when: {by_reading: {literal: {damage: {at_most: 300}}, broad: {damage: {at_most: 900}}}}, basis: stated"
    )
    with pytest.raises(RulesetError) as raised:
        over(text)
    assert "口径 broad 下" in str(raised.value)


def test_only_cases_that_can_be_count() -> None:
    """A case that the assumptions rule out breaks no claim."""
    lower = LOWER + "assume:\n  - {never: {all: [{joint: false}, {damage: {more_than: 500}}]}}\n"
    text = change(
        "clause: modest, as: tightens, when: {any: [{small: true}, {all: [{joint: false}, {damage: {more_than: 500}}]}]}, basis: stated"
    )
    assert over(text, lower).linked.claims
    with pytest.raises(RulesetError):
        over(text)


def test_a_layer_is_held_to_its_claim_beneath_another() -> None:
    """A false claim of a middle layer is refused in the middle layer's file, whatever the top one does."""
    middle = (
        change(f"definition: small, as: tightens, {WIDER}")
        .replace("id: city", "id: middle")
        .replace("city_doc", "mid")
    )
    top = change("definition: small, as: replaces, when: {damage: {at_most: 1}}, basis: stated")
    with pytest.raises(RulesetError) as raised:
        over(top.replace("[national]", "[middle]"), middle=middle)
    (found,) = raised.value.diagnostics
    assert found.span is not None and (found.code, found.span.file) == ("P022", "middle.yaml")


def test_a_ruleset_that_is_used_is_held_to_its_claims() -> None:
    """A false claim in a layered ruleset that another one uses is refused there too."""
    text = LOWER.replace("id: national", "id: asks") + "uses: {it: city}\n"
    false = change(f"definition: small, as: tightens, {WIDER}")
    with pytest.raises(RulesetError) as raised:
        over(text, LOWER, city=false)
    assert [problem.code for problem in raised.value.diagnostics] == ["P022"]
    assert over(text, LOWER, city=false.replace("tightens", "relaxes")).id == "asks"


def test_several_false_claims_are_told_together() -> None:
    """Each claim that does not hold has its own report and its own case."""
    text = city(
        f"changes:\n  - {{definition: small, as: tightens, {WIDER}, {CITE}}}\n"
        f"  - {{clause: red-line, as: relaxes, when: {{any: [{{known: true}}, {{form: individual}}]}}, basis: stated, {CITE}}}\n"
    )
    with pytest.raises(RulesetError) as raised:
        over(text)
    assert [problem.code for problem in raised.value.diagnostics] == ["P022", "P022"]


def test_a_step_that_is_no_ruleset_cannot_be_claimed() -> None:
    """Where the state before a change does not link, the claim is refused as uncheckable, with what is wrong."""
    text = city(
        "outcomes: [{id: granted, zh: 免责}, {id: refused, zh: 不予容错}]\n"
        f"changes:\n  - {{clause: modest, as: tightens, then: refused, basis: stated, {CITE}}}\n"
    )
    with pytest.raises(RulesetError) as raised:
        over(text)
    (found,) = raised.value.diagnostics
    assert found.code == "P023" and "`reduced`" in found.message.zh
    assert over(text.replace("tightens", "replaces")).outcomes[:2] == ("granted", "refused")


def test_the_shortest_path_asks_least() -> None:
    """Of all assignments that lead to 1 the one with the fewest variables is shown; none where there is none."""
    diagram = Diagram([2, 2, 2])
    a, b, c = (diagram.cells(level, [1]) for level in range(3))
    either = diagram.disj([diagram.conj([a, b, diagram.negate(c)]), diagram.conj([diagram.negate(a), c])])
    assert shortest(diagram, either) == ((0, 0), (2, 1))
    assert shortest(diagram, 1) == () and shortest(diagram, 0) is None
