"""One process, many cases: memory does not grow, threads do not disturb each other, nothing keeps running."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import tolerance_engine as te
from tests.engines.support import BOOLEAN, established, needs_durable, opinion, small
from tolerance_engine.ruleset import load_ruleset

pytestmark = needs_durable

ROOT = Path(__file__).parents[2]
CHILD = """
import gc, resource, sys
import tolerance_engine as te
from tests.engines.support import BOOLEAN, small

def ruleset(turn):
    conditions = [{"a": True}, {"b": True}, {"amount": {"at_most": turn}}]
    return small(
        [{"id": "one", "when": {"at_least": 2, "of": conditions}, "then": "good"},
         {"id": "two", "kind": "exclusion", "when": {"all": [{"a": True}, {"amount": {"more_than": turn}}]}, "then": "bad"}],
        {"a": BOOLEAN, "b": BOOLEAN, "amount": {"type": "number"}},
    )

def resident():
    gc.collect()
    try:  # the peak of a child begins with that of its parent, so what is in use is the better measure
        return int(open("/proc/self/statm").read().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

def ask(rules, turn):
    case = te.Case(facts={"a": turn % 2 == 0, "b": turn % 3 == 0, "amount": turn % 5})
    return te.determine(rules, case, engine="durable").outcome

if sys.argv[1] == "cases":
    rules, marks = ruleset(2), (2_000, 22_000)
    for turn in range(1, marks[1] + 1):
        ask(rules, turn)
        if turn in marks:
            print(resident())
else:
    marks = (60, 360)
    for turn in range(1, marks[1] + 1):
        ask(ruleset(turn), turn)
        if turn in marks:
            print(resident())
"""


def growth(kind: str) -> float:
    """How much the memory of a process of its own grew between two marks, as a share of the first."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    first, last = map(int, done.stdout.split())
    return (last - first) / first


def test_twenty_thousand_cases_need_no_more_memory_than_two_thousand() -> None:
    """Sessions are deleted: 20 000 further cases add less than a twentieth to the memory of the process."""
    assert growth("cases") < 0.05


def test_rulesets_that_are_dropped_give_their_memory_back() -> None:
    """Loading, asking and dropping 300 further rulesets adds less than a tenth to the memory of the process."""
    assert growth("rulesets") < 0.1


def test_four_threads_get_the_answers_of_one() -> None:
    """Four threads on the same rules get what one thread gets, case by case."""
    ruleset = load_ruleset("qinghai")
    asked = [
        (established(ruleset, Random(seed)), reading) for seed in range(150) for reading in ruleset.readings
    ]
    wanted = [opinion(ruleset, case, reading, "diagram") for case, reading in asked]
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(opinion, ruleset, case, reading, "durable") for case, reading in asked]
        assert [job.result() for job in jobs] == wanted


def test_threads_may_be_the_first_to_ask() -> None:
    """Eight threads that ask a fresh ruleset at the same moment all get the answer."""
    for turn in range(10):
        conditions = [{"a": True}, {"b": True}, {"c": turn % 2 == 0}]
        ruleset = small(
            [{"id": "one", "when": {"at_least": 2, "of": conditions}, "then": "good"}],
            dict.fromkeys("abc", BOOLEAN),
        )
        together = threading.Barrier(8)

        def ask(ruleset: te.Ruleset = ruleset, together: threading.Barrier = together) -> str | None:
            together.wait()
            case = te.Case(facts={"a": True, "b": True, "c": True})
            return te.determine(ruleset, case, engine="durable").outcome

        with ThreadPoolExecutor(8) as pool:
            jobs = [pool.submit(ask) for _ in range(8)]
            assert [job.result() for job in jobs] == ["good"] * 8


def test_no_thread_is_left_running() -> None:
    """The second engine starts no background threads, as the host of durable-rules would."""
    before = {thread.ident for thread in threading.enumerate()}
    ruleset = load_ruleset("wenzhou")
    for seed in range(3):
        opinion(ruleset, established(ruleset, Random(seed)), None, "durable")
    assert {thread.ident for thread in threading.enumerate()} <= before
