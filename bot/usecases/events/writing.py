"""Owns preparing an event in the chat: new, a copy, changed; seen as people see it; two coordinators at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.clock import Instant
from bot.domain.event import Event, EventId, EventState, Scope, dates_meant
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.mission import Mission
from bot.domain.shift import Break
from bot.domain.text import Language, Text, say
from bot.engine.state import Answers, Key, Value
from bot.errors import NotFound, Refusal
from bot.i18n import Catalogues
from bot.marks import _
from bot.storage import audit, events, missions, series
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.events.afterwards import plan_thanks
from bot.usecases.events.agreements import await_agreements_at
from bot.usecases.events.cancelling import IsCancelled
from bot.usecases.events.cards import event_to_manage, show_event
from bot.usecases.events.changing import note_change
from bot.usecases.events.forms import answers_of, days_of, event_from, new_key, on_day
from bot.usecases.events.passing import plan_passing
from bot.usecases.events.publishing import invite_circle, publish_event
from bot.usecases.events.seating import settle_event
from bot.usecases.events.series import drafts_of
from bot.usecases.events.sheet import EVENT_KINDS, when_and_where
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.managing.access import goes_on, may_manage
from bot.usecases.managing.dates import ONCE
from bot.usecases.managing.merging import Merged, merge, tell_of_other
from bot.usecases.managing.sheets import main_language
from bot.usecases.managing.writing import BOTH_KEPT
from bot.usecases.reminding.events import remind_everybody
from bot.usecases.replies import refusal_text, reply

WRITING = "event"
NEW = "new"


class BeginsInThePast(Refusal):
    message = _("{when} is over already. Please choose a later day, or a later hour.")


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What an event is written from. `main` is the language texts are asked in, `others` the garden's further ones.

    `event` is the one being changed, `series` every date of its series; `missions` those whose people can be invited.
    """

    garden: Garden
    catalogues: Catalogues
    main: Language
    others: tuple[Language, ...]
    missions: tuple[Mission, ...]
    event: Event | None
    series: tuple[Event, ...]
    breaks: tuple[Break, ...]
    now: Instant

    @property
    def today(self) -> date:
        return self.now.astimezone(self.garden.zone).date()

    def dates(self, scope: Scope) -> list[Event]:
        """The dates of the series that are meant, as they are."""
        return dates_meant(self.series, self.event, scope, self.now) if self.event else []

    def draft(self, answers: Answers) -> Event:
        return event_from(answers, self.garden, self.main, self.event)

    def drafts(self, answers: Answers) -> list[Event]:
        """The same of every date that is meant."""
        if self.event is None:
            return [self.draft(answers)]
        return drafts_of(answers, self.garden, self.main, self.event, self.series, self.now)

    def concerns_anybody(self, answers: Answers) -> bool:
        """Whether those who come have to know of what is changed."""
        stood = {one.id: one.details for one in self.series}
        return any(stood[one.id].differences(one.details) for one in self.drafts(answers) if one.id in stood)

    def preview(self, answers: Answers, language: Language) -> tuple[Text, ...]:
        """The sheet as somebody of this language reads it."""
        speaker, draft = self.catalogues.speaker(language, self.garden.zone), self.draft(answers)
        kind = EVENT_KINDS[draft.kind]
        said: list[Text] = [say("{title}", title=draft.title), kind]
        said += [draft.about] if draft.about else []
        said.append(when_and_where(self.garden, draft.details))
        return tuple(speaker.plain(paragraph) for paragraph in said)


