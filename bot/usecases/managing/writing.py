"""Owns writing a mission sheet in the chat: begun, seen as volunteers see it, saved; two coordinators at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.garden import Garden
from bot.domain.labels import KINDS
from bot.domain.message import Button, Message
from bot.domain.mission import Mission, MissionId, MissionKind, MissionState
from bot.domain.person import AgeBracket, Form, Rhythm
from bot.domain.slugs import LONGEST, free_slug
from bot.domain.text import Language, Text, say
from bot.engine.state import Answers, Key, State, Value
from bot.errors import Refusal
from bot.i18n import Catalogues
from bot.marks import _
from bot.storage import audit, missions, referents, rosters
from bot.storage.database import Transaction
from bot.storage.instances import Instance
from bot.usecases.converse import begin, resume
from bot.usecases.garden_file.checks import LINK_CHARACTERS
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.managing.access import goes_on, may_manage, mission_to_manage, under_way
from bot.usecases.managing.cards import called, show_mission
from bot.usecases.managing.merging import Merged, merge, tell_of_other
from bot.usecases.managing.sheets import (
    answers_of,
    digest_of,
    lines_in,
    main_language,
    mission_from,
)
from bot.usecases.mission_sheet import sheet
from bot.usecases.planning import set_mission_state
from bot.usecases.replies import reply
from bot.usecases.rosters import keep_standing

WRITING = "mission_sheet"
NEW = "new"


class TasksDiffer(Refusal):
    message = _(
        "Tasks in {main}: {here}; in {other}: {there}. Please write one line for each, in the same order."
    )


class TwoMissions(Refusal):
    message = _("Another mission is called “{title}” already. Please choose another title.")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet is written from. `main` is the language texts are asked in, `others` the garden's further ones.

    `mission` is the one being edited; `domains` are what referents look after; `usual` are proposals, by step.
    """

    garden: Garden
    catalogues: Catalogues
    main: Language
    others: tuple[Language, ...]
    domains: tuple[str, ...]
    usual: Mapping[str, str]
    mission: Mission | None

    def preview(self, answers: Answers, language: Language) -> tuple[Text, ...]:
        """The sheet as a volunteer of this language reads it."""
        speaker = self.catalogues.speaker(language, self.garden.zone)
        draft = mission_from(answers, self.garden, self.main, "", self.mission)
        return tuple(speaker.plain(paragraph) for paragraph in sheet(draft))


def open_new(tx: Transaction, caller: Caller, kind: MissionKind, *, afresh: bool = False) -> Refusal | None:
    """Begin a mission of a kind; what usually suits is answered already, and can be changed at the end.

    A draft of that kind goes on. One of another kind is theirs to choose, unless they want to begin `afresh`.
    """
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    draft = None if afresh else under_way(tx, caller, WRITING, NEW)
    if draft is None:
        begin(tx, caller.in_private(), WRITING, NEW, answers=_usual_answers(tx, caller.garden, kind))
    elif State.from_json(draft.state).answers.text("kind") == kind.value:
        resume(tx, caller.in_private(), draft)
    else:
        _ask_which(tx, caller.in_private(), draft, kind)
    return None


def _ask_which(tx: Transaction, caller: Caller, draft: Instance, kind: MissionKind) -> None:
    """A mission of another kind is begun already."""
    answers = State.from_json(draft.state).answers
    begun = answers.text("kind")
    said = say(_("You have begun another mission: {what}."),
               what=answers.text("title") or KINDS[MissionKind(begun or kind.value)])  # fmt: skip
    rows = (
        (Button(say(_("Go on with the draft")), data=f"n.resume.{draft.id}"),),
        (Button(say(_("Begin afresh")), data=f"n.mnew.{kind.value}.afresh"),),
    )
    about = say(_("If you begin afresh, what is written there is not kept."))
    reply(tx, caller, Message((said, about), rows), about="draft")


