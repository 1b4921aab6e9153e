"""The ruleset in effect: one file made of all layers, each line with the place it was written at."""

from __future__ import annotations

import re

import pytest
import yaml

import tolerance_engine as te
from tests.layers.writing import LOWER, change, city, over
from tolerance_engine.ruleset import load_text
from tolerance_engine.ruleset.layers.effective import scalar

UPPER = (
    change("clause: modest, as: tightens, when: {damage: {at_most: 300}}, basis: stated, reason: 市里从严")
    + "definitions: {joint_work: {zh: 集体, when: {form: collective}, basis: stated}}\n"
    + "scope: {when: {joint_work: true}, cite: {source: city_doc, at: 第二条}, basis: stated}\n"
    + "silent:\n  - {topic: body, kind: silent, zh: 机构未载}\n"
)
SHIPPED = [info.id for info in te.list_rulesets()]


def test_every_line_names_the_line_it_came_from() -> None:
    """What stands on a line of the effective file stands on the line of the layer it is said to come from."""
    found = te.effective(over(UPPER))
    texts = {"national": LOWER.splitlines(), "city": UPPER.splitlines()}
    seen = set()
    for line in found.lines:
        layer = found.layers[line.layer].id
        seen.add(layer)
        written = texts[layer][line.span.line - 1]
        key = re.match(r"\s*(?:- )?\{?(\w+):", line.text)
        assert key is not None and key[1] in (*re.findall(r"\w+", written), "id"), (line.text, written)
    assert seen == {"national", "city"}


def test_a_changed_field_comes_from_the_layer_that_changed_it() -> None:
    """Within one clause, the fields that were replaced name the higher layer, the others the lower one."""
    lines = te.effective(over(UPPER)).lines
    start = next(index for index, line in enumerate(lines) if line.text == "  - id: modest")
    clause = {line.text.split(":")[0].strip(" -"): line for line in lines[start : start + 8]}
    assert {name: line.layer for name, line in clause.items()} == {
        "id": 0, "kind": 0, "then": 0, "zh": 0, "when": 1, "basis": 1, "cite": 1, "reason": 1,
    }  # fmt: skip
    assert clause["when"].text.endswith("{damage: {at_most: 300}}")


def test_the_text_is_a_rule_file() -> None:
    """With its origins as comments the text loads alone, decides alike, and its own effective text says the same."""
    layered = over(UPPER)
    text = te.effective(layered).text()
    flat = load_text(text, name="flat.yaml")
    for facts in (
        {"known": False, "joint": False, "damage": 300, "form": "collective"},
        {"known": False, "joint": False, "damage": 301, "form": "collective"},
        {"known": True, "form": "individual"},
        {},
    ):
        one, other = (te.determine(ruleset, {"facts": facts}) for ruleset in (layered, flat))
        assert (one.possible, one.applies) == (other.possible, other.applies)
    again = te.effective(flat)
    assert [line.text for line in again.lines] == [
        line.text for line in te.effective(load_text(again.text())).lines
    ]
    assert again.data == te.effective(layered).data


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_ruleset_written_out_is_itself(name: str) -> None:
    """Written out and loaded, a ruleset of one file has the same digest, and one of several the same document."""
    ruleset = te.load_ruleset(name)
    found = te.effective(ruleset)
    again = load_text(found.text())
    assert found.layers[-1].id == name
    if len(found.layers) == 1:
        assert found.changes == ()
        assert again.linked.digest == ruleset.linked.digest
    else:
        assert te.effective(again).data == found.data
        assert (again.nodes, again.outcomes) == (ruleset.nodes, ruleset.outcomes)


def test_the_head_tells_layers_and_claims() -> None:
    """Above the lines stand the layers, lowest first, and each change with whether its claim was checked."""
    for lang, words in (("zh", ["2 层", "从严", "已核对"]), ("en", ["2 layers", "tightens", "checked"])):
        head = [line for line in te.effective(over(UPPER)).text(lang).splitlines() if line.startswith("#")]  # type: ignore[arg-type]
        assert all(any(word in line for line in head) for word in words), head
        assert head[1].startswith("#   national  national.yaml  2018" if lang == "zh" else "#   national")
    assert "改动" not in te.effective(over(city())).text()


def test_the_data_holds_the_same() -> None:
    """As data it has layers, changes, lines with their places, and the document."""
    data = te.effective(over(UPPER)).as_data()
    assert [layer["id"] for layer in data["layers"]] == ["national", "city"]
    (only,) = data["changes"]
    assert (only["name"], only["as"], only["layer"], only["cite"][0]["source"]) == (
        "modest",
        "tightens",
        "city",
        "city_doc",
    )
    assert len(data["lines"]) == len(te.effective(over(UPPER)).lines)
    assert {line["file"] for line in data["lines"]} == {"national.yaml", "city.yaml"}
    assert data["document"]["clauses"][2]["when"] == {"damage": {"at_most": 300}}


@pytest.mark.parametrize(
    "text",
    [
        "是",
        "no",
        "1:30",
        "010",
        "null",
        "true",
        "2018",
        "2018-01-01",
        "a: b",
        "# c",
        "“引”号",
        '"',
        "\\",
        "- x",
        "{",
        "a,b",
        "x ",
        "~",
        "，",
    ],
)
def test_text_stays_text(text: str) -> None:
    """A text that looks like something else is quoted, so that it is read back as the same text."""
    assert yaml.safe_load(scalar(text)) == text
    found = load_text(LOWER.replace("zh: 明知}", f"zh: {scalar(text)}}}"))
    assert found.linked.facts["known"].label.zh == text


def test_layers_are_shown_with_the_ruleset() -> None:
    """The overview of a layered ruleset lists its layers and changes; that of one file has neither."""
    from tolerance_engine.determine.shown.overview import overview_page
    from tolerance_engine.determine.shown.overview_data import overview_data
    from tolerance_engine.render import text

    shown = text.render(overview_page(over(UPPER), "zh"))
    assert "各层（由低到高）" in shown and "已核对" in shown and "市里的文件，第一条" in shown
    assert "各层" not in text.render(overview_page(load_text(LOWER), "zh"))
    assert [layer["id"] for layer in overview_data(over(UPPER))["layers"]] == ["national", "city"]
    assert overview_data(load_text(LOWER))["layers"] == []
