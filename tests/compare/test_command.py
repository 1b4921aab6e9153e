"""`tolerance diff`: what may be compared, in which form it comes out, and how it ends."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tolerance_engine as te
from tests.cli.running import Command, invoke
from tests.determine.small import document, exclusion, ground
from tests.oracles.yaml_text import to_yaml

X, BAR = ground("first", {"a": True}), exclusion("bar", {"b": True})


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line in this process."""
    return Command(monkeypatch, capsys)


def written(path: Path, *clauses: dict[str, object], **sections: object) -> str:
    """A ruleset in a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_yaml(document(*clauses, **sections)), "utf-8")
    return str(path)


def test_two_regions() -> None:
    """Two ids are compared under their own first readings; JSON on stdout is the object's."""
    ran = invoke("diff", "qinghai", "wenzhou", "--json")
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout) == te.diff(te.load_ruleset("qinghai"), te.load_ruleset("wenzhou")).as_data()
    assert "128 种情形里，34 种不同" in invoke("diff", "qinghai", "wenzhou").stdout


def test_two_files_and_the_exit_code(command: Command, tmp_path: Path) -> None:
    """Paths are compared like ids; a difference ends in 1 only where that is asked for."""
    one, other = written(tmp_path / "a.yaml", X, BAR), written(tmp_path / "b.yaml", X)
    assert command("diff", one, other).code == 0
    assert command("diff", one, other, "--exit-code").code == 1
    assert command("diff", one, one, "--exit-code").code == 0
    assert command("diff", one, str(tmp_path / "gone.yaml")).code == 3


def test_two_readings() -> None:
    """Two readings of one ruleset, and one reading for both."""
    ran = invoke("diff", "qinghai", "--readings", "strict", "weighed", "--json")
    data = json.loads(ran.stdout)
    assert (data["a"]["reading"], data["b"]["reading"], data["relation"]) == ("strict", "weighed", "looser")
    data = json.loads(invoke("diff", "qinghai", "wenzhou", "--reading", "strict", "--json").stdout)
    assert (data["a"]["reading"], data["b"]["reading"]) == ("strict", "strict")


def test_two_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two dates pick two versions of one ruleset, each in force on its day."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "small" / "2018.yaml", X, BAR, in_force={"from": 2018, "to": 2019})
    written(tmp_path / "small" / "2020.yaml", X, in_force={"from": 2020, "to": "not_specified"})
    monkeypatch.setattr("tolerance_engine.cli.diff.load_ruleset", _beside(tmp_path))
    data = json.loads(invoke("diff", "small", "--dates", "2019-06-01", "2021-06-01", "--json").stdout)
    assert (data["a"]["in_force"]["from"], data["b"]["in_force"]["from"]) == ("2018", "2020")
    assert [edit["id"] for edit in data["edits"]] == ["bar"]


def _beside(folder: Path) -> Callable[..., te.Ruleset]:
    """Stands in for the shipped rulesets: an id is a folder here."""

    def load(name: str, *, on: date, reading: str | None, **_: Any) -> te.Ruleset:
        versions = (
            te.load_ruleset(str(path), reading=reading) for path in sorted((folder / name).glob("*.yaml"))
        )
        return next(ruleset for ruleset in versions if ruleset.linked.in_force.holds_on(on))

    return load


def git(folder: Path, *arguments: str) -> None:
    """One git command in a repository of its own."""
    who = ["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def test_git_revisions(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is compared with itself as it stood, by --rev or as REVISION:path."""
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q")
    path = written(tmp_path / "rules" / "one.yaml", X, BAR)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    written(tmp_path / "rules" / "one.yaml", X)
    for arguments in ((path, "--rev", "HEAD"), ("HEAD:rules/one.yaml", path)):
        ran = command("diff", *arguments, "--json")
        assert ran.code == 0, ran.err
        data = json.loads(ran.out)
        assert [(edit["id"], edit["change"]) for edit in data["edits"]] == [("bar", "removed")]
    monkeypatch.chdir(tmp_path.parent)  # --rev finds the repository of the file, wherever one stands
    assert command("diff", path, "--rev", "HEAD", "--exit-code").code == 1
    monkeypatch.chdir(tmp_path)
    ran = command("diff", "HEAD:rules/other.yaml", path)
    assert (ran.code, "V030" in ran.err, "怎么办" in ran.err) == (3, True, True)


def test_a_vocabulary_that_stood_otherwise(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the shared vocabulary was another one at the revision, that is said; the present one is used."""
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q")
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / "vocabulary.yaml").write_text("format: 1\n", "utf-8")
    clause = ground("public", {"no_private_gain": True})
    path = written(tmp_path / "rulesets" / "one.yaml", clause, vocabulary=True)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    ran = command("diff", path, "--rev", "HEAD")
    assert (ran.code, "共用词汇与现在不同" in ran.err) == (0, True)


def test_html_and_markdown_files(command: Command, tmp_path: Path) -> None:
    """The page may be written to a file; the HTML has the explanations in it."""
    html, markdown = tmp_path / "out.html", tmp_path / "out.md"
    ran = command("diff", "qinghai", "wenzhou", "--format", "html", "-o", str(html))
    assert (ran.code, ran.out) == (0, "")
    assert str(html) in ran.err
    assert "青海省的理由" in html.read_text("utf-8")
    assert command("diff", "qinghai", "wenzhou", "--format", "markdown", "-o", str(markdown)).code == 0
    assert markdown.read_text("utf-8").startswith("# 规则比较")
    assert command("diff", "qinghai", "wenzhou", "-o", str(tmp_path / "no" / "such.txt")).code != 0
    assert "青海省的理由" in command("diff", "qinghai", "wenzhou", "--full").out
    assert "青海省的理由" not in command("diff", "qinghai", "wenzhou").out


def test_cases_and_typical(command: Command, tmp_path: Path) -> None:
    """Real cases add a section; a typical case of one's own is named on the page."""
    one, other = written(tmp_path / "a.yaml", X, BAR), written(tmp_path / "b.yaml", X)
    table, typical = tmp_path / "cases.csv", tmp_path / "typical.yaml"
    table.write_text("case,a,b\nfirst,true,true\n", "utf-8")
    typical.write_text("title: 抢险\nfacts: {a: true}\n", "utf-8")
    ran = command("diff", one, other, "--cases", str(table), "--typical", str(typical))
    assert ran.code == 0, ran.err
    assert "对所给案件的影响" in ran.out
    assert "抢险" in ran.out
    data = json.loads(command("diff", one, other, "--cases", str(table), "--json").out)
    assert data["impact"]["counts"]["looser"] == 1


def test_a_mapping_on_the_command_line(command: Command, tmp_path: Path) -> None:
    """Outcomes that are named otherwise are mapped with --map."""
    other = [{"id": name, "zh": name} for name in ("exempted", "refused")]
    one = written(tmp_path / "a.yaml", X)
    (tmp_path / "b.yaml").write_text(
        to_yaml(document(ground("first", {"a": True}, "exempted"), outcomes=other) | {"id": "other"}), "utf-8"
    )
    path = str(tmp_path / "b.yaml")
    assert command("diff", one, path).code == 3
    ran = command(
        "diff", one, path, "--map", "good=exempted", "--map", "fair=refused", "--map", "bad=refused", "--json"
    )
    assert json.loads(ran.out)["equal"] is True
    assert command("diff", one, path, "--map", "good").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("qinghai",),
        ("qinghai", "wenzhou", "--reading", "strict", "--readings", "strict", "weighed"),
        ("qinghai", "wenzhou", "--on", "2020-01-01", "--dates", "2020-01-01", "2021-01-01"),
        ("qinghai", "--dates", "2020", "2021-01-01"),
    ],
)
def test_wrong_usage(command: Command, arguments: tuple[str, ...]) -> None:
    """One ruleset alone, or options that exclude each other, end in 2."""
    assert command("diff", *arguments).code == 2


