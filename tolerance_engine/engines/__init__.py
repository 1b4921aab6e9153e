"""Engines: who decides. The diagram always; durable-rules as a second, independent opinion.

In:  Ruleset and Case. Out: Verdict, whichever engine was asked. `verify` says whether a stored one is given again.
"""

from tolerance_engine.engines.select import determine

__all__ = ["determine"]
