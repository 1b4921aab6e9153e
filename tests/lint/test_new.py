"""New: what is scaffolded loads, passes its tests and lint, guards every condition, and overwrites nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tolerance_engine as te
from tests.cli.running import Command
from tolerance_engine.analysis.lint.mutate import mutate
from tolerance_engine.determine.rule_tests import load_rule_tests, run_rule_test


@pytest.fixture
def tolerance(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """The command, run in this process and in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Command(monkeypatch, capsys)


def test_the_scaffold_is_whole(tolerance: Command, tmp_path: Path) -> None:
    """The new ruleset loads, passes its rule tests and lint, keeps its properties, and every condition is guarded."""
    ran = tolerance(
        "new", "sichuan", "--title", "某省容错纠错办法", "--region-name", "某省", "--from", "2024-03"
    )
    assert ran.code == 0 and "sichuan/2024-03.yaml" in ran.out
    ruleset = te.load_ruleset("./sichuan/2024-03.yaml")
    assert ruleset.linked.title.zh == "某省容错纠错办法" and ruleset.linked.in_force.first_text == "2024-03"
    assert list(te.lint(ruleset)) == []
    tests = load_rule_tests(tmp_path / "sichuan")
    assert len(tests) > 8 and all(run_rule_test(ruleset, test).passed for test in tests)
    report = mutate(ruleset, tests)
    assert report.survivors == () and report.mutants > 15
    assert tolerance("test", "sichuan/2024-03.yaml").code == 0
    assert tolerance("lint", "--strict", "sichuan/2024-03.yaml").code == 0


def test_nothing_in_it_claims_a_source(tolerance: Command) -> None:
    """Until someone has compared it with a source, every provision is marked as an interpretation and an example."""
    tolerance("new", "hunan")
    linked = te.load_ruleset("hunan/draft.yaml").linked
    grounds = [clause.ground for clause in linked.clauses]
    grounds += [p.ground for d in linked.dimensions.values() for p in (d.favourable, d.adverse) if p]
    assert grounds and all(g.basis == "interpretation" and "示例" in (g.reason or "") for g in grounds)
    assert te.determine(te.load_ruleset("hunan/draft.yaml"), {}).outcome == "not_specified"
    assert "待填" in Path("hunan/SOURCES.md").read_text("utf-8")


@pytest.mark.parametrize("title", ['有 "引号": 和 # 井号', "{花括号} %s \\n", "'", "- 列表", "真：no"])
def test_whatever_the_title_it_is_a_title(tolerance: Command, title: str) -> None:
    """A title may hold any sign of a line of text, and comes back as it was given."""
    assert tolerance("new", "hebei", "--title", title, "--region-name", title).code == 0
    linked = te.load_ruleset("hebei/draft.yaml").linked
    assert (linked.title.zh, linked.region and linked.region.zh) == (title, title)


def test_it_goes_where_rulesets_are(tolerance: Command, tmp_path: Path) -> None:
    """It is put into the folder named, else into `rulesets` where there is one; `--json` names the files."""
    made = json.loads(tolerance("new", "hebei", "--into", "mine/deep", "--json").out)
    assert made["ruleset"] == "hebei" and made["files"][0] == "mine/deep/hebei/draft.yaml"
    assert all((tmp_path / name).is_file() for name in made["files"])
    (tmp_path / "rulesets").mkdir()
    assert "rulesets/hebei/draft.yaml" in tolerance("new", "hebei", "--lang", "en").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Sichuan",), "不能作标识"),
        (("../up",), "不能作标识"),
        (("qinghai",), "已有"),
        (("hebei", "--from", "2024-13"), "日期"),
        (("hebei", "--from", "去年"), "日期"),
        (("hebei", "--title", "两\n行"), "一行"),
    ],
)
def test_what_cannot_be_is_refused(
    tolerance: Command, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """A bad identifier, day or title is bad usage, and nothing is written."""
    ran = tolerance("new", *arguments)
    assert ran.code == 2 and said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tolerance: Command, tmp_path: Path) -> None:
    """Where a file stands in the way of the folder, that is said as bad usage."""
    (tmp_path / "taken").write_text("", "utf-8")
    ran = tolerance("new", "hebei", "--into", "taken/deep")
    assert ran.code == 2 and "写不了" in ran.err and "taken" in ran.err


def test_an_existing_folder_is_left_alone(tolerance: Command, tmp_path: Path) -> None:
    """Nothing is overwritten."""
    (tmp_path / "hebei").mkdir()
    ran = tolerance("new", "hebei")
    assert ran.code == 2 and "不覆盖" in ran.err
    assert list((tmp_path / "hebei").iterdir()) == []
