"""The site builds strictly, needs nothing from outside when it is read, and finds Chinese words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT

EXTERNAL = re.compile(
    r"""<(?:script|img|iframe)[^>]*\ssrc=["'](?:https?:)?//|<link[^>]*\srel=["']?(?:stylesheet|preconnect|preload)["'\s][^>]*href=["'](?:https?:)?//"""
    r"""|<link[^>]*\shref=["'](?:https?:)?//[^>]*rel=["']?(?:stylesheet|preconnect|preload)"""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it: a warning is a failure."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_pages_fetch_nothing_from_outside(site: Path) -> None:
    """No page loads a script, a style, a font or a picture from another host: it is whole on an intranet."""
    for page in site.rglob("*.html"):
        assert not EXTERNAL.search(page.read_text("utf-8")), page.relative_to(site)


def test_styles_fetch_nothing_from_outside(site: Path) -> None:
    """No style sheet imports another one, a font or a picture by address."""
    for sheet in site.rglob("*.css"):
        text = sheet.read_text("utf-8")
        assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", text), sheet.relative_to(site)


def test_no_page_draws_with_mermaid() -> None:
    """A mermaid fence would fetch a script from outside, and its failure stops the search."""
    for page in (ROOT / "docs").rglob("*.md"):
        assert "```mermaid" not in page.read_text("utf-8"), page


@pytest.mark.parametrize("word", ["容错", "纠错", "三个区分开来", "认定意见", "口径", "来源未载明", "红线"])
def test_words_of_the_field_can_be_searched(site: Path, word: str) -> None:
    """The search index holds the word as one piece, so typing it finds its pages."""
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    pieces = {
        piece
        for entry in index["docs"]
        for piece in re.split(r"[\s\u200b<>]+", entry["text"] + entry["title"])
    }
    assert word in pieces


def test_every_page_stands_in_the_menu(site: Path) -> None:
    """Each page of the site is reached from the menu of the first page."""
    first = (site / "index.html").read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        address = page.relative_to(ROOT / "docs").with_suffix("").as_posix().removesuffix("index")
        assert f'href="{address or "."}' in first, address
