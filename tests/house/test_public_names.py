"""Public names: what `__all__` promises is there, documented, and what the design calls the interface."""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
from types import ModuleType

import pytest

import tolerance_engine as te
from tests.house.tree import ROOT, modules

ROOMS = sorted(
    ".".join(path.parent.relative_to(ROOT).parts)
    for path in modules()
    if path.name == "__init__.py" and len(path.relative_to(ROOT).parts) <= 3
)
PROMISED = {
    "load_ruleset": ("id_or_path", "on", "reading"),
    "list_rulesets": (),
    "load_case": ("path",),
    "determine": ("ruleset", "case", "engine"),
    "diff": ("a", "b"),
}
VERDICT = [
    "outcome",
    "possible",
    "decided",
    "findings",
    "applies",
    "missing",
    "witnesses",
    "readings",
    "robust",
    "explanation",
    "why",
    "why_not",
    "reasons",
    "receipt",
    "text",
    "markdown",
    "_repr_html_",
    "model_dump_json",
    "may_apply",
    "modality",
    "reading",
    "unused",
    "if_closed_now",
]
LATER = ("why_not", "reasons")
"""Parts of the interface that later issues bring; each leaves this list when it is there."""


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_promises_is_there(room: str) -> None:
    """Every name in a room's `__all__` exists, once, in order."""
    module: ModuleType = importlib.import_module(room)
    promised = getattr(module, "__all__", None)
    assert promised is not None, "a room says what it offers"
    assert len(set(promised)) == len(promised)
    assert [name for name in promised if not hasattr(module, name)] == []
    key = lambda name: (name.startswith("__"), name)  # noqa: E731
    assert sorted(promised, key=key) == sorted(promised, key=key)


def test_the_front_door_offers_nothing_else() -> None:
    """The public names of the package are exactly those it imports for its users, now or when first asked for."""
    assert [name for name in te.__all__ if not hasattr(te, name)] == []
    offered = {
        name for name, value in vars(te).items() if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert offered == {name for name in te.__all__ if not name.startswith("__")}


@pytest.mark.parametrize("name", [name for name in te.__all__ if name != "__version__"])
def test_public_names_are_documented(name: str) -> None:
    """Every public name, and every public method of a public class, has a docstring of its own."""
    thing = getattr(te, name)
    assert thing.__doc__ and thing.__doc__.strip()
    if inspect.isclass(thing):
        for member, value in [*vars(thing).items()]:  # a model that is built late changes meanwhile
            function = value.fget if isinstance(value, property) else getattr(value, "func", value)
            if not member.startswith("_") and inspect.isfunction(function):
                assert function.__doc__, f"{name}.{member}"


@pytest.mark.parametrize(("name", "parameters"), PROMISED.items())
def test_the_interface_of_the_design(name: str, parameters: tuple[str, ...]) -> None:
    """The functions other people call have the parameters the design names."""
    signature = inspect.signature(getattr(te, name))
    assert set(parameters) <= set(signature.parameters)
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty


def test_a_verdict_has_what_the_design_names() -> None:
    """Every attribute of a verdict in the design exists, but for those of later issues."""
    verdict = te.determine(te.load_ruleset("qinghai"), {})
    assert [name for name in VERDICT if name not in LATER and not hasattr(verdict, name)] == []


def test_every_error_is_one_of_ours() -> None:
    """All public errors are ToleranceErrors, and say what was wrong when shown."""
    errors = [
        getattr(te, name)
        for name in te.__all__
        if inspect.isclass(getattr(te, name)) and issubclass(getattr(te, name), Exception)
    ]
    assert {error.__name__ for error in errors} >= {
        "ToleranceError",
        "RulesetError",
        "CaseError",
        "BudgetExceeded",
    }
    assert all(issubclass(error, te.ToleranceError) for error in errors)


def test_the_version_is_the_version() -> None:
    """The version in the package is the version of the distribution."""
    assert te.__version__ == importlib.metadata.version("tolerance-engine")


def test_importing_loads_little() -> None:
    """Importing the package loads no faces and no heavy library."""
    import subprocess
    import sys

    code = "import sys, tolerance_engine; print(*sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    assert not {"click", "rich", "numpy", "durable", "clingo", "IPython", "pandas", "jsonschema"} & set(
        loaded
    )
