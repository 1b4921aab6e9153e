"""Merging: what each section of a higher layer does to the one beneath, and what is a conflict."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import tolerance_engine as te
from tests.layers.writing import HEAD, LOWER, city, over
from tests.ruleset.writing import expect_one
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import load_text
from tolerance_engine.ruleset.layers import Layer, merge
from tolerance_engine.ruleset.read.reader import read
from tolerance_engine.ruleset.written.document import LayerDocument


def decided(upper: str, facts: dict[str, Any], lower: str = LOWER) -> str | None:
    """The outcome of a case under the layers."""
    return te.determine(over(upper, lower), {"facts": facts}).outcome


def refused(upper: str, lower: str = LOWER, **more: str) -> RulesetError:
    """The error of layers that do not go together."""
    with pytest.raises(RulesetError) as raised:
        over(upper, lower, **more)
    return raised.value


rules = import_module(
    "tolerance_engine.ruleset.layers.merge"
)  # the room offers the function of the same name
HONEST: dict[str, Any] = {"known": False, "joint": True, "damage": 100}


def test_a_layer_that_adds_nothing_changes_nothing() -> None:
    """A head alone on a ruleset decides like the ruleset, under its own name and dates."""
    found = over(city())
    assert found.id == "city" and found.linked.in_force.first_text == "2020"
    assert [layer.id for layer in found.linked.layers] == ["national", "city"]
    for known in (True, False):
        facts = {**HONEST, "known": known}
        assert decided(city(), facts) == te.determine(load_text(LOWER), {"facts": facts}).outcome


def test_names_of_both_layers_are_there() -> None:
    """Facts, definitions and clauses of a higher layer stand beside those beneath, and may ask for them."""
    more = city(
        "facts: {hidden: {type: boolean, zh: 隐瞒}}\n"
        "definitions: {candid: {zh: 坦白, when: {all: [{hidden: false}, {small: true}]}, basis: stated}}\n"
        "clauses:\n  - {id: hidden-harm, kind: exclusion, when: {candid: false}, then: refused, basis: stated, zh: 瞒}\n"
    )
    assert decided(more, {**HONEST, "hidden": True}) == "refused"
    assert decided(more, {**HONEST, "hidden": False}) == "granted"


@pytest.mark.parametrize(
    ("name", "text", "underlined"),
    [
        ("facts", "facts: {known: {type: boolean, zh: 另一种意思}}\n", "known"),
        ("sources", "  doc: {zh: 另一份文件, seen: full}\n", "doc"),
        ("definitions", "definitions: {small: {zh: 小, when: {known: true}, basis: stated}}\n", "small"),
        (
            "clauses",
            "clauses:\n  - {id: modest, kind: ground, when: {joint: true}, then: granted, basis: stated, zh: 另}\n",
            "modest",
        ),
    ],
    ids=["facts", "sources", "definitions", "clauses"],
)
def test_two_layers_that_say_different_things_are_refused(name: str, text: str, underlined: str) -> None:
    """One name with two contents is an error at the higher place, which names the lower one."""
    (found,) = refused(city(text)).diagnostics
    assert found.span is not None and found.help is not None
    assert (found.code, found.underlined, found.span.file) == ("L070", underlined, "city.yaml")
    place = over(city()).linked.place_of(name, underlined) if name != "sources" else None
    assert f"（national.yaml:{place.span.line if place else 6}:" in found.message.zh
    assert "`national`" in found.message.zh and "changes" in found.help.zh


def test_all_conflicts_are_reported_together() -> None:
    """Two conflicts of one layer are two reports."""
    text = city("facts:\n  known: {type: boolean, zh: 甲}\n  joint: {type: boolean, zh: 乙}\n")
    assert [problem.code for problem in refused(text).diagnostics] == ["L070", "L070"]


def test_the_same_said_twice_is_no_conflict() -> None:
    """A piece repeated word for word, in another layout, is the same piece."""
    again = city(
        "facts:\n  damage:\n    unit: CNY\n    type: number\n    zh: 损失\n    min: 0.0\n"
        "clauses:\n  - {zh: 损失小的从轻, id: modest, kind: ground, then: reduced, when: {small: true}, basis: stated}\n"
    )
    assert len(over(again).linked.clauses) == 3


def test_every_scope_must_hold() -> None:
    """A case outside either layer's scope is outside; the citations of both stand behind it."""
    lower = (
        LOWER
        + "scope: {when: {form: collective}, cite: {source: doc, at: 第八条}, basis: stated, zh: 限集体}\n"
    )
    upper = city(
        "scope: {when: {joint: true}, cite: {source: city_doc, at: 二}, basis: implied, zh: 限研究}\n"
    )
    assert decided(upper, {**HONEST, "form": "collective"}, lower) == "granted"
    assert decided(upper, {**HONEST, "form": "individual"}, lower) == "not_applicable"
    assert decided(upper, {**HONEST, "form": "collective", "joint": False}, lower) == "not_applicable"
    scope = over(upper, lower).linked.scope
    assert scope is not None and scope.label is not None
    assert [cite.source for cite in scope.ground.cite] == ["doc", "city_doc"]
    assert (scope.ground.basis, scope.label.zh) == ("implied", "限集体；限研究")


