"""Stack: the layers of a ruleset, lowest first, each once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.canonical import digest
from tolerance_engine.ruleset.read.reader import Located
from tolerance_engine.ruleset.written import document as doc
from tolerance_engine.ruleset.written.validate import validate
from tolerance_engine.source import Words


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of a stack, its form already checked."""

    id: str
    located: Located
    data: dict[str, Any]
    written: doc.LayerDocument
    digest: str


Beneath = Callable[[str], tuple[Layer, ...]]
"""Finds the stack of the ruleset that an `extends` names: its own lower layers included, lowest first."""


def is_layered(data: dict[str, Any]) -> bool:
    """Whether a file is laid over others (or tries to)."""
    return data.get("extends") is not None or data.get("changes") is not None


def layer_of(data: dict[str, Any], located: Located, problems: list[Diagnostic]) -> Layer:
    """One file as a layer. Raises RulesetError with every problem of its form: `problems`, and those found now."""
    validated = validate(doc.LayerDocument, data, located, problems)
    if validated is None or problems:
        raise RulesetError(problems)
    data = {key: value for key, value in data.items() if value is not None}
    if "changes" in data and "extends" not in data:
        message = Words("写了 `changes`，却没有 `extends`", "there are `changes`, but nothing is extended")
        help_ = Words("用 extends 写明改的是哪一层", "name the layers beneath under `extends`")
        raise RulesetError([Diagnostic("L074", message, located.at(("changes",), key=True), help_)])
    deciding = {key: value for key, value in data.items() if key != "accepted"}  # as for a file of its own
    return Layer(validated[0].id, located, data, validated[0], digest(deciding))


def stacked(layer: Layer, beneath: Beneath) -> tuple[Layer, ...]:
    """The layer with all that lie beneath it, lowest first, each once.

    Raises RulesetError when a layer cannot be had, or when the orders of the layers contradict each other.
    """
    stacks: list[tuple[Layer, ...]] = []
    problems: list[Diagnostic] = []
    for index, id_ in enumerate(layer.written.extends or ()):
        try:
            stack = beneath(id_)
            if stack[-1].id != id_:
                raise _misnamed(stack[-1])
            stacks.append(stack)
        except RulesetError as error:
            if any(problem.span is not None for problem in error.diagnostics):
                raise  # faults inside the lower file say their own place
            first = error.diagnostics[0]
            message = Words(
                f"下层 `{id_}` 用不了：{first.message.zh}",
                f"the layer `{id_}` cannot be used: {first.message.en}",
            )
            problems.append(Diagnostic("P020", message, layer.located.at(("extends", index)), first.help))
    if problems:
        raise RulesetError(problems)
    found = {each.id: each for stack in stacks for each in stack}
    orders = [[each.id for each in stack] for stack in stacks]
    ordered = _in_one_order([*orders, list(layer.written.extends or ())])
    if ordered is None or len(set(layer.written.extends or ())) != len(layer.written.extends or ()):
        shown = "；".join(" < ".join(order) for order in orders)
        message = Words(
            f"各层的次序自相矛盾：{shown}", f"the orders of the layers contradict each other: {shown}"
        )
        help_ = Words("extends 由低到高排列，每层一次", "list `extends` from lowest to highest, each once")
        raise RulesetError([Diagnostic("P021", message, layer.located.at(("extends",), key=True), help_)])
    return (*(found[id_] for id_ in ordered), layer)


def _misnamed(layer: Layer) -> RulesetError:
    message = Words(
        f"{layer.located.name} 的 id 是 `{layer.id}`", f"the id in {layer.located.name} is `{layer.id}`"
    )
    return RulesetError(
        [Diagnostic("P020", message, help=Words("id 要与文件夹同名", "name the folder like its id"))]
    )


def _in_one_order(orders: Sequence[Sequence[str]]) -> list[str] | None:
    """One order that keeps every given one; None where there is none (C3: Barrett et al. 1996)."""
    left = [list(order) for order in orders if order]
    merged: list[str] = []
    while left:
        heads = (order[0] for order in left)
        chosen = next((head for head in heads if not any(head in order[1:] for order in left)), None)
        if chosen is None:
            return None
        merged.append(chosen)
        left = [rest for order in left if (rest := order[1:] if order[0] == chosen else order)]
    return merged
