"""Owns what those concerned read of changed or cancelled dates: what was and what is, of all their dates at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.event import Details, Difference, EventId
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.text import Brief, Text, say
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.agenda.files import brought_up_to_date
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.events.case import EventCase, case_of_event
from bot.usecases.events.changing import dates_in, known_before
from bot.usecases.events.notices import EVENTS
from bot.usecases.events.sheet import Rows, clock_of, hours_of_event, map_row, when_and_where
from bot.usecases.house import Composed
from bot.usecases.replies import HUMAN

MOST_CHANGED, MOST_CANCELLED = 4, 6
"""Dates that one message names: with their hours, more would not be read."""
WHY = say(_("<i>You get this because you said yes, or maybe.</i>"))


@dataclass(frozen=True, slots=True)
class Changed:
    """One date of theirs, and what they knew of it."""

    case: EventCase
    before: Details

    @property
    def now(self) -> Details:
        return self.case.event.details

    @property
    def differences(self) -> frozenset[Difference]:
        return self.before.differences(self.now)


def compose_changed(tx: Transaction, parcel: Parcel) -> Composed:
    """What was and what is, and one tap for whoever cannot come then. While it is being changed again, it waits."""
    dates = _dates(tx, parcel)
    if dates is None:
        return None
    changed = [one for one in dates if one.differences]
    if not changed:
        return None
    if len(changed) == 1:
        return _with_file(tx, parcel, _one_changed(changed[0], parcel), [changed[0].case])
    return _with_file(tx, parcel, _many_changed(changed), [one.case for one in changed])


def compose_cancelled(tx: Transaction, parcel: Parcel) -> Composed:
    """It does not take place: why, and what else there is."""
    cases = [one for one in _cases(tx, parcel) if one.is_cancelled]
    if not cases:
        return None
    event, garden = cases[0].event, cases[0].garden
    if len(cases) == 1:
        told = say(_("“<b>{event}</b>” does not take place:"), event=event.title)
        when = when_and_where(garden, event.details)
    else:
        told = say(_("“<b>{event}</b>” does not take place on these days:"), event=event.title)
        days = [say(_("📅 {when}"), when=hours_of_event(one.event.details, garden)) for one in cases]
        when = lines([*days[:MOST_CANCELLED], *_further(cases)])
    reason = (say(_("The reason: {reason}"), reason=event.reason),) if event.reason else ()
    thanks = say(_("Thank you for wanting to come."))
    return _with_file(tx, parcel, Message((told, when, *reason, thanks), ((EVENTS, HUMAN),)), cases)


def _dates(tx: Transaction, parcel: Parcel) -> list[Changed] | None:
    """None: one of them was changed again, and what finally stands is told when that has settled."""
    after = {EventId(one["event"]): Details.from_json(one["after"]) for one in dates_in(parcel)}
    found: list[Changed] = []
    for case in _cases(tx, parcel):
        if case.is_cancelled or case.rsvp is None or case.rsvp.answered_at > parcel.created_at:
            continue  # whoever answered since has seen it
        if case.event.details != after[case.event.id]:
            return None
        before = known_before(tx, parcel, case.event.id)
        found.append(Changed(case, before or case.event.details))
    return found


def _cases(tx: Transaction, parcel: Parcel) -> list[EventCase]:
    """The dates it speaks of that are their business, the soonest first."""
    if parcel.person_id is None:
        return []
    person_id = PersonId(parcel.person_id)
    found = [case_of_event(tx, EventId(one["event"]), person_id) for one in dates_in(parcel)]
    theirs = [one for one in found if one is not None and one.rsvp is not None and one.rsvp.is_concerned]
    return sorted(theirs, key=lambda one: one.event.starts_at)


def _one_changed(changed: Changed, parcel: Parcel) -> Message:
    event = changed.case.event
    opening = say(_("“<b>{event}</b>” has changed:"), event=changed.before.title)
    told = [*_new_title(changed), *_when(changed), *_what_else(changed)]
    cannot = Button(say(_("I can’t come")), data=f"n.evcannot.{event.id}")
    see = Button(say(_("See the event")), data=f"n.event.{event.id}")
    rows: Rows = ((cannot, see), (HUMAN,)) if changed.case.is_open(parcel.created_at) else ((HUMAN,),)
    return Message((opening, lines(told), WHY), (*map_row(event.details.point), *rows))


def _many_changed(changed: Sequence[Changed]) -> Message:
    """What changed alike is said once; the new hours, and one tap to each date."""
    opening = say(_("“<b>{event}</b>” has changed on several days:"), event=changed[0].before.title)
    alike = [text for text in _besides_when(changed[0]) if all(text in _besides_when(one) for one in changed)]
    told = [text for one in changed for text in _of_one_day(one, alike)]
    shown = [
        Button(say(_("See {day}"), day=Brief(one.now.starts_at)), data=f"n.event.{one.case.event.id}")
        for one in changed[:MOST_CHANGED]
    ]
    rows = tuple(tuple(shown[start : start + 2]) for start in range(0, len(shown), 2))
    return Message((opening, lines([*_shortened(told), *alike]), WHY), (*rows, (EVENTS, HUMAN)))


def _of_one_day(changed: Changed, alike: Sequence[Text]) -> list[Text]:
    """Its new hours; the day itself where only something else changed on it, and not on the others."""
    own = [text for text in _besides_when(changed) if text not in alike]
    day = say(_("📅 {when}"), when=hours_of_event(changed.now, changed.case.garden))
    when = _when(changed) or ([day] if own else [])
    return [lines([*when, *own])] if when else []


def _shortened(days: Sequence[Text]) -> list[Text]:
    more = len(days) - MOST_CHANGED
    if more <= 0:
        return list(days)
    rest = say(ngettext("… and {count} more day: /events", "… and {count} more days: /events"), count=more)
    return [*days[:MOST_CHANGED], rest]


def _further(cases: Sequence[EventCase]) -> tuple[Text, ...]:
    """What was cancelled is found nowhere else: up to which day."""
    more = len(cases) - MOST_CANCELLED
    if more <= 0:
        return ()
    last = cases[-1].event.starts_at.astimezone(cases[-1].garden.zone).date()
    told = ngettext("… and {count} more day, {last}", "… and {count} more days, up to {last}")
    return (say(told, count=more, last=last),)


def _besides_when(changed: Changed) -> list[Text]:
    return [*_new_title(changed), *_what_else(changed)]


def _new_title(changed: Changed) -> list[Text]:
    if Difference.TITLE not in changed.differences:
        return []
    return [say(_("It is now called “<b>{title}</b>”."), title=changed.now.title)]


def _when(changed: Changed) -> list[Text]:
    if Difference.WHEN not in changed.differences:
        return []
    before, now, garden = changed.before, changed.now, changed.case.garden
    starts, ends = (one.astimezone(garden.zone) for one in (before.starts_at, before.ends_at))
    if starts.date() == ends.date() == now.starts_at.astimezone(garden.zone).date():
        return [say(_("📅 <b>{after}</b> instead of {start} to {end}."), after=hours_of_event(now, garden),
                    start=starts.time(), end=ends.time())]  # fmt: skip
    return [say(_("📅 <b>{after}</b> instead of {before}."), before=hours_of_event(before, garden),
                after=hours_of_event(now, garden))]  # fmt: skip


def _what_else(changed: Changed) -> list[Text]:
    """When to arrive, where, and what to bring."""
    before, now, found = changed.before, changed.now, changed.differences
    told: list[Text] = []
    if Difference.ARRIVE in found and now.arrive_at:
        told.append(say(_("🕓 Please be there at {time}"), time=clock_of(now.arrive_at, changed.case.garden)))
    if Difference.WHERE in found:
        told.append(say(_("📍 <b>{after}</b>, instead of {before}."), before=before.place, after=now.place)
                    if before.place != now.place
                    else say(_("📍 The point on the map is another one: {place}."), place=now.place))  # fmt: skip
    if Difference.BRING in found:
        told.append(say(_("🎒 To bring: {equipment}"), equipment=now.bring)
                    if now.bring else say(_("🎒 Nothing to bring any more.")))  # fmt: skip
    return told


def _with_file(tx: Transaction, parcel: Parcel, message: Message, cases: Sequence[EventCase]) -> Message:
    """For whoever has them in their own calendar, with what changes them there."""
    subjects = [about_rsvp(one.rsvp.id) for one in cases if one.rsvp is not None]
    garden, person_id = cases[0].garden, cases[0].person.id
    return brought_up_to_date(tx, message, garden, person_id, subjects, parcel.created_at)
