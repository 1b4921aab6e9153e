"""DESIGN.md read aloud: every completion of a case, one after another, decided one by one.

A *world* gives every fact, and every dimension without poles, a value. `brute_worlds` lists them,
`brute_answers` asks about partial cases. No cleverness is wanted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Document = Mapping[str, Any]
World = dict[str, Any]

POLES = ("favourable", "adverse", "mixed", "neither")
OFF_SCALE = ("not_applicable", "conflict", "not_specified")
COMPARE = {
    "at_most": lambda a, b: a <= b,
    "at_least": lambda a, b: a >= b,
    "more_than": lambda a, b: a > b,
    "less_than": lambda a, b: a < b,
    "before": lambda a, b: a < b,
    "on_or_before": lambda a, b: a <= b,
    "after": lambda a, b: a > b,
    "on_or_after": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class Law:
    """A ruleset document under one reading, with the rulesets it uses under theirs."""

    document: Document
    reading: str | None
    used: Mapping[str, Law]

    @classmethod
    def of(
        cls, document: Document, reading: str | None = None, uses: Mapping[str, Document] | None = None
    ) -> Law:
        readings = list(document.get("readings", {None: None}))
        chosen = reading if reading in readings else readings[0]
        used = {alias: cls.of((uses or {})[name], chosen) for alias, name in document.get("uses", {}).items()}
        return cls(document, chosen, used)

    @cached_property
    def facts(self) -> dict[str, Any]:
        return {
            name: fact for law in (*self.used.values(), self) for name, fact in law.document["facts"].items()
        }

    @cached_property
    def clauses(self) -> dict[str, Any]:
        """The clauses that exist under this reading."""
        return {
            c["id"]: c for c in self.document["clauses"] if self.reading in c.get("readings", [self.reading])
        }

    @cached_property
    def disabling(self) -> dict[str, list[str]]:
        """Per clause, those that disable it where they apply."""
        return {
            name: [other for other, clause in self.clauses.items() if name in clause.get("disables", [])]
            for name in self.clauses
        }

    def choose(self, value: Any) -> Any:
        return (
            value["by_reading"][self.reading]
            if isinstance(value, Mapping) and "by_reading" in value
            else value
        )


class Sight:
    """What a law says of one world."""

    def __init__(self, law: Law, world: World) -> None:
        self.law, self.world, self.document = law, world, law.document
        self.clauses = law.clauses
        self.known: dict[str, Any] = {}
        self.others = {alias: Sight(used, world) for alias, used in law.used.items()}

    def holds(self, condition: Mapping[str, Any]) -> bool:
        if "of" in condition:
            count = sum(map(self.holds, condition["of"]))
            test = next(key for key in condition if key != "of")
            asked = condition[test]
            return bool(
                {"at_least": count >= asked, "at_most": count <= asked, "exactly": count == asked}[test]
            )
        [(name, asked)] = condition.items()
        if name == "all":
            return all(map(self.holds, asked))
        if name == "any":
            return any(map(self.holds, asked))
        if name == "not":
            return not self.holds(asked)
        if name == "by_reading":
            return self.holds(self.law.choose(condition))
        if asked == "applies":
            alias, _, clause = name.rpartition(".")
            return (self.others[alias] if alias else self).applies(clause)
        if name in self.document.get("definitions", {}):
            return self.definition(name) is asked
        if name in self.document.get("dimensions", {}):
            return asked in {self.dimension(name), "some_" + self.dimension(name), *self._shades(name)}
        return fact_test(asked, self.world[name])

    def _shades(self, name: str) -> tuple[str, ...]:
        return ("some_favourable", "some_adverse") if self.dimension(name) == "mixed" else ()

    def definition(self, name: str) -> bool:
        if name not in self.known:
            self.known[name] = self.holds(self.document["definitions"][name]["when"])
        return bool(self.known[name])

    def dimension(self, name: str) -> str:
        if name in self.world:
            return str(self.world[name])
        if name not in self.known:
            poles = self.document["dimensions"][name]
            favourable, adverse = (self.holds(poles[pole]["when"]) for pole in POLES[:2])
            self.known[name] = POLES[2 if favourable else 1] if adverse else POLES[0 if favourable else 3]
        return str(self.known[name])

    def applies(self, clause_id: str) -> bool:
        """Its `when` holds, its `unless` does not, and no applying exception disables it."""
        if clause_id not in self.clauses:
            return False
        if clause_id not in self.known:
            clause = self.clauses[clause_id]
            self.known[clause_id] = (
                self.holds(clause["when"])
                and not ("unless" in clause and self.holds(clause["unless"]))
                and not any(map(self.applies, self.law.disabling[clause_id]))
            )
        return bool(self.known[clause_id])

    def assumed(self) -> bool:
        """The world is one that can be, by this law and the laws it uses."""
        rules = self.document.get("assume", [])
        if any("never" in rule and self.holds(rule["never"]) for rule in rules):
            return False
        if any("if" in rule and self.holds(rule["if"]) and not self.holds(rule["then"]) for rule in rules):
            return False
        return all(other.assumed() for other in self.others.values())

    def decide(self) -> tuple[str, frozenset[str]]:
        """The outcome, and the clauses that give it."""
        scale = [outcome["id"] for outcome in self.document["outcomes"]]
        if "scope" in self.document and not self.holds(self.document["scope"]["when"]):
            return "not_applicable", frozenset()
        combine = self.law.choose(self.document.get("combine", "must_agree"))
        for kind, how in (("exclusion", "least_favourable"), ("ground", combine)):
            thens = {c: clause["then"] for c, clause in self.clauses.items() if clause["kind"] == kind}
            applying = {c: then for c, then in thens.items() if self.applies(c)}
            if applying:
                if how == "must_agree" and len(set(applying.values())) > 1:
                    return "conflict", frozenset()
                outcome = (min if how == "most_favourable" else max)(applying.values(), key=scale.index)
                return outcome, frozenset(c for c, then in applying.items() if then == outcome)
        return self.law.choose(self.document["default"]), frozenset()


def fact_test(asked: Any, value: Any) -> bool:
    """A test of one fact against its value."""
    if not isinstance(asked, Mapping):
        return bool(asked == value)
    [(test, constant)] = asked.items()
    return value in constant if test == "in" else bool(COMPARE[test](value, constant))
