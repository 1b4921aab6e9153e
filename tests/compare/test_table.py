"""A table of pairs: each cell is what comparing the two alone gives, and one odd pair burdens no other."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from random import Random
from typing import Any

import pytest

import tolerance_engine as te
from tests.compare.edits import OPTIONS, pair
from tests.determine.small import BOOLEAN, DATE, document, exclusion, ground
from tests.laws.support import how_many
from tests.oracles.yaml_text import to_yaml
from tests.strategies import draft
from tolerance_engine.analysis.compare import PairCell, Tally, diff, diff_table, pairs
from tolerance_engine.analysis.compare import joint as joining
from tolerance_engine.render.width import display_width
from tolerance_engine.ruleset import load_ruleset, load_text

SHIPPED = ("anshan", "wenzhou", "national-2018", "qinghai", "shenzhen", "wenze-2019", "zhengwu-2020")


def small(id_: str, *clauses: dict[str, Any], **sections: Any) -> te.Ruleset:
    """A small measure of its own id."""
    return load_text(to_yaml(document(*clauses, **sections) | {"id": id_}))


def number(id_: str, limit: float, **kind: Any) -> te.Ruleset:
    """A measure that tolerates what stays within a limit."""
    fact = {"type": "number", "zh": "数", **kind}
    return small(id_, ground("within", {"damage": {"at_most": limit}}), facts={"damage": fact})


def alone(a: te.Ruleset, b: te.Ruleset, cell: PairCell) -> tuple[object, ...]:
    """What comparing the two alone gives."""
    try:
        found = diff(a, b, reading=cell.reading)
        return found.relation, found.cases, found.differing, found.stricter, found.looser
    except te.RulesetError as error:
        return tuple((each.code, each.message) for each in error.diagnostics)


def told(cell: PairCell) -> tuple[object, ...]:
    """The same of a cell."""
    if cell.tally is None:
        return tuple((each.code, each.message) for each in cell.diagnostics)
    return cell.relation, cell.cases, cell.differing, cell.tally.stricter, cell.tally.looser


def agrees(rulesets: list[te.Ruleset], reading: str | None = None) -> te.DiffTable:
    """The table of the rulesets; every cell was compared with what the two alone give."""
    table = diff_table(rulesets, reading=reading)
    by_name = dict(zip(table.names, rulesets, strict=True))
    for cell in table.rows:
        assert told(cell) == alone(by_name[cell.a], by_name[cell.b], cell), (cell.a, cell.b)
    return table


@pytest.mark.parametrize("reading", [None, "weighed"])
def test_cells_are_what_two_alone_give(reading: str | None) -> None:
    """Relation and counts of shipped rulesets are those of `te.diff`, whoever else is in the table."""
    table = agrees([load_ruleset(name) for name in SHIPPED], reading)
    assert table.cell("qinghai", "zhengwu-2020").relation == "different_question"
    assert sum(cell.tally is not None for cell in table.rows) == 15


def test_a_pair_that_used_to_be_too_large() -> None:
    """Six dimensions stated on one side and worked out on the other stay small: they stand below their facts."""
    a, b = load_ruleset("anshan"), load_ruleset("wenzhou")
    for readings in (("as_written", "as_written"), ("weighed", "weighed")):
        assert len(diff(a, b, reading=readings)._joint.diagram) < 100_000


@pytest.mark.laws
def test_drawn_tables_equal_their_pairs() -> None:
    """Drawn rulesets, their edits and strangers in one table: every pair as alone, refused ones alike."""
    kinds: set[str] = set()
    for seed in range(how_many(40)):
        drawn, after = pair(760_000 + seed)
        stranger = draft(Random(770_000 + seed), OPTIONS)
        loaded = [
            load_text(drawn.text, uses=drawn.used_texts),
            load_text(to_yaml(after), uses=drawn.used_texts),
            load_text(to_yaml({**stranger.document, "id": "stranger"}), uses=stranger.used_texts),
        ]
        kinds |= {cell.relation for cell in agrees(loaded).rows}
    assert {"equal", "refused"} <= kinds


@pytest.mark.laws
def test_the_other_way_round() -> None:
    """A cell asked for the other way round, and a table in the other order, say the same turned over."""
    for seed in range(how_many(20)):
        drawn, after = pair(780_000 + seed)
        a, b = (load_text(text, uses=drawn.used_texts) for text in (drawn.text, to_yaml(after)))
        there, back = diff_table([a, b]), diff_table([b, a])
        one, other = there.names
        assert there.cell(other, one).turned() == there.cell(one, other)
        [turned] = back.rows
        expected = there.cell(other, one)
        assert (turned.relation, turned.tally, turned.reading) == (
            expected.relation,
            expected.tally,
            expected.reading,
        )


def test_turning_exchanges_stricter_and_looser() -> None:
    """What is stricter one way is looser the other way, in the relation and in the counts."""
    cell = PairCell("a", "b", ("x", "y"), "stricter", Tally(9, 2, 0, 0, 8, 0))
    assert cell.turned() == PairCell("b", "a", ("y", "x"), "looser", Tally(9, 0, 2, 0, 8, 0))


def test_where_both_conclude() -> None:
    """A table tells apart that one is silent from what stands where both conclude; nothing shared is None."""
    silent = small("silent", ground("mild", {"a": True}))
    strict = small("strict", exclusion("grave", {"a": True}, "fair"), exclusion("gone", {"a": False}, "bad"))
    other = small("other", ground("mild", {"a": False}))
    table = diff_table([silent, strict, other])
    cell = table.cell("silent", "strict")
    assert cell.tally is not None
    assert (cell.relation, cell.tally.where_concluded, cell.tally.concluded) == (
        "incomparable",
        "stricter",
        1,
    )
    apart = table.cell("silent", "other").tally
    assert apart is not None
    assert (apart.where_concluded, apart.concluded, apart.cases) == (None, 0, 2)


def test_outcomes_of_no_known_order_are_no_agreement() -> None:
    """Where both conclude and no order is known between what they give, that is neither the same nor one way."""

    def giving(id_: str, outcome: str) -> te.Ruleset:
        outcomes = [{"id": outcome, "zh": outcome}]
        return small(id_, ground("mild", {"a": True}, outcome), outcomes=outcomes, vocabulary=True)

    table = agrees([giving("one", "exempted"), giving("two", "no_negative_evaluation")])
    found = table.cell("one", "two").tally
    assert found is not None
    assert (found.cases, found.concluded, found.crossing, found.where_concluded) == (2, 1, 1, "incomparable")
    assert "互" in table.text()


def test_a_fact_of_two_meanings_refuses_its_pairs_only() -> None:
    """Where one name means two things the pair is refused with V004; every other pair is counted."""
    boolean = small("boolean", ground("mild", {"damage": True}), facts={"damage": BOOLEAN})
    table = agrees([number("one", 5), boolean, number("two", 7)])
    assert [cell.relation for cell in table.rows] == ["refused", "incomparable", "refused"]
    assert table.rows[0].diagnostics[0].code == "V004"


@pytest.mark.parametrize("first", [0, 1, 2])
def test_whole_numbers_change_nobody_else(first: int) -> None:
    """Two that tell 2 from 2.5 do so also beside one that counts whole numbers, whichever comes first."""
    rulesets = [number("whole", 2, whole=True), number("half", 2.5), number("two", 2)]
    table = agrees(rulesets[first:] + rulesets[:first])
    assert table.cell("half", "two").differing == 1
    assert table.cell("whole", "two").differing == 0


def test_bounds_and_values_of_others_are_not_counted() -> None:
    """Values that only a third ruleset declares are no cells of the other two."""

    def choosing(id_: str, *values: str) -> te.Ruleset:
        fact = {"type": "choice", "zh": "选", "values": {value: {"zh": value} for value in values}}
        return small(id_, ground("mild", {"kind": "left"}), facts={"kind": fact})

    table = agrees(
        [
            choosing("two", "left", "right"),
            choosing("same", "left", "right"),
            choosing("more", "left", "right", "third"),
        ]
    )
    assert [cell.cases for cell in table.rows] == [2, 2, 2]
    table = agrees([number("one", 5, min=0, max=9), number("two", 5, min=0, max=9), number("wide", 20)])
    assert table.cell("one", "two").cases == 2


def test_bounds_of_a_fact_that_is_not_asked() -> None:
    """Who declares bounds and never asks for the fact takes no value outside them: those within are still counted."""
    bounded = {"type": "number", "zh": "数", "min": 0, "max": 100}
    silent = small("silent", ground("mild", {"a": True}), facts={"damage": bounded})
    table = agrees([silent, number("far", 500), number("near", 50)])
    assert [cell.cases for cell in table.rows] == [2, 4, 3]
    assert diff(silent, number("far", 500)).accepted_by_one == (False, True)


def test_what_is_left_out_does_not_depend_on_the_others() -> None:
    """Of two facts that assumptions tie together the same one is left out, however a third orders the diagram."""
    kinds = {"type": "choice", "zh": "选", "values": {v: {"zh": v} for v in ("left", "right", "third")}}
    facts = {"p": BOOLEAN, "q": kinds, "z": BOOLEAN}
    tied = [{"if": {"p": True}, "then": {"q": "left"}}, {"if": {"q": "left"}, "then": {"p": True}}]
    one = small("one", ground("mild", {"p": True}), facts=facts, assume=tied)
    two = small("two", ground("mild", {"q": "left"}), facts=facts, assume=tied)
    chain: list[dict[str, Any]] = [{"a": True}, {"q": "left"}, {"p": True}, {"z": True}]
    clauses = [ground(f"link{n}", {"all": chain[n : n + 2]}) for n in range(3)]
    third = small("third", *clauses, facts=facts)
    orders = []
    for several in ((one, two), (one, two, third)):
        parts = [joining.part_of(each, each.reading) for each in several]
        names = [variable.name for variable in joining.together(parts, 10_000).variables]
        orders.append(names.index("p") < names.index("q"))
    assert orders == [True, False], "the third one turns the order of the two facts over"
    assert agrees([one, two, third]).cell("one", "two").cases == 2


def dated(id_: str, *pairs_of_days: tuple[str, str]) -> te.Ruleset:
    """A measure that asks which of two days comes first, several times."""
    days = {day: DATE for pair_of_days in pairs_of_days for day in pair_of_days}
    facts = {
        f"{one}_{other}": {"type": "boolean", "zh": "先", "derive": {one: {"before": other}}}
        for one, other in pairs_of_days
    }
    return small(id_, *(ground(f"by_{name}", {name: True}) for name in facts), facts=days | facts)


def test_dates_of_others_tie_nothing() -> None:
    """Days that two rulesets compare are tied for these two; a third that compares them too changes nothing."""
    table = agrees(
        [dated("one", ("p", "q")), dated("two", ("q", "r")), dated("three", ("p", "r"), ("q", "p"))]
    )
    assert table.cell("one", "two").cases == 4
    assert table.cell("one", "three").cases == 6


def test_too_many_linked_dates_refuse_the_pair() -> None:
    """Two whose days together hang together too much are refused with P004; the others stand."""
    first = dated("one", *((f"p{n}", f"p{n + 1}") for n in range(5)))
    second = dated("two", *((f"p{n}", f"p{n + 1}") for n in range(4, 9)))
    table = agrees([first, second, small("three", ground("mild", {"a": True}))])
    assert [cell.relation for cell in table.rows] == ["refused", "incomparable", "incomparable"]
    assert table.rows[0].diagnostics[0].code == "P004"


def test_too_many_facts_refuse_the_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that ask too many facts together are refused with P006; in all there may be more than that."""
    monkeypatch.setattr(joining, "MAX_FACTS", 2)
    one, two, three = (small(name, ground("mild", {name: True})) for name in "abc")
    wide = small("d", ground("mild", {"all": [{"e": True}, {"f": True}]}))
    table = agrees([one, two, three, wide])
    assert [cell.relation for cell in table.rows if "d" in (cell.a, cell.b)] == ["refused"] * 3
    assert {each.code for cell in table.rows for each in cell.diagnostics} == {"P006"}
    assert sum(cell.tally is not None for cell in table.rows) == 3


