"""An interview: a case that grows by one answer at a time. A value; each step gives a new one.

“Not yet established” is an answer: the fact is set aside and not asked again. In the case file it stands as
`null`, so that an interview taken up again knows what was asked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tolerance_engine.determine import Case, Verdict
from tolerance_engine.determine.ask.questions import Question, asked
from tolerance_engine.determine.statements import Stated
from tolerance_engine.engines import determine
from tolerance_engine.ruleset import Ruleset
from tolerance_engine.ruleset.values import BadValue, typed_value
from tolerance_engine.source import Words

YES = ("true", "yes", "是")
NO = ("false", "no", "否")


@dataclass(frozen=True)
class Interview:
    """Where an interview stands. `aside` are the facts set aside, `previous` is one step back."""

    ruleset: Ruleset
    case: Case
    reading: str | None = None
    aside: frozenset[str] = frozenset()
    previous: Interview | None = None

    @classmethod
    def start(
        cls, ruleset: Ruleset, case: Case, reading: str | None = None, *, again: bool = False
    ) -> Interview:
        """From a case, perhaps of an earlier interview; what was set aside then stays so unless `again`."""
        both = {**case.facts, **case.findings}
        aside = () if again else (name for name, raw in both.items() if raw is None)
        return cls(ruleset, case, reading, frozenset(aside))

    @cached_property
    def verdict(self) -> Verdict:
        """What the case comes to so far."""
        return determine(self.ruleset, self.case, reading=self.reading)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is still to be asked, best first."""
        return tuple(question for question in self.missing if question.fact not in self.aside)

    @cached_property
    def missing(self) -> tuple[Question, ...]:
        """What the outcome still waits for, set aside or not."""
        return asked(self.verdict)

    @property
    def question(self) -> Question | None:
        """What to ask now; None when the outcome is decided or everything left is set aside."""
        return self.questions[0] if self.questions else None

    @property
    def waiting(self) -> tuple[Question, ...]:
        """What the outcome still waits for and was set aside."""
        return tuple(question for question in self.missing if question.fact in self.aside)

    def answered(self, value: Any) -> Interview:
        """One answer on. Raises CaseError when it cannot be, given what is known."""
        question = self._asking()
        old = self._section(question).get(question.fact)
        evidence = old.evidence if isinstance(old, Stated) else ()
        stated = Stated(value=value, evidence=evidence) if evidence else value
        step = replace(self, case=self._with(question, stated), previous=self)
        assert step.verdict.possible  # decided here, so that a contradiction is told at the question
        return step

    def set_aside(self) -> Interview:
        """The fact is not yet established: noted, and not asked again."""
        question = self._asking()
        old = self._section(question).get(question.fact)
        case = self.case if isinstance(old, Stated) else self._with(question, None)
        return replace(self, case=case, aside=self.aside | {question.fact}, previous=self)

    def back(self) -> Interview:
        """One step back; the same at the first question."""
        return self.previous or self

    def value(self, text: str) -> Any:
        """What was typed, as a value of the fact asked for. Raises BadValue."""
        question = self._asking()
        fact = self.ruleset.by_name[question.fact].fact
        typed = text.strip()
        if fact is not None and fact.type in ("number", "date"):
            return typed_value(fact, typed.replace(",", "").replace("，", ""))
        options = question.answers
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(options):
            return options[int(typed) - 1].value
        for option in options:
            names = YES if option.value is True else NO if option.value is False else (option.value,)
            if typed.lower() in names or typed in option.label:
                return option.value
        numbers = f"1–{len(options)}"
        raise BadValue(
            Words(f"`{typed}` 不在可选的回答之中", f"`{typed}` is not one of the answers"),
            Words(f"请输入序号 {numbers}", f"type a number, {numbers}"),
        )

    def _asking(self) -> Question:
        if self.question is None:
            raise ValueError("nothing is being asked")
        return self.question

    def _section(self, question: Question) -> Mapping[str, Any]:
        section: Mapping[str, Any] = self.case.facts if question.kind == "fact" else self.case.findings
        return section

    def _with(self, question: Question, stated: Any) -> Case:
        section = "facts" if question.kind == "fact" else "findings"
        fields = {name: getattr(self.case, name) for name in Case.model_fields}
        fields[section] = {**self._section(question), question.fact: stated}
        return Case(**fields)
