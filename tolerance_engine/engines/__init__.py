"""Engines: who decides. The diagram always; durable-rules as a second, independent opinion.

In:  Ruleset and Case. Out: Verdict, whichever engine was asked; and whether a stored one is given again.
"""

from tolerance_engine.engines.select import determine
from tolerance_engine.engines.verify import Verification, verify

__all__ = ["Verification", "determine", "verify"]
