"""Rooms: the import contract holds, every module says what it is and stays readable."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, modules

MODULES = modules()
LONG: dict[str, str] = {}
"""Modules of more than 300 lines, each with the reason why two rooms would not read better."""


def name(path: Path) -> str:
    """A module's place in the package."""
    return path.relative_to(ROOT).as_posix()


def test_the_import_contract_holds(tmp_path: Path) -> None:
    """Data flows one way: no kept module imports from a room above its own, and every room has its place."""
    for path in [*MODULES, ROOT / "pyproject.toml"]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout and " 0 kept" not in run.stdout


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is(path: Path) -> None:
    """Each module opens with a docstring whose first line is a sentence."""
    doc = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert doc, "no docstring"
    first = doc.split("\n\n")[0]
    assert first.rstrip().endswith((".", ":", "…")), first


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_stay_readable(path: Path) -> None:
    """No module is longer than 300 lines, but those listed with a reason."""
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 300 or name(path) in LONG, f"{lines} lines"


def test_the_list_of_long_modules_is_true() -> None:
    """Every exception is a module there is, and says why."""
    assert set(LONG) <= {name(path) for path in MODULES}
    assert all(len(reason) > 20 for reason in LONG.values())


PROCESSES: dict[str, str] = {
    "tolerance_engine/cli/revisions.py": "a rule file as it stood at a git revision is read through `git show`",
}
"""Faces that start another program, each with the reason; nothing a rule or case file says can make them."""


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_code_is_run_from_data(path: Path) -> None:
    """Nothing in the package evaluates text, loads pickles, opens sockets or reads a clock."""
    tree = ast.parse(path.read_text("utf-8"))
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not called & {"eval", "exec", "compile", "__import__", "input"}
    assert not [
        call for call in called if call.split(".")[-1] in ("today", "now", "utcnow", "system", "popen")
    ]
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported |= {
        (node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    refused = {"pickle", "socket", "urllib", "http", "requests", "subprocess", "random", "time"}
    assert not imported & (refused - {"subprocess"} if name(path) in PROCESSES else refused)


def test_a_region_is_a_folder_without_python() -> None:
    """The shipped rulesets hold YAML and notes only, and the engine names no region."""
    kinds = {path.suffix for path in (ROOT / "rulesets").rglob("*") if path.is_file()}
    assert kinds <= {".yaml", ".md"}
    for path in MODULES:
        code = ast.parse(path.read_text("utf-8"))
        words = {
            node.value
            for node in ast.walk(code)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60
        }
        assert not {
            word for word in words if word in ("qinghai", "wenzhou", "青海", "温州", "青海省", "温州市")
        }, name(path)
