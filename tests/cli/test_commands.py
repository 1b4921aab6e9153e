"""Commands: what each prints, in which language, how it ends, and that JSON stands alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

import tolerance_engine as te
from tests.cli.running import EXAMPLE, ROOT, Command, invoke
from tests.ruleset.writing import BASE, spoilt

EXAMPLES = sorted((ROOT / "examples").glob("P*.yaml"))


@pytest.fixture
def tolerance(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in this process."""
    return Command(monkeypatch, capsys)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A ruleset file of the drafter's own, with rule tests beside it."""
    path = tmp_path / "mine" / "2018.yaml"
    (path.parent / "cases").mkdir(parents=True)
    path.write_text(BASE, "utf-8")
    (path.parent / "cases" / "a.yaml").write_text(
        "- case: 明知的不容\n  facts: {known: true}\n  expect: {outcome: refused, applies: [red-line]}\n",
        "utf-8",
    )
    return path


# determine -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["qinghai", "wenzhou"])
@pytest.mark.parametrize("path", EXAMPLES[::4], ids=lambda p: p.stem)
def test_determine_prints_the_verdict(tolerance: Command, path: Path, name: str) -> None:
    """`determine` prints exactly the text of the verdict on stdout, at most 100 columns wide, and nothing on stderr."""
    ran = tolerance("determine", str(path), "--ruleset", name)
    assert ran.code == 0 and ran.err == ""
    assert ran.out.strip() == te.determine(te.load_ruleset(name), te.load_case(path)).text().strip()
    assert max(cell_len(line) for line in ran.out.split("\n")) <= 100


@pytest.mark.parametrize("name", ["qinghai", "wenzhou"])
@pytest.mark.parametrize(
    "path", [path for path in EXAMPLES if "facts" not in path.stem], ids=lambda p: p.stem
)
def test_determine_json_for_all_examples(tolerance: Command, path: Path, name: str) -> None:
    """`determine --json` prints exactly the verdict's JSON on stdout and nothing human anywhere, for all 18 cases."""
    ran = tolerance("determine", str(path), "--ruleset", name, "--json")
    assert ran.code == 0 and ran.err == ""
    verdict = te.determine(te.load_ruleset(name), te.load_case(path))
    assert json.loads(ran.out) == json.loads(verdict.model_dump_json())
    assert ran.out == verdict.model_dump_json(indent=2) + "\n"


def test_all_published_cases_are_there() -> None:
    """The examples hold all eighteen published cases, at least eight of them at the level of facts."""
    stems = {path.stem for path in EXAMPLES}
    assert {f"P{number:02}" for number in range(1, 19)} <= stems
    assert len([stem for stem in stems if stem.endswith("-facts")]) >= 8


def test_determine_in_english(tolerance: Command) -> None:
    """`--lang en` tells the verdict in English."""
    ran = tolerance("determine", EXAMPLE, "-r", "qinghai", "--lang", "en")
    assert ran.code == 0 and "Outcome" in ran.out and "结论 " not in ran.out


def test_determine_under_a_reading(tolerance: Command) -> None:
    """`--reading` picks the reading; JSON is the same in either language."""
    told = json.loads(tolerance("determine", EXAMPLE, "-r", "qinghai", "--reading", "strict", "--json").out)
    assert told["reading"] == "strict"
    assert told == json.loads(
        tolerance("determine", EXAMPLE, "-r", "qinghai", "--reading", "strict", "--json", "--lang", "en").out
    )


def test_determine_in_full(tolerance: Command) -> None:
    """`--full` tells all reasons of every clause, the short form says how to get them."""
    short = tolerance("determine", EXAMPLE, "-r", "qinghai", "--reading", "weighed")
    full = tolerance("determine", EXAMPLE, "-r", "qinghai", "--reading", "weighed", "--full")
    assert len(full.out) > len(short.out)
    assert "--full" in short.out and "--full" not in full.out


