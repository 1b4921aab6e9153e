"""Rete: derivations in, values out, by the engine of durable-rules.

The terms of one level are one durable ruleset (several where it would pass a bound): a case posts one fact with
the values known so far, every rule that matches fires, and what the rules conclude joins what is known for the
next level. The engine is driven without durable's `Host`, because the host starts timer threads that take
actions from the calling thread and walk sessions that were deleted, and its action wrapper swallows errors.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from itertools import count
from typing import Any
from weakref import WeakValueDictionary, finalize

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.engines._durable_terms import Derivation, Rule
from tolerance_engine.errors import EngineUnavailable
from tolerance_engine.source import Words

MAX_RULES = 400
"""Rules of one durable ruleset: it hangs from about 500 on."""
MAX_KEYS = 200
"""Values in one fact: it refuses more than 255."""
MAX_OPEN = 56
"""Tests that may hold side by side while a fact is matched: it refuses more than 64."""

MAX_SESSIONS = 256
"""Cases at once in one durable ruleset: the process dies some time after the 1025th."""

_lock = threading.Lock()
_together = threading.BoundedSemaphore(MAX_SESSIONS)
_registered: WeakValueDictionary[str, Part] = WeakValueDictionary()
_sessions = count()


def engine() -> Any:
    """The engine of durable-rules. Raises EngineUnavailable where it is not installed."""
    try:
        for name in ("durable", "durable.engine"):
            import_module(name)
        return import_module("durable_rules_engine")
    except ImportError as error:
        message = Words(
            f"第二引擎没有安装：导入 durable-rules 失败（{error}）",
            f"the second engine is not installed: durable-rules cannot be imported ({error})",
        )
        help_ = Words(
            '安装附加项 durable（需要编译器，Python 3.13 起不可用），或者用 engine="diagram"',
            'install the extra `durable` (it needs a compiler and Python below 3.13), or use engine="diagram"',
        )
        raise EngineUnavailable([Diagnostic("E001", message, help=help_)]) from None


class Part:
    """Derivations that stand in one durable ruleset; the ruleset is freed with the part."""

    def __init__(
        self, name: str, derivations: Sequence[Derivation], names: Mapping[str, str], definition: str
    ) -> None:
        self.terms = frozenset(derivation.term.key for derivation in derivations)
        self._concludes = [(d.term.key, rule.value) for d in derivations for rule in d.rules]
        self._reads = [(d.term.key, d.keys) for d in derivations]
        self._names = names
        self._engine = engine()
        with self._troubles(name):
            self._handle: int = self._engine.create_ruleset(name, definition)
        finalize(self, self._engine.delete_ruleset, self._handle).atexit = False

    def conclude(self, known: Mapping[str, str]) -> dict[str, str]:
        """What the rules conclude from what is known: of every term whose conditions are known, one value."""
        ready = [key for key, reads in self._reads if known.keys() >= reads]
        if not ready:
            return {}
        session = f"s{next(_sessions)}"
        values = {short: known[key] for key, short in self._names.items() if key in known}
        concluded: dict[str, str] = {}
        with self._troubles(ready[0]), _together:
            for rule in self._fired(session, json.dumps({"id": "1", "sid": session, **values})):
                key, value = self._concludes[rule]
                if concluded.setdefault(key, value) != value:
                    raise broken(key, f"{concluded[key]}, {value}")
        for key in ready:
            if key not in concluded:
                raise broken(key, "-")
        return concluded

    def _fired(self, session: str, fact: str) -> list[int]:
        """The rules that fire on a fact, in a session of its own.

        A session may only be deleted after an action was started in it: until then the engine would free
        pointers it never set. Where some term is ready, one of its rules fires, so an action always starts.
        """
        engine, handle = self._engine, self._handle
        _, state = engine.assert_fact(handle, fact)
        started = engine.start_action_for_state(handle, state)
        if not started:
            raise broken(session, "-")
        fired: list[int] = []
        try:
            message = started[1]
            while message:  # {"r12": {"m": {…}}}
                fired.append(int(message[3 : message.index('"', 3)]))
                message = engine.complete_and_start_action(handle, state)
            engine.retract_fact(handle, fact)
        finally:
            engine.delete_state(handle, session)
        return fired

    @contextmanager
    def _troubles(self, term: str) -> Iterator[None]:
        """What the engine raises, as our own error."""
        try:
            yield
        except (self._engine.error, MemoryError) as error:
            raise broken(term, str(error)) from error


def broken(term: str, found: str) -> EngineUnavailable:
    """The engine did not do what its rules say: no verdict can rest on it."""
    message = Words(
        f"durable-rules 没有得出 `{term}` 的唯一取值（{found}）",
        f"durable-rules did not conclude one value of `{term}` ({found})",
    )
    help_ = Words('改用 engine="diagram"，并报告这一问题', 'use engine="diagram" and report this')
    return EngineUnavailable([Diagnostic("E004", message, help=help_)])


def register(derivations: Iterable[Derivation]) -> tuple[Part, ...]:
    """The parts of a theory, lowest level first. The same rules are registered once, however often they are loaded."""
    with _lock:
        return tuple(_register(part) for part in _split(derivations))


def _register(derivations: Sequence[Derivation]) -> Part:
    names = {key: f"k{index}" for index, key in enumerate(_keys(derivations))}
    rules = [(d.term.key, rule) for d in derivations for rule in d.rules]
    definition = json.dumps({f"r{i}": _definition(rule, names) for i, (_, rule) in enumerate(rules)})
    concluded = [(key, rule.value) for key, rule in rules]
    name = sha256(json.dumps([concluded, names, definition]).encode()).hexdigest()
    part = _registered.get(name)
    if part is None:
        part = _registered[name] = Part(name, derivations, names, definition)
    return part


def _definition(rule: Rule, names: Mapping[str, str]) -> dict[str, Any]:
    """A rule as durable-rules reads it: tests on one fact, the key of the fact by a short name.

    It knows keys only by a 32-bit hash of their name; short numbered names are known not to collide.
    """
    tests = [
        {names[key]: value} if equal else {"$neq": {names[key]: value}} for key, equal, value in rule.tests
    ]
    return {"all": [{"m": {"$and": tests} if len(tests) > 1 else tests[0]}]}


def _keys(derivations: Iterable[Derivation]) -> tuple[str, ...]:
    return tuple(sorted({key for derivation in derivations for key in derivation.keys}))


def _open(derivation: Derivation) -> int:
    """How many tests of a derivation may hold side by side: one, and one more for each that is a `not`."""
    return 1 + len({key for rule in derivation.rules for key, equal, _ in rule.tests if not equal})


def _split(derivations: Iterable[Derivation]) -> Iterator[tuple[Derivation, ...]]:
    """Level by level, as many together as the bounds allow."""
    part: list[Derivation] = []
    for derivation in sorted(derivations, key=lambda d: d.term.level):
        if len(derivation.rules) > MAX_RULES:
            raise _too_large(derivation)
        together = [*part, derivation]
        if part and (
            part[0].term.level != derivation.term.level
            or sum(len(each.rules) for each in together) > MAX_RULES
            or len(_keys(together)) > MAX_KEYS
            or sum(map(_open, together)) > MAX_OPEN
        ):
            yield tuple(part)
            part = []
        part.append(derivation)
    if part:
        yield tuple(part)


def _too_large(derivation: Derivation) -> EngineUnavailable:
    name = derivation.term.key
    message = Words(
        f"`{name}` 要写成 {len(derivation.rules)} 条产生式，第二引擎最多接受 {MAX_RULES} 条",
        f"`{name}` takes {len(derivation.rules)} production rules; the second engine accepts {MAX_RULES}",
    )
    help_ = Words(
        '计数条件（at_least 等）分成几组，每组不超过 36 项，或者用 engine="diagram"',
        'split counts (at_least and the like) into groups of up to 36, or use engine="diagram"',
    )
    return EngineUnavailable([Diagnostic("E003", message, help=help_)])