def open_edit(tx: Transaction, caller: Caller, mission_id: MissionId) -> Refusal | None:
    """Open a sheet with its answers; where this coordinator was in the middle of it, there they go on."""
    mission = mission_to_manage(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    if not goes_on(tx, caller, WRITING, f"{mission_id}"):
        main = main_language(caller.garden, caller.person.language, mission)
        _begin_edit(tx, caller, mission, answers_of(mission, caller.garden, main))
    return None


def read_sheet_facts(tx: Transaction, talk: Talk) -> SheetFacts:
    mission = _edited(tx, talk)
    garden = talk.garden
    main = main_language(garden, talk.person.language, mission)
    return SheetFacts(
        garden=garden,
        catalogues=talk.caller.house.catalogues,
        main=main,
        others=tuple(one for one in garden.languages if one != main),
        domains=_domains(tx, garden),
        usual=_usual_texts(tx, talk, main),
        mission=mission,
    )


def take_sheet(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Save the sheet; nothing is public before *publish*, nor is what somebody else wrote overwritten unseen."""
    before = _edited(tx, talk)
    main = main_language(talk.garden, talk.person.language, before)
    wrong = _tasks_differ(answers, main)
    if (
        before is not None
        and wrong is None
        and digest_of(before, talk.garden) != talk.subject.partition(":")[2]
    ):
        merged = merge(talk.instance, answers, answers_of(before, talk.garden, main))
        if merged.clashing or _tasks_differ(merged.answers, main):
            _give_back(tx, talk, merged, before, main)
            return None
        answers = merged.answers
        reply(tx, talk.caller, BOTH_KEPT, about="other")
    wrong = wrong or _title_taken(tx, talk, answers, main, before)
    if wrong is not None:
        return wrong
    saved = _save(tx, talk, answers, main, before)
    _set_state(tx, talk, saved, publish=answers.text("publish") == "yes")
    show_mission(tx, talk.caller, saved.id)
    return None


def _save(tx: Transaction, talk: Talk, answers: Answers, main: Language, before: Mission | None) -> Mission:
    garden = talk.garden
    slug = before.slug if before else _new_slug(tx, garden, answers.text("title"))
    position = missions.position_of(tx, before.id) if before else missions.next_position(tx, garden.id)
    draft = mission_from(answers, garden, main, slug, before)
    number, _change = missions.save_mission(tx, draft, position)
    saved = replace(draft, id=number)
    if rosters.standing_roster(tx, number) is not None:
        keep_standing(tx, garden, saved, talk.now)
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=talk.person.id,
        action="mission.edited" if before else "mission.written",
        subject=f"mission:{number}",
        details={},
        now=talk.now,
    )
    return saved


def _set_state(tx: Transaction, talk: Talk, mission: Mission, *, publish: bool) -> None:
    wanted = MissionState.OPEN if publish else MissionState.PAUSED
    if mission.state is not wanted:
        set_mission_state(tx, talk.garden, mission.id, wanted, talk.person.id, talk.now)


BOTH_KEPT = Message(
    (say(_("While you were writing, somebody else changed something, too. Both changes are kept.")),)
)


def _give_back(tx: Transaction, talk: Talk, merged: Merged, current: Mission, main: Language) -> None:
    opening = _(
        "While you were writing, somebody else changed this mission. Nothing of yours is lost: it is below."
    )
    theirs, facts = answers_of(current, talk.garden, main), read_sheet_facts(tx, talk)
    mine = tell_of_other(tx, talk, merged, theirs, WRITING, facts, opening)
    _begin_edit(tx, talk.caller, current, mine)


def _begin_edit(tx: Transaction, caller: Caller, mission: Mission, answers: Mapping[Key, Value]) -> None:
    subject = f"{mission.id}:{digest_of(mission, caller.garden)}"
    main = main_language(caller.garden, caller.person.language, mission)
    stands = answers_of(mission, caller.garden, main)
    begin(tx, caller.in_private(), WRITING, subject, answers=answers, was=stands)


def _edited(tx: Transaction, talk: Talk) -> Mission | None:
    number = talk.subject.partition(":")[0]
    mission = missions.find_mission(tx, MissionId(int(number))) if number.isdecimal() else None
    return mission if mission is not None and mission.garden_id == talk.garden.id else None


def _tasks_differ(answers: Answers, main: Language) -> Refusal | None:
    here = len(lines_in(answers.text("tasks")))
    for other in answers.ticked("in_other"):
        there = len(lines_in(answers.text("tasks_in", other)))
        if there != here:
            return TasksDiffer(here=here, main=called(main), there=there, other=called(other))
    return None


def _title_taken(
    tx: Transaction, talk: Talk, answers: Answers, main: Language, before: Mission | None
) -> Refusal | None:
    title = answers.text("title")
    known = missions.list_missions(tx, talk.garden.id)
    same = (one for one in known if one.title.in_language(main).casefold() == title.casefold())
    other = next((one for one in same if before is None or one.id != before.id), None)
    is_there = other is not None and other.state is not MissionState.CLOSED
    return TwoMissions(title=title) if is_there else None


def _new_slug(tx: Transaction, garden: Garden, title: str) -> str:
    taken = {mission.slug for mission in missions.list_missions(tx, garden.id)}
    longest = min(LONGEST, LINK_CHARACTERS - len(garden.slug))
    return free_slug(title, "mission", taken, longest)


def _domains(tx: Transaction, garden: Garden) -> tuple[str, ...]:
    named = {domain for one in referents.list_referents(tx, garden.id) for domain in one.domains}
    return tuple(sorted(named | {one.domain for one in missions.open_missions(tx, garden.id)}))


def _usual_answers(tx: Transaction, garden: Garden, kind: MissionKind) -> Mapping[Key, Value]:
    """What most missions of a kind say, so that nobody is asked without need."""
    rhythm = Rhythm.ONCE if kind is MissionKind.TASK else Rhythm.SOMETIMES
    form = Form.GOVERN if kind is MissionKind.POLE else Form.GIVE_TIME
    apart = kind in (MissionKind.PAIR, MissionKind.SKILLS)
    plain: dict[str, Value] = {
        "kind": kind.value,
        "form": form.value,
        "slots": (),
        "rhythms": (rhythm.value,),
        "skills": (),
        "required": (),
        "on_request": "yes" if apart else "no",
        "minimum_age": (AgeBracket.ADULT if apart else AgeBracket.FROM_15_TO_17).value,
        "accompanied": "yes",
    }
    domains = _domains(tx, garden)
    if len(domains) == 1:
        plain["domain"] = domains[0]
    return {(step, ""): value for step, value in plain.items()}


def _usual_texts(tx: Transaction, talk: Talk, main: Language) -> Mapping[str, str]:
    """Proposals in the language asked in, one tap away."""
    speaker = talk.caller.house.catalogues.speaker(main, talk.garden.zone)
    return {
        "when": speaker.plain(say(_("To be agreed together"))),
        "where": talk.garden.address,
        "from_home": speaker.plain(say(_("From home, by phone or online"))),
        "learn": speaker.plain(say(_("You learn by doing, beside somebody who knows."))),
        "provided": speaker.plain(say(_("The tools, and somebody of the team beside you."))),
    }