def test_determine_by_a_file_of_ones_own(tolerance: Command, rules: Path, tmp_path: Path) -> None:
    """A ruleset may be named by its path, a case may be JSON."""
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"facts": {"known": True}}), "utf-8")
    ran = tolerance("determine", str(case), "-r", str(rules), "--json")
    assert json.loads(ran.out)["outcome"] == "refused"


def test_the_determination_date_picks_the_version(tolerance: Command, rules: Path, tmp_path: Path) -> None:
    """`--on`, or else the case's own determination date, decides which version answers."""
    rules.write_text(spoilt("to: not_specified", "to: 2020"), "utf-8")
    case = tmp_path / "case.yaml"
    case.write_text("determination_date: 2021-01-01\nfacts: {known: true}\n", "utf-8")
    ran = tolerance("determine", str(case), "-r", str(rules))
    assert ran.code == 3 and "P012" in ran.err and "2021-01-01" in ran.err
    assert tolerance("determine", str(case), "-r", str(rules), "--on", "2020-12-31").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_input_ends_with_3_and_its_place(tolerance: Command, tmp_path: Path, lang: str) -> None:
    """A wrong case is told on stderr with file:line:column in the language asked for; stdout stays empty."""
    case = tmp_path / "case.yaml"
    case.write_text("facts:\n  expresly_prohibited: true\n", "utf-8")
    for more in ([], ["--json"]):
        ran = tolerance("determine", str(case), "-r", "qinghai", "--lang", lang, *more)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith(f"{case}:2:3: K010 ")
        assert (
            "did you mean `expressly_prohibited`?" if lang == "en" else "是不是想写 `expressly_prohibited`？"
        ) in ran.err
    assert tolerance(f"--lang={lang}").code == 2, "the option belongs to the commands"


@pytest.mark.parametrize("form", [["--lang", "en"], ["--lang=en"]])
def test_the_language_of_errors_however_it_is_written(tolerance: Command, form: list[str]) -> None:
    """Errors are English with `--lang en` and `--lang=en` alike."""
    ran = tolerance("determine", "nowhere.yaml", "-r", "qinghai", *form)
    assert ran.code == 3 and "cannot read" in ran.err and "读不到" not in ran.err


def test_a_contradictory_case_ends_with_3(tolerance: Command, rules: Path, tmp_path: Path) -> None:
    """A contradiction is bad input: exit 3, named on stderr."""
    case = tmp_path / "case.yaml"
    case.write_text("facts: {known: false}\nfindings: {purpose: adverse}\n", "utf-8")
    ran = tolerance("determine", str(case), "-r", str(rules))
    assert ran.code == 3 and "K020" in ran.err and "不能同时成立" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["determine"],
        ["determine", EXAMPLE],
        ["determine", EXAMPLE, "--ruleset"],
        ["determine", EXAMPLE, "-r", "qinghai", "--lang", "fr"],
        ["determine", EXAMPLE, "-r", "qinghai", "--engine", "magic"],
        ["determine", EXAMPLE, "-r", "qinghai", "--on", "yesterday"],
        ["determine", EXAMPLE, "-r", "qinghai", "--on", "2018-9-3"],
        ["determine", EXAMPLE, "-r", "qinghai", "--on", "2018-02-30"],
        ["determine", EXAMPLE, "-r", "qinghai", "--nonsense"],
        ["schema", "nonsense"],
        ["show", "qinghai", "wenzhou"],
    ],
    ids=lambda arguments: " ".join(Path(a).name if "/" in a else a for a in arguments) or "nothing",
)
def test_bad_usage_ends_with_2(tolerance: Command, arguments: list[str]) -> None:
    """Bad usage ends with 2, says so on stderr and prints nothing on stdout."""
    ran = tolerance(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: " in ran.err or "Error: " in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["determine", EXAMPLE, "-r", "nowhere"],
        ["determine", EXAMPLE, "-r", "qinhai"],
        ["determine", EXAMPLE, "-r", "./nowhere.yaml"],
        ["determine", EXAMPLE, "-r", "qinghai", "--reading", "wide"],
        ["determine", EXAMPLE, "-r", "qinghai", "--on", "1999-01-01"],
        ["show", "nowhere"],
        ["test", "nowhere"],
        ["schema", "-r", "nowhere"],
    ],
    ids=lambda arguments: " ".join(Path(a).name if "/" in a else a for a in arguments),
)
def test_what_cannot_be_found_ends_with_3(tolerance: Command, arguments: list[str]) -> None:
    """A ruleset, reading or version there is not ends with 3 and names what there is."""
    ran = tolerance(*arguments)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("P0")


