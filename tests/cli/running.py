"""Runs the command line: in this process where that is enough, as a process of its own where it matters."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner, Result

from tolerance_engine.cli import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = str(ROOT / "examples" / "P03.yaml")
GROUP: click.Group = importlib.import_module("tolerance_engine.cli.main").group


class Ran(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


def invoke(*arguments: str) -> Result:
    """The command through click's own runner; our errors come back as exceptions."""
    return CliRunner().invoke(GROUP, list(arguments))


class Command:
    """The whole command in this process, errors and exit code included."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *arguments: str) -> Ran:
        self.monkeypatch.setattr(sys, "argv", ["tolerance", *arguments])
        self.capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)


def process(
    *arguments: str, encoding: str = "utf-8", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, outside the checkout."""
    return subprocess.run(
        [sys.executable, "-m", "tolerance_engine", *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), **environment},
        timeout=120,
        check=False,
    )
