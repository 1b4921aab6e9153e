"""A value that can say what stands on its page can be shown anywhere: terminal, notebook, file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from typing import Literal

from tolerance_engine.render import html, markdown, text
from tolerance_engine.render.page import Page

Lang = Literal["zh", "en"]


class Presentable(ABC):
    """Anything with a `page()`. Name it before other bases, so that `str()` is the text of the page."""

    __slots__ = ()

    @abstractmethod
    def page(self, lang: Lang = "zh") -> Page:
        """What is to be said, in the language asked for."""

    def text(self, lang: Lang = "zh", width: int = 100, color: bool = False) -> str:
        """The page as plain text."""
        return text.render(self.page(lang), width=width, color=color)

    def markdown(self, lang: Lang = "zh") -> str:
        """The page as Markdown."""
        return markdown.render(self.page(lang))

    def _repr_html_(self) -> str:
        return html.render(self.page())

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook asks for; only the kinds it wants are drawn."""
        drawn: Mapping[str, Callable[[], str]] = {
            "text/plain": self.text,
            "text/markdown": self.markdown,
            "text/html": self._repr_html_,
        }
        wanted = (kind for kind in drawn if (not include or kind in include) and kind not in (exclude or ()))
        return {kind: drawn[kind]() for kind in wanted}

    def __str__(self) -> str:
        return self.text()
