"""A coordinator prepares an event, one or a series, sees it as people do, publishes it; and cancels one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.event import Circle, EventState, Scope
from bot.domain.hours import read_hour
from bot.domain.labels import language_inside
from bot.domain.text import Brief, Listed, Text, counted, say
from bot.engine.conditions import all_of, answered, fact, not_
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import (
    Choose,
    Day,
    ForEach,
    Hours,
    Number,
    Option,
    Page,
    Photos,
    Place,
    Review,
    Several,
    Words,
)
from bot.marks import Plural, _, ngettext
from bot.usecases.events.cancelling import CANCELLING, CancelFacts, read_cancel_facts, take_cancelling
from bot.usecases.events.cards import CIRCLES
from bot.usecases.events.forms import days_of
from bot.usecases.events.sending_photos import SENDING, PhotoFacts, read_photo_facts, take_photos
from bot.usecases.events.series import scope_of
from bot.usecases.events.sheet import EVENT_KINDS
from bot.usecases.events.writing import WRITING, EventFacts, read_event_facts, take_event
from bot.usecases.garden_file.schema import LINE, SENTENCES, TITLE
from bot.usecases.managing.dates import FORTNIGHTLY, MONTHLY, ONCE, WEEKLY
from bot.usecases.managing.sheets import GARDEN
from conversations.dates import as_hour, is_hour
from conversations.missions import YES_NO, counts
from conversations.questions import options
from conversations.translating import also_in, in_other, in_which_language, other_languages

WEEKS_AHEAD = 4
DAYS_SHOWN = 8

has_other_dates = fact("it has other dates to come", lambda facts: len(facts.dates(Scope.ALL)) > 1)
is_new = fact("it is new", lambda facts: facts.event is None)
is_series = all_of(is_new, not_(answered("repeat", ONCE)))
for_a_mission = answered("circle", Circle.MISSION.value)


def which_dates(facts: EventFacts | CancelFacts, answers: Answers) -> tuple[Option, ...]:
    """This date, and what there is beside it: the following ones where some are before, and all."""
    following, everything = len(facts.dates(Scope.FOLLOWING)), len(facts.dates(Scope.ALL))
    offered = [Option(Scope.ONE, say(_("Only this date")))]
    if 1 < following < everything:
        offered.append(
            Option(Scope.FOLLOWING, say(_("This one and the next ones ({count})"), count=following))
        )
    offered.append(Option(Scope.ALL, say(_("All dates to come ({count})"), count=everything)))
    return tuple(offered)


def likely_days(facts: EventFacts, answers: Answers) -> tuple[date, ...]:
    """The Saturdays of the coming weeks."""
    saturday = facts.today + timedelta(days=(5 - facts.today.weekday()) % 7 or 7)
    return tuple(saturday + timedelta(weeks=week) for week in range(WEEKS_AHEAD))


def latest_end(facts: EventFacts, answers: Answers) -> date | None:
    first = date.fromisoformat(answers.text("day")) if answers.text("day") else facts.today
    return first + timedelta(days=366)


def first_day(facts: EventFacts, answers: Answers) -> date | None:
    return date.fromisoformat(answers.text("day")) if answers.text("day") else None


def spots(facts: EventFacts, answers: Answers) -> tuple[Option, ...]:
    points = (Option(point.slug, point.name) for point in facts.garden.pickup_points)
    return (Option(GARDEN, say(_("At the garden"))), *points)


def usual_place(facts: EventFacts, answers: Answers) -> str | None:
    """The place on the map, in words."""
    match answers.of("point"):
        case {"town": str(spot)} if spot == GARDEN:
            return facts.garden.address
        case {"town": str(spot)}:
            found = (one for one in facts.garden.pickup_points if one.slug == spot)
            return next((f"{one.name.in_language(facts.main)}, {one.address}" for one in found), None)
        case _:
            return None


def missions_there(facts: EventFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(str(one.id), one.title) for one in facts.missions)


def preview(facts: EventFacts, answers: Answers) -> tuple[Text, ...]:
    heading = say(_("👁 <b>What people read</b> ({language})"), language=language_inside(facts.main))
    return (heading, *facts.preview(answers, facts.main), *_skipped(facts, answers), *_dates(facts, answers))


def preview_in(facts: EventFacts, answers: Answers) -> tuple[Text, ...]:
    heading = say(_("👁 <b>What people read</b> ({language})"), language=language_inside(answers.item))
    return (heading, *facts.preview(answers, answers.item))


def _skipped(facts: EventFacts, answers: Answers) -> tuple[Text, ...]:
    """The hour that was typed is none of that night's."""
    typed, starts = (
        read_hour(answers.text("starts")),
        facts.draft(answers).starts_at.astimezone(facts.garden.zone),
    )
    if typed is None or typed == starts.time():
        return ()
    return (say(_("⏰ The clocks go forward that night and skip {typed}: it begins at {time}."), typed=typed,
                time=starts.time()),)  # fmt: skip


