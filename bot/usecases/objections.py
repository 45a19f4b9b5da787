"""Owns what somebody asked not to be sent any more, and asking for it again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.clock import Instant
from bot.domain.call import NO_CALLS
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, PersonId
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import roles
from bot.storage.database import Transaction
from bot.usecases.house import Caller
from bot.usecases.replies import reply


class Objection(StrEnum):
    """Kept beside the consents, with their date: what was refused is as personal as what was allowed."""

    REPORTS = "no_reports"
    MONTHLY = "no_monthly"
    THANKS = "no_thanks"
    CALLS = NO_CALLS
    EVENTS = "no_events"
    SWAPS = "no_swaps"
    UNCLAIMED = "no_unclaimed"
    PROMPTS = "no_prompts"
    LATE = "no_late"
    PHOTOS = "no_photos"


OBJECTED = {
    Objection.REPORTS: say(_("That you do not want to be asked after shifts")),
    Objection.MONTHLY: say(_("That you do not want to be asked each month")),
    Objection.THANKS: say(_("That you do not want thank-you messages")),
    Objection.EVENTS: say(_("That you do not want invitations to events")),
    Objection.SWAPS: say(_("That you do not want to be asked to swap baskets")),
    Objection.UNCLAIMED: say(_("That you do not want to be asked about baskets after closing")),
    Objection.LATE: say(_("That you do not want to be told who fetches a basket late")),
    Objection.PHOTOS: say(_("That you do not want photos of events")),
    Objection.PROMPTS: say(_("That you do not want to be asked whether you have met those you follow")),
}
"""As people read them of themselves; that they want no calls is said with the way back."""


def object_to(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, what: Objection, now: Instant
) -> None:
    roles.record_consent(tx, person_id, garden_id, what, now)


def objects_to(tx: Transaction, garden_id: GardenId, person_id: PersonId, what: Objection) -> bool:
    return roles.consent_given_at(tx, person_id, garden_id, what) is not None


def allow_again(tx: Transaction, garden_id: GardenId, person_id: PersonId, what: Objection) -> None:
    roles.withdraw_consent(tx, person_id, garden_id, what)


STOPPED: Mapping[Objection, Text] = {
    Objection.REPORTS: say(
        _("All right: I will not ask you after shifts any more. Your referent notes your hours.")
    ),
    Objection.MONTHLY: say(
        _("All right: I will not ask you each month any more. /report is there whenever you like.")
    ),
    Objection.THANKS: say(_("All right: no more thank-you messages. We think it all the same.")),
    Objection.CALLS: say(_("All right: no more calls like this will reach you.")),
    Objection.EVENTS: say(_("All right: no more invitations. /events is there whenever you like.")),
    Objection.SWAPS: say(_("All right: I will not ask you to swap baskets any more.")),
    Objection.UNCLAIMED: say(
        _("All right: I will not ask you after closing any more. The garden’s rule applies.")
    ),
    Objection.LATE: say(_("All right: who is late is shown in the list only. /keeper opens it.")),
    Objection.PHOTOS: say(_("All right: no photos of events any more.")),
    Objection.PROMPTS: say(_("All right: I will not ask any more. /people shows who has gone quiet.")),
}
RESUMED = say(_("With pleasure: you will hear from me again."))


def stop_sending(tx: Transaction, caller: Caller, what: Objection) -> None:
    """No more of these from now on; one tap takes it back."""
    object_to(tx, caller.garden.id, caller.person.id, what, caller.now)
    back = Button(say(_("After all, do send them")), data=f"n.again.{what.value.removeprefix('no_')}")
    reply(tx, caller.in_private(), Message((STOPPED[what],), ((back,),)), about=f"stop:{what}")


def ask_again(tx: Transaction, caller: Caller, what: Objection) -> None:
    """What was stopped comes again."""
    allow_again(tx, caller.garden.id, caller.person.id, what)
    reply(tx, caller.in_private(), Message((RESUMED,)), about=f"again:{what}")
