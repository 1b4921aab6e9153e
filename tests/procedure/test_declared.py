"""A procedure as written: what it means, which slips are told and where, what its digest names."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import jsonschema
import pytest
import yaml

from tests.procedure.paths import REGIONS
from tests.procedure.sample import PROCEDURE, RULES, sample
from tests.ruleset.writing import codes, expect_one, marked
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import load_text
from tolerance_engine.ruleset.canonical import procedure_digest
from tolerance_engine.ruleset.procedure import Extends, Limit, Requires, SetIn, Span, Transition
from tolerance_engine.ruleset.schema import ruleset_schema

TEXT = RULES + PROCEDURE


def step(event: str, stage: str = "verifying") -> Transition:
    """The step for an event in a stage of the sample."""
    declared = sample().linked.procedure
    assert declared is not None
    return next(each for each in declared.from_stage(stage) if each.event == event)


def test_the_sample_as_it_is_understood() -> None:
    """Stages, parties, papers, windows, limits and routes are what the file says."""
    declared = sample().linked.procedure
    assert declared is not None
    assert declared.label is not None and declared.label.zh == "认定程序"
    assert declared.modality == "generally"
    assert [name for name, stage in declared.stages.items() if stage.end] == [
        "closed",
        "turned_down",
        "gone",
        "lapsed",
    ]
    assert declared.parties["group"].members == "unseen"
    assert (declared.parties["owner"].kind, declared.parties["committee"].kind) == ("role", "body")
    application, ex_officio = declared.starts
    assert (application.after, application.before, application.documents) == (
        "opened",
        "sanctioned",
        ("application",),
    )
    assert (ex_officio.modality, ex_officio.within, ex_officio.parties) == ("must", "promptly", ("group",))
    assert step("accepted", "applied").by == "unseen"
    assert step("accepted", "applied").within == Limit(Span(5, "working_day"), None, roll=False)
    assert step("corrected", "correcting").within == SetIn("ordered")
    assert step("corrected", "correcting").otherwise == "lapsed"
    assert step("extended").extends == Extends("decided", Span(30, "calendar_day"), 1)
    assert step("decided").requires == Requires(("purpose", "grave"))
    assert step("decided").routed and step("decided").parties == ("committee", "group")
    assert "closed" not in step("withdrawn").sources and "applied" in step("withdrawn").sources
    assert declared.event_label("visited").zh == "回访"
    assert declared.party_label("nobody").zh == "nobody"


def test_effects_as_they_are_understood() -> None:
    """Effects stand by outcome: listed, or silent or unseen; one word may stand for all."""
    effects = sample().linked.effects
    assert [rule.topic for rule in effects["granted"]] == ["assessment", "promotion"]  # type: ignore[union-attr]
    assert effects["reduced"] == "unseen"
    assert "refused" not in effects
    whole = load_text(RULES + "effects: silent\n").linked
    assert set(whole.effects.items()) == {("granted", "silent"), ("reduced", "silent"), ("refused", "silent")}
    assert whole.procedure is None


@dataclass(frozen=True)
class Slip:
    """One mistake in the sample: the passage as it is, as it is spoilt, and what has to be said."""

    name: str
    code: str
    old: str
    new: str
    zh: str
    en: str
    help_zh: str | None = None
    help_en: str | None = None


SLIPS = (
    Slip(
        "stage",
        "F001",
        "to: verifying, by: {body: group}, mod",
        "to: «verifing», by: {body: group}, mod",
        "没有名为 `verifing` 的阶段",
        "no stage",
        "`verifying`",
        "`verifying`",
    ),
    Slip(
        "source",
        "F001",
        "from: correcting",
        "from: «corecting»",
        "没有名为 `corecting` 的阶段",
        "no stage",
        "`correcting`",
        "`correcting`",
    ),
    Slip(
        "else",
        "F001",
        "else: lapsed",
        "else: «laps»",
        "没有名为 `laps` 的阶段",
        "no stage",
        "`lapsed`",
        "`lapsed`",
    ),
    Slip(
        "party",
        "F002",
        "by: {body: committee}\n      extends",
        "by: {body: «comittee»}\n      extends",
        "没有名为 `comittee` 的当事方",
        "no party",
        "`committee`",
        "`committee`",
    ),
    Slip(
        "party-of-a-list",
        "F002",
        "[person, unit, owner]",
        "[person, unit, «ownr»]",
        "没有名为 `ownr`",
        "no party",
        "`owner`",
        "`owner`",
    ),
    Slip(
        "told",
        "F002",
        "notify: applicant}",
        "notify: «applicnt»}",
        "没有名为 `applicnt`",
        "no party",
        "`applicant`",
        "`applicant`",
    ),
    Slip(
        "window",
        "F003",
        "before: sanctioned",
        "before: «sanctiond»",
        "没有名为 `sanctiond` 的事件",
        "no event",
        "`sanctioned`",
        "`sanctioned`",
    ),
    Slip(
        "anchor",
        "F003",
        "after: supplement_requested}",
        "after: «suplement_requested»}",
        "没有名为 `suplement_requested` 的事件",
        "no event",
        "`supplement_requested`",
        "`supplement_requested`",
    ),
    Slip(
        "setting",
        "F003",
        "{set_in: ordered}",
        "{set_in: «orderd»}",
        "没有名为 `orderd` 的事件",
        "no event",
        "`ordered`",
        "`ordered`",
    ),
    Slip(
        "required-event",
        "F003",
        "requires: {events: decided}",
        "requires: {events: «decidd»}",
        "没有名为 `decidd` 的事件",
        "no event",
        "`decided`",
        "`decided`",
    ),
    Slip(
        "apart",
        "F003",
        "apart_from: decided",
        "apart_from: «decidd»",
        "没有名为 `decidd` 的事件",
        "no event",
        "`decided`",
        "`decided`",
    ),
    Slip(
        "effect-after",
        "F003",
        "after: influence_ended}",
        "after: «influence_end»}",
        "没有名为 `influence_end` 的事件",
        "no event",
        "`influence_ended`",
        "`influence_ended`",
    ),
    Slip(
        "paper",
        "F004",
        "document: report",
        "document: «reprt»",
        "没有名为 `reprt` 的文书",
        "no kind of document",
        "`report`",
        "`report`",
    ),
    Slip(
        "body-and-role",
        "F005",
        "group: {zh: 协调小组, members: unseen}",
        "«unit»: {zh: 协调小组, members: unseen}\n    group: {zh: 小组}",
        "名称 `unit` 已有他用",
        "is taken",
        "换一个名称",
        "another name",
    ),
    Slip(
        "word-for-a-role",
        "F005",
        "roles: {owner:",
        "roles: {«silent»: {zh: 无}, owner:",
        "名称 `silent` 已有他用",
        "is taken",
        "换一个名称",
        "another name",
    ),
    Slip(
        "reserved-event",
        "F005",
        "event: visited,",
        "event: «overdue»,",
        "名称 `overdue` 已有他用",
        "is taken",
        "换一个名称",
        "another name",
    ),
    Slip(
        "outside-and-step",
        "F005",
        "event: visited,",
        "event: «opened»,",
        "名称 `opened` 已有他用",
        "is taken",
        "换一个名称",
        "another name",
    ),
    Slip(
        "unit",
        "F006",
        "unit: working_day}",
        "unit: «weekday»}",
        "没有 `weekday` 这个单位",
        "no unit",
        "`working_day`",
        "`working_day`",
    ),
    Slip("value", "F006", "{value: 60,", "{value: «0»,", "要写 1 到 10000 的整数", "whole number from 1"),
    Slip(
        "limit",
        "F006",
        "within: unseen}\n    - {event: closed",
        "within: «soon»}\n    - {event: closed",
        "时限不能是 `soon`",
        "a limit cannot be `soon`",
        "{set_in: 事件}",
        "{set_in: event}",
    ),
    Slip(
        "limit-key",
        "F006",
        "within: {value: 5, unit: working_day}",
        "«within»: {value: 5, unit: working_day, from: applied}",
        "时限不能是映射",
        "a limit cannot be",
        "{set_in: 事件}",
        "{set_in: event}",
    ),
    Slip(
        "roll",
        "F006",
        "after: verifying}",
        "after: verifying, roll: «maybe»}",
        "时限不能是 `maybe`",
        "cannot be `maybe`",
        "{set_in: 事件}",
        "{set_in: event}",
    ),
    Slip(
        "times",
        "F006",
        "modality: may, times: 1}",
        "modality: may, times: «0»}",
        "次数至少是 1",
        "at least 1",
    ),
    Slip(
        "by",
        "F007",
        "by: expert,",
        "by: «12»,",
        "`by` 不能是 `12`",
        "`by` cannot be `12`",
        "{body: …}",
        "{body: …}",
    ),
    Slip(
        "role-as-body",
        "F007",
        "by: {body: group}, clock: suspend}\n    - {event: resumed",
        "by: {body: «handler»}, clock: suspend}\n    - {event: resumed",
        "`by` 不能是 `handler`",
        "cannot be `handler`",
        "{body: …}",
        "{body: …}",
    ),
    Slip(
        "route-never-reached",
        "F007",
        "by: [{when: {major: true}, body: committee}, {body: group}]",
        "by: [{body: group}, {«when»: {major: true}, body: committee}]",
        "永远轮不到",
        "never gets its turn",
    ),
    Slip(
        "no-name",
        "F008",
        "event: visited,",
        "event: «looked_in»,",
        "事件 `looked_in` 缺少中文名称",
        "no Chinese name",
        "加上 zh",
        "add `zh`",
    ),
    Slip(
        "outside-no-name",
        "F008",
        "[opened, sanctioned, influence_ended]",
        "[opened, sanctioned, influence_ended, «moved»]",
        "事件 `moved` 缺少中文名称",
        "no Chinese name",
        "加上 zh",
        "add `zh`",
    ),
    Slip(
        "twice",
        "F009",
        "{event: recommended, from: verifying,",
        "{event: «decided», from: verifying,",
        "分不清走哪一步",
        "cannot be told",
        "when 或者 outcome",
        "`when` or an `outcome`",
    ),
    Slip(
        "else-without-limit",
        "F010",
        "within: {set_in: ordered}\n      else",
        "«else»",
        "写了 `else` 却没有 `within`",
        "`else` needs a `within`",
    ),
    Slip(
        "late-without-limit",
        "F010",
        "within: {value: 1, unit: calendar_month, after: notified}\n      late",
        "«late»",
        "写了 `late` 却没有 `within`",
        "`late` needs a `within`",
    ),
    Slip(
        "set-from-outside",
        "F010",
        "{set_in: ordered}",
        "{set_in: «opened»}",
        "不能由程序之外的 `opened` 确定",
        "outside event",
    ),
    Slip(
        "nothing-to-extend",
        "F010",
        "extends: {event: decided,",
        "extends: {event: «consulted»,",
        "谈不上延长",
        "no limit to extend",
    ),
    Slip(
        "start-from-when",
        "F010",
        "modality: must, after: opened, within: promptly}",
        "modality: must, «within»: {value: 3, unit: working_day}}",
        "自何时起",
        "from when",
    ),
    Slip(
        "established",
        "F011",
        "established: [purpose, grave]",
        "established: [«purpse», grave]",
        "没有名为 `purpse` 的事实、维度或定义",
        "no fact, dimension or definition",
        "`purpose`",
        "`purpose`",
    ),
    Slip(
        "effects-form",
        "F012",
        "reduced: unseen",
        "«reduced»: later",
        "effects 这里不能是 `later`",
        "cannot be `later`",
        "silent、unseen",
        "silent, or unseen",
    ),
    Slip(
        "effects-empty",
        "F012",
        "reduced: unseen",
        "«reduced»: []",
        "effects 这里不能是空",
        "cannot be nothing",
        "silent、unseen",
        "silent, or unseen",
    ),
    Slip(
        "effect-key",
        "S001",
        "topic: assessment, zh",
        "topic: assessment, «note»: x, zh",
        "不认识的键 `note`",
        "unknown key `note`",
        "topic",
        "topic",
    ),
    Slip(
        "effect-outcome",
        "L042",
        "reduced: unseen",
        "«redced»: unseen",
        "没有 `redced`",
        "no outcome",
        "`reduced`",
        "`reduced`",
    ),
    Slip(
        "step-outcome",
        "L042",
        "outcome: refused",
        "outcome: «refusd»",
        "没有 `refusd`",
        "no outcome",
        "`refused`",
        "`refused`",
    ),
    Slip(
        "members",
        "F013",
        "members: unseen",
        "members: «many»",
        "`members` 写 silent",
        "`members` is silent",
        None,
        None,
    ),
    Slip(
        "outside-form",
        "F013",
        "outside: [opened, sanctioned, influence_ended]",
        "outside: «opened»",
        "`outside` 写一串事件",
        "`outside` is a list",
        None,
        None,
    ),
    Slip(
        "outside-name",
        "F013",
        "[opened, sanctioned, influence_ended]",
        "[opened, sanctioned, influence_ended, «Moved»]",
        "`Moved` 不能作事件的名称",
        "cannot name an event",
        None,
        None,
    ),
    Slip(
        "condition",
        "C010",
        "when: {grave: true}",
        "when: {«grav»: true}",
        "没有名为 `grav`",
        "no fact",
        "`grave`",
        "`grave`",
    ),
    Slip(
        "route-condition",
        "C020",
        "{when: {major: true}, body",
        "{when: {major: «maybe»}, body",
        "true 或 false",
        "true or false",
    ),
    Slip(
        "source-of-a-step",
        "L010",
        "event: visited,",
        "event: visited, cite: {source: «dok», at: 一},",
        "sources 里没有 `dok`",
        "no source is named",
        "`doc`",
        "`doc`",
    ),
    Slip(
        "unknown-key",
        "S001",
        "event: visited,",
        "event: visited, «form»: x,",
        "不认识的键 `form`",
        "unknown key `form`",
        "`from`",
        "`from`",
    ),
)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.code}-{slip.name}")
def test_message(slip: Slip) -> None:
    """One mistake is one problem with its code, its place, the text underlined and what to do about it."""
    assert TEXT.count(slip.old) == 1, f"{slip.old!r} stands {TEXT.count(slip.old)} times"
    place = marked(TEXT.replace(slip.old, slip.new))
    with pytest.raises(RulesetError) as raised:
        load_text(place.text, name="rules.yaml")
    expect_one(
        raised.value,
        code=slip.code,
        zh=slip.zh,
        en=slip.en,
        help_zh=slip.help_zh,
        help_en=slip.help_en,
        line=place.line,
        column=place.column,
        underlined=place.underlined,
    )


def test_several_slips_are_told_together() -> None:
    """Slips in stages, steps and effects are all told, each once; what follows from them is not."""
    text = TEXT.replace("else: lapsed", "else: laps").replace("by: expert,", "by: exprt,")
    text = text.replace("reduced: unseen", "reduced: later").replace(
        "supplementing: {zh: 补正中}", "supplementing: {name: 补正中}"
    )
    with pytest.raises(RulesetError) as raised:
        load_text(text)
    assert sorted(codes(raised.value.diagnostics)) == ["F002", "F012", "S001", "S002"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("outside: [opened, sanctioned, influence_ended]", "outside: {}", "F013"),
        (
            "outside: [opened, sanctioned, influence_ended]",
            "outside: [3, sanctioned, influence_ended]",
            "F013",
        ),
        ("closed: {zh: 已办结, end: closed}", "closed: {zh: 已办结, end: shut}", "S003"),
        (
            "{value: 60, unit: calendar_day, after: verifying}",
            "{value: many, unit: calendar_day, after: verifying}",
            "F006",
        ),
        ("- {event: ordered, from: determined,", "- {from: determined,", "S002"),
        ("group: {zh: 协调小组, members: unseen}", "group: {members: unseen}", "S002"),
        ("supplementing: {zh: 补正中}", "supplementing: []", "S006"),
    ],
    ids=["outside-empty", "outside-item", "an-end", "a-value", "a-step-without-event", "a-body", "a-stage"],
)
def test_one_cause_is_one_report(old: str, new: str, code: str) -> None:
    """What merely follows from a mistake in one place of a procedure is not reported as well."""
    assert TEXT.count(old) == 1
    with pytest.raises(RulesetError) as raised:
        load_text(TEXT.replace(old, new))
    assert codes(raised.value.diagnostics) == [code], str(raised.value)


def test_a_procedure_without_stages_says_so() -> None:
    """What every procedure needs is asked for by name."""
    with pytest.raises(RulesetError) as raised:
        load_text(RULES + "procedure: {}\n")
    assert codes(raised.value.diagnostics) == ["S002"]
    assert "`stages`" in str(raised.value)


def test_two_steps_may_share_an_event_when_outcomes_tell_them_apart() -> None:
    """The same event may lead to different stages by the outcome it carries, or by conditions."""
    split = """- {event: decided, from: one, to: two, decides: decision, outcome: granted}
    - {event: decided, from: one, to: three, decides: decision, outcome: [reduced, refused]}
    - {event: heard, from: two, to: three, when: {major: true}}
    - {event: heard, from: two, when: {major: false}}"""
    text = f"""{RULES}procedure:
  stages: {{one: {{zh: 一}}, two: {{zh: 二}}, three: {{zh: 三, end: closed}}}}
  start: [{{how: application, to: one}}]
  transitions:
    {split}
