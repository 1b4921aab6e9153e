"""A case: what has been established, what officers have found, and on what evidence. A frozen value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
)

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset.values import MAX_DIGITS, BadValue, iso_day, reasonable
from tolerance_engine.source import Position, Words

if TYPE_CHECKING:
    from tolerance_engine.ruleset.read.reader import Located

_LOCATED = "_located"
Plain = bool | int | Decimal | date | str | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A value with more to say: its evidence, or that it is narrowed (`one_of`) or `conflicting`.

    A conflicting value is not established; the evidence disagrees.
    """

    value: Plain = None
    one_of: tuple[Plain, ...] = ()
    conflicting: tuple[Plain, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def established(self) -> bool:
        """Whether the value itself is known."""
        return self.value is not None

    def as_data(self) -> dict[str, Any]:
        """As it is written in a case file."""
        data: dict[str, Any] = {}
        if self.value is not None:
            data["value"] = self.value
        for key in ("one_of", "conflicting", "evidence"):
            if getattr(self, key):
                data[key] = list(getattr(self, key))
        return data


def _statement(name: str, raw: Any) -> Plain | Stated:
    if isinstance(raw, Stated):
        return raw
    if isinstance(raw, dict):
        unknown = set(raw) - {"value", "one_of", "conflicting", "evidence"}
        if unknown:
            word = sorted(unknown)[0]
            known = ("value", "one_of", "conflicting", "evidence")
            raise BadValue(
                Words(f"`{name}` 下不认识的键 `{word}`", f"unknown key `{word}` under `{name}`"),
                nearest(word, known) or choices(known),
            )
        forms = [key for key in ("value", "one_of", "conflicting") if key in raw]
        if len(forms) > 1:
            raise BadValue(
                Words(
                    f"`{name}` 只能写 value、one_of、conflicting 之一",
                    f"`{name}` takes one of value, one_of, conflicting",
                )
            )
        if not raw:
            raise BadValue(Words(f"`{name}` 下什么也没写", f"nothing is said of `{name}`"), _SAY_UNKNOWN)
        lists = {key: _list(name, key, raw) for key in ("one_of", "conflicting", "evidence")}
        evidence = tuple(item for item in lists["evidence"] if isinstance(item, str))
        if len(evidence) < len(lists["evidence"]):
            raise BadValue(
                Words(f"`{name}` 的 `evidence` 要写证据名称", f"`evidence` of `{name}` names evidence")
            )
        for key in ("one_of", "conflicting"):
            if key in raw and (None in lists[key] or len(set(lists[key])) < 2):
                message = Words(
                    f"`{name}` 的 `{key}` 要列出至少两个不同的值",
                    f"`{key}` of `{name}` lists two values or more",
                )
                raise BadValue(message, _SAY_UNKNOWN)
        return Stated(_plain(name, raw.get("value")), lists["one_of"], lists["conflicting"], evidence)
    return _plain(name, raw)


_SAY_UNKNOWN = Words("尚未查明的事实不写，或写 null", "leave out what is not established, or write null")


def _list(name: str, key: str, raw: dict[str, Any]) -> tuple[Plain, ...]:
    value = raw.get(key, [])
    if isinstance(value, str) and key == "evidence":
        value = [value]
    if not isinstance(value, list | tuple) or (key in raw and not value):
        message = Words(
            f"`{name}` 的 `{key}` 要写成不为空的列表", f"`{key}` of `{name}` is a list that is not empty"
        )
        raise BadValue(message)
    return tuple(_plain(name, item) for item in value)


def _plain(name: str, raw: Any) -> Plain:
    if raw is None or raw == "unknown":
        return None
    if isinstance(raw, float):
        raw = Decimal(float.__repr__(raw))
    if isinstance(raw, str):
        return _writable(raw)
    if isinstance(raw, bool) or type(raw) is date:
        return raw
    if isinstance(raw, int | Decimal):
        if reasonable(raw):
            return raw
        raise BadValue(
            Words(f"`{name}` 的数字太长，或不是数", f"the number of `{name}` is too long, or none"), _DIGITS
        )
    shown = type(raw).__name__
    raise BadValue(
        Words(f"`{name}` 的值不能是 {shown} `{raw}`", f"the value of `{name}` cannot be the {shown} `{raw}`")
    )


_DIGITS = Words(
    f"小数点前后各最多 {MAX_DIGITS} 位", f"at most {MAX_DIGITS} digits before and after the point"
)


def _writable(text: str) -> str:
    """Text that UTF-8 can hold: half a surrogate pair cannot be hashed, sent or shown."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise BadValue(
                Words("文字里有残缺的字符", "the text holds half a character"), _WRITE_UTF8
            ) from None
    return text


def _writable_throughout(value: Any) -> None:
    if isinstance(value, str):
        _writable(value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _writable_throughout(key)
            _writable_throughout(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _writable_throughout(item)


_WRITE_UTF8 = Words("请提供完整的 UTF-8 文字", "provide whole UTF-8 text")


class BadStatements(ValueError):
    """Everything wrong with the statements of one section, by name."""

    def __init__(self, faults: Mapping[str, BadValue]) -> None:
        self.faults = faults
        super().__init__(", ".join(faults))


def _statements(raw: Any) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise BadValue(_NOT_A_MAPPING, _A_MAPPING)
    kept: dict[str, Any] = {}
    faults: dict[str, BadValue] = {}
    for name, value in raw.items():
        if not isinstance(name, str):
            faults[str(name)] = BadValue(
                Words(f"名称要写文字，却是 `{name}`", f"names are text, found `{name}`")
            )
        elif value is True or value is False or value is None:
            kept[name] = value
        else:
            try:
                kept[_writable(name)] = _statement(name, value)
            except BadValue as fault:
                faults[name] = fault
    if faults:
        raise BadStatements(faults)
    return MappingProxyType(kept)


_NOT_A_MAPPING = Words("这里要写名称与值的映射", "expected a mapping of names to values")
_A_MAPPING = Words("写成 名称: 值，每行一个", "write one `name: value` per line")


def _day(raw: Any) -> Any:
    """JSON has no dates: a text YYYY-MM-DD is one."""
    return (iso_day(raw) or raw) if isinstance(raw, str) else raw


def _data(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item.as_data() if isinstance(item, Stated) else item for name, item in value.items()}


# Any: what `_statements` has checked is not walked and rebuilt a second time
Statements = Annotated[Any, BeforeValidator(_statements), PlainSerializer(_data)]
Text = Annotated[str | None, AfterValidator(lambda text: _writable(text) if text else text)]
Day = Annotated[date | None, BeforeValidator(_day)]


def _frozen(raw: Any) -> Any:
    if not isinstance(raw, Mapping):
        raise BadValue(_NOT_A_MAPPING, _A_MAPPING)
    _writable_throughout(raw)
    return MappingProxyType(dict(raw))


_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


class Case(BaseModel):
    """One case. Facts and findings that are absent, null or `unknown` are not established.

    `facts` maps names to values (bool, number, date, choice) or to `{value | one_of | conflicting, evidence}`.
    `findings` states a dimension's value (favourable, adverse, mixed, neither) or a definition's (true, false):
    knowledge of an officer, not an override. `conduct_date` and `determination_date` are the two clocks.

    Raises CaseError for a key that is none of these or a value that cannot be part of a case. Whether names and
    types are those of a ruleset is seen when the case is determined.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)

    case: Text = None
    title: Text = None
    note: Text = None
    conduct_date: Day = None
    determination_date: Day = None
    facts: Statements = Field(default_factory=_nothing)
    findings: Statements = Field(default_factory=_nothing)
    evidence: Annotated[Any, BeforeValidator(_frozen), PlainSerializer(dict)] = Field(
        default_factory=_nothing
    )

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            raise CaseError([d for fault in faults for d in _diagnose(fault, None, ())]) from error

    def place(self, *path: str) -> Position | None:
        """Where in its file the piece at `path` stands; None for a case made in Python."""
        located: Located | None = self.__dict__.get(_LOCATED)
        return located.at(path, key=True) if located is not None else None

    def as_data(self) -> dict[str, Any]:
        """As it is written in a case file, empty parts left out."""
        return {key: value for key, value in self.model_dump().items() if value not in (None, {})}


