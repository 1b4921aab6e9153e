"""Changes: what a layer may change beneath it, how, and how a change that makes no sense is told."""

from __future__ import annotations

from typing import Any

import pytest

import tolerance_engine as te
from tests.layers.writing import CITE, LOWER, OPEN, change, city, over
from tests.ruleset.writing import expect_one, marked
from tolerance_engine.errors import RulesetError

HONEST = {"known": False, "joint": True, "damage": 100}
LOSS = {"known": False, "joint": False, "damage": 400}


def outcome(upper: str, facts: dict[str, Any], lower: str = LOWER) -> str | None:
    """The outcome of a case under the layers."""
    return te.determine(over(upper, lower), {"facts": facts}).outcome


def refused(upper: str, lower: str = LOWER) -> RulesetError:
    """The error of layers that do not go together."""
    with pytest.raises(RulesetError) as raised:
        over(upper, lower)
    return raised.value


def test_a_change_replaces_whole_fields_and_keeps_the_rest() -> None:
    """Only the fields given are new; what is not named stays as the lower layer has it."""
    found = over(change("clause: modest, as: tightens, when: {damage: {at_most: 300}}, basis: implied"))
    _, clause = found.linked.clause("modest")
    assert (clause.then, clause.label.zh, clause.kind) == ("reduced", "损失小的从轻", "ground")
    assert (clause.ground.basis, clause.ground.cite[0].source) == ("implied", "city_doc")
    assert te.determine(found, {"facts": LOSS}).outcome == "refused"
    assert te.determine(found, {"facts": {**LOSS, "damage": 300}}).outcome == "reduced"


def test_null_takes_a_field_away() -> None:
    """`unless: null` removes the proviso that the lower layer has."""
    lower = LOWER.replace(
        "when: {small: true}, then: reduced", "when: {small: true}, unless: {form: individual}, then: reduced"
    )
    facts = {**LOSS, "form": "individual"}
    assert outcome(city(), facts, lower) == "refused"
    assert outcome(change("clause: modest, as: relaxes, unless: null"), facts, lower) == "reduced"


def test_a_disabled_clause_applies_nowhere() -> None:
    """A clause that is disabled gives no outcome, asks nothing, and what asks for it finds that it does not apply."""
    lower = LOWER.replace(
        "when: {small: true}, then: reduced",
        "when: {small: true}, unless: {good-faith: applies}, then: reduced",
    )
    facts = {"known": False, "joint": True, "damage": 100}
    assert outcome(change("clause: good-faith, as: disables"), facts, lower) == "reduced"
    assert outcome(city(), {**facts, "known": True}) == "refused"
    assert outcome(change("clause: red-line, as: disables"), {**facts, "known": True}) == "reduced"
    found = over(change("clause: red-line, as: disables"))
    text = te.effective(found).text()
    assert "disabled: true" in text
    assert "已停用" in shown(found)


def shown(ruleset: te.Ruleset) -> str:
    """What `tolerance show` draws."""
    from tolerance_engine.determine.shown.overview import overview_page
    from tolerance_engine.render import text

    return text.render(overview_page(ruleset, "zh"))


def test_a_higher_layer_may_bring_a_clause_back() -> None:
    """`disabled: false` in a third layer puts the clause in force again."""
    top = change("clause: red-line, as: replaces, disabled: false").replace("[national]", "[middle]")
    middle = (
        change("clause: red-line, as: disables")
        .replace("id: city", "id: middle")
        .replace("city_doc", "mid_doc")
    )
    found = over(top, middle=middle)
    assert te.determine(found, {"facts": {**HONEST, "known": True}}).outcome == "refused"


@pytest.mark.parametrize(
    ("text", "facts", "outcome_before", "outcome_after"),
    [
        (
            "definition: small, as: relaxes, when: {damage: {at_most: 800}}, basis: stated",
            {**LOSS, "damage": 700},
            "refused",
            "reduced",
        ),
        (
            f"dimension: purpose, as: tightens, favourable: {{zh: 集体为公, when: {{all: [{{joint: true}}, {{form: collective}}]}}, {CITE}, basis: stated}}",
            {**HONEST, "form": "individual", "damage": 900},
            "granted",
            "refused",
        ),
    ],
    ids=["definition", "dimension"],
)
def test_definitions_and_dimensions_may_change(
    text: str, facts: dict[str, Any], outcome_before: str, outcome_after: str
) -> None:
    """What clauses ask for is changed in one place, and the claim is checked through all of them."""
    assert outcome(city(), facts) == outcome_before
    assert outcome(change(text), facts) == outcome_after


