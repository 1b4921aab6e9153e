"""Alternatives: what a case could say instead, and of what kind each change would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any, Literal

from tolerance_engine.analysis.change.nearest import NEVER, Allowance, Goal, Search
from tolerance_engine.analysis.change.selectors import Selector, Widened, widened
from tolerance_engine.determine.bind import CLOCKS, bind
from tolerance_engine.determine.case import Case
from tolerance_engine.determine.encoder import encoder
from tolerance_engine.determine.statements import Stated
from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.diagnostics import Diagnostic, nearest
from tolerance_engine.diagram import UNKNOWN, reach
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset import Ruleset
from tolerance_engine.ruleset.program import DEAD
from tolerance_engine.ruleset.variables import Variable
from tolerance_engine.source import Words

Kind = Literal["establish", "conduct", "otherwise"]
Named = tuple[str, Any]
"""A name and the value it is given instead."""


class Alternatives:
    """The changes open to a case, and the search for those that leave one outcome.

    Facts are levels of the diagram and are searched there; findings get a level of their own. Facts that
    stated dates give bind more than one level: for each choice of these the case is bound anew.
    """

    def __init__(
        self, verdict: Verdict, terminal: int, names: frozenset[str] | None, kinds: frozenset[Kind]
    ) -> None:
        self.verdict, self.terminal, self.ruleset = verdict, terminal, verdict.ruleset
        ruleset, bound = verdict.ruleset, verdict._bound
        ranked = [outcome.id for outcome in ruleset.linked.outcomes]
        best = min((ranked.index(o) for o in verdict.possible if o in ranked), default=len(ranked))
        self._improves = terminal - 1 < len(ranked) and terminal - 1 <= best
        dated = {
            variable.name
            for variable, derive in encoder(ruleset).derived
            if {derive.left, derive.right} & bound.dates.keys()
        }
        self.choices: dict[int, tuple[int, ...]] = {}
        self.special: dict[str, tuple[Any, ...]] = {}
        for variable in ruleset.variables:
            name, open_ = variable.name, self._open(variable)
            if names is not None and name not in names:
                continue
            cells = [cell for cell in range(len(variable.cells)) if open_ != (cell,)]
            cells = [c for c in cells if self.kind(name, variable.sample(c)) in kinds]
            if cells and name in dated:
                self.special[name] = tuple(variable.sample(cell) for cell in cells)
            elif cells:
                self.choices[variable.level] = tuple(cells)
        self.selectors = tuple(self._selectors(names, kinds))
        self.most = len(self.choices) + len(self.selectors) + len(self.special)
        self.allowance = Allowance()
        self._searches: dict[tuple[Named, ...], tuple[Widened, Search] | None] = {}

    @property
    def hopeless(self) -> bool:
        """Whether no change at all can reach the outcome, as far as one walk can tell."""
        codes = list(self.verdict._bound.known.codes)
        for level in (*self.choices, *(self.ruleset.by_name[name].level for name in self.special)):
            codes[level] = UNKNOWN
        known = self.verdict._bound.known._replace(codes=codes)
        return not reach(self.ruleset.diagram, self.verdict._program.outcome, known) >> self.terminal & 1

    def changes(self, size: int) -> Iterator[tuple[Named, ...]]:
        """Every change of exactly `size` steps that leaves only the outcome; some contain smaller ones."""
        for taken in range(min(size, len(self.special)) + 1):
            for names in combinations(self.special, taken):
                for values in product(*(self.special[name] for name in names)):
                    yield from self._with(tuple(zip(names, values, strict=True)), size - taken)

    def _with(self, special: tuple[Named, ...], size: int) -> Iterator[tuple[Named, ...]]:
        if special not in self._searches:
            self._searches[special] = self._search(special)
        found = self._searches[special]
        if found is None:
            return
        wide, search = found
        if search.fewest <= size:
            for literals in search.changes(size):
                yield (*special, *(self._named(wide.levels[level], value) for level, value in literals))

    def _named(self, part: int | Selector, value: int) -> Named:
        if isinstance(part, Selector):
            return part.name, part.options[value - 1]
        variable = self.ruleset.variables[part]
        return variable.name, variable.sample(value)

    def _search(self, special: tuple[Named, ...]) -> tuple[Widened, Search] | None:
        """The search once these are changed; None where they cannot be together."""
        ruleset, program, bound = self.ruleset, self.verdict._program, self.verdict._bound
        if special:
            bound = bind(ruleset, changed(self.verdict, dict(special)))
        if bound.impossible:
            return None
        wide = widened(ruleset, program, bound, self.selectors)
        choices: dict[int, Sequence[int]] = {wide.level_of(at): cells for at, cells in self.choices.items()}
        for selector in self.selectors:
            choices[wide.level_of(selector)] = range(1, len(selector.options) + 1)
        goal = Goal(self.terminal, DEAD, wide.known, choices)
        search = Search(wide.diagram, wide.root, wide.conditions, goal, self.allowance)
        return (wide, search) if search.fewest < NEVER else None

    def _selectors(self, names: frozenset[str] | None, kinds: frozenset[Kind]) -> Iterator[Selector]:
        """The findings that may be changed: those stated, and those not stated that the caller names."""
        program, stated = self.verdict._program, self.verdict._bound.findings
        values: dict[str, list[Any]] = {}
        for name, value in program.stated:
            values.setdefault(name, []).append(value)
        for name, every in values.items():
            if name in self.ruleset.by_name or not (name in names if names is not None else name in stated):
                continue
            kept = stated.get(name, ())
            options = tuple(v for v in every if (v,) != kept and self.kind(name, v) in kinds)
            if options:
                yield Selector(name, tuple(v for v in kept if v in every), options)

    # what a change would be ------------------------------------------------------------------------------

    def _open(self, variable: Variable) -> tuple[int, ...]:
        return tuple(self.verdict._bound.known.values(variable.level, len(variable.cells)))

    def before(self, name: str) -> Any:
        """What the case says of it now; None where it is open."""
        case = self.verdict.case
        raw: Any = case.facts.get(name, case.findings.get(name))
        if raw is None and name in CLOCKS:
            raw = getattr(case, name)
        if isinstance(raw, Stated):
            raw = raw.value if raw.value is not None else list(raw.one_of) or None
        variable = self.ruleset.by_name.get(name)
        if raw is None and variable is not None and self.verdict._bound.known.codes[variable.level] >= 0:
            raw = variable.sample(self.verdict._bound.known.codes[variable.level])
        return raw

    def kind(self, name: str, value: Any) -> Kind:
        """Open, or evidence can still be supplied; still to be done; or only if it had been otherwise.

        What would make things worse is no measure to take and no evidence to supply: it is `otherwise`.
        """
        variable = self.ruleset.by_name.get(name)
        if variable is None:  # a finding: what is stated stays as it is, what is open may be found so
            stated = self.verdict._bound.findings.get(name)
            where = self.verdict._program.stated[name, value]
            open_to = value in stated if stated and len(stated) > 1 else not stated
            return "establish" if open_to and self.verdict._reach(where) >> 1 & 1 else "otherwise"
        cell, open_ = variable.cell_of(value), self._open(variable)
        if cell in open_ and len(open_) > 1:
            return "establish"
        nature = variable.fact.nature if variable.fact else None
        if nature not in ("evidence", "conduct") or not self._improves or _worsens(variable, open_, cell):
            return "otherwise"
        return "establish" if nature == "evidence" else "conduct"


def _worsens(variable: Variable, before: tuple[int, ...], cell: int) -> bool:
    """Whether the fact declares the new value worse than what is known of it."""
    worse = variable.fact.worse if variable.fact else None
    if worse is None:
        return False
    if isinstance(worse, bool):
        return variable.cells[cell] is worse
    if isinstance(worse, tuple):
        order = {value: index for index, value in enumerate(worse)}
        return order[str(variable.cells[cell])] > min(order[str(variable.cells[c])] for c in before)
    return cell > min(before) if worse in ("more", "later") else cell < max(before)


def changed(verdict: Verdict, values: Mapping[str, Any]) -> Case:
    """The case with some names set to other values; days that gave a changed fact are set aside."""
    case, ruleset = verdict.case, verdict.ruleset
    gone = {
        name
        for variable, derive in encoder(ruleset).derived
        if variable.name in values
        for name in (derive.left, derive.right)
    }
    facts = {name: raw for name, raw in case.facts.items() if name not in gone and name not in values}
    findings = {name: raw for name, raw in case.findings.items() if name not in values}
    clocks = {clock: getattr(case, clock) for clock in CLOCKS if clock not in gone}
    for name, value in values.items():
        variable = ruleset.by_name.get(name)
        if name in CLOCKS and name in clocks and clocks[name] is not None:
            clocks[name] = value
        elif variable is not None and variable.fact is not None:
            facts[name] = value
        else:
            findings[name] = value
    return Case(
        case=case.case,
        title=case.title,
        note=case.note,
        facts=facts,
        findings=findings,
        evidence=case.evidence,
        **clocks,
    )


def name_problems(ruleset: Ruleset, verdict: Verdict, names: Iterable[str] | None) -> None:
    """Raises CaseError for a changeable name that is neither a fact nor a finding."""
    linked = ruleset.linked
    known = {
        *encoder(ruleset).facts,
        *linked.dimensions,
        *linked.definitions,
        *verdict.case.facts,
        *verdict.case.findings,
    }
    problems = [
        Diagnostic(
            "K010",
            Words(f"没有名为 `{name}` 的事实", f"no fact is named `{name}`"),
            help=nearest(name, sorted(known)),
        )
        for name in sorted(names or ())
        if name not in known
    ]
    if problems:
        raise CaseError(problems)
