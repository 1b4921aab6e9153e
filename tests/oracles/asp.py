"""The same meaning as an answer-set program, solved by clingo.

Three steps: a world is guessed (one value per fact), impossible worlds are forbidden (`assume`, what the
case gives), and the rules say what follows. Conditions are numbers with children; names are terms; values
of numbers and dates are integers around the constants that occur.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import clingo

Document = Mapping[str, Any]

RULES = Path(__file__).with_name("asp_rules.lp").read_text(encoding="utf-8")


class Writer:
    """Turns a document under one reading into facts for RULES; `where` names the ruleset."""

    def __init__(self, document: Document, reading: str | None, where: str, numbers: Iterator[int]) -> None:
        self.document, self.where, self.numbers = document, where, numbers
        names = list(document.get("readings", {})) or [None]
        self.reading = reading if reading in names else names[0]
        self.lines: list[str] = []
        self.tests: list[tuple[int, str, Any]] = []

    def say(self, predicate: str, *terms: Any) -> None:
        self.lines.append(f"{predicate}({', '.join(map(term, terms))})." if terms else f"{predicate}.")

    def pick(self, value: Any) -> Any:
        return value["by_reading"][self.reading] if isinstance(value, Mapping) else value

    def condition(self, condition: Document) -> int:
        """A fresh number for a condition, with the facts that describe it."""
        if "by_reading" in condition:
            return self.condition(condition["by_reading"][self.reading])
        here = next(self.numbers)
        (kind, asked) = next((k, v) for k, v in condition.items() if k != "of")
        children: list[Document] = condition.get(
            "of", asked if kind in ("all", "any") else [asked] if kind == "not" else []
        )
        for i, child in enumerate(children):
            self.say("child", here, i, self.condition(child))
        if "of" in condition:
            low = asked if kind in ("at_least", "exactly") else 0
            self.say("counted", here, low, asked if kind in ("at_most", "exactly") else len(children))
        elif children:
            self.say("negation" if kind == "not" else kind, here)
        elif asked == "applies":
            alias, dot, clause = kind.rpartition(".")
            self.say("asks_clause", here, alias if dot else self.where, clause)
        elif kind in self.document.get("definitions", {}):
            self.say("defined", here, self.where, kind, asked)
        elif kind in self.document.get("dimensions", {}):
            self.say("dimension", here, self.where, kind, asked)
        else:
            self.say("fact", here, kind)
            self.tests.append((here, kind, asked))
        return here

    def write(self) -> None:
        for name, definition in self.document.get("definitions", {}).items():
            self.say("definition", self.where, name, self.condition(definition["when"]))
        for name, poles in self.document.get("dimensions", {}).items():
            if "favourable" in poles:
                self.say(
                    "poles",
                    self.where,
                    name,
                    *(self.condition(poles[p]["when"]) for p in ("favourable", "adverse")),
                )
            else:
                self.say("judged", self.where, name)
        for rule in self.document.get("assume", []):
            if "never" in rule:
                self.say("never", self.condition(rule["never"]))
            else:
                self.say("if_then", self.condition(rule["if"]), self.condition(rule["then"]))
        for clause in self.document["clauses"]:
            if self.reading in clause.get("readings", [self.reading]):
                self.say("when", self.where, clause["id"], self.condition(clause["when"]))
                if "unless" in clause:
                    self.say("unless", self.where, clause["id"], self.condition(clause["unless"]))
                for other in clause.get("disables", []):
                    self.say("disables", self.where, clause["id"], other)

    def write_deciding(self) -> None:
        levels = [outcome["id"] for outcome in self.document["outcomes"]]
        for level, outcome in enumerate(levels):
            self.say("outcome_at", level, outcome)
        for clause in self.document["clauses"]:
            self.say("kind", clause["id"], clause["kind"])
            if "then" in clause:
                self.say("then", clause["id"], levels.index(clause["then"]))
        self.say("combine", self.pick(self.document.get("combine", "must_agree")))
        self.say("default", self.pick(self.document["default"]))
        if "scope" in self.document:
            self.say("scope", self.condition(self.document["scope"]["when"]))


def term(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) else '"' + value + '"' if "-" in value else str(value)


def integer(value: Any) -> int:
    """Days as they count, and numbers in hundredths: fine enough for every constant and every gap."""
    return value.toordinal() if isinstance(value, date) else int(value * 100)


def given_values(given: Any) -> list[Any] | None:
    if isinstance(given, Mapping):
        return given["one_of"] if "one_of" in given else given_values(given.get("value"))
    return None if given is None or given == "unknown" else [given]


def candidates(fact: Document, constants: Iterable[int], paired: bool) -> list[int]:
    """Integers to try: each constant and limit with its neighbours, three on each side for paired days."""
    step = 100 if fact.get("whole") else 1
    reach = range(-3, 4) if paired else (-step, 0, step)
    low, high = (integer(fact[key]) if key in fact else None for key in ("min", "max"))
    around = {*constants, *(limit for limit in (low, high) if limit is not None)} or {100 * 7305}
    tried = {number + by for number in around for by in reach}
    return sorted(n for n in tried if (low is None or n >= low) and (high is None or n <= high))


def program(
    document: Document, case: Mapping[str, Any], reading: str | None, uses: Mapping[str, Document]
) -> str:
    numbers = count()
    main = Writer(document, reading, "main", numbers)
    others = [
        Writer(uses[name], main.reading, alias, numbers) for alias, name in document.get("uses", {}).items()
    ]
    for writer in (main, *others):
        writer.write()
    main.write_deciding()
    facts = {name: fact for writer in (*others, main) for name, fact in writer.document["facts"].items()}
    tests = [test for writer in (main, *others) for test in writer.tests]
    pairs = [
        (f, a, t, b)
        for f, fact in facts.items()
        for a, p in fact.get("derive", {}).items()
        for t, b in p.items()
    ]
    for pair in pairs:
        main.say("derived", *pair)
    for name, fact in facts.items():
        values = given_values(case["facts"].get(name))
        if fact["type"] in ("number", "date"):
            tied = [pair for pair in pairs if name in pair]
            known = [
                v for pair in tied for day in pair[1::2] for v in given_values(case["facts"].get(day)) or []
            ]
            constants = [c for _, fact_name, asked in tests if fact_name == name for c in asked.values()]
            tried = candidates(fact, map(integer, [*constants, *known, *(values or [])]), bool(tied))
            domain: Iterable[Any] = tried
        else:
            domain = fact.get("values", [True, False])
        for value in domain:
            main.say("domain", name, value)
        if values is not None:
            main.say("given", name)
            for value in values:
                main.say("allowed", name, integer(value) if fact["type"] in ("number", "date") else value)
        for here, fact_name, asked in tests:
            for value in domain if fact_name == name else ():
                if accepted(asked, value):
                    main.say("accepts", here, value)
    for name, poles in document.get("dimensions", {}).items():
        for value in () if "favourable" in poles else ("favourable", "adverse", "mixed", "neither"):
            main.say("domain", name, value)
    for name, value in case["findings"].items():
        if name in document.get("dimensions", {}) and "favourable" not in document["dimensions"][name]:
            main.say("given", name)
            main.say("allowed", name, value)
        main.say("stated", name, value)
    return "\n".join(line for writer in (main, *others) for line in writer.lines)


def accepted(asked: Any, value: Any) -> bool:
    if not isinstance(asked, Mapping):
        return bool(asked == value)
    [(test, constant)] = asked.items()
    if test == "in":
        return bool(value in constant)
    limit = integer(constant)
    below, at = bool(value < limit), bool(value == limit)
    if test in ("at_most", "on_or_before"):
        return below or at
    if test in ("at_least", "on_or_after"):
        return not below
    return below if test in ("less_than", "before") else not (below or at)


def solve(
    document: Document,
    case: Mapping[str, Any],
    reading: str | None = None,
    uses: Mapping[str, Document] | None = None,
) -> tuple[set[str], dict[str, set[str]]]:
    """The outcomes and, per dimension, the values still possible; both empty where no world fits."""
    control = clingo.Control(["--enum-mode=brave", "0", "--warn=none"])
    control.add("base", [], RULES + program(document, case, reading, uses or {}))
    control.ground([("base", [])])
    atoms: list[clingo.Symbol] = []
    with control.solve(yield_=True) as handle:
        for model in handle:
            atoms = list(model.symbols(shown=True))
    outcomes = {str(atom.arguments[0]) for atom in atoms if atom.name == "outcome"}
    findings: dict[str, set[str]] = {}
    for atom in (atom for atom in atoms if atom.name == "finding"):
        findings.setdefault(str(atom.arguments[0]), set()).add(str(atom.arguments[1]))
    return outcomes, findings
