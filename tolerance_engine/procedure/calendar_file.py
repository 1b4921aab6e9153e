"""Calendar files: days that a place, or a year not yet in the national table, has of its own. Data, no code.

calendar: 1
id: local-2027
zh: 某地 2027 年工作日
base: national          # or none: nothing beneath
years: [2027]           # years that this file settles; others may have single days
rest: [2027-01-01]
working: [2027-01-02]
source: 放假安排的通知
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_engine.diagnostics import Diagnostic, unreadable
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.calendar import Calendar, national
from tolerance_engine.source import Label, Words

if TYPE_CHECKING:
    from tolerance_engine.procedure.calendar_document import CalendarDocument
    from tolerance_engine.ruleset.read.reader import Located


def load_calendar(path: str | Path) -> Calendar:
    """The calendar in a file. Raises ProcedureError with every problem (F131 when it cannot be read)."""
    name = str(path)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise ProcedureError([unreadable("F131", name, error)]) from None
    return read_calendar(content, name)


def read_calendar(content: str | bytes, name: str = "<calendar>") -> Calendar:
    """The calendar in a text. Raises ProcedureError with every problem, each at its place."""
    # imported here: whoever only decides cases never waits for the YAML reader
    from tolerance_engine.procedure.calendar_document import CalendarDocument
    from tolerance_engine.ruleset.read.reader import read
    from tolerance_engine.ruleset.written.validate import validate

    located, problems = read(content, name)
    if located.root is None:
        raise ProcedureError(problems)
    if not isinstance(located.data, dict):
        message = Words("日历文件要以映射（键: 值）开头", "a calendar file is a mapping at the top")
        raise ProcedureError([*problems, Diagnostic("F130", message, located.at(()))])
    validated = validate(CalendarDocument, located.data, located, problems)
    if validated is None or problems:
        raise ProcedureError(problems)
    written = validated[0]
    problems.extend(_clashes(written, located))
    if problems:
        raise ProcedureError(problems)
    label = Label(written.zh, written.en)
    base = national() if written.base == "national" else Calendar(written.id, label, national=False)
    return base.with_days(
        rest=written.rest or (),
        working=written.working or (),
        years=written.years or (),
        name=written.id,
        label=label,
    )


def _clashes(written: CalendarDocument, located: Located) -> list[Diagnostic]:
    """Days that are said to be both, days said twice, years out of reach."""
    found = []
    seen: set[date] = set()
    for key in ("rest", "working"):
        for index, day in enumerate(getattr(written, key) or ()):
            if day in seen:
                message = Words(f"{day} 写了两次", f"{day} stands twice")
                help_ = Words("留下一处", "keep one of them")
                found.append(Diagnostic("F130", message, located.at((key, index)), help_))
            seen.add(day)
    for index, year in enumerate(written.years or ()):
        if not 1949 <= year <= 2200:
            message = Words(f"`{year}` 不是年份", f"`{year}` is no year")
            found.append(Diagnostic("F130", message, located.at(("years", index))))
    return found
