"""Owns cutting a mission into smaller ones: tasks are dealt out, everybody keeps a place and their referent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.mission import Mission, MissionId, SignUp, SignUpId
from bot.domain.person import PersonId
from bot.domain.slugs import LONGEST, free_slug
from bot.domain.text import Language, Text, Words, say
from bot.engine.state import Answers
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import audit, bookings, missions, profiles, rosters, sign_ups
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.converse import begin
from bot.usecases.garden_file.checks import LINK_CHARACTERS
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.managing.access import mission_to_manage
from bot.usecases.managing.dealing import belong_to, copy_dates, groups_of, hand_dates, parts_with_dates_of
from bot.usecases.managing.sheets import main_language
from bot.usecases.notices.case import case_of_sign_up
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_sign_up, refresh_sign_up
from bot.usecases.replies import reply
from bot.usecases.rosters import keep_standing, release, settle
from bot.usecases.sign_up import take_standing_place

SPLITTING = "splitting"
SPLIT = "mission_split"
MOST_PARTS = 4
KEPT, COPIED, DEALT = "kept", "copied", "dealt"
"""What becomes of the dates."""
DONE = {
    KEPT: _("The dates stay with the first part. Add dates to the others, so that people can sign up."),
    COPIED: _(
        "Each part has the dates, with its own places. Whoever had signed up keeps their date in the first part."
    ),
    DEALT: _(
        "The dates are dealt out, each with whoever had signed up for it. Please see what each sheet says about when."
    ),
}


class OneTask(Refusal):
    message = _("“{title}” has a single task: edit it and write at least two, then it can be split.")


class EmptyPart(Refusal):
    message = _("A part has no task. Please give each part at least one.")


class SameTitles(Refusal):
    message = _("Two missions would be called “{title}”. Please choose another title.")


@dataclass(frozen=True, slots=True)
class SplitFacts:
    """The mission, who takes part in it by their sign-up's number, its series and dates to come by their handle."""

    garden: Garden
    main: Language
    mission: Mission | None
    people: tuple[tuple[str, Text], ...]
    dates: tuple[tuple[str, Text], ...] = ()

    def task(self, number: str) -> str:
        """A task, in the language asked in."""
        tasks = self.mission.tasks if self.mission else ()
        return tasks[int(number)].in_language(self.main) if int(number) < len(tasks) else ""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the smaller missions: its tasks by their place, its dates by their handle; no `places`: no limit."""

    title: str
    tasks: tuple[int, ...]
    places: int | None
    dates: tuple[str, ...] = ()


def open_splitting(tx: Transaction, caller: Caller, mission_id: MissionId) -> Refusal | None:
    mission = mission_to_manage(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    if len(mission.tasks) < 2:
        return OneTask(title=mission.title)
    begin(tx, caller.in_private(), SPLITTING, str(mission.id))
    return None


def read_split_facts(tx: Transaction, talk: Talk) -> SplitFacts:
    mission = missions.find_mission(tx, MissionId(int(talk.subject)))
    if mission is None or mission.garden_id != talk.garden.id:
        return SplitFacts(talk.garden, talk.garden.languages[0], None, ())
    held = [one for one in sign_ups.sign_ups_of_mission(tx, mission.id) if one.state.holds_a_place]
    people = tuple((str(one.id), _name(tx, one)) for one in held)
    dates = groups_of(tx, mission, talk.now) if mission.has_dates else ()
    main = main_language(talk.garden, talk.person.language, mission)
    return SplitFacts(talk.garden, main, mission, people, dates)


def left_over(facts: SplitFacts, answers: Answers, before: int) -> list[str]:
    """The tasks that no part before this one has, by their place."""
    dealt = {task for part in range(1, before) for task in answers.ticked(f"tasks{part}")}
    count = len(facts.mission.tasks) if facts.mission else 0
    return [str(number) for number in range(count) if str(number) not in dealt]


def dates_left(facts: SplitFacts, answers: Answers, before: int) -> list[tuple[str, Text]]:
    """The dates that no part before this one is given, the first one aside: it has what is left."""
    given = {handle for part in range(2, before) for handle in answers.ticked(f"dates{part}")}
    return [(handle, words) for handle, words in facts.dates if handle not in given]


def parts_of(facts: SplitFacts, answers: Answers) -> list[Part]:
    """The parts; the last one has the tasks that are left."""
    count = int(answers.text("count") or 2)
    parts = []
    for number in range(1, count + 1):
        ticked = answers.ticked(f"tasks{number}") if number < count else left_over(facts, answers, count)
        places = answers.of(f"places{number}")
        parts.append(
            Part(
                title=answers.text(f"title{number}"),
                tasks=tuple(int(task) for task in ticked),
                places=int(places) if isinstance(places, int | float) else None,
                dates=answers.ticked(f"dates{number}") if answers.text("dates") == DEALT else (),
            )
        )
    return parts


def take_split(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The mission becomes its first part; the others are new. Who moves is told, and so is who stays."""
    facts = read_split_facts(tx, talk)
    if facts.mission is None:
        return NotFound()
    parts = parts_of(facts, answers)
    wrong = _refuse(tx, facts, parts)
    if wrong is not None:
        return wrong
    old = facts.mission
    made = [_keep_first(tx, talk, facts, parts[0]), *(_add(tx, talk, facts, part) for part in parts[1:])]
    _share_dates(tx, talk, answers.text("dates"), made, parts)
    booked = parts_with_dates_of(tx, made, talk.now)
    for number, _who in facts.people:
        chosen = answers.text("goes_to", number)
        _place(tx, talk, SignUpId(int(number)), made, int(chosen) - 1 if chosen else None, booked, old.title)
    audit.note(
        tx,
        garden_id=talk.garden.id,
        actor_id=talk.person.id,
        action="mission.split",
        subject=f"mission:{old.id}",
        details={"parts": [mission.id for mission in made]},
        now=talk.now,
    )
    _tell_done(tx, talk, made, answers.text("dates"))
    return None


