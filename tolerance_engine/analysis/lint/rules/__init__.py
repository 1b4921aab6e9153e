"""Rules: one module each. A rule takes the space of a ruleset and yields its findings; none knows another."""

from collections.abc import Callable, Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.rules.conflict import conflict
from tolerance_engine.analysis.lint.rules.dead_clause import dead_clause
from tolerance_engine.analysis.lint.rules.gap import gap
from tolerance_engine.analysis.lint.rules.idle_condition import idle_condition
from tolerance_engine.analysis.lint.rules.idle_fact import idle_fact
from tolerance_engine.analysis.lint.rules.infeasible import infeasible
from tolerance_engine.analysis.lint.rules.missing_basis import missing_basis
from tolerance_engine.analysis.lint.rules.missing_citation import missing_citation
from tolerance_engine.analysis.lint.rules.negative_name import negative_name
from tolerance_engine.analysis.lint.rules.never_bites import never_bites
from tolerance_engine.analysis.lint.rules.off_by_one import off_by_one
from tolerance_engine.analysis.lint.rules.plain_adverse import plain_adverse
from tolerance_engine.analysis.lint.rules.redundant_clause import redundant_clause
from tolerance_engine.analysis.lint.rules.shadowed_clause import shadowed_clause
from tolerance_engine.analysis.lint.rules.silence_specified import silence_specified
from tolerance_engine.analysis.lint.rules.text_unseen import text_unseen
from tolerance_engine.analysis.lint.rules.unreachable_outcome import unreachable_outcome
from tolerance_engine.analysis.lint.rules.unused_name import unused_name
from tolerance_engine.analysis.lint.space import Space

Rule = Callable[[Space], Iterator[LintFinding]]

RULES: tuple[Rule, ...] = (
    infeasible,
    gap,
    conflict,
    dead_clause,
    shadowed_clause,
    redundant_clause,
    never_bites,
    idle_condition,
    idle_fact,
    unreachable_outcome,
    off_by_one,
    plain_adverse,
    unused_name,
    negative_name,
    missing_citation,
    missing_basis,
    text_unseen,
    silence_specified,
)
"""Every rule, in the order of their codes."""

__all__ = ["RULES", "Rule"]
