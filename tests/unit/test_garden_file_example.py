"""The example garden is a model: complete, well written in both languages, and safe to copy."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.domain.person import AgeBracket, Form, GardenId, Rhythm
from bot.domain.text import Words
from bot.usecases.garden_file import GardenFile, read_garden_file
from bot.usecases.garden_file.positions import line_numbers
from bot.usecases.garden_file.values import garden_of, missions_of, referents_of
from tests.unit.garden_files import EXAMPLE

HERE = GardenId(1)


@pytest.fixture(scope="module")
def example() -> GardenFile:
    return read_garden_file(EXAMPLE)


def texts_in(value: Any) -> Iterator[Words]:
    if isinstance(value, Words):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


def test_it_holds_at_least_fourteen_missions_over_all_eight_forms(example: GardenFile) -> None:
    missions = missions_of(example, HERE)

    assert len(missions) >= 14
    assert {mission.form for mission in missions} == set(Form)


def test_it_names_at_least_six_referents_and_covers_every_domain_in_both_languages(
    example: GardenFile,
) -> None:
    team = referents_of(example, HERE)

    assert len(team) >= 6
    for mission in missions_of(example, HERE):
        able = [referent for referent in team if mission.domain in referent.domains]
        assert {"fr", "en"} <= {language for referent in able for language in referent.languages}


def test_its_charter_has_rights_duties_and_three_questions(example: GardenFile) -> None:
    assert len(example.charter.rights) >= 7
    assert len(example.charter.duties) >= 7
    assert [len(question.answers) for question in example.charter.questions] == [3, 3, 3]


def test_its_right_answers_do_not_always_stand_at_the_same_place(example: GardenFile) -> None:
    places = {list(question.answers).index(question.right) for question in example.charter.questions}

    assert len(places) > 1


def test_it_tells_both_pillars_first(example: GardenFile) -> None:
    story = " ".join(paragraph.in_language("fr") for paragraph in garden_of(example).story)

    assert "insertion" in story
    assert "légumes biologiques" in story


def test_its_towns_and_pickup_points_lie_around_the_garden(example: GardenFile) -> None:
    assert len(example.towns) >= 6
    assert len(example.pickup_points) >= 2


def test_a_beginner_of_fifteen_and_someone_from_home_find_something(example: GardenFile) -> None:
    missions = missions_of(example, HERE)
    young = [one for one in missions if one.minimum_age is not AgeBracket.ADULT and not one.required]

    assert len(young) >= 5
    assert any(one.place is None for one in missions)
    assert {rhythm for one in missions for rhythm in one.rhythms} == set(Rhythm)
    assert any(one.on_request and one.required for one in missions)


def test_every_text_is_in_french_and_english_and_not_twice_the_same(example: GardenFile) -> None:
    texts = list(texts_in(example))

    assert len(texts) > 250
    assert all(list(text.by_language) == ["fr", "en"] for text in texts)
    assert [text for text in texts if text.in_language("fr") == text.in_language("en")] == []


def test_its_sentences_are_short(example: GardenFile) -> None:
    for text in texts_in(example):
        for written in text.by_language.values():
            assert max(len(sentence.split()) for sentence in re.split(r"[.!?:]\s", written)) <= 26, written


def test_its_french_is_set_as_french_is(example: GardenFile) -> None:
    for text in texts_in(example):
        french = text.in_language("fr")
        assert "'" not in french
        assert '"' not in french
        assert not re.search(r"[^\u00a0][;?!]|[^\u00a0\d]:|«[^\u00a0]|[^\u00a0]»", french), french


def test_its_french_says_vous_and_avoids_gendered_forms(example: GardenFile) -> None:
    french = " ".join(text.in_language("fr") for text in texts_in(example))

    assert not re.search(r"\b(tu|toi|ton|ta|tes)\b", french)
    assert not re.search(r"(·|\(e\)|\bbienvenu\b|\bvolontaires?\b)", french)


def test_it_promises_nothing_in_kind_and_threatens_nobody(example: GardenFile) -> None:
    told = " ".join(text.in_language("fr") for text in texts_in(example)).lower()

    assert not re.search(r"sanction|obligatoire|pénalité|récompense|gratuitement des légumes", told)


def test_nobody_in_it_can_be_called_or_written_to() -> None:
    source = EXAMPLE.read_text(encoding="utf-8")

    assert all(host.endswith(".example") for host in re.findall(r"@([\w.-]+)", source))
    reserved = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
    assert all(number.startswith(reserved) for number in re.findall(r"\b0\d(?: \d\d){4}", source))


def test_every_value_of_it_has_a_line() -> None:
    source = EXAMPLE.read_text(encoding="utf-8")
    lines, written = line_numbers(source), source.splitlines()

    assert written[lines["garden", "timezone"] - 1] == 'timezone = "Europe/Paris"'
    assert "[[missions]]" in written[lines["missions", 4] - 1]
    assert written[lines["missions", 2, "required", "french_teaching"] - 1].startswith("required")
    assert "Laver et peser" in written[lines["missions", 1, "tasks", 1, "fr"] - 1]
    assert "answers.nobody" in written[lines["charter", "questions", 1, "answers", "nobody"] - 1]


def test_its_help_names_every_word_a_coordinator_may_choose() -> None:
    remarks = "\n".join(
        line for line in Path(EXAMPLE).read_text(encoding="utf-8").splitlines() if line.startswith("#")
    )

    assert [form.value for form in Form if form.value not in remarks] == []
