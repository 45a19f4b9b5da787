"""docs/garden-file.md says what the schema does: every key, every word, the example's figures."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bot.domain.person import DayPart, Form, Level, Rhythm, Skill, Weekday
from bot.usecases.garden_file import GardenFile, read_garden_file
from tests.unit.garden_files import EXAMPLE, read_text

REFERENCE = (Path(__file__).parents[2] / "docs" / "garden-file.md").read_text(encoding="utf-8")


def sections(model: type[BaseModel]) -> dict[type[BaseModel], None]:
    found: dict[type[BaseModel], None] = {model: None}
    for field in model.model_fields.values():
        for inner in inner_models(field.annotation):
            found |= sections(inner)
    return found


def inner_models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for one in get_args(annotation) for model in inner_models(one)]


def test_it_names_every_key() -> None:
    keys = {key for model in sections(GardenFile) for key in model.model_fields}

    assert len(keys) > 50
    assert [key for key in sorted(keys) if not re.search(rf"[`\[. {{(]{key}\b", REFERENCE)] == []


@pytest.mark.parametrize("choices", [Form, Skill, Rhythm, Weekday, DayPart])
def test_it_names_every_word_to_choose_from(choices: type[Form]) -> None:
    assert [one.value for one in choices if not re.search(rf"\b{one.value}\b", REFERENCE)] == []


def test_it_names_every_level_that_may_be_required() -> None:
    assert [
        level.value for level in Level if level is not Level.NEVER and f"`{level.value}`" not in REFERENCE
    ] == []


def test_it_counts_what_the_example_holds() -> None:
    example = read_garden_file(EXAMPLE)

    assert f"missions: {len(example.missions)} created" in REFERENCE
    assert f"referents: {len(example.referents)} created" in REFERENCE


def test_its_charter_can_be_copied(tmp_path: Path) -> None:
    (written,) = re.findall(r"```toml\n(\[\[charter.*?)```", REFERENCE, re.DOTALL)
    source = EXAMPLE.read_text(encoding="utf-8")

    file = read_text(tmp_path, source[: source.index("[[charter.rights]]")] + written)

    assert [question.slug for question in file.charter.questions] == ["unable-to-come"]
