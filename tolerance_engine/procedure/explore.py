"""Explore: walk a declared procedure through every stage, every step and every way its conditions can turn out.

The walk is made with the interpreter itself, not with a model of it: each move is an event that was really
applied. What a drafter wants to know before anybody relies on the file: is there a stage that is never
reached, a case that gets stuck, a step that is never possible?

Every case walked has all facts established and all events in time on one day, unless a limit is let pass to see
where that leads. An event that may repeat is walked as often as it makes a difference.
"""

from __future__ import annotations

from collections import deque

from tolerance_engine.diagnostics import Diagnostic, in_file_order
from tolerance_engine.errors import ProcedureError
from tolerance_engine.expr.nodes import Path
from tolerance_engine.procedure.exploration import Exploration, Visit
from tolerance_engine.procedure.moves import Move, Moves
from tolerance_engine.procedure.procedure import Procedure
from tolerance_engine.procedure.worlds import World, worlds
from tolerance_engine.ruleset.procedure import DeclaredProcedure, Transition
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Position, Words

MAX_VISITS = 50_000
Key = tuple[object, ...]


def explore(ruleset: Ruleset, *, reading: str | None = None) -> Exploration:
    """Walk the procedure that `ruleset` declares.

    Raises ProcedureError: F310 when its conditions combine in too many ways, F311 when the walk grows too long,
    and what `Procedure.start` raises where no procedure is declared.
    """
    first = Procedure.start(ruleset, reading=reading)
    declared = ruleset.linked.procedure
    assert declared is not None
    walk = _Walk(ruleset, declared)
    found = worlds(ruleset, declared, first.reading)
    for world in found:
        walk.through(world, Procedure.start(ruleset, world.case, reading=reading))
    visits = tuple(walk.visits)
    return Exploration(ruleset.linked, declared, len(found), walk.count, visits, walk.problems())


class _Walk:
    """Breadth first, so that the way shown to a place is a shortest one."""

    def __init__(self, ruleset: Ruleset, declared: DeclaredProcedure) -> None:
        self.ruleset, self.declared = ruleset, declared
        self.moves = Moves(ruleset, declared)
        self.visits: list[Visit] = []
        self.count = 0
        self.taken: set[Path] = set()
        self.stuck: dict[str, Visit] = {}
        self.torn: dict[Path, tuple[Visit, Move]] = {}

    def through(self, world: World, start: Procedure) -> None:
        """Everything that can happen to one case."""
        seen: dict[Key, Visit] = {}
        before: dict[Key, set[Key]] = {}
        waiting = deque([(self.moves.key(start), start)])
        queued = {waiting[0][0]}
        while waiting:
            key, here = waiting.popleft()
            moves = tuple(self.moves.on(here))
            seen[key] = visit = Visit(world, here, tuple(move.event for move in moves if move.there))
            for move in moves:
                if move.there is None:
                    if move.step is not None and move.event.event == move.step.event:
                        self.torn.setdefault(move.step.path, (visit, move))
                    continue
                if move.step is not None:
                    self.taken.add((*move.step.path, move.event.event))
                after = self.moves.key(move.there)
                before.setdefault(after, set()).add(key)
                if after not in queued:
                    queued.add(after)
                    waiting.append((after, move.there))
            self.visits.append(visit)
            self.count += len(visit.moves)
            if len(self.visits) > MAX_VISITS:
                raise ProcedureError([_too_long()])
        self._find_stuck(seen, before)

    def _find_stuck(self, seen: dict[Key, Visit], before: dict[Key, set[Key]]) -> None:
        """Places from which no end is reached, going back from the ends."""
        done = [key for key, visit in seen.items() if visit.procedure.state.end is not None]
        good = set(done)
        while done:
            for key in before.get(done.pop(), ()):
                if key not in good:
                    good.add(key)
                    done.append(key)
        for key, visit in seen.items():
            stage = visit.procedure.state.stage
            if key not in good and stage is not None:
                self.stuck.setdefault(stage, visit)

    def problems(self) -> tuple[Diagnostic, ...]:
        """All findings, in the order of the file."""
        reached = {visit.procedure.state.stage for visit in self.visits}
        found = [self._unreached(name) for name in self.declared.stages if name not in reached]
        found += [self._dead_end(name, visit) for name, visit in self.stuck.items()]
        for step in self.declared.transitions:
            if step.path in self.torn:
                found.append(self._torn(step, *self.torn[step.path]))
            elif (*step.path, step.event) not in self.taken and (
                step.is_start or reached & set(step.sources)
            ):
                found.append(self._never(step))
        return in_file_order(found)

    def _unreached(self, stage: str) -> Diagnostic:
        label = self.declared.stages[stage].label
        message = Words(f"没有案件会到阶段 `{stage}`（{label.zh}）", f"no case reaches the stage `{stage}`")
        help_ = Words(
            "写一步以它为 `to`，或者去掉这个阶段", "write a step that leads there, or remove the stage"
        )
        return Diagnostic("F301", message, self._at("procedure", "stages", stage), help_)

    def _dead_end(self, stage: str, visit: Visit) -> Diagnostic:
        label, way, facts = self.declared.stages[stage].label, "、".join(visit.path), visit.world.text()
        zh = f"案件到了阶段 `{stage}`（{label.zh}）就出不来了。走法：{way}"
        en = f"a case in the stage `{stage}` cannot come to an end; the way there: {', '.join(visit.path)}"
        message = Words(
            zh + (f"；事实：{facts}" if facts else ""), en + (f"; facts: {facts}" if facts else "")
        )
        help_ = Words(
            "为这种情形写一步，或者给这个阶段写 `end`",
            "write a step for this case, or give the stage an `end`",
        )
        return Diagnostic("F302", message, self._at("procedure", "stages", stage), help_)

    def _never(self, step: Transition) -> Diagnostic:
        message = Words(
            f"步骤 `{step.event}`（{step.label.zh}）永远走不成", f"no case can take the step `{step.event}`"
        )
        help_ = Words(
            "看它的条件、前提和先后是否互相抵触",
            "see whether its conditions, requirements and order conflict",
        )
        key = "how" if step.is_start else "event"
        return Diagnostic("F303", message, self._at(*step.path, key), help_)

    def _torn(self, step: Transition, visit: Visit, move: Move) -> Diagnostic:
        facts, told = (
            visit.world.text(),
            move.refused.diagnostics[0].message if move.refused else Words("", ""),
        )
        message = Words(
            f"步骤 `{step.event}` 列为可走，走时却被拒绝：{told.zh}" + (f"；事实：{facts}" if facts else ""),
            f"`{step.event}` is on offer and yet refused: {told.en}" + (f"; facts: {facts}" if facts else ""),
        )
        help_ = Words(
            "让同名的几条互相排斥：以 `when` 或者 `outcome` 区分",
            "make entries of one name exclude each other by `when` or `outcome`",
        )
        return Diagnostic("F304", message, self._at(*step.path, "how" if step.is_start else "event"), help_)

    def _at(self, *path: str | int) -> Position | None:
        located = self.ruleset.linked.located
        return located.at(path, key=path[1] == "stages") if located is not None else None


def _too_long() -> Diagnostic:
    message = Words(
        f"走了 {MAX_VISITS} 处还没有走完，没有得出结论",
        f"the walk passed {MAX_VISITS} places and was given up",
    )
    help_ = Words("少用可以反复的步骤，或者写 `times`", "let fewer steps repeat, or bound them with `times`")
    return Diagnostic("F311", message, help=help_)