@pytest.mark.parametrize("command", ["determine", "show", "test", "schema"])
def test_every_command_has_help(command: str) -> None:
    """`--help` explains each command and ends with 0."""
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: group {command}")
    assert any(ord(char) > 0x3000 for char in result.output)


def test_version() -> None:
    """`--version` prints the version of the package."""
    assert invoke("--version").output.strip().endswith(te.__version__)


# show ------------------------------------------------------------------------------------------------------


def test_show_lists_the_rulesets(tolerance: Command) -> None:
    """`show` alone lists every shipped version, as text and as JSON."""
    told = tolerance("show")
    assert told.code == 0 and "qinghai" in told.out and "wenzhou" in told.out
    listed = json.loads(tolerance("show", "--json").out)
    assert [each["id"] for each in listed] == [info.id for info in te.list_rulesets()]
    assert set(listed[0]) >= {"id", "title", "from", "to", "readings", "file"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["qinghai", "wenzhou"])
def test_show_tells_the_whole_ruleset(tolerance: Command, name: str, lang: str) -> None:
    """`show` tells outcomes, readings, clauses with citation and basis, and what the source leaves open, within 100 columns."""
    ran = tolerance("show", name, "--lang", lang)
    assert ran.code == 0 and ran.err == ""
    assert max(cell_len(line) for line in ran.out.split("\n")) <= 100
    linked = te.load_ruleset(name).linked
    for clause in linked.clauses:
        assert clause.id in ran.out
    labels = [each.label for each in linked.outcomes] + [each.label for each in linked.dimensions.values()]
    for label in labels:
        assert label.in_lang(lang) in ran.out  # type: ignore[arg-type]
    flat = "".join(ran.out.split())
    for silence in linked.silent:
        assert "".join(silence.label.in_lang(lang).split())[:12] in flat  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["qinghai", "wenzhou"])
def test_show_as_json(tolerance: Command, name: str) -> None:
    """`show --json` has every clause, outcome, reading and silence, and the digest."""
    ran = tolerance("show", name, "--json")
    assert ran.code == 0 and ran.err == ""
    data, linked = json.loads(ran.out), te.load_ruleset(name).linked
    assert data["id"] == name and data["sha256"] == linked.digest
    assert list(data["readings"]) == list(linked.readings)
    assert {clause["id"] for clause in data["clauses"]} == {clause.id for clause in linked.clauses}
    assert len(data["silent"]) == len(linked.silent)


# test ------------------------------------------------------------------------------------------------------


def test_test_runs_the_shipped_rule_tests(tolerance: Command) -> None:
    """`test` runs the rule tests of all shipped rulesets and ends with 0."""
    ran = tolerance("test", "--json")
    assert ran.code == 0 and ran.err == ""
    found = json.loads(ran.out)
    assert [each["ruleset"] for each in found] == [info.id for info in te.list_rulesets()]
    for each in found:
        assert len(each["tests"]) > 5 and all(test["passed"] for test in each["tests"])
        assert each["properties"] and all(prop["holds"] for prop in each["properties"])


