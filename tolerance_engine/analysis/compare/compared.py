"""Compared: what both kinds of comparison can do with their page, in brief and in full, and with their data."""

from __future__ import annotations

import json
from abc import abstractmethod
from typing import Any

from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.source import Lang


class Compared(Presentable):
    """A comparison that is shown: brief unless `full` is asked for."""

    @abstractmethod
    def page(self, lang: Lang = "zh", *, full: bool = False) -> Page:
        """The comparison laid out for reading."""

    @abstractmethod
    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """The same as JSON text."""
        return json.dumps(self.as_data(), ensure_ascii=False, indent=indent)

    def text(self, lang: Lang = "zh", width: int = 100, color: bool = False, *, full: bool = False) -> str:
        """The comparison as text of at most `width` columns."""
        from tolerance_engine.render import text

        return text.render(self.page(lang, full=full), width=width, color=color)

    def markdown(self, lang: Lang = "zh", *, full: bool = False) -> str:
        """The comparison as Markdown."""
        from tolerance_engine.render import markdown

        return markdown.render(self.page(lang, full=full))

    def html(self, lang: Lang = "zh") -> str:
        """The comparison as one HTML file that needs nothing else: it can be mailed as it is."""
        from tolerance_engine.render import html

        return html.document(self.page(lang, full=True))
