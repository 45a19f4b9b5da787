"""What I have and wait for, next first; each opens with what to know, and a way to let go of it."""

from __future__ import annotations

from bot.domain.mission import MissionState, SignUpState
from bot.domain.shift import BookingState
from bot.domain.text import Brief, Cut, Text, say
from bot.engine.conditions import answered
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Option, lines
from bot.marks import _, ngettext
from bot.usecases.letting_go import NO, Act, take_act
from bot.usecases.mission_sheet import particulars
from bot.usecases.notices.party import take_it
from bot.usecases.notices.shift_case import hours_of
from bot.usecases.signed_up import Item, Kind, Outside, Planning, read_planning


def what_i_have(planning: Planning, answers: Answers) -> tuple[Text, ...]:
    waiting = [one for one in planning.items if one.is_offer]
    if not waiting:
        return (
            say(_("What you have, the next first. Tap one to read more, or to say that you cannot come.")),
        )
    places = sum(one.booking.size for one in waiting if one.booking)
    kept = say(ngettext("❓ A place is kept for you: please say yes or no.",
                        "❓ {count} places are kept for you: please say yes or no."), count=places)  # fmt: skip
    return (kept, say(_("Below is everything you have, the next first.")))


def lines_of_planning(planning: Planning, answers: Answers) -> tuple[Option, ...]:
    return tuple(
        Option(one.id, _date(one), short=_short_date(one))
        if isinstance(one, Outside)
        else Option(one.id, _label(one), short=_short(one))
        for one in planning.everything
    )


def card(planning: Planning, answers: Answers) -> tuple[Text, ...]:
    """Where, when, what to bring, whom to ask."""
    item, date = planning.item(answers.text("one")), planning.date(answers.text("one"))
    if date is not None:
        return _card_of_date(planning, date)
    if item is None:
        return (say(_("This is over.")),)
    return (
        say(_("<b>{mission}</b>"), mission=item.mission.title),
        *_standing(planning, item),
        *_pause(item),
        *_when_and_where(planning, item),
        *_who(planning, item),
    )


def acts(planning: Planning, answers: Answers) -> tuple[Option, ...]:
    item, date = planning.item(answers.text("one")), planning.date(answers.text("one"))
    if date is not None:
        return (Option(Act.OPEN.value, _OPEN[date.is_basket]),)
    if item is None:
        return ()
    return tuple(Option(act.value, _act_words(act, item)) for act in _acts_of(planning, item))


def are_you_sure(planning: Planning, answers: Answers) -> tuple[Text, ...]:
    item = planning.item(answers.text("one"))
    title = item.mission.title if item else ""
    return (
        say(
            _("Leave “<b>{mission}</b>”? All your dates in it are given up, and your referent is told."),
            mission=title,
        ),
        say(_("Nobody holds it against you, and you can come back whenever you like.")),
    )


planning = Conversation(
    "planning",
    title=_("My sign-ups"),
    facts=read_planning,
    on_done=take_act,
    fleeting=True,
    aside=True,
    counted=False,
    stopped=_("All right. Everything stays as it is."),
    steps=[
        Choose(
            "one",
            what_i_have,
            summary=_("My sign-ups"),
            options=lines_of_planning,
            per_page=6,
        ),
        Choose("act", card, summary=_("Decision"), options=acts),
        Choose(
            "sure",
            are_you_sure,
            summary=_("Leave this mission"),
            when=answered("act", Act.LEAVE.value),
            options=(Option("yes", _("Yes, I leave it")), Option(NO, _("No, I stay"))),
        ),
    ],
)


def _act_words(act: Act, item: Item) -> Text:
    return take_it(item.booking.size) if act is Act.ACCEPT and item.booking else _ACTS[act]


_ACTS = {
    Act.DROP: say(_("I can’t come")),
    Act.DECLINE: say(_("No, thank you")),
    Act.UNQUEUE: say(_("Leave the waiting list")),
    Act.EVERY_TIME: say(_("Come every time")),
    Act.STOP: say(_("Stop coming every time")),
    Act.DATES: say(_("Other dates")),
    Act.LEAVE: say(_("Leave this mission")),
}


_OPEN = {True: say(_("🧺 My basket")), False: say(_("See the event"))}


def _date(one: Outside) -> Text:
    return say("{mark} {when} · {what}", mark="🧺" if one.is_basket else "🎪", when=Brief(one.entry.starts_at),
               what=_what(one))  # fmt: skip


def _short_date(one: Outside) -> Text:
    return say("{mark} {when}", mark="🧺" if one.is_basket else "🎪", when=Brief(one.entry.starts_at))


def _what(one: Outside) -> Text:
    return say(_("my basket")) if one.is_basket else one.entry.title


def _card_of_date(planning: Planning, one: Outside) -> tuple[Text, ...]:
    """When and where; what can be said of it stands in its own message."""
    entry = one.entry
    begins, ends = (at.astimezone(planning.garden.zone) for at in (entry.starts_at, entry.ends_at))
    hours = say(_("{day}, {start} to {end}"), day=begins.date(), start=begins.time(), end=ends.time())
    when: Text = hours if begins.date() == ends.date() else say("{begins}", begins=entry.starts_at)
    where: tuple[Text, ...] = (say(_("📍 {where}"), where=entry.where),) if entry.where else ()
    return (say(_("<b>{mission}</b>"), mission=entry.title), lines([say(_("📅 {when}"), when=when), *where]))


