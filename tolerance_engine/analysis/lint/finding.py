"""Findings: what lint has to say about a ruleset, each with its place, its case where there is one, and help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tolerance_engine.analysis.prove.results import Decided, case_words
from tolerance_engine.determine.shown import wording as say
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.render.page import Block, Branch, Inline, Note, Page, Paragraph, Run, Tone, Tree, inline
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang, Words

PAGE = "docs/lint/{}.md"
"""Where a rule is explained, in the source tree and on the site."""

_TONES: dict[str, Tone] = {"error": "strong", "warning": "plain"}
_SEVERITY = {"error": Words("错误", "error"), "warning": Words("提醒", "warning")}


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One finding. `subject` names what it is about: a clause, fact, definition, dimension, outcome or reading.

    `readings` are those it holds under; `witness` is a case that shows it, decided by both engines, or None where
    the finding says that no case does something. `accepted` is the drafter's reason for keeping it.
    """

    diagnostic: Diagnostic
    subject: str
    readings: tuple[str, ...] = ()
    witness: Decided | None = None
    accepted: str | None = None

    @property
    def code(self) -> str:
        """The code of the rule, such as `R101`; `docs/lint/R101.md` explains it."""
        return self.diagnostic.code

    @property
    def severity(self) -> str:
        """`error` or `warning`."""
        return self.diagnostic.severity

    def as_data(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data for JSON."""
        shown = {key: value for key, value in self.diagnostic.as_dict(lang).items() if key != "underlined"}
        return shown | {
            "subject": self.subject,
            "readings": list(self.readings),
            "witness": self.witness.as_data() if self.witness else None,
            "page": PAGE.format(self.code),
            "accepted": self.accepted,
        }


@dataclass(frozen=True, eq=False)
class LintReport(Presentable):
    """What lint found in a ruleset, in the order of the file. `accepted` are the findings the file keeps with a reason."""

    ruleset: Ruleset
    findings: tuple[LintFinding, ...]
    accepted: tuple[LintFinding, ...] = ()

    def __repr__(self) -> str:
        return f"<LintReport {self.ruleset.id} {' '.join(f.code for f in self.findings) or 'clean'}>"

    def __iter__(self) -> Iterator[LintFinding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def errors(self) -> tuple[LintFinding, ...]:
        """The findings that a ruleset should not go out with."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def as_data(self, lang: Lang = "zh", *, accepted: bool = False) -> list[dict[str, Any]]:
        """Plain data for JSON: a list of findings; with `accepted`, those the file keeps come last."""
        shown = (*self.findings, *(self.accepted if accepted else ()))
        return [{"ruleset": self.ruleset.id, **finding.as_data(lang)} for finding in shown]

    def page(self, lang: Lang = "zh", *, accepted: bool = False) -> Page:
        """The findings, one after the other."""
        zh = lang == "zh"
        title = self.ruleset.linked.title.in_lang(lang)
        blocks: list[Block] = []
        if self.findings:
            blocks.append(Tree(tuple(self._branch(finding, lang) for finding in self.findings)))
        else:
            blocks.append(Paragraph(inline("没有发现问题" if zh else "nothing found")))
        if self.accepted:
            count = len(self.accepted)
            said = f"另有 {count} 项已在规则文件中说明并接受" if zh else f"{count} more accepted in the file"
            blocks.append(Note(inline(said), "muted"))
            if accepted:
                blocks.append(Tree(tuple(self._branch(finding, lang) for finding in self.accepted)))
        return Page(f"{title}：规则检查" if zh else f"{title}: lint", tuple(blocks), lang)

    def _branch(self, finding: LintFinding, lang: Lang) -> Branch:
        diagnostic, zh = finding.diagnostic, lang == "zh"
        more: list[Branch] = []

        def tell(label: Words, said: Inline) -> None:
            more.append(Branch(inline(Run(label.in_lang(lang), "muted"), *said)))

        labels = self.ruleset.linked.readings
        if finding.readings and len(labels) > 1 and len(finding.readings) < len(labels):
            named = ("、" if zh else ", ").join(labels[each].in_lang(lang) for each in finding.readings)
            tell(Words("口径：", "reading: "), inline(named))
        if finding.witness is not None:
            tell(Words("案件：", "case: "), inline(self._case(finding.witness, lang)))
        if diagnostic.help is not None:
            tell(Words("怎么办：", "help: "), inline(diagnostic.help.in_lang(lang)))
        if finding.accepted is not None:
            tell(Words("接受的理由：", "accepted because: "), inline(finding.accepted))
        severity = Run(_SEVERITY[diagnostic.severity].in_lang(lang), _TONES[diagnostic.severity])
        head = inline(Run(finding.code, "strong"), " ", severity, " ", diagnostic.message.in_lang(lang))
        place = inline(Run(f"  {diagnostic.span}", "muted")) if diagnostic.span else ()
        return Branch(head, tuple(more), note=place)

    def _case(self, witness: Decided, lang: Lang) -> str:
        case = case_words(self.ruleset, witness.case).in_lang(lang)
        outcome = say.outcome_text(self.ruleset, witness.outcome, lang)
        reading = self.ruleset.linked.readings[witness.reading].in_lang(lang)
        if len(self.ruleset.readings) == 1:
            return f"{case}，得到{outcome}" if lang == "zh" else f"{case}: {outcome}"
        return f"{case}，得到{outcome}（{reading}）" if lang == "zh" else f"{case}: {outcome} ({reading})"
