"""Owns adding dates to a mission in the chat: one, or a series; what comes of it is shown before it is done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from bot.domain.garden import Garden
from bot.domain.hours import read_hour, write_hour
from bot.domain.local_time import at_local
from bot.domain.message import Message
from bot.domain.mission import Mission, MissionId
from bot.domain.person import Weekday
from bot.domain.series import BadRule, occurrences
from bot.domain.shift import Break, Series, SeriesId
from bot.domain.slugs import free_slug
from bot.domain.terms import NOTHING_SAID, Terms
from bot.domain.text import Language, Words, counted
from bot.engine.state import Answers, Key, Value
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import missions, series, shifts
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.managing.access import goes_on, mission_to_manage
from bot.usecases.managing.cards import show_mission
from bot.usecases.managing.sheets import IN, main_language, written_in
from bot.usecases.planning import HORIZON, change_terms, plan_series, schedule_shift
from bot.usecases.replies import reply

DATES = "dates"
ONCE, WEEKLY, FORTNIGHTLY, MONTHLY, OWN_RULE = "once", "weekly", "fortnightly", "monthly", "rule"
LOOKED_AHEAD = timedelta(days=366)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_BY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Past(Refusal):
    message = _("That is over already. Please choose a day to come.")


class TooFewPlaces(Refusal):
    message = _("Places: {maximum}. That is too few. Needed at least: {minimum}.")


class TooFewForNewcomers(Refusal):
    message = _(
        "Places: {maximum}. That is too few. Kept for people who come for the first time: {newcomers}."
    )


class TooFewForGuests(Refusal):
    message = _("Places: {maximum}. That is too few for somebody who brings people along (guests: {guests}).")


class NeverComes(Refusal):
    message = _("With these months and days without, no date is left. Please change one of them.")


@dataclass(frozen=True, slots=True)
class DateFacts:
    """A mission to date, asked about in `main`, then in `others`.

    `breaks` are the garden's holidays; `offered` likely days; `one` the series being changed.
    """

    garden: Garden
    main: Language
    others: tuple[Language, ...]
    mission: Mission | None
    breaks: tuple[Break, ...]
    offered: tuple[date, ...]
    today: date
    one: Series | None

    def coming(self, answers: Answers, count: int) -> list[date]:
        """The first days that these answers give."""
        if answers.text("repeat") == ONCE:
            day = _day(answers, "day")
            return [day] if day else []
        planned = series_from(answers, self, Terms())
        start = max(self.today, planned.first_day)
        try:
            return list(islice(occurrences(planned, self.breaks, start, start + LOOKED_AHEAD), count))
        except BadRule:
            return []

    def is_made_at_once(self, day: date) -> bool:
        """Whether it is there to sign up for as soon as the series is; later ones follow week by week."""
        return day <= self.today + HORIZON


def open_dates(tx: Transaction, caller: Caller, mission_id: MissionId) -> Refusal | None:
    """Begin dates for a mission, agreed on as the mission usually is."""
    mission = mission_to_manage(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    if not goes_on(tx, caller, DATES, str(mission.id)):
        begin(tx, caller.in_private(), DATES, str(mission.id), answers=_usual(mission, mission.terms, caller))
    return None


def open_series(tx: Transaction, caller: Caller, series_id: SeriesId) -> Refusal | None:
    """Open a series with its answers."""
    one = series.find_series(tx, series_id)
    mission = mission_to_manage(tx, caller, one.mission_id) if one else NotFound()
    if isinstance(mission, Refusal) or one is None:
        return mission if isinstance(mission, Refusal) else NotFound()
    own: dict[Key, Value] = {
        ("repeat", ""): OWN_RULE,
        ("rule", ""): one.rule,
        ("day", ""): one.first_day.isoformat(),
        ("starts", ""): write_hour(one.starts, caller.person.language),
        ("hours", ""): _plain_number(one.minutes / 60),
        ("until", ""): one.last_day.isoformat() if one.last_day else None,
        ("season", ""): tuple(str(month) for month in sorted(one.season)),
        ("without", ""): "\n".join(f"{day:%d/%m/%Y}" for day in sorted(one.exceptions)) or None,
        ("maximum", ""): one.terms.maximum,
    }
    subject = f"{mission.id}.{one.id}"
    if not goes_on(tx, caller, DATES, subject):
        begin(tx, caller.in_private(), DATES, subject, answers={**_usual(mission, one.terms, caller), **own})
    return None


def read_date_facts(tx: Transaction, talk: Talk) -> DateFacts:
    number, _point, its_series = talk.subject.partition(".")
    mission = missions.find_mission(tx, MissionId(int(number)))
    one = series.find_series(tx, SeriesId(int(its_series))) if its_series else None
    today = talk.now.astimezone(talk.garden.zone).date()
    main = main_language(talk.garden, talk.person.language, mission)
    return DateFacts(
        garden=talk.garden,
        main=main,
        others=tuple(one for one in talk.garden.languages if one != main),
        mission=mission if mission and mission.garden_id == talk.garden.id else None,
        breaks=tuple(series.breaks_of(tx, talk.garden.id)),
        offered=_likely_days(mission, today),
        today=today,
        one=one,
    )


def take_dates(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Add the date, or the series with its dates of the coming weeks."""
    facts = read_date_facts(tx, talk)
    if facts.mission is None:
        return NotFound()
    terms = terms_from(answers, facts)
    refusal = _refuse(facts, answers, terms, talk.now)
    if refusal is not None:
        return refusal
    mission = _remember_terms(tx, facts.mission, terms)
    if answers.text("repeat") == ONCE:
        starts_at, ends_at = times_of(answers, facts)
        schedule_shift(tx, talk.garden, mission, starts_at, ends_at, terms, talk.now)
        count = 1
    else:
        count = _save_series(tx, talk, facts, answers, terms)
    said = counted(ngettext("Done: {count} date is there to sign up for.",
                            "Done: {count} dates are there to sign up for."),
                   count, _("Done. The first dates come later: they are made eight weeks ahead."))  # fmt: skip
    reply(tx, talk.caller, Message((said,)), about="dates")
    show_mission(tx, talk.caller, mission.id)
    return None


