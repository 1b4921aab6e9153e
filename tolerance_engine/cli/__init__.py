"""The command `tolerance`: what people type, drawn for a terminal of 100 columns.

With `--json` stdout carries exactly the JSON of the object and everything human goes to stderr.
Exit codes: 0 done, 1 findings, 2 bad usage, 3 bad input (file:line:column).
"""

from tolerance_engine.cli.main import main

__all__ = ["main"]
