"""The charter: read, its reasons unfolded, three friendly questions, and an acceptance with version and time."""

from sqlalchemy import select

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage.tables import acceptances, charters, missions
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.seeding import is_welcomed, stands_at
from tests.journey.walking import buttons_of

SATURDAY, CONFIDENCE = "You were to come to the market", "tells you about a personal worry"


async def test_why_unfolds_the_reasons_article_by_article_and_folds_again(app: App, ana: Person) -> None:
    await stands_at(app, ana, "rights")
    assert "Nobody should wait" not in ana.screen.text

    await ana.taps("Why?")
    assert "Nobody should wait for an answer" in ana.screen.text
    assert len(ana.screen.text) < 4096
    await ana.taps("In short")
    assert "Nobody should wait" not in ana.screen.text
    await ana.taps("Go on")

    assert "What we count on" in ana.screen.text


async def test_a_wrong_answer_explains_and_asks_again(app: App, ana: Person) -> None:
    await stands_at(app, ana, "quiz")

    await ana.taps("Nothing, they will notice")
    assert ana.screen.text.startswith("Not quite. A word is enough")
    assert SATURDAY in ana.screen.text
    await ana.taps("I come at all costs")
    assert ana.screen.text.startswith("Not quite.")
    await ana.says("2")

    assert ana.screen.text.startswith("That is right! A word is enough")
    assert CONFIDENCE in ana.screen.text


async def test_the_charter_comes_after_all_three_questions(app: App, ana: Person) -> None:
    await stands_at(app, ana, "quiz")
    for right in ("I send a short message", "Nobody, unless they agree"):
        await ana.taps(right)
        assert "Do you accept it?" not in ana.screen.text
    await ana.taps("A big thank you")

    assert "Do you accept it?" in ana.screen.text
    assert "It is not a contract" in ana.screen.text


async def test_accepting_keeps_the_version_and_the_time(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "charter")
    await ana.taps("Yes, I accept")
    await ana.taps("Everything is right")

    rows = select(charters.c.version, acceptances.c.accepted_at).join(charters)
    ((version, at),) = await app.db.read(lambda tx: tx.connection.execute(rows).all())
    assert (version, at) == (1, MONDAY_MORNING)


async def test_a_mission_closed_while_it_is_read_is_not_joined(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("Lend a hand with planting")
    closing = missions.update().where(missions.c.slug == "planting").values(state="closed")
    await app.db.run(lambda tx: tx.connection.execute(closing) and None)

    await ana.taps("Yes, count me in")

    assert "best first" in ana.screen.text
    assert "Something changed meanwhile" in ana.screen.text
    assert "Lend a hand with planting" not in buttons_of(ana)
