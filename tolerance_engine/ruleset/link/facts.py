"""Facts: declarations in, `Fact` values out."""

from __future__ import annotations

from decimal import Decimal

from tolerance_engine.expr.nodes import DATE_TESTS, Path
from tolerance_engine.ruleset import model
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.written import parts as written
from tolerance_engine.source import Label, Words


def fact(notes: Notes, name: str, fact: written.Fact, *, shared: bool) -> model.Fact:
    here: Path = ("facts", name)
    if (*here, "type") in notes.aside:
        return model.Fact(name, "boolean", Label(fact.zh))
    only = {"values": "choice", "min": "number", "max": "number", "unit": "number", "derive": "boolean"}
    for key, kind in only.items():
        if getattr(fact, key) is not None and fact.type != kind:
            notes.note(
                "L020",
                Words(f"`{key}` 只用于 {kind} 类事实", f"`{key}` is for {kind} facts only"),
                (*here, key),
                key=True,
            )
    if fact.whole and fact.type != "number":
        notes.note(
            "L020",
            Words("`whole` 只用于 number 类事实", "`whole` is for number facts only"),
            (*here, "whole"),
            key=True,
        )
    if fact.type == "choice" and len(fact.values or {}) < 2:
        notes.note(
            "L021",
            Words(
                f"选项类事实 `{name}` 至少要有两个 values",
                f"the choice `{name}` needs at least two values",
            ),
            here,
            key=True,
        )
    low = Decimal(fact.min) if fact.min is not None else None
    high = Decimal(fact.max) if fact.max is not None else None
    if low is not None and high is not None and low > high:
        notes.note(
            "L022", Words(f"min {low} 大于 max {high}", f"min {low} is above max {high}"), (*here, "min")
        )
    return model.Fact(
        name=name,
        type=fact.type,
        label=Label(fact.zh, fact.en),
        question=Label(fact.ask.zh, fact.ask.en) if fact.ask else None,
        who=fact.who,
        nature=fact.nature,
        unit=fact.unit,
        minimum=low,
        maximum=high,
        whole=fact.whole,
        values=tuple((value, Label(text.zh, text.en)) for value, text in (fact.values or {}).items()),
        derive=derive(notes, fact, here),
        worse=worse(notes, fact, here),
        shared=shared,
    )


def derive(notes: Notes, fact: written.Fact, here: Path) -> model.Derive | None:
    if fact.derive is None:
        return None
    comparisons = [
        (left, test, right)
        for left, tests in fact.derive.items()
        for test in DATE_TESTS
        if (right := getattr(tests, test)) is not None
    ]
    if len(comparisons) != 1 or len(fact.derive) != 1 or comparisons[0][0] == comparisons[0][2]:
        notes.note(
            "L023",
            Words(
                "`derive` 只写一个比较：{日期: {on_or_before: 另一日期}}",
                "`derive` is one comparison: {date: {on_or_before: other}}",
            ),
            (*here, "derive"),
            key=True,
        )
        return None
    left, test, right = comparisons[0]
    return model.Derive(left, test, right)  # type: ignore[arg-type]


def worse(notes: Notes, fact: written.Fact, here: Path) -> bool | str | tuple[str, ...] | None:
    worse = fact.worse
    fits: bool = {
        "boolean": isinstance(worse, bool),
        "number": worse in ("more", "less"),
        "date": worse in ("earlier", "later"),
        "choice": isinstance(worse, list) and sorted(map(str, worse)) == sorted(fact.values or {}),
    }[fact.type]
    if worse is None:
        return None
    if not fits:
        help_ = Words(
            "boolean 写 true/false；number 写 more/less；date 写 earlier/later；choice 由最有利到最不利列出全部选项",
            "boolean: true/false; number: more/less; date: earlier/later; choice: all values, best first",
        )
        notes.note(
            "L024",
            Words("`worse` 的写法与事实类型不合", "`worse` does not fit the type"),
            (*here, "worse"),
            help_,
        )
        return None
    return tuple(worse) if isinstance(worse, list) else worse
