"""`python -m tolerance_engine` is the command `tolerance`."""

from tolerance_engine.cli import main

main()
