"""Pages: every rule has one, it stands in the navigation, and what it shows is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, blocks
from tests.docs.yaml_kinds import dump, merged
from tests.lint.faults import FAULTS
from tests.lint.support import linted
from tolerance_engine.analysis.lint.rules import RULES

PAGES = sorted((ROOT / "docs" / "lint").glob("R*.md"))
CODES = sorted(
    {
        code
        for path in (ROOT / "tolerance_engine" / "analysis" / "lint").rglob("*.py")
        for code in re.findall(r'"(R\d{3})"', path.read_text("utf-8"))
    }
)
WITHOUT_BETTER = {"R190": "what is better is an entry less, and a part of a file cannot take one away"}
"""Pages that show no better way as YAML, each with the reason."""


def test_one_rule_one_module_one_page_one_fault_at_least() -> None:
    """Every code of lint has its page and its seeded faults, and every module of rules is run."""
    assert [path.stem for path in PAGES] == CODES
    assert {fault.code for fault in FAULTS} == set(CODES)
    assert len(FAULTS) >= 60
    modules = {
        path.stem for path in (ROOT / "tolerance_engine" / "analysis" / "lint" / "rules").glob("[!_]*.py")
    }
    assert modules == {rule.__module__.rsplit(".", 1)[1] for rule in RULES}
    for rule in RULES:
        assert rule.__doc__, rule


def test_every_page_is_in_the_navigation_and_in_the_table() -> None:
    """The site leads to each page, and the overview of lint lists it with its severity."""
    navigation = (ROOT / "mkdocs.yml").read_text("utf-8")
    overview = (ROOT / "docs" / "lint" / "index.md").read_text("utf-8")
    for path in PAGES:
        assert f"lint/{path.name}" in navigation
        heading = path.read_text("utf-8").split("\n", 1)[0]
        assert heading.startswith(f"# {path.stem} ")
        assert f"| [`{path.stem}`]({path.name}) | {heading.split(' ', 2)[2]} |" in overview


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_shows_the_finding_and_how_to_be_rid_of_it(path: Path) -> None:
    """What is to be avoided gives just this finding, and what is shown as better gives none."""
    import yaml

    shown = [block for block in blocks(path) if block.language == "yaml"]
    avoid = linted(shown[0].text)
    assert {finding.code for finding in avoid} == {path.stem}
    severity = re.search(r"\*\*(错误|提醒)\*\*", path.read_text("utf-8"))
    assert severity is not None
    assert {finding.severity for finding in avoid} == {{"错误": "error", "提醒": "warning"}[severity[1]]}
    if path.stem in WITHOUT_BETTER:
        assert len(shown) == 1
        return
    better = dump(merged(yaml.safe_load(shown[0].text), yaml.safe_load(shown[1].text)))
    assert [finding.code for finding in linted(better)] == []
