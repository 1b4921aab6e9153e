"""Revisions: a rule file as it stood at a git revision, read through `git show` and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import Ruleset, load_text
from tolerance_engine.ruleset.catalogue import builtin_root, folder_of, versions
from tolerance_engine.source import Words

VOCABULARY = "rulesets/vocabulary.yaml"


def is_revision(operand: str) -> bool:
    """Whether an operand is `REVISION:path`: a colon, and no file of that name. A drive letter is no revision."""
    revision, colon, path = operand.partition(":")
    return bool(colon and path) and len(revision) > 1 and not Path(operand).exists()


def at_revision(revision: str, operand: str) -> Revision:
    """A path, or the latest version of a ruleset id, as it stood at a git revision."""
    if operand.endswith((".yaml", ".yml")) or "/" in operand or "\\" in operand:
        path = Path(operand)
    else:
        *_, last = versions(folder_of(operand))
        path = Path(str(last))
    here = path.resolve()
    root = _git(str(here.parent), "rev-parse", "--show-toplevel").decode().strip()
    return Revision(root, f"{revision}:{here.relative_to(Path(root).resolve()).as_posix()}")


class Revision(NamedTuple):
    """A file of a repository at a revision: a folder of the repository, and `REVISION:path`."""

    repository: str
    name: str

    def load(self, *, reading: str | None, budget: int) -> Ruleset:
        """The ruleset as it stood, with what it uses, and the vocabulary, as they are now.

        Raises RulesetError where git cannot show the file, and for every problem of the file as it stood.
        """
        return load_text(self.shown(self.name), name=self.name, reading=reading, budget=budget)

    def other_vocabulary(self) -> bool:
        """Whether the shared vocabulary stood otherwise then, as far as the repository has one."""
        try:
            then = self.shown(f"{self.name.partition(':')[0]}:{VOCABULARY}")
        except RulesetError:
            return False
        return then != (builtin_root() / "vocabulary.yaml").read_bytes()

    def shown(self, name: str) -> bytes:
        """The content of `REVISION:path`."""
        if name.startswith("-"):
            raise _refused(name, "a revision does not begin with a dash")
        return _git(self.repository, "show", name)


def _git(folder: str, *arguments: str) -> bytes:
    try:
        run = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _refused(arguments[-1], str(error)) from None
    if run.returncode != 0:
        raise _refused(arguments[-1], run.stderr.decode("utf-8", "replace").strip().split("\n")[0])
    return run.stdout


def _refused(operand: str, why: str) -> RulesetError:
    message = Words(f"git 取不到 `{operand}`（{why}）", f"git cannot show `{operand}` ({why})")
    help_ = Words(
        "写成“版本:路径”，路径从仓库的根算起，如 HEAD~1:rulesets/示例/2020.yaml",
        "write REVISION:path, the path from the root of the repository, such as HEAD~1:rulesets/example/2020.yaml",
    )
    return RulesetError([Diagnostic("V030", message, help=help_)])
