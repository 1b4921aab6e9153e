"""The order of linking: facts, then conditions on them, then the whole."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_engine.diagnostics import Diagnostic, nearest
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset import model
from tolerance_engine.ruleset.link import checks, declarations, facts, provisions
from tolerance_engine.ruleset.link.conditions import Conditions
from tolerance_engine.ruleset.link.leaves import Names
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.link.procedure import known_events, procedure
from tolerance_engine.ruleset.link.procedure_forms import effects
from tolerance_engine.ruleset.link.scales import scales
from tolerance_engine.ruleset.read.reader import Located
from tolerance_engine.ruleset.written import document as doc
from tolerance_engine.ruleset.written.vocabulary import VocabularyDocument
from tolerance_engine.source import Label, Words

SOLE = "sole"
"""The reading of a ruleset that declares none."""


def link_vocabulary(
    written: VocabularyDocument, located: Located, problems: list[Diagnostic]
) -> model.Vocabulary:
    """The shared facts and definitions, resolved."""
    notes = Notes(located, problems, written.sources)
    resolved = {name: facts.fact(notes, name, fact, shared=True) for name, fact in written.facts.items()}
    checks.check_names(notes, [written.facts, written.definitions, written.dimensions], set())
    names = Names(resolved, frozenset(written.definitions), frozenset(), frozenset(), (SOLE,))
    conditions = Conditions(located, names, problems)
    definitions = provisions.definitions(notes, written.definitions, conditions)
    for index, name in enumerate(written.order or ()):
        if name not in resolved:
            notes.note(
                "L053",
                Words(f"没有名为 `{name}` 的事实", f"no fact is named `{name}`"),
                ("order", index),
                nearest(name, resolved),
            )
    return model.Vocabulary(
        resolved,
        definitions,
        {name: Label(d.zh, d.en) for name, d in written.dimensions.items()},
        notes.titles,
        tuple(dict.fromkeys((*(written.order or ()), *resolved))),
        scales=scales(notes, written.scales),
    )


def link(
    written: doc.RulesetDocument,
    declared: Mapping[str, tuple[str, ...]],
    aside: frozenset[Path],
    located: Located,
    problems: list[Diagnostic],
    *,
    vocabulary: model.Vocabulary | None,
    uses: Mapping[str, model.Linked],
    digests: tuple[str, str | None],
) -> model.Linked:
    """A ruleset, resolved.

    `declared` has the names the file declares, faulty ones included; `aside` the places of faulty parts;
    `digests` names what decides, and the procedure with its effects.
    """
    clause_ids = [clause.id for clause in written.clauses]
    outcome_ids = [outcome.id for outcome in written.outcomes]
    kept = {*written.facts, *written.sources, *written.readings, *outcome_ids, *clause_ids}
    kept |= {*written.definitions, *written.dimensions}
    faulty = frozenset(name for each in declared.values() for name in each) - kept
    notes = Notes(located, problems, written.sources, aside, faulty | _touched(aside, written))
    own = {name: facts.fact(notes, name, fact, shared=False) for name, fact in written.facts.items()}
    checks.check_names(
        notes,
        [written.facts, written.definitions, written.dimensions, dict.fromkeys(clause_ids)],
        {*vocabulary.facts, *vocabulary.definitions} if vocabulary else set(),
    )
    checks.check_clause_ids(notes, clause_ids)
    labels = {name: Label(r.zh, r.en) for name, r in written.readings.items()}
    readings = {n: labels.get(n, Label(n)) for n in declared["readings"]} or {
        SOLE: Label("唯一口径", "sole reading")
    }
    shared_facts = vocabulary.facts if vocabulary else {}
    shared_definitions = vocabulary.definitions if vocabulary else {}
    foreign = {f"{alias}.{clause.id}" for alias, used in uses.items() for clause in used.clauses}
    names = Names(
        {**shared_facts, **own},
        frozenset((*shared_definitions, *written.definitions)),
        frozenset(written.dimensions),
        frozenset(clause_ids) | foreign,
        tuple(readings),
        notes.faulty,
        aside,
    )
    conditions = Conditions(located, names, problems)
    definitions = {**shared_definitions, **provisions.definitions(notes, written.definitions, conditions)}
    dimensions = provisions.dimensions(notes, written.dimensions, conditions)
    outcomes = provisions.outcomes(notes, written.outcomes)
    clauses = provisions.clauses(
        notes, written.clauses, conditions, outcomes, frozenset(clause_ids), tuple(readings)
    )
    scope = provisions.scope(notes, written.scope, conditions)
    assume = provisions.assumptions(notes, written.assume or (), conditions)
    properties = declarations.properties(
        notes, written.properties or (), conditions, outcomes, tuple(readings)
    )
    combine = declarations.by_reading(
        notes, "combine", written.combine, conditions, ("must_agree", "most_favourable", "least_favourable")
    )
    ranked = [outcome.id for outcome in outcomes]
    default = declarations.by_reading(
        notes, "default", written.default, conditions, (*ranked, model.NOT_SPECIFIED)
    )
    checks.exclusions_never_help(notes, clauses, outcomes, default, tuple(readings))
    path = procedure(notes, written.procedure, conditions, tuple(ranked))
    linked = model.Linked(
        id=written.id,
        title=Label(written.title.zh, written.title.en),
        region=Label(written.region.zh, written.region.en) if written.region else None,
        in_force=declarations.period(notes, written.in_force),
        temporal=written.temporal,
        sources={**(vocabulary.sources if vocabulary else {}), **notes.titles},
        facts={**shared_facts, **own},
        vocabulary=vocabulary,
        scope=scope,
        assume=assume,
        definitions=definitions,
        dimensions=dimensions,
        outcomes=outcomes,
        clauses=clauses,
        combine=combine,
        default=default,
        readings=readings,
        silent=declarations.silences(notes, written.silent or (), names),
        presumptions=declarations.presumptions(notes, written.presumptions or (), names),
        outcome_map=written.outcome_map,
        properties=properties,
        uses=dict(uses),
        procedure=path,
        effects=effects(notes, written.effects, ranked, known_events(notes, written.procedure, path)),
        digest=digests[0],
        procedure_digest=digests[1],
        accepted=tuple(model.Accepted(a.code, a.at or (), a.reason) for a in written.accepted or ()),
        located=located,
    )
    checks.dates_used_once(notes, linked, notes.faulty)
    return linked


def _touched(aside: frozenset[Path], written: doc.RulesetDocument) -> frozenset[str]:
    """The names whose declaration is so faulty that nothing can be asked of them."""
    found = set()
    for path in aside:
        if len(path) < 2 or (len(path) > 2 and path[2] not in ("type", "values", "id")):
            continue
        section, name = str(path[0]), path[1]
        if isinstance(name, str):
            found.add(name)
        else:
            items = getattr(written, section, None) or ()
            if name < len(items) and hasattr(items[name], "id"):
                found.add(items[name].id)
    return frozenset(found)
