"""The referents' group: a newcomer is proposed, taken, handed over, or chased."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import gardens, referents
from bot.storage.database import Transaction
from tests.journey.walking import introduces, joins, link_referent

PLANTING = "Lend a hand with planting"


def said(group: Group) -> str:
    """The group's newest notice, spaces made plain."""
    return group.screen.text.replace("\xa0", " ")


async def test_the_referent_takes_the_newcomer_and_the_group_sees_who_has_them(
    ana: Person, solene: Person, team: Group
) -> None:
    await introduces(ana)
    await joins(ana, PLANTING)

    await solene.taps("Je m’en occupe", chat=team)

    assert "✅ Solène Arbaud s’en occupe" in said(team)
    assert solene.toasts[-1] == "Thank you! They know that it is you."
    assert [m.text for m in ana.messages].count(ana.screen.text) == 1, (
        "the name has not changed: no second word"
    )


async def test_another_referent_may_take_and_the_volunteer_hears_the_new_name(
    ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await introduces(ana)
    await joins(ana, PLANTING)
    other = mehdi if "Solène" in said(team) else solene
    name = "Mehdi Tazrout" if other is mehdi else "Solène Arbaud"

    await other.taps("Je m’en occupe", chat=team)

    assert "You have a new contact" in ana.screen.text
    assert f"Your referent is {name}" in ana.screen.text
    assert f"✅ {name}" in said(team)


async def test_an_outsider_in_the_group_cannot_take(
    emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    stranger = emulator.person("Zoé", language="en")
    await team.adds(stranger)
    await introduces(ana)
    await joins(ana, PLANTING)

    await stranger.taps("Je m’en occupe", chat=team)

    assert "Only the garden’s referents and coordinators" in stranger.toasts[-1]
    assert "Proposition faite à" in said(team)


async def test_the_card_opens_in_private_and_never_in_the_group(
    ana: Person, solene: Person, team: Group
) -> None:
    await introduces(ana, situation=["I am studying"])
    await joins(ana, PLANTING)
    before = len(team.messages)

    await solene.taps("Ouvrir la fiche", chat=team)

    assert "Ana" in solene.screen.text
    await solene.taps("What they told of themselves")
    assert "I am studying" in solene.screen.text
    assert len(team.messages) == before


async def test_a_newcomer_is_handed_over_to_whom_the_referent_says(
    ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await introduces(ana)
    await joins(ana, PLANTING)
    holder, other = (solene, "Mehdi Tazrout") if "Solène" in said(team) else (mehdi, "Solène Arbaud")
    await holder.taps("Je m’en occupe", chat=team)

    await holder.taps("Passer le relais", chat=team)
    await holder.taps(other)

    assert f"Done: {other} is asked" in holder.screen.text
    (asked,) = [message.text for message in holder.messages if "To whom do you hand over" in message.text]
    assert f"✓ {other}" in asked
    assert f"Your referent is {other}" in ana.screen.text
    assert [m.text for m in ana.messages if "Your referent is" in m.text and other not in m.text] == [], (
        "what was said first names them, too"
    )
    assert other in said(team)
    assert "passe à quelqu’un d’autre" in said(team)
    assert "nouvelle personne" not in said(team)


async def brought_back(emulator: Emulator, nadia: Person, days: int) -> list[tuple[datetime, str]]:
    """What the coordinator reads of people nobody takes, and on which day."""
    told = []
    for _ in range(days):
        before = len(nadia.messages)
        await emulator.advance(timedelta(days=1))
        told += [(emulator.now, m.text) for m in nadia.messages[before:] if "obody" in m.text]
    return told


async def test_nobody_takes_a_newcomer_so_they_are_reminded_then_another_is_asked_then_the_coordinators(
    emulator: Emulator, ana: Person, nadia: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await introduces(ana)
    await joins(ana, PLANTING)
    first = "Solène" if "Solène" in said(team) else "Mehdi"

    await emulator.advance(timedelta(hours=4, minutes=5))
    assert "attend toujours un mot" in said(team)

    await emulator.advance(timedelta(days=1))
    second = "Mehdi" if first == "Solène" else "Solène"
    assert f"Your referent is {second}" in ana.screen.text

    await emulator.advance(timedelta(days=2))
    assert any("Nobody has taken Ana" in message.text for message in nadia.messages)

    badr = emulator.person("Badr", language="en")
    await introduces(badr)
    await joins(badr, PLANTING)
    told = await brought_back(emulator, nadia, days=33)
    assert any("Nobody has taken Badr" in words for _day, words in told)
    assert all("2 people signed up and still have nobody" in words for _day, words in told[-3:])
    pauses = [later[0] - sooner[0] for sooner, later in pairwise(told)]
    assert min(pauses[-2:]) >= timedelta(days=5), "ever more rarely: once a working week in the end"
    assert len(told) <= 8

    (offer,) = [one for one in team.messages if "Badr" in one.text and "m’en occupe" in str(one.buttons)][-1:]
    await solene.taps("Je m’en occupe", message=offer, chat=team)
    assert "1 person signed up and still has nobody" in nadia.screen.text
    assert nadia.screen.buttons == [["A referent for Ana"]]
    await nadia.taps("A referent for Ana")
    await nadia.taps("Mehdi Tazrout")
    await mehdi.taps("Je m’en occupe", chat=team)
    assert any("Nobody of these waits for a referent any more" in m.text for m in nadia.messages)
    assert await brought_back(emulator, nadia, days=20) == []


async def test_the_delay_runs_only_in_working_hours(
    emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await emulator.advance(timedelta(days=4, hours=7, minutes=30))  # Friday, half past five in the afternoon
    await introduces(ana)
    await joins(ana, PLANTING)
    before = len(team.messages)

    await emulator.advance(timedelta(days=2, hours=12))
    assert len(team.messages) == before, "nobody is chased over the weekend"

    await emulator.advance(timedelta(hours=9))
    assert len(team.messages) > before


async def test_everybody_is_full_and_the_volunteer_is_told_the_truth(
    emulator: Emulator, ana: Person, nadia: Person, team: Group
) -> None:
    await introduces(ana)
    await joins(ana, PLANTING)

    assert "no named contact yet" in " ".join(ana.screen.text.split())
    assert "no referent is free" in nadia.screen.text

    solene = await link_referent(emulator, nadia, team, "Solène Arbaud")
    await solene.taps("Je m’en occupe", chat=team, message=next(m for m in team.messages if "Ana" in m.text))
    assert "You have a contact now" in ana.screen.text
    assert "Your referent is Solène Arbaud" in ana.screen.text


async def test_every_referent_is_full_and_nobody_is_pretended(
    emulator: Emulator, app: App, ana: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await app.db.run(leave_room_for_one, "solene")
    await introduces(ana)
    await joins(ana, PLANTING)
    assert "Your referent is Solène Arbaud" in ana.screen.text

    zoe = emulator.person("Zoé", language="en")
    await introduces(zoe)
    await joins(zoe, PLANTING)

    assert "nobody is free to look after you right now" in " ".join(zoe.screen.text.split())
    assert "already follows as many people as they can" in nadia.screen.text


def leave_room_for_one(tx: Transaction, slug: str) -> None:
    garden = gardens.only_garden(tx)
    assert garden is not None
    referent = referents.find_referent_by_slug(tx, garden.id, slug)
    assert referent is not None
    referents.save_referent(tx, replace(referent, capacity=1))
