"""Select: the one `determine` that callers use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from tolerance_engine.determine import Case, Verdict
from tolerance_engine.determine import determine as decide
from tolerance_engine.ruleset import Ruleset


def determine(
    ruleset: Ruleset,
    case: Case | Mapping[str, Any],
    *,
    reading: str | None = None,
    engine: Literal["diagram", "durable"] = "diagram",
) -> Verdict:
    """What follows from `ruleset` for `case`, under `reading` (the ruleset's own when None).

    `engine="durable"` decides by forward chaining on durable-rules (the extra `durable`): a second opinion on
    cases in which every fact that matters is established.

    Raises CaseError when the case names what nobody declared, has a value of the wrong type, or contradicts
    itself; EngineUnavailable when durable-rules is not installed or the case is not fully established.
    Missing facts are never an error.
    """
    if engine == "diagram":
        return decide(ruleset, case, reading=reading)
    if engine == "durable":
        from tolerance_engine.engines.durable import determine_durable

        return determine_durable(ruleset, case, reading=reading)
    raise ValueError(f"engine is `diagram` or `durable`, not `{engine}`")
