"""`tolerance test RULESET…`: the rule tests that live beside the rules, and the declared properties."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import click

from tolerance_engine.analysis.lint.mutate import mutate
from tolerance_engine.analysis.prove import case_words, refuted
from tolerance_engine.cli.common import as_lang, draw, json_option, lang_option, print_json
from tolerance_engine.determine.rule_tests import RuleTest, RuleTestResult, load_rule_tests, run_rule_test
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.determine.shown.wording import outcome_text
from tolerance_engine.errors import RulesetError
from tolerance_engine.render import Branch, Page, Run, Table, Tree, inline
from tolerance_engine.ruleset import Ruleset, list_rulesets, load_ruleset
from tolerance_engine.ruleset.catalogue import builtin_ids, builtin_root, versions
from tolerance_engine.ruleset.load import load_linked
from tolerance_engine.ruleset.properties import PropertyResult, check_properties
from tolerance_engine.source import Lang, Words


@click.command("test")
@click.argument("rulesets", nargs=-1, metavar="规则集…")
@click.option(
    "--mutate", "mutating", is_flag=True, help="再逐一去掉规则里的条件，报告哪些去掉了也没有例子失败"
)
@json_option
@lang_option
def test_command(rulesets: tuple[str, ...], mutating: bool, as_json: bool, lang: str) -> None:
    """运行规则旁的测试（cases/*.yaml）并核对声明的性质；不写规则集则全部运行。

    有一项不符，或者去掉一个条件会改变结论而没有例子失败，即以 1 退出。
    """
    data: list[dict[str, Any]] = []
    failed = False
    for name in rulesets or builtin_ids():
        for ruleset, chosen in _versions(name, load_rule_tests(_folder(name))):
            tests = [run_rule_test(ruleset, test) for test in chosen]
            properties = list(check_properties(ruleset))
            passed = all(t.passed for t in tests)
            mutation = mutate(ruleset, [t.test for t in tests]) if mutating and passed else None
            failed = failed or not passed or not all(p.holds for p in properties)
            failed = failed or (mutation is not None and bool(mutation.missed))
            if as_json:
                more = {"mutation": mutation.as_data(as_lang(lang)) if mutation else None} if mutating else {}
                data.append(_data(ruleset, tests, properties) | more)
                continue
            draw(_page(ruleset, tests, properties, as_lang(lang)))
            if mutation is not None:
                draw(mutation.page(as_lang(lang)))
            elif mutating:
                said = Words(
                    "例子先要全部符合，才能逐一去掉条件",
                    "all rule tests must pass before conditions are taken away",
                )
                click.echo(said.in_lang(as_lang(lang)), err=True)
    if as_json:
        print_json(data)
    sys.exit(1 if failed else 0)


def _versions(name: str, tests: Sequence[RuleTest]) -> Iterator[tuple[Ruleset, Sequence[RuleTest]]]:
    """Each version with the rule tests whose determination date picks it; without a date, the latest version."""
    if name not in builtin_ids():
        yield load_ruleset(name), _of_this_file(Path(name), tests)
        return
    if len([*versions(builtin_root() / name)]) == 1:
        yield load_ruleset(name), tests
        return
    infos = [info for info in list_rulesets() if info.id == name]
    days = [*(info.in_force.first for info in infos[:-1]), None]
    chosen = {day: load_linked(name, on=day).in_force for day in (*days, *map(_day, tests))}
    for day in days:
        yield load_ruleset(name, on=day), [test for test in tests if chosen[_day(test)] == chosen[day]]


def _of_this_file(path: Path, tests: Sequence[RuleTest]) -> Sequence[RuleTest]:
    """The rule tests that pick this file among the versions of its ruleset beside it; all, when it stands alone."""
    periods = []
    for beside in sorted(path.resolve().parent.glob("*.yaml")):
        with suppress(RulesetError):  # another file of the folder is none of ours to judge
            linked = load_linked(beside)
            periods.append((beside.name, linked.id, linked.in_force))
    own = {name: id_ for name, id_, _ in periods}[path.name]
    mine = [(name, period) for name, id_, period in periods if id_ == own]

    def picked(day: date | None) -> str:
        """The latest version in force that day; the latest of all when none was."""
        fitting = [name for name, period in mine if day is None or period.holds_on(day)]
        return fitting[-1] if fitting else mine[-1][0]

    return [test for test in tests if picked(_day(test)) == path.name]


def _day(test: RuleTest) -> date | None:
    return test.case.determination_date


def _folder(name: str) -> Traversable:
    return builtin_root() / name if name in builtin_ids() else Path(name).resolve().parent


def _data(ruleset: Ruleset, tests: list[RuleTestResult], properties: list[PropertyResult]) -> dict[str, Any]:
    return {
        "ruleset": ruleset.id,
        "tests": [
            {
                "case": result.test.sentence,
                "place": str(result.test.position.span),
                "passed": result.passed,
                "failures": [
                    {"what": f.what, "expected": plain(f.expected), "found": plain(f.found)}
                    for f in result.failures
                ],
                "error": str(result.error) if result.error else None,
            }
            for result in tests
        ],
        "properties": [
            {
                "id": p.declared.id,
                "reading": p.reading,
                "holds": p.holds,
                "reached": list(p.reached),
                "witness": _witness_data(ruleset, p),
            }
            for p in properties
        ],
    }


def _witness_data(ruleset: Ruleset, result: PropertyResult) -> dict[str, Any] | None:
    found = refuted(ruleset, result)
    return found.found.as_data() if found is not None and found.found is not None else None


def _page(
    ruleset: Ruleset, tests: list[RuleTestResult], properties: list[PropertyResult], lang: Lang
) -> Page:
    zh = lang == "zh"
    passed, kept = sum(t.passed for t in tests), sum(p.holds for p in properties)
    rows = (
        (inline("规则测试" if zh else "rule tests"), inline(f"{passed}"), inline(f"{len(tests)}")),
        (inline("性质" if zh else "properties"), inline(f"{kept}"), inline(f"{len(properties)}")),
    )
    header = ("项目", "符合", "共") if zh else ("", "passed", "all")
    broken = [_broken(result, zh) for result in tests if not result.passed]
    for result in properties:
        if not result.holds:
            reached = "、".join(result.reached)
            said = (
                f"性质 {result.declared.id} 不成立（{result.reading}）：仍可得到 {reached}"
                if zh
                else f"property {result.declared.id} fails ({result.reading}): {reached} is reached"
            )
            broken.append(Branch(inline(Run(said, "bad")), _witness(ruleset, result, lang)))
    title = (
        f"{ruleset.linked.title.in_lang(lang)}：规则测试"
        if zh
        else f"{ruleset.linked.title.in_lang(lang)}: rule tests"
    )
    return Page(title, (Table(header, rows), *((Tree(tuple(broken)),) if broken else ())), lang)


def _witness(ruleset: Ruleset, result: PropertyResult, lang: Lang) -> tuple[Branch, ...]:
    """The smallest case that breaks a property."""
    found = refuted(ruleset, result)
    if found is None or found.case is None or found.outcome is None:
        return ()
    case = case_words(ruleset, found.case).in_lang(lang)
    outcome = outcome_text(ruleset, found.outcome, lang)
    return (
        Branch(inline(f"反例：{case}，得到 {outcome}" if lang == "zh" else f"a case: {case}: {outcome}")),
    )


def _broken(result: RuleTestResult, zh: bool) -> Branch:
    details = [
        Branch(
            inline(
                f"{f.what}：应为 {_show(f.expected)}，得到 {_show(f.found)}"
                if zh
                else f"{f.what}: expected {_show(f.expected)}, found {_show(f.found)}"
            )
        )
        for f in result.failures
    ]
    if result.error is not None:
        details.append(Branch(inline(result.error.diagnostics[0].message.in_lang("zh" if zh else "en"))))
    place = inline(Run(f"  {result.test.position.span}", "muted"))
    return Branch(inline(Run(result.test.sentence, "bad")), tuple(details), note=place)


def _show(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False)
