"""Finding a mission: what suits, this week, near me, by form, by typed words; the sheet; a place or a wish."""

from __future__ import annotations

from bot.domain.text import Text, say
from bot.engine.conditions import answered, any_of, in_words, not_
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Browse, Choose, Option, Place, Unfold, Words
from bot.marks import _
from bot.usecases.choose import (
    BY_FORM,
    MINE,
    MY_PROFILE,
    NEAR,
    NONE,
    OTHERS,
    OTHERWISE,
    SHARE,
    TEAM,
    WEEK,
    say_later,
    take_choice,
)
from bot.usecases.finding import Finding, read_finding
from bot.usecases.looking import do_beside
from conversations.deciding import (
    beside,
    decisions,
    how_decided,
    how_many,
    how_many_come,
    mission_sheet,
    more_of_it,
    waiting,
    what_waiting_means,
    which_date,
)
from conversations.listing import (
    about_listed,
    about_mission,
    finds_all,
    forms,
    how_far,
    listed,
    places_left,
    the_week,
    towns,
    ways_from_list,
    week_dates,
    what_is_listed,
    where_from,
    words_typed,
)

wants_none = any_of(answered("mission", NONE), answered("among", NONE))
looks_around = any_of(
    in_words("mission"),
    answered("mission", NEAR),
    answered("form"),
    answered("otherwise", OTHERS),
)


def what_suits(finding: Finding, answers: Answers) -> tuple[Text, ...]:
    told = (finding.asked_obstacle,) if finding.asked_obstacle else ()
    if not finding.matches:
        said = say(_("Right now no mission fits what you told us. Tell us what you would like instead."))
        return (*told, said)
    return (
        *told,
        say(_("Here is what suits you, best first. Nothing is decided yet.")),
        say(_("Or write what you are looking for, such as “{example}”."), example=_EXAMPLE),
    )


# i18n: an example of words to look for missions with
_EXAMPLE = say(_("gardening on Saturday"))


def missions_that_suit(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(one.slug, one.title) for one in finding.offered)


def ways(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    """Other doors than what suits best; those that lead nowhere are not there."""
    if not finding.sheets:
        return (Option(NONE, say(_("Say what I would like"))),)
    week = (Option(WEEK, say(_("📅 This week"))),) if finding.has_week else ()
    none = say(_("None of these")) if finding.matches else say(_("Say what I would like"))
    return (
        *week,
        Option(NEAR, say(_("📍 Near me"))),
        Option(OTHERWISE, say(_("🔎 Other ways"))),
        Option(NONE, none),
    )


def other_ways(finding: Finding, answers: Answers) -> tuple[Option, ...]:
    others = (Option(OTHERS, say(_("What does not suit, and why"))),) if finding.others else ()
    return (
        Option(BY_FORM, say(_("By kind of help"))),
        *others,
        Option(MINE, say(_("📋 My sign-ups"))),
        Option(MY_PROFILE, say(_("Change my profile"))),
    )


def why_it_suits(finding: Finding, answers: Answers, slug: str) -> Text | None:
    return about_mission(finding, slug)


choosing = Conversation(
    "choosing",
    title=_("Choosing a mission"),
    facts=read_finding,
    on_done=take_choice,
    on_cancelled=say_later,
    counted=False,
    steps=[
        Browse(
            "mission",
            what_suits,
            summary=_("Mission"),
            options=missions_that_suit,
            note=why_it_suits,
            extra=ways,
            extra_columns=2,
            per_page=3,
            found=finds_all,
        ),
        Browse(
            "otherwise",
            _("How would you like to look? You can also simply write what you are looking for."),
            when=answered("mission", OTHERWISE),
            options=other_ways,
            asides=(MINE, MY_PROFILE),
            on_aside=do_beside,
            looked_up_at="mission",
            found=finds_all,
        ),
        Browse(
            "form",
            _("What kind of help appeals to you?"),
            when=answered("otherwise", BY_FORM),
            options=forms,
            looked_up_at="mission",
            found=finds_all,
        ),
        Place(
            "place",
            where_from,
            when=answered("mission", NEAR),
            options=towns,
            keeps=how_far,
            more=_("Other places"),
        ),
        Browse(
            "week",
            the_week,
            when=answered("mission", WEEK),
            options=week_dates,
            note=places_left,
            per_page=4,
            looked_up_at="mission",
            found=finds_all,
        ),
        Browse(
            "among",
            what_is_listed,
            summary=_("Mission"),
            when=looks_around,
            options=listed,
            note=about_listed,
            extra=ways_from_list,
            asides=(TEAM,),
            on_aside=do_beside,
            per_page=4,
            looked_up_at="mission",
            found=finds_all,
        ),
        Words(
            "wish",
            _("What would you have liked to do? A few words are enough; the coordinators read them."),
            summary=_("What you would like"),
            when=wants_none,
            suggest=words_typed,
            skippable=True,
            skip=_("I would rather not say"),
        ),
        Browse(
            "join",
            mission_sheet,
            summary=_("Decision"),
            when=not_(wants_none),
            options=decisions,
            note=which_date,
            named=how_decided,
            extra=beside,
            extra_columns=2,
            asides=(SHARE, MINE, MY_PROFILE),
            on_aside=do_beside,
            per_page=3,
            more=_("Other dates"),
            looked_up_at="mission",
            unfold=Unfold(_("Read more"), more_of_it),
            found=finds_all,
        ),
        Choose(
            "guests",
            how_many_come,
            summary=_("How many come"),
            when=not_(wants_none),
            options=how_many,
            columns=2,
        ),
        Choose(
            "line",
            what_waiting_means,
            summary=_("Waiting list"),
            when=not_(wants_none),
            options=waiting,
        ),
    ],
)
