"""Mutate: which conditions could go without any rule test noticing, and the test that would notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tolerance_engine.analysis.lint.mutants import Mutant, mutants
from tolerance_engine.analysis.prove.cases import Prover
from tolerance_engine.analysis.prove.results import Decided, case_words
from tolerance_engine.analysis.prove.search import where
from tolerance_engine.determine.rule_tests import RuleTest, run_rule_test
from tolerance_engine.determine.shown import wording as say
from tolerance_engine.render.page import Block, Branch, Fields, Page, Run, Tree, inline
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.compile.builder import Builder
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.program import DEAD, Program, Ruleset
from tolerance_engine.source import Lang, Position, Words


@dataclass(frozen=True, slots=True)
class Survivor:
    """A condition whose removal no rule test noticed.

    `witness` is the smallest case that ends otherwise without it, and `otherwise` what it then comes to: a rule
    test of that case would notice. Both are None where no possible case ends otherwise.
    """

    part: Words
    taken: Words
    position: Position | None
    witness: Decided | None
    otherwise: str | None

    @property
    def idle(self) -> bool:
        """Whether no possible case ends otherwise without it: then the condition is in question, not the tests."""
        return self.witness is None

    def as_data(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON."""
        span = self.position.span if self.position else None
        return {
            "part": self.part.in_lang(lang),
            "taken": self.taken.in_lang(lang),
            "file": span.file if span else None,
            "line": span.line if span else None,
            "column": span.column if span else None,
            "idle": self.idle,
            "witness": self.witness.as_data() if self.witness else None,
            "otherwise": self.otherwise,
        }


@dataclass(frozen=True, eq=False)
class MutationReport(Presentable):
    """How many mutants there were, and the survivors among them."""

    ruleset: Ruleset
    mutants: int
    survivors: tuple[Survivor, ...]

    @property
    def noticed(self) -> int:
        """Mutants under which some rule test fails."""
        return self.mutants - len(self.survivors)

    @property
    def missed(self) -> tuple[Survivor, ...]:
        """The survivors that some rule test could have noticed by its outcome."""
        return tuple(survivor for survivor in self.survivors if not survivor.idle)

    def as_data(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "mutants": self.mutants,
            "noticed": self.noticed,
            "survivors": [survivor.as_data(lang) for survivor in self.survivors],
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The count, and every survivor with the test it asks for."""
        zh = lang == "zh"
        title = self.ruleset.linked.title.in_lang(lang)
        count = (
            f"共 {self.mutants} 处条件，逐一去掉；有例子失败的 {self.noticed} 处"
            if zh
            else f"{self.mutants} conditions taken away one by one; {self.noticed} noticed by some rule test"
        )
        blocks: list[Block] = [Fields((("覆盖" if zh else "Coverage", inline(count)),))]
        if self.survivors:
            idle_last = sorted(self.survivors, key=lambda survivor: survivor.idle)
            blocks.append(Tree(tuple(self._branch(survivor, lang) for survivor in idle_last)))
        name = f"{title}：逐一去掉条件" if zh else f"{title}: conditions taken away"
        return Page(name, tuple(blocks), lang)

    def _branch(self, survivor: Survivor, lang: Lang) -> Branch:
        zh = lang == "zh"
        part, taken = survivor.part.in_lang(lang), survivor.taken.in_lang(lang)
        said = f"{part}：去掉{taken}，没有例子失败" if zh else f"{part}: without {taken} no rule test fails"
        place = inline(Run(f"  {survivor.position.span}", "muted")) if survivor.position else ()
        if survivor.witness is None or survivor.otherwise is None:
            more = (
                "去掉它，也没有一个可能的案件结论不同：看看这个条件是否多余（tolerance lint）"
                if zh
                else "no possible case ends otherwise without it: see whether it is needed (tolerance lint)"
            )
            return Branch(inline(said), (Branch(inline(more)),), note=place)
        witness = survivor.witness
        case = case_words(self.ruleset, witness.case).in_lang(lang)
        here = say.outcome_text(self.ruleset, witness.outcome, lang)
        there = say.outcome_text(self.ruleset, survivor.otherwise, lang)
        reading = self.ruleset.linked.readings[witness.reading].in_lang(lang)
        more = (
            f"可以补的例子（口径：{reading}）：{case}，应得{here}；去掉之后成了{there}"
            if zh
            else f"a test that would notice ({reading}): {case}: {here}; without it: {there}"
        )
        return Branch(inline(Run(said, "strong")), (Branch(inline(more)),), note=place)


def mutate(ruleset: Ruleset, tests: Sequence[RuleTest]) -> MutationReport:
    """Take away each condition of the ruleset in turn, and run the rule tests until one fails.

    The tests must pass on the ruleset itself; ValueError when one does not.
    """
    failing = [test.sentence for test in tests if not run_rule_test(ruleset, test).passed]
    if failing:
        raise ValueError(f"rule tests fail before anything is taken away: {failing[0]}")
    workshop = _Workshop(ruleset)
    likely = dict.fromkeys(range(len(tests)), 0)
    survivors: list[Survivor] = []
    count = 0
    for mutant in mutants(ruleset.linked):
        count += 1
        changed = workshop.compiled(mutant.linked)
        for index in sorted(likely, key=lambda i: -likely[i]):  # one test often notices many
            if not run_rule_test(changed, tests[index]).passed:
                likely[index] += 1
                break
        else:
            survivors.append(workshop.survivor(mutant, changed))
    return MutationReport(ruleset, count, tuple(survivors))


class _Workshop:
    """Compiles mutants into one store after the other, over the variables of the ruleset as it is."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self._start()

    def _start(self) -> None:
        self.prover = Prover(self.ruleset, self.ruleset)
        self.programs = self._programs(self.ruleset.linked)

    def _programs(self, linked: Linked) -> dict[str, Program]:
        store, by_name = self.prover.store, dict(self.ruleset.by_name)
        return {each: Builder(linked, each, store, by_name).program() for each in linked.readings}

    def compiled(self, linked: Linked) -> Ruleset:
        """The mutant, ready to decide. A condition less never cuts a fact more finely, so the variables will do."""
        if len(self.prover.store) > self.prover.store.budget // 2:
            self._start()
        programs = self._programs(linked)
        return Ruleset(linked, self.prover.store, self.ruleset.variables, programs, self.ruleset.reading)

    def survivor(self, mutant: Mutant, changed: Ruleset) -> Survivor:
        """What the mutant changes, if anything."""
        located = self.ruleset.linked.located
        position = located.at(mutant.path) if located is not None and mutant.path else None
        found = self._difference(changed)
        witness, otherwise = found if found is not None else (None, None)
        return Survivor(mutant.part, mutant.taken, position, witness, otherwise)

    def _difference(self, changed: Ruleset) -> tuple[Decided, str] | None:
        """The smallest of the cases that end otherwise, over the pairs of outcomes and the readings."""
        store, prover = self.prover.store, self.prover
        options: list[tuple[Decided, str]] = []
        for reading, program in self.programs.items():
            before, after = program.outcome, changed.programs[reading].outcome
            if before == after:
                continue
            for old in self.ruleset.outcomes:
                here = where(store, before, prover.terminal(old))
                for new in self.ruleset.outcomes:
                    reached = (
                        store.conj([here, where(store, after, prover.terminal(new))]) if old != new else 0
                    )
                    if reached != 0:
                        held = store.disj([reached, where(store, before, DEAD)])
                        found = prover.replayed(prover.smallest(held, reached), reached, old, reading)
                        options.append((found, new))
        if not options:
            return None
        return min(options, key=lambda each: len(each[0].case.facts) + len(each[0].case.findings))
