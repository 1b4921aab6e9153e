"""Mutants of a shipped ruleset: each has one condition less than the original.

Taken away are: an item of `all`, `any` or `of`; a `not`; an `unless`; a condition as a whole (it then always
holds); an assumption; the scope; a whole clause. Definitions of the shared vocabulary that the ruleset reaches
count as its own. Works on plain YAML data and knows nothing of the engine, but for one thing: how layers are laid
over each other is asked of the engine, and tested elsewhere. What the layers beneath wrote is guarded by their own
rule tests; of their parts only a clause or the scope is taken away, as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import tolerance_engine as te

RULESETS = Path(__file__).resolve().parents[2] / "rulesets"
Data = dict[str, Any]
COUNTS = ("at_least", "at_most", "exactly")


@dataclass(frozen=True)
class Mutant:
    """A ruleset with one condition less: the part it was taken from, what was taken, and the document."""

    part: str
    taken: str
    document: Data


def standalone(path: Path) -> Data:
    """What decides in a ruleset, the vocabulary written into it, so that shared definitions can be changed too."""
    document = _laid_over(path)
    if document.pop("vocabulary", False):
        shared = _vocabulary()
        for section in ("sources", "facts", "definitions"):
            document[section] = {**shared.get(section, {}), **document.get(section, {})}
    presumptions, sources = document.pop("presumptions", []), document.pop("sources")
    for section in ("silent", "properties", "accepted", "procedure", "effects"):
        document.pop(section, None)
    reached = set(_reached(document))
    document["definitions"] = {
        name: part for name, part in document["definitions"].items() if name in reached
    }
    needed = _needed(document, path) | {part["fact"] for part in presumptions}
    document["facts"] = {name: part for name, part in document["facts"].items() if name in needed}
    bare: Data = _bare(document)
    if presumptions:  # the one section that must cite a source
        bare |= {"presumptions": presumptions, "sources": sources}
    return bare


@cache
def _vocabulary() -> Data:
    """The shared vocabulary, read once: nothing here changes it."""
    read: Data = yaml.safe_load((RULESETS / "vocabulary.yaml").read_text("utf-8"))
    return read


def _laid_over(path: Path) -> Data:
    """The file with the layers beneath it, as one document."""
    written: Data = yaml.safe_load(path.read_text("utf-8"))
    if "extends" not in written:
        return written
    whole: Data = yaml.safe_load(te.effective(te.load_ruleset(path)).text())
    return whole


def own_mutants(path: Path) -> Iterator[Mutant]:
    """The mutants that the rule tests of this file must notice; without layers beneath, each there is."""
    whole = standalone(path)
    written: Data = yaml.safe_load(path.read_text("utf-8"))
    changed = [change for change in written.get("changes", ()) if {"when", "unless"} & set(change)]
    first = len(whole.get("assume", ())) - len(
        written.get("assume", ())
    )  # those of the layers beneath come first
    clauses = {
        *(clause["id"] for clause in written.get("clauses", ())),
        *(change["clause"] for change in changed if "clause" in change),
    }
    here: Data = {
        "scope": written.get("scope"),
        "assume": whole.get("assume", [])[first:],
        "dimensions": {name: whole["dimensions"][name] for name in written.get("dimensions", ())},
        "clauses": [clause for clause in whole["clauses"] if clause["id"] in clauses],
    }
    shared = {*_vocabulary()["definitions"]}
    definitions = {
        *written.get("definitions", ()),
        *(change["definition"] for change in changed if "definition" in change),
    }
    visible = {name: part for name, part in whole["definitions"].items() if name in shared | definitions}
    definitions |= {*_reached({**here, "definitions": visible})}
    own = {
        "scope" if "scope" in written else "",
        *(f"clauses.{name}" for name in clauses),
        *(f"definitions.{name}" for name in definitions),
        *(f"dimensions.{name}.{side}" for name in here["dimensions"] for side in ("favourable", "adverse")),
        *(f"assume.{place}" for place in range(first, len(whole.get("assume", ())))),
    }
    for mutant in mutants(whole):
        if "extends" not in written or mutant.part in own or mutant.taken in ("the clause", "the scope"):
            yield mutant


def _needed(document: Data, path: Path) -> set[str]:
    """The facts that a condition or a rule test names, and the dates behind them: the rest only costs time."""
    parts = [document.get(key) for key in ("scope", "assume", "definitions", "dimensions", "clauses")]
    named = {*_names(parts)}
    for cases in (path.parent / "cases").glob("*.yaml"):
        named |= set(re.findall(r"\w+", cases.read_text("utf-8")))
    derived = [
        part["derive"] for name, part in document["facts"].items() if name in named and "derive" in part
    ]
    return named | {
        *_names(derived),
        *(end for each in derived for test in each.values() for end in test.values()),
    }


def _bare(value: Any) -> Any:
    """Without what only people read: it decides nothing, and hundreds of mutants load faster."""
    if isinstance(value, dict):
        return {
            key: _bare(item)
            for key, item in value.items()
            if key not in ("en", "ask", "who", "reason", "cite")
        }
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _reached(document: Data) -> Iterator[str]:
    """The definitions that the ruleset's own conditions need, directly or through others."""
    parts = {
        name: document[name] for name in ("scope", "assume", "dimensions", "clauses") if name in document
    }
    queue, seen = [parts], set()
    while queue:
        for name in _names(queue.pop()):
            if name in document["definitions"] and name not in seen:
                seen.add(name)
                queue.append(document["definitions"][name])
                yield name


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _names(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)


