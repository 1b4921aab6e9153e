"""Bind: a case's words to a ruleset's variables. Every problem of the case is reported together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tolerance_engine.determine.case import Case
from tolerance_engine.determine.encoder import Encoder, encoder
from tolerance_engine.determine.statements import Stated, bare
from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.diagram import UNKNOWN, Known
from tolerance_engine.diagram.walk import narrowed
from tolerance_engine.errors import CaseError
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.compile.derive import Dates, holds
from tolerance_engine.ruleset.model import Fact
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.values import BadValue, typed_value
from tolerance_engine.ruleset.variables import Variable
from tolerance_engine.source import Words

CLOCKS = ("conduct_date", "determination_date")

Finding = tuple[Any, ...]
"""The values an officer's finding leaves: usually one."""


@dataclass(slots=True)
class Bound:
    """A case as seen by one ruleset."""

    known: Known
    findings: Mapping[str, Finding]
    dates: Dates
    details: Mapping[str, Stated]
    impossible: bool = False
    """Statements that contradict each other before any rule is looked at."""
    unused: tuple[str, ...] = ()

    @property
    def open_levels(self) -> int:
        """The levels that are not settled, as bits."""
        return sum(1 << level for level, code in enumerate(self.known.codes) if code < 0)


_CODES = {True: 1, False: 0, None: UNKNOWN}
_PLAIN = frozenset((bool, type(None)))


def bind(ruleset: Ruleset, case: Case) -> Bound:
    """What the case says about the variables of the ruleset. Raises CaseError with every problem."""
    enc = encoder(ruleset)
    facts = case.facts
    if enc.all_boolean and len(facts) == enc.size and not (case.findings or enc.derived or enc.unasked):
        # every fact is a boolean and every one is spoken of: no need to look at them one by one
        try:
            values = enc.in_order(facts)
        except KeyError:
            values = ()
        if (
            values
            and _PLAIN.issuperset(map(type, values))
            and not (case.conduct_date or case.determination_date)
        ):
            return Bound(Known([_CODES[value] for value in values]), {}, {}, {})
    codes = list(enc.blank)
    booleans = enc.booleans
    rest = []
    for name, value in facts.items():
        if value is None:
            continue
        if value is True or value is False:
            level = booleans.get(name)
            if level is not None:
                codes[level] = 1 if value is True else 0
                continue
        rest.append(name)
    if not (
        rest or case.findings or enc.derived or enc.unasked or case.conduct_date or case.determination_date
    ):
        return Bound(Known(codes), {}, {}, {})
    return _Binder(ruleset, case, enc, codes).bound(rest)


