"""Buttons about events: look at one, answer it, say who comes along, photos, no more invitations."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.event import Answer, EventId, Face, RsvpId
from bot.domain.text import say
from bot.errors import Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.transport.toasts import Toast
from bot.usecases.events.afterwards import note_face
from bot.usecases.events.along import open_along, say_yes
from bot.usecases.events.answering import answer_event
from bot.usecases.events.check_in import show_code
from bot.usecases.events.listing import list_events, open_event
from bot.usecases.events.photos import note_photos
from bot.usecases.events.sharing import share_event
from bot.usecases.house import Caller
from bot.usecases.objections import Objection, stop_sending
from handlers.presses.missions import shows
from handlers.presses.press import NOTHING, NUMBER, Press, done


def _open(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_event(tx, caller.in_private(), EventId(int(args[0])))


def _yes(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return say_yes(tx, caller, EventId(int(args[0])))


def _wait(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return say_yes(tx, caller, EventId(int(args[0])), wait=True)


def _maybe(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return _answered(tx, caller, args, Answer.MAYBE, _("Noted: maybe. You can change it any time."))


def _no(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return _answered(tx, caller, args, Answer.NO, _("Thank you for telling us."))


def _answered(tx: Transaction, caller: Caller, args: list[str], answer: Answer, thanks: str) -> Outcome:
    given = answer_event(tx, caller.garden, EventId(int(args[0])), caller.person.id, answer, caller.now)
    return given if isinstance(given, Refusal) else Toast(say(thanks))


def _along(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_along(tx, caller, EventId(int(args[0])))


def _photo(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    noted = note_photos(tx, caller, RsvpId(int(args[0])), agreed=args[1] == "yes")
    return done(noted, _("Noted. Thank you!"))


def _code(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return show_code(tx, caller, EventId(int(args[0])))


def _face(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(note_face(tx, caller, RsvpId(int(args[0])), Face(args[1])), _("Noted. Thank you!"))


def _stop(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    stop_sending(tx, caller, Objection.EVENTS)
    return None


PRESSES: Mapping[str, Press] = {
    "events": Press("[0-9]{1,4}", shows(lambda tx, caller, args: list_events(tx, caller, int(args[0])))),
    "event": Press(NUMBER, _open),
    "evyes": Press(NUMBER, _yes),
    "evwait": Press(NUMBER, _wait),
    "evmaybe": Press(NUMBER, _maybe),
    "evno": Press(NUMBER, _no),
    "evcannot": Press(NUMBER, _no, NUMBER),
    "evalong": Press(NUMBER, _along),
    "evphoto": Press(rf"{NUMBER}\.(yes|no)", _photo),
    "evshare": Press(
        NUMBER, lambda tx, caller, args: share_event(tx, caller.in_private(), EventId(int(args[0])))
    ),
    "evcode": Press(NUMBER, _code),
    "evface": Press(rf"{NUMBER}\.({'|'.join(Face)})", _face),
    "evstop": Press(NOTHING, _stop),
}
