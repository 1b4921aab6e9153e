"""Files: no paths of one machine, no addresses of package registries, text that every editor reads."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, everything

TEXT = {
    ".py",
    ".pyi",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".json",
    ".ipynb",
    ".txt",
    ".cfg",
    ".lp",
    ".css",
    ".js",
    "",
}
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".",
    "unpkg" + ".com",
    "jsdelivr" + ".net",
    "tuna.tsing" + "hua",
    "mirrors." + "aliyun",
    "arti" + "factory",
    "crates" + ".io",
]
MACHINE = re.compile(
    "|".join(
        [
            "/wo" + "rk/",
            "/ho" + "me/[a-z]",
            "/ro" + "ot/",
            "/Us" + "ers/[A-Za-z]",
            r"[A-Z]:\\+Us" + "ers",
            "/t" + r"mp/[a-z]",
        ]
    )
)


FILES = everything()
TEXTS = [path for path in FILES if path.suffix in TEXT]


def test_there_is_something_to_look_at() -> None:
    """The list of files holds the package, the rulesets, the tests and the docs."""
    names = {path.relative_to(ROOT).parts[0] for path in FILES}
    assert {"tolerance_engine", "rulesets", "tests", "examples", "pyproject.toml"} <= names
    assert len(FILES) > 100


def test_no_paths_of_one_machine() -> None:
    """No file names a folder of the machine it was written on."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:90]}"
        for path in TEXTS
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if MACHINE.search(line)
    ]
    assert found == []


def test_no_hosts_of_registries() -> None:
    """No file sends anyone to a package registry or a content network."""
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in TEXTS
        for host in HOSTS
        if host in path.read_text("utf-8").lower()
    ]
    assert found == []


def test_every_text_is_plain_utf8() -> None:
    """Every text file is UTF-8 without a byte order mark, with Unix line ends and a last newline."""
    wrong = []
    for path in TEXTS:
        content = path.read_bytes()
        content.decode("utf-8")
        if (
            content.startswith(b"\xef\xbb\xbf")
            or b"\r" in content
            or (content and not content.endswith(b"\n"))
        ):
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_no_file_is_large() -> None:
    """Nothing that is kept is larger than a megabyte."""
    assert [str(path.relative_to(ROOT)) for path in FILES if path.stat().st_size > 1_000_000] == []


TESTS = [
    path for path in FILES if path.suffix == ".py" and path.name.startswith("test_") and "tests" in path.parts
]


def claims(function: ast.FunctionDef) -> bool:
    """Whether a function asserts or expects something itself."""
    return any(
        isinstance(node, ast.Assert | ast.Raise)
        or (isinstance(node, ast.Attribute) and node.attr in ("raises", "fail"))
        for node in ast.walk(function)
    )


HELPERS = {
    node.name
    for path in FILES
    if path.suffix == ".py" and "tests" in path.relative_to(ROOT).parts
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("test_") and claims(node)
}


@pytest.mark.parametrize("path", TESTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_test_is_one_sentence(path: Path) -> None:
    """Each test says in one sentence what is claimed, and claims something."""
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(function, ast.FunctionDef) or not function.name.startswith("test_"):
            continue
        doc = ast.get_docstring(function)
        assert doc, f"{function.name} has no docstring"
        assert doc.rstrip().endswith("."), f"{function.name}: {doc}"
        called = {
            ast.unparse(node.func).split(".")[-1] for node in ast.walk(function) if isinstance(node, ast.Call)
        }
        assert claims(function) or called & HELPERS, f"{function.name} cannot fail"


def test_no_test_is_skipped_without_reason() -> None:
    """A skip stands only where something is really missing, and says what."""
    for path in TESTS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("mark.skip", "mark.skipif", "mark.xfail", "pytest.skip")
            ):
                given = [
                    *[k.value for k in node.keywords if k.arg == "reason"],
                    *(node.args if ast.unparse(node.func).endswith("pytest.skip") else []),
                ]
                assert given, f"{path.name}:{node.lineno}"
