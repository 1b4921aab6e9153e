"""Load: a file or an id in, a `Ruleset` out. The first three arrows in one call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path

from tolerance_engine.diagnostics import Diagnostic
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
    from tolerance_engine.ruleset.from_text import link_text

    texts = dict(uses or {})

    def resolver(id_: str, trail: tuple[str, ...]) -> Linked:
        if id_ not in texts:
            return _by_id(id_, None, None, trail)
        _refuse_circle(id_, trail)
        return link_text(texts[id_], f"{id_}.yaml", lambda other: resolver(other, (*trail, id_)))

    linked = link_text(text, name, lambda id_: resolver(id_, ()))
    return compile_ruleset(linked, reading=reading, budget=budget)


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


def _refuse_circle(id_: str, trail: tuple[str, ...]) -> None:
    if id_ in trail:
        circle = " → ".join((*trail[trail.index(id_) :], id_))
        message = Words(f"规则集互相引用成环：{circle}", f"rulesets use each other in a circle: {circle}")
        raise RulesetError([Diagnostic("P014", message)])


def _by_id(id_: str, beside: Path | None, on: date | None, trail: tuple[str, ...]) -> Linked:
    _refuse_circle(id_, trail)
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
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or "路径不合法"
        message = Words(f"读不到文件 `{name}`（{cause}）", f"cannot read `{name}` ({cause})")
        raise RulesetError([Diagnostic("P015", message)]) from None
    beside = entry.parent.parent if isinstance(entry, Path) else None
    from tolerance_engine.ruleset.from_text import link_text

    return link_text(content, name, lambda id_: _by_id(id_, beside, on, trail))
