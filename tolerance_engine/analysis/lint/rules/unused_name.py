"""R112: a definition or a dimension of the file's own that nothing asks for."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.provisions import own_definitions, procedure_asks
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.expr import ClauseApplies, DefinitionIs, DimensionIs, Expr, leaves
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.source import Words


def unused_name(space: Space) -> Iterator[LintFinding]:
    """No clause, scope, assumption or property reaches it, directly or through others."""
    linked = space.linked
    reached = _reached(linked)
    for section, names, zh in (
        ("definitions", own_definitions(linked), "定义"),
        ("dimensions", tuple(linked.dimensions), "维度"),
    ):
        for name in names:
            if name in reached:
                continue
            message = Words(
                f"{zh} `{name}` 没有用处：没有条款问到它",
                f"`{name}` ({section}) is not used: no clause asks for it",
            )
            help_ = Words("在条款里用上它，或者删去它", "ask for it in a clause, or remove it")
            yield space.finding("R112", "warning", message, name, linked.place_of(section, name), help_)


def _reached(linked: Linked) -> set[str]:
    queue: list[Expr] = [linked.scope.when] if linked.scope else []
    queue += [e for a in linked.assume for e in (a.condition, a.then, a.never) if e is not None]
    queue += [e for c in linked.clauses for e in (c.when, c.unless) if e is not None]
    queue += [p.when for p in linked.properties if p.when is not None]
    conditions, established = procedure_asks(linked)
    queue += conditions
    found: set[str] = set(established)
    queue += [linked.definitions[name].when for name in established if name in linked.definitions]
    while queue:
        for leaf in leaves(queue.pop()):
            match leaf:
                case DefinitionIs(definition=name) if name not in found:
                    found.add(name)
                    queue.append(linked.definitions[name].when)
                case DimensionIs(dimension=name) if name not in found:
                    found.add(name)
                    dimension = linked.dimensions[name]
                    queue.extend(p.when for p in (dimension.favourable, dimension.adverse) if p)
                case ClauseApplies():
                    pass  # every clause of the file is a start of its own
                case _:
                    pass
    return found
