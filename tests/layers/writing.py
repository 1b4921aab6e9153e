"""A small measure of two layers: what the tests lay over each other, made up for the purpose."""

from __future__ import annotations

from tests.ruleset.writing import BASE
from tolerance_engine.ruleset import Ruleset, load_text

LOWER = BASE.replace("id: example", "id: national") + "combine: most_favourable\ndefault: refused\n"
"""The lower layer: the base ruleset of the other tests under another id, where every case has an outcome."""

OPEN = LOWER.replace("default: refused", "default: not_specified")
"""The same, but silent on the cases that no clause speaks of."""

HEAD = """\
format: 1
id: city
title: {zh: 市里的办法, en: City}
in_force: {from: 2020, to: not_specified}
extends: [national]
sources:
  city_doc: {zh: 市里的文件, seen: full}
"""
CITE = "cite: {source: city_doc, at: 第一条}"


def city(more: str = "") -> str:
    """An upper layer with `more` written below its head."""
    return HEAD + more


def change(text: str) -> str:
    """An upper layer with one change; `cite` is added."""
    return city(f"changes:\n  - {{{text}, {CITE}}}\n")


def over(upper: str, lower: str = LOWER, **more: str) -> Ruleset:
    """The upper layer on the lower one, loaded."""
    return load_text(upper, name="city.yaml", uses={"national": lower, **more})
