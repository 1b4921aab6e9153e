"""Exploration: what the walk through a declared procedure found, as a value and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.procedure import Procedure
from tolerance_engine.procedure.worlds import World
from tolerance_engine.render.page import Block, Fields, Inline, Note, Page, Run, inline
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.procedure import DeclaredProcedure
from tolerance_engine.source import Lang


@dataclass(frozen=True, slots=True)
class Visit:
    """A place in the walk: one case's path so far, and the events that led on from it."""

    world: World
    procedure: Procedure
    moves: tuple[Event, ...]

    @property
    def path(self) -> tuple[str, ...]:
        """The events that led here."""
        return tuple(event.event for event in self.procedure.events)


@dataclass(frozen=True, eq=False)
class Exploration(Presentable):
    """What a walk found. `problems` is empty for a procedure in which everything can be reached and left again.

    worlds    how many ways the procedure's conditions can turn out, each walked with one complete case
    visits    every place, with the path that led there
    steps     how many events were applied on the way

    Problems: F301 a stage that no case reaches; F302 a stage from which some case cannot come to an end, with its
    facts and the way there; F303 a step that no case can take; F304 a step on offer that is refused when taken.
    """

    linked: Linked = field(repr=False)
    declared: DeclaredProcedure = field(repr=False)
    worlds: int
    steps: int
    visits: tuple[Visit, ...] = field(repr=False)
    problems: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages reached, in the order declared."""
        reached = {visit.procedure.state.stage for visit in self.visits}
        return tuple(name for name in self.declared.stages if name in reached)

    def as_data(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data."""
        return {
            "ruleset": self.linked.id,
            "sound": self.sound,
            "stages": list(self.stages),
            "worlds": self.worlds,
            "places": len(self.visits),
            "steps": self.steps,
            "problems": [problem.as_dict(lang) for problem in self.problems],
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The findings as a neutral page."""
        blocks: list[Block] = [Fields(tuple(self._rows(lang)))]
        blocks += [Note(inline(_told(problem, lang)), "bad") for problem in self.problems]
        title = self.linked.title.in_lang(lang)
        return Page(
            f"{title}：程序走查" if lang == "zh" else f"{title}: procedure explored", tuple(blocks), lang
        )

    def _rows(self, lang: Lang) -> Iterator[tuple[str, Inline]]:
        zh = lang == "zh"
        good = "每个阶段都走得到，都出得来" if zh else "every stage is reached and left again"
        bad = f"有 {len(self.problems)} 处要看" if zh else f"{len(self.problems)} findings"
        yield ("结论" if zh else "Result"), inline(Run(good, "good") if self.sound else Run(bad, "bad"))
        reached = f"{len(self.stages)} / {len(self.declared.stages)}"
        yield ("走到的阶段" if zh else "Stages reached"), inline(reached)
        worlds = f"{self.worlds} 种" if zh else str(self.worlds)
        yield ("事实的不同情形" if zh else "Ways the facts can be"), inline(worlds)
        walked = (
            f"{len(self.visits)} 处，{self.steps} 步"
            if zh
            else f"{len(self.visits)} places, {self.steps} steps"
        )
        yield ("走过" if zh else "Walked"), inline(walked)


def _told(problem: Diagnostic, lang: Lang) -> str:
    place = f"{problem.span}: " if problem.span else ""
    help_ = f"（{problem.help.zh}）" if problem.help and lang == "zh" else ""
    return f"{place}{problem.code} {problem.message.in_lang(lang)}{help_}"
