"""Owns what /people answers: whom I follow, how long ago we were in contact, what comes next, who has gone quiet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from bot.domain.following import Followed
from bot.domain.message import Button, Message
from bot.domain.person import Role
from bot.domain.referent import Referent
from bot.domain.text import Listed, Text, say
from bot.engine.steps.base import lines
from bot.errors import NotAllowed, Refusal
from bot.marks import _, ngettext
from bot.storage import following, referents, roles
from bot.storage.database import Transaction
from bot.storage.following import Wanted
from bot.usecases.card import in_touch
from bot.usecases.claim import is_team
from bot.usecases.house import Caller
from bot.usecases.joining import WriteFirst
from bot.usecases.replies import reply, reply_privately

SHOWN = 4
"""People on one screen; longer lists page."""
EVERYBODY, MINE, QUIET = "people", "mine", "quiet"


def list_people(tx: Transaction, caller: Caller, view: str = EVERYBODY, page: int = 0) -> Refusal | None:
    """A referent's own people; for a coordinator everybody by referent. In private, whatever chat asked.

    `view`: everybody one may see, one's own, or those of them who have gone quiet.
    """
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    if not reply_privately(tx, caller, _page(tx, caller, view, page), about=f"{view}:{page}"):
        return WriteFirst()
    if not caller.is_private:
        reply(tx, caller, Message((say(_("I have written to you in private.")),)), about="elsewhere")
    return None


def _page(tx: Transaction, caller: Caller, view: str, page: int) -> Message:
    mine = referents.referent_of_person(tx, caller.garden.id, caller.person.id)
    sees_all = roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR)
    wanted = _wanted(caller, mine, view, sees_all)
    count = following.count_followed(tx, wanted)
    shown = following.list_followed(tx, wanted, SHOWN, page * SHOWN)
    team = referents.list_referents(tx, caller.garden.id) if sees_all and not page else []
    paragraphs = [_heading(view, count), *_described(caller, shown, sees_all), *_team(team, wanted.today)]
    rows: list[tuple[Button, ...]] = [
        (Button(_label(one), data=f"n.card.{one.assignment_id}"),) for one in shown
    ]
    if count > (page + 1) * SHOWN:
        rows.append((Button(say(_("Show me others")), data=f"n.page.{view}.{page + 1}"),))
    if not page:
        rows += _other_views(tx, wanted, view, mine if sees_all else None)
        rows += _invitations(team)
    return Message(tuple(paragraphs), tuple(rows))


def _wanted(caller: Caller, mine: Referent | None, view: str, sees_all: bool) -> Wanted:
    own = mine.id if mine is not None and (view == MINE or not sees_all) else None
    today = caller.now.astimezone(caller.garden.zone).date()
    return Wanted(caller.garden.id, caller.now, today, own, view == QUIET)


def _heading(view: str, count: int) -> Text:
    if view == QUIET:
        return say(
            ngettext("🌙 {count} person has gone quiet:", "🌙 {count} people have gone quiet:"), count=count
        )
    if not count:
        return say(_("Nobody is followed at the moment."))
    return say(ngettext("{count} person is followed:", "{count} people are followed:"), count=count)


def _described(caller: Caller, shown: Sequence[Followed], sees_all: bool) -> list[Text]:
    """One paragraph a person, for a coordinator below the name of who follows them."""
    told: list[Text] = []
    for referent, people in groupby(shown, key=lambda one: one.referent):
        if sees_all:
            told.append(say(_("<b>{name}</b>"), name=referent) if referent else say(_("<b>Nobody yet</b>")))
        told += [_person(caller, one) for one in people]
    return told


def _person(caller: Caller, one: Followed) -> Text:
    today = caller.now.astimezone(caller.garden.zone).date()
    about = say(_("{name} · {mission}"), name=one.name, mission=one.mission)
    signs = in_touch(one, caller.garden)
    if not one.is_quiet(caller.now, today):
        return lines([about, signs])
    return lines([about, signs, say(_("🌙 Quiet for a while: a word would do good."))])


def _label(one: Followed) -> Text:
    return say(_("{name} · {mission}"), name=one.name, mission=one.mission)


def _team(team: Sequence[Referent], today: date) -> list[Text]:
    """Who is away, and who has not joined; how many each one follows stands in the list of the team."""
    away = tuple(one.name for one in team if one.person_id is not None and one.is_absent(today))
    missing = tuple(one.name for one in team if one.person_id is None)
    told: list[Text] = []
    if away:
        told.append(say(_("Away today: {names}"), names=Listed(away)))
    if missing:
        told.append(say(_("⚠️ Not linked yet, they get nobody: {names}"), names=Listed(missing)))
    return [lines(told)] if told else []


def _other_views(
    tx: Transaction, wanted: Wanted, view: str, mine: Referent | None
) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    if view == EVERYBODY and mine is not None:
        rows.append((Button(say(_("Only mine")), data=f"n.page.{MINE}.0"),))
    if view == EVERYBODY:
        count = following.count_followed(tx, replace(wanted, only_quiet=True))
        if count:
            rows.append((Button(say(_("🌙 Gone quiet ({count})"), count=count), data=f"n.page.{QUIET}.0"),))
    if view != EVERYBODY:
        rows.append((Button(say(_("Everybody")), data=f"n.page.{EVERYBODY}.0"),))
    return rows


def _invitations(team: Sequence[Referent]) -> list[tuple[Button, ...]]:
    return [
        (Button(say(_("Invite {name}"), name=one.name), data=f"n.invite.{one.id}"),)
        for one in team
        if one.person_id is None
    ]
