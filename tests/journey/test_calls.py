"""A call for volunteers: written, counted, sent to whom it suits, answered, stopped, and never sent twice."""

from __future__ import annotations

from datetime import timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.seeding import is_welcomed
from tests.journey.walking import buttons_of

PLANTING = "Lend a hand with planting"
TO_ALL = "Send to all"


def plain(text: str) -> str:
    """Spaces made plain, lines joined."""
    return " ".join(text.replace("\xa0", " ").split())


def said_to(person: Person) -> str:
    return plain(person.screen.text)


async def crowd(emulator: Emulator, app: App, **told: dict[str, object]) -> dict[str, Person]:
    """Volunteers by name, each with what they told besides the usual."""
    everybody = {}
    for name, other in told.items():
        everybody[name] = emulator.person(name.capitalize(), language="en")
        await is_welcomed(app, everybody[name], **other)  # type: ignore[arg-type]
    return everybody


async def writes_call(nadia: Person, words: str = "") -> None:
    """The coordinator writes a call for planting, up to the figures."""
    await nadia.says("/call")
    await nadia.taps(PLANTING)
    if words:
        await nadia.says(words)
    else:
        await nadia.taps("Nothing to add")


def tap_label(person: Person, start: str) -> str:
    return next(label for label in buttons_of(person) if label.startswith(start))


async def test_a_call_goes_to_whom_it_suits_and_to_nobody_else(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(
        emulator, app,
        ana={"forms": ("give_time",)}, badr={}, chloe={"slots": ("sun-evening",)}, dina={"max_km": "0"},
    )  # fmt: skip

    await writes_call(nadia, "Bring boots, it is muddy")

    samples = [plain(message.text) for message in nadia.messages[-3:-1]]
    assert samples[0].startswith("👁 Français")
    assert samples[1].startswith("👁 English")
    assert "A word from the team: “Bring boots, it is muddy”" in samples[1]
    assert "It fits 1 person well" in said_to(nadia)
    assert "1 more person could come." in said_to(nadia)
    assert "1 is not free then" in said_to(nadia)
    assert "1 lives too far away" in said_to(nadia)
    assert all("looking for people" not in said_to(person) for person in told.values()), "nothing is sent yet"

    await nadia.taps(tap_label(nadia, TO_ALL))

    assert "is looking for people" in said_to(told["ana"])
    assert "Bring boots" in said_to(told["badr"])
    assert "you chose “Lend a hand, share a skill”" in said_to(told["ana"])
    assert "looking for people" not in said_to(told["chloe"])
    assert "looking for people" not in said_to(told["dina"])


async def test_the_narrow_call_only_reaches_those_it_fits_well(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={"forms": ("give_time",)}, badr={})
    await writes_call(nadia)

    await nadia.taps("Send to the one it fits well")

    assert "is looking for people" in said_to(told["ana"])
    assert "looking for people" not in said_to(told["badr"])


async def test_yes_gives_the_place_and_the_caller_reads_what_came_of_it(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    told = await crowd(emulator, app, ana={}, badr={}, chloe={})
    await writes_call(nadia)
    await nadia.taps(tap_label(nadia, TO_ALL))
    before = len(nadia.messages)
    await told["chloe"].blocks()

    await told["ana"].taps("Yes, count me in")
    await told["badr"].taps("Not this time")
    await emulator.advance(timedelta(minutes=2))

    assert "You are signed up for" in said_to(told["ana"])
    assert any("✅ You said yes" in message.text for message in told["ana"].messages)
    assert "Not this time: thank you" in said_to(told["badr"])
    assert "1 said yes" in plain(nadia.messages[before - 1].text)
    assert "1 said not this time" in plain(nadia.messages[before - 1].text)
    assert len([m for m in nadia.messages[before:] if "📣" in m.text]) == 0, "one message, edited"
