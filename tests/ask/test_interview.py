"""`tolerance ask`: an interview asks what settles most, takes any answer back, and stops when it can."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

import tolerance_engine as te
from tests.determine.small import BOOLEAN, CITE, NUMBER, choice, document, exclusion, ground, rules
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.cli.ask import ask_command
from tolerance_engine.cli.interview import Interview
from tolerance_engine.determine.statements import Stated
from tolerance_engine.render.width import display_width

RULES: dict[str, Any] = {
    "clauses": [
        ground(
            "calm", {"all": [{"a": True}, {"kind": {"in": ["p", "q"]}}, {"sum": {"at_most": 100}}]}, cite=CITE
        ),
        exclusion("grave", {"b": True}),
    ],
    "facts": {
        "a": BOOLEAN | {"who": "unit", "ask": {"zh": "甲事是否属实？", "en": "Is it so?"}},
        "b": BOOLEAN | {"who": ["expert"]},
        "kind": choice("p", "q", "r"),
        "sum": NUMBER | {"min": 0, "unit": "CNY"},
    },
    "default": "fair",
}


def _document() -> dict[str, Any]:
    sections = {name: value for name, value in RULES.items() if name != "clauses"}
    return document(*RULES["clauses"], **sections)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the ruleset `rules.yaml`, and nothing else."""
    (tmp_path / "rules.yaml").write_text(to_yaml(_document()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def _ask(*arguments: str, typed: str = "", code: int = 0) -> Result:
    result = CliRunner().invoke(ask_command, ["-r", "rules.yaml", *arguments], input=typed)
    assert result.exit_code == code, (result.output, result.exception)
    return result


def _facts(path: str = "case.yaml") -> dict[str, Any]:
    return dict(te.load_case(path).facts)


def test_it_stops_as_soon_as_the_outcome_is_decided(room: Path) -> None:
    """One answer that decides ends the interview; nothing more is asked."""
    result = _ask("--save", "case.yaml", typed="2\n1\n1\n1\n")
    assert _facts() == {"b": True}
    assert result.output.count("\n回答：") == 1
    assert "能够认定" in result.output and "grave" in result.output


def test_every_kind_of_answer_is_taken(room: Path) -> None:
    """Numbers of the list, words in either language, ids, labels and values all answer."""
    _ask("--save", "case.yaml", typed="否\nu\nb\ntrue\n1,000\n")
    assert _facts() == {"b": False, "a": True, "sum": 1000}
    _ask("--save", "two.yaml", typed="no\nyes\n99.5\nq\n")
    assert _facts("two.yaml")["sum"] == te.Case(facts={"s": 99.5}).facts["s"]
    _ask("two.yaml", "--save", "two.yaml", typed="r\n")
    assert _facts("two.yaml")["kind"] == "r"


def test_a_wrong_answer_is_explained_and_asked_again(room: Path) -> None:
    """What is no answer is told why, and the same question stands."""
    result = _ask("--save", "case.yaml", typed="7\nperhaps\n1\n是\n-3\nmany\n5\nq\n")
    assert _facts()["b"] is False and _facts()["sum"] == 5
    assert "`perhaps` 不在可选的回答之中" in result.output
    assert "超出范围" in result.output and "不能是 `many`" in result.output


def test_not_yet_established_is_an_answer(room: Path) -> None:
    """What is set aside is not asked again, also not when the case is taken up later, unless wanted."""
    result = _ask("--save", "case.yaml", typed="u\n尚未查明\nu\nu\n")
    assert _facts() == dict.fromkeys(("a", "b", "kind", "sum"))
    assert "尚待查明" in result.output and "尚不能认定" in result.output
    assert result.output.count("\n回答：") == 4
    assert _ask("case.yaml", typed="").output.count("\n回答：") == 0
    result = _ask("case.yaml", "--again", "--save", "case.yaml", typed="2\n")
    assert _facts()["b"] is True and "能够认定" in result.output


def test_a_step_back_takes_the_answer_back(room: Path) -> None:
    """`b` forgets the last answer, set aside or given, and asks it again; before the first there is nothing."""
    result = _ask("--save", "case.yaml", typed="b\n1\nb\nu\nb\n2\n")
    assert _facts() == {"b": True}
    assert "已经是第一问" in result.output


def test_leaving_saves_and_coming_back_goes_on(room: Path) -> None:
    """After `q` the file holds the answers so far; the interview goes on from there."""
    first = _ask("--save", "case.yaml", typed="1\nq\n")
    assert "第 2 问" in first.output
    second = _ask("case.yaml", "--save", "case.yaml", typed="是\n200\n")
    assert _facts() == {"b": False, "a": True, "sum": 200}
    assert "从轻" in second.output
    assert te.determine(te.load_ruleset("rules.yaml"), te.load_case("case.yaml")).outcome == "fair"


def test_input_that_ends_saves_too(room: Path) -> None:
    """A pipe that runs dry is a person who left."""
    _ask("--save", "case.yaml", typed="1\n")
    assert _facts() == {"b": False}


def test_without_a_place_to_save_the_case_is_shown(room: Path) -> None:
    """Nothing answered is lost: the case stands at the end of the output, ready to be kept."""
    result = _ask(typed="1\nq\n")
    text = result.output.split("：\n")[-1]
    assert text == "facts:\n  b: false\n"


def test_an_existing_file_is_not_written_over(room: Path) -> None:
    """A file that is not the case taken up is left alone."""
    (room / "case.yaml").write_text("note: 别的\n", encoding="utf-8")
    result = _ask("--save", "case.yaml", typed="1\n", code=2)
    assert "已经存在" in result.output
    assert te.load_case("case.yaml").note == "别的"


def test_what_the_file_says_is_kept(room: Path) -> None:
    """Title, evidence, findings and narrowed facts survive; an answer keeps the evidence of what it replaces."""
    (room / "case.yaml").write_text(
        "case: '2024-017'\ntitle: 某项目：补办手续\nfacts:\n"
        "  b: {conflicting: [true, false], evidence: [谈话1]}\n  kind: {one_of: [p, r]}\n"
        "evidence: {谈话1: {zh: 谈话笔录, kind: talk}}\n",
        encoding="utf-8",
    )
    result = _ask("case.yaml", "--save", "case.yaml", typed="1\nq\n")
    assert "证据不一致" in result.output
    case = te.load_case("case.yaml")
    assert (case.case, case.title) == ("2024-017", "某项目：补办手续")
    assert case.facts["b"] == Stated(value=False, evidence=("谈话1",))
    assert case.facts["kind"] == Stated(one_of=("p", "r"))
    assert case.evidence == {"谈话1": {"zh": "谈话笔录", "kind": "talk"}}


def test_setting_aside_does_not_erase_what_disagrees(room: Path) -> None:
    """Conflicting evidence stays in the file when the answer is that it is not yet established."""
    (room / "case.yaml").write_text("facts: {b: {conflicting: [true, false]}}\n", encoding="utf-8")
    _ask("case.yaml", "--save", "case.yaml", typed="u\nq\n")
    assert _facts() == {"b": Stated(conflicting=(True, False))}


def test_an_answer_that_cannot_be_is_refused(room: Path) -> None:
    """A contradiction with what is known is told at the question; the answer is not taken."""
    tied = document(
        ground("calm", {"sum": {"at_most": 100}}),
        facts={"sum": NUMBER},
        assume=[{"never": {"all": [{"a": True}, {"sum": {"more_than": 100}}]}}],
    )
    tied["clauses"].append(ground("more", {"all": [{"sum": {"at_most": 50}}, {"b": True}]}, "fair"))
    tied["combine"] = "least_favourable"
    (room / "rules.yaml").write_text(to_yaml(tied), encoding="utf-8")
    (room / "case.yaml").write_text("facts: {a: true}\n", encoding="utf-8")
    result = _ask("case.yaml", "--save", "case.yaml", typed="2\n101\n60\n")
    assert "不能同时成立" in result.output
    assert _facts() == {"a": True, "b": True, "sum": 60}


def test_a_dimension_only_an_officer_can_state_is_asked(room: Path) -> None:
    """A dimension without poles is answered as a finding."""
    judged = document(ground("calm", {"judged": "favourable"}), dimensions={"judged": {"zh": "研判"}})
    (room / "rules.yaml").write_text(to_yaml(judged), encoding="utf-8")
    _ask("--save", "case.yaml", typed="有利\n")
    assert dict(te.load_case("case.yaml").findings) == {"judged": "favourable"}


def test_why_and_who_stand_by_the_question(room: Path) -> None:
    """Each question says who can answer, which clause asks, where it is written, and what an answer would leave."""
    output = _ask(typed="u\nu\nq\n").output
    assert "甲事是否属实？" in output and "所在单位" in output
    assert "calm" in output and "办法，第一条" in output and "来源明示" in output
    assert "不超过 100 元" in output


def test_english_is_spoken_too(room: Path) -> None:
    """With `--lang en` the talk is in English."""
    output = _ask("--lang", "en", typed="maybe\nu\nu\nq\n").output
    assert "Is it so?" in output and "is not one of the answers" in output
    assert "回答" not in output and "第 1 问" not in output


def test_json_is_alone_on_stdout(room: Path) -> None:
    """With `--json` stdout carries the verdict, the talk goes to stderr."""
    result = _ask("--json", typed="2\n")
    assert json.loads(result.stdout)["outcome"] == "bad"
    assert "第 1 问" in result.stderr


def test_a_real_pipe_goes_all_the_way(room: Path) -> None:
    """In a process of its own, with a pipe for a keyboard, an interview on a shipped ruleset ends in a file."""
    program = "from tolerance_engine.cli.ask import ask_command; ask_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "-r", "qinghai", "--reading", "weighed", "--save", "case.yaml"],
        input="u\n否\nb\n是\n", capture_output=True, encoding="utf-8", timeout=60, check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert max(map(display_width, done.stdout.splitlines())) <= 100
    verdict = te.determine(te.load_ruleset("qinghai", reading="weighed"), te.load_case("case.yaml"))
    assert verdict.outcome == "not_tolerated"
    assert "不予容错" in done.stdout


@pytest.mark.parametrize("name", ["qinghai", "wenzhou"])
def test_an_interview_always_ends(name: str) -> None:
    """Whatever is answered on a shipped ruleset, also by setting facts aside, questions run out and never recur."""
    rng = Random(7)
    ruleset = te.load_ruleset(name, reading="weighed")
    for share in (0.0, 0.3, 1.0):
        interview = Interview.start(ruleset, te.Case())
        asked: list[str] = []
        while interview.question is not None:
            asked.append(interview.question.fact)
            answer = rng.choice(interview.question.answers)
            interview = interview.set_aside() if rng.random() < share else interview.answered(answer.value)
        assert len(asked) == len(set(asked)) <= len(ruleset.variables)
        assert interview.verdict.decided or interview.waiting
        while interview.previous is not None:
            interview = interview.back()
        assert interview.case == te.Case()


def test_an_answer_narrows_what_is_still_asked() -> None:
    """After an answer no fact is asked that was not asked before."""
    interview = Interview.start(
        rules(*RULES["clauses"], **{k: v for k, v in RULES.items() if k != "clauses"}), te.Case()
    )
    before = {question.fact for question in interview.questions}
    after = {
        question.fact for question in interview.answered(interview.questions[0].answers[0].value).questions
    }
    assert after < before
