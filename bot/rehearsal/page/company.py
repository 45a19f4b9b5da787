"""Owns who comes and goes: newcomers, groups, their members, their topics, the bot's own place in them."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.person import Role
from bot.errors import Refusal
from bot.marks import _
from bot.rehearsal.chats import Kind, Standing
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Json
from bot.rehearsal.page.acts import Nobody, NoTopic, group_of, topic_of, who_acts
from bot.rehearsal.page.asked import Asked, NotUnderstood
from bot.rehearsal.page.people import COMPANY, OUTSIDER, VOLUNTEER
from bot.rehearsal.page.production import Production
from bot.storage import gardens, people, roles
from bot.storage.database import Transaction

MOST_PEOPLE = 300
LONGEST_NAME = 64
_REGISTERED = {"member": Role.MEMBER, COMPANY: Role.COMPANY_CONTACT}
"""Whom the garden knows from elsewhere; the others are just people with Telegram."""


class Nameless(Refusal):
    message = _("Everybody has a name: write one.")


class TooMany(Refusal):
    message = _("That is enough people for one rehearsal. Start anew to make room.")


class AlreadyThere(Refusal):
    message = _("{name} is in {group} already.")


class NotThere(Refusal):
    message = _("{name} is not in {group} any more.")


class LastOne(Refusal):
    message = _("{name} created this group and cannot leave it here.")


class NoTopics(Refusal):
    message = _("{group} has no topics.")


class AlreadySuper(Refusal):
    message = _("{group} is a supergroup already.")


async def newcomer(production: Production, asked: Asked) -> Json:
    """Somebody new with a phone; a member or a company's contact is known to the garden already."""
    role = asked.words("role", longest=20, default=VOLUNTEER)
    if role not in (VOLUNTEER, OUTSIDER, *_REGISTERED):
        raise NotUnderstood(what="role")
    name = _named(asked, "name")
    language = asked.words("language", longest=12, default="") or None
    if len(production.emulator.world.users) > MOST_PEOPLE:
        raise TooMany
    person = production.emulator.person(name, language=language)
    production.declared[person.id] = role
    if registered := _REGISTERED.get(role):
        person.chat.started = person.chat.known = True
        now = production.emulator.now
        await production.db.run(_register, person.id, name, language or "fr", registered, now)
    return {"id": person.id}


def _register(tx: Transaction, telegram_id: int, name: str, language: str, role: Role, now: Instant) -> None:
    garden = gardens.list_gardens(tx)[0]
    person = people.add_person(tx, name=name, language=language, now=now, telegram_id=telegram_id)
    people.set_garden(tx, person.id, garden.id)
    roles.add_role(tx, person.id, garden.id, role, now)


def _named(asked: Asked, field: str) -> str:
    name = " ".join(asked.words(field, longest=500, default="").split())[:LONGEST_NAME]
    if not name:
        raise Nameless
    return name


async def joins(production: Production, asked: Asked) -> Json:
    person, group = _pair(production, asked)
    if group.chat.standing_of(person.user).inside:
        raise AlreadyThere(name=person.name, group=group.title)
    await group.adds(person, settle=False)
    return {}


async def departs(production: Production, asked: Asked) -> Json:
    person, group = _inside(production, asked)
    if group.chat.standing_of(person.user) is Standing.CREATOR:
        raise LastOne(name=person.name)
    await group.loses(person, settle=False)
    return {}


async def promotes(production: Production, asked: Asked) -> Json:
    person, group = _inside(production, asked)
    await group.makes_admin(person, anonymous=asked.flag("anonymous"), settle=False)
    return {}


def _pair(production: Production, asked: Asked) -> tuple[Person, Group]:
    return who_acts(production, asked), group_of(production, asked.whole("chat"))


def _inside(production: Production, asked: Asked) -> tuple[Person, Group]:
    person, group = _pair(production, asked)
    if not group.chat.standing_of(person.user).inside:
        raise NotThere(name=person.name, group=group.title)
    return person, group


async def bot(production: Production, asked: Asked) -> Json:
    """Add the bot to a group, take it out, make it an administrator or not any more."""
    group = group_of(production, asked.whole("chat"))
    by = _leader(production, group)
    standing = group.chat.standing_of(production.emulator.bot)
    wanted, admin = asked.flag("in"), asked.flag("admin")
    if not wanted:
        if standing.inside:
            await group.removes_bot(by, settle=False)
    elif not standing.inside:
        await group.adds_bot(by, admin=admin, settle=False)
    elif admin and not standing.leads:
        await group.promotes_bot(by, settle=False)
    elif not admin and standing.leads:
        await group.demotes_bot(by, settle=False)
    return {}


def _leader(production: Production, group: Group) -> Person:
    """Who acts for the group: its creator, else anybody in it."""
    inside = sorted(
        (one for one in group.chat.members.values() if one.standing.inside and not one.user.is_bot),
        key=lambda one: one.standing is not Standing.CREATOR,
    )
    person = production.person(inside[0].user.id) if inside else None
    if person is None:
        raise Nobody
    return person


async def group(production: Production, asked: Asked) -> Json:
    """A new group; its first member creates it."""
    members = [production.person(number) for number in asked.wholes("members")]
    found = [one for one in members if one is not None]
    if not found or len(found) != len(members):
        raise Nobody
    forum = asked.flag("forum")
    new = production.emulator.group(
        _named(asked, "title"), members=found, forum=forum, supergroup=forum or asked.flag("supergroup")
    )
    return {"chat": new.id}


async def migrates(production: Production, asked: Asked) -> Json:
    """A plain group becomes a supergroup, under another id."""
    found = group_of(production, asked.whole("chat"))
    if found.chat.kind is not Kind.GROUP:
        raise AlreadySuper(group=found.title)
    await found.migrates(settle=False)
    return {"chat": found.id}


async def topic(production: Production, asked: Asked) -> Json:
    found = _forum(production, asked)
    opened = await found.new_topic(_named(asked, "name"), by=_leader(production, found), settle=False)
    return {"topic": opened.opening.id}


async def close_topic(production: Production, asked: Asked) -> Json:
    found = _forum(production, asked)
    meant = topic_of(found, asked.whole("topic"))
    if meant is None:
        raise NoTopic
    if not meant.closed:
        await found.closes_topic(meant, settle=False)
    return {}


async def drop_topic(production: Production, asked: Asked) -> Json:
    found = _forum(production, asked)
    meant = topic_of(found, asked.whole("topic"))
    if meant is None:
        raise NoTopic
    await found.deletes_topic(meant, settle=False)
    return {}


def _forum(production: Production, asked: Asked) -> Group:
    found = group_of(production, asked.whole("chat"))
    if not found.chat.is_forum:
        raise NoTopics(group=found.title)
    return found


async def redeliver(production: Production, asked: Asked) -> Json:
    """Telegram delivers the last updates again."""
    count = min(100, max(1, asked.maybe_whole("count") or 1))
    return {"updates": production.emulator.redeliver(count)}