def test_the_budget_is_said_plainly(command: Command) -> None:
    """Past the budget the command says that no number is given and none is estimated, and ends in 3."""
    ran = command("diff", "qinghai", "wenzhou", "--reading", "weighed", "--budget", "4500")
    assert (ran.code, ran.out) == (3, "")
    assert "不作估计" in ran.err
    assert "D001" in ran.err


def test_three_make_a_table() -> None:
    """Three or more operands are compared in pairs; JSON on stdout is the table's, and the page its page."""
    names = ("qinghai", "wenzhou", "hubei-chengqing")
    ran = invoke("diff", *names, "--json", "--reading", "strict")
    assert ran.exit_code == 0, ran.output
    table = te.diff_table([te.load_ruleset(name) for name in names], reading="strict")
    assert json.loads(ran.stdout) == table.as_data()
    assert invoke("diff", *names).stdout == te.diff_table(te.load_ruleset(n) for n in names).text() + "\n"


def test_all_that_are_shipped(command: Command, tmp_path: Path) -> None:
    """--all takes every shipped ruleset once, and what is written besides; a day leaves out what was not in force."""
    path = written(tmp_path / "mine.yaml", X, BAR)
    data = json.loads(command("diff", "--all", path, "qinghai", "--json").out)
    shipped = list(dict.fromkeys(info.id for info in te.list_rulesets()))
    assert [each["id"] for each in data["rulesets"]] == [*shipped, "small"]
    ran = command("diff", "--all", "--on", "2018-06-01", "--json")
    assert ran.code == 0, ran.err
    assert "qinghai" in ran.out
    assert "wenzhou" not in {each["id"] for each in json.loads(ran.out)["rulesets"]}
    assert "不在表里：wenzhou" in ran.err
    assert command("diff", "--all", "wenzhou", "--on", "2018-06-01").code == 3


def test_how_a_table_ends(command: Command, tmp_path: Path) -> None:
    """A difference in some pair ends in 1 where that is asked for; options of two, and too few, are bad usage."""
    one, other = written(tmp_path / "a.yaml", X, BAR), written(tmp_path / "b.yaml", X)
    same = written(tmp_path / "c.yaml", X, BAR)
    assert command("diff", one, other, same).code == 0
    assert command("diff", one, other, same, "--exit-code").code == 1
    assert command("diff", one, same, written(tmp_path / "d.yaml", X, BAR), "--exit-code").code == 0
    assert command("diff", one, other, str(tmp_path / "gone.yaml")).code == 3
    ran = command("diff", one, other, same, "--rev", "HEAD", "--no-edits", "--cases", "x")
    assert (ran.code, "--rev、--edits、--no-edits、--cases 只用于比较两个规则集" in ran.err) == (2, True)
    assert command("diff", one, one, one).code == 2
    assert command("diff").code == 2


def test_forms_of_a_table(command: Command, tmp_path: Path) -> None:
    """A table is written to a file in each form; text in a file is the text of the page."""
    names = ("qinghai", "wenzhou", "jiangsu")
    for kind, begins in (("html", "<!"), ("markdown", "# "), ("text", "规则比较")):
        out = tmp_path / f"table.{kind}"
        ran = command("diff", *names, "--format", kind, "-o", str(out))
        assert (ran.code, "已写到" in ran.err) == (0, True)
        assert out.read_text("utf-8").startswith(begins)
