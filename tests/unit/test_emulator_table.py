"""What the emulator models is what Telegram documents."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.answers import ANSWERS
from bot.rehearsal.methods import METHODS
from bot.rehearsal.objects import FIELDS, REQUIRED_FIELDS
from bot.rehearsal.reactions import REACTIONS

DOCUMENTED = Path(__file__).parents[3] / "shared" / "botapi" / "api-10.0.json"


JSON_TYPES = {"Integer": int, "String": str, "Boolean": bool, "True": bool, "Float": float}


def type_of(documented: str) -> type:
    """An array's type in JSON, or an object's."""
    return list if documented.startswith("Array of") else dict


@pytest.fixture(scope="module")
def documented() -> Any:
    if not DOCUMENTED.exists():
        pytest.skip("Telegram's documentation of its API, version 10.0, is not beside this checkout")
    return json.loads(DOCUMENTED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", METHODS)
def test_a_modelled_method_has_the_documented_parameters(name: str, documented: Any) -> None:
    method, page = METHODS[name], documented["methods"][name]
    fields = {field["name"]: field for field in page.get("fields", [])}

    for parameter, kind in (method.required | method.optional).items():
        assert sorted(kind.split("|")) == sorted(fields[parameter]["types"]), parameter
        assert fields[parameter]["required"] == (parameter in method.required), parameter
    assert {f for f, field in fields.items() if field["required"]} <= method.required.keys()


@pytest.mark.parametrize("kind", FIELDS)
def test_a_modelled_object_has_the_documented_fields(kind: str, documented: Any) -> None:
    page = documented["types"][kind]
    kinds = [documented["types"][subtype] for subtype in page.get("subtypes") or []] or [page]
    required = set.intersection(
        *({field["name"] for field in each.get("fields", []) if field["required"]} for each in kinds)
    )
    known = {field["name"]: field["types"] for each in kinds for field in each.get("fields", [])}

    assert FIELDS[kind].keys() <= known.keys()
    assert required == set(REQUIRED_FIELDS[kind])
    for name, python_type in FIELDS[kind].items():
        assert any(
            JSON_TYPES.get(documented, type_of(documented)) is python_type for documented in known[name]
        )


def test_the_reactions_are_the_documented_ones(documented: Any) -> None:
    (page,) = (f for f in documented["types"]["ReactionTypeEmoji"]["fields"] if f["name"] == "emoji")

    assert set(page["description"].split('"')[1::2]) == REACTIONS


def test_every_modelled_method_has_its_answer() -> None:
    about_updates = {"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"}

    assert ANSWERS.keys() | about_updates == METHODS.keys()
