"""Seeded faults: each spoils a clean ruleset in one way, and says which rule must find it, and at what.

`also` are findings that the same slip brings about of necessity. `shown` says whether a case must come with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.lint.bases import PLAIN, READ, SHARED

Edit = tuple[str, str]
BASES = {"plain": PLAIN, "read": READ, "shared": SHARED}


@dataclass(frozen=True)
class Fault:
    """A clean ruleset, what is changed in it, and the finding that must follow."""

    name: str
    base: str
    code: str
    subject: str
    edits: tuple[Edit, ...]
    also: tuple[tuple[str, str], ...] = ()
    shown: bool = False

    @property
    def text(self) -> str:
        """The spoilt ruleset."""
        text = BASES[self.base]
        for old, new in self.edits:
            assert text.count(old) == 1, f"{self.name}: {old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        return text


Also = list[tuple[str, str]]


def plain(
    name: str, code: str, subject: str, *edits: Edit, also: Also | None = None, shown: bool = False
) -> Fault:
    """A fault in the plain ruleset."""
    return Fault(name, "plain", code, subject, edits, tuple(also or ()), shown)


def read(
    name: str, code: str, subject: str, *edits: Edit, also: Also | None = None, shown: bool = False
) -> Fault:
    """A fault in the ruleset with two readings."""
    return Fault(name, "read", code, subject, edits, tuple(also or ()), shown)


SOURCED = "basis: stated, cite: {source: doc, at: 例}, zh: 例"
OTHERWISE = "when: {not: {any: [{careful: applies}, {made-good: applies}]}}"
CAREFUL = "{all: [{method: favourable}, {small: true}, {done_on: {on_or_after: 2018-01-01}}]}"


def added(clause: str) -> Edit:
    """One clause more in the plain ruleset."""
    return ("clauses:\n", f"clauses:\n  - {{{clause}, {SOURCED}}}\n")


FAULTS = (
    # R100 no case at all
    plain("assumptions contradict", "R100", "assume", ("{if: {knew: true}, then: {banned: true}}", "{if: {knew: true}, then: {banned: true}}\n  - {never: {knew: true}}\n  - {never: {knew: false}}")),
    plain("an assumption excludes itself", "R100", "assume", ("{never: {all: [{loss: {at_most: 0}}, {repaid: true}]}}", "{never: {any: [{repaid: true}, {repaid: false}]}}")),
    plain("the scope is impossible", "R100", "scope", ("{if: {knew: true}, then: {banned: true}}", "{if: {knew: true}, then: {banned: true}}\n  - {if: {banned: false}, then: {rank: other}}\n  - {if: {banned: true}, then: {rank: other}}")),
    plain("the scope contradicts itself", "R100", "scope", ("{rank: {in: [county, town]}}", "{all: [{rank: county}, {rank: town}]}")),
    # R101 gap
    plain("the last clause is gone", "R101", "sole", (OTHERWISE, "when: {all: [{careful: applies}, {gain: true}]}"), also=[("R104", "otherwise")], shown=True),
    plain("the last clause is too narrow", "R101", "sole", (OTHERWISE, "when: {all: [{bypassed: true}, {not: {any: [{careful: applies}, {made-good: applies}]}}]}"), also=[("R107", "otherwise")], shown=True),
    plain("one value of a choice is forgotten", "R101", "sole", (OTHERWISE, "when: {all: [{rank: county}, {not: {any: [{careful: applies}, {made-good: applies}]}}]}"), shown=True),
    read("neither branch is met", "R101", "weighed", ("weighed: {any: [{c: false}, {loss: {more_than: 1000}}]}", "weighed: {all: [{c: false}, {loss: {more_than: 1000}}]}"), shown=True),
    read("a counted case falls through", "R101", "weighed", ("weighed: {any: [{c: false}, {loss: {more_than: 1000}}]}", "weighed: {exactly: 2, of: [{c: false}, {loss: {more_than: 1000}}]}"), shown=True),
    # R102 conflict
    plain("an unless is gone", "R102", "made-good", ("    unless: {careful: applies}\n", ""), shown=True),
    plain("two grounds overlap", "R102", "otherwise", (OTHERWISE, "when: {not: {any: [{careful: applies}, {repaid: true}]}}"), shown=True),
    plain("a ground added without a thought", "R102", "careful", added("id: light, kind: ground, when: {loss: {less_than: 100}}, then: reduced"), also=[("R102", "otherwise")], shown=True),
    read("grounds now must agree", "R102", "half-good", ("combine: most_favourable\n", ""), also=[("R102", "rest"), ("R109", "good")], shown=True),
    read("agreement is asked of one reading", "R102", "half-good", ("combine: most_favourable\n", "combine: {by_reading: {as_written: most_favourable, weighed: must_agree}}\n"), also=[("R102", "rest"), ("R109", "good")], shown=True),
    # R103 dead clause
    plain("a condition contradicts itself", "R103", "extra", added("id: extra, kind: exclusion, when: {all: [{gain: true}, {gain: false}]}, then: refused")),
    plain("an assumption rules it out", "R103", "extra", added("id: extra, kind: exclusion, when: {all: [{knew: true}, {banned: false}]}, then: refused")),
    plain("only outside the scope", "R103", "extra", added("id: extra, kind: exclusion, when: {rank: other}, then: refused")),
    plain("its own unless always holds", "R103", "extra", added("id: extra, kind: exclusion, when: {knew: true}, unless: {banned: true}, then: refused")),
    plain("two exceptions together disable it", "R103", "defied", added("id: silent-then, kind: exception, when: {objected: false}, disables: [defied]"), also=[("R108", "knew")]),
    plain("limits that exclude each other", "R103", "extra", added("id: extra, kind: exclusion, when: {all: [{loss: {more_than: 900}}, {loss: {less_than: 800}}]}, then: refused")),
    plain("a count that cannot be reached", "R103", "extra", added("id: extra, kind: exclusion, when: {at_least: 2, of: [{gain: true}, {gain: false}]}, then: refused")),
    plain("a definition denied and asked", "R103", "extra", added("id: extra, kind: exclusion, when: {all: [{small: true}, {loss: {more_than: 500}}]}, then: refused")),
    plain("a dead exception", "R103", "never-heard", added("id: never-heard, kind: exception, when: {all: [{studied: true}, {studied: false}]}, disables: [self-dealing]")),
    read("dead under its only reading", "R103", "all-good", ("{all: [{motive: favourable}, {cause: favourable}]}", "{all: [{motive: favourable}, {motive: neither}]}"), also=[("R109", "good")]),
    # R104 shadowed
    plain("hidden behind an exclusion", "R104", "extra", added("id: extra, kind: ground, when: {all: [{gain: true}, {small: true}]}, then: refused"), shown=True),
    plain("hidden behind two together", "R104", "extra", added("id: extra, kind: ground, when: {any: [{gain: true}, {all: [{knew: true}, {objected: false}]}]}, then: refused"), shown=True),
    plain("an exclusion hidden by a worse one", "R104", "extra", added("id: extra, kind: exclusion, when: {all: [{gain: true}, {joint: true}]}, then: reduced"), ("when: {any: [{repaid: true}, {helpers: {at_least: 3}}]}\n    unless: {careful: applies}\n    then: reduced", "when: {any: [{repaid: true}, {helpers: {at_least: 3}}]}\n    unless: {careful: applies}\n    then: granted"), (OTHERWISE + "\n    then: refused", OTHERWISE + "\n    then: reduced"), shown=True),
    read("a better ground always comes first", "R104", "half-good", ("{at_least: 1, of: [{motive: favourable}, {cause: favourable}, {c: true}]}", "{all: [{motive: favourable}, {cause: favourable}, {c: true}]}"), also=[("R101", "weighed"), ("R109", "fair")], shown=True),
    read("the exclusion takes every case", "R104", "all-good", ("{all: [{motive: favourable}, {cause: favourable}]}", "{all: [{motive: mixed}, {cause: favourable}]}"), also=[("R109", "good")], shown=True),
    # R105 redundant
    plain("a clause said twice", "R105", "otherwise", ("  - id: otherwise\n", "  - {id: again, kind: ground, when: {not: {any: [{careful: applies}, {made-good: applies}]}}, then: refused, " + SOURCED + "}\n  - id: otherwise\n"), shown=True),
    plain("a special case of the last clause", "R105", "special", ("  - id: otherwise\n", "  - {id: special, kind: ground, when: {all: [{not: {any: [{careful: applies}, {made-good: applies}]}}, {banned: true}]}, then: refused, basis: interpretation, reason: 例, zh: 例}\n  - id: otherwise\n"), shown=True),
    plain("two clauses cover it together", "R105", "small-repaid", ("  - id: otherwise\n", "  - {id: small-repaid, kind: ground, when: {all: [{repaid: true}, {not: {method: favourable}}]}, then: reduced, " + SOURCED + "}\n  - id: otherwise\n"), shown=True),
    read("said once more", "R105", "twice", ("silent:\n", "  - {id: twice, kind: ground, readings: [weighed], when: {all: [{motive: favourable}, {cause: favourable}, {c: true}]}, then: good, basis: interpretation, reason: 例, zh: 例}\nsilent:\n"), shown=True),
    # R106 never bites
    plain("an exclusion inside another", "R106", "extra", added("id: extra, kind: exclusion, when: {all: [{gain: true}, {joint: true}]}, then: refused"), shown=True),
    plain("an exclusion over two others", "R106", "extra", added("id: extra, kind: exclusion, when: {all: [{banned: true}, {bypassed: true}, {any: [{gain: true}, {loss: {more_than: 10}}]}]}, then: refused"), shown=True),
    plain("an exclusion the grounds refuse anyway", "R106", "extra", ("clauses:\n", "clauses:\n  - {id: extra, kind: exclusion, when: {all: [{otherwise: applies}, {joint: true}]}, then: refused, basis: interpretation, reason: 例, zh: 例}\n"), shown=True),
    plain("an exception where its clause does not apply", "R106", "spoke-up", ("when: {objected: true}, disables", "when: {all: [{objected: true}, {knew: false}]}, disables"), shown=True),
    plain("an exception of which one target never applies then", "R106", "spoke-up", ("{objected: true}, disables: [defied]", "{all: [{objected: true}, {gain: false}]}, disables: [defied, self-dealing]"), shown=True),
    plain("a second exception for the same cases", "R106", "also-spoke", added("id: also-spoke, kind: exception, when: {all: [{objected: true}, {studied: true}]}, disables: [defied]"), shown=True),
    # R107 idle condition
    plain("said twice in one list", "R107", "self-dealing", ("when: {gain: true}, then", "when: {all: [{gain: true}, {gain: true}]}, then")),
    plain("implied by an assumption", "R107", "defied", ("when: {knew: true}, then", "when: {all: [{knew: true}, {banned: true}]}, then")),
    plain("an alternative within another", "R107", "made-good", ("{any: [{repaid: true}, {helpers: {at_least: 3}}]}", "{any: [{repaid: true}, {helpers: {at_least: 3}}, {all: [{repaid: true}, {joint: true}]}]}")),
    plain("a limit that every value meets", "R107", "careful", (CAREFUL, "{all: [{method: favourable}, {small: true}, {loss: {at_least: 0}}, {done_on: {on_or_after: 2018-01-01}}]}")),
    plain("an unless that never holds", "R107", "self-dealing", ("when: {gain: true}, then", "when: {gain: true}, unless: {all: [{knew: true}, {banned: false}]}, then")),
    plain("an unless apart from its when", "R107", "banned-work", ("{all: [{banned: true}, {method: some_adverse}]}, then", "{all: [{banned: true}, {method: some_adverse}]}, unless: {banned: false}, then")),
    plain("a definition always true", "R107", "small", ("{loss: {at_most: 500}}, basis", "{any: [{loss: {at_most: 500}}, {loss: {more_than: 500}}]}, basis"), also=[("R107", "careful"), ("R108", "loss")]),
    plain("a definition never true", "R107", "small", ("{loss: {at_most: 500}}, basis", "{loss: {less_than: 0}}, basis"), also=[("R103", "careful"), ("R109", "granted"), ("R108", "loss"), ("R108", "done_on"), ("R107", "made-good"), ("R107", "otherwise")]),
    plain("a pole never met", "R107", "method", ("{bypassed: true}, basis", "{all: [{bypassed: true}, {bypassed: false}]}, basis"), also=[("R103", "banned-work"), ("R108", "bypassed"), ("R108", "banned")]),
    plain("the scope leaves nobody out", "R107", "scope", ("{rank: {in: [county, town]}}", "{rank: {in: [county, town, other]}}"), also=[("R108", "rank")]),
    plain("an assumption that adds nothing", "R107", "assume", ("{never: {all: [{loss: {at_most: 0}}, {repaid: true}]}}", "{never: {all: [{loss: {at_most: 0}}, {repaid: true}]}}\n  - {if: {knew: true}, then: {any: [{banned: true}, {gain: true}]}}")),
    plain("a choice that covers every rank in scope", "R107", "self-dealing", ("when: {gain: true}, then", "when: {all: [{gain: true}, {not: {rank: other}}]}, then")),
    read("idle in a count", "R107", "half-good", ("{at_least: 1, of: [{motive: favourable}, {cause: favourable}, {c: true}]}", "{at_least: 1, of: [{motive: favourable}, {cause: favourable}, {c: true}, {cause: mixed}, {all: [{a: true}, {b: false}]}]}")),
    read("idle under every reading", "R107", "clean", ("{all: [{red: false}, {not: {fund: relief}}]}", "{all: [{red: false}, {not: {fund: relief}}, {any: [{a: true}, {a: false}]}]}")),
    # R108 idle fact
    plain("a fact nobody asks for", "R108", "weather", ("  done_on: {type", "  weather: {type: boolean, zh: 天气恶劣}\n  done_on: {type")),
    plain("a limit nobody asks for", "R108", "delay", ("  done_on: {type", "  delay: {type: number, zh: 拖延, unit: day, min: 0}\n  done_on: {type")),
    plain("asked for both ways", "R108", "weather", ("  done_on: {type", "  weather: {type: boolean, zh: 天气恶劣}\n  done_on: {type"), ("when: {gain: true}, then", "when: {any: [{all: [{gain: true}, {weather: true}]}, {all: [{gain: true}, {weather: false}]}]}, then"), also=[("R107", "self-dealing")]),
    plain("only an unused definition asks", "R112", "stormy", ("  done_on: {type", "  weather: {type: boolean, zh: 天气恶劣}\n  done_on: {type"), ("definitions:\n", "definitions:\n  stormy: {zh: 有风暴, when: {weather: true}, basis: stated, cite: {source: doc, at: 例}}\n"), also=[("R108", "weather")]),
    # R109 unreachable outcome
    plain("no clause gives it", "R109", "warned", ("  - {id: refused, zh: 不予容错}", "  - {id: warned, zh: 提醒}\n  - {id: refused, zh: 不予容错}")),
    plain("its only clause was changed", "R109", "reduced", ("unless: {careful: applies}\n    then: reduced", "unless: {careful: applies}\n    then: refused")),
    read("its only clause is gone", "R109", "fair", ("then: fair", "then: good"), also=[("R105", "all-good")]),
    # R110 off by one
    plain("both sides include the limit", "R110", "big-loss", added("id: big-loss, kind: exclusion, when: {loss: {at_least: 500}}, then: refused"), shown=True),
    plain("neither side includes the limit", "R110", "method", ("favourable: {zh: 得当, when: {all: [{studied: true}, {joint: true}]}", "favourable: {zh: 得当, when: {all: [{studied: true}, {joint: true}, {loss: {less_than: 700}}]}"), ("when: {bypassed: true}", "when: {any: [{bypassed: true}, {loss: {more_than: 700}}]}"), shown=True),
    plain("a whole number in between", "R110", "otherwise", (OTHERWISE, "when: {any: [{all: [{helpers: {at_most: 1}}, {not: {any: [{careful: applies}, {made-good: applies}]}}]}]}"), also=[("R101", "sole")], shown=True),
    plain("half a yuan in between", "R110", "small", ("definitions:\n", "definitions:\n  dear: {zh: 损失较大, when: {loss: {at_least: 501}}, basis: stated, cite: {source: doc, at: 例}}\n"), (OTHERWISE, "when: {all: [{any: [{dear: true}, {small: true}]}, {not: {any: [{careful: applies}, {made-good: applies}]}}]}"), also=[("R101", "sole")], shown=True),
    plain("the day itself belongs to both", "R110", "careful", added("id: early, kind: exclusion, when: {done_on: {on_or_before: 2018-01-01}}, then: refused"), shown=True),
    plain("the same limit with and without", "R110", "dear", added("id: dear, kind: exclusion, when: {all: [{loss: {less_than: 500}}, {banned: true}]}, then: refused"), shown=True),
    plain("hidden by a not", "R110", "big-loss", added("id: big-loss, kind: exclusion, when: {not: {loss: {less_than: 500}}}, then: refused"), shown=True),
    # R111 plain adverse
    plain("an exclusion on plain adverse", "R111", "banned-work", ("{method: some_adverse}", "{method: adverse}"), shown=True),
    read("plain adverse of a stated dimension", "R111", "bad-motive", ("{motive: some_adverse}", "{motive: adverse}"), shown=True),
    # R112 unused names
    plain("a definition nobody asks for", "R112", "grave", ("definitions:\n", "definitions:\n  grave: {zh: 损失重大, when: {loss: {more_than: 9000}}, basis: stated, cite: {source: doc, at: 例}}\n")),
    read("a dimension nobody asks for", "R112", "attitude", ("dimensions:\n", "dimensions:\n  attitude: {zh: 态度}\n")),
    # R120 negative names
    plain("a name that says not", "R120", "not_hidden", ("  done_on: {type", "  not_hidden: {type: boolean, zh: 公开}\n  done_on: {type"), ("when: {gain: true}, then", "when: {any: [{gain: true}, {not_hidden: false}]}, then")),
    plain("a label that says not", "R120", "hidden", ("  done_on: {type", "  hidden: {type: boolean, zh: 未公开}\n  done_on: {type"), ("when: {gain: true}, then", "when: {any: [{gain: true}, {hidden: true}]}, then")),
    plain("a label that says without", "R120", "studied", ("zh: 经过论证", "zh: 没有论证")),
    # R121 missing citation
    plain("a clause without a citation", "R121", "self-dealing", ("then: refused, basis: stated, cite: {source: doc, at: 第五条}", "then: refused, basis: stated")),
    plain("a definition without a citation", "R121", "small", (", basis: stated, cite: {source: doc, at: 第三条}", ", basis: stated")),
    plain("a pole without a citation", "R121", "method", ("when: {bypassed: true}, basis: stated, cite: {source: doc, at: 第四条}", "when: {bypassed: true}, basis: stated")),
    plain("an outcome without a citation", "R121", "granted", (", basis: stated, cite: {source: doc, at: 第一条}", ", basis: stated")),
    plain("the scope without a citation", "R121", "scope", ("basis: stated, cite: {source: doc, at: 第二条}", "basis: stated")),
    read("an implied clause without a citation", "R121", "clean", (", cite: {source: doc, at: 三}}\noutcomes", "}\noutcomes")),
    # R122 missing basis
    plain("a definition without a basis", "R122", "small", ("basis: stated, cite: {source: doc, at: 第三条}", "cite: {source: doc, at: 第三条}")),
    plain("a pole without a basis", "R122", "method", ("when: {bypassed: true}, basis: stated, ", "when: {bypassed: true}, ")),
    plain("the scope without a basis", "R122", "scope", ("basis: stated, cite: {source: doc, at: 第二条}", "cite: {source: doc, at: 第二条}")),
    plain("an implication without a reason", "R122", "otherwise", ("    reason: 不合前两条的，没有别的出路。\n", "")),
    read("an interpretation without a reason", "R122", "half-good", ("    reason: 有一项有利即可从轻。\n", "")),
    # R123 text not seen
    plain("a clause from a report alone", "R123", "self-dealing", ("cite: {source: doc, at: 第五条}", "cite: {source: report, at: 第五条}")),
    plain("a clause from reports alone", "R123", "otherwise", ("cite: {source: doc, at: 第十条}", "cite: [{source: report, at: 一}, {source: report, at: 二}]")),
    read("a stated clause from a summary", "R123", "red-line", ("basis: stated, cite: {source: doc, at: 三}", "basis: stated, cite: {source: press, at: 三}")),
    # R124 silence used as if specified
    plain("a limit the source does not give", "R124", "small", ("clauses:\n", "silent: [{topic: limit, kind: unseen, fact: loss, zh: 数额界限}]\nclauses:\n")),
    plain("a day the source is silent on", "R124", "careful", ("clauses:\n", "silent: [{topic: since, kind: silent, fact: done_on, zh: 从哪一天起}]\nclauses:\n")),
    plain("a scope the source does not give", "R124", "scope", ("clauses:\n", "silent: [{topic: scope, kind: unseen, zh: 适用范围}]\nclauses:\n")),
    plain("a choice of version the source does not give", "R124", "temporal", ("scope: {when", "temporal: conduct\nscope: {when"), ("clauses:\n", "silent: [{topic: version_by_date, kind: unseen, zh: 适用哪个时间的规定}]\nclauses:\n")),
    # R190 an acceptance of nothing
    plain("accepted though not found", "R190", "R105", ("clauses:\n", "accepted: [{code: R105, at: careful, reason: 例}]\nclauses:\n")),
    plain("accepted though there is no such rule", "R190", "R" + "999", ("clauses:\n", "accepted: [{code: R999, reason: 例}]\nclauses:\n")),
)  # fmt: skip
