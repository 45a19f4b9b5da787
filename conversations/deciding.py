"""The sheet of one mission and what follows: yes, a date, how many come, the waiting list."""

from __future__ import annotations

from bot.domain.mission import Mission
from bot.domain.openings import Opening
from bot.domain.shift import ShiftId
from bot.domain.text import Brief, Text, say
from bot.engine.state import Answers
from bot.engine.steps import Option, lines
from bot.marks import _, ngettext
from bot.usecases.choose import MY_PROFILE, SHARE, WAIT, YES, picked, shift_chosen, shift_option
from bot.usecases.finding import Finding
from bot.usecases.mission_sheet import (
    date_line,
    how_it_stands,
    in_detail,
    in_short,
    particulars,
    under_its_dates,
)
from bot.usecases.notices.shift_case import hours_of

_COUNT_ME_IN = say(_("Yes, count me in"))
_PUT_ME_DOWN = say(_("Put me on the waiting list"))


def mission_sheet(finding: Finding, answers: Answers) -> tuple[Text, ...]:
    """The sheet in short, then why it cannot be chosen, or what there is to choose; whoever takes part sees dates."""
    mission = picked(finding, answers)
    if mission is None:
        return (say(_("This mission is no longer open.")),)
    why = finding.why_not(mission) if mission.id not in finding.held else None
    if why is not None:
        ask = say(_("If it appeals to you all the same, tell a human: much can be arranged."))
        return (*in_short(mission), why, ask)
    if mission.id in finding.held and mission.has_dates:
        return (*_known(finding, mission), *_below(finding, mission, answers))
    return (*in_short(mission), _who_will_be_there(finding, mission), *_below(finding, mission, answers))


def more_of_it(finding: Finding, answers: Answers) -> tuple[Text, ...]:
    """The rest of the sheet, for whoever likes to read on."""
    mission = picked(finding, answers)
    if mission is None:
        return ()
    return (
        under_its_dates(mission) if mission.id in finding.held and mission.has_dates else in_detail(mission)
    )


