"""Run the notebook in a copy of its folder, and return it with outputs that do not change from run to run."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

NOTEBOOK = Path(__file__).resolve().parents[2] / "examples" / "first-verdict.ipynb"
SECONDS_A_CELL = 120


def read() -> nbformat.NotebookNode:
    """The notebook as it is kept."""
    notebook: nbformat.NotebookNode = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def executed() -> nbformat.NotebookNode:
    """The same cells with the outputs they give now."""
    notebook = read()
    with TemporaryDirectory() as folder:
        beside = Path(folder) / "examples"
        shutil.copytree(NOTEBOOK.parent, beside)
        client = NotebookClient(
            notebook,
            timeout=SECONDS_A_CELL,
            kernel_name="python3",
            resources={"metadata": {"path": str(beside)}},
            # Not over TCP, where the kernel warns of eavesdroppers; `ip` is then the path of its sockets.
            config=Config({"KernelManager": {"transport": "ipc", "ip": str(Path(folder) / "kernel")}}),
        )
        client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def _joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Printed text arrives in pieces of any size: pieces of one stream that follow each other become one."""
    whole: list[nbformat.NotebookNode] = []
    for output in outputs:
        if whole and output.output_type == "stream" and whole[-1].get("name") == output.name:
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole
