"""`prove`, `whatif` and the witnesses of `test`: what they print, as JSON too, and how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tolerance_engine as te
from tests.cli.running import EXAMPLE, ROOT, Command
from tests.ruleset.writing import BASE

FACTS = str(ROOT / "examples" / "P03-facts.yaml")
BROKEN = """
properties:
  - {id: nobody-is-refused, zh: 谁也不会不予容错, never: refused}
"""


@pytest.fixture
def tolerance(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in this process."""
    return Command(monkeypatch, capsys)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A ruleset that promises what it does not keep."""
    path = tmp_path / "2018.yaml"
    path.write_text(BASE + BROKEN, "utf-8")
    return str(path)


def test_prove_without_a_property_proves_the_usual(tolerance: Command) -> None:
    """Alone, `prove` goes through declared properties, reachability and every fact that says which way is worse."""
    ran = tolerance("prove", "qinghai")
    qinghai = te.load_ruleset("qinghai")
    assert (ran.code, ran.err) == (0, "")
    lines = [line for line in ran.out.splitlines() if "✓ 成立" in line]
    worse = [v for v in qinghai.variables if v.fact and v.fact.worse is not None]
    assert len(lines) == len(qinghai.linked.properties) + 1 + len(worse)


def test_prove_a_condition(tolerance: Command) -> None:
    """`--never` with `--given` proves, or ends with 1 and shows the case; the condition is shown as written."""
    kept = tolerance("prove", "qinghai", "--never", "tolerated", "--given", "{gain_self: true}")
    assert kept.code == 0 and "性质成立" in kept.out and "{gain_self: true}" in kept.out
    lost = tolerance("prove", "qinghai", "--always", "tolerated", "--reading", "weighed", "--json")
    assert lost.code == 1
    (result,) = json.loads(lost.out)
    case = te.case_from(result["found"]["case"])
    verdict = te.determine(te.load_ruleset("qinghai", reading="weighed"), case)
    assert not result["holds"] and verdict.outcome == result["found"]["outcome"] != "tolerated"


def test_prove_every_form(tolerance: Command) -> None:
    """Ids, `--worse`, `--implies` and `--reachable` can be asked for together, and answer in that order."""
    ran = tolerance(
        *("prove", "qinghai", "red-line-never-tolerated", "--worse", "fault_concealed", "--json"),
        *("--implies", "strict", "weighed", "tolerated", "--reachable"),
    )
    told = [result["property"] for result in json.loads(ran.out)]
    assert ran.code == 0 and len(told) == 4
    assert "红线" in told[0] and "变坏" in told[1] and "口径" in told[2] and "都有案件得到" in told[3]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--given", "{gain_self: true}"], 2, "--never"),
        (["--never", "tolerated", "--given", "gain_self"], 2, "--given"),
        (["--never", "tolerated", "--given", "{gain_self"], 3, "Y009"),
        (["--never", "tolerated", "--given", "{gain_sef: true}"], 3, "`gain_self`"),
        (["--never", "tolerate"], 3, "Q001"),
        (["no-such-property"], 3, "Q001"),
        (["--worse", "loss", "--reading", "wide"], 3, "Q001"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_prove_refuses_what_it_does_not_know(
    tolerance: Command, arguments: list[str], code: int, said: str
) -> None:
    """A wrong question is told apart: usage ends with 2, unknown names and broken conditions with 3."""
    ran = tolerance("prove", "qinghai", *arguments)
    assert (ran.code, ran.out) == (code, "") and said in ran.err


def test_a_broken_property_shows_its_case(tolerance: Command, broken: str) -> None:
    """`test` ends with 1 on a property that fails, and shows a smallest case that breaks it; JSON has it too."""
    ran = tolerance("test", broken)
    assert ran.code == 1 and "nobody-is-refused" in ran.out and "反例：" in ran.out
    (told,) = json.loads(tolerance("test", broken, "--json").out)
    failed = [p for p in told["properties"] if not p["holds"]]
    assert failed
    for each in failed:
        ruleset = te.load_ruleset(broken, reading=each["reading"])
        assert te.determine(ruleset, each["witness"]["case"]).outcome == "refused"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whatif_tells_changes_apart(tolerance: Command, lang: str) -> None:
    """`whatif` prints the changes by kind; its JSON is exactly the answer of the library."""
    asked = ("whatif", FACTS, "-r", "wenzhou", "--reading", "weighed", "--outcome", "tolerated")
    ran = tolerance(*asked, "--lang", lang)
    assert (ran.code, ran.err) == (0, "") and ran.out
    wenzhou = te.load_ruleset("wenzhou", reading="weighed")
    answer = te.counterfactuals(wenzhou, te.load_case(FACTS), "tolerated", limit=20)
    assert json.loads(tolerance(*asked, "--json").out) == json.loads(
        json.dumps(answer.as_data(), ensure_ascii=False)
    )


@pytest.mark.parametrize(
    ("option", "asked"),
    [(["--reasons"], lambda v: v.reasons()), (["--why-not", "tolerated"], lambda v: v.why_not("tolerated"))],
    ids=["reasons", "why-not"],
)
def test_determine_tells_why(tolerance: Command, option: list[str], asked: Any) -> None:
    """`determine --reasons` and `--why-not` show exactly what the library answers, as text and as JSON."""
    arguments = ("determine", EXAMPLE, "-r", "qinghai", "--reading", "weighed", *option)
    answer = asked(te.determine(te.load_ruleset("qinghai", reading="weighed"), te.load_case(EXAMPLE)))
    assert tolerance(*arguments).out.strip() == answer.text().strip()
    assert json.loads(tolerance(*arguments, "--json").out) == json.loads(json.dumps(answer.as_data()))


def test_determine_tells_one_why_at_a_time(tolerance: Command) -> None:
    """Asking for both at once is bad usage."""
    ran = tolerance("determine", EXAMPLE, "-r", "qinghai", "--reasons", "--why-not", "tolerated")
    assert ran.code == 2 and "--reasons" in ran.err


def test_whatif_names_the_outcomes_there_are(tolerance: Command) -> None:
    """An outcome that does not exist ends with 3 and names those there are."""
    ran = tolerance("whatif", FACTS, "-r", "qinghai", "--outcome", "forgiven")
    assert ran.code == 3 and "P007" in ran.err and "tolerated" in ran.err
