"""Many cases: the same diagram, a whole column at a time.

A column of a table is a few planes, each a Python integer with a bit for every row; walking the diagram is
AND and OR over them, and gives every row the exact set that `determine` gives it. Needs the extra `batch`.
"""

from tolerance_engine.batch.front import (
    batch_errors,
    batch_impact,
    batch_summary,
    batch_verdicts,
    determine_batch,
)

__all__ = ["batch_errors", "batch_impact", "batch_summary", "batch_verdicts", "determine_batch"]
