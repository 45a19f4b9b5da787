"""Owns letters that coordinators print, so that households join: for a point, for the whole garden, for one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from bot.domain.member import Member, MemberId
from bot.domain.message import Button, Document, Message
from bot.domain.person import GardenId
from bot.domain.point import PointId
from bot.domain.prints import Letter, Letters
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import gardens, members, points
from bot.storage.database import Transaction
from bot.storage.members import Which
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.managing.access import may_manage
from bot.usecases.managing.cards import Rows
from bot.usecases.managing.members import member_to_manage
from bot.usecases.membership import LETTER_LASTS, letter_token, link_of
from bot.usecases.notify import tell_person

LETTERS = "letters"
IN_ONE_FILE = 200
"""A pile of a hundred sheets, printed in some seconds."""
AT_ONCE = 2_000
"""A garden with more prints point by point."""
EVERYWHERE = PointId(0)
"""In place of a point's number."""


def choose_letters(tx: Transaction, caller: Caller) -> Refusal | Message:
    """For whom: by point, since the letters are handed out there."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    rows: Rows = ()
    for point in points.list_points(tx, caller.garden.id, closed_too=True):
        waiting = members.count_members(tx, Which(caller.garden.id, point.id, only_unjoined=True))
        if waiting:
            label = say(_("{point}: {count}"), point=point.name, count=waiting)
            rows += ((Button(label, data=f"n.hprint.{point.id}"),),)
    if len(rows) > 1:
        rows += ((Button(say(_("All of them")), data=f"n.hprint.{EVERYWHERE}"),),)
    told = say(
        _(
            "🖨 <b>Letters to join</b>\nOne for each household not joined yet, two on a page, with a code of its own. "
            "Hand each to its household and nobody else: whoever scans the code is that household."
        )
    )
    until = say(_("The codes work once, for {days} days."), days=LETTER_LASTS.days)
    return Message((told, until), (*rows, (Button(say(_("← Households")), data="n.members"),)))


def owe_letters(tx: Transaction, caller: Caller, point_id: PointId) -> Refusal | None:
    """Owe the files; each letter gets a new code, of which the digest alone is kept once it is sent."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    which = Which(caller.garden.id, point_id or None, only_unjoined=True)
    waiting = members.list_members(tx, which, AT_ONCE)
    _owe(tx, caller, waiting)
    return None if waiting else NotFound()


def owe_letter(tx: Transaction, caller: Caller, member_id: MemberId) -> Refusal | None:
    """For one household, as where a letter was lost."""
    member = member_to_manage(tx, caller, member_id)
    if isinstance(member, Refusal):
        return member
    if member.person_id is not None or member.left_at is not None:
        return NotFound()
    _owe(tx, caller, [member])
    return None


def compose_letters(tx: Transaction, parcel: Parcel) -> Composed:
    """The letters, once; their codes are gone afterwards."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    secret = parcel.payload.get("text")
    if garden is None or not secret:
        return None
    names = {one.id: one.name for one in points.list_points(tx, garden.id, closed_too=True)}
    letters = [
        Letter(member.name, member.key, names.get(member.point_id, ""), link)
        for number, link in secret["letters"]
        if (member := members.find_member(tx, MemberId(number))) is not None and member.person_id is None
    ]
    if not letters:
        return None
    content = Letters(
        garden.name, tuple(letters), date.fromisoformat(parcel.payload["until"]), garden.contact
    )
    told = say(
        ngettext(
            "🖨 {count} letter, to print and cut.", "🖨 {count} letters, two on a page, to print and cut."
        ),
        count=len(letters),
    )
    filename = say(_("Letters {number}.pdf"), number=parcel.payload["part"])
    return Message((told,), (), Document(filename, content, language=parcel.payload["written_in"]))


def _owe(tx: Transaction, caller: Caller, waiting: Iterable[Member]) -> None:
    """A file for each language, and for each so many letters."""
    until = (caller.now + LETTER_LASTS).astimezone(caller.garden.zone).date()
    by_language = sorted(waiting, key=lambda one: one.language)
    part = 0
    for language, group in groupby(by_language, key=lambda one: one.language):
        theirs = list(group)
        for start in range(0, len(theirs), IN_ONE_FILE):
            part += 1
            some = theirs[start : start + IN_ONE_FILE]
            secret = [[one.id, link_of(caller, letter_token(tx, caller, one.id))] for one in some]
            tell_person(
                tx,
                caller.garden.id,
                caller.person.id,
                LETTERS,
                {
                    "until": until.isoformat(),
                    "part": part,
                    "written_in": language,
                    "text": {"letters": secret},
                },
                dedupe=f"{LETTERS}:{part}:{caller.cause}",
                now=caller.now,
                lane=Lane.REPLY,
            )
