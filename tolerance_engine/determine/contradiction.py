"""Contradiction: a case that no completion satisfies names a smallest set of statements that clash."""

from __future__ import annotations

from tolerance_engine.determine.bind import CLOCKS, bind
from tolerance_engine.determine.case import Case
from tolerance_engine.determine.conditions import conditions
from tolerance_engine.determine.statements import Stated
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.diagram import reach_joint
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset.program import DEAD, Program, Ruleset
from tolerance_engine.source import Words

Statement = tuple[str, str]
"""("facts" | "findings" | "clock", name)."""


def contradiction(ruleset: Ruleset, program: Program, case: Case) -> CaseError:
    """The error that names a minimal contradictory set: leave any one out, and the rest can hold together."""
    kept = _statements(case)
    for statement in list(kept):
        without = [each for each in kept if each != statement]
        if not _possible(ruleset, program, _only(case, without)):
            kept = without
    if not kept:
        message = Words(
            f"规则集 `{ruleset.id}` 的 assume 互相矛盾：没有任何案件能满足",
            f"the assumptions of `{ruleset.id}` contradict each other: no case can satisfy them",
        )
        return CaseError([Diagnostic("K021", message)])
    linked = ruleset.linked
    shown, english = [], []
    for section, name in kept:
        label = linked.facts.get(name) or linked.dimensions.get(name) or linked.definitions.get(name)
        raw = getattr(case, name) if section == "clock" else getattr(case, section)[name]
        value = _shown(raw)
        shown.append(f"`{name}`（{label.label.zh if label else name}）= {value}")
        english.append(f"`{name}` = {value}")
    message = Words(
        f"这些陈述不能同时成立：{'；'.join(shown)}", f"these cannot all hold: {'; '.join(english)}"
    )
    help_ = Words(
        "核对其中至少一项；证据不一致时写 conflicting",
        "check at least one of them; write `conflicting` where evidence disagrees",
    )
    section, name = kept[0]
    place = case.place(name) if section == "clock" else case.place(section, name)
    return CaseError([Diagnostic("K020", message, place, help_)], tuple(name for _, name in kept))


def _shown(raw: object) -> str:
    if isinstance(raw, Stated):
        raw = raw.value if raw.value is not None else list(raw.one_of)
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def _statements(case: Case) -> list[Statement]:
    found: list[Statement] = [("clock", name) for name in CLOCKS if getattr(case, name) is not None]
    for section in ("facts", "findings"):
        for name, raw in getattr(case, section).items():
            if raw is not None and not (isinstance(raw, Stated) and raw.value is None and not raw.one_of):
                found.append((section, name))
    return found


def _only(case: Case, kept: list[Statement]) -> Case:
    return Case(
        facts={name: case.facts[name] for section, name in kept if section == "facts"},
        findings={name: case.findings[name] for section, name in kept if section == "findings"},
        **{name: getattr(case, name) for section, name in kept if section == "clock"},
    )


def _possible(ruleset: Ruleset, program: Program, case: Case) -> bool:
    bound = bind(ruleset, case)
    if bound.impossible:
        return False
    needed = conditions(ruleset, program, bound)
    return bool(reach_joint(ruleset.diagram, program.outcome, needed, bound.known) & ~(1 << DEAD))
