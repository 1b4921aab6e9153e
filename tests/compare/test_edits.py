"""Edits: what was written otherwise is named by id, fields and place, and counted where it can be alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compare.brute import Both, Cells
from tests.compare.edits import pair
from tests.determine.small import CITE, document, exception, exclusion, ground, rules
from tests.laws.support import how_many
from tests.layers.writing import LOWER, change, over
from tests.oracles.brute import Law, Sight
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.analysis.compare import Edit, diff
from tolerance_engine.ruleset import load_text

X, Y = ground("first", {"a": True}), exclusion("second", {"b": True})


def found(before: Any, after: Any) -> list[tuple[str, str, str, tuple[str, ...], int | None]]:
    """The edits between two rulesets, in short."""
    return [(e.section, e.id, e.change, e.fields, e.count) for e in diff(before, after).edits]


def test_added_removed_changed() -> None:
    """A clause that is new, gone or written otherwise is one edit each; what is the same is none."""
    assert found(rules(X, Y), rules(X, Y)) == []
    assert found(rules(X), rules(X, Y)) == [("clauses", "second", "added", (), 2)]
    assert found(rules(X, Y), rules(X)) == [("clauses", "second", "removed", (), 2)]
    assert found(rules(X, Y), rules({**X, "when": {"c": True}}, Y)) == [
        ("clauses", "first", "changed", ("when",), 2)
    ]


def test_words_alone_change_no_case() -> None:
    """Another label, basis, citation or reason is an edit that is told, and changes nothing."""
    other = {**X, "zh": "另说", "basis": "implied", "reason": "因为", "cite": CITE}
    assert found(rules(X, Y), rules(other, Y)) == [
        ("clauses", "first", "changed", ("zh", "cite", "basis", "reason"), 0)
    ]


def test_modality_is_counted_apart() -> None:
    """Another wording changes no outcome and is counted where it decides."""
    result = diff(rules({**X, "modality": "may"}, Y), rules({**X, "modality": "must"}, Y))
    assert result.equal
    assert [(e.fields, e.count) for e in result.edits] == [(("modality",), 0)]
    assert [(m.before, m.after, m.count) for m in result.modality] == [("may", "must", 1)]


@pytest.mark.parametrize(
    ("section", "before", "after", "change", "count"),
    [
        ("default", "not_specified", "fair", "changed", 1),
        ("combine", "must_agree", "most_favourable", "changed", 0),
        ("scope", None, {"when": {"f": True}, "cite": CITE}, "added", 4),
        ("assume", None, [{"never": {"all": [{"a": True}, {"b": True}]}}], "changed", 0),
    ],
)
def test_other_parts(section: str, before: Any, after: Any, change: str, count: int) -> None:
    """Default, combination, scope and assumptions are edits like clauses."""
    one = {section: before} if before is not None else {}
    [edit] = found(rules(X, Y, **one), rules(X, Y, **{section: after}))
    assert (edit[0], edit[2], edit[4]) == (section, change, count)


def test_parts_that_refer_to_each_other() -> None:
    """A new clause may ask a new definition; each edit alone stays a ruleset."""
    definition = {"zh": "定", "when": {"c": True}, "cite": CITE, "basis": "stated"}
    after = rules(X, Y, ground("z", {"d1": True}, "fair"), definitions={"d1": definition})
    edits = found(rules(X, Y), after)
    assert edits[0][:3] == ("definitions", "d1", "added")
    assert edits[1][:3] == ("clauses", "z", "added")
    assert edits[1][4] == diff(rules(X, Y), after).differing


def test_an_edit_that_makes_no_sense_alone() -> None:
    """Where one edit alone would make conditions need each other in a circle, nothing is counted for it."""
    before = rules(ground("p", {"a": True}), ground("q", {"p": "applies"}, "fair"))
    after = rules(ground("p", {"q": "applies"}), ground("q", {"b": True}, "fair"))
    counts = {edit[1]: edit[4] for edit in found(before, after)}
    assert counts["p"] is None
    assert counts["q"] is not None


def test_places() -> None:
    """An edit says where it stands in either file."""
    one, other = (
        load_text(to_yaml(document(*clauses)), name=name)
        for clauses, name in (
            ((X, Y), "old.yaml"),
            ((Y, exception("except", {"c": True}, "second")), "new.yaml"),
        )
    )
    places = {
        edit.id: (
            str(edit.before.span) if edit.before else None,
            str(edit.after.span) if edit.after else None,
        )
        for edit in diff(one, other).edits
    }
    assert places["first"][1] is None
    assert places["first"][0] is not None
    assert places["first"][0].startswith("old.yaml:")
    assert places["except"][0] is None
    assert (places["except"][1] or "").startswith("new.yaml:")


def test_edits_between_measures_only_on_request() -> None:
    """Clauses of two measures that happen to share an id are no edits of each other, unless one says so."""
    one, other = (load_text(to_yaml(document(X, Y) | {"id": id_})) for id_ in ("one", "other"))
    changed = load_text(to_yaml(document({**X, "when": {"c": True}}, Y) | {"id": "other"}))
    assert diff(one, other).equal
    assert diff(one, changed).edits == ()
    assert [edit.id for edit in diff(one, changed, edits=True).edits] == ["first"]
    assert diff(other, changed, edits=False).edits == ()


def test_a_layer_and_what_it_is_built_on() -> None:
    """What a layer changes is an edit of the ruleset beneath it, and stands in the file of the layer."""
    lower = load_text(LOWER)
    tightened = change("clause: modest, as: tightens, when: {damage: {at_most: 300}}, basis: implied")
    [edit] = diff(lower, over(tightened)).edits
    assert (edit.id, edit.fields[0], edit.count) == ("modest", "when", 1)
    assert edit.after is not None
    assert edit.after.span.file == "city.yaml"
    span = edit.after.span
    assert edit.after.excerpt[span.column - 1 : span.end_column - 1] == "when"


def test_counts_alone_equal_brute_force() -> None:
    """Each edited clause, put alone into the first document, changes just so many cells listed by hand."""
    checked = 0
    for seed in range(750_000, 750_000 + how_many(100)):
        drawn, after = pair(seed)
        both = Both(drawn.document, after, (drawn.readings[0],) * 2, drawn.uses)
        if not any(row.outcomes for row in both.rows):
            continue
        a = load_text(drawn.text, uses=drawn.used_texts)
        result = diff(a, load_text(to_yaml(after), uses=drawn.used_texts))
        cells = Cells(both, [axis.name for axis in result.axes]).cells
        for edit in result.edits:
            if edit.section == "clauses" and edit.count is not None and edit.cases == result.cases:
                law = Law.of(alone(drawn.document, after, edit), drawn.readings[0], drawn.uses)
                changed = [
                    {
                        Sight(both.laws[0], row.world).decide()[0] != Sight(law, row.world).decide()[0]
                        for row in rows
                    }
                    for rows in cells.values()
                ]
                assert all(len(each) == 1 for each in changed)
                assert edit.count == sum(True in each for each in changed)
                checked += edit.count > 0
    assert checked >= how_many(100) // 12


def alone(before: Any, after: Any, edit: Edit) -> dict[str, Any]:
    """The first document with one clause as it stands in the second."""
    new = {clause["id"]: clause for clause in after["clauses"]}
    clauses = [new.get(c["id"]) if c["id"] == edit.id else c for c in before["clauses"]]
    clauses += [new[edit.id]] if edit.change == "added" else []
    return {**before, "clauses": [clause for clause in clauses if clause is not None]}
