"""Owns what a reminder says: put together when it is sent, from what still holds by then, all in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.clock import Instant
from bot.domain.message import Button, Message
from bot.domain.reminding import Reminder, ReminderState, Topic
from bot.domain.text import Text, say
from bot.engine.numbered import label, line
from bot.marks import _, ngettext
from bot.storage import occasions, reminder_wishes, reminders
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.reminding.part import Part
from bot.usecases.reminding.parts import LOOKED_UP, PARTS

WHY = say(_("<i>You are reminded because you are expected. /reminders: what, when, or a pause.</i>"))


def compose_reminder(tx: Transaction, parcel: Parcel, now: Instant) -> Composed:
    """Everything in it that still is to come, not stopped and not moved; once sent, how things stand."""
    rows = [
        one for one in reminders.find_reminders(tx, parcel.payload["reminders"]) if _goes_with(one, parcel)
    ]
    if parcel.message_id is not None:
        return _as_things_stand(_parts(tx, rows, now))
    still = [one for one in rows if _still_holds(tx, one, now)]
    found = [(one, part) for one, part in _parts(tx, still, now) if not part.over]
    if not found:
        return None
    heading = say(ngettext("🔔 <b>A reminder</b>", "🔔 <b>{count} reminders</b>"), count=len(found))
    topics = sorted({one.topic for one, _part in found})
    paragraphs, buttons = _put_together([part for _one, part in found])
    return Message((heading, *paragraphs, WHY), (*buttons, (_stop(topics),)))


def look_up_reminders(tx: Transaction, parcels: Sequence[Parcel]) -> None:
    """In a snapshot, before many are composed: what they need, some at a time and not one by one."""
    there = reminders.look_up_reminders(
        tx, [number for one in parcels for number in one.payload["reminders"]]
    )
    rows = list(there.values())
    occasions.look_up_occasions(tx, [(one.subject, one.person_id) for one in rows])
    for garden_id in {one.garden_id for one in rows}:
        reminder_wishes.wishes_of_many(tx, garden_id, [one.person_id for one in rows])
    for topic, look_up in LOOKED_UP.items():
        look_up(tx, [one for one in rows if one.topic is topic])


def _goes_with(one: Reminder, parcel: Parcel) -> bool:
    """Not with an earlier message that still waits; of whom others pass it on to, no message is noted."""
    return one.state is ReminderState.OWED and one.parcel_id in (None, parcel.id)


def _still_holds(tx: Transaction, one: Reminder, now: datetime) -> bool:
    occasion = occasions.find_occasion(tx, one.subject, one.person_id)
    if occasion is None or occasion.expected.occurrence.occurs_at != one.occurs_at or one.expires_at <= now:
        return False
    wishes = reminder_wishes.find_wishes(tx, one.garden_id, one.person_id)
    return one.topic not in wishes.stopped


def _parts(tx: Transaction, rows: Sequence[Reminder], now: Instant) -> list[tuple[Reminder, Part]]:
    """Two rules that speak at once of the same thing say it once."""
    subjects = {one.subject: one for one in rows}
    made = ((one, PARTS[one.topic](tx, one, now)) for one in subjects.values())
    return [(one, part) for one, part in made if part is not None]


def _as_things_stand(found: Sequence[tuple[Reminder, Part]]) -> Message:
    topics = sorted({one.topic for one, part in found if not part.over})
    paragraphs, buttons = _put_together([part for _one, part in found])
    if not paragraphs:
        return Message((say(_("There is nothing left to remind you of here.")),))
    stop = ((_stop(topics),),) if topics else ()
    return Message(paragraphs, (*buttons, *stop))


def _put_together(
    parts: Sequence[Part],
) -> tuple[tuple[Text, ...], tuple[tuple[Button, ...], ...]]:
    """Of several, each has a number, which its answers carry too."""
    if len(parts) == 1:
        return parts[0].paragraphs, parts[0].rows
    paragraphs: list[Text] = []
    rows: list[tuple[Button, ...]] = []
    for number, part in enumerate(parts, 1):
        first, *others = part.paragraphs
        paragraphs += [line(number, first), *others]
        rows += [tuple(_numbered(number, button) for button in row) for row in part.rows]
    return tuple(paragraphs), tuple(rows)


def _numbered(number: int, button: Button) -> Button:
    return Button(label(number, button.label), data=button.data, url=button.url)


def _stop(topics: Sequence[Topic]) -> Button:
    return Button(say(_("Stop these reminders")), data=f"n.hush.{'-'.join(topics)}")