def test_rule_tests_run_on_the_version_their_date_picks(tolerance: Command, rules: Path) -> None:
    """With two versions in a folder, each rule test runs on the one in force on its determination date, by file too."""
    earlier = rules.parent / "2010.yaml"
    earlier.write_text(spoilt("from: 2018, to: not_specified", "from: 2010, to: 2017"), "utf-8")
    dated = "- case: 早年的一件\n  determination_date: 2012-06-01\n  facts: {}\n  expect: {outcome: null}\n"
    (rules.parent / "cases" / "old.yaml").write_text(dated, "utf-8")

    def sentences(path: Path) -> list[str]:
        (found,) = json.loads(tolerance("test", str(path), "--json").out)
        return [test["case"] for test in found["tests"]]

    assert sentences(earlier) == ["早年的一件"]
    assert sentences(rules) and "早年的一件" not in sentences(rules)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_test_of_ones_own_ruleset(tolerance: Command, rules: Path, lang: str) -> None:
    """`test` with a path runs the tests beside that file, and tells how many hold."""
    ran = tolerance("test", str(rules), "--lang", lang)
    assert ran.code == 0 and ran.err == ""
    assert ("例规" if lang == "zh" else "Example") in ran.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_failing_rule_test_ends_with_1(tolerance: Command, rules: Path, lang: str) -> None:
    """A failed rule test ends with 1 and tells sentence, place, what was expected and what was found."""
    (rules.parent / "cases" / "b.yaml").write_text(
        "- case: 明知也可容\n  facts: {known: true}\n  expect: {outcome: granted}\n", "utf-8"
    )
    ran = tolerance("test", str(rules), "--lang", lang)
    assert ran.code == 1
    assert (
        "明知也可容" in ran.out and "b.yaml:1:" in ran.out and "granted" in ran.out and "refused" in ran.out
    )
    data = json.loads(tolerance("test", str(rules), "--json").out)
    assert [test["passed"] for test in data[0]["tests"]] == [True, False]
    assert data[0]["tests"][1]["failures"] == [{"what": "outcome", "expected": "granted", "found": "refused"}]


def test_a_broken_property_ends_with_1(tolerance: Command, rules: Path) -> None:
    """A property that some case breaks ends with 1 and is named."""
    rules.write_text(BASE + "properties:\n  - {id: never-granted, never: granted}\n", "utf-8")
    ran = tolerance("test", str(rules))
    assert ran.code == 1 and "never-granted" in ran.out and "granted" in ran.out


def test_a_faulty_rule_test_ends_with_3(tolerance: Command, rules: Path) -> None:
    """A rule test that cannot be read is bad input."""
    (rules.parent / "cases" / "b.yaml").write_text("- case: x\n", "utf-8")
    ran = tolerance("test", str(rules))
    assert ran.code == 3 and "T002" in ran.err and "b.yaml:1:" in ran.err


# schema ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ruleset", "case"])
@pytest.mark.parametrize("name", [None, "qinghai"])
def test_schema_prints_json(tolerance: Command, kind: str, name: str | None) -> None:
    """`schema` prints a JSON Schema on stdout, with the names of a ruleset when one is named."""
    ran = tolerance("schema", kind, *(["-r", name] if name else []))
    assert ran.code == 0 and ran.err == ""
    assert json.loads(ran.out)["$schema"].startswith("https://json-schema.org/")
    assert ("expressly_prohibited" in ran.out) == (name is not None)
    assert ran.out == tolerance("schema", kind, "--json", *(["-r", name] if name else [])).out


def test_schema_of_the_vocabulary(tolerance: Command) -> None:
    """`schema vocabulary` prints the schema of the shared vocabulary, its scales included."""
    ran = tolerance("schema", "vocabulary")
    assert ran.code == 0 and ran.err == ""
    assert set(json.loads(ran.out)["properties"]) >= {"facts", "order", "scales"}


def test_clicks_own_runner_sees_the_same() -> None:
    """Through click's runner the commands give the same output, and our errors as exceptions."""
    result = invoke("determine", EXAMPLE, "-r", "qinghai", "--json")
    assert result.exit_code == 0
    assert json.loads(result.output)["ruleset"] == "qinghai"
    failed = invoke("determine", "nowhere.yaml", "-r", "qinghai")
    assert isinstance(failed.exception, te.CaseError)
