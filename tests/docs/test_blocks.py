"""Every code block of every page runs, and prints what the page says it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, pages
from tests.docs.run import Reader, tidy


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_page_does_what_it_says(page: Path, tmp_path: Path) -> None:
    """A reader who follows the page from top to bottom sees what it shows."""
    for result in Reader(tmp_path).follow(page):
        if result.shown is not None:
            assert tidy(result.printed) == tidy(result.shown.text), f"{result.block.place} (make refresh)"
