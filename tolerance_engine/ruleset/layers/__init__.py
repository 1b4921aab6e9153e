"""Layers: several rule files, lowest first, laid over each other into the one document that is in effect.

What comes out is a document like any other, read, linked and compiled by the same code; beside it stands where
every piece of it was written. Two layers that say different things of one name are an error, never a tie-break.
"""

from tolerance_engine.ruleset.layers.changes import Applied
from tolerance_engine.ruleset.layers.effective import EffectiveLine, effective_lines
from tolerance_engine.ruleset.layers.merge import Merged, merge
from tolerance_engine.ruleset.layers.origins import Layered
from tolerance_engine.ruleset.layers.stack import Beneath, Layer, is_layered, layer_of, stacked

__all__ = [
    "Applied",
    "Beneath",
    "EffectiveLine",
    "Layer",
    "Layered",
    "Merged",
    "effective_lines",
    "is_layered",
    "layer_of",
    "merge",
    "stacked",
]