def test_every_assumption_holds() -> None:
    """What either layer rules out is ruled out."""
    lower = LOWER + "assume:\n  - {never: {all: [{known: true}, {joint: true}]}}\n"
    upper = city("assume:\n  - {never: {all: [{known: true}, {form: collective}]}}\n")
    for facts in ({"known": True, "joint": True}, {"known": True, "form": "collective"}):
        with pytest.raises(te.CaseError):
            te.determine(over(upper, lower), {"facts": facts})


@pytest.mark.parametrize(
    ("text", "facts", "outcome"),
    [
        ("default: reduced\n", {"known": False, "joint": False, "damage": 900}, "reduced"),
        ("combine: least_favourable\n", HONEST, "reduced"),
        (
            "outcomes: [{id: granted, zh: 免责}, {id: reduced, zh: 从轻}, {id: warned, zh: 诫勉}, {id: refused, zh: 不容}]\n"
            "default: warned\n",
            {"known": False, "joint": False, "damage": 900},
            "warned",
        ),
    ],
    ids=["default", "combine", "outcomes"],
)
def test_the_highest_layer_that_gives_a_setting_gives_it(
    text: str, facts: dict[str, Any], outcome: str
) -> None:
    """`default`, `combine` and `outcomes` come whole from the highest layer that gives them."""
    assert decided(city(text), facts) == outcome
    assert decided(city(), facts) != outcome


def test_every_section_has_its_rule() -> None:
    """Each key a file may have stands in exactly one table of how layers are laid over each other."""
    tables = [
        *(rules.BY_NAME, rules.BY_ID, rules.EACH, rules.TOGETHER, rules.HIGHEST),
        *(rules.HIGHEST_BY_NAME, rules.HIGHEST_BY_ID, rules.ALONE, rules.BY_ITSELF),
    ]
    named = [key for table in tables for key in table]
    assert sorted(set(named)) == sorted(named)
    assert set(LayerDocument.model_fields) <= set(named)


def test_what_a_file_says_of_itself_is_not_taken_over() -> None:
    """Dates, title and `temporal` are the top file's own: what picks the lower version does not pick the upper one."""
    lower = LOWER.replace("title:", "temporal: conduct\ntitle:")
    assert over(city(), lower).linked.temporal == "not_specified"
    assert over(city("temporal: determination\n"), lower).linked.temporal == "determination"
    assert "temporal" not in te.effective(over(city(), lower)).data


