"""Owns how the schema's errors become findings with a fix a coordinator can follow."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.usecases.garden_file.kinds import shown
from bot.usecases.garden_file.problems import Finding, Path, choose_from

_HOW_WRITTEN = {
    "latitude": "latitude = 48.93",
    "longitude": "longitude = 2.53",
    "minimum_age": "minimum_age = 18",
    "hours": "hours = 3",
    "capacity": "capacity = 6",
    "form": 'form = "give_time"',
    "slug": 'slug = "french-lessons"',
    "timezone": 'timezone = "Europe/Paris"',
    "languages": 'languages = ["fr", "en"]',
    "rhythms": 'rhythms = ["weekly"]',
    "domains": 'domains = ["growing"]',
    "domain": 'domain = "growing"',
    "right": "right = the slug of the right answer",
    "answers": 'answers.a = { fr = "…", en = "…" }, one line for each answer',
    "day": "day = 2027-05-15",
    "starts": 'starts = "9:00"',
    "rule": 'rule = "FREQ=WEEKLY;BYDAY=SA"',
    "first_day": "first_day = 2027-08-01",
    "last_day": "last_day = 2027-08-15",
    **{name: f"the section [{name}]" for name in ("garden", "charter")},
    **{name: f"one [[{name}]] section at least" for name in ("towns", "referents", "missions")},
    **{name: f"one [[charter.{name}]] section at least" for name in ("rights", "duties", "questions")},
    **{name: f'{name} = [{{ fr = "…", en = "…" }}]' for name in ("story", "tasks")},
}


def read_fault(error: ErrorDetails, model: type[BaseModel]) -> Finding:
    """One error of pydantic's, with its place and a fix."""
    path = tuple(part for part in error["loc"] if part != "[key]")
    context = error.get("ctx", {})
    if error["type"] == "wrong":
        return Finding(path, context["what"], context["fix"])
    what, fix = _explain(error, path, context, model)
    return Finding(path, what, fix)


def _explain(
    error: ErrorDetails, path: Path, context: dict[str, Any], model: type[BaseModel]
) -> tuple[str, str]:
    key, found = path[-1], error["input"]
    match error["type"]:
        case "missing":
            return "is missing", f"add {_how_written(str(key), model, path)}"
        case "extra_forbidden":
            return "is not a key the bot knows here", choose_from(key, _keys_at(model, path[:-1]))
        case "list_type":
            return f"is {shown(found)}, not a list", "write it between [ and ]"
        case "bool_type":
            return f"is {shown(found)}", "write true or false, without quotation marks"
        case "too_short":
            return f"has {_counted(context['actual_length'])}", f"write {context['min_length']} at least"
        case "too_long":
            return f"has {_counted(len(found))}", f"leave {context['max_length']} at most"
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"is {shown(found)}, not a section with keys", "see docs/garden-file.md for its keys"
        case _:
            return error["msg"], "see docs/garden-file.md"


def _counted(number: int) -> str:
    return "nothing in it" if number == 0 else f"{number} in it"


def _how_written(key: str, model: type[BaseModel], path: Path) -> str:
    """A line to copy; a key that is not listed is a text, in every language or in none."""
    if key in _HOW_WRITTEN:
        return _HOW_WRITTEN[key]
    section = _model_at(model, path[:-1])
    plain = section is not None and section.model_fields[key].annotation is str
    return f'{key} = "…"' if plain else f'{key} = {{ fr = "…", en = "…" }}'


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    section = _model_at(model, path)
    return [] if section is None else list(section.model_fields)


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model of the section at `path`."""
    current: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, str) and current is not None:
            field = current.model_fields.get(part)
            current = None if field is None else _first_model(field.annotation)
    return current


def _first_model(annotation: Any) -> type[BaseModel] | None:
    """The section a key holds, by itself or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (list, Union, types.UnionType):
        return next((found for one in get_args(annotation) if (found := _first_model(one))), None)
    return None