NOTED = (
    LOWER
    + "silent:\n  - {topic: limit, kind: unseen, zh: 时限未见}\n  - {topic: body, kind: silent, zh: 机构未载}\n"
    + "presumptions:\n  - {fact: known, value: false, cite: {source: doc, at: 第九条}}\n"
    + "properties:\n  - {id: never-known, never: granted, when: {known: true}}\n"
)


def test_a_silence_may_be_filled_or_told_otherwise() -> None:
    """What the higher layer specifies is silent no longer; what it only saw better is said anew."""
    filled = over(change("silence: limit, as: fills"), NOTED).linked
    assert [each.topic for each in filled.silent] == ["body"]
    told = over(change("silence: limit, as: replaces, kind: silent, zh: 全文没有时限"), NOTED).linked
    assert (told.silent[0].kind, told.silent[0].label.zh) == ("silent", "全文没有时限")
    assert told.silent[1].topic == "body"
    more = "silent:\n  - {topic: form, kind: silent, zh: 表格未载}\n"
    lines = te.effective(over(change("silence: limit, as: fills") + more, NOTED)).lines
    (body,) = (line for line in lines if "topic: body" in line.text)
    assert NOTED.splitlines()[body.span.line - 1].startswith("  - {topic: body"), (
        "the place moves with the item"
    )


def test_presumptions_and_properties_may_change() -> None:
    """A presumption is turned round or taken away, a property too."""
    turned = over(change("presumption: known, as: replaces, value: true"), NOTED).linked
    assert [each.value for each in turned.presumptions] == [True]
    assert over(change("presumption: known, as: disables"), NOTED).linked.presumptions == ()
    assert over(change("property: never-known, as: disables"), NOTED).linked.properties == ()
    wider = over(change("property: never-known, as: replaces, never: [granted, reduced]"), NOTED).linked
    assert wider.properties[0].allowed == {"refused", "conflict", "not_specified", "not_applicable"}


def test_a_clause_may_be_added_with_a_claim() -> None:
    """A whole clause that no layer beneath has is an addition, held to what it claims."""
    fills = (
        "clause: rest, as: fills, kind: ground, when: {known: false}, "
        "unless: {any: [{good-faith: applies}, {modest: applies}]}, then: reduced, basis: stated, zh: 其余从轻"
    )
    found = over(change(fills), OPEN)
    assert found.linked.changes[0].added
    assert te.determine(found, {"facts": {**LOSS, "damage": 900}}).outcome == "reduced"
    assert te.determine(over(city(), OPEN), {"facts": {**LOSS, "damage": 900}}).outcome == "not_specified"


def test_changes_follow_each_other() -> None:
    """A change may rest on the one before it; each is compared with the state just before."""
    text = city(
        "changes:\n"
        f"  - {{clause: extra, as: relaxes, kind: ground, when: {{form: collective}}, unless: {{known: true}}, then: reduced, basis: stated, zh: 集体的从轻, {CITE}}}\n"
        f"  - {{clause: modest, as: tightens, unless: {{extra: applies}}, then: refused, basis: stated, {CITE}}}\n"
    )
    assert [each.name for each in over(text).linked.changes] == ["extra", "modest"]
    lines = text.splitlines(keepends=True)
    turned = "".join([*lines[:-2], lines[-1], lines[-2]])
    (found,) = refused(turned).diagnostics
    assert (found.code, found.underlined) == ("P023", "tightens")
    assert "`extra`" in found.message.zh and found.help is not None and "replaces" in found.help.zh