def _dates(facts: EventFacts, answers: Answers) -> tuple[Text, ...]:
    """How many dates a series makes, or are changed of one; and the first of them."""
    if not answers.text("day"):
        return ()
    if facts.event is not None:
        changed = [one.starts_at.astimezone(facts.garden.zone).date() for one in facts.drafts(answers)]
        told = ngettext("{count} date is changed: {days}", "{count} dates are changed: {days}")
        return _listed(told, changed)
    first = date.fromisoformat(answers.text("day"))
    made = days_of(answers, first, facts.breaks)
    listed = _listed(ngettext("{count} date is made: {days}", "{count} dates are made: {days}"), made)
    if len(days_of(answers, first)) > len(made):
        return (*listed, say(_("None is made in the garden’s holidays.")))
    return listed


def _listed(told: Plural, days: Sequence[date]) -> tuple[Text, ...]:
    if len(days) < 2:
        return ()
    shown = Listed(tuple(say("{day}", day=day) for day in days[:DAYS_SHOWN]), apart=True)
    return (say(told, count=len(days), days=shown),)


def publish(facts: EventFacts, answers: Answers) -> tuple[Text, ...]:
    if facts.event is not None and facts.event.state is EventState.PUBLISHED:
        if not facts.concerns_anybody(answers):
            return (say(_("Save it? For whoever comes nothing changes, so nobody is told.")),)
        if scope_of(answers) is not Scope.ONE:
            return (say(_("Save it for all these dates? Whoever comes or may come is told in a few minutes what "
                          "changed: once, of all their dates.")),)  # fmt: skip
        return (say(_("Save it? Whoever comes or may come is told in a few minutes what changed: once, with whatever "
                      "else you change by then.")),)  # fmt: skip
    circle = CIRCLES[Circle(answers.text("circle") or Circle.EVERYBODY.value)]
    return (say(_("Nobody has seen it yet. Publish it, and invite: {circle}?"), circle=circle),
            say(_("Nobody is written to at night.")))  # fmt: skip


def ways_out(facts: EventFacts, answers: Answers) -> tuple[Option, ...]:
    if facts.event is not None and facts.event.state is EventState.PUBLISHED:
        return (Option("yes", say(_("Save"))),)
    return (Option("yes", say(_("Publish"))), Option("no", say(_("Keep it as a draft"))))


def what_is_cancelled(facts: CancelFacts, answers: Answers) -> tuple[Text, ...]:
    if facts.event is None:
        return (say(_("Nothing more to do here.")),)
    scope = scope_of(answers)
    dates = facts.dates(scope)
    what = say(_("You cancel “{mission}”, {date}."), mission=facts.event.title, date=facts.event.starts_at)
    if len(dates) > 1:
        days = Listed(tuple(Brief(one.starts_at) for one in dates[:DAYS_SHOWN]), apart=True)
        what = say(ngettext("You cancel {count} date of “{event}”: {days}",
                            "You cancel {count} dates of “{event}”: {days}"),
                   count=len(dates), event=facts.event.title, days=days)  # fmt: skip
    told = counted(ngettext("{count} person comes or may come: they are told once.",
                            "{count} people come or may come: they are told once."), facts.told(scope),
                   _("Nobody has said yes or maybe: there is nobody to tell."))  # fmt: skip
    return (what, told, say(_("Please write why, in a kind sentence: they read it as you write it.")))