def series_from(answers: Answers, facts: DateFacts, terms: Terms) -> Series:
    """The series these answers give; one that is changed keeps its name."""
    first = _day(answers, "day") or facts.today
    mission = facts.mission
    return Series(
        id=facts.one.id if facts.one else SeriesId(0),
        garden_id=facts.garden.id,
        mission_id=mission.id if mission else MissionId(0),
        slug=facts.one.slug if facts.one else "",
        rule=rule_from(answers, first),
        first_day=first,
        last_day=_day(answers, "until"),
        starts=read_hour(answers.text("starts")) or datetime.min.time(),
        minutes=round(_number(answers, "hours", 1) * 60),
        exceptions=frozenset(days_in(answers.text("without"))),
        season=frozenset(int(month) for month in answers.ticked("season")),
        terms=terms,
        planned_until=None,
        ended_at=None,
    )


def rule_from(answers: Answers, first: date) -> str:
    """RFC 5545, from a choice and the first day; whoever knows types their own."""
    weekday = _BY_DAY[first.weekday()]
    nth = -1 if first.day > 28 else (first.day - 1) // 7 + 1
    return {
        WEEKLY: f"FREQ=WEEKLY;BYDAY={weekday}",
        FORTNIGHTLY: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        MONTHLY: f"FREQ=MONTHLY;BYDAY={nth}{weekday}",
        OWN_RULE: answers.text("rule").strip(),
    }.get(answers.text("repeat"), "FREQ=DAILY")


def terms_from(answers: Answers, facts: DateFacts) -> Terms:
    maximum = answers.of("maximum")
    usual = facts.mission.terms if facts.mission else Terms()
    return Terms(
        minimum=round(_number(answers, "minimum", 1)),
        maximum=round(maximum) if isinstance(maximum, int | float) else None,
        guests=round(_number(answers, "guests", 0)),
        newcomers=round(_number(answers, "newcomers", 0)),
        closes_hours=float(answers.text("closes") or 0),
        drop_out_hours=usual.drop_out_hours,
        equipment=_said(answers, "equipment", usual.equipment, facts),
        meeting_point=_said(answers, "meeting", usual.meeting_point, facts),
    )


def times_of(answers: Answers, facts: DateFacts) -> tuple[datetime, datetime]:
    """From when to when one date lasts, in UTC."""
    day = _day(answers, "day") or facts.today
    starts = read_hour(answers.text("starts")) or datetime.min.time()
    ends = datetime.combine(day, starts) + timedelta(hours=_number(answers, "hours", 1))
    zone = facts.garden.zone
    starts_at = at_local(day, starts, zone)
    return starts_at, max(at_local(ends.date(), ends.time(), zone), starts_at + timedelta(minutes=1))