def compose_split(tx: Transaction, parcel: Parcel) -> Composed:
    """A kind word to whoever takes part: what it is called now, and that their referent stays."""
    case = case_of_sign_up(tx, SignUpId(parcel.payload["sign_up"]))
    if case is None or not case.sign_up.state.holds_a_place:
        return None
    old = Words(parcel.payload["old"])
    said: list[Text] = [
        say(_("“{old}” has become several smaller missions, so that more people fit in. Yours is “<b>{mission}</b>”."),
            old=old, mission=case.mission.title),
        say(_("You keep your place, and any date you have signed up for.")),
    ]  # fmt: skip
    if case.referent is not None:
        said.append(say(_("{name} goes on looking after you."), name=case.referent.name))
    said.append(say(_("Would you rather have another part? Write to us with /human.")))
    return Message(tuple(said))


def _keep_first(tx: Transaction, talk: Talk, facts: SplitFacts, part: Part) -> Mission:
    assert facts.mission is not None
    changed = _cut(facts.mission, facts, part)
    missions.save_mission(tx, changed, missions.position_of(tx, changed.id))
    if rosters.standing_roster(tx, changed.id) is not None:
        keep_standing(tx, talk.garden, changed, talk.now)
    return changed


def _add(tx: Transaction, talk: Talk, facts: SplitFacts, part: Part) -> Mission:
    assert facts.mission is not None
    taken = {mission.slug for mission in missions.list_missions(tx, talk.garden.id)}
    longest = min(LONGEST, LINK_CHARACTERS - len(talk.garden.slug))
    new = replace(
        _cut(facts.mission, facts, part),
        id=MissionId(0),
        slug=free_slug(part.title, "mission", taken, longest),
        taken=0,
        parent_id=facts.mission.id,
    )
    number, _change = missions.save_mission(tx, new, missions.next_position(tx, talk.garden.id))
    return replace(new, id=number)


