"""Values that present themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest
from IPython.core.formatters import DisplayFormatter
from pydantic import BaseModel

from tolerance_engine.render import Page, Paragraph, Presentable, Run, html, inline, markdown, text


@dataclass(frozen=True, slots=True)
class Greeting(Presentable):
    """The smallest thing with a page."""

    word: str

    def page(self, lang: Literal["zh", "en"] = "zh") -> Page:
        """Its word, in the tone of good news."""
        title = {"zh": "问候", "en": "Greeting"}[lang]
        return Page(title, (Paragraph(inline(Run(self.word, "good"))),), lang)


class Model(Presentable, BaseModel):
    """A pydantic model can present itself too."""

    word: str

    def page(self, lang: Literal["zh", "en"] = "zh") -> Page:
        """Its word alone."""
        return Page("", (Paragraph(inline(self.word)),), lang)


def test_a_presentable_draws_its_page_in_every_format() -> None:
    """Each format is that renderer's drawing of the page in the language asked for."""
    greeting = Greeting("你好")
    assert greeting.text() == text.render(greeting.page("zh")) == str(greeting)
    assert greeting.text("en", 30, True) == text.render(greeting.page("en"), 30, color=True)
    assert greeting.markdown("en") == markdown.render(greeting.page("en"))
    long = Greeting("a" + "好" * 70)
    assert long.text() == text.render(long.page()) == str(long)
    assert greeting._repr_html_() == html.render(greeting.page("zh"))


def test_a_notebook_gets_three_kinds_at_once() -> None:
    """Text for a terminal, HTML for a notebook, Markdown for an export."""
    bundle = Greeting("你好")._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "text/markdown"}
    assert bundle["text/plain"] == str(Greeting("你好"))


@pytest.mark.parametrize(
    ("include", "exclude", "kinds"),
    [
        (["text/html"], None, {"text/html"}),
        (None, ["text/html"], {"text/plain", "text/markdown"}),
        ({"text/html", "image/png"}, {"text/html"}, set()),
    ],
)
def test_a_notebook_gets_only_the_kinds_it_wants(
    include: set[str] | None, exclude: list[str] | None, kinds: set[str]
) -> None:
    """Kinds asked for are drawn, kinds refused are not."""
    assert set(Greeting("你好")._repr_mimebundle_(include, exclude)) == kinds


def test_ipython_shows_a_presentable() -> None:
    """The formatter of a real notebook takes the bundle as it is."""
    data, metadata = DisplayFormatter().format(Greeting("你好"))  # type: ignore[no-untyped-call]
    assert data == Greeting("你好")._repr_mimebundle_()
    assert metadata == {}


def test_a_model_presents_itself() -> None:
    """The mixin goes before pydantic's base, and the model stays a model."""
    model = Model(word="你好")
    assert str(model) == "你好"
    assert model.model_dump() == {"word": "你好"}


def test_a_presentable_without_a_page_cannot_be_made() -> None:
    """Whoever promises to present itself says what stands on the page."""

    class Silent(Presentable):
        __slots__ = ()

    with pytest.raises(TypeError, match="abstract"):
        Silent()  # type: ignore[abstract]


def test_the_mixin_costs_no_dictionary() -> None:
    """A frozen slotted value stays slotted."""
    assert not hasattr(Greeting("你好"), "__dict__")