WRONG = [
    ("no-such-clause", "«»", "clause: «modst», as: disables", "L071", "没有 `modst`", "no layer beneath has `modst`", "`modest`"),
    ("a-clause-half-written", "", "clause: «brand-new», as: fills, then: reduced", "L071", "没有 `brand-new`", "no layer beneath", None),
    ("two-targets", "", "«clause»: modest, definition: small, as: replaces, zh: 甲", "L072", "只改一样，这里写了 2 样", "names one piece; here are 2", "`clause`"),
    ("no-target", "", "«as»: replaces, zh: 甲", "L072", "这里写了 0 样", "here are 0", "`clause`"),
    ("a-definition-disabled", "", "definition: small, as: «disables»", "L072", "`definition` 不能 `disables`", "cannot be changed `as: disables`", "`replaces`"),
    ("a-field-of-another-kind", "", "definition: small, as: replaces, «then»: reduced", "L072", "不该有 `then`", "`then` does not belong", "`when`"),
    ("disabled-and-rewritten", "", "clause: modest, as: disables, «then»: granted", "L072", "不该有 `then`", "does not belong", "`reason`"),
    ("nothing-said", "", "clause: «modest», as: tightens", "L072", "没有写改成什么：`modest`", "nothing is said of how `modest` changes", "`when`"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "zh", "en", "help_"), [case[2:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_a_change_that_makes_no_sense_is_told(
    text: str, code: str, zh: str, en: str, help_: str | None
) -> None:
    """Each slip is one report at the word that is wrong, with what could be written."""
    spoilt = marked(change(text))
    expect_one(
        refused(spoilt.text),
        code=code,
        zh=zh,
        en=en,
        underlined=spoilt.underlined,
        help_zh=help_,
        help_en=help_,
        line=spoilt.line,
        column=spoilt.column,
    )


def test_one_piece_is_changed_once_in_a_layer() -> None:
    """Two changes of one clause in one layer are an error at the second."""
    one = f"  - {{clause: modest, as: replaces, zh: 甲, {CITE}}}\n"
    (found,) = refused(city("changes:\n" + one + one.replace("甲", "乙"))).diagnostics
    assert found.span is not None and (found.code, found.span.line) == ("L072", 10)
    assert "改了两次" in found.message.zh


def test_what_a_layer_wrote_itself_is_not_changed_there() -> None:
    """A change of the layer's own clause is an error: it is edited where it stands."""
    text = (
        city(
            "clauses:\n  - {id: own, kind: ground, when: {joint: true}, then: granted, basis: stated, zh: 自}\n"
        )
        + f"changes:\n  - {{clause: own, as: disables, {CITE}}}\n"
    )
    (found,) = refused(text).diagnostics
    assert found.code == "L071" and "本层自己写的" in found.message.zh


def test_changes_need_something_to_change_and_something_to_rest_on() -> None:
    """`changes` without `extends` is an error, and so is a change that cites nothing or an unknown source."""
    spoilt = marked(change("clause: modest, as: disables").replace("changes:", "«changes»:"))
    expect_one(
        refused(spoilt.text.replace("extends: [national]\n", "")),
        code="L074",
        zh="却没有 `extends`",
        en="nothing is extended",
        underlined="changes",
        help_zh="extends",
        help_en="extends",
        line=spoilt.line - 1,
        column=1,
    )
    (uncited,) = refused(city("changes:\n  - {clause: modest, as: disables}\n")).diagnostics
    assert uncited.code == "S002" and "`cite`" in uncited.message.zh
    (unknown,) = refused(
        change("clause: modest, as: disables").replace("source: city_doc", "source: city")
    ).diagnostics
    assert (unknown.code, unknown.underlined) == ("L010", "city")


def test_a_fault_in_a_change_is_told_at_the_change() -> None:
    """An unknown name in a changed condition is reported in the file of the layer that changed it."""
    spoilt = marked(change("clause: modest, as: replaces, when: {«smal»: true}, basis: stated"))
    (found,) = refused(spoilt.text).diagnostics
    assert found.span is not None
    assert (found.code, found.span.file, found.span.line, found.span.column) == (
        "C010",
        "city.yaml",
        spoilt.line,
        spoilt.column,
    )


def test_several_slips_are_told_together() -> None:
    """Changes are all looked at before anything is raised."""
    text = city(
        f"changes:\n  - {{clause: none, as: disables, {CITE}}}\n  - {{definition: small, as: disables, {CITE}}}\n"
    )
    assert [problem.code for problem in refused(text).diagnostics] == ["L071", "L072"]