"""
    declared = load_text(text).linked.procedure
    assert declared is not None
    assert len(declared.steps) == 4
    clash = text.replace("outcome: granted", "outcome: [granted, refused]")
    with pytest.raises(RulesetError) as raised:
        load_text(clash)
    assert codes(raised.value.diagnostics) == ["F009"]


def test_procedure_and_effects_never_change_the_digest_of_what_decides() -> None:
    """A verdict's receipt names the rules alone; procedure and effects have a digest of their own."""
    bare, whole = load_text(RULES).linked, sample().linked
    assert bare.digest == whole.digest
    assert bare.procedure_digest is None
    assert whole.procedure_digest is not None


ALTERNATIVES = (
    "transitions",
    "start",
    "outside",
    "outcome",
    "from",
    "notify",
    "document",
    "established",
    "apart_from",
    "members",
)
SHIPPED = REGIONS


def shuffled(value: Any, rng: Random, key: str = "") -> Any:
    """The same with keys, steps and lists of alternatives in another order; a routed `by` keeps its own."""
    if isinstance(value, dict):
        items = [(name, shuffled(item, rng, name)) for name, item in value.items()]
        rng.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        made = [shuffled(item, rng) for item in value]
        if key in ALTERNATIVES:
            rng.shuffle(made)
        return made
    return value


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    "text",
    [TEXT, *(path.read_text("utf-8") for path in SHIPPED)],
    ids=["sample", *(p.parent.name for p in SHIPPED)],
)
def test_the_order_of_steps_is_not_part_of_the_digest(text: str, seed: int) -> None:
    """Steps, stages and alternatives in another order are the same procedure with the same digest."""
    data = yaml.safe_load(text)
    again = {
        key: shuffled(value, Random(seed), key)
        for key, value in data.items()
        if key in ("procedure", "effects")
    }
    assert len(data["procedure"]["stages"]) < 4 or str(again) != str({key: data[key] for key in again})
    assert procedure_digest({**data, **again}) == procedure_digest(data) is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{value: 5, unit: working_day}", "{value: 6, unit: working_day}"),
        ("{value: 5, unit: working_day}", "{value: 5, unit: calendar_day}"),
        ("within: unseen}\n    - {event: closed", "within: silent}\n    - {event: closed"),
        ("else: lapsed", "else: closed"),
        (
            "[{when: {major: true}, body: committee}, {body: group}]",
            "[{when: {major: false}, body: group}, {body: committee}]",
        ),
        ("zh: 年度考核不受影响", "zh: 年度考核可以不受影响"),
        ("reduced: unseen", "reduced: silent"),
    ],
    ids=["value", "unit", "silence", "otherwise", "route", "word", "effects"],
)
def test_every_statement_of_a_procedure_counts(old: str, new: str) -> None:
    """Another limit, unit, route, word or silence is another procedure."""
    assert TEXT.count(old) == 1
    assert load_text(TEXT.replace(old, new)).linked.procedure_digest != sample().linked.procedure_digest