def open_new_event(tx: Transaction, caller: Caller) -> Refusal | None:
    """Begin a new event; one begun before goes on."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    if not goes_on(tx, caller, WRITING, NEW):
        begin(tx, caller.in_private(), WRITING, NEW)
    return None


def open_copy(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """A new event that says what an earlier one said; only its day is asked."""
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    main = main_language(caller.garden, caller.person.language, None)
    said = answers_of(event, caller.garden, main)
    known = {key: value for key, value in said.items() if key[0] not in ("day", "repeat")}
    begin(tx, caller.in_private(), WRITING, NEW, answers=known)
    return None


def open_edit_event(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """Open an event with its answers; where this coordinator was in the middle of it, there they go on."""
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    if event.state is EventState.CANCELLED:
        return NotFound()
    if not goes_on(tx, caller, WRITING, f"{event_id}"):
        main = main_language(caller.garden, caller.person.language, None)
        _begin_edit(tx, caller, event, answers_of(event, caller.garden, main))
    return None


def read_event_facts(tx: Transaction, talk: Talk) -> EventFacts:
    garden = talk.garden
    main, event = main_language(garden, talk.person.language, None), _edited(tx, talk)
    return EventFacts(
        garden=garden,
        catalogues=talk.caller.house.catalogues,
        main=main,
        others=tuple(one for one in garden.languages if one != main),
        missions=tuple(missions.open_missions(tx, garden.id)),
        event=event,
        series=tuple(events.events_of_series(tx, event)) if event else (),
        breaks=tuple(series.breaks_of(tx, garden.id)),
        now=talk.now,
    )


def take_event(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Save it; nobody hears of it before *publish*, nor is what somebody else wrote overwritten unseen."""
    facts = read_event_facts(tx, talk)
    if facts.event is None and talk.subject != NEW:
        return NotFound()
    if facts.event is not None and facts.event.state is EventState.CANCELLED:
        reply(tx, talk.caller, Message((refusal_text(IsCancelled()),)), about="cancelled")
        return show_event(tx, talk.caller, facts.event.id)
    if facts.event is not None and str(facts.event.version) != talk.subject.partition(":")[2]:
        merged = merge(talk.instance, answers, answers_of(facts.event, talk.garden, facts.main))
        if merged.clashing:
            _give_back(tx, talk, merged, facts.event, facts.main)
            return None
        answers = merged.answers
        reply(tx, talk.caller, BOTH_KEPT, about="other")
    drafts, stood = facts.drafts(answers), {one.id: one for one in facts.series}
    over = [one for one in drafts if one.starts_at <= talk.now and not _begins_as(one, stood.get(one.id))]
    if over:
        return BeginsInThePast(when=over[0].starts_at)
    saved = _changed(tx, talk, facts.event, drafts) if facts.event else _added(tx, talk, answers, drafts[0])
    if answers.text("publish") == "yes" and saved.state is EventState.DRAFT:
        publish_event(tx, talk.garden, saved, talk.now)
    if facts.event is None:
        _note(tx, talk, saved, is_new=True)
    show_event(tx, talk.caller, saved.id)
    return None


def _added(tx: Transaction, talk: Talk, answers: Answers, draft: Event) -> Event:
    """The event, or each date of its series; the first of them."""
    first = draft.starts_at.astimezone(talk.garden.zone).date()
    days = days_of(answers, first, series.breaks_of(tx, talk.garden.id))
    series_key = new_key() if len(days) > 1 else ""
    made = [
        replace(draft, key=new_key(), series_key=series_key, details=on_day(draft, day, talk.garden))
        for day in days
    ]
    added = [events.add_event(tx, one) for one in made]
    return added[0]


def _changed(tx: Transaction, talk: Talk, before: Event, drafts: Sequence[Event]) -> Event:
    """Those concerned hear of it in a moment, with whatever else is changed by then; the event that was opened."""
    saved = [events.save_event(tx, one) for one in drafts]
    for one in saved:
        settle_event(tx, talk.garden, one.id, talk.now)
        if one.state is EventState.PUBLISHED:
            plan_thanks(tx, talk.garden, one, talk.now)
            plan_passing(tx, one)
        remind_everybody(tx, talk.garden, one, talk.now)
        await_agreements_at(tx, talk.garden, one, talk.now)
        _note(tx, talk, one, is_new=False)
    note_change(tx, saved, talk.now)
    opened = next(one for one in saved if one.id == before.id)
    widened = (before.circle, before.mission_id) != (opened.circle, opened.mission_id)
    if widened and opened.state is EventState.PUBLISHED:
        invite_circle(tx, opened, talk.now)
    return opened


def _begins_as(draft: Event, before: Event | None) -> bool:
    return before is not None and draft.starts_at == before.starts_at


def _give_back(tx: Transaction, talk: Talk, merged: Merged, current: Event, main: Language) -> None:
    opening = _(
        "While you were writing, somebody else changed this event. Nothing of yours is lost: it is below."
    )
    theirs, facts = answers_of(current, talk.garden, main), read_event_facts(tx, talk)
    mine = tell_of_other(tx, talk, merged, theirs, WRITING, facts, opening)
    _begin_edit(tx, talk.caller, current, mine)


def _begin_edit(tx: Transaction, caller: Caller, event: Event, answers: Mapping[Key, Value]) -> None:
    main = main_language(caller.garden, caller.person.language, None)
    given, stands = {**answers, ("repeat", ""): ONCE}, answers_of(event, caller.garden, main)
    begin(tx, caller.in_private(), WRITING, f"{event.id}:{event.version}", answers=given, was=stands)


def _edited(tx: Transaction, talk: Talk) -> Event | None:
    number = talk.subject.partition(":")[0]
    event = events.find_event(tx, EventId(int(number))) if number.isdecimal() else None
    return event if event is not None and event.garden_id == talk.garden.id else None


def _note(tx: Transaction, talk: Talk, event: Event, *, is_new: bool) -> None:
    audit.note(
        tx,
        garden_id=talk.garden.id,
        actor_id=talk.person.id,
        action="event.written" if is_new else "event.edited",
        subject=f"event:{event.id}",
        details={},
        now=talk.now,
    )
