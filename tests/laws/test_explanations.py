"""The explanation says why, the diagram says what: they agree at every node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest

from tests.laws.support import Sample, determine, how_many, samples
from tests.oracles.brute import Document, Law, Sight
from tests.oracles.brute_answers import Answer
from tests.oracles.explanation_checker import complaints, walk
from tests.strategies import Case

pytestmark = pytest.mark.laws
Node = Mapping[str, Any]


def _explained(first: int, count: int = 1_000) -> Iterator[tuple[Sample, str | None, Case, Any, Node]]:
    for sample in samples(first, how_many(count)):
        for reading in sample.draft.readings:
            case = sample.case(reading)
            verdict = determine(sample.ruleset, case, reading)
            yield sample, reading, case, verdict, verdict.model_dump()["explanation"]


def test_every_node_follows_from_its_children() -> None:
    """The independent checker has nothing to complain of, up to the outcomes that the root allows."""
    for sample, reading, case, _, root in _explained(270_000):
        law = sample.tables[reading].law
        scale = [outcome["id"] for outcome in sample.draft.document["outcomes"]]
        combine = law.choose(sample.draft.document.get("combine", "must_agree"))
        found = complaints(root, scale, combine)
        assert not found, sample.tell(case, reading=reading, complaints=found)


def test_the_checker_notices_a_node_told_wrongly() -> None:
    """Whichever node with children is given another truth, the checker complains."""
    for sample, reading, case, _, root in _explained(275_000, 100):
        changed = deepcopy(root)
        node = sample.rng.choice([node for node in walk(changed) if "truth" in node and node.get("because")])
        node["truth"] = sample.rng.choice([t for t in ("true", "false", "unknown") if t != node["truth"]])  # type: ignore[index]
        scale = [outcome["id"] for outcome in sample.draft.document["outcomes"]]
        combine = sample.tables[reading].law.choose(sample.draft.document.get("combine", "must_agree"))
        assert complaints(changed, scale, combine), sample.tell(case, reading=reading, changed=node)


def test_the_root_agrees_with_the_verdict() -> None:
    """What the root leaves, narrowed where cases settle it, is what the verdict calls possible, in its order."""
    for sample, reading, case, verdict, root in _explained(280_000):
        left = root["possible"] if root["settled"] is None else root["settled"]
        assert tuple(left) == verdict.possible, sample.tell(case, reading=reading, root=root["possible"])


@dataclass
class Comparison:
    """Walks the provisions as written beside the explanation, and holds each truth to all completions."""

    answer: Answer
    told: Mapping[int, Node]
    wrong: list[str]

    def exact(self, node: Node, values: set[bool], what: Any) -> None:
        right = {True: "true", False: "false"}[min(values)] if len(values) == 1 else None
        said = node["settled"] if node["truth"] == "unknown" else node["truth"]
        if said != right:
            self.wrong.append(f"{what}: truth {node['truth']}, settled {node['settled']}, exactly {right}")

    def condition(self, written: Any, node: Node, law: Law, path: tuple[str, ...]) -> None:
        """`written` is a condition of the ruleset that `path` of aliases leads to; `node` explains it."""
        written = law.choose(written)
        values = {self.sight(row.sight, path).holds(written) for row in self.answer.rows}
        self.exact(self.told[node["ref"]] if "ref" in node else node, values, written)
        if "ref" in node or not node.get("because"):
            return  # told before, or stated: then the conditions do not speak
        (name, asked) = next((key, value) for key, value in written.items() if key != "of")
        parts = written.get("of", asked if name in ("all", "any") else [asked] if name == "not" else None)
        if parts is not None:
            for part, child in zip(parts, node["because"], strict=True):
                self.condition(part, child, law, path)
        elif name in law.document.get("definitions", {}):
            self.condition(law.document["definitions"][name]["when"], node["because"][0], law, path)
        elif name in law.document.get("dimensions", {}):
            for pole, child in zip(("favourable", "adverse"), node["because"], strict=True):
                self.inner(law.document["dimensions"][name][pole]["when"], child, law, path)
        elif asked == "applies":
            alias, dot, clause = name.rpartition(".")
            self.clause(
                clause, node["because"][0], law.used[alias] if dot else law, (*path, alias) if dot else path
            )

    def inner(self, written: Any, node: Node, law: Law, path: tuple[str, ...]) -> None:
        """A node that only wraps a condition: a pole, a scope, a `when`."""
        if "ref" not in node:
            self.condition(written, node["because"][0], law, path)

    def clause(self, name: str, node: Node, law: Law, path: tuple[str, ...]) -> None:
        values = {self.sight(row.sight, path).applies(name) for row in self.answer.rows}
        self.exact(self.told[node["ref"]] if "ref" in node else node, values, name)
        for child in node.get("because", ()):
            if child.get("kind") in ("when", "unless"):
                self.inner(law.clauses[name][child["kind"]], child, law, path)

    def sight(self, sight: Sight, path: tuple[str, ...]) -> Sight:
        return self.sight(sight.others[path[0]], path[1:]) if path else sight

    def root(self, root: Node, document: Document, law: Law) -> None:
        for node in (self.told[part["ref"]] if "ref" in part else part for part in root["because"]):
            if node["kind"] == "scope":
                self.inner(document["scope"]["when"], node, law, ())
            elif node["kind"] == "clause":
                self.clause(node["id"], node, law, ())


def test_settled_is_the_exact_truth() -> None:
    """Every node that Kleene leaves unknown is settled exactly if all completions agree; no known truth is wrong."""
    for sample, reading, case, _, root in _explained(290_000):
        table = sample.tables[reading]
        answer = table.answer(case)
        assert answer
        told = {node["node"]: node for node in walk(root) if node.get("node") is not None}
        comparison = Comparison(answer, told, [])
        comparison.root(root, sample.draft.document, table.law)
        assert not comparison.wrong, sample.tell(case, reading=reading, wrong="\n".join(comparison.wrong))
        parts = [told[part["ref"]] if "ref" in part else part for part in root["because"]]
        explained = {part["id"] for part in parts if part["kind"] == "clause"}
        assert explained == set(table.law.clauses), sample.tell(case, reading=reading, explained=explained)
