"""What the pages claim about names, codes, keys and commands is what there is."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import click
import pytest
from click.testing import CliRunner

import tolerance_engine as te
from tests.docs.blocks import ROOT, blocks, pages
from tests.docs.run import sets_up
from tolerance_engine.cli.main import group

CONTEXT = click.Context(group)
COMMANDS = sorted(group.list_commands(CONTEXT))


def page(name: str) -> str:
    """The text of a page of the site."""
    return (ROOT / "docs" / name).read_text("utf-8")


def ticked(text: str) -> set[str]:
    """Everything a text names in backticks, fences left out."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return {word for inside in re.findall(r"`([^`\n]+)`", prose) for word in re.findall(r"[\w.-]+", inside)}


@cache
def schema(kind: str) -> dict[str, Any]:
    """What `tolerance schema KIND` prints."""
    read: dict[str, Any] = json.loads(CliRunner().invoke(group, ["schema", kind]).stdout)
    return read


def keys(node: Any) -> Iterator[str]:
    """Every key that a schema lets a drafter write."""
    if isinstance(node, list):
        for part in node:
            yield from keys(part)
    elif isinstance(node, dict):
        for word, part in node.items():
            if word in ("properties", "$defs"):  # names of things, and under each a schema
                yield from part if word == "properties" else ()
                yield from keys([*part.values()])
            else:
                yield from keys(part)


def test_public_names_are_documented() -> None:
    """The API page has an entry for every public name, and for no other."""
    entries = re.findall(r"^::: tolerance_engine\.(\w+)$", page("api.md"), re.MULTILINE)
    assert sorted(entries) == sorted(name for name in te.__all__ if name != "__version__")
    assert "__version__" in page("api.md")


def test_error_codes_are_documented() -> None:
    """The page on errors explains every code of the source once, and none that is gone."""
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "tolerance_engine").rglob("*.py"))
    used = set(re.findall(r'"([A-Z]\d{3})"', source))
    explained = re.findall(r"^\| `([A-Z]\d{3})` \|", page("errors.md"), re.MULTILINE)
    assert sorted(explained) == sorted(used)


def test_ruleset_keys_are_explained() -> None:
    """Every key of a ruleset file is named in the text of the page on the format, on conditions or on procedures."""
    named = ticked(page("format.md")) | ticked(page("conditions.md")) | ticked(page("procedure.md"))
    conditions = " ".join(block.text for block in blocks(ROOT / "docs" / "conditions.md"))
    written = set(re.findall(r"\w+", conditions))
    assert sorted(set(keys(schema("ruleset"))) - named - written) == []


def test_case_keys_are_explained() -> None:
    """Every key at the top of a case file is named on the page about cases."""
    assert sorted(set(schema("case")["properties"]) - ticked(page("cases.md"))) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_options_are_explained(command: str) -> None:
    """The page on the command line has the command, and names each of its options."""
    text = page("cli.md")
    assert f"## {command} " in text
    found = group.get_command(CONTEXT, command)
    assert found is not None
    for option in found.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in text, option.opts


def test_json_keys_are_explained() -> None:
    """Every key of a verdict's JSON is named on the page on the command line."""
    verdict = te.determine(te.load_ruleset("qinghai"), {})
    assert sorted(set(verdict.model_dump()) - ticked(page("cli.md"))) == []


def test_rooms_are_drawn() -> None:
    """The picture of the house shows every folder of the package, and none that is not there."""
    picture = page("house.md").split("\ntolerance_engine/\n")[1].split("\nrulesets/\n")[0]
    drawn = set(re.findall(r"^  (\w+)/ ", picture, re.MULTILINE))
    there = {path.parent.name for path in (ROOT / "tolerance_engine").glob("*/__init__.py")}
    assert drawn == there
    rooms = set(re.findall(r"`([a-z_/]+)/`", page("house.md")))
    assert all((ROOT / "tolerance_engine" / room).is_dir() for room in rooms)


@pytest.mark.parametrize("region", [info.id for info in te.list_rulesets()])
def test_names_of_a_region_are_in_the_glossary(region: str) -> None:
    """The glossary gives the Chinese and the English name of every dimension and outcome."""
    linked = te.load_ruleset(region).linked
    text = page("glossary.md")
    for name, part in linked.dimensions.items():
        assert f"| {part.label.zh} | `{name}` |" in text
    for outcome in linked.outcomes:
        assert f"| {outcome.label.zh} | `{outcome.id}` |" in text


@pytest.mark.parametrize("region", [info.id for info in te.list_rulesets()])
def test_sources_of_a_region_are_shown(region: str) -> None:
    """The site has a page on what a region's rules rest on, and the overview links to it."""
    assert f"rulesets/{region}/SOURCES.md" in page(f"regions/{region}.md")
    assert f"({region}.md)" in page("regions/index.md")


def test_preparing_commands_exist() -> None:
    """What pages tell a reader to type before anything runs is there: make targets and extras."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for block in (block for path in pages() for block in blocks(path) if block.language == "sh"):
        if not sets_up(block):
            continue
        for line in block.text.splitlines():
            command = line.split("#")[0].split()
            if command[:1] == ["make"]:
                assert {word for word in command[1:] if "=" not in word} <= targets, block.place
            for named in re.findall(r"\[([\w,]+)\]", line.split("#")[0]):
                assert set(named.split(",")) <= set(extras), block.place


def test_two_commands_are_promised_and_kept() -> None:
    """The README names `make demo` and `make test`, and CI runs the second."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "\nmake demo " in readme
    assert "\nmake test " in readme
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("\nmake test")


def test_changelog_has_this_version() -> None:
    """The version of the package has an entry, with what changed in the engine and what in the rulesets."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    entry = text.split(f"## [{te.__version__}]")[1].split("\n## [")[0]
    assert "### Engine" in entry
    assert "### Rulesets" in entry
