"""The command line on layers and versions: what is printed, as text and as JSON, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

import tolerance_engine as te
from tests.cli.running import Command
from tests.layers.writing import LOWER, change, over
from tests.layers.writing import city as city_with
from tests.ruleset.writing import spoilt
from tolerance_engine.ruleset import load_text


@pytest.fixture
def tolerance(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in this process."""
    return Command(monkeypatch, capsys)


@pytest.fixture
def city(tmp_path: Path) -> str:
    """A layered ruleset in two folders; the path of the upper file."""
    upper = change("clause: modest, as: tightens, when: {damage: {at_most: 300}}, basis: stated")
    for name, text in (("national", LOWER), ("city", upper)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "2018.yaml").write_text(text, "utf-8")
    return str(tmp_path / "city" / "2018.yaml")


def test_a_measures_own_tests_come_first() -> None:
    """In a verdict the dimensions of the upper layer stand before those beneath, and stated definitions last."""
    upper = city_with("dimensions: {haste: {zh: 缓急}}\n")
    verdict = te.determine(over(upper), {"findings": {"small": True}})
    page = verdict.text()
    table = page[page.index("研判维度") :]
    assert table.index("缓急") < table.index("目的") < table.index("损失较小")
    assert list(verdict.findings) == ["purpose", "haste", "small"]


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions of a ruleset in a folder beside the reader, and a case between them; the path of the case."""
    monkeypatch.chdir(tmp_path)
    closed = LOWER.replace("id: national", "id: example")
    (tmp_path / "example").mkdir()
    for name, last, loss in (("2018", "2019", "300"), ("2020", "2021", "500")):
        text = spoilt(
            "{from: 2018, to: not_specified}", f"{{from: {name}, to: {last}}}\ntemporal: conduct", closed
        )
        (tmp_path / "example" / f"{name}.yaml").write_text(text.replace("500", loss), "utf-8")
    case = tmp_path / "case.yaml"
    case.write_text(
        "conduct_date: 2019-05-05\ndetermination_date: 2021-05-05\nfacts: {known: false, joint: false, damage: 400}\n",
        "utf-8",
    )
    return case


def test_show_effective_prints_a_rule_file(tolerance: Command, city: str) -> None:
    """What is printed loads as one file, and names the layer and line behind every line."""
    ran = tolerance("show", city, "--effective")
    assert (ran.code, ran.err) == (0, "")
    body = [line for line in ran.out.splitlines() if not line.startswith("#")]
    assert all(line.rsplit("# ", 1)[1].split(":")[0] in ("national", "city") for line in body)
    assert load_text(ran.out).linked.clause("modest")[1].ground.cite[0].source == "city_doc"
    english = tolerance("show", city, "--effective", "--lang", "en").out
    assert english.startswith("# 2 layers, lowest first:") and "tightens" in english


def test_show_effective_as_json(tolerance: Command, city: str) -> None:
    """As JSON the same has layers, changes, lines and the document."""
    data = json.loads(tolerance("show", city, "--effective", "--json").out)
    assert sorted(data) == ["changes", "document", "layers", "lines", "ruleset"]
    assert {line["layer"] for line in data["lines"]} == {"national", "city"}
    assert sorted(data["lines"][0]) == ["file", "layer", "line", "text"]


def test_a_false_claim_ends_with_3_and_its_place(tolerance: Command, city: str) -> None:
    """A layer that does not do what it claims is bad input: exit code 3, file:line:column, and the case."""
    path = Path(city)
    path.write_text(path.read_text("utf-8").replace("at_most: 300", "at_most: 900"), "utf-8")
    ran = tolerance("show", city)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"{city}:9:26: P022 ") and "damage: 900" in ran.err


def test_show_versions(tolerance: Command, example: Path) -> None:
    """The versions stand in the order of time, with the clock that picks them; gaps and overlaps are said."""
    ran = tolerance("show", "./example", "--versions")
    assert ran.code == 0 and "行为日期" in ran.out and "没有空档，也没有重叠" in ran.out
    assert ran.out.index("2018.yaml") < ran.out.index("2020.yaml")
    newer = example.parent / "example" / "2020.yaml"
    newer.write_text(newer.read_text("utf-8").replace("from: 2020", "from: 2020-03"), "utf-8")
    assert "2020-01-01 至 2020-02-29 没有版本有效" in tolerance("show", "./example", "--versions").out
    english = tolerance("show", "./example", "--versions", "--lang", "en").out
    assert "no version is in force from 2020-01-01 to 2020-02-29" in english
    data = json.loads(tolerance("show", "./example", "--versions", "--json").out)
    assert [each["temporal"] for each in data["versions"]] == ["conduct", "conduct"]
    assert [each["kind"] for each in data["seams"]] == ["gap"]


@pytest.mark.parametrize(
    "arguments", [["--effective"], ["--versions"], ["qinghai", "--effective", "--versions"]], ids=str
)
def test_show_options_that_make_no_sense_are_bad_usage(tolerance: Command, arguments: list[str]) -> None:
    """Without a ruleset, or both together, the two options end with 2."""
    assert tolerance("show", *arguments).code == 2


def test_determine_goes_by_the_clock_of_the_rules(tolerance: Command, example: Path) -> None:
    """Rules that go by the conduct are taken in the version of the conduct date; `--on` overrides that."""
    assert (
        json.loads(tolerance("determine", str(example), "-r", "./example", "--json").out)["outcome"]
        == "refused"
    )
    later = tolerance("determine", str(example), "-r", "./example", "--json", "--on", "2021-05-05")
    assert json.loads(later.out)["outcome"] == "reduced"
    example.write_text("determination_date: 2021-05-05\n", "utf-8")
    ran = tolerance("determine", str(example), "-r", "./example")
    assert ran.code == 3 and "P018" in ran.err


def test_determine_compares_old_and_new(tolerance: Command, example: Path) -> None:
    """Both versions side by side, at most 100 columns wide, and the same as JSON."""
    ran = tolerance("determine", str(example), "-r", "./example", "--old-and-new")
    assert (ran.code, ran.err) == (0, "")
    assert "新版本的结果较轻" in ran.out and "不是选择" in ran.out
    assert max(cell_len(line) for line in ran.out.split("\n")) <= 100
    data = json.loads(tolerance("determine", str(example), "-r", "./example", "--old-and-new", "--json").out)
    assert (data["lighter"], data["temporal"]) == ("new", "conduct")
    for more in (["--on", "2020-01-01"], ["--engine", "durable"]):
        assert tolerance("determine", str(example), "-r", "./example", "--old-and-new", *more).code == 2