def _label(item: Item) -> Text:
    title = item.mission.title
    match item.kind:
        case Kind.EVERY_TIME:
            return say(_("🔁 Every time · {mission}"), mission=title)
        case Kind.MISSION:
            return say(_("🌱 {mission}"), mission=title)
    mark = _MARKS[item.booking.state] if item.booking else ""
    if item.shift is None:
        return say("{mark} {mission}", mark=mark, mission=title)
    return say("{mark} {when} · {mission}", mark=mark, when=Brief(item.shift.starts_at), mission=title)


def _short(item: Item) -> Text:
    """What of a line is enough on its button: the mission stands in the message."""
    title = Cut(item.mission.title, TITLE_ON_BUTTON)
    match item.kind:
        case Kind.EVERY_TIME:
            return say("🔁 {mission}", mission=title)
        case Kind.MISSION:
            return say("🌱 {mission}", mission=title)
    mark = _MARKS[item.booking.state] if item.booking else ""
    if item.shift is None:
        return say("{mark} {mission}", mark=mark, mission=title)
    return say("{mark} {when}", mark=mark, when=Brief(item.shift.starts_at))


TITLE_ON_BUTTON = 30
"""Characters of a mission's title, behind its number and its mark."""

_MARKS = {BookingState.TAKEN: "📅", BookingState.OFFERED: "❓", BookingState.WAITING: "⏳"}


def _acts_of(planning: Planning, item: Item) -> tuple[Act, ...]:
    match item.kind:
        case Kind.EVERY_TIME:
            return (Act.STOP, Act.DATES)
        case Kind.MISSION:
            return (Act.DATES, Act.LEAVE) if item.mission.has_dates else (Act.LEAVE,)
    if item.is_offer:
        return (Act.ACCEPT, Act.DECLINE)
    if item.booking is not None and item.booking.state is BookingState.WAITING:
        return (Act.UNQUEUE, Act.DATES) if item.shift else (Act.UNQUEUE,)
    in_series = item.shift is not None and item.shift.series_id is not None
    every = (Act.EVERY_TIME,) if in_series and not planning.comes_every_time(item) else ()
    return (Act.DROP, *every, Act.DATES)


def _standing(planning: Planning, item: Item) -> tuple[Text, ...]:
    """Where they stand: expected, asked, in line, waiting for an answer."""
    if item.kind is Kind.EVERY_TIME:
        return (say(_("You come every time. If once you cannot, give up that date alone.")),)
    if item.sign_up is not None:
        return (_SIGN_UPS[item.sign_up.state],)
    booking = item.booking
    if booking is None:
        return ()
    if booking.state is BookingState.OFFERED and booking.offered_until is not None:
        offered = ngettext("❓ A place is kept for you until {until}.",
                           "❓ {count} places are kept for you until {until}.")  # fmt: skip
        return (say(offered, count=booking.size, until=booking.offered_until),)
    if booking.state is BookingState.WAITING:
        return (say(_("⏳ You are on the waiting list. If a place comes free, you are asked here.")),)
    if not planning.is_promised(item):
        unsure = ngettext("⏳ Your place is kept. It is confirmed once an answer is there; you hear of it here.",
                          "⏳ Your {count} places are kept. They are confirmed once an answer is there; "
                          "you hear of it here.")  # fmt: skip
        return (say(unsure, count=booking.size),)
    coming = say(ngettext("✓ You are expected, and {count} person with you.",
                          "✓ You are expected, and {count} people with you."), count=booking.guests)  # fmt: skip
    return (coming if booking.guests else say(_("✓ You are expected.")),)


def _pause(item: Item) -> tuple[Text, ...]:
    """What is agreed stays, and nothing new is given for now."""
    if item.mission.state is not MissionState.PAUSED:
        return ()
    if item.mission.has_dates:
        return (say(_("⏸ The mission is paused for a while. Dates that stand stay as they are.")),)
    return (say(_("⏸ The mission is paused for a while. Your place stays yours.")),)


_SIGN_UPS = {
    SignUpState.CONFIRMED: say(_("✓ You take part.")),
    SignUpState.REQUESTED: say(_("⏳ A referent looks at your request and answers you here.")),
    SignUpState.AWAITING_GUARDIAN: say(_("⏳ Your place is kept until your parent’s agreement is there.")),
}


def _when_and_where(planning: Planning, item: Item) -> tuple[Text, ...]:
    mission, shift = item.mission, item.shift
    if shift is None:
        return (say(_("📅 {when}\n📍 {where}"), when=mission.when, where=mission.where),)
    told: list[Text] = [say(_("📅 {when}"), when=hours_of(shift, planning.garden))]
    said = list(particulars(shift, mission))
    if not shift.meeting_point and not mission.terms.meeting_point:
        said.insert(0, say(_("📍 {where}"), where=mission.where))
    if mission.terms.equipment and not shift.equipment:
        said.append(say(_("🎒 To bring: {equipment}"), equipment=mission.terms.equipment))
    return (lines([*told, *said]),)


def _who(planning: Planning, item: Item) -> tuple[Text, ...]:
    referent = planning.referent_of(item)
    if referent is None:
        return ()
    return (say(_("Your referent: <b>{name}</b>\n{contact}"), name=referent.name, contact=referent.contact),)
