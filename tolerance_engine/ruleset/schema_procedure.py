"""Schema of a procedure with the names a ruleset declares: stages, parties, events and papers complete in an editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.procedure_words import NOTIFIED, RESERVED
from tolerance_engine.source import Label

_UNSPECIFIED = {"silent": Label("来源未作规定"), "unseen": Label("来源有规定但未见")}


def complete_procedure(definitions: dict[str, Any], linked: Linked) -> None:
    """Put the declared names wherever a procedure names one; nothing changes where none is declared."""
    declared = linked.procedure
    if declared is None:
        return
    events = {name: declared.event_label(name) for name in declared.events}
    stages = {name: stage.label for name, stage in declared.stages.items()}
    open_stages = {**stages, "any_open": Label("凡未结束的阶段")}
    parties = {name: party.label for name, party in declared.parties.items()}
    outcomes = {outcome.id: outcome.label for outcome in linked.outcomes}
    for part in ("Start", "Transition"):
        fields = definitions[part]["properties"]
        known: dict[str, Mapping[str, Label]] = {
            "to": stages,
            "else": stages,
            "from": open_stages,
            "document": declared.documents,
            "notify": parties,
            "outcome": outcomes,
            "after": events,
            "before": events,
            "apart_from": events,
            "by": {**parties, **_UNSPECIFIED},
        }
        for key, names in known.items():
            if key in fields:
                fields[key] = _named(fields[key], names)
        for form in fields["within"]["oneOf"]:
            inner = form.get("properties", {})
            if "after" in inner:
                inner["after"] = _named(inner["after"], {**events, **stages, NOTIFIED: RESERVED[NOTIFIED]})
            if "set_in" in inner:
                inner["set_in"] = _named(inner["set_in"], events)
    definitions["Extends"]["properties"]["event"] = _named(
        definitions["Extends"]["properties"]["event"], events
    )
    required = definitions["Requires"]["properties"]
    required["events"] = _named(required["events"], {**events, NOTIFIED: RESERVED[NOTIFIED]})
    effect = definitions["Effect"]["properties"]
    effect["after"] = _named(effect["after"], events)


def _named(node: Any, names: Mapping[str, Label]) -> Any:
    """The same schema with one of `names` wherever any name could stand."""
    if isinstance(node, dict):
        if "pattern" in node:
            kept = {key: value for key, value in node.items() if key not in ("pattern", "type")}
            return {**kept, "enum": list(names), "enumDescriptions": [label.zh for label in names.values()]}
        return {key: _named(value, names) for key, value in node.items()}
    return [_named(item, names) for item in node] if isinstance(node, list) else node
