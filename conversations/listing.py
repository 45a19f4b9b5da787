"""The lists one looks through for a mission: this week, near me, a form, what does not suit, typed words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.garden import Place
from bot.domain.labels import FORMS
from bot.domain.mission import Mission
from bot.domain.openings import Opening, by_day
from bot.domain.person import Form
from bot.domain.said import Said
from bot.domain.text import Brief, Listed, Text, say
from bot.engine.state import Answers, Value
from bot.engine.steps import Option, lines
from bot.engine.steps.base import shortened
from bot.marks import _, ngettext
from bot.usecases.choose import NONE, OTHERS, TEAM, shift_chosen, shift_option, sought
from bot.usecases.finding import Finding
from bot.usecases.human import may_be_for_the_team
from bot.usecases.mission_sheet import date_line

MOST_REASONS = 2
"""Reasons under a title in a list: the first ones tell most."""
A_FEW = 24
"""Characters of typed words repeated on a button, so that what it does is still read on a phone."""


def forms(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    """The eight forms, those without an open mission left out."""
    there = {one.form for one in finding.sheets.values()}
    return tuple(Option(form.value, label) for form, label in FORMS.items() if form in there)


def where_from(finding: Finding, answers: Answers) -> Text:
    return say(
        _(
            "Where from? Choose a place, or send your position (📎, then “Location”): it makes this list, and I do not "
            "keep it."
        )
    )


def towns(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    """Their own town first."""
    own = finding.profile.town if finding.profile else ""
    ordered = sorted(finding.garden.towns, key=lambda town: town.slug != own)
    return tuple(Option(town.slug, town.name) for town in ordered)


def the_week(finding: Finding, answers: Answers) -> tuple[Text, ...]:
    """Which days there is something on."""
    if not finding.week:
        return (
            say(_("For the coming seven days, no place is left that would suit you.")),
            say(_("Look again tomorrow, or go back and choose a later date.")),
        )
    days = tuple(Brief(day) for day, _there in by_day(finding.week, finding.garden.zone))
    return (
        say(_("The coming seven days, where a place is left: {days}."), days=Listed(days)),
        say(_("Tap a date to read more.")),
    )


def week_dates(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    return tuple(
        Option(shift_option(one.shift.id), _dated(finding, one), short=Brief(one.shift.starts_at))
        for one in finding.week
    )


def places_left(finding: Finding, answers: Answers, id: str) -> Text | None:
    shift_id = shift_chosen(id)
    one = next((one for one in finding.week if one.shift.id == shift_id), None)
    return date_line(one, finding.garden, newcomer=finding.newcomer) if one else None


def what_is_listed(finding: Finding, answers: Answers) -> tuple[Text, ...]:
    """What was looked for, as it was understood, and how much of it there is."""
    if words := sought(answers):
        return _what_was_found(finding, words)
    if (near := what_is_near(finding, answers)) is not None:
        return _nearest_first(near)
    if answers.text("form"):
        label = FORMS[Form(answers.text("form"))]
        return (say(_("<b>{form}</b>"), form=label), _how_many(len(_listed(finding, answers))))
    return (
        say(
            _(
                "These do not suit you at the moment; under each stands why. It may change, and so may what you like."
            )
        ),
        say(_("If one of them appeals to you all the same, tell a human: much can be arranged.")),
    )


def listed(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(one.slug, one.title) for one in _listed(finding, answers))


def ways_from_list(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    """A wish; and, while they talk with the team, one tap for words that were meant for it."""
    words = sought(answers)
    wish = Option(NONE, say(_("Say what I would like")))
    if not words or not may_be_for_the_team(finding.tx, finding.talk.caller, Said(words)):
        return (wish,)
    label = say(_("💬 Send “{words}” to the team"), words=shortened(words, A_FEW))
    return (Option(TEAM, label), wish)


def finds_all(finding: Finding, words: str) -> bool:
    """Whether a mission has all of the typed words."""
    return finding.search(words).whole


def about_listed(finding: Finding, answers: Answers, slug: str) -> Text | None:
    """How far it is, where that was asked; then why it suits, or why it does not."""
    near = what_is_near(finding, answers) or {}
    if slug not in near:
        return about_mission(finding, slug)
    why = about_mission(finding, slug, MOST_REASONS - 1)
    return lines([_far(near[slug]), *([why] if why else ())])


def about_mission(finding: Finding, slug: str, most: int = MOST_REASONS) -> Text | None:
    """Why it suits, or in kind words why it does not."""
    match = finding.by_slug.get(slug)
    if match is not None:
        return lines([say(_("– {reason}"), reason=reason) for reason in match.reasons[:most]])
    mission = finding.sheets.get(slug)
    if mission is None:
        return None
    if mission.id in finding.held:
        return say(_("✓ You take part already."))
    return finding.obstacle(mission)


def words_typed(finding: Finding, answers: Answers) -> str | None:
    """What was looked for, which is a wish too where nothing was found."""
    return sought(answers) or None


def how_far(finding: Finding, point: Place) -> Value:
    """All that is kept of a position: the missions, the nearest first, each with the whole kilometres to there."""
    return {slug: round(km) if km >= 1 else 0 for slug, km in finding.near(point).items()}


def what_is_near(finding: Finding, answers: Answers) -> Mapping[str, float] | None:
    """The missions that take place somewhere by their slug, with the kilometres; None where it was not asked for."""
    match answers.of("place"):
        case {"town": str(slug)}:
            town = finding.garden.town(slug)
            return finding.near(town.place) if town else None
        case {"instead": Mapping() as kilometres}:
            there = {slug: km for slug, km in kilometres.items() if slug in finding.sheets}
            return dict(sorted(there.items(), key=lambda pair: pair[1]))
        case _:
            return None


def _listed(finding: Finding, answers: Answers) -> tuple[Mission, ...]:
    if words := sought(answers):
        return tuple(finding.sheets[slug] for slug in finding.search(words).keys)
    if (near := what_is_near(finding, answers)) is not None:
        return tuple(finding.sheets[slug] for slug in near)
    if answers.text("form"):
        return finding.of_form(Form(answers.text("form")))
    return finding.others if answers.text("otherwise") == OTHERS else ()


def _what_was_found(finding: Finding, words: str) -> tuple[Text, ...]:
    found = finding.search(words)
    if not found.keys:
        return (
            say(_("I found nothing for “{words}”."), words=words),
            say(
                _("Try another word, such as “{example}”; or tell us what you would like."), example=_ANOTHER
            ),
        )
    understood = Listed(tuple(say(_("“{words}”"), words=word) for word in found.words))
    if found.nearest:
        return (
            say(
                _("I found nothing for “{words}”. This comes nearest: {understood}."),
                words=words,
                understood=understood,
            ),
        )
    if found.partly:
        return (say(_("No mission has all of {understood}. This comes nearest."), understood=understood),)
    return (say(_("I looked for {understood}."), understood=understood), _how_many(len(found.keys)))


# i18n: an example of one word to look for missions with
_ANOTHER = say(_("kitchen"))


def _nearest_first(near: Mapping[str, float]) -> tuple[Text, ...]:
    if not near:
        return (say(_("At the moment no mission takes place at one spot.")),)
    return (say(_("The nearest first, as the crow flies.")),)


def _how_many(count: int) -> Text:
    if not count:
        return say(_("Nothing of this kind is open at the moment."))
    return say(ngettext("{count} mission:", "{count} missions:"), count=count)


def _far(km: float) -> Text:
    if km < 1:
        return say(_("– less than a kilometre from there"))
    count = round(km)
    return say(ngettext("– about {count} km from there", "– about {count} km from there"), count=count)


def _dated(finding: Finding, one: Opening) -> Text:
    mission = finding.mission_of_opening(one)
    # i18n: {when} is a short date with its time
    return say(
        _("{when} · {mission}"), when=Brief(one.shift.starts_at), mission=mission.title if mission else "?"
    )
