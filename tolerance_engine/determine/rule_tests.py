"""Rule tests: cases as data beside the rules, each a sentence and what must follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.case import Case, case_from
from tolerance_engine.determine.decide import determine
from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import CaseError, ToleranceError
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Position, Words

if TYPE_CHECKING:
    from tolerance_engine.ruleset.read.reader import Located

_KEYS = ("case", "conduct_date", "determination_date", "facts", "findings", "evidence", "reading", "expect")
_EXPECTED = (
    "outcome",
    "possible",
    "findings",
    "applies",
    "not_applies",
    "missing",
    "modality",
    "robust",
    "if_closed_now",
)


_SHAPES: Mapping[str, type] = {
    "reading": str,
    "outcome": str,
    "possible": list,
    "applies": list,
    "not_applies": list,
    "missing": list,
    "findings": dict,
    "robust": bool,
    "if_closed_now": str,
    "modality": str,
}
_SHAPE_HELP: Mapping[type, Words] = {
    str: Words("写一个名称", "write one name"),
    list: Words("写成列表：[…]", "write a list: […]"),
    dict: Words("写成映射：{维度: 取值}", "write a mapping: {dimension: value}"),
    bool: Words("写 true 或 false", "write true or false"),
}


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One case and its expectations."""

    sentence: str
    case: Case
    reading: str | None
    expect: Mapping[str, Any]
    position: Position


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that does not hold: what was expected and what was found."""

    what: str
    expected: Any
    found: Any


@dataclass(frozen=True, slots=True)
class RuleTestResult:
    """A rule test that was run. `error` when the case could not be decided at all."""

    test: RuleTest
    failures: tuple[Failure, ...]
    error: ToleranceError | None = None

    @property
    def passed(self) -> bool:
        """Whether every expectation holds."""
        return not self.failures and self.error is None


def load_rule_tests(folder: Traversable) -> tuple[RuleTest, ...]:
    """The rule tests in the `cases` folder of a ruleset. Raises CaseError with every problem of every file."""
    cases = folder / "cases"
    if not cases.is_dir():
        return ()
    found: list[RuleTest] = []
    problems: list[Diagnostic] = []
    for entry in sorted(cases.iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".yaml", ".yml")):
            try:
                found.extend(read_rule_tests(entry.read_bytes(), f"{folder.name}/cases/{entry.name}"))
            except CaseError as error:
                problems.extend(error.diagnostics)
    if problems:
        raise CaseError(problems)
    return tuple(found)


def read_rule_tests(content: str | bytes, name: str) -> tuple[RuleTest, ...]:
    """The rule tests of one file."""
    from tolerance_engine.ruleset.read.reader import read

    located, problems = read(content, name)
    if located.root is None or problems:
        raise CaseError(problems)
    if not isinstance(located.data, list):
        message = Words("规则测试文件要写成列表", "a rule test file is a list")
        raise CaseError([Diagnostic("T001", message, located.at(()))])
    tests = [_one(raw, index, located, problems) for index, raw in enumerate(located.data)]
    if problems:
        raise CaseError(problems)
    return tuple(test for test in tests if test is not None)


def _one(raw: Any, index: int, located: Located, problems: list[Diagnostic]) -> RuleTest | None:
    position = located.at((index,))
    if (
        not isinstance(raw, dict)
        or not isinstance(raw.get("case"), str)
        or not isinstance(raw.get("expect"), dict)
    ):
        message = Words(
            "规则测试要有 case（一句话）和 expect", "a rule test has `case` (a sentence) and `expect`"
        )
        problems.append(Diagnostic("T002", message, position))
        return None
    for known, keys, path in ((_KEYS, raw, (index,)), (_EXPECTED, raw["expect"], (index, "expect"))):
        for key in keys:
            if key not in known:
                place = located.at((*path, key), key=True)
                problems.append(
                    Diagnostic(
                        "T003",
                        Words(f"不认识的键 `{key}`", f"unknown key `{key}`"),
                        place,
                        nearest(key, known) or choices(known),
                    )
                )
    for key, value in (*raw["expect"].items(), ("reading", raw.get("reading"))):
        if value is not None and not isinstance(value, _SHAPES.get(key, object)):
            at = (index, key) if key == "reading" else (index, "expect", key)
            message = Words(f"`{key}` 的写法不对", f"`{key}` is not written as it should be")
            problems.append(Diagnostic("T003", message, located.at(at, key=True), _SHAPE_HELP[_SHAPES[key]]))
    if not raw["expect"]:
        problems.append(Diagnostic("T004", Words("expect 不能为空", "`expect` must not be empty"), position))
    try:
        case = case_from(
            {k: v for k, v in raw.items() if k in _KEYS and k not in ("reading", "expect")}, located, (index,)
        )
    except CaseError as error:
        problems.extend(error.diagnostics)
        return None
    return RuleTest(raw["case"], case, raw.get("reading"), raw["expect"], position)


def run_rule_test(ruleset: Ruleset, test: RuleTest) -> RuleTestResult:
    """Decide the case and compare."""
    try:
        verdict = determine(ruleset, test.case, reading=test.reading)
    except ToleranceError as error:
        return RuleTestResult(test, (), error)
    return RuleTestResult(test, tuple(_failures(verdict, test.expect)))


def _failures(verdict: Verdict, expect: Mapping[str, Any]) -> Iterator[Failure]:
    for key, wanted in expect.items():
        if key == "not_applies":
            unknown = sorted(set(wanted) - {clause.id for clause in verdict.ruleset.linked.clauses})
            if unknown:
                yield Failure(key, "declared clauses", unknown)
            wrongly = sorted({*verdict.applies, *verdict.may_apply} & set(wanted))
            if wrongly:
                yield Failure(key, sorted(wanted), wrongly)
            continue
        expected = _normal(verdict, key, wanted)
        found = _found(verdict, key, wanted)
        if found != expected:
            yield Failure(key, expected, found)


def _normal(verdict: Verdict, key: str, wanted: Any) -> Any:
    """Sets are compared in one order, as people may write them in any."""
    if key == "possible":
        order = {outcome: index for index, outcome in enumerate(verdict.ruleset.outcomes)}
        return sorted(wanted, key=lambda outcome: order.get(outcome, len(order)))
    return sorted(wanted) if key in ("applies", "missing") else wanted


def _found(verdict: Verdict, key: str, wanted: Any) -> Any:
    match key:
        case "outcome" | "modality" | "robust":
            return getattr(verdict, key)
        case "possible" | "applies":
            return list(getattr(verdict, key))
        case "missing":
            return sorted(item.fact for item in verdict.missing)
        case "findings":
            return {
                name: verdict.findings[name].value if name in verdict.findings else None for name in wanted
            }
        case _:
            closed = verdict.if_closed_now
            return closed.outcome if closed else None