def mutants(document: Data) -> Iterator[Mutant]:
    """Every mutant of the document, part by part."""
    for part, path in _conditions(document):
        for taken, changed in _less(_at(document, path)):
            yield Mutant(part, taken, _with(document, path, changed))
    for index, clause in enumerate(document["clauses"]):
        if "unless" in clause:
            yield Mutant(
                f"clauses.{clause['id']}", "unless", _without(document, ("clauses", index, "unless"))
            )
        alone = len(document["clauses"]) == 1  # without any clause it would be no ruleset
        if not alone and not any(
            clause["id"] in other.get("disables", ()) or f"{clause['id']}" in set(_names(other))
            for other in document["clauses"]
        ):
            yield Mutant(f"clauses.{clause['id']}", "the clause", _without(document, ("clauses", index)))
    for index in range(len(document.get("assume", []))):
        yield Mutant(f"assume.{index}", "the assumption", _without(document, ("assume", index)))
    if "scope" in document:
        yield Mutant("scope", "the scope", _without(document, ("scope",)))


def _conditions(document: Data) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for index, clause in enumerate(document["clauses"]):
        for key in ("when", "unless"):
            if key in clause:
                yield f"clauses.{clause['id']}", ("clauses", index, key)
    for name in document.get("definitions", {}):
        yield f"definitions.{name}", ("definitions", name, "when")
    for name, dimension in document.get("dimensions", {}).items():
        for side in ("favourable", "adverse"):
            if side in dimension:
                yield f"dimensions.{name}.{side}", ("dimensions", name, side, "when")
    for index, assumption in enumerate(document.get("assume", [])):
        for key in ("if", "then", "never"):
            if key in assumption:
                yield f"assume.{index}", ("assume", index, key)
    if "scope" in document:
        yield "scope", ("scope", "when")


def _less(condition: Any) -> Iterator[tuple[str, Any]]:
    """The condition with one thing less, in every way; first as a whole, then inside."""
    yield f"all of {_short(condition)}", {"any": [condition, {"not": condition}]}
    yield from _inside(condition)


def _inside(condition: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(condition, dict):
        return
    for key in ("all", "any", "of"):
        items = condition.get(key)
        if not isinstance(items, list):
            continue
        for index, item in enumerate(items):
            rest = items[:index] + items[index + 1 :]
            if rest:
                yield f"{_short(item)} from {key}", _recounted({**condition, key: rest})
            for taken, changed in _inside(item):
                yield taken, {**condition, key: [*items[:index], changed, *items[index + 1 :]]}
    if "not" in condition:
        yield f"not of {_short(condition['not'])}", condition["not"]
        for taken, changed in _inside(condition["not"]):
            yield taken, {"not": changed}
    for reading, inner in condition.get("by_reading", {}).items():
        for taken, changed in _less(inner):
            yield f"{taken} under {reading}", {"by_reading": {**condition["by_reading"], reading: changed}}


def _recounted(condition: Data) -> Data:
    """A count may not ask for more items than are left."""
    return {
        key: min(value, len(condition["of"])) if key in COUNTS else value for key, value in condition.items()
    }


def _short(condition: Any) -> str:
    text = str(condition).replace("'", "")
    return text if len(text) <= 60 else text[:59] + "…"


def _at(document: Data, path: tuple[Any, ...]) -> Any:
    value: Any = document
    for step in path:
        value = value[step]
    return value


def _with(document: Data, path: tuple[Any, ...], value: Any) -> Data:
    changed = deepcopy(document)
    _at(changed, path[:-1])[path[-1]] = value
    return changed


def _without(document: Data, path: tuple[Any, ...]) -> Data:
    changed = deepcopy(document)
    del _at(changed, path[:-1])[path[-1]]
    if changed.get("assume") == []:
        del changed["assume"]
    return changed
