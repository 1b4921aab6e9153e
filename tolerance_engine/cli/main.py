"""The group of commands, and what all of them share: language, errors, output that survives any console."""

from __future__ import annotations

import sys

import click

from tolerance_engine.cli.later import LaterGroup
from tolerance_engine.errors import ToleranceError
from tolerance_engine.source import Lang
from tolerance_engine.version import __version__

BAD_INPUT = 3


@click.group(
    cls=LaterGroup,
    later={
        "determine": "tolerance_engine.cli.determine",
        "ask": "tolerance_engine.cli.ask",
        "whatif": "tolerance_engine.cli.whatif",
        "prove": "tolerance_engine.cli.prove",
        "diff": "tolerance_engine.cli.diff",
        "lint": "tolerance_engine.cli.lint",
        "test": "tolerance_engine.cli.test",
        "show": "tolerance_engine.cli.show",
        "new": "tolerance_engine.cli.new",
        "schema": "tolerance_engine.cli.schema",
        "procedure": "tolerance_engine.cli.procedure",
        "verify": "tolerance_engine.cli.verify",
        "batch": "tolerance_engine.cli.batch",
        "sql": "tolerance_engine.cli.sql",
    },
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="tolerance")
def group() -> None:
    """容错纠错规则引擎：由规则与案件得出有理由的结论。"""


def main() -> None:
    """Run the command line; our own errors end in exit code 3, said in full on stderr."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a console in GBK must not break on a sign it lacks
            reconfigure(errors="backslashreplace")
    try:
        group(prog_name="tolerance")
    except ToleranceError as error:
        lang: Lang = "en" if "--lang=en" in sys.argv or _after("--lang") == "en" else "zh"
        click.echo(error.text(lang), err=True)
        sys.exit(BAD_INPUT)


def _after(option: str) -> str | None:
    arguments = sys.argv
    return arguments[arguments.index(option) + 1] if option in arguments[:-1] else None
