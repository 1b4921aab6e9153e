"""Materials: what each ruleset rests on and leaves open, laid side by side. None of it is counted in cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from tolerance_engine.analysis.compare.joint import Joint
from tolerance_engine.analysis.compare.space import Space
from tolerance_engine.ruleset.model import Linked, Silence
from tolerance_engine.source import Label

DECLARED = ("effects", "procedure", "presumptions")
"""Sections that decide no outcome and are compared as the data they are."""

_IDENTITY = ("id", "event", "how", "fact", "topic")
"""Keys by which items of a list are told apart, besides their place."""


@dataclass(frozen=True, slots=True)
class Sided:
    """Names by who has them."""

    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """A topic that one source or both leave open, and how that is known of each; None where it is not listed.

    A topic stands more than once where the layers of a ruleset each say what their own source leaves open.
    """

    topic: str
    first: Silence | None
    second: Silence | None


@dataclass(frozen=True, slots=True)
class DataChange:
    """A place in a declared section, and what stands there in each; None where nothing does."""

    section: str
    path: str
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class Axis:
    """A fact (or a dimension that is only stated) that outcomes depend on, and into how many cells it falls."""

    name: str
    label: Label
    cells: int
    side: str
    """`both`, `first` or `second`: whose outcome depends on it."""


def axes(joint: Joint, space: Space) -> tuple[Axis, ...]:
    """What the cells are made of, in the order of the diagram."""
    diagram = joint.diagram
    first, second = (diagram.supports[node] for node in space.nodes[:2])
    found = []
    for level in space.levels:
        variable = joint.variables[level]
        sides = first >> level & 1, second >> level & 1
        side = "both" if sides[0] == sides[1] else "first" if sides[0] else "second"
        found.append(Axis(variable.name, _label(joint, level), len(space.bands[level]), side))
    return tuple(found)


def _label(joint: Joint, level: int) -> Label:
    variable = joint.variables[level]
    if variable.fact is not None:
        return variable.fact.label
    for side in (joint.first, joint.second):
        if variable.name in side.linked.dimensions:
            return side.linked.dimensions[variable.name].label
    return Label(variable.name)


def sided(first: Iterable[str], second: Iterable[str]) -> Sided:
    """Which names both have, and which only one has, each in its own order."""
    ours, theirs = tuple(dict.fromkeys(first)), tuple(dict.fromkeys(second))
    return Sided(
        tuple(name for name in ours if name in theirs),
        tuple(name for name in ours if name not in theirs),
        tuple(name for name in theirs if name not in ours),
    )


def silences(a: Linked, b: Linked) -> tuple[Silent, ...]:
    """The topics either source leaves open: those of both first."""
    topics = dict.fromkeys(item.topic for linked in (a, b) for item in linked.silent)
    listed = [
        Silent(topic, *pair)
        for topic in topics
        for pair in _paired(*([item for item in linked.silent if item.topic == topic] for linked in (a, b)))
    ]
    return tuple(sorted(listed, key=lambda each: (each.first is None, each.second is None)))


def _paired(
    ours: Sequence[Silence], theirs: Sequence[Silence]
) -> Iterator[tuple[Silence | None, Silence | None]]:
    """What two rulesets leave open on one topic, side by side: the same words first, as of a layer both lie over."""
    left = list(theirs)
    rest: list[Silence] = []
    for item in ours:
        same = next((i for i, other in enumerate(left) if _words(other) == _words(item)), None)
        if same is None:
            rest.append(item)
        else:
            yield item, left.pop(same)
    yield from zip_longest(rest, left)


def _words(item: Silence) -> Silence:
    return replace(item, layer=None)


def declared(a: Linked, b: Linked) -> tuple[DataChange, ...]:
    """Where procedure, effects and presumptions differ, as data."""
    found = []
    for section in DECLARED:
        ours, theirs = (_written(linked, section) for linked in (a, b))
        found += [DataChange(section, *change) for change in differences(ours, theirs)]
    return tuple(found)


def _written(linked: Linked, section: str) -> Any:
    data = linked.located.data if linked.located is not None else None
    return data.get(section) if isinstance(data, dict) else None


def differences(one: Any, other: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The smallest parts in which two pieces of plain data differ: path, and what stands there in each."""
    if one == other:
        return
    ours, theirs = _keyed(one), _keyed(other)
    if ours is None or theirs is None:
        yield path, one, other
        return
    for key in dict.fromkeys((*ours, *theirs)):
        below = f"{path}.{key}" if path else key
        yield from differences(ours.get(key), theirs.get(key), below)


def _keyed(part: Any) -> dict[str, Any] | None:
    """The parts of a mapping or a list by name: items that say what they are do not depend on their place."""
    if isinstance(part, Mapping):
        return {str(key): item for key, item in part.items()}
    if not isinstance(part, list | tuple) or not all(isinstance(item, Mapping) for item in part):
        return None
    found: dict[str, Any] = {}
    for item in part:
        names = [str(item[key]) for key in _IDENTITY if isinstance(item.get(key), str)]
        came_from = item.get("from")
        name = names[0] if names else "item"
        if came_from is not None:
            name += f"({', '.join(map(str, came_from)) if isinstance(came_from, list) else came_from})"
        number = 2
        unique = name
        while unique in found:
            unique, number = f"{name}#{number}", number + 1
        found[unique] = item
    return found