def test_one_list_of_readings() -> None:
    """Layers list the same readings in the same order, or none; what a reading is called may be said again."""
    assert (
        over(city("readings: {literal: {zh: 照字面}, broad: {zh: 从宽}}\n")).linked.readings["literal"].zh
        == "照字面"
    )
    found = expect_one(
        refused(city("readings: {broad: {zh: 从宽}, literal: {zh: 只按原文}}\n")),
        code="L073",
        zh="下面的层是 `literal`、`broad`，这里是 `broad`、`literal`",
        en="one list of readings",
        help_zh="照下层的写",
        help_en="same order",
        line=8,
        column=1,
    )
    assert found.underlined == "readings"


def test_three_layers_each_once() -> None:
    """A layer that two others extend is laid once, beneath both."""
    province = HEAD.replace("id: city", "id: province").replace("city_doc", "province_doc")
    upper = HEAD.replace("[national]", "[national, province]")
    found = over(upper, province=province)
    assert [layer.id for layer in found.linked.layers] == ["national", "province", "city"]
    again = over(HEAD.replace("[national]", "[province]"), province=province)
    assert [layer.id for layer in again.linked.layers] == ["national", "province", "city"]


def test_orders_that_contradict_each_other_are_refused() -> None:
    """A layer cannot lie above the one it extends."""
    province = HEAD.replace("id: city", "id: province").replace("city_doc", "province_doc")
    error = refused(HEAD.replace("[national]", "[province, national]"), province=province)
    expect_one(
        error,
        code="P021",
        zh="national < province",
        en="contradict each other",
        underlined="extends",
        help_zh="由低到高",
        help_en="lowest to highest",
        line=5,
        column=1,
    )
    twice = refused(HEAD.replace("[national]", "[national, national]"))
    assert [problem.code for problem in twice.diagnostics] == ["P021"]


def test_layers_that_extend_each_other_are_refused() -> None:
    """A circle of layers is named."""
    lower = LOWER + "extends: [city]\n"
    error = refused(city(), lower, city=city())
    assert "P020" in str(error) and "成环" in str(error) and "national → city → national" in str(error)


def test_a_layer_that_cannot_be_had_is_named_where_it_is_asked_for() -> None:
    """An unknown layer is an error at its name, with the reason."""
    expect_one(
        refused(HEAD.replace("[national]", "[nowhere]")),
        code="P020",
        zh="下层 `nowhere` 用不了：没有名为 `nowhere` 的规则集",
        en="the layer `nowhere` cannot be used",
        underlined="nowhere",
        help_zh="可用的有",
        help_en="choose from",
        line=5,
        column=11,
    )
    error = refused(city(), LOWER.replace("id: national", "id: other"))
    assert "P020" in str(error) and "`other`" in str(error)


def test_a_fault_of_a_lower_layer_says_its_own_place() -> None:
    """A slip in the lower file is reported in the lower file."""
    (form,) = refused(city(), LOWER.replace("zh: 明知}", "zh: 明知, sort: 1}")).diagnostics
    assert form.span is not None and (form.code, form.span.file) == ("S001", "national.yaml")
    (link,) = refused(city(), LOWER.replace("{small: true}", "{smal: true}")).diagnostics
    assert link.span is not None
    assert (link.code, link.span.file, link.underlined) == ("C010", "national.yaml", "smal")


def test_what_a_layer_uses_is_merged() -> None:
    """A clause of a ruleset that the lower layer uses can be asked for by the higher one."""
    other = LOWER.replace("id: national", "id: theirs")
    lower = LOWER + "uses: {them: theirs}\n"
    upper = city(
        "clauses:\n  - {id: follow, kind: exclusion, when: {them.red-line: applies}, then: refused, basis: stated, zh: 照}\n"
    )
    assert te.determine(over(upper, lower, theirs=other), {"facts": {**HONEST, "known": True}}).applies == (
        "follow",
        "red-line",
    )
    assert "L070" in str(refused(city("uses: {them: national}\n"), lower, theirs=other))


