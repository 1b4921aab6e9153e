"""Load: a file or an id in, a `Ruleset` out. The first three arrows in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tolerance_engine.diagnostics import Diagnostic, is_near
from tolerance_engine.diagram.build import DEFAULT_BUDGET
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.canonical import digest
from tolerance_engine.ruleset.catalogue import (
    RulesetInfo,
    builtin_ids,
    builtin_root,
    folder_of,
    not_in_force,
    versions,
)
from tolerance_engine.ruleset.compile import compile_ruleset
from tolerance_engine.ruleset.link import link, link_vocabulary
from tolerance_engine.ruleset.model import Linked, Vocabulary
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.read.reader import Located, read
from tolerance_engine.ruleset.written import document as doc
from tolerance_engine.ruleset.written.parts import NOT_YET
from tolerance_engine.ruleset.written.validate import validate
from tolerance_engine.source import Words

Resolver = Callable[[str], Linked]
"""Finds the ruleset that a `uses` names."""


def load_ruleset(
    id_or_path: str | Path,
    *,
    on: date | None = None,
    reading: str | None = None,
    budget: int = DEFAULT_BUDGET,
) -> Ruleset:
    """A ruleset by id (`"qinghai"`) or path (`"rules/mine.yaml"`), compiled and ready to decide.

    `on` is the determination date: it picks the version in force; without it, the latest version.
    `reading` is the reading verdicts are given under; without it, the first one declared.

    Raises RulesetError with every problem of the file (file:line:column), or when no version was in force;
    BudgetExceeded when the decision diagram would grow too large.
    """
    return compile_ruleset(load_linked(id_or_path, on=on), reading=reading, budget=budget)


def load_path(path: str | Path, *, reading: str | None = None, budget: int = DEFAULT_BUDGET) -> Ruleset:
    """The ruleset in one file."""
    return compile_ruleset(_from_file(Path(path), str(path), None, ()), reading=reading, budget=budget)


def load_text(
    text: str | bytes,
    *,
    name: str = "<text>",
    uses: Mapping[str, str | bytes] | None = None,
    reading: str | None = None,
    budget: int = DEFAULT_BUDGET,
) -> Ruleset:
    """The ruleset in `text`. `uses` gives the texts of the rulesets it refers to, by id."""
    texts = dict(uses or {})

    def resolver(id_: str) -> Linked:
        if id_ in texts:
            return link_text(texts[id_], f"{id_}.yaml", resolver)
        return _by_id(id_, None, None, ())

    return compile_ruleset(link_text(text, name, resolver), reading=reading, budget=budget)


def list_rulesets() -> tuple[RulesetInfo, ...]:
    """Every version of every shipped ruleset."""
    found = []
    for id_ in builtin_ids():
        for entry in versions(builtin_root() / id_):
            linked = _from_file(entry, f"{id_}/{entry.name}", None, ())
            found.append(
                RulesetInfo(
                    linked.id,
                    linked.title,
                    linked.region,
                    linked.in_force,
                    tuple(linked.readings),
                    f"{id_}/{entry.name}",
                )
            )
    return tuple(found)


def load_linked(id_or_path: str | Path, *, on: date | None = None) -> Linked:
    """Like `load_ruleset`, not yet compiled."""
    text = str(id_or_path)
    if isinstance(id_or_path, Path) or text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text:
        linked = _from_file(Path(id_or_path), text, on, ())
        if on is not None and not linked.in_force.holds_on(on):
            raise not_in_force(linked.id, on, [linked.in_force])
        return linked
    return _by_id(text, None, on, ())


def _by_id(id_: str, beside: Path | None, on: date | None, trail: tuple[str, ...]) -> Linked:
    if id_ in trail:
        circle = " → ".join((*trail[trail.index(id_) :], id_))
        message = Words(f"规则集互相引用成环：{circle}", f"rulesets use each other in a circle: {circle}")
        raise RulesetError([Diagnostic("P014", message)])
    folder = folder_of(id_, beside)
    linked = [_from_file(entry, f"{id_}/{entry.name}", on, (*trail, id_)) for entry in versions(folder)]
    if on is None:
        return linked[-1]
    fitting = [each for each in linked if each.in_force.holds_on(on)]
    if not fitting:
        raise not_in_force(id_, on, [each.in_force for each in linked])
    return fitting[-1]


def _from_file(entry: Traversable, name: str, on: date | None, trail: tuple[str, ...]) -> Linked:
    try:
        content = entry.read_bytes()
    except OSError as error:
        message = Words(
            f"读不到文件 `{name}`（{error.strerror}）", f"cannot read `{name}` ({error.strerror})"
        )
        raise RulesetError([Diagnostic("P015", message)]) from None
    beside = entry.parent.parent if isinstance(entry, Path) else None
    return link_text(content, name, lambda id_: _by_id(id_, beside, on, trail))


def link_text(content: str | bytes, name: str, resolver: Resolver) -> Linked:
    """The linked ruleset in `content`, or RulesetError with every problem found."""
    located, problems = read(content, name)
    if located.root is None:
        raise RulesetError(problems)
    data = located.data
    if not isinstance(data, dict):
        message = Words("规则文件要以映射（键: 值）开头", "a ruleset file is a mapping at the top")
        raise RulesetError([*problems, Diagnostic("S000", message, located.at(()))])
    _refuse_not_yet(data, located, problems)
    declared = _declared(data)
    usable = {key: value for key, value in data.items() if key not in NOT_YET}
    validated = validate(doc.RulesetDocument, usable, located, problems)
    if validated is None:
        raise RulesetError(_once(problems))
    written, aside = validated
    uses = {}
    for alias, id_ in written.uses.items():
        try:
            uses[alias] = resolver(id_)
        except RulesetError as error:
            problems.append(
                Diagnostic(
                    "P016",
                    Words(
                        f"引用的规则集 `{id_}` 用不了：{error.diagnostics[0].message.zh}",
                        f"the ruleset `{id_}` cannot be used: {error.diagnostics[0].message.en}",
                    ),
                    located.at(("uses", alias)),
                )
            )
    vocabulary = shared_vocabulary() if written.vocabulary else None
    linked = link(
        written, declared, aside, located, problems, vocabulary=vocabulary, uses=uses, digest=digest(data)
    )
    if problems:
        raise RulesetError(_once(problems))
    return linked


@cache
def shared_vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    located, problems = read((builtin_root() / "vocabulary.yaml").read_bytes(), "vocabulary.yaml")
    validated = validate(doc.VocabularyDocument, located.data, located, problems) if located.root else None
    if validated is None:
        raise RulesetError(problems)
    vocabulary = link_vocabulary(validated[0], located, problems, digest(located.data))
    if problems:
        raise RulesetError(_once(problems))
    return vocabulary


def _refuse_not_yet(data: dict[str, Any], located: Located, problems: list[Diagnostic]) -> None:
    """Keys that the format reserves for what this version does not do: never silently ignored."""
    for key in NOT_YET:
        if key in data:
            message = Words(f"本版本尚不支持 `{key}`", f"`{key}` is not supported yet")
            help_ = Words(
                "删去这一键；忽略它会改变规则的含义",
                "remove the key; ignoring it would change what the rules mean",
            )
            problems.append(Diagnostic("S010", message, located.at((key,), key=True), help_))


def _declared(data: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The names a file declares, also where the declaration itself is faulty: a slip is reported once."""

    def parts(section: str) -> list[Any]:
        misspelt = [
            key for key in data if key not in doc.RulesetDocument.model_fields and is_near(key, section)
        ]
        return [data[key] for key in (section, *misspelt) if key in data]

    def keys(section: str, spellings: bool = False) -> tuple[str, ...]:
        named = [name for part in parts(section) if isinstance(part, dict) for name in part]
        return tuple(dict.fromkeys([*named, *(name.lower() for name in named)] if spellings else named))

    def ids(section: str) -> tuple[str, ...]:
        items = [item for part in parts(section) if isinstance(part, list) for item in part]
        return tuple(
            item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)
        )

    return {
        "sources": keys("sources"),
        "facts": keys("facts", spellings=True),
        "definitions": keys("definitions", spellings=True),
        "dimensions": keys("dimensions", spellings=True),
        "outcomes": ids("outcomes"),
        "clauses": ids("clauses"),
        "readings": keys("readings"),
    }


def _once(problems: list[Diagnostic]) -> list[Diagnostic]:
    """One report per place: the first is the cause, what follows at the same spot is its echo."""
    kept: dict[object, Diagnostic] = {}
    for problem in problems:
        kept.setdefault(problem.span or id(problem), problem)
    return list(kept.values())
