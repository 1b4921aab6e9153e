"""`tolerance prove RULESET`: what holds of every feasible case, and the smallest case where something does not."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import click

from tolerance_engine.analysis.prove import (
    Property,
    Proved,
    Refuted,
    always,
    every_outcome_reachable,
    never,
    prove,
    reading_implies,
    worse_never_helps,
)
from tolerance_engine.cli.common import as_lang, draw, json_option, lang_option, on_option, print_json
from tolerance_engine.errors import RulesetError
from tolerance_engine.render import Page, Run, Table, inline
from tolerance_engine.ruleset import Ruleset, load_ruleset
from tolerance_engine.ruleset.read.reader import read
from tolerance_engine.source import Lang


@click.command("prove")
@click.argument("ruleset", metavar="规则集")
@click.argument("properties", nargs=-1, metavar="[性质]...")
@click.option("--never", "never_", multiple=True, metavar="结果", help="从不得出；可写多次")
@click.option("--always", "always_", multiple=True, metavar="结果", help="总是得出其中之一；可写多次")
@click.option("--given", metavar="条件", help="只看符合条件的案件，写法同规则文件，如 '{gain_self: true}'")
@click.option("--worse", multiple=True, metavar="事实", help="这项事实变坏，结论不会变好；可写多次")
@click.option(
    "--implies", nargs=3, multiple=True, metavar="口径 口径 结果", help="前一口径下得出的，后一口径下也得出"
)
@click.option("--reachable", is_flag=True, help="每一种结果都有案件得到")
@click.option("--reading", multiple=True, metavar="口径", help="只在这些口径下；不写则每个口径都要成立")
@on_option
@json_option
@lang_option
def prove_command(
    ruleset: str,
    properties: tuple[str, ...],
    never_: tuple[str, ...],
    always_: tuple[str, ...],
    given: str | None,
    worse: tuple[str, ...],
    implies: tuple[tuple[str, str, str], ...],
    reachable: bool,
    reading: tuple[str, ...],
    on: date | None,
    as_json: bool,
    lang: str,
) -> None:
    """证明性质对全部案件成立，或者给出陈述最少的反例。

    不写性质，就证明规则集声明的每一条、每一种结果都有案件得到、每项写了 worse 的事实变坏都不得利。

    例：tolerance prove qinghai --never tolerated --given '{gain_self: true}'
    """
    loaded = load_ruleset(ruleset, on=on)
    if given is not None and not (never_ or always_):
        raise click.UsageError("--given 要与 --never 或者 --always 一起写")
    condition = _condition(given) if given is not None else None
    asked: list[Property | str] = [*properties]
    asked += [never(never_, condition, reading=reading)] if never_ else []
    asked += [always(always_, condition, reading=reading)] if always_ else []
    asked += [worse_never_helps(fact, reading=reading) for fact in worse]
    asked += [reading_implies(first, second, outcome) for first, second, outcome in implies]
    asked += [every_outcome_reachable(reading=reading)] if reachable else []
    results = [prove(loaded, prop) for prop in asked or _usual(loaded, reading)]
    if as_json:
        print_json([result.as_data() for result in results])
    else:
        _show(loaded, results, as_lang(lang), whole=bool(asked))
    if not all(result.holds for result in results):
        sys.exit(1)


def _usual(ruleset: Ruleset, reading: tuple[str, ...]) -> Iterator[Property | str]:
    """What is worth proving of every ruleset. Facts that no condition asks for prove nothing and are left out."""
    yield from (declared.id for declared in ruleset.linked.properties)
    yield every_outcome_reachable(reading=reading)
    for name, fact in ruleset.linked.facts.items():
        if fact.worse is not None and name in ruleset.by_name:
            yield worse_never_helps(name, reading=reading)


def _condition(text: str) -> Mapping[str, Any]:
    """The condition as plain data. Raises RulesetError with every problem of the text."""
    located, problems = read(text, "--given")
    if problems:
        raise RulesetError(problems)
    if not isinstance(located.data, Mapping):
        raise click.BadParameter("应为规则文件里的条件，如 '{gain_self: true}'", param_hint="--given")
    return located.data


def _show(ruleset: Ruleset, results: list[Proved | Refuted], lang: Lang, *, whole: bool) -> None:
    """Each result in full when it was asked for by name or does not hold; the others a line each."""
    zh = lang == "zh"
    if not whole:
        header = ("性质", "证明", "说明") if zh else ("Property", "Proof", "Remark")
        rows = tuple(
            (
                inline(result.claim.words(ruleset.linked).in_lang(lang)),
                inline(_mark(result, zh)),
                inline(Run(_remark(result, zh), "muted")),
            )
            for result in results
        )
        title = ruleset.linked.title.in_lang(lang)
        draw(Page(f"{title}：证明" if zh else f"{title}: proofs", (Table(header, rows),), lang))
    shown = [result for result in results if whole or not result.holds]
    for number, result in enumerate(shown):
        if number or not whole:
            click.echo("")
        draw(result.page(lang))


def _mark(result: Proved | Refuted, zh: bool) -> str:
    if result.holds:
        return "✓ 成立" if zh else "✓ holds"
    return "✗ 不成立" if zh else "✗ fails"


def _remark(result: Proved | Refuted, zh: bool) -> str:
    """How far the proof goes, where it does not go all the way."""
    if isinstance(result, Refuted):
        return "反例见下" if zh else "see the case below"
    remarks = []
    if result.vacuous:
        remarks.append("有的口径不问它" if zh else "some readings do not ask for it")
    if result.incomparable:
        remarks.append("进出不分好坏的结果不计" if zh else "off-scale outcomes not judged")
    return ("；" if zh else "; ").join(remarks)