def decisions(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    """One yes, or one for each of the next dates; the date they came for first."""
    mission = picked(finding, answers)
    if mission is None or (mission.id not in finding.held and finding.why_not(mission)):
        return ()
    if mission.has_dates:
        return tuple(_date(one, wanted=one.shift.id == wanted(finding, answers), newcomer=finding.newcomer)
                     for one in _dates(finding, mission, answers))  # fmt: skip
    if mission.id in finding.held:
        return ()
    if not mission.is_full:
        return (Option(YES, _COUNT_ME_IN),)
    return () if finding.waits_for(mission) else (Option(WAIT, _PUT_ME_DOWN),)


def beside(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    """What can be done beside the decision."""
    mission = picked(finding, answers)
    if mission is None:
        return ()
    unfit = mission.id not in finding.held and finding.why_not(mission) is not None
    profile = (Option(MY_PROFILE, say(_("Change my profile"))),) if unfit else ()
    return (Option(SHARE, say(_("🔗 Share"))), *profile)


def which_date(finding: Finding, answers: Answers, id: str) -> Text | None:
    """The hours of a date, the places left there, and what only this date says."""
    one = _opening(finding, answers, id)
    if one is None or one.shift.id == wanted(finding, answers):  # told in the sheet
        return None
    return date_line(one, finding.garden, newcomer=finding.newcomer)


def how_decided(finding: Finding, answers: Answers, id: str) -> Text | None:
    """What was decided, once it is no longer to be chosen."""
    mission, shift_id = picked(finding, answers), shift_chosen(id)
    if mission is not None and shift_id is not None:
        one = next((one for one in finding.dates(mission) if one.shift.id == shift_id), None)
        return Brief(one.shift.starts_at) if one else say(_("a date"))
    return _PUT_ME_DOWN if id == WAIT else _COUNT_ME_IN if id == YES else None


def how_many_come(finding: Finding, answers: Answers) -> Text:
    return say(_("You may bring somebody along. How many of you come, yourself included?"))


def how_many(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    """Asked only where guests are welcome."""
    one = _chosen(finding, answers)
    if one is None or not one.roster.most_guests:
        return ()
    others = range(2, one.roster.most_guests + 2)
    people = ngettext("{count} person", "{count} people")
    return (Option("1", say(_("Just me"))), *(Option(str(n), say(people, count=n)) for n in others))


def what_waiting_means(finding: Finding, answers: Answers) -> tuple[Text, ...]:
    """Nobody is put in a line without knowing what it is."""
    one, mission = _chosen(finding, answers), picked(finding, answers)
    if one is None or mission is None:
        return (say(_("This date is over, or no longer takes place. Here are others.")),)
    told = [_full(one, mission, finding, answers)]
    told.append(
        say(
            _(
                "You can join the waiting list. When a place comes free, the next person is asked here and has a few "
                "hours to say yes; then it goes on. Never at night, and you can leave the list with one tap."
            )
        )
    )
    told.append(say(_("Or go back and choose another date.")))
    return tuple(told)


def waiting(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    """Asked only where there is no place for everybody who comes along."""
    one = _chosen(finding, answers)
    if one is None or one.mine or one.fits(_size(answers), newcomer=finding.newcomer):
        return ()
    return (Option(WAIT, _PUT_ME_DOWN),)


def wanted(finding: Finding, answers: Answers) -> ShiftId | None:
    """The date they came for: tapped among the week's, or named by a link."""
    mission = picked(finding, answers)
    named = finding.asked_shift if mission and mission.slug == finding.asked else None
    return shift_chosen(answers.text("week")) or (named.id if named else None)


def _below(finding: Finding, mission: Mission, answers: Answers) -> tuple[Text, ...]:
    if not mission.has_dates:
        return _without_dates(finding, mission)
    there = _dates(finding, mission, answers)
    missed = _missed(finding, mission, answers)
    if not there:
        return (*missed, say(_("No date is planned at the moment. Look again in a few days.")))
    first = there[0] if there[0].shift.id == wanted(finding, answers) else None
    if first is None:
        how = say(_("Choose a date: one tap signs you up, and one tap is enough if you cannot come."))
        return (*missed, how)
    return (
        lines(
            [
                say(_("You are looking at <b>{when}</b>."), when=hours_of(first.shift, finding.garden)),
                *particulars(first.shift, mission),
                *how_it_stands(first, newcomer=finding.newcomer),
            ]
        ),
    )


def _known(finding: Finding, mission: Mission) -> tuple[Text, ...]:
    """A mission of theirs: its name, and whom they know there."""
    title = say(_("<b>{mission}</b>"), mission=mission.title)
    referent = finding.referent_in(mission)
    return (lines([title, _referent_is(referent.name)]) if referent else title,)


def _who_will_be_there(finding: Finding, mission: Mission) -> Text:
    referent = finding.referent_in(mission) if mission.id in finding.held else None
    return (
        _referent_is(referent.name)
        if referent
        else say(_("🤝 Once signed up, you hear who your referent is."))
    )


def _referent_is(name: str) -> Text:
    return say(_("🤝 Your referent: <b>{name}</b>"), name=name)


def _missed(finding: Finding, mission: Mission, answers: Answers) -> tuple[Text, ...]:
    """What to know where the date they came for cannot be chosen."""
    asked = wanted(finding, answers)
    one = next((one for one in finding.dates(mission) if one.shift.id == asked), None)
    if asked is None or (one is not None and not one.mine):
        return ()
    if one is not None:
        return (say(_("You are expected on that date already, or wait for it. Here are others.")),)
    return (say(_("This date is over, or no longer takes place. Here are others.")),)


def _without_dates(finding: Finding, mission: Mission) -> tuple[Text, ...]:
    if mission.id in finding.held:
        return (say(_("You take part already. /planning shows everything you have.")),)
    if finding.waits_for(mission):
        return (say(_("You are on its waiting list already. /planning shows everything you have.")),)
    if mission.is_full:
        return (
            say(
                _(
                    "No place is left at the moment. On the waiting list, you are asked here when one comes free, and "
                    "have a few hours to say yes."
                )
            ),
        )
    return ()


def _dates(finding: Finding, mission: Mission, answers: Answers) -> list[Opening]:
    """The dates they are not in yet, the one they came for first."""
    asked = wanted(finding, answers)
    free = [one for one in finding.dates(mission) if not one.mine]
    return sorted(free, key=lambda one: one.shift.id != asked)


def _date(one: Opening, *, wanted: bool, newcomer: bool) -> Option:
    """A button says what it does: where no place is left, it leads to the waiting list."""
    when = Brief(one.shift.starts_at)
    label: Text = when
    if not one.fits(1, newcomer=newcomer):
        # i18n: {when} is a short date with its time
        label = say(_("Waiting list: {when}"), when=when)
    elif wanted:
        # i18n: {when} is a short date with its time
        label = say(_("Yes, I come: {when}"), when=when)
    return Option(shift_option(one.shift.id), label, meaning="yes" if wanted else "")


def _opening(finding: Finding, answers: Answers, id: str) -> Opening | None:
    mission, shift_id = picked(finding, answers), shift_chosen(id)
    there = finding.dates(mission) if mission and shift_id else ()
    return next((one for one in there if one.shift.id == shift_id), None)


def _chosen(finding: Finding, answers: Answers) -> Opening | None:
    return _opening(finding, answers, answers.text("join"))


def _size(answers: Answers) -> int:
    return int(answers.text("guests") or 1)


def _full(one: Opening, mission: Mission, finding: Finding, answers: Answers) -> Text:
    when, room = hours_of(one.shift, finding.garden), one.room(newcomer=finding.newcomer) or 0
    if room:
        return say(
            ngettext(
                "Only {count} place is left in “<b>{mission}</b>” on {when}.",
                "Only {count} places are left in “<b>{mission}</b>” on {when}.",
            ),
            count=room,
            when=when,
            mission=mission.title,
        )
    if one.tally.held:
        return say(
            _(
                "On {when}, the last places in “<b>{mission}</b>” are kept for people who come for the first time. If "
                "nobody takes them, they are open to everybody two days before."
            ),
            when=when,
            mission=mission.title,
        )
    return say(_("No place is left in “<b>{mission}</b>” on {when}."), mission=mission.title, when=when)
