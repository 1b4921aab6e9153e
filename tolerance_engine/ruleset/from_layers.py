"""From layers: a file with all that lies beneath it in, `Linked` out, with what every change claims."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import files, model
from tolerance_engine.ruleset.canonical import digest
from tolerance_engine.ruleset.from_text import Resolver, Text, link_document, once, read_document
from tolerance_engine.ruleset.layers import (
    Applied,
    Beneath,
    Layer,
    Layered,
    is_layered,
    layer_of,
    merge,
    stacked,
)
from tolerance_engine.ruleset.link.declarations import period
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.written.document import Change
from tolerance_engine.ruleset.written.parts import Source
from tolerance_engine.source import Citation, Label, Words


def link_text(content: Text, name: str, resolver: Resolver, beneath: Beneath) -> model.Linked:
    """The linked ruleset in `content`, with the layers beneath it, or RulesetError with every problem found."""
    data, located, problems = read_document(content, name)
    if not is_layered(data):
        alone = {key: value for key, value in data.items() if key not in ("extends", "changes")}
        return link_document(alone, located, problems, resolver)
    return link_layers(stacked(layer_of(data, located, problems), beneath), resolver)


def read_layers(content: Text, name: str, beneath: Beneath) -> tuple[Layer, ...]:
    """The file in `content` as a layer, on top of those beneath it."""
    data, located, problems = read_document(content, name)
    return stacked(layer_of(data, located, problems), beneath)


def link_layers(layers: tuple[Layer, ...], resolver: Resolver) -> model.Linked:
    """The layers as one ruleset; every change that claims a direction stands with the rulesets it compares."""
    merged = merge(layers)
    resolve = cache(resolver)
    linked = link_document(merged.document.data, merged.document, [], resolve)
    problems: list[Diagnostic] = []
    infos = tuple(_info(layer, problems) for layer in layers)
    sources = {name: source for layer in layers for name, source in layer.written.sources.items()}
    changes = {id(each): _change(each, layers[each.layer], sources, problems) for each in merged.changes}
    if problems:
        raise RulesetError(once(problems))
    states: dict[int, model.Linked] = {}

    def state(document: Layered, change: files.Change) -> model.Linked:
        """The ruleset at one step; two changes that follow each other share the step between them."""
        if id(document) not in states:
            try:
                states[id(document)] = link_document(document.data, document, [], resolve)
            except RulesetError as error:
                raise _uncheckable(change, error) from None
        return states[id(document)]

    claims = []
    for each in merged.changes:
        if each.before is not None and each.after is not None:
            change = changes[id(each)]
            before = state(each.before, change)
            claims.append(model.Claim(change, before, state(each.after, change)))
    said_by = merged.document.layer_of
    return replace(
        linked,
        silent=tuple(replace(s, layer=said_by(("silent", i, "zh"))) for i, s in enumerate(linked.silent)),
        digest=digest({"layers": [layer.digest for layer in layers]}),
        layers=infos,
        changes=tuple(changes.values()),
        claims=tuple(claims),
    )


def _info(layer: Layer, problems: list[Diagnostic]) -> files.Layer:
    title = layer.written.title
    in_force = period(Notes(layer.located, problems, {}), layer.written.in_force)
    return files.Layer(layer.id, Label(title.zh, title.en), in_force, layer.digest, layer.located.name)


def _change(
    applied: Applied, layer: Layer, sources: dict[str, Source], problems: list[Diagnostic]
) -> files.Change:
    written: Change = (layer.written.changes or ())[applied.place]
    citations = []
    for index, cite in enumerate(written.cite):
        source = sources.get(cite.source)
        if source is None:
            message = Words(f"sources 里没有 `{cite.source}`", f"no source is named `{cite.source}`")
            at = layer.located.at(("changes", applied.place, "cite", index, "source"))
            help_ = nearest(cite.source, sources) or choices(sources)
            problems.append(Diagnostic("L010", message, at, help_))
            continue
        citations.append(Citation(cite.source, Label(source.zh, source.en), cite.at, source.seen))
    return files.Change(
        layer.id,
        applied.target,
        applied.name,
        applied.claim,
        applied.added,
        tuple(citations),
        written.reason,
        layer.located.at(("changes", applied.place, "as")),
    )


def _uncheckable(change: files.Change, error: RulesetError) -> RulesetError:
    """A step that is no ruleset by itself: its claim has nothing to be checked against."""
    first = error.diagnostics[0]
    message = Words(
        f"`{change.name}` 的 `{change.claim}` 无从核对：改到这一步还不成规则集（{first.message.zh}）",
        f"`{change.claim}` of `{change.name}` cannot be checked: at this step there is no ruleset ({first.message.en})",
    )
    help_ = Words(
        "把它所依赖的改动写在前面，或者写 replaces，不作声称",
        "write the changes it needs before it, or claim nothing with `replaces`",
    )
    return RulesetError([Diagnostic("P023", message, change.position, help_)])
