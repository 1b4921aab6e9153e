"""The words that every procedure shares: roles, steps and papers, with their Chinese names.

A ruleset may use them without naming them again; what is particular to a region it names itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_engine.source import Label

ESTABLISHED, NOTIFIED, OVERDUE = "established", "notified", "overdue"

RESERVED: Mapping[str, Label] = {
    ESTABLISHED: Label("查明情况", "facts established"),
    NOTIFIED: Label("告知", "notified"),
    OVERDUE: Label("逾期", "overdue"),
}
"""Events that every procedure has; none may be declared."""

ROLES: Mapping[str, Label] = {
    "person": Label("当事人", "person concerned"),
    "unit": Label("所在单位", "unit"),
    "applicant": Label("申请人", "applicant"),
    "superior": Label("上级", "superior"),
    "expert": Label("专家", "expert"),
    "handler": Label("承办人", "handler"),
    "reporter": Label("举报人", "reporter"),
}

STARTS: Mapping[str, Label] = {
    "application": Label("提出申请", "application"),
    "ex_officio": Label("依职权启动", "ex officio"),
    "prior_filing": Label("事前报备", "prior filing"),
    "report": Label("收到反映", "report received"),
}

EVENTS: Mapping[str, Label] = {
    "accepted": Label("受理", "accepted"),
    "refused": Label("不予受理", "not accepted"),
    "verified": Label("核实", "verified"),
    "screened": Label("初审", "screened"),
    "assessed": Label("评估", "assessed"),
    "consulted": Label("听取专家意见", "experts consulted"),
    "heard": Label("听取申辩", "heard"),
    "decided": Label("认定", "decided"),
    "recommended": Label("提出容错建议", "recommended"),
    "replied": Label("反馈", "replied"),
    "filed": Label("备案", "filed"),
    "supplement_requested": Label("要求补正", "supplement requested"),
    "supplemented": Label("补正", "supplemented"),
    "suspended": Label("中止", "suspended"),
    "resumed": Label("恢复", "resumed"),
    "extended": Label("延长期限", "extended"),
    "withdrawn": Label("撤回", "withdrawn"),
    "reopened": Label("重新启动", "reopened"),
    "recused": Label("回避", "recused"),
    "ordered": Label("责令整改", "correction ordered"),
    "corrected": Label("完成整改", "corrected"),
    "visited": Label("回访", "followed up"),
    "objected": Label("提出异议", "objected"),
    "reviewed": Label("复核", "reviewed"),
    "clarified": Label("澄清", "clarified"),
    "transferred": Label("移送处理", "transferred"),
    "closed": Label("办结", "closed"),
}

OUTSIDE: Mapping[str, Label] = {
    "opened": Label("启动问责", "accountability opened"),
    "sanctioned": Label("作出处理决定", "sanction decided"),
    "influence_ended": Label("影响期届满", "influence period ended"),
}

DOCUMENTS: Mapping[str, Label] = {
    "application": Label("申请书", "application"),
    "materials": Label("证明材料", "materials"),
    "decision": Label("认定决定书", "decision"),
    "opinion": Label("意见书", "opinion"),
    "reply": Label("书面答复", "reply"),
    "order": Label("整改通知书", "correction order"),
    "report": Label("报告", "report"),
    "minutes": Label("会议纪要", "minutes"),
    "evidence": Label("证据", "evidence"),
}

UNITS: Mapping[str, Label] = {
    "working_day": Label("个工作日", "working days"),
    "calendar_day": Label("日", "days"),
    "calendar_month": Label("个月", "months"),
}
