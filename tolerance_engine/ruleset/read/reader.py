"""Read: YAML bytes in, plain data with the place of every piece out.

Only what a rule or case file needs: UTF-8, mappings with text keys, lists, strict scalars. Anchors, aliases
and tags are refused, and size, depth and number of pieces are capped before anything is built, so that an
untrusted file can only succeed or raise our error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.ruleset.read import json_reader
from tolerance_engine.ruleset.read.scalars import AmbiguousScalar, resolve
from tolerance_engine.ruleset.read.syntax import MAX_DEPTH, refusal, syntax_problem
from tolerance_engine.source import Position, Span, Words

MAX_BYTES = 2_000_000

_ODD_BREAK = re.compile("[\u0085\u2028\u2029]")
_CJK = "[\u2e80-\uffef]"
_FOLDED = re.compile(f"(?<={_CJK}) (?={_CJK})")

_NOTHING = Words("", "")
LOST = "\0lost"
"""Stands in a mapping for a key that could not be read, so that it is not called missing as well."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Located:
    """The data of one file, and where each piece of it stands."""

    name: str
    lines: tuple[str, ...]
    data: Any
    root: yaml.Node | None

    def at(self, path: Sequence[object], *, key: bool = False) -> Position:
        """The place of the piece at `path`; of its key when `key`. Steps that match nothing are passed over."""
        node = self.root
        key_node: yaml.Node | None = None
        for step in path:
            if isinstance(node, yaml.MappingNode):
                hit = next(((k, v) for k, v in node.value if k.value == step), None)
                if hit is not None:
                    key_node, node = hit
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                key_node, node = None, node.value[step]
        chosen = key_node if key and key_node is not None else node
        if chosen is None or chosen.start_mark is None:
            return Position(Span(self.name, 1, 1, 1, 1), self.lines[0] if self.lines else "")
        if not key and isinstance(chosen, yaml.CollectionNode):
            # a collection is long: its key, or the first thing in it, says where it is
            if key_node is not None:
                chosen = key_node
            elif isinstance(chosen, yaml.MappingNode) and chosen.value:
                chosen = chosen.value[0][0]
        return self.of_marks(chosen.start_mark, chosen.end_mark)

    def inside(self, path: Sequence[object]) -> Located:
        """The piece at `path` as a document of its own, which keeps its places; no data where there is none."""
        node, data = self.root, self.data
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = next((v for k, v in node.value if k.value == step), node)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            if isinstance(data, dict):
                data = data.get(step)
            else:
                data = (
                    data[step]
                    if isinstance(data, list) and isinstance(step, int) and step < len(data)
                    else None
                )
        return Located(self.name, self.lines, data, node)

    def of_marks(self, start: Any, end: Any) -> Position:
        """The place between two YAML marks."""
        line = min(start.line, max(len(self.lines) - 1, 0))
        excerpt = self.lines[line] if self.lines else ""
        span = Span(self.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        return Position(span, excerpt)


def read(content: bytes | str, name: str) -> tuple[Located, list[Diagnostic]]:
    """The data of a file and every problem of its text. With problems the data may be incomplete."""
    problems: list[Diagnostic] = []
    text = _decode(content, name, problems)
    lines = tuple(text.split("\n"))
    blank = Located(name, lines, None, None)
    if problems:
        return blank, problems
    if text.lstrip().startswith("{"):
        from_json = _json(text, blank)
        if from_json is not None:
            return from_json
    try:
        problem = _scan(text, blank)
        node = None if problem else yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        return blank, [syntax_problem(error, blank)]
    if problem:
        return blank, [problem]
    if node is None or (
        isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "null", "~")
    ):
        message = Words("文件是空的", "the file is empty")
        return blank, [Diagnostic("Y010", message, blank.at(()))]
    located = Located(name, lines, None, node)
    data = _build(node, located, problems)
    return Located(name, lines, data, node), problems


def _json(text: str, blank: Located) -> tuple[Located, list[Diagnostic]] | None:
    """A JSON text by JSON's own rules; None where it is none. Places come from YAML, which JSON nearly is."""
    try:
        data = json_reader.parse(text, MAX_DEPTH)
    except json_reader.TooDeep:
        message = Words(f"嵌套超过 {MAX_DEPTH} 层", f"nested deeper than {MAX_DEPTH} levels")
        return blank, [Diagnostic("Y003", message, blank.at(()))]
    except json_reader.DuplicateKey as error:
        message = Words(f"键 `{error.key}` 重复", f"the key `{error.key}` stands twice")
        return blank, [Diagnostic("Y012", message, blank.at(()), Words("留下一处", "keep one of them"))]
    except ValueError:
        return None
    try:
        root = None if _scan(text, blank) else yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        root = None
    empty = yaml.MappingNode("tag:yaml.org,2002:map", [])
    return Located(blank.name, blank.lines, data, root if root is not None else empty), []


