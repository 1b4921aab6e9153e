"""`tolerance ask -r R [CASE]`: an interview that asks what settles most, and stops once the outcome is decided."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tolerance_engine.cli.ask_pages import closing_page, outcomes_text, question_page
from tolerance_engine.cli.common import (
    as_lang,
    draw,
    json_option,
    lang_option,
    loaded_for,
    on_option,
    reading_option,
)
from tolerance_engine.cli.interview import Interview
from tolerance_engine.cli.written_case import written
from tolerance_engine.determine import Case, load_case
from tolerance_engine.errors import CaseError
from tolerance_engine.render import Fields, Note, Page, inline
from tolerance_engine.ruleset.values import BadValue
from tolerance_engine.source import Lang, Words

UNKNOWN = ("u", "unknown", "尚未查明", "不清楚")
BACK = ("b", "back", "上一步")
QUIT = ("q", "quit", "exit", "退出")


@click.command("ask")
@click.argument("case", type=click.Path(), required=False, metavar="[案件]")
@click.option("--ruleset", "-r", required=True, metavar="规则集", help="标识（如 qinghai）或文件路径")
@click.option("--save", type=click.Path(), metavar="文件", help="把案件存到这里，每答一问存一次")
@click.option("--again", is_flag=True, help="以前答“尚未查明”的，这次再问")
@reading_option
@on_option
@json_option
@lang_option
def ask_command(
    case: str | None,
    ruleset: str,
    save: str | None,
    again: bool,
    reading: str | None,
    on: date | None,
    as_json: bool,
    lang: str,
) -> None:
    """逐项询问，先问最能决定结论的；能够认定就停。

    每一问可以答“尚未查明”（u）、回到上一步（b）、保存并退出（q）。写出 [案件] 就接着它问。

    例：tolerance ask -r qinghai --reading weighed --save case.yaml
    """
    if save and Path(save).exists() and not (case and Path(case).exists() and Path(save).samefile(case)):
        raise click.UsageError(f"`{save}` 已经存在；要接着问，请把它写作 [案件]")
    start = load_case(case) if case else Case()
    loaded = loaded_for(ruleset, start, on, reading)
    talk = _Talk(as_lang(lang), err=as_json, save=save)
    last = talk.through(Interview.start(loaded, start, again=again))
    talk.closing(last)
    if as_json:
        click.echo(last.verdict.model_dump_json(indent=2))


class _Talk:
    """The terminal's side: draws, prompts, saves."""

    def __init__(self, lang: Lang, *, err: bool, save: str | None) -> None:
        self.lang, self.err, self.save = lang, err, save

    def through(self, interview: Interview) -> Interview:
        """Ask until the outcome is decided, nothing is left to ask, or the person leaves."""
        self.opening(interview)
        while interview.question is not None:
            self.say(Words("", ""))
            draw(question_page(interview, interview.question, self.lang), err=self.err)
            try:
                interview = self.step(interview)
            except (click.Abort, _Leave):  # end of input, Ctrl-C, or asked for
                break
            self.keep(interview)
        self.keep(interview)
        return interview

    def step(self, interview: Interview) -> Interview:
        """One answer, asked for until it is one."""
        while True:
            typed = click.prompt(
                self.words("回答", "Answer"), prompt_suffix=self.words("：", ": "), err=self.err, type=str
            ).strip()
            word = typed.lower()
            if word in QUIT:
                raise _Leave
            if word in BACK:
                if interview.previous is None:
                    self.say(Words("已经是第一问。", "This is the first question."))
                return interview.back()
            if word in UNKNOWN:
                return interview.set_aside()
            try:
                return interview.answered(interview.value(typed))
            except BadValue as bad:
                self.say(bad.words)
                if bad.help:
                    self.say(bad.help)
            except CaseError as error:
                click.echo(error.text(self.lang), err=self.err)

    def opening(self, interview: Interview) -> None:
        """Where the interview starts from."""
        linked, lang = interview.ruleset.linked, self.lang
        reading = linked.readings[interview.verdict.reading].in_lang(lang)
        title = linked.title.in_lang(lang)
        hint = Words(
            "输入序号或者数值作答；u 尚未查明，b 上一步，q 保存并退出。",
            "Answer with a number or a value; u not established, b back, q save and quit.",
        )
        fields = (
            (self.words("理解口径", "Reading"), inline(reading)),
            (
                self.words("仍可能", "Still possible"),
                inline(outcomes_text(interview, interview.verdict.possible, lang)),
            ),
        )
        draw(Page(title, (Fields(fields), Note(inline(hint.in_lang(lang)), "muted")), lang), err=self.err)

    def closing(self, interview: Interview) -> None:
        """The conclusion so far, what was set aside, and where the case is."""
        self.say(Words("", ""))
        draw(closing_page(interview, self.lang), err=self.err)
        if self.save:
            self.say(Words(f"案件已存到 {self.save}", f"The case is saved in {self.save}"))
        elif not self.err:
            self.say(Words("案件（未用 --save，只显示在这里）：", "The case (no --save, shown only here):"))
            click.echo(written(interview.case), nl=False)

    def keep(self, interview: Interview) -> None:
        """Save the case whole or not at all, so that a broken line loses no answer."""
        if self.save:
            target = Path(self.save)
            beside = target.with_name(target.name + ".part")
            try:
                beside.write_text(written(interview.case), encoding="utf-8")
                beside.replace(target)
            except OSError as error:
                cause = error.strerror or str(error)
                raise click.FileError(self.save, hint=cause) from None

    def say(self, words: Words) -> None:
        """One line."""
        click.echo(words.in_lang(self.lang), err=self.err)

    def words(self, zh: str, en: str) -> str:
        """In the language of the talk."""
        return en if self.lang == "en" else zh


class _Leave(Exception):
    """The person leaves."""
