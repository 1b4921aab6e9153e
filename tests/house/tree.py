"""The files of the house: what git keeps, or everything that is not hidden or built where there is no git."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT = {"build", "dist", "site", "node_modules", "__pycache__"}


def listed(*options: str) -> list[Path]:
    """The files that `git ls-files` names with these options; all files in a tree that is no checkout."""
    try:
        run = subprocess.run(
            ["git", "ls-files", "-z", *options], cwd=ROOT, capture_output=True, check=True, timeout=60
        )
        found = [ROOT / name for name in run.stdout.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [
            path
            for path in ROOT.rglob("*")
            if not any(part[0] == "." or part in BUILT for part in path.relative_to(ROOT).parts)
        ]
    return sorted(path for path in found if path.is_file())


def modules() -> list[Path]:
    """The modules of the package that are kept."""
    return [
        path
        for path in listed("--cached", "tolerance_engine")
        if path.suffix == ".py" and path.is_relative_to(ROOT / "tolerance_engine")
    ]


def everything() -> list[Path]:
    """All files that are kept or about to be."""
    return listed("--cached", "--others", "--exclude-standard")
