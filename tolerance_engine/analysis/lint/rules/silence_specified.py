"""R124: what the file itself says the source leaves open, used elsewhere in the file as if the source gave it."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.provisions import Provision, own_definitions, place_of, provisions
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.expr import DefinitionIs, Expr, FactIs, leaves
from tolerance_engine.ruleset.model import Linked, Silence
from tolerance_engine.source import Words

HELP = Words(
    "改 `basis`；或者来源其实说了，就从 `silent` 里去掉这一项",
    "change the `basis`; or take the topic out of `silent`, if the source does say it",
)


def silence_specified(space: Space) -> Iterator[LintFinding]:
    """A `stated` provision sets a limit on a fact about which the source is silent, or whose text was not seen.

    A yes-or-no fact or a choice may stand for what the source leaves open: what it means is left to who answers it.
    A limit may not, for there the file itself supplies the number.
    """
    linked = space.linked
    silences = {silence.fact: silence for silence in linked.silent if silence.fact is not None}
    for provision in provisions(linked):
        if provision.ground.basis != "stated":
            continue
        seen: set[str] = set()
        for leaf in _facts(linked, provision):
            silence = silences.get(leaf.fact)
            limit = leaf.test not in ("is", "in")
            if silence is None or leaf.fact in seen or not limit:
                continue
            seen.add(leaf.fact)
            yield _finding(space, provision, silence, leaf.fact)
    topics = {silence.topic: silence for silence in linked.silent}
    if linked.scope is not None and linked.scope.ground.basis == "stated" and "scope" in topics:
        message = Words(
            "`silent` 说来源没有载明适用范围，`scope` 的依据却写 `stated`",
            "the scope is `stated`, while `silent` says that the source does not give it",
        )
        yield space.finding("R124", "warning", message, "scope", space.at(("scope",), key=True), HELP)
    named = [topic for topic in ("temporal", "version_by_date") if topic in topics]
    if linked.temporal != "not_specified" and named:
        message = Words(
            f"`silent` 的 `{named[0]}` 说来源没有载明适用哪个日期的规定，`temporal` 却写了 `{linked.temporal}`",
            f"`temporal` is `{linked.temporal}`, while `silent` ({named[0]}) says that the source does not give it",
        )
        yield space.finding("R124", "warning", message, "temporal", space.at(("temporal",), key=True), HELP)


def _facts(linked: Linked, provision: Provision) -> Iterator[FactIs]:
    """The facts a provision rests on; what has a basis of its own in the file answers for itself."""
    queue: list[Expr] = list(provision.conditions)
    own = own_definitions(linked)
    entered: set[str] = set()
    while queue:
        for leaf in leaves(queue.pop()):
            if isinstance(leaf, FactIs):
                yield leaf
            elif isinstance(leaf, DefinitionIs) and leaf.definition not in (*own, *entered):
                entered.add(leaf.definition)
                queue.append(linked.definitions[leaf.definition].when)


def _finding(space: Space, provision: Provision, silence: Silence, fact: str) -> LintFinding:
    how = (
        Words("来源没有规定其界限", "gives no limit")
        if silence.kind == "silent"
        else Words("所见材料未载其界限", "was not seen to give its limit")
    )
    message = Words(
        f"{provision.of}依据写 `stated`，却用到 `{fact}`；而 `silent` 的 `{silence.topic}` 说{how.zh}",
        f"{provision.words.en} is `stated` and rests on `{fact}`, while `silent` ({silence.topic}) says that the source {how.en}",
    )
    return space.finding("R124", "warning", message, provision.name, place_of(space, provision), HELP)
