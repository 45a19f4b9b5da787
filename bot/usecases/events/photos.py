"""Owns whether somebody may be seen in photos of an event: asked once, changed at any time, never under 18."""

from __future__ import annotations

from bot.domain.event import Rsvp, RsvpId
from bot.domain.message import Button
from bot.domain.text import Text, say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import profiles, rsvps
from bot.storage.database import Transaction
from bot.usecases.events.sheet import Rows
from bot.usecases.house import Caller
from bot.usecases.refresh import about_check_in, about_event, refresh_subject


def note_photos(tx: Transaction, caller: Caller, rsvp_id: RsvpId, *, agreed: bool) -> Refusal | None:
    """Kept with this event, and seen by the team on its list."""
    mine = rsvps.find_rsvp(tx, rsvp_id)
    if mine is None or mine.person_id != caller.person.id or (agreed and _is_minor(tx, mine)):
        return NotFound()
    rsvps.note_photos(tx, mine.id, agreed)
    refresh_subject(tx, about_event(mine.event_id, mine.person_id), caller.now)
    refresh_subject(tx, about_check_in(mine.event_id), caller.now)
    return None


def may_be_shown(tx: Transaction, rsvp: Rsvp) -> bool:
    return bool(rsvp.photos) and not _is_minor(tx, rsvp)


def photo_words(tx: Transaction, rsvp: Rsvp) -> Text:
    """How it stands, or the question."""
    if _is_minor(tx, rsvp):
        return say(_("📷 You are under 18: no photo with you is shown. The team sees it on the list."))
    if rsvp.photos is None:
        return say(_("📷 Photos may be taken. May the garden show those with you in them?"))
    if rsvp.photos:
        return say(_("📷 Photos with you may be shown."))
    return say(_("📷 No photo with you is shown. The team sees it on the list."))


def photo_rows(tx: Transaction, rsvp: Rsvp) -> Rows:
    """Both answers while they have not been asked; then the other one."""
    if _is_minor(tx, rsvp):
        return ()
    gladly = _("📷 Yes, gladly") if rsvp.photos is None else _("📷 You may show me after all")
    rather = _("📷 Rather not") if rsvp.photos is None else _("📷 Rather not, after all")
    yes = Button(say(gladly), data=f"n.evphoto.{rsvp.id}.yes")
    no = Button(say(rather), data=f"n.evphoto.{rsvp.id}.no")
    return ((yes, no) if rsvp.photos is None else ((no,) if rsvp.photos else (yes,)),)


def _is_minor(tx: Transaction, rsvp: Rsvp) -> bool:
    profile = profiles.find_profile(tx, rsvp.person_id, rsvp.garden_id)
    return profile is not None and profile.age.is_minor