def test_the_names_of_a_ruleset_complete_in_its_procedure() -> None:
    """With the names of a ruleset, the schema marks a wrong stage, party, event, paper or outcome of a step."""
    check = jsonschema.Draft202012Validator(ruleset_schema(sample().linked))
    assert list(check.iter_errors(as_json(TEXT))) == []
    named = [slip for slip in SLIPS if slip.code in ("F001", "F002", "F003", "F004")]
    missed = [slip.name for slip in named if check.is_valid(as_json(TEXT.replace(slip.old, plain(slip.new))))]
    assert len(named) > 10
    assert missed == []
    assert check.is_valid(as_json(TEXT.replace("by: expert,", "by: silent,")))


def plain(text: str) -> str:
    """A passage without its marks."""
    return text.replace("«", "").replace("»", "")


def as_json(text: str) -> Any:
    """What an editor sees of a file."""
    return yaml.safe_load(text)


def test_the_schema_accepts_the_sample_and_marks_slips_of_form() -> None:
    """Editors complete and check a procedure: right files pass, slips of form are marked."""
    check = jsonschema.Draft202012Validator(ruleset_schema())
    assert list(check.iter_errors(as_json(TEXT))) == []
    formal = [
        slip
        for slip in SLIPS
        if slip.name
        in ("unit", "limit", "limit-key", "by", "effects-form", "unknown-key", "effect-key", "members")
    ]
    assert len(formal) == 8
    missed = [
        slip.name for slip in formal if check.is_valid(as_json(TEXT.replace(slip.old, plain(slip.new))))
    ]
    assert missed == []