class _Binder:
    """The careful path: everything that is not a plain boolean of the ruleset."""

    def __init__(self, ruleset: Ruleset, case: Case, enc: Encoder, codes: list[int]) -> None:
        self.ruleset, self.case, self.enc, self.codes = ruleset, case, enc, codes
        self.subsets: list[tuple[int, ...]] = []
        self.problems: list[Diagnostic] = []
        self.details: dict[str, Stated] = {}
        self.dates: dict[str, tuple[date, ...]] = {}
        self.findings: dict[str, Finding] = {}
        self.unused: list[str] = []
        self.impossible = False

    def bound(self, rest: Iterable[str]) -> Bound:
        for name in rest:
            self.fact(name, self.case.facts[name], ("facts", name))
        for clock in CLOCKS:
            self.clock(clock)
        for name, value in self.case.findings.items():
            self.finding(name, value)
        self.evidence_is_listed()
        if self.problems:
            raise CaseError(self.problems)
        self.derive()
        known = Known(self.codes, tuple(self.subsets))
        return Bound(known, self.findings, self.dates, self.details, self.impossible, tuple(self.unused))

    # facts ---------------------------------------------------------------------------------------------

    def fact(self, name: str, raw: Any, path: tuple[str, ...]) -> None:
        fact = self.enc.facts.get(name)
        if fact is None:
            known = [*self.enc.facts]
            dimensions = self.ruleset.linked.dimensions
            if name in dimensions or name in self.ruleset.linked.definitions:
                help_ = Words(
                    "维度和定义的认定意见写在 findings 下",
                    "findings on dimensions and definitions stand under `findings`",
                )
                self.problem("K010", Words(f"`{name}` 不是事实", f"`{name}` is no fact"), path, help_)
            else:
                self.problem(
                    "K010",
                    Words(f"没有名为 `{name}` 的事实", f"no fact is named `{name}`"),
                    path,
                    nearest(name, known),
                )
            return
        values = self.values(fact, raw, path)
        if values is None:
            return
        variable = self.enc.variables.get(name)
        if name in self.enc.dates and values:
            self.dates[name] = tuple(values)
        if variable is None:
            if name not in self.enc.dates:
                self.unused.append(name)
        elif values:
            self.restrict(variable, sorted({variable.cell_of(value) for value in values}))

    def values(self, fact: Fact, raw: Any, path: tuple[str, ...]) -> list[Any] | None:
        """The values left: one when established, several when narrowed, none when open. None after a problem."""
        stated = raw if isinstance(raw, Stated) else Stated(value=raw)
        if isinstance(raw, Stated):
            self.details[fact.name] = raw
        left = [stated.value] if stated.value is not None else list(stated.one_of)
        try:
            typed = [typed_value(fact, item) for item in left]
            for item in stated.conflicting:
                typed_value(fact, item)
        except BadValue as error:
            self.problem("K011", error.words, path, error.help)
            return None
        return typed

    def clock(self, name: str) -> None:
        """A clock is also a date fact, wherever the ruleset knows one of that name."""
        day = getattr(self.case, name)
        if day is None:
            return
        stated = self.case.facts.get(name)
        if stated is not None and name in self.enc.facts:
            if self.dates.get(name, (stated,)) != (day,) and stated != day:
                message = Words(f"`{name}` 写了两次，且不相同", f"`{name}` stands twice and differs")
                self.problem("K012", message, ("facts", name))
        elif stated is None and name in self.enc.facts:
            self.fact(name, day, (name,))
            self.unused = [each for each in self.unused if each != name]

    def restrict(self, variable: Variable, cells: list[int]) -> None:
        if len(cells) == 1:
            self.codes[variable.level] = cells[0]
        elif len(cells) < len(variable.cells):
            self.codes[variable.level] = narrowed(len(self.subsets))
            self.subsets.append(tuple(cells))

    # findings ------------------------------------------------------------------------------------------

    def finding(self, name: str, raw: Any) -> None:
        linked = self.ruleset.linked
        path = ("findings", name)
        stated = raw if isinstance(raw, Stated) else Stated(value=raw)
        if isinstance(raw, Stated):
            self.details[name] = raw
        values = [stated.value] if stated.value is not None else list(stated.one_of)
        vocabulary = linked.vocabulary
        if name in linked.dimensions or (vocabulary and name in vocabulary.dimensions):
            allowed: tuple[Any, ...] = DIMENSION_VALUES
        elif name in linked.definitions:
            allowed = (True, False)
        else:
            known = [*linked.dimensions, *linked.definitions]
            if name in self.enc.facts:
                help_: Words | None = Words("事实写在 facts 下", "facts stand under `facts`")
            else:
                help_ = nearest(name, known) or choices(linked.dimensions)
            self.problem(
                "K013",
                Words(f"没有名为 `{name}` 的维度或定义", f"no dimension or definition is named `{name}`"),
                path,
                help_,
            )
            return
        for value in (*values, *stated.conflicting):
            if not any(
                value is option or (isinstance(option, str) and value == option) for option in allowed
            ):
                shown = str(value).lower() if isinstance(value, bool) else str(value)
                message = Words(
                    f"`{name}` 的认定意见不能是 `{shown}`", f"the finding on `{name}` cannot be `{shown}`"
                )
                self.problem("K014", message, path, choices(str(option).lower() for option in allowed))
                return
        if not values:
            return
        if name in self.enc.variables:  # a dimension without poles
            variable = self.enc.variables[name]
            self.restrict(variable, sorted(variable.cell_of(value) for value in set(values)))
            self.findings[name] = tuple(values)
        elif name in linked.dimensions or any(name in p.definitions for p in self.ruleset.programs.values()):
            self.findings[name] = tuple(values)
        else:
            self.unused.append(name)

    def evidence_is_listed(self) -> None:
        """Evidence that is named must be described, once any is."""
        if not self.case.evidence:
            return
        for name, stated in self.details.items():
            for item in stated.evidence:
                if item not in self.case.evidence:
                    section = "findings" if name in self.case.findings else "facts"
                    message = Words(f"evidence 里没有 `{item}`", f"no evidence is named `{item}`")
                    self.problem("K015", message, (section, name), nearest(item, self.case.evidence))

    # dates ---------------------------------------------------------------------------------------------

    def derive(self) -> None:
        """Booleans that two dates decide. Stated and derived that differ are a contradiction."""
        for variable, derive in self.enc.derived:
            left, right = self.dates.get(derive.left), self.dates.get(derive.right)
            if left is None or right is None:
                continue
            truths = {int(holds(derive, a, b)) for a in left for b in right}
            code = self.codes[variable.level]
            if code >= 0 and code not in truths:
                self.impossible = True
            elif code < 0 and len(truths) == 1:
                self.codes[variable.level] = truths.pop()

        for name, derive in self.enc.unasked:
            value = bare(self.case.facts.get(name))
            left, right = self.dates.get(derive.left), self.dates.get(derive.right)
            if isinstance(value, bool) and left and right:
                self.impossible |= all(holds(derive, a, b) is not value for a in left for b in right)

    def problem(self, code: str, message: Words, path: tuple[str, ...], help_: Words | None = None) -> None:
        self.problems.append(Diagnostic(code, message, self.case.place(*path), help_))
