"""Missions that ask for a level: a referent confirms, or declines with a reason the volunteer can read."""

from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.walking import introduces, joins, link_referent

FRENCH = "Run a French workshop"
TEACHER = {"skills": ["Teaching French", "Done"], "skill_level": ["I could teach it"]}


async def test_a_request_is_confirmed_and_its_referent_takes_the_newcomer(
    ana: Person, irene: Person, team: Group
) -> None:
    await introduces(ana, **TEACHER)
    await joins(ana, FRENCH)
    assert "Your request for “Run a French workshop” has been sent" in ana.screen.text

    await irene.taps("Confirmer", chat=team)

    assert "it is a yes" in ana.screen.text
    assert "✅ Irène Vauclair s’en occupe" in team.screen.text.replace("\xa0", " ")


async def test_a_request_is_declined_with_a_reason_that_the_volunteer_reads(
    emulator: Emulator, ana: Person, nadia: Person, team: Group
) -> None:
    await introduces(ana, **TEACHER)
    await joins(ana, FRENCH)
    assert "no referent is free" in nadia.screen.text
    irene = await link_referent(emulator, nadia, team, "Irène Vauclair")

    await irene.taps("Décliner", chat=team)
    await irene.says("The groups are complete until June.")

    assert "The groups are complete until June." in ana.screen.text
    assert "See other missions" in ana.screen.buttons[0]
    await irene.taps("Confirmer", chat=team) if any(
        "Confirmer" in b for r in team.screen.buttons for b in r
    ) else None
    assert "déclinée" in team.screen.text
    asked = next(one.text for one in nadia.messages if f"Ana for “{FRENCH}” was declined" in one.text)
    assert "has left" not in asked


async def test_something_else_is_proposed_and_taken_with_one_tap(
    ana: Person, irene: Person, team: Group
) -> None:
    await introduces(ana, **TEACHER)
    await joins(ana, FRENCH)

    await irene.taps("Proposer autre chose", chat=team)
    assert "Teaching French: declared “I could teach it”, needed" in irene.screen.text
    other = irene.screen.buttons[0][0]
    await irene.taps(other)
    await irene.says("The workshop is full, but this one needs you.")

    assert "something else may suit you better" in ana.screen.text
    assert "The workshop is full, but this one needs you." in ana.screen.text
    await ana.taps("Yes, I prefer this one")
    assert "You are signed up for" in ana.screen.text
    assert FRENCH not in ana.screen.text
    read = "".join(message.text for message in team.messages)
    assert "comme cela lui a été proposé" in read
    assert "Il n’y a plus besoin de s’en occuper." in read
    assert "Ana quitte" not in read
    assert "says yes to what was proposed" in irene.screen.text
    assert "I prefer this one" not in str([message.buttons for message in ana.messages])


async def test_who_is_proposed_something_else_may_keep_the_request(
    ana: Person, irene: Person, team: Group
) -> None:
    await introduces(ana, **TEACHER)
    await joins(ana, FRENCH)
    await irene.taps("Proposer autre chose", chat=team)
    await irene.taps(irene.screen.buttons[0][0])
    await irene.taps("Send it without a word")

    await ana.taps("No, I keep my request")

    assert ana.toasts[-1] == "All right: your request stands."
    assert "would rather keep the request" in irene.screen.text
    await irene.taps("✅ Confirm")
    assert "it is a yes" in ana.screen.text
    left = str([message.buttons for message in ana.messages])
    assert "I prefer this one" not in left, "what is decided leaves nothing to choose"
    await ana.taps_data("n.instead.1.1")
    assert "Your request is answered by now" in ana.toasts[-1]


async def test_whoever_lacks_the_level_is_never_offered_the_mission(ana: Person, irene: Person) -> None:
    await introduces(ana)
    seen = set()
    for _ in range(12):
        seen |= {label for row in ana.screen.buttons for label in row}
        if "Show me others" not in seen:
            break
        if not any("Show me others" in label for row in ana.screen.buttons for label in row):
            break
        await ana.taps("Show me others")

    assert FRENCH not in seen


async def test_a_tap_on_a_request_already_decided_says_so(
    emulator: Emulator, ana: Person, irene: Person, nadia: Person, team: Group
) -> None:
    await introduces(ana, **TEACHER)
    await joins(ana, FRENCH)

    await emulator.together(irene.taps("Confirmer", chat=team), nadia.taps("Confirmer", chat=team))

    assert sum("has been decided already" in person.toasts[-1] for person in (irene, nadia)) == 1
