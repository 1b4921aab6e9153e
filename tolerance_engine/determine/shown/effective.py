"""The ruleset in effect: all its layers as one file, with the layer each line came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.render.page import Block, Heading, Inline, Run, Table, inline
from tolerance_engine.render.width import display_width
from tolerance_engine.ruleset.files import Change, Layer
from tolerance_engine.ruleset.layers.effective import WIDTH, EffectiveLine, effective_lines
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang, Words

CLAIMS: dict[str, Words] = {
    "tightens": Words("从严", "tightens"),
    "relaxes": Words("从宽", "relaxes"),
    "fills": Words("填补", "fills"),
    "replaces": Words("替换", "replaces"),
    "disables": Words("停用", "disables"),
}
TARGETS: dict[str, Words] = {
    "clause": Words("条款", "clause"),
    "definition": Words("定义", "definition"),
    "dimension": Words("维度", "dimension"),
    "silence": Words("未载明事项", "silence"),
    "presumption": Words("推定", "presumption"),
    "property": Words("性质", "property"),
}
_CHECKED = Words("已核对：全部案件、全部口径", "checked over every case and reading")
_UNCHECKED = Words("不作声称", "claims nothing")
_FILLED = Words("本层已载明", "specified by this layer")


@dataclass(frozen=True, slots=True)
class Effective:
    """What is in effect once all layers are laid over each other.

    `text()` is a rule file: loaded again it is the same ruleset. The layer and the line each of its lines came
    from stand behind it as a comment.
    """

    ruleset: str
    layers: tuple[Layer, ...]
    changes: tuple[Change, ...]
    lines: tuple[EffectiveLine, ...]
    data: Any

    def text(self, lang: Lang = "zh") -> str:
        """The file, one origin behind each line, the layers and what they claim at its head."""
        widest = max(display_width(line.text) for line in self.lines)
        column = min(widest, WIDTH) + 2
        written = [*self._head(lang)]
        for line in self.lines:
            blank = " " * max(2, column - display_width(line.text))
            written.append(f"{line.text}{blank}# {self.layers[line.layer].id}:{line.span.line}")
        return "\n".join(written) + "\n"

    def __str__(self) -> str:
        return self.text()

    def _head(self, lang: Lang) -> Iterator[str]:
        zh = lang == "zh"
        number = len(self.layers)
        yield f"# {number} 层，由低到高：" if zh else f"# {number} layers, lowest first:"
        for layer in self.layers:
            since = layer.in_force.first_text
            said = "来源未载明" if since == "not_specified" else f"{since} 起"
            yield f"#   {layer.id}  {layer.file}  {said if zh else f'from {since}'}"
        if self.changes:
            yield "# 改动：" if zh else "# changes:"
        for change in self.changes:
            span = change.position.span
            target, name, claim, checked = change_words(change, lang)
            gap = "" if zh else " "
            yield f"#   {change.layer}:{span.line}  {target} {name} {claim}{gap}{checked}"

    def as_data(self) -> dict[str, Any]:
        """Plain data: the layers, the changes, the lines with their origins, and the document itself."""
        return plain(  # type: ignore[no-any-return]
            {
                "ruleset": self.ruleset,
                "layers": [layer_data(layer) for layer in self.layers],
                "changes": [change_data(change) for change in self.changes],
                "lines": [
                    {
                        "text": line.text,
                        "layer": self.layers[line.layer].id,
                        "file": line.span.file,
                        "line": line.span.line,
                    }
                    for line in self.lines
                ],
                "document": self.data,
            }
        )


def effective(ruleset: Ruleset) -> Effective:
    """The ruleset in effect, whatever layers it has; a ruleset of one file is its own only layer."""
    linked = ruleset.linked
    located = linked.located
    if located is None:
        raise ValueError("a ruleset that was not read from text has no lines to show")
    layers = linked.layers or (Layer(linked.id, linked.title, linked.in_force, linked.digest, located.name),)
    return Effective(linked.id, layers, linked.changes, effective_lines(located), located.data)


def change_words(change: Change, lang: Lang) -> tuple[str, str, str, str]:
    """What is changed, its name, what is claimed, and whether that was checked."""
    checked = _CHECKED if change.claim in ("tightens", "relaxes", "fills") else _UNCHECKED
    if (change.target, change.claim) == ("silence", "fills"):
        checked = _FILLED
    claim = CLAIMS[change.claim].in_lang(lang)
    if change.added:
        claim = f"新增，{claim}" if lang == "zh" else f"added, {claim}"
    told = checked.in_lang(lang)
    return (
        TARGETS[change.target].in_lang(lang),
        change.name,
        claim,
        f"（{told}）" if lang == "zh" else f"({told})",
    )


def layer_data(layer: Layer) -> dict[str, Any]:
    """A layer as plain data."""
    return {
        "id": layer.id,
        "title": layer.title.zh,
        "from": layer.in_force.first_text,
        "to": layer.in_force.last_text,
        "sha256": layer.digest,
        "file": layer.file,
    }


def change_data(change: Change) -> dict[str, Any]:
    """A change as plain data."""
    return {
        "layer": change.layer,
        "target": change.target,
        "name": change.name,
        "as": change.claim,
        "added": change.added,
        "cite": [{"source": c.source, "at": c.at, "seen": c.seen} for c in change.cite],
        "reason": change.reason,
        "file": change.position.span.file,
        "line": change.position.span.line,
    }


def layer_blocks(linked: Linked, lang: Lang) -> Iterator[Block]:
    """The layers of a ruleset and what each of them changes; nothing for a ruleset of one file."""
    if not linked.layers:
        return
    zh = lang == "zh"
    rows: tuple[tuple[Inline, ...], ...] = tuple(
        (
            inline(Run(layer.id, "strong")),
            inline(layer.title.in_lang(lang)),
            inline(layer.in_force.first_text),
            inline(Run(layer.file, "muted")),
        )
        for layer in linked.layers
    )
    yield Heading(inline("各层（由低到高）" if zh else "Layers (lowest first)"), 2)
    yield Table(("标识", "名称", "施行", "文件") if zh else ("Id", "Title", "In force", "File"), rows)
    if not linked.changes:
        return
    told = ((change, change_words(change, lang)) for change in linked.changes)
    changes: tuple[tuple[Inline, ...], ...] = tuple(
        (
            inline(Run(change.layer, "strong")),
            inline(f"{target} ", Run(name, "link")),
            inline(claim, Run(checked, "muted")),
            inline("；".join(cite.in_lang(lang) for cite in change.cite)),
        )
        for change, (target, name, claim, checked) in told
    )
    yield Heading(inline("改动" if zh else "Changes"), 2)
    yield Table(("层", "改了什么", "怎样改", "依据") if zh else ("Layer", "What", "How", "Rests on"), changes)
