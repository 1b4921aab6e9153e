"""`tolerance procedure check`: what a drafter runs, and editors' schema for what a drafter writes."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.running import Ran, process
from tests.docs.blocks import blocks
from tests.docs.yaml_kinds import merged
from tests.procedure.paths import DECLARED, ROOT, loaded, name_of, written
from tests.procedure.test_explore_findings import BASE, BROKEN
from tests.ruleset.test_schema import errors
from tolerance_engine.cli.main import group
from tolerance_engine.procedure.explore import explore
from tolerance_engine.ruleset.schema import ruleset_schema

PAGES = ("format.md", "procedure.md")


def run(*arguments: str) -> Ran:
    """The command, in this process."""
    from click.testing import CliRunner

    done = CliRunner().invoke(group, ["procedure", "check", *arguments])
    return Ran(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A file in which small losses are decided by nobody."""
    data, _ = BROKEN["only major matters are decided"]
    path = tmp_path / "broken.yaml"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return str(path)


def test_a_sound_procedure_ends_with_zero() -> None:
    """The shipped procedures are sound, and that is said."""
    for region in ("qinghai", "wenzhou"):
        done = run(region)
        assert (done.code, done.err) == (0, "")
        assert "每个阶段都走得到，都出得来" in done.out


def test_findings_end_with_one(broken: str) -> None:
    """A finding ends with 1 and is shown with its place, its code, the facts and what to do; in English too."""
    done = run(broken)
    assert done.code == 1
    assert "F302" in done.out
    assert "major: 否" in done.out
    assert "broken.yaml:1:" in done.out
    assert "cannot come to an end" in run(broken, "--lang", "en").out


def test_json_holds_the_same(broken: str) -> None:
    """With --json only the data is on standard output: the problems as they are told elsewhere."""
    done = run(broken, "--json")
    data = json.loads(done.out)
    assert (done.code, data["sound"], [each["code"] for each in data["problems"]]) == (1, False, ["F302"])
    assert set(data) == {"ruleset", "sound", "stages", "worlds", "places", "steps", "problems"}
    assert data["problems"][0]["line"] == 1


def test_without_a_procedure_it_is_bad_input(tmp_path: Path) -> None:
    """A ruleset that declares none ends with 3, and says so on standard error."""
    data = copy.deepcopy(BASE)
    del data["procedure"]
    path = tmp_path / "none.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    done = process("procedure", "check", str(path))
    assert done.returncode == 3
    assert "F127" in done.stderr.decode()


@pytest.mark.parametrize("declared", DECLARED, ids=name_of)
def test_editors_accept_what_the_loader_accepts(declared: str) -> None:
    """The JSON Schema, general or made for the ruleset, marks nothing in a procedure that loads."""
    linked = loaded(declared).linked
    assert linked.located is not None
    data: Any = linked.located.data
    assert errors(ruleset_schema(), data) == []
    assert errors(ruleset_schema(linked), data) == []


def test_the_sample_of_the_documentation_is_sound() -> None:
    """The procedure on the page for drafters, which uses every key of the format, can be walked to its ends."""
    first = [next(b for b in blocks(ROOT / "docs" / name) if b.language == "yaml") for name in PAGES]
    sample, part = (yaml.safe_load(block.text) for block in first)
    assert explore(written(merged(sample, part))).sound


@pytest.mark.parametrize(
    "slip",
    [
        {"event": "decided", "form": ["applied"]},
        {"event": "decided", "from": ["applied"], "within": {"value": 5, "unit": "week"}},
        {"event": "decided", "from": ["applied"], "decides": "opinion"},
        {"event": "decided", "from": ["applied"], "by": []},
    ],
    ids="-".join,
)
def test_editors_mark_slips(slip: dict[str, Any]) -> None:
    """A misspelt key, an unknown unit, an unknown word and an empty list are marked while typing."""
    data = copy.deepcopy(BASE)
    data["procedure"]["transitions"] = [slip]
    assert errors(ruleset_schema(), data)
