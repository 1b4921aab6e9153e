"""Pages and pictures of procedures: every declared one can be shown, in both languages and every format."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

import tolerance_engine as te
from tests.procedure.paths import DECLARED, loaded, name_of
from tests.procedure_record.walks import NAMES, longest, walks
from tests.ruleset.writing import BASE
from tolerance_engine.procedure.drawing import procedure_graph
from tolerance_engine.procedure.history_page import history_page
from tolerance_engine.procedure.overview import declared_data, declared_page
from tolerance_engine.procedure.page_parts import MARKS
from tolerance_engine.render import graph, html, markdown, text
from tolerance_engine.render.page import Tree
from tolerance_engine.render.page import walk as walk_tree
from tolerance_engine.render.width import display_width
from tolerance_engine.ruleset import load_text
from tolerance_engine.source import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")
every = pytest.mark.parametrize("declared", DECLARED, ids=name_of)
ROOM = Path(__file__).resolve().parents[2] / "tolerance_engine" / "procedure"


@every
def test_every_procedure_can_be_drawn(declared: str) -> None:
    """The picture of a procedure has all its stages and steps, as text, as SVG and as Mermaid, in both languages."""
    linked = loaded(declared).linked
    assert linked.procedure is not None
    for lang in LANGS:
        drawn = procedure_graph(linked, linked.procedure, lang)
        told, file, words = graph.text(drawn, 10_000), graph.svg(drawn), graph.mermaid(drawn)
        assert ET.fromstring(file) is not None
        names = [stage.label.in_lang(lang) for stage in linked.procedure.stages.values()]
        names += [step.label.in_lang(lang) for step in linked.procedure.transitions]
        assert [name for name in names if not (name in told and name in file and name in words)] == []
        assert max(display_width(line) for line in graph.text(drawn, 60).split("\n")) <= 60


@every
def test_what_the_source_leaves_open_is_shown(declared: str) -> None:
    """Each step without a body or limit in its source says 来源未载明 in the page; nothing is filled in."""
    linked = loaded(declared).linked
    procedure = linked.procedure
    assert procedure is not None
    open_parts = sum(step.by in ("silent", "unseen") for step in procedure.transitions)
    open_parts += sum(step.within in ("silent", "unseen") for step in procedure.transitions)
    page = declared_page(linked, procedure, "zh")
    trees = [block for block in page.blocks if isinstance(block, Tree)]
    lines = ["".join(run.text for run in step.branch.text) for step in walk_tree(trees[0])]
    found = [line for line in lines if line.startswith(("由谁：来源未载明", "时限：来源未载明"))]
    assert len(found) == open_parts
    for lang in LANGS:
        shown = declared_page(linked, procedure, lang)
        assert text.render(shown) and markdown.render(shown) and html.document(shown)
    assert json.loads(json.dumps(declared_data(linked, procedure)))["ruleset"] == linked.id


def test_an_unseen_limit_reads_as_unseen() -> None:
    """Qinghai's acceptance: the body is there, its limit is 来源未载明, in picture, page and data."""
    linked = loaded("qinghai").linked
    assert linked.procedure is not None
    picture = graph.text(procedure_graph(linked, linked.procedure))
    assert "受理 · 受理主体\n   时限：来源未载明" in picture
    step = next(s for s in declared_data(linked, linked.procedure)["steps"] if s["event"] == "accepted")
    assert step["within"] == "unseen" and step["by"] == [{"when": None, "parties": ["accepting_body"]}]


@pytest.mark.parametrize("name", NAMES)
def test_every_state_can_be_shown(name: str) -> None:
    """Wherever a case can come to, its state and its history are shown whole, in text, Markdown and HTML."""
    for procedure in walks(name):
        for lang in LANGS:
            page = procedure.page(lang, date(2030, 1, 4))
            told = text.render(page)
            assert max(display_width(line) for line in told.split("\n")) <= 100
            history = text.render(history_page(procedure, lang))
            for entry in procedure.history:
                assert entry.label.in_lang(lang) in history and entry.event.event in told
    assert markdown.render(page) and html.document(page) and procedure.markdown() and procedure._repr_html_()


def test_reasons_decisions_and_lapse_are_told() -> None:
    """A decision against the verdict, its reason, and tolerance that lapsed stand in the page in plain words."""
    lapsed = next(procedure for procedure in walks("anxiang") if procedure.state.end == "lapsed")
    told = text.render(lapsed.page())
    assert "容错失效，结论不改写" in told and "逾期" in told and "已终止" in told
    against = next(p for p in walks("anxiang") if p.state.decision and p.state.decision.relation == "against")
    assert "与规则得出的结论不同" in text.render(against.page())
    reason = against.state.decision.reason if against.state.decision else None
    assert reason and reason in text.render(history_page(against, "zh"))


def test_every_mark_has_words() -> None:
    """Each mark that the interpreter can set on an event has words in both languages, and no other mark has."""
    source = "\n".join(path.read_text("utf-8") for path in ROOM.glob("*.py") if path.name != "page_parts.py")
    assert {mark for mark in MARKS if f'"{mark}"' not in source} == set()
    marks = {
        mark for name in NAMES for procedure in walks(name) for e in procedure.history for mark in e.marks
    }
    appended = set(re.findall(r'marks\.append\("(\w+)"\)', source))
    assert (marks | appended) <= set(MARKS)


def test_a_case_that_has_not_begun() -> None:
    """Before anything happened the page says so and offers the ways to begin."""
    procedure = longest("anxiang")
    first = type(procedure).start(procedure.ruleset)
    assert "尚未启动" in text.render(first.page()) and "提出申请" in text.render(first.page())
    assert "还没有事件" in text.render(history_page(first, "zh"))


def test_the_picture_from_python() -> None:
    """`te.draw_procedure` gives the pictures that the command prints; a ruleset without a procedure has none."""
    ruleset = te.load_ruleset("qinghai")
    assert te.draw_procedure(ruleset).startswith("        ● 启动")
    assert te.draw_procedure(ruleset, "svg", lang="en").startswith("<svg ")
    assert te.draw_procedure(ruleset, "mermaid").startswith("---\ntitle: ")
    with pytest.raises(ValueError, match="png"):
        te.draw_procedure(ruleset, "png")  # type: ignore[arg-type]
    with pytest.raises(te.ProcedureError) as refused:
        te.draw_procedure(load_text(BASE))
    assert [d.code for d in refused.value.diagnostics] == ["F127"]
