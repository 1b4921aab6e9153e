"""A case: what has been established, what officers have found, and on what evidence. A frozen value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
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

from tolerance_engine.determine.statements import (
    A_MAPPING,
    NOT_A_MAPPING,
    BadStatements,
    Stated,
    statements,
    writable,
    writable_throughout,
)
from tolerance_engine.diagnostics import Diagnostic, choices, nearest, unreadable
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset.values import BadValue, iso_day
from tolerance_engine.source import Position, Words

if TYPE_CHECKING:
    from tolerance_engine.ruleset.read.reader import Located

_LOCATED = "_located"


def _day(raw: Any) -> Any:
    """JSON has no dates: a text YYYY-MM-DD is one."""
    return (iso_day(raw) or raw) if isinstance(raw, str) else raw


def _data(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item.as_data() if isinstance(item, Stated) else item for name, item in value.items()}


# Any: what `statements` has checked is not walked and rebuilt a second time
Statements = Annotated[Any, BeforeValidator(statements), PlainSerializer(_data)]
Text = Annotated[str | None, AfterValidator(lambda text: writable(text) if text else text)]
Day = Annotated[date | None, BeforeValidator(_day)]


def _frozen(raw: Any) -> Any:
    if not isinstance(raw, Mapping):
        raise BadValue(NOT_A_MAPPING, A_MAPPING)
    writable_throughout(raw)
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

    # built with the first case: whoever only imports the package does not wait for it
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True, defer_build=True
    )

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

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Case:
        """Itself: nothing in it can change."""
        return self

    def __reduce__(self) -> tuple[Callable[..., Case], tuple[dict[str, Any]]]:
        """As it is written in a case file, so that it can go to another process; its place in a file stays here."""
        return _again, (self.as_data(),)


def _again(data: dict[str, Any]) -> Case:
    return Case(**data)


def load_case(path: str | Path) -> Case:
    """The case in a YAML or JSON file. Raises CaseError with every problem of the file."""
    name = str(path)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise CaseError([unreadable("K001", name, error)]) from None
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
        yield Diagnostic("K005", message, place(section), _EXPECTED.get(section, A_MAPPING))