def days_in(written: str) -> list[date]:
    """The days of a list as "01/05/2027, 08/05/2027"."""
    found = []
    for day, month, year in _DAY.findall(written):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def _save_series(tx: Transaction, talk: Talk, facts: DateFacts, answers: Answers, terms: Terms) -> int:
    wanted = series_from(answers, facts, terms)
    if facts.one is None:
        taken = {one.slug for one in series.series_of_mission(tx, wanted.mission_id)}
        wanted = replace(wanted, slug=free_slug(f"chat {wanted.first_day}", "chat", taken))
    missions.take_over(tx, wanted.mission_id)
    number, _change = series.save_series(tx, wanted)
    saved = series.find_series(tx, number)
    assert saved is not None
    for shift in shifts.shifts_of_series(tx, saved.id, talk.now):
        if not shift.version:
            change_terms(tx, talk.garden, shift.id, terms, talk.now)
    plan_series(tx, talk.garden, saved, talk.now)
    return len(shifts.shifts_of_series(tx, saved.id, talk.now))


def _remember_terms(tx: Transaction, mission: Mission, terms: Terms) -> Mission:
    """Where the mission says nothing yet, the first dates say what further ones usually are."""
    if mission.from_file or mission.terms != Terms(maximum=mission.terms.maximum):
        return mission
    remembered = replace(mission, terms=terms)
    missions.save_mission(tx, remembered, missions.position_of(tx, mission.id))
    return remembered


def _short_of_places(terms: Terms) -> Refusal | None:
    """Why the places do not suffice for what was asked, in the first words that hold."""
    if terms.maximum is None:
        return None
    if terms.maximum < terms.minimum:
        return TooFewPlaces(maximum=terms.maximum, minimum=terms.minimum)
    if terms.maximum < terms.newcomers:
        return TooFewForNewcomers(maximum=terms.maximum, newcomers=terms.newcomers)
    if terms.maximum <= terms.guests:
        return TooFewForGuests(maximum=terms.maximum, guests=terms.guests)
    return None


def _refuse(facts: DateFacts, answers: Answers, terms: Terms, now: datetime) -> Refusal | None:
    if (short := _short_of_places(terms)) is not None:
        return short
    if answers.text("repeat") == ONCE:
        return Past() if times_of(answers, facts)[0] <= now else None
    return None if facts.coming(answers, 1) else NeverComes()


def _usual(mission: Mission, terms: Terms, caller: Caller) -> Mapping[Key, Value]:
    main = main_language(caller.garden, caller.person.language, mission)
    plain: dict[str, Value] = {
        "until": None,
        "season": (),
        "without": None,
        "minimum": terms.minimum,
        "guests": terms.guests,
        "newcomers": terms.newcomers,
        "closes": str(round(terms.closes_hours)),
        "meeting": terms.meeting_point.in_language(main) or None,
        "equipment": terms.equipment.in_language(main) or None,
    }
    given: dict[Key, Value] = {(step, ""): value for step, value in plain.items()}
    texts = {"meeting": terms.meeting_point.by_language, "equipment": terms.equipment.by_language}
    there = {one for text in texts.values() for one in text if one != main and one in caller.garden.languages}
    if there:
        given["in_other", ""] = tuple(one for one in caller.garden.languages if one in there)
        given |= {(step + IN, one): text.get(one) for step, text in texts.items() for one in there}
    return given


def _likely_days(mission: Mission | None, today: date) -> tuple[date, ...]:
    """The next days on which the mission usually is, else the next Saturdays."""
    slots = mission.slots if mission else frozenset()
    wanted = {list(Weekday).index(slot.day) for slot in slots} or {5}
    ahead = (today + timedelta(days=days) for days in range(1, 29))
    return tuple(islice((day for day in ahead if day.weekday() in wanted), 4))


def _said(answers: Answers, step: str, usual: Words, facts: DateFacts) -> Words:
    """The text in every language it was written in; what the mission says anyway keeps those the garden has not."""
    text = answers.text(step)
    if not text:
        return NOTHING_SAID
    same = usual.by_language if usual.in_language(facts.main) == text else {}
    kept = {one: words for one, words in same.items() if one not in facts.garden.languages}
    return written_in(answers, step, facts.main, facts.garden, kept)


def _day(answers: Answers, step: str) -> date | None:
    return date.fromisoformat(answers.text(step)) if answers.text(step) else None


def _number(answers: Answers, step: str, otherwise: float) -> float:
    value = answers.of(step)
    return float(value) if isinstance(value, int | float) else otherwise


def _plain_number(value: float) -> int | float:
    return int(value) if value == int(value) else value