def test_layers_are_found_beside_the_file_in_the_version_of_the_day(tmp_path: Path) -> None:
    """On a day every layer is taken in the version in force on it; a layer not in force is said with its dates."""
    for name, text in (
        ("national/2018.yaml", LOWER.replace("from: 2018, to: not_specified", "from: 2018, to: 2019")),
        ("national/2021.yaml", LOWER.replace("from: 2018, to: not_specified", "from: 2021, to: 2022")),
        ("city/2017.yaml", HEAD.replace("from: 2020", "from: 2017")),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    top = tmp_path / "city" / "2017.yaml"
    for day, first in ((date(2018, 1, 1), "2018"), (date(2019, 12, 31), "2018"), (date(2021, 1, 1), "2021")):
        assert te.load_ruleset(top, on=day).linked.layers[0].in_force.first_text == first
    for day, said in (
        (date(2017, 12, 31), "尚未施行"),
        (date(2020, 6, 1), "没有有效版本"),
        (date(2023, 1, 1), "已经失效"),
    ):
        with pytest.raises(RulesetError) as raised:
            te.load_ruleset(top, on=day)
        (found,) = raised.value.diagnostics
        assert found.code == "P020" and said in found.message.zh and str(day) in found.message.zh


def test_the_receipt_names_every_layer() -> None:
    """The receipt lists each layer with its digest, lowest first; a word changed in any layer changes it."""
    receipt = te.determine(over(city()), {}).receipt
    assert [each["id"] for each in receipt["rulesets"]] == ["national", "city"]
    changed = te.determine(over(city(), LOWER.replace("zh: 明知}", "zh: 明明知道}")), {}).receipt
    differ = [a != b for a, b in zip(receipt["rulesets"], changed["rulesets"], strict=True)]
    assert differ == [True, False]
    assert over(city()).linked.digest != over(city(), LOWER.replace("500", "600")).linked.digest


def layered(*texts: str) -> dict[str, Any]:
    """The data of files laid over each other, whatever their keys: what the format does not know yet included."""
    layers = []
    for index, text in enumerate(texts):
        located, problems = read(text, f"{index}.yaml")
        assert not problems
        head = {key: located.data[key] for key in ("format", "id", "title", "in_force")}
        layers.append(Layer(head["id"], located, located.data, LayerDocument.model_validate(head), ""))
    merged: dict[str, Any] = merge(layers).document.data
    return merged


def test_procedure_and_effects_of_a_higher_layer_take_the_place_of_those_beneath() -> None:
    """Transitions are replaced by event and stage, ways to start by how, stages by name, effects by outcome."""
    head = "format: 1\ntitle: {zh: 例}\nin_force: {from: 2018, to: not_specified}\n"
    lower = head + (
        "id: lower\n"
        "effects: {granted: [a, b], refused: [c]}\n"
        "procedure:\n"
        "  outside: [opened]\n"
        "  stages: {applied: {zh: 已申请}, heard: {zh: 已听取}}\n"
        "  start: [{how: application, by: [unit]}]\n"
        "  transitions:\n"
        "    - {event: accepted, from: [applied], to: heard, within: unseen}\n"
        "    - {event: decided, from: [heard], to: done}\n"
    )
    upper = head + (
        "id: upper\nextends: [lower]\n"
        "effects: {granted: [z]}\n"
        "procedure:\n"
        "  outside: [opened, sanctioned]\n"
        "  stages: {heard: {zh: 听取意见}}\n"
        "  start: [{how: ex_officio}]\n"
        "  transitions: [{event: accepted, from: [applied], to: heard, within: {value: 5, unit: working_day}}]\n"
    )
    found = layered(lower, upper)
    assert found["effects"] == {"granted": ["z"], "refused": ["c"]}
    procedure = found["procedure"]
    assert procedure["outside"] == ["opened", "sanctioned"]
    assert {name: stage["zh"] for name, stage in procedure["stages"].items()} == {
        "applied": "已申请",
        "heard": "听取意见",
    }
    assert [start["how"] for start in procedure["start"]] == ["application", "ex_officio"]
    assert [step.get("within") for step in procedure["transitions"]] == [
        {"value": 5, "unit": "working_day"},
        None,
    ]