def load_case(path: str | Path) -> Case:
    """The case in a YAML or JSON file. Raises CaseError with every problem of the file."""
    name = str(path)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or "路径不合法"
        message = Words(f"读不到文件 `{name}`（{cause}）", f"cannot read `{name}` ({cause})")
        raise CaseError([Diagnostic("K001", message)]) from None
    return read_case(content, name)


def read_case(content: str | bytes, name: str = "<case>") -> Case:
    """The case in `content`."""
    from tolerance_engine.ruleset.read.reader import read

    located, problems = read(content, name)
    if problems or located.root is None:
        raise CaseError(problems)
    return case_from(located.data, located)


def case_from(data: Any, located: Located | None = None, path: tuple[str | int, ...] = ()) -> Case:
    """The case in plain data; `located` and `path` say where it was written."""
    if not isinstance(data, dict):
        place = located.at(path) if located else None
        raise CaseError([Diagnostic("K002", Words("案件要写成映射（键: 值）", "a case is a mapping"), place)])
    try:
        case = Case(**{str(key): value for key, value in data.items()})
    except CaseError as error:
        cause = error.__cause__
        assert isinstance(cause, ValidationError)
        faults = cause.errors(include_url=False)
        raise CaseError([d for fault in faults for d in _diagnose(fault, located, path)]) from None
    if located is not None and not path:
        case.__dict__[_LOCATED] = (
            located  # beside the fields: equal cases stay equal, wherever they were read
        )
    return case


_EXPECTED = {
    "case": Words(
        "编号要写文字；像日期或数字的编号请加引号",
        "the id is text; quote one that looks like a date or number",
    ),
    "title": Words("要写文字", "write text"),
    "note": Words("要写文字", "write text"),
    "conduct_date": Words("日期写成 YYYY-MM-DD", "write the date as YYYY-MM-DD"),
    "determination_date": Words("日期写成 YYYY-MM-DD", "write the date as YYYY-MM-DD"),
}


def _diagnose(fault: Any, located: Located | None, path: tuple[str | int, ...]) -> Iterator[Diagnostic]:
    def place(*more: str | int, key: bool = False) -> Position | None:
        return located.at((*path, *more), key=key) if located else None

    section = str(fault["loc"][0]) if fault["loc"] else ""
    cause = fault.get("ctx", {}).get("error")
    if fault["type"] == "extra_forbidden":
        known = list(Case.model_fields)
        message = Words(f"不认识的键 `{section}`", f"unknown key `{section}`")
        yield Diagnostic("K003", message, place(section, key=True), nearest(section, known) or choices(known))
    elif isinstance(cause, BadStatements):
        for name, bad in cause.faults.items():
            yield Diagnostic("K004", bad.words, place(section, name, key=True), bad.help)
    elif isinstance(cause, BadValue):
        yield Diagnostic("K005", cause.words, place(section), cause.help)
    else:
        found = fault["input"]
        message = Words(f"`{section}` 不能是 `{found}`", f"`{section}` cannot be `{found}`")
        yield Diagnostic("K005", message, place(section), _EXPECTED.get(section, _A_MAPPING))
