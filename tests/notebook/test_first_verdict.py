"""The notebook for discipline officers shows what its cells really give, and survives an untrusted viewer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.notebook.execute import executed, read


def outputs(notebook: Any) -> list[list[dict[str, Any]]]:
    """What each code cell shows, without counters."""
    return [
        [{key: value for key, value in output.items() if key != "execution_count"} for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def cards() -> Iterator[str]:
    """Every piece of HTML that the notebook holds."""
    for shown in outputs(read()):
        yield from (output["data"]["text/html"] for output in shown if "text/html" in output.get("data", {}))


class Markup(HTMLParser):
    """Collects the elements and attributes of a card."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_cells_give_what_they_show() -> None:
    """Executed again from nothing, every cell gives the outputs that are kept in the file (`make notebook`)."""
    kept, now = outputs(read()), outputs(executed())
    for number, (before, after) in enumerate(zip(kept, now, strict=True), 1):
        assert before == after, f"code cell {number} shows something else now (make notebook)"


def test_no_cell_ends_in_an_error() -> None:
    """A reader never meets a traceback; errors that are shown on purpose are caught and printed."""
    assert all(output["output_type"] != "error" for shown in outputs(read()) for output in shown)


def test_it_shows_cards() -> None:
    """At least three verdicts are drawn as cards, and every code cell that should show something does."""
    assert len(list(cards())) >= 3
    assert all(shown for shown in outputs(read()))


@pytest.mark.parametrize("number", range(len(list(cards()))))
def test_cards_need_no_trust(number: int) -> None:
    """A card is tables and folding lists with inline styles: nothing an untrusted notebook would drop."""
    card = list(cards())[number]
    markup = Markup(card)
    allowed = {"div", "span", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"}
    assert markup.elements <= allowed
    assert markup.attributes <= {"style", "lang", "role", "aria-level", "scope", "open"}
    assert "var(" not in card
    assert not re.search(r"url\(|https?://", card)


def test_it_says_nothing_of_the_machine() -> None:
    """The file carries no version of Python, no path and no time of execution."""
    notebook = read()
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert all(not cell.metadata for cell in notebook.cells)
