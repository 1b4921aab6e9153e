"""Packaging: wheel and source archive, built offline, carry the rulesets and the types and work on their own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import tolerance_engine as te

ROOT = Path(__file__).resolve().parents[2]
RULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "rulesets").rglob("*") if path.is_file())


def built(kind: str, tree: Path, target: Path) -> Path:
    """A wheel or sdist of a source tree, by the build backend itself: no network, no isolation."""
    code = f"import sys; from hatchling.build import build_{kind}; print(build_{kind}(sys.argv[1]))"
    run = subprocess.run(
        [sys.executable, "-c", code, str(target)],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return target / run.stdout.split("\n")[-2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive of this tree."""
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


def names(wheel: Path) -> dict[str, str]:
    """The files of a wheel with their hashes."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def test_the_wheel_carries_what_is_needed(wheel: Path) -> None:
    """The wheel is pure Python and holds every ruleset, every module and py.typed, and nothing else."""
    assert wheel.name == f"tolerance_engine-{te.__version__}-py3-none-any.whl"
    found = {name for name in names(wheel) if ".dist-info/" not in name}
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tolerance_engine").rglob("*.py")}
    assert found == modules | {"tolerance_engine/py.typed"} | {f"tolerance_engine/{rule}" for rule in RULES}


def test_the_wheel_says_what_it_needs(wheel: Path) -> None:
    """The wheel's metadata has the version, the command, and the core dependencies without the extras' ones."""
    with zipfile.ZipFile(wheel) as archive:
        info = next(name for name in archive.namelist() if name.endswith("METADATA"))
        metadata = archive.read(info).decode()
        commands = archive.read(info.replace("METADATA", "entry_points.txt")).decode()
    assert f"Version: {te.__version__}" in metadata and "Requires-Python: >=3.11" in metadata
    assert "tolerance = tolerance_engine.cli:main" in commands
    needed = {
        line.split(": ")[1].split(">")[0].split("<")[0].split("=")[0].lower()
        for line in metadata.split("\n")
        if line.startswith("Requires-Dist") and "extra" not in line
    }
    core = {"pydantic", "pyyaml", "click", "chinesecalendar"}
    assert {*core, "rich"} >= needed >= core


def test_the_source_archive_is_whole(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    """From the source archive alone the same wheel can be built, and its tests, docs and examples are there."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (tree,) = tmp_path.iterdir()
    for part in (
        "rulesets/qinghai/2018.yaml",
        "tests/conftest.py",
        "examples/P01.yaml",
        "README.md",
        "LICENSE",
        "pyproject.toml",
        "docs",
        "Makefile",
    ):
        assert (tree / part).exists(), part
    target = tmp_path / "again"
    target.mkdir()
    assert names(built("wheel", tree, target)) == names(wheel)


def test_building_twice_gives_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    """The wheel is reproducible."""
    assert built("wheel", ROOT, tmp_path).read_bytes() == wheel.read_bytes()


USE = """
import sys, tolerance_engine as te
from importlib.resources import files
ruleset = te.load_ruleset("qinghai")
print(te.__file__)
print([info.id for info in te.list_rulesets()])
print(te.determine(ruleset, {"findings": {"no_red_line": False}}).outcome, files("tolerance_engine").joinpath("py.typed").is_file())
from tolerance_engine.determine.rule_tests import load_rule_tests, run_rule_test
from tolerance_engine.ruleset.catalogue import builtin_root
tests = load_rule_tests(builtin_root() / "qinghai")
print(len(tests) > 50 and all(run_rule_test(ruleset, test).passed for test in tests))
"""


def used(place: Path, cwd: Path) -> list[str]:
    """What the package at `place` says of itself in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", USE],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip().split("\n")


@pytest.mark.parametrize("packed", [False, True], ids=["unpacked", "as-a-zip"])
def test_the_installed_package_finds_its_rulesets(wheel: Path, tmp_path: Path, packed: bool) -> None:
    """Installed from the wheel, or imported straight from it, the package decides by its own rulesets."""
    place = wheel
    if not packed:
        place = tmp_path / "installed"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(place)
    file, ids, outcome, tests = used(place, tmp_path)
    assert file.startswith(str(place)), "the package under test, not the checkout"
    assert ids == str([info.id for info in te.list_rulesets()])
    assert outcome == "not_tolerated True"
    assert tests == "True"
