"""YAML text in, `Ruleset` out: read, validate, link, compile.

Each arrow is one module and one function; each fails with every problem it can find, placed in the file.
"""

from tolerance_engine.ruleset.catalogue import RulesetInfo
from tolerance_engine.ruleset.load import list_rulesets, load_linked, load_path, load_ruleset, load_text
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.program import Ruleset

__all__ = [
    "Linked",
    "Ruleset",
    "RulesetInfo",
    "list_rulesets",
    "load_linked",
    "load_path",
    "load_ruleset",
    "load_text",
]
