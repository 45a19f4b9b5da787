"""Owns who there is: everybody with a phone, what they are to the garden, and a short note on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.person import Role
from bot.domain.text import Text, Words, say
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.messages import Json, User
from bot.rehearsal.page.production import Production
from bot.storage import gardens, referents
from bot.storage.database import Transaction
from bot.storage.latest import holders_by_telegram_id

COMPANY, OUTSIDER, VOLUNTEER = "company", "outsider", "volunteer"
_ROLES = {
    Role.COORDINATOR: ("coordinator", _("Coordinator")),
    Role.REFERENT: ("referent", _("Referent")),
    Role.COMPANY_CONTACT: (COMPANY, _("Company contact")),
    Role.MEMBER: ("member", _("Member")),
    Role.VOLUNTEER: (VOLUNTEER, _("Volunteer")),
}
"""What the database calls somebody, first match first: as the page calls it, and in words."""

_DECLARED = {
    "member": _("Member"),
    COMPANY: _("Company contact"),
    OUTSIDER: _("Outsider"),
    VOLUNTEER: _("New volunteer"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody is to the garden, and what they look after there."""

    roles: frozenset[Role]
    looks_after: Words | None = None


def read_known(tx: Transaction) -> dict[int, Known]:
    """By Telegram id, those who are something to the garden."""
    garden = next(iter(gardens.list_gardens(tx)), None)
    if garden is None:
        return {}
    caring = {one.person_id: one.looks_after for one in referents.list_referents(tx, garden.id)}
    return {
        number: Known(frozenset(one.roles), caring.get(one.person_id))
        for number, one in holders_by_telegram_id(tx, garden.id).items()
    }


def users_of(production: Production) -> list[User]:
    """Everybody but bots, in the order they came."""
    world = production.emulator.world
    return [user for user in world.users.values() if not user.is_bot and user.id in world.chats]


async def known_people(production: Production) -> dict[int, Known]:
    return await production.db.read(read_known)


def people_shape(production: Production, known: dict[int, Known], speaker: Speaker) -> list[Json]:
    return [_person_shape(production, user, known.get(user.id), speaker) for user in users_of(production)]


def _person_shape(production: Production, user: User, known: Known | None, speaker: Speaker) -> Json:
    role, note = _role_of(known, production.declared.get(user.id, VOLUNTEER))
    chats = production.emulator.world.chats.values()
    return {
        "id": user.id,
        "name": user.first_name,
        "language": user.language or "",
        "role": role,
        "note": speaker.plain(note),
        "chat": user.id,
        "groups": [chat.id for chat in chats if chat.person is None and chat.standing_of(user).inside],
    }


def _role_of(known: Known | None, declared: str) -> tuple[str, Text]:
    for role, (name, words) in _ROLES.items():
        if known and role in known.roles:
            if role is Role.REFERENT and known.looks_after:
                return name, say(_("{role} · {domain}"), role=say(words), domain=_in_short(known.looks_after))
            return name, say(words)
    return declared, say(_DECLARED.get(declared, _DECLARED[VOLUNTEER]))


def _in_short(looks_after: Words) -> Words:
    """Its first words, up to a comma or the end of a sentence."""
    return Words({tag: re.split(r"[,.;:]", text)[0].strip() for tag, text in looks_after.by_language.items()})
