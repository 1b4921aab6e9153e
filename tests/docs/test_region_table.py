"""The page with all rulesets in one table is what their data say now, and every ruleset stands in it once a version."""

from __future__ import annotations

import re

import tolerance_engine as te
from tests.docs.region_table import HEAD, PAGE, page


def test_the_table_is_what_the_data_say() -> None:
    """The kept page is the one computed now: `python -m tests.docs` writes it."""
    assert PAGE.read_text("utf-8") == page()


def test_every_version_of_every_ruleset_has_its_row() -> None:
    """One row for each version, all of the same columns, none empty."""
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| [")]
    named = [re.match(r"\| \[`([\w-]+)`\]", row) for row in rows]
    assert sorted(found.group(1) for found in named if found) == sorted(i.id for i in te.list_rulesets())
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == len(HEAD) and all(cells), row