def test_a_pair_over_its_budget_leaves_the_others() -> None:
    """The pair that grows past the budget is named with it; each other pair has the whole budget again."""
    names = ("anshan", "wenzhou", "shenzhen", "zhejiang", "shandong-ftz", "henan-business")
    table = diff_table([load_ruleset(name) for name in names], budget=4_000)
    over = {(cell.a, cell.b) for cell in table.rows if cell.relation == "over_budget"}
    assert over == {("anshan", "wenzhou")}
    [problem] = table.cell("anshan", "wenzhou").diagnostics
    assert problem.code == "D001"
    assert "4000" in problem.message.zh
    assert "超过结点上限" in table.text()
    assert "D001" in table.text()


def test_without_a_common_diagram_the_pairs_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all together pass the budget every pair is compiled by itself, and comes to the same."""
    rulesets = [load_ruleset(name) for name in ("qinghai", "shenzhen", "zhejiang")]
    before = diff_table(rulesets).rows

    def refuse(*_: object) -> None:
        raise te.BudgetExceeded(1)

    monkeypatch.setattr(pairs, "together", refuse)
    assert diff_table(rulesets).rows == before


def test_readings_are_taken_where_there_are_such() -> None:
    """The reading asked for is taken by those that have it, the first by the others; each cell says which."""
    rulesets = [load_ruleset(name) for name in ("qinghai", "shenzhen", "zhejiang")]
    table = diff_table(rulesets, reading="strict")
    assert table.readings == ("strict", "as_written", "sole")
    assert table.cell("shenzhen", "qinghai").reading == ("as_written", "strict")
    assert "（没有所要的口径）" in table.text()
    weighed = [load_ruleset("qinghai", reading="weighed"), rulesets[1]]
    assert diff_table(weighed).readings == ("weighed", "as_written")
    with pytest.raises(te.RulesetError) as caught:
        diff_table(rulesets, reading="nobody")
    [problem] = caught.value.diagnostics
    assert problem.code == "P001"


def test_names_tell_versions_apart() -> None:
    """An id that comes twice goes by its date, and by a number where the date is the same."""
    versions = [
        load_ruleset("shenyang", on=info.in_force.first)
        for info in te.list_rulesets()
        if info.id == "shenyang"
    ]
    table = diff_table([*versions, versions[0], load_ruleset("qinghai")])
    assert table.names == ("shenyang@2017-11", "shenyang@2023-03-27", "shenyang@2017-11#2", "qinghai")
    assert table.cell("shenyang@2017-11", "shenyang@2017-11#2").relation == "equal"
    for names in (("qinghai", "qinghai"), ("qinghai", "shenyang")):
        with pytest.raises(KeyError):
            table.cell(*names)
    with pytest.raises(ValueError, match="two rulesets"):
        diff_table(versions[:1])


@cache
def everything() -> te.DiffTable:
    """Every shipped ruleset, in its latest version."""
    return diff_table(load_ruleset(name) for name in dict.fromkeys(info.id for info in te.list_rulesets()))


def test_all_shipped_in_one_page() -> None:
    """All shipped rulesets fit a page of 100 columns: each in one triangle, marks lined up under their keys."""
    table = everything()
    for lang in ("zh", "en"):
        lines = table.text(lang).splitlines()
        assert max(display_width(line) for line in lines) <= 100
    members = [name for _, group in table.groups for name in group]
    assert sorted(members) == sorted(table.names)
    triangle = table.text("en").split("tolerance\n")[1].split("\n\n")[0].splitlines()[3:]
    marks = [line.split()[-1] for line in triangle]
    assert [len(each) for each in marks] == [1, *range(1, len(marks))]


def test_the_forms_of_a_table() -> None:
    """Text, Markdown, HTML and JSON show the same pairs; counts in JSON are text, and every pair is there once."""
    table = diff_table([load_ruleset(name) for name in SHIPPED])
    data = table.as_data()
    assert [(each["a"], each["b"]) for each in data["pairs"]] == list(combinations(SHIPPED, 2))
    counted = next(each for each in data["pairs"] if each["a"] == "anshan" and each["b"] == "qinghai")
    assert int(counted["differing"]) == diff(load_ruleset("anshan"), load_ruleset("qinghai")).differing
    assert isinstance(counted["cases"], str)
    other = next(each for each in data["pairs"] if each["relation"] == "different_question")
    assert (other["cases"], other["where_concluded"], other["why"][0]["code"]) == (None, None, "V002")
    assert {each["scale"] for each in data["groups"]} == {"tolerance", "sanction"}
    assert "| anshan | wenzhou |" in table.markdown()
    assert "anshan" in table._repr_html_()
    assert "<html" in table.html()
    assert te.DiffTable.model_dump_json(table).startswith("{")
    assert "stricter" in table.text("en")


def test_more_pairs_than_a_page_lists() -> None:
    """A long table lists the pairs that say something, and with `full` every pair that was counted."""
    table = everything()
    counted = [cell for cell in table.rows if cell.tally is not None]
    short, full = table.text(), table.text(full=True)
    assert "写 --full 全部列出" in short
    assert "写 --full 全部列出" not in full
    listed = full.split("逐对")[1].split("※")[0].splitlines()
    assert len([line for line in listed if line.strip()]) == len(counted) + 3


def test_rulesets_on_no_scale_keep_their_place() -> None:
    """Rulesets whose outcomes the vocabulary does not know are compared among themselves, in a group of their own."""
    table = diff_table([small("one", ground("mild", {"a": True})), small("two", ground("mild", {"b": True}))])
    assert table.groups == (("", ("one", "two")),)
    assert "不在共用的尺度上" in table.text()
    assert "On no common scale" in table.text("en")


def test_one_reason_is_said_once() -> None:
    """A ruleset on no scale is refused with every other for one reason: the page says it once, the rows each."""
    strange = small("strange", ground("mild", {"a": True}))
    table = diff_table([*(load_ruleset(name) for name in ("qinghai", "shenzhen", "zhejiang")), strange])
    assert [cell.relation for cell in table.rows if "strange" in (cell.a, cell.b)] == ["refused"] * 3
    assert table.text().count("V002") == 1
    assert "3 个规则集" in table.text()
    assert "3 rulesets" in table.text("en")


def test_too_many_for_a_triangle() -> None:
    """More rulesets than there are keys are listed pair by pair, and the page says why there is no triangle."""
    one = load_ruleset("jubao-wugao")
    table = diff_table([one] * 53)
    assert "排不成表" in table.text()
    assert len(table.rows) == 53 * 52 // 2
    assert {cell.relation for cell in table.rows} == {"equal"}
