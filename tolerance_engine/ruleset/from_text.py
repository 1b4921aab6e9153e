"""From text: the content of one file in, `Linked` out. Kept apart so that importing the package stays fast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from tolerance_engine.diagnostics import Diagnostic, is_near
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.canonical import deciding, digest, procedure_digest
from tolerance_engine.ruleset.catalogue import (
    builtin_root,
)
from tolerance_engine.ruleset.link import link, link_vocabulary
from tolerance_engine.ruleset.model import Linked, Vocabulary
from tolerance_engine.ruleset.read.reader import Located, read
from tolerance_engine.ruleset.written import document as doc
from tolerance_engine.ruleset.written.validate import validate
from tolerance_engine.ruleset.written.vocabulary import VocabularyDocument
from tolerance_engine.source import Words

Resolver = Callable[[str], Linked]
"""Finds the ruleset that a `uses` names."""


Text = str | bytes | tuple[Located, tuple[Diagnostic, ...]]
"""The content of a file, or what reading it gave."""


def read_document(content: Text, name: str) -> tuple[dict[str, Any], Located, list[Diagnostic]]:
    """The data of a file, and the problems of its text."""
    located, problems = (content[0], list(content[1])) if isinstance(content, tuple) else read(content, name)
    if located.root is None:
        raise RulesetError(problems)
    data = located.data
    if not isinstance(data, dict):
        message = Words("规则文件要以映射（键: 值）开头", "a ruleset file is a mapping at the top")
        raise RulesetError([*problems, Diagnostic("S000", message, located.at(()))])
    return data, located, problems


def link_document(
    data: dict[str, Any],
    located: Located,
    problems: list[Diagnostic],
    resolver: Resolver,
) -> Linked:
    """The linked ruleset in `data`, or RulesetError with every problem found: `problems`, and those found now."""
    declared = _declared(data)
    validated = validate(doc.RulesetDocument, data, located, problems)
    if validated is None:
        raise RulesetError(once(problems))
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
    aside |= {("uses", alias) for alias in written.uses if alias not in uses}
    linked = link(
        written,
        declared,
        aside,
        located,
        problems,
        vocabulary=vocabulary,
        uses=uses,
        digests=(digest(deciding(data)), procedure_digest(data)),
    )
    if problems:
        raise RulesetError(once(problems))
    return linked


@cache
def shared_vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return vocabulary_from((builtin_root() / "vocabulary.yaml").read_bytes(), "vocabulary.yaml")


def vocabulary_from(content: str | bytes, name: str) -> Vocabulary:
    """The vocabulary in a file's content. Raises RulesetError with every problem found."""
    located, problems = read(content, name)
    validated = validate(VocabularyDocument, located.data, located, problems) if located.root else None
    if validated is None:
        raise RulesetError(problems)
    vocabulary = link_vocabulary(validated[0], located, problems)
    if problems:
        raise RulesetError(once(problems))
    # the order of facts decides which of two equally short answers is shown first: it is part of what was used;
    # the scales only compare rulesets, no verdict rests on them
    used = {key: value for key, value in located.data.items() if key != "scales"}
    return replace(vocabulary, digest=digest({**used, "order": vocabulary.order}))


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


def once(problems: list[Diagnostic]) -> list[Diagnostic]:
    """One report per place: the first is the cause, what follows at the same spot is its echo."""
    kept: dict[object, Diagnostic] = {}
    for problem in problems:
        kept.setdefault(problem.span or id(problem), problem)
    return list(kept.values())
