"""`tolerance procedure …`: the path of a case - how it is declared, where one stands, what its record says."""

from __future__ import annotations

import click

from tolerance_engine.cli.procedure_calendar import calendar_command
from tolerance_engine.cli.procedure_check import check_command
from tolerance_engine.cli.procedure_files import export_command, import_command, verify_command
from tolerance_engine.cli.procedure_records import (
    apply_command,
    history_command,
    start_command,
    status_command,
)
from tolerance_engine.cli.procedure_show import show_command


@click.group("procedure")
def procedure_command() -> None:
    """容错程序：怎样声明，一件案子走到哪里，何时到期；记录一经写下，改动看得出来。"""


for _command in (
    show_command,
    check_command,
    start_command,
    apply_command,
    status_command,
    history_command,
    verify_command,
    export_command,
    import_command,
    calendar_command,
):
    procedure_command.add_command(_command)
