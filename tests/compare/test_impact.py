"""Impact: real cases from folders and tables, each determined under both rulesets."""

from __future__ import annotations

from pathlib import Path

import pytest

import tolerance_engine as te
from tests.determine.small import NUMBER, exclusion, ground, rules
from tolerance_engine.analysis.compare import diff, read_cases

FACTS = {"loss": NUMBER}
CLAUSES = [exclusion("barred", {"b": True}), ground("small", {"loss": {"at_most": 100}})]
BEFORE = rules(*CLAUSES, facts=FACTS, default="fair")
AFTER = rules(CLAUSES[0], ground("small", {"loss": {"at_most": 50}}), facts=FACTS, default="fair")

TABLE = """\
case,a,b,loss,conduct_date
first,true,否,80,2020-01-01
second,,是,,
third,,false,,
fourth,,false,30,
"""


def written(folder: Path, name: str, content: str) -> Path:
    """A file of cases."""
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def test_a_table(tmp_path: Path) -> None:
    """Rows are cases: empty cells are not established, yes and no may be Chinese, numbers and dates are read."""
    found = diff(BEFORE, AFTER).impact(read_cases(written(tmp_path, "cases.csv", TABLE)))
    assert [(row.case, row.change, row.before, row.after) for row in found.rows] == [
        ("first", "stricter", ("good",), ("fair",)),
        ("second", "same", ("bad",), ("bad",)),
        ("third", "same", ("good", "fair"), ("good", "fair")),
        ("fourth", "same", ("good",), ("good",)),
    ]
    assert found.counts["stricter"] == 1
    assert found.counts["same"] == 3
    assert sum(found.counts.values()) == 4


def test_every_kind_of_change() -> None:
    """Decided, open, and off the scale: each kind of change is told by its name."""
    whole, half = rules(ground("g", {"a": True})), rules(ground("g", {"all": [{"a": True}, {"b": True}]}))
    barred = rules(exclusion("x", {"a": True}), ground("g", {"b": True}))
    cases = {
        "known": te.Case(facts={"a": True, "b": True}),
        "part": te.Case(facts={"a": True}),
        "nothing": te.Case(),
        "strange": te.Case(facts={"zzz": True}),
    }
    told = {
        name: [row.change for row in diff(one, other).impact(cases.items()).rows]
        for name, (one, other) in {
            "half": (whole, half),
            "back": (half, whole),
            "barred": (half, barred),
        }.items()
    }
    assert told["half"] == ["same", "now_open", "same", "unusable"]
    assert told["back"] == ["same", "now_decided", "same", "unusable"]
    assert told["barred"] == ["stricter", "now_decided", "open_otherwise", "unusable"]


def test_a_folder(tmp_path: Path) -> None:
    """Case files are read in order of name; one that cannot be read is told and the others go on."""
    written(tmp_path, "b.json", '{"facts": {"loss": 80}}')
    written(tmp_path, "a.yaml", "facts: {loss: 20}\n")
    written(tmp_path, "c.yaml", "facts: {loss: 80\n")
    written(tmp_path, "notes.txt", "no case")
    found = diff(BEFORE, AFTER).impact(read_cases(tmp_path))
    assert [(row.case, row.change) for row in found.rows] == [
        ("a.yaml", "same"),
        ("b.json", "open_otherwise"),
        ("c.yaml", "unusable"),
    ]
    assert found.rows[2].problems[0].span is not None
    data = found.as_data()
    assert (data["cases"], data["counts"]["unusable"]) == (3, 1)
    assert data["rows"][2]["problems"][0]["file"] == str(tmp_path / "c.yaml")


def test_findings_in_a_table(tmp_path: Path) -> None:
    """A column named after a dimension or a definition is a finding."""
    definition = {"d1": {"zh": "定", "when": {"a": True}, "basis": "stated"}}
    ruleset = rules(ground("g", {"d1": True}), definitions=definition)
    path = written(tmp_path, "cases.csv", "case,d1\nyes,true\nno,否\n")
    named = dict(read_cases(path, ruleset.linked))
    found = diff(ruleset, ruleset).impact(named.items())
    assert [row.before for row in found.rows] == [("good",), ("not_specified",)]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cases.csv", "", "V012"),
        ("cases.csv", "a,a\ntrue,true\n", "V012"),
        ("gone.csv", None, "V011"),
        ("gone.yaml", None, "K001"),
    ],
)
def test_what_cannot_be_read_at_all(tmp_path: Path, name: str, content: str | None, code: str) -> None:
    """A table without names for its columns, or a file that is not there, is an error at once."""
    if content is not None:
        written(tmp_path, name, content)
    with pytest.raises(te.CaseError) as caught:
        list(read_cases(tmp_path / name))
    assert [problem.code for problem in caught.value.diagnostics] == [code]


def test_other_encodings_and_empty_folders(tmp_path: Path) -> None:
    """A table in GBK, and a folder without cases, are errors that say what to do."""
    (tmp_path / "cases.csv").write_bytes("案件\n".encode("gbk"))
    (tmp_path / "empty").mkdir()
    for path, code in ((tmp_path / "cases.csv", "V011"), (tmp_path / "empty", "V010")):
        with pytest.raises(te.CaseError) as caught:
            list(read_cases(path))
        [problem] = caught.value.diagnostics
        assert problem.code == code
        assert problem.help is not None


def test_a_row_that_is_wrong(tmp_path: Path) -> None:
    """A row with too many cells, or a wrong date, is unusable and says its line; its neighbours are cases."""
    path = written(tmp_path, "cases.csv", "a,conduct_date\ntrue,2020-01-01,x\ntrue,2020-13-01\ntrue,\n")
    found = diff(rules(ground("g", {"a": True})), rules(ground("g", {"a": True}))).impact(read_cases(path))
    assert [(row.change, [p.code for p in row.problems]) for row in found.rows] == [
        ("unusable", ["V012"]),
        ("unusable", ["K005"]),
        ("same", []),
    ]
    span = found.rows[0].problems[0].span
    assert span is not None
    assert span.line == 2


def test_the_page_of_an_impact(tmp_path: Path) -> None:
    """The page counts by kind, lists what changes with both results, and says it stands for no other cases."""
    found = diff(BEFORE, AFTER).impact(read_cases(written(tmp_path, "cases.csv", TABLE)))
    for text, words in (
        (found.text("zh"), ("共 4 件", "first", "更严", "免责", "从轻", "不代表其他案件")),
        (found.text("en"), ("4 cases", "first", "stricter", "stand for no others")),
    ):
        assert [word for word in words if word not in text] == []
        assert "second" not in text
