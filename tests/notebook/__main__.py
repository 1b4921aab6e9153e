"""`python -m tests.notebook`: execute the notebook and keep its outputs."""

import nbformat

from tests.notebook.execute import NOTEBOOK, executed

nbformat.write(executed(), NOTEBOOK)  # type: ignore[no-untyped-call]
