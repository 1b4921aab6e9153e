"""Run a page as a reader would: files are written, commands typed, Python goes on from block to block.

python, sh  executed; the `text` or `json` block right after it is what it prints
yaml        with a title, saved under that name; then loaded as what it is (see `yaml_kinds`)
json, text  alone: JSON must parse, text is left to the reader
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.docs.blocks import LANGUAGES, ROOT, Block, blocks, borrowed, shown_output
from tests.docs.yaml_kinds import Shelf, check_yaml

SETTING_UP = ("pip ", "python3 -m venv", ". .venv", "make ", "git ", "cd ", "#")
"""Lines that prepare a machine: not executed here, checked by `test_claims` instead."""


@dataclass(frozen=True, slots=True)
class Result:
    """A block that was executed: what it printed, and the block in which the page says so."""

    block: Block
    printed: str
    shown: Block | None


@dataclass(slots=True)
class Reader:
    """Follows one page in a folder of its own."""

    folder: Path
    shelf: Shelf = field(default_factory=Shelf)
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__page__"})

    def __post_init__(self) -> None:
        for name in ("examples", "rulesets"):
            (self.folder / name).symlink_to(ROOT / name)

    def follow(self, page: Path) -> Iterator[Result]:
        """Everything the page tells a reader to do, in order."""
        earlier = borrowed(page)
        if earlier is not None:
            self.collect(earlier)
        listed = list(blocks(page))
        for index, block in enumerate(listed):
            assert block.language in LANGUAGES, f"{block.place}: a block in `{block.language}` is not checked"
            if block.title:
                self.save(block)
            match block.language:
                case "yaml":
                    check_yaml(block, self.shelf)
                case "python":
                    yield Result(block, self.python(block), shown_output(listed, index))
                case "sh" if not sets_up(block):
                    yield Result(block, self.shell(block), shown_output(listed, index))
                case "json":
                    json.loads(block.text)

    def collect(self, page: Path) -> None:
        """Take over the titled files of another page."""
        for block in blocks(page):
            if block.language == "yaml":
                if block.title:
                    self.save(block)
                check_yaml(block, self.shelf)

    def save(self, block: Block) -> None:
        path = self.folder / str(block.title)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text + "\n", "utf-8")

    def python(self, block: Block) -> str:
        printed = io.StringIO()
        code = compile("\n" * block.first + block.text, str(block.page), "exec", dont_inherit=True)
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(printed):
            exec(code, self.names)
        return printed.getvalue()

    def shell(self, block: Block) -> str:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", block.text],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "PYTHONUTF8": "1", "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{block.place} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout


def sets_up(block: Block) -> bool:
    """Whether the block only prepares a machine. Mixing that with commands to run is refused."""
    lines = [line.strip() for line in block.text.splitlines() if line.strip()]
    preparing = [line.startswith(SETTING_UP) for line in lines]
    assert all(preparing) or not any(
        line.startswith(SETTING_UP) and not line.startswith("#") for line in lines
    ), f"{block.place}: split what prepares the machine from what runs"
    return all(preparing)


def tidy(text: str) -> str:
    """Output without what a page cannot show: trailing blanks and empty last lines."""
    return "\n".join(line.rstrip() for line in re.sub(r"\n+\Z", "", text).splitlines())
