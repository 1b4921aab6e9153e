"""`python -m tests.docs`: run every page and write what its blocks really print into it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.docs import region_table
from tests.docs.blocks import ROOT, pages
from tests.docs.run import Reader, Result, tidy


def main() -> None:
    """Rewrite the shown outputs and the computed page; git shows what changed."""
    region_table.PAGE.write_text(region_table.page(), "utf-8")
    for page in pages():
        with tempfile.TemporaryDirectory() as folder:
            results = list(Reader(Path(folder)).follow(page))
        before = page.read_text("utf-8")
        after = _rewritten(before, results)
        if after != before:
            page.write_text(after, "utf-8")
            print(page.relative_to(ROOT))


def _rewritten(text: str, results: list[Result]) -> str:
    lines = text.splitlines()
    for result in reversed(results):
        shown = result.shown
        if shown is not None:
            lines[shown.first : shown.last] = [
                (shown.indent + line).rstrip() for line in tidy(result.printed).splitlines()
            ]
    return "\n".join(lines) + "\n"


main()
