"""Load: a file or an id in, a `Ruleset` out. The first three arrows in one call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_engine.diagnostics import Diagnostic, unreadable
from tolerance_engine.diagram.build import DEFAULT_BUDGET
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.catalogue import (
    RulesetInfo,
    builtin_ids,
    builtin_root,
    folder_of,
    not_in_force,
    versions,
)
from tolerance_engine.ruleset.compile import compile_ruleset
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Words

if TYPE_CHECKING:
    from tolerance_engine.ruleset.clocks import Clocks, Version
    from tolerance_engine.ruleset.from_text import Text
    from tolerance_engine.ruleset.layers import Layer


def load_ruleset(
    id_or_path: str | Path,
    *,
    on: date | None = None,
    reading: str | None = None,
    budget: int = DEFAULT_BUDGET,
) -> Ruleset:
    """A ruleset by id (`"qinghai"`) or path (`"rules/mine.yaml"`, or the folder of its versions), ready to decide.

    `on` is the determination date: it picks the version in force; without it, the latest version. Where the rules
    go by the date of the conduct, see `ruleset_for`. `reading` is the reading verdicts are given under; without
    it, the first one declared.

    Raises RulesetError with every problem of the file (file:line:column), when no version was in force, or when a
    layer does not do what it claims; BudgetExceeded when the decision diagram would grow too large.
    """
    return _compiled(load_linked(id_or_path, on=on), reading, budget)


def load_by_clocks(id_or_path: str | Path, clocks: Clocks, *, reading: str | None = None) -> Ruleset:
    """The version that the two dates pick by its own `temporal`. Raises as `load_ruleset` does."""
    from tolerance_engine.ruleset.clocks import by_clocks

    version, day = by_clocks(named(id_or_path), known_versions(id_or_path), clocks)
    return load_version(id_or_path, version, day, reading=reading)


def load_version(
    id_or_path: str | Path, version: Version, day: date | None, *, reading: str | None = None
) -> Ruleset:
    """One version of a ruleset, with what it uses and extends in the versions of the same day."""
    return _compiled(_from_version(version, day, _trail(id_or_path)), reading, DEFAULT_BUDGET)


def load_path(path: str | Path, *, reading: str | None = None, budget: int = DEFAULT_BUDGET) -> Ruleset:
    """The ruleset in one file."""
    return _compiled(_from_file(Path(path), str(path), None, ()), reading, budget)


def load_text(
    text: str | bytes,
    *,
    name: str = "<text>",
    uses: Mapping[str, str | bytes] | None = None,
    reading: str | None = None,
    budget: int = DEFAULT_BUDGET,
) -> Ruleset:
    """The ruleset in `text`. `uses` gives the texts of the rulesets it uses or extends, by id."""
    from tolerance_engine.ruleset.from_layers import link_text, read_layers

    texts = dict(uses or {})

    def resolver(id_: str, trail: tuple[str, ...]) -> Linked:
        if id_ not in texts:
            return _by_id(id_, None, None, trail)
        refuse_circle(id_, trail)
        here = (*trail, id_)
        return link_text(
            texts[id_], f"{id_}.yaml", lambda other: resolver(other, here), lambda other: beneath(other, here)
        )

    def beneath(id_: str, trail: tuple[str, ...]) -> tuple[Layer, ...]:
        if id_ not in texts:
            return _layers_by_id(id_, None, None, trail)
        refuse_circle(id_, trail)
        return read_layers(texts[id_], f"{id_}.yaml", lambda other: beneath(other, (*trail, id_)))

    linked = link_text(text, name, lambda id_: resolver(id_, ()), lambda id_: beneath(id_, ()))
    return _compiled(linked, reading, budget)


def list_rulesets() -> tuple[RulesetInfo, ...]:
    """Every version of every shipped ruleset."""
    found = []
    for id_ in builtin_ids():
        for entry in versions(builtin_root() / id_):
            linked = _from_file(entry, f"{id_}/{entry.name}", None, (id_,))
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
    """Like `load_ruleset`, not yet compiled, and what its layers claim not yet checked."""
    if not is_path(id_or_path):
        return _by_id(str(id_or_path), None, on, ())
    if Path(id_or_path).is_dir():
        from tolerance_engine.ruleset.clocks import on_day

        version = on_day(named(id_or_path), known_versions(id_or_path), on)
        return _from_version(version, on, ())
    linked = _from_file(Path(id_or_path), str(id_or_path), on, ())
    if on is not None and not linked.in_force.holds_on(on):
        raise not_in_force(linked.id, on, [linked.in_force])
    return linked


def known_versions(id_or_path: str | Path) -> tuple[Version, ...]:
    """The heads of all versions of an id or in a folder, oldest file name first; of a path, the one file."""
    from tolerance_engine.ruleset.clocks import head

    path = Path(id_or_path)
    if not is_path(id_or_path):
        return _heads(str(id_or_path), None)
    if not path.is_dir():
        return (head(path, str(id_or_path)),)
    found = tuple(head(entry, f"{path.name}/{entry.name}") for entry in versions(path))
    if not found:
        message = Words(
            f"文件夹 `{id_or_path}` 里没有规则文件", f"the folder `{id_or_path}` holds no rule file"
        )
        raise RulesetError(
            [Diagnostic("P010", message, help=Words("规则文件以 .yaml 结尾", "they end in .yaml"))]
        )
    return found


def is_path(id_or_path: str | Path) -> bool:
    """Whether a file is meant, and not the id of a ruleset."""
    text = str(id_or_path)
    return isinstance(id_or_path, Path) or text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text


def _compiled(linked: Linked, reading: str | None, budget: int) -> Ruleset:
    """Compiled, once every layer has been held to what it claims."""
    ruleset = compile_ruleset(linked, reading=reading, budget=budget)
    if linked.claims or linked.uses:
        from tolerance_engine.ruleset.claims import refuse_false_claims

        refuse_false_claims(linked, budget)
    return ruleset


def refuse_circle(id_: str, trail: tuple[str, ...]) -> None:
    """Raises RulesetError when `id_` is already being read."""
    if id_ in trail:
        circle = " → ".join((*trail[trail.index(id_) :], id_))
        message = Words(
            f"规则集互相引用或者分层成环：{circle}",
            f"rulesets use or extend each other in a circle: {circle}",
        )
        raise RulesetError([Diagnostic("P014", message)])


def named(id_or_path: str | Path) -> str:
    """What messages call it."""
    return Path(id_or_path).name if is_path(id_or_path) else str(id_or_path)


def _trail(id_or_path: str | Path) -> tuple[str, ...]:
    return () if is_path(id_or_path) else (str(id_or_path),)


def _heads(id_: str, beside: Path | None) -> tuple[Version, ...]:
    from tolerance_engine.ruleset.clocks import head

    return tuple(head(entry, f"{id_}/{entry.name}") for entry in versions(folder_of(id_, beside)))


def _picked(id_: str, beside: Path | None, on: date | None) -> tuple[Traversable, str, Text]:
    """The version file of `id_` in force on a day, and its text; the latest one when no day is given."""
    files = list(versions(folder_of(id_, beside)))
    if on is None and len(files) == 1:  # no choice: all its problems are told, not only those of its head
        name = f"{id_}/{files[0].name}"
        return files[0], name, _content(files[0], name)
    from tolerance_engine.ruleset.clocks import on_day

    version = on_day(id_, _heads(id_, beside), on)
    return version.entry, version.name, (version.located, version.problems)


def _by_id(id_: str, beside: Path | None, on: date | None, trail: tuple[str, ...]) -> Linked:
    refuse_circle(id_, trail)
    entry, name, text = _picked(id_, beside, on)
    return _linked(text, name, _beside(entry), on, (*trail, id_))


def _layers_by_id(
    id_: str, beside: Path | None, on: date | None, trail: tuple[str, ...]
) -> tuple[Layer, ...]:
    """The layers of `id_`, lowest first, each in the version in force on the same day."""
    from tolerance_engine.ruleset.from_layers import read_layers

    refuse_circle(id_, trail)
    entry, name, text = _picked(id_, beside, on)
    around, here = _beside(entry), (*trail, id_)
    return read_layers(text, name, lambda other: _layers_by_id(other, around, on, here))


def _from_file(entry: Traversable, name: str, on: date | None, trail: tuple[str, ...]) -> Linked:
    return _linked(_content(entry, name), name, _beside(entry), on, trail)


def _from_version(version: Version, on: date | None, trail: tuple[str, ...]) -> Linked:
    return _linked((version.located, version.problems), version.name, _beside(version.entry), on, trail)


def _linked(text: Text, name: str, beside: Path | None, on: date | None, trail: tuple[str, ...]) -> Linked:
    from tolerance_engine.ruleset.from_layers import link_text

    return link_text(
        text,
        name,
        lambda id_: _by_id(id_, beside, on, trail),
        lambda id_: _layers_by_id(id_, beside, on, trail),
    )


def _beside(entry: Traversable) -> Path | None:
    return entry.parent.parent if isinstance(entry, Path) else None


def _content(entry: Traversable, name: str) -> bytes:
    try:
        return entry.read_bytes()
    except (OSError, ValueError) as error:
        raise RulesetError([unreadable("P015", name, error)]) from None
