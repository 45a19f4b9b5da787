"""What happens to the referents' group: migrated, lost, its topic deleted, administrators without a name."""

from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.walking import introduces, joins

PLANTING = "Lend a hand with planting"


async def test_a_group_that_became_a_supergroup_still_hears_of_newcomers(
    emulator: Emulator, nadia: Person, ana: Person
) -> None:
    group = emulator.group("Référents", members=[nadia])
    await group.adds_bot(by=nadia)
    await nadia.says("/link", chat=group)

    await group.migrates()
    await introduces(ana)
    await joins(ana, PLANTING)

    assert "Ana" in group.screen.text


async def test_a_group_that_migrated_while_we_were_not_told_is_found_by_its_new_number(
    emulator: Emulator, nadia: Person, ana: Person
) -> None:
    group = emulator.group("Référents", members=[nadia])
    await group.adds_bot(by=nadia)
    await nadia.says("/link", chat=group)

    await group.migrates(told=False)
    await introduces(ana)
    await joins(ana, PLANTING)

    assert "Ana" in group.screen.text


async def test_put_out_of_the_group_the_coordinators_are_told_and_the_referent_hears_in_private(
    nadia: Person, ana: Person, solene: Person, team: Group
) -> None:
    await team.removes_bot(by=nadia)
    assert "can no longer write to the referents’ group" in nadia.screen.text

    await introduces(ana)
    await joins(ana, PLANTING)

    assert "A newcomer: Ana" in solene.screen.text
    assert "no referents’ group is linked" in nadia.screen.text

    await solene.taps("I take them")
    assert "Solène Arbaud takes care of them" in solene.screen.text


async def test_a_deleted_topic_sends_notices_to_the_group_itself(
    emulator: Emulator, nadia: Person, ana: Person
) -> None:
    group = emulator.group("Référents", members=[nadia], forum=True)
    await group.adds_bot(by=nadia)
    topic = await group.new_topic("Bénévoles", by=nadia)
    await nadia.says("/link", chat=group, topic=topic)
    await group.deletes_topic(topic)

    await introduces(ana)
    await joins(ana, PLANTING)

    assert "Ana" in group.screen.text
    assert "was deleted" in " ".join(message.text for message in nadia.messages)


async def test_a_topic_of_a_forum_can_be_the_referents_group(
    emulator: Emulator, nadia: Person, ana: Person
) -> None:
    group = emulator.group("Référents", members=[nadia], forum=True)
    await group.adds_bot(by=nadia)
    topic = await group.new_topic("Bénévoles", by=nadia)
    await nadia.says("/link", chat=group, topic=topic)

    await introduces(ana)
    await joins(ana, PLANTING)

    assert "Ana" in group.screen_in(topic).text


async def test_an_anonymous_administrator_is_asked_for_a_tap(emulator: Emulator, nadia: Person) -> None:
    group = emulator.group("Référents", members=[nadia], supergroup=True)
    await group.adds_bot(by=nadia)

    await nadia.says("/link", chat=group, anonymously=True)
    assert "coordina" in group.screen.text

    await nadia.taps("Relier ce groupe", chat=group)
    assert any("Les Jardins de la Levée" in message.text for message in group.messages)


async def test_only_a_coordinator_links_a_group(emulator: Emulator, nadia: Person, ana: Person) -> None:
    group = emulator.group("Autre", members=[ana], supergroup=True)
    await group.adds_bot(by=ana)

    await ana.says("/link", chat=group)

    assert "coordinator" in group.screen.text


async def test_link_in_private_says_where_to_type_it(nadia: Person) -> None:
    await nadia.says("/link")

    assert "in the group of your referents" in nadia.screen.text


async def test_an_invitation_works_once(emulator: Emulator, nadia: Person, team: Group) -> None:
    await nadia.says("/people")
    await nadia.taps("Invite Irène Vauclair")
    link = next(line for line in nadia.screen.text.splitlines() if line.startswith("https://t.me/"))
    irene, thief = emulator.person("Irène", language="en"), emulator.person("Max", language="en")

    await irene.opens(link)
    await thief.opens(link)

    assert "linked as a referent" in irene.screen.text
    assert "used already" in thief.screen.text


async def test_a_human_answers_by_replying_in_the_group(ana: Person, irene: Person, team: Group) -> None:
    await ana.says("/human")
    await ana.says("Can I bring my dog?")
    assert "Can I bring my dog?" in team.screen.text

    await irene.says("Yes, on a lead!", chat=team, reply_to=team.screen)

    assert "Yes, on a lead!" in ana.screen.text
    assert "Irène Vauclair" in ana.screen.text
    assert "Can I bring my dog?" not in team.screen.text, "answered: the words are kept no longer than needed"


async def test_a_human_answers_with_the_button(ana: Person, irene: Person, team: Group) -> None:
    await ana.says("/human")
    await ana.says("Can I bring my dog?")

    await irene.taps("Répondre", chat=team)
    assert "Can I bring my dog?" in irene.screen.text
    await irene.says("Yes!")

    assert "Yes!" in ana.screen.text
    assert "Sent" in irene.screen.text
