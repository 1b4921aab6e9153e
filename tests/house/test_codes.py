"""Diagnostic codes: every code of the engine has a test that asks for it, and stands in the table of the docs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.house.tree import ROOT, modules

CODE = re.compile(r"[A-Z]\d{3}")
UNREACHED: dict[str, str] = {
    "S009": "said of a value for which the format has no better word; no value is known to reach it",
}
"""Codes that no input is known to bring about, each with the reason why it stays."""


def quoted(files: Iterable[Path]) -> set[str]:
    """The codes that stand as a text of their own in some Python files."""
    found: set[str] = set()
    for path in files:
        if path != Path(__file__):
            tree = ast.parse(path.read_text("utf-8"))
            words = (
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )
            found |= {word for word in words if CODE.fullmatch(word)}
    return found


def test_every_code_has_a_test() -> None:
    """Each code the engine can give is asked for by name in some test; a new one needs a new test."""
    engine = quoted(modules())
    assert len(engine) > 60
    assert sorted(engine - quoted((ROOT / "tests").rglob("*.py")) - set(UNREACHED)) == []


def test_every_code_tested_exists() -> None:
    """No test asks for a code that the engine no longer has, and no exception is out of date."""
    engine = quoted(modules())
    ours = {
        code for code in quoted((ROOT / "tests").rglob("*.py")) if code[0] in {each[0] for each in engine}
    }
    assert sorted(ours - engine - {f"P{number:03}" for number in range(1, 19)}) == [], (
        "P01… are also names of cases"
    )
    assert set(UNREACHED) <= engine
