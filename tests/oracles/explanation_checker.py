"""Recomputes an explanation from its leaves upwards, three-valued, and tells every node that does not follow.

Truths are "true", "false", "unknown". `settled` may say more only where Kleene's answer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Node = Mapping[str, Any]
NOT = {"true": "false", "false": "true", "unknown": "unknown"}
POLES = {
    "favourable": "+-",
    "adverse": "-+",
    "mixed": "++",
    "neither": "--",
    "some_favourable": "+",
    "some_adverse": " +",
}


def both(truths: list[str]) -> str:
    return "false" if "false" in truths else "unknown" if "unknown" in truths else "true"


def follows(node: Node, children: list[Node]) -> str:
    """What a node's truth must be, given its children's."""
    truths: list[str] = [
        NOT[c["truth"]] if c["kind"] in ("unless", "disabled_by") else c["truth"] for c in children
    ]
    match node["kind"]:
        case "any":
            return NOT[both([NOT[truth] for truth in truths])]
        case "not":
            return NOT[truths[0]]
        case "count":
            sure, maybe, high = truths.count("true"), len(truths) - truths.count("false"), node["high"]
            reached, kept = (
                NUMBER[sure >= node["low"], maybe >= node["low"]],
                NUMBER[maybe <= high, sure <= high],
            )
            return both([reached, kept])
        case "definition":
            return truths[0] if node["wanted"] else NOT[truths[0]]
        case "dimension":
            signs = zip(POLES[node["asked"]], truths, strict=False)
            return both([truth if sign == "+" else NOT[truth] for sign, truth in signs if sign != " "])
        case _:
            return both(truths)


NUMBER = {(True, True): "true", (False, True): "unknown", (False, False): "false"}


def outcomes(parts: list[Node], scale: list[str], combine: str) -> set[str]:
    """The outcomes open to some choice of truth for the scope and every clause still unknown."""
    applying = {frozenset[tuple[str, str]]()}
    for part in (part for part in parts if part["kind"] == "clause" and part["role"] != "exception"):
        chosen = {found | {(part["role"], part["then"])} for found in applying}
        applying = {"true": chosen, "unknown": applying | chosen, "false": applying}[part["truth"]]
    [default] = [part["outcome"] for part in parts if part["kind"] == "default"]
    scope = next((part["truth"] for part in parts if part["kind"] == "scope"), "true")
    inside = {decide(found, scale, combine, default) for found in applying} if scope != "false" else set()
    return inside | ({"not_applicable"} if scope != "true" else set())


def decide(applying: frozenset[tuple[str, str]], scale: list[str], combine: str, default: str) -> str:
    bad, good = (
        sorted((t for r, t in applying if r == role), key=scale.index) for role in ("exclusion", "ground")
    )
    if bad or not good:
        return bad[-1] if bad else default
    agreed = good[0] if good[0] == good[-1] else "conflict"
    return {"most_favourable": good[0], "least_favourable": good[-1]}.get(combine, agreed)


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.get("because", ()):
        yield from walk(child)


def complaints(root: Node, scale: list[str], combine: str) -> list[str]:
    """Everything in an explanation that does not follow; empty when all does."""
    told = {node["node"]: node for node in walk(root) if node.get("node") is not None}
    parts, found = [told[part["ref"]] if "ref" in part else part for part in root["because"]], []
    if set(root["possible"]) != (right := outcomes(parts, scale, combine)):
        found.append(f"root: possible {root['possible']}, its clauses allow {sorted(right)}")
    if root["settled"] is not None and not set(root["settled"]) < set(root["possible"]):
        found.append(f"root: settled {root['settled']} does not narrow {root['possible']}")
    for node in (node for child in root["because"] for node in walk(child) if "truth" in node):
        children = [told[child["ref"]] if "ref" in child else child for child in node.get("because", ())]
        if node.get("settled") and node["truth"] != "unknown":
            found.append(f"{node['kind']} {node.get('id', '')}: settled although it is {node['truth']}")
        if children and node["truth"] != follows(node, children):
            found.append(f"{node['kind']} {node.get('id', '')}: {node['truth']}, its children say otherwise")
    return found