event = Conversation(
    WRITING,
    title=_("Preparing an event"),
    facts=read_event_facts,
    on_done=take_event,
    stopping=_("Do you want to stop here? What you wrote about this event will not be kept. “Later” keeps it."),
    stopped=_("All right. Nothing was changed."),
    steps=[
        Choose("scope", _("This event has other dates. Which do you want to change?"), summary=_("Dates"),
               when=has_other_dates, options=which_dates, listed=False, human=False),
        Choose("kind", _("What kind of event is it?"), summary=_("Kind"), options=options(EVENT_KINDS), columns=2,
               human=False),
        Words("title", in_which_language(_("What is it called? A few words.")), summary=_("Title"), longest=TITLE,
              one_line=True, human=False),
        Words("about", in_which_language(_("What happens there? One or two sentences.")), summary=_("About"),
              skippable=True, skip=_("Nothing to add"), longest=SENTENCES, one_line=True, human=False),
        Choose("repeat", _("Does it come again?"), summary=_("Comes again"), when=is_new, human=False, options=(
            Option(ONCE, _("One date")), Option(WEEKLY, _("Every week")),
            Option(FORTNIGHTLY, _("Every two weeks")),
            Option(MONTHLY, _("Every month, such as the first Saturday")))),
        Day("day", _("On which day, or from which day on?"), summary=_("First day"), offers=likely_days, past=False,
            human=False),
        Day("until", _("Until which day, at the latest?"), summary=_("Until"), when=is_series, earliest=first_day,
            latest=latest_end, past=False, human=False),
        Words("starts", _("At what time does it begin?"), summary=_("Begins"), check=is_hour, told=as_hour,
              longest=20, one_line=True, human=False),
        Hours("hours", _("How many hours does it last?"), summary=_("Hours"), minimum=0.25, maximum=72, whole=False,
              columns=4, options=counts(1, 2, 3, 4), human=False),
        Words("arrive", _("Should people be there earlier? At what time?"), summary=_("Be there at"), check=is_hour,
              told=as_hour, skippable=True, skip=_("When it begins"), longest=20, one_line=True, human=False),
        Place("point", _("Where is it? Tap a place, or share a point of the map with the paperclip."),
              summary=_("On the map"), options=spots, skippable=True, skip=_("No map"), human=False),
        Words("where", in_which_language(_("How would you tell somebody the place?")), summary=_("Where"),
              suggest=usual_place, longest=LINE, one_line=True, human=False),
        Words("bring", in_which_language(_("What should they bring?")), summary=_("To bring"), skippable=True,
              skip=_("Nothing"), longest=LINE, one_line=True, human=False),
        Number("capacity", _("How many people fit, guests and children counted?"), summary=_("Places"), minimum=1,
               maximum=100_000, columns=4, options=counts(10, 20, 40, 80), skippable=True, skip=_("No limit"),
               human=False),
        Choose("carpool", _("Can people share a ride, by town?"), summary=_("Sharing a ride"),
               options=YES_NO, columns=2, human=False),
        Choose("circle", _("Who may see it, and is invited?"), summary=_("For"), options=options(CIRCLES),
               human=False),
        Choose("mission", _("The people of which mission?"), summary=_("Mission"), when=for_a_mission,
               options=missions_there, per_page=6, human=False),
        Several("in_other", also_in, summary=_("Other languages"), options=other_languages, columns=2,
                nothing=_("Not now"), human=False),
        in_other("title", _("The title in <b>{language}</b>:"), _("Title"), TITLE),
        in_other("about", _("What happens there, in <b>{language}</b>:"), _("About"), SENTENCES,
                 when=not_(answered("about", None)), skippable=True),
        in_other("where", _("Where, in <b>{language}</b>:"), _("Where"), LINE),
        in_other("bring", _("What they should bring, in <b>{language}</b>:"), _("To bring"), LINE,
                 when=not_(answered("bring", None)), skippable=True),
        Review("review", _("<b>Is everything as you want it?</b> Next, you will see it as people do."),
               confirm=_("See it as people do"), human=False),
        Page("preview", preview, human=False),
        ForEach(over="in_other", step=Page("preview_in", preview_in, human=False)),
        Choose("publish", publish, options=ways_out, summary=_("Published"), listed=False, human=False),
    ],
)  # fmt: skip

cancelling_event = Conversation(
    CANCELLING,
    title=_("Cancelling an event"),
    facts=read_cancel_facts,
    on_done=take_cancelling,
    stopped=_("All right. It takes place."),
    steps=[
        Choose("scope", _("This event has other dates. Which do not take place?"), summary=_("Dates"),
               when=has_other_dates, options=which_dates, human=False),
        Words("reason", what_is_cancelled, summary=_("Reason"), longest=300, one_line=True, human=False),
        Choose("sure", _("Cancel it, with this reason?"),
               options=(Option("yes", _("Yes, cancel it")), Option("no", _("No, leave it"))),
               listed=False, human=False),
    ],
)  # fmt: skip


def what_photos(facts: PhotoFacts, answers: Answers) -> tuple[Text, ...]:
    asked = _("“<b>{event}</b>”: please send the photos for those who were there.")
    return say(asked, event=facts.title), say(_("Up to ten: one by one, or all at once."))


def who_is_seen(facts: PhotoFacts, count: int) -> tuple[Text, ...]:
    """How many photos there are so far; who was there and must not be seen, by name."""
    there = say(
        ngettext("📷 {count} photo. Others can follow.", "📷 {count} photos. Others can follow."), count=count
    )
    if not facts.unseen:
        return there, say(
            _("Everybody on the list agreed to be seen. Does everybody in it stand on the list?")
        )
    names = Listed(facts.unseen)
    return (there, say(_("Not to be seen: {names}."), names=names),
            say(_("Is none of them to be seen, and did everybody else who is agree?")))  # fmt: skip


def yes_to_all(count: int) -> Text:
    return say(ngettext("Yes, send {count} photo", "Yes, send {count} photos"), count=count)


sending_photos = Conversation(
    SENDING,
    title=_("Sending photos"),
    facts=read_photo_facts,
    on_done=take_photos,
    fleeting=True,
    stopped=_("All right. Nothing was sent."),
    steps=[
        Photos("photos", what_photos, gathered=who_is_seen, done=yes_to_all, summary=_("The photos"), human=False),
    ],
)  # fmt: skip