def _decode(content: bytes | str, name: str, problems: list[Diagnostic]) -> str:
    start = Position(Span(name, 1, 1, 1, 1), "")
    if isinstance(content, str):
        content = content.encode("utf-8", errors="surrogatepass")
    if len(content) > MAX_BYTES:
        message = Words(
            f"文件有 {len(content)} 字节，上限是 {MAX_BYTES}",
            f"the file has {len(content)} bytes; the limit is {MAX_BYTES}",
        )
        problems.append(Diagnostic("Y001", message, start))
        return ""
    try:
        return _one_kind_of_line(content.decode("utf-8-sig"), name, problems)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = Position(Span(name, line, 1, line, 1), "")
    try:
        content.decode("gb18030")
        message = Words(
            "文件不是 UTF-8 编码，看来是 GBK（GB 18030）",
            "the file is not UTF-8; it looks like GBK (GB 18030)",
        )
        help_ = Words("用编辑器“另存为 UTF-8”后再试", "save it as UTF-8 and try again")
    except UnicodeDecodeError:
        message = Words("文件不是 UTF-8 编码的文本", "the file is not UTF-8 text")
        help_ = Words("请提供 UTF-8 编码的 YAML 文件", "provide a YAML file in UTF-8")
    problems.append(Diagnostic("Y002", message, place, help_))
    return ""


def _one_kind_of_line(text: str, name: str, problems: list[Diagnostic]) -> str:
    """The text with `\\n` as its only line break, so that everyone counts the same lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        odd = _ODD_BREAK.search(line)
        if odd:
            code = f"U+{ord(odd[0]):04X}"
            message = Words(f"有会被当作换行的字符 {code}", f"the character {code} counts as a line break")
            place = Position(
                Span(name, number, odd.start() + 1, number, odd.end() + 1), line.replace(odd[0], " ")
            )
            problems.append(
                Diagnostic("Y015", message, place, Words("请删去这个字符", "delete the character"))
            )
            return ""
    return text


def _scan(text: str, blank: Located) -> Diagnostic | None:
    """The first thing that may not be built at all. Flat: no recursion, stops early."""
    depth = documents = 0
    for pieces, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        refused = refusal(event, depth, pieces, documents)
        if refused is not None:
            code, message, help_ = refused
            return Diagnostic(code, message, blank.of_marks(event.start_mark, event.end_mark), help_)
    return None


def _build(node: yaml.Node, located: Located, problems: list[Diagnostic]) -> Any:
    """Plain data of a node. Depth is capped by the scan before, so recursion is safe."""
    place = located.of_marks(node.start_mark, node.end_mark)
    if isinstance(node, yaml.ScalarNode):
        folded = node.start_mark.line != node.end_mark.line and node.style != "|"
        if node.style:
            # Chinese has no spaces between words: a line folded inside a sentence leaves none
            return _FOLDED.sub("", node.value) if folded else node.value
        try:
            return resolve(node.value)
        except AmbiguousScalar as error:
            message = _ambiguous(node.value)
            problems.append(Diagnostic("Y011", message, place, error.help))
            return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, located, problems) for item in node.value]
    built: dict[str, Any] = {}
    first: dict[str, Span] = {}
    for key, value in node.value:
        key_place = located.of_marks(key.start_mark, key.end_mark)
        name = _key(key, key_place, problems)
        if name is None:
            built.setdefault(LOST, None)
            continue
        if name in built:
            message = Words(
                f"键 `{name}` 重复，前一处在第 {first[name].line} 行",
                f"the key `{name}` stands twice; first on line {first[name].line}",
            )
            problems.append(Diagnostic("Y012", message, key_place, Words("留下一处", "keep one of them")))
            continue
        first[name] = key_place.span
        built[name] = _build(value, located, problems)
    return built


def _key(key: yaml.Node, place: Position, problems: list[Diagnostic]) -> str | None:
    if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
        message = Words("键必须是文字", "a key must be text")
        help_ = Words("不支持 `<<` 合并和复合键", "`<<` merging and compound keys are not supported")
        problems.append(Diagnostic("Y013", message, place, help_))
        return None
    if "：" in key.value and not key.style:
        help_ = Words("键后请用半角冒号加空格", "use a half-width colon and a space after the key")
        problems.append(
            Diagnostic("Y014", Words("键里有全角冒号“：”", "the key holds a full-width colon"), place, help_)
        )
        return None
    if not key.style:
        try:
            if isinstance(resolve(key.value), str):
                return str(key.value)
        except AmbiguousScalar as error:
            message = _ambiguous(key.value, Words("键 ", "the key "))
            problems.append(Diagnostic("Y011", message, place, error.help))
            return None
        message = Words(f"键必须是文字，这里是 `{key.value}`", f"a key must be text, found `{key.value}`")
        problems.append(Diagnostic("Y013", message, place, Words("给键加上引号", "quote the key")))
        return None
    return str(key.value)


def _ambiguous(text: str, what: Words = _NOTHING) -> Words:
    shown = text if len(text) <= 40 else text[:39] + "…"
    return Words(
        f"{what.zh}`{shown}` 的含义不唯一", f"{what.en}`{shown}` does not mean the same to every reader"
    )
