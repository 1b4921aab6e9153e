"""Stand-ins: harmless values in place of faulty parts, so that the rest of a file is still checked.

A list keeps its length: what comes after a faulty item is still found at its own place.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

FAULTY = "\0faulty"
"""Stands where a condition was wanted; who reads it says nothing, the problem is already told."""


def put(data: Any, path: tuple[Any, ...], model: type[BaseModel]) -> bool:
    """Replace the piece at `path` (or what is missing there) by a stand-in. False where there is none."""
    if not path:
        return False
    holder = data
    for step in path[:-1]:
        if not has(holder, step):
            return True  # already replaced with a larger piece
        holder = holder[step]
    annotation = _annotation_at(model, path)
    if annotation is None or not isinstance(holder, dict | list):
        return False
    if isinstance(holder, list) and not has(holder, path[-1]):
        return True
    holder[path[-1]] = _stand_in(annotation)
    return True


def has(holder: Any, step: Any) -> bool:
    """Whether `step` leads anywhere in `holder`."""
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)


def model_at(model: type[BaseModel], path: tuple[Any, ...]) -> type[BaseModel] | None:
    """The model of the mapping at `path`."""
    found = _bare(_annotation_at(model, path)) if path else model
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def _annotation_at(model: type[BaseModel], path: tuple[Any, ...]) -> Any:
    here: Any = model
    for step in path:
        here = _bare(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            fields = here.model_fields.items()
            here = next((f.annotation for name, f in fields if step in (f.alias or name, name)), None)
        elif get_origin(here) in (dict, tuple):
            arguments = get_args(here)
            here = arguments[1] if get_origin(here) is dict else arguments[0]
        else:
            return None
    return here


def _bare(annotation: Any) -> Any:
    """Without `Annotated`, and without the None of an optional."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        rest = [argument for argument in get_args(annotation) if argument is not type(None)]
        return _bare(rest[0]) if len(rest) == 1 else annotation
    return annotation


def _stand_in(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType) and type(None) in get_args(annotation):
        return None
    bare = _bare(annotation)
    if get_origin(bare) in (Union, UnionType):
        return "not_specified" if str in get_args(bare) else _stand_in(get_args(bare)[0])
    if get_origin(bare) is Literal:
        return get_args(bare)[0]
    if get_origin(bare) is tuple:
        return [_stand_in(get_args(bare)[0])]
    if get_origin(bare) is dict:
        return {}
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        required = {f.alias or name: f for name, f in bare.model_fields.items() if f.is_required()}
        return {key: _stand_in(field.annotation) for key, field in required.items()}
    simple = {str: "faulty", bool: False, int: 0, Decimal: Decimal(0), date: date(2000, 1, 1)}
    return simple.get(bare, FAULTY)
