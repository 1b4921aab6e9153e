"""Read: YAML bytes in, plain data with the place of every piece out.

Only what a rule or case file needs: UTF-8, mappings with text keys, lists, strict scalars. Anchors, aliases
and tags are refused, and size, depth and number of pieces are capped before anything is built, so that an
untrusted file can only succeed or raise our error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.ruleset.read.scalars import AmbiguousScalar, resolve
from tolerance_engine.source import Position, Span, Words

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_PIECES = 200_000

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
        if chosen is None:
            return Position(Span(self.name, 1, 1, 1, 1), self.lines[0] if self.lines else "")
        if not key and isinstance(chosen, yaml.CollectionNode):
            # a collection is long: its key, or the first thing in it, says where it is
            if key_node is not None:
                chosen = key_node
            elif isinstance(chosen, yaml.MappingNode) and chosen.value:
                chosen = chosen.value[0][0]
        return self.of_marks(chosen.start_mark, chosen.end_mark)

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
    try:
        problem = _scan(text, blank)
        node = None if problem else yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        return blank, [_syntax(error, blank)]
    if problem:
        return blank, [problem]
    if node is None:
        message = Words("文件是空的", "the file is empty")
        return blank, [Diagnostic("Y010", message, blank.at(()))]
    located = Located(name, lines, None, node)
    data = _build(node, located, problems)
    return Located(name, lines, data, node), problems


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
        return content.decode("utf-8-sig").replace("\r\n", "\n")
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


def _scan(text: str, blank: Located) -> Diagnostic | None:
    """The first thing that may not be built at all. Flat: no recursion, stops early."""
    depth = documents = 0
    for pieces, event in enumerate(yaml.parse(text, Loader=_Loader)):
        place = blank.of_marks(event.start_mark, event.end_mark)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > MAX_DEPTH:
            return Diagnostic(
                "Y003", Words(f"嵌套超过 {MAX_DEPTH} 层", f"nested deeper than {MAX_DEPTH} levels"), place
            )
        if pieces > MAX_PIECES:
            return Diagnostic(
                "Y004", Words(f"内容超过 {MAX_PIECES} 项", f"more than {MAX_PIECES} pieces"), place
            )
        if documents > 1:
            return Diagnostic("Y005", Words("一个文件只能有一份文档", "one file holds one document"), place)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = Words(
                "不允许 YAML 锚点（&）和别名（*）", "YAML anchors (&) and aliases (*) are not allowed"
            )
            help_ = Words(
                "把共同的条件写成 definitions；文字以 & 或 * 开头时请加引号",
                "share conditions as definitions; quote text that starts with & or *",
            )
            return Diagnostic("Y006", message, place, help_)
        tag = getattr(event, "tag", None)
        if tag:
            message = Words(f"不允许 YAML 标签 `{tag}`", f"YAML tags such as `{tag}` are not allowed")
            return Diagnostic(
                "Y007", message, place, Words("文字以 ! 开头时请加引号", "quote text that starts with !")
            )
    return None


def _syntax(error: yaml.YAMLError, blank: Located) -> Diagnostic:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        position = getattr(error, "position", 0)
        message = Words("文件里有 YAML 不允许的字符", "the file holds a character YAML does not allow")
        line = "\n".join(blank.lines)[: position or 0].count("\n") + 1
        return Diagnostic("Y008", message, Position(Span(blank.name, line, 1, line, 1), ""))
    place = blank.of_marks(mark, mark)
    problem = str(getattr(error, "problem", "") or "syntax error")
    here = "\n".join(blank.lines[max(mark.line - 1, 0) : mark.line + 1])
    help_ = None
    if "：" in here:
        help_ = Words(
            "这里或上一行有全角冒号“：”；键后请用半角冒号加空格",
            "a full-width colon stands here or one line above; use `: `",
        )
    elif "\t" in here:
        help_ = Words(
            "YAML 不允许用制表符缩进，请改用空格", "YAML does not allow tabs for indentation; use spaces"
        )
    elif here.count(": ") > 1:
        help_ = Words(
            "一行里有两个冒号；含冒号的文字请加引号",
            "two colons on one line; quote text that contains a colon",
        )
    elif problem.startswith("found character"):
        help_ = Words("以 @、` 或 % 开头的文字请加引号", "quote text that starts with @, ` or %")
    return Diagnostic(
        "Y009", Words(f"不是合法的 YAML（{problem}）", f"not valid YAML ({problem})"), place, help_
    )


def _build(node: yaml.Node, located: Located, problems: list[Diagnostic]) -> Any:
    """Plain data of a node. Depth is capped by the scan before, so recursion is safe."""
    place = located.of_marks(node.start_mark, node.end_mark)
    if isinstance(node, yaml.ScalarNode):
        if node.style:
            return node.value
        try:
            return resolve(node.value)
        except AmbiguousScalar as error:
            message = Words(
                f"`{node.value}` 的含义不唯一", f"`{node.value}` does not mean the same to every reader"
            )
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
            message = Words(
                f"键 `{key.value}` 的含义不唯一",
                f"the key `{key.value}` does not mean the same to every reader",
            )
            problems.append(Diagnostic("Y011", message, place, error.help))
            return str(key.value)
        message = Words(f"键必须是文字，这里是 `{key.value}`", f"a key must be text, found `{key.value}`")
        problems.append(Diagnostic("Y013", message, place, Words("给键加上引号", "quote the key")))
        return None
    return str(key.value)
