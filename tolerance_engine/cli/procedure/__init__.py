"""`tolerance procedure …`: the path of a case - how it is declared, where one stands, what its record says."""

from __future__ import annotations

import click

from tolerance_engine.cli.later import LaterGroup

_HERE = "tolerance_engine.cli.procedure"


@click.group(
    "procedure",
    cls=LaterGroup,
    later={
        "show": f"{_HERE}.show",
        "check": f"{_HERE}.check",
        "start": f"{_HERE}.records",
        "apply": f"{_HERE}.records",
        "status": f"{_HERE}.records",
        "history": f"{_HERE}.records",
        "verify": f"{_HERE}.files",
        "export": f"{_HERE}.files",
        "import": f"{_HERE}.files",
        "calendar": f"{_HERE}.calendar",
    },
)
def procedure_command() -> None:
    """容错程序：怎样声明，一件案子走到哪里，何时到期；记录一经写下，改动看得出来。"""
