"""Lint: what is doubtful about a ruleset, though it loads. In: a ruleset. Out: findings with place, case and help.

Rules about meaning are walks over the compiled diagram and hold of every feasible case; rules about naming and
sources read the provisions. One rule, one module in `rules`, one page in `docs/lint`. `mutate` asks the other
question: which conditions could go without any rule test noticing.
"""

from tolerance_engine.analysis.lint.check import lint
from tolerance_engine.analysis.lint.finding import LintFinding, LintReport

__all__ = ["LintFinding", "LintReport", "lint"]