def _cut(mission: Mission, facts: SplitFacts, part: Part) -> Mission:
    """The same sheet with the part's title, tasks and places; a title that stays keeps its translations."""
    same = mission.title.in_language(facts.main) == part.title
    cut = replace(
        mission,
        title=mission.title if same else Words({facts.main: part.title}),
        tasks=tuple(mission.tasks[number] for number in part.tasks),
        from_file=False,
    )
    if mission.has_dates:
        return replace(cut, terms=replace(mission.terms, maximum=part.places))
    return replace(cut, places=part.places)


def _share_dates(
    tx: Transaction, talk: Talk, how: str, made: Sequence[Mission], parts: Sequence[Part]
) -> None:
    for mission, part in zip(made[1:], parts[1:], strict=True):
        if how == COPIED:
            copy_dates(tx, talk.garden, made[0], mission, talk.now)
        elif how == DEALT:
            hand_dates(tx, talk.garden, part.dates, mission, talk.now)


def _place(
    tx: Transaction,
    talk: Talk,
    sign_up_id: SignUpId,
    made: Sequence[Mission],
    chosen: int | None,
    booked: Mapping[PersonId, tuple[int, ...]],
    old: Words,
) -> None:
    """Their sign-up, and the assignment on it, go to the part chosen for them, else where their dates are.

    They are told. Whoever has dates in further parts belongs to those, too.
    """
    sign_up = sign_ups.find_sign_up(tx, sign_up_id)
    if sign_up is None:
        return
    dates = booked.get(sign_up.person_id, ())
    mine = chosen if chosen is not None else next(iter(dates), 0)
    if mine:
        _move(tx, talk, sign_up, made[0], made[mine])
    for number in dates:
        if number != mine:
            belong_to(tx, sign_up, made[number], talk.now)
    tell_person(
        tx,
        talk.garden.id,
        sign_up.person_id,
        SPLIT,
        {"sign_up": sign_up.id, "old": dict(old.by_language)},
        dedupe=f"{SPLIT}:{sign_up.id}:{talk.now.timestamp():.0f}",
        subject=about_sign_up(sign_up.id),
        now=talk.now,
    )
    refresh_sign_up(tx, sign_up.id, talk.now)


def _move(tx: Transaction, talk: Talk, sign_up: SignUp, old: Mission, to: Mission) -> None:
    sign_ups.move_sign_up(tx, sign_up.id, to.id)
    if old.has_dates:
        return
    for booking in bookings.bookings_in_mission(tx, sign_up.person_id, old.id):
        if release(tx, booking, talk.now):
            settle(tx, talk.garden, booking.roster_id, talk.now)
    take_standing_place(tx, talk.garden, to, sign_up.person_id, talk.now)


def _refuse(tx: Transaction, facts: SplitFacts, parts: Sequence[Part]) -> Refusal | None:
    if any(not part.tasks for part in parts):
        return EmptyPart()
    assert facts.mission is not None
    others = (
        one.title.in_language(facts.main)
        for one in missions.open_missions(tx, facts.garden.id)
        if one.id != facts.mission.id
    )
    seen = {title.casefold() for title in others}
    for part in parts:
        if part.title.casefold() in seen:
            return SameTitles(title=part.title)
        seen.add(part.title.casefold())
    return None


def _tell_done(tx: Transaction, talk: Talk, made: list[Mission], how: str) -> None:
    said: list[Text] = [say(_("Done. Here are the parts:"))]
    if made[0].has_dates:
        said.append(say(DONE.get(how, DONE[KEPT])))
    rows = tuple((Button(mission.title, data=f"n.mcard.{mission.id}"),) for mission in made)
    reply(tx, talk.caller, Message(tuple(said), rows), about="split")


def _name(tx: Transaction, sign_up: SignUp) -> Text:
    profile = profiles.find_profile(tx, sign_up.person_id, sign_up.garden_id)
    return profile.name if profile else say(_("Somebody"))
