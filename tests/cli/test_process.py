"""The command as a process: exit codes, streams, closed pipes, other encodings, colour only for people."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLE, ROOT, process

SCRIPT = Path(sys.executable).parent / "tolerance"


def test_json_alone_on_stdout() -> None:
    """With `--json` stdout is one JSON document and stderr is empty."""
    ran = process("determine", EXAMPLE, "-r", "qinghai", "--json")
    assert ran.returncode == 0 and ran.stderr == b""
    assert json.loads(ran.stdout)["reading"] == "as_written"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show"], 0),
        (["determine", EXAMPLE], 2),
        (["determine", "nowhere.yaml", "-r", "qinghai"], 3),
    ],
    ids=["done", "bad-usage", "bad-input"],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    """Done is 0, bad usage 2, bad input 3; what went wrong stands on stderr, never as a traceback."""
    ran = process(*arguments)
    assert ran.returncode == code
    assert bool(ran.stderr) == (code != 0) and bool(ran.stdout) == (code == 0)
    assert b"Traceback" not in ran.stderr


@pytest.mark.skipif(not SCRIPT.exists(), reason="only where the package is installed with its command")
def test_the_installed_command() -> None:
    """The command `tolerance` is installed with the package."""
    ran = subprocess.run([SCRIPT, "--version"], capture_output=True, check=True, text=True, timeout=60)
    assert ran.stdout.startswith("tolerance")


@pytest.mark.parametrize(
    "arguments",
    [["determine", EXAMPLE, "-r", "wenzhou", "--json"], ["show", "wenzhou"], ["schema", "-r", "wenzhou"]],
    ids=["json", "text", "schema"],
)
def test_a_closed_pipe_is_no_error_to_tell(arguments: list[str]) -> None:
    """A reader that stops early, like `head -1`, ends the command without a traceback or a complaint."""
    command = [sys.executable, "-u", "-m", "tolerance_engine", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        told = running.stderr.read()
        running.wait(timeout=60)
    assert b"Traceback" not in told and b"Error" not in told and b"Exception" not in told


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "cp936"])
def test_any_console_encoding_survives(encoding: str) -> None:
    """On a console that lacks our signs the command still ends well, and what it can show is shown."""
    ran = process("determine", EXAMPLE, "-r", "qinghai", encoding=encoding)
    assert ran.returncode == 0 and b"Traceback" not in ran.stderr
    told = ran.stdout.decode(
        "utf-8" if encoding == "ascii" else encoding
    )  # click takes ASCII for a wrong setting
    assert "qinghai" in told
    assert ("结论" in told) == (encoding != "latin-1")


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_errors_on_any_console(encoding: str) -> None:
    """Errors too survive a console that lacks their signs."""
    ran = process("determine", "nowhere.yaml", "-r", "qinghai", encoding=encoding)
    assert ran.returncode == 3 and b"K001" in ran.stderr and b"Traceback" not in ran.stderr


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What the command writes to a terminal of its own."""
    leader, follower = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
    clean |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "TERM": "xterm", **environment}
    running = subprocess.Popen(
        [sys.executable, "-m", "tolerance_engine", *arguments],
        stdout=follower,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=clean,
    )
    os.close(follower)
    told = b""
    while True:
        try:
            more = os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        told += more
    os.close(leader)
    assert running.wait(timeout=60) == 0
    return told.decode()


def test_colour_for_people_only() -> None:
    """A terminal gets colour; NO_COLOR, a dumb terminal and a pipe get none, and say the same words."""
    arguments = ("determine", EXAMPLE, "-r", "qinghai")
    coloured = on_a_terminal(*arguments)
    assert "\x1b[" in coloured
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in on_a_terminal(*arguments, **environment)
    piped = process(*arguments).stdout.decode()
    assert "\x1b" not in piped and "↓" in piped


def test_nothing_depends_on_the_working_directory(tmp_path: Path) -> None:
    """The shipped rulesets are found from anywhere."""
    ran = subprocess.run(
        [sys.executable, "-m", "tolerance_engine", "show", "--json"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=True,
        timeout=60,
    )
    assert {each["id"] for each in json.loads(ran.stdout)} >= {"qinghai", "wenzhou"}
