"""Compile: `Linked` in, `Ruleset` out. Conditions become diagram nodes, readings become programs."""

from tolerance_engine.ruleset.compile.compiler import compile_ruleset
from tolerance_engine.ruleset.compile.parts import disabling, reading_for

__all__ = ["compile_ruleset", "disabling", "reading_for"]
