"""Something of ours breaks: whoever met it hears that we are sorry, in words they read."""

import pytest

import handlers.grouping
import handlers.starting
from bot.rehearsal import Emulator
from tests.journey.conftest import COORDINATOR_ID, bot_of

SORRY = {"en": "I am sorry: something went wrong on our side", "fr": "Toutes nos excuses"}


def break_down(*_given: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("language", SORRY)
async def test_whoever_met_a_bug_with_their_very_first_word_reads_the_apology(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(handlers.starting, "start", break_down)
    ana = emulator.person("Ana", language=language)
    async with bot_of(emulator):
        await ana.says("/start")

        assert SORRY[language] in ana.screen.text


async def test_a_referents_group_reads_the_apology_in_its_garden_s_language(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    nadia = emulator.person("Nadia", language="en", id=COORDINATOR_ID)
    team = emulator.group("Référents", members=[nadia], supergroup=True)
    async with bot_of(emulator):
        await team.adds_bot(by=nadia)
        await nadia.says("/link", chat=team)
        monkeypatch.setattr(handlers.grouping, "link_group", break_down)

        await nadia.says("/link", chat=team)

        assert SORRY["fr"] in team.screen.text
