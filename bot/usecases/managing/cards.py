"""Owns what coordinators look at: the menu, the list of missions, one mission with what can be done to it."""

from __future__ import annotations

from bot.domain.garden import Garden
from bot.domain.labels import KINDS, LANGUAGE_NAMES, STATES, language_inside
from bot.domain.message import Button, Message
from bot.domain.mission import Mission, MissionId, MissionState
from bot.domain.text import Text, counted, say
from bot.engine.steps.base import lines
from bot.errors import Refusal
from bot.marks import _, ngettext
from bot.storage import missions, shifts
from bot.storage.database import Transaction
from bot.usecases.house import Caller
from bot.usecases.managing.access import may_manage, mission_to_manage
from bot.usecases.mission_sheet import sheet
from bot.usecases.planning import set_mission_state
from bot.usecases.replies import reply

Rows = tuple[tuple[Button, ...], ...]

MENU: list[tuple[str, str]] = [
    (_("🌱 Missions"), "n.mlist.0"),
    (_("📅 Shifts of the coming weeks"), "n.mdates.0"),
    (_("🎪 Events"), "n.evlist.0"),
    (_("🕓 Hours and lists"), "n.accounts"),
    (_("🖨 A poster for the garden"), "n.mposter.0"),
    (_("🧺 Lists of baskets"), "n.blists"),
    (_("🥕 What is in the baskets"), "n.bcontents"),
    (_("📆 Move or cancel a delivery"), "n.bday"),
    (_("🔑 Who keeps which point"), "n.bkeepers"),
    (_("🧺 Households with a basket"), "n.members"),
    (_("👥 The team of referents"), "n.mteam"),
    (_("📇 People without Telegram"), "n.mpeople.0"),
]
"""The doors of /manage: what each says, and the button it is. Other areas add theirs."""

PER_PAGE = 8


def show_menu(tx: Transaction, caller: Caller) -> Refusal | Message:
    """What /manage opens."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    rows = tuple((Button(say(label), data=data),) for label, data in MENU)
    return Message(
        (say(_("<b>Managing {garden}</b>\nWhat would you like to do?"), garden=caller.garden.name),), rows
    )


def list_missions(tx: Transaction, caller: Caller, page: int) -> Refusal | Message:
    """Every mission that is not closed, a page at a time, then the closed ones."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    known = sorted(
        missions.list_missions(tx, caller.garden.id), key=lambda one: one.state is MissionState.CLOSED
    )
    shown = known[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows: Rows = tuple((Button(_in_list(one), data=f"n.mcard.{one.id}"),) for one in shown)
    rows += turning("n.mlist", page, len(known))
    rows += (
        (Button(say(_("➕ A new mission")), data="n.mnew"), Button(say(_("← Manage")), data="n.manage")),
    )
    missions_there = ngettext("<b>{count} mission</b>", "<b>{count} missions</b>")
    heading = counted(missions_there, len(known), _("<b>No mission yet</b>"))
    return Message((heading, say(_("🟢 offered to volunteers · ⏸ to nobody for now · ⚪ closed"))), rows)


def choose_kind(tx: Transaction, caller: Caller) -> Refusal | Message:
    """The kind comes first: it decides what is asked."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    rows = tuple((Button(label, data=f"n.mnew.{kind.value}"),) for kind, label in KINDS.items())
    return Message((say(_("What kind of mission is it?")),), rows)


def mission_card(tx: Transaction, caller: Caller, mission_id: MissionId) -> Refusal | Message:
    """One mission: how it stands, and what can be done."""
    mission = mission_to_manage(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    about: list[Text] = [
        say(_("<b>{title}</b>\n{kind} · {state}"), title=mission.title, kind=KINDS[mission.kind],
            state=STATES[mission.state]),
        lines(_standing(tx, caller, mission)),
    ]  # fmt: skip
    if missing := [one for one in caller.garden.languages if one not in mission.title.by_language]:
        first = next(iter(mission.title.by_language), caller.garden.languages[0])
        about.append(say(_("Not written yet in: {languages}. People read it in {language} there."),
                         languages=", ".join(map(language_inside, missing)),
                         language=language_inside(first)))  # fmt: skip
    return Message(tuple(about), _doings(caller.garden, mission))


def show_mission(tx: Transaction, caller: Caller, mission_id: MissionId) -> Refusal | None:
    """Owe the card where the coordinator is."""
    card = mission_card(tx, caller, mission_id)
    if isinstance(card, Refusal):
        return card
    reply(tx, caller, card, about=f"mission:{mission_id}")
    return None


def preview_mission(
    tx: Transaction, caller: Caller, mission_id: MissionId, language: str
) -> Refusal | Message:
    """The sheet as a volunteer of this language reads it."""
    mission = mission_to_manage(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    speaker = caller.house.catalogues.speaker(language, caller.garden.zone)
    heading = say(_("👁 <b>What volunteers read</b> ({language})"), language=language_inside(language))
    back = (Button(say(_("← The mission")), data=f"n.mcard.{mission.id}"),)
    return Message((heading, *(speaker.plain(text) for text in sheet(mission))), (back,))


def change_state(
    tx: Transaction, caller: Caller, mission_id: MissionId, state: MissionState, reason: str = ""
) -> Refusal | Message:
    """Publish, pause, close or reopen, with a reason that is told; the mission is the chat's from then on."""
    mission = mission_to_manage(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    boss, now = caller.person.id, caller.now
    changed = set_mission_state(tx, caller.garden, mission.id, state, boss, now, reason=reason)
    if isinstance(changed, Refusal):
        return changed
    missions.take_over(tx, mission.id)
    return mission_card(tx, caller, mission_id)


def turning(button: str, page: int, total: int) -> Rows:
    """Where a list goes on, and back; nothing where it fits one page."""
    before = (Button(say(_("‹ Before")), data=f"{button}.{page - 1}"),) if page else ()
    after = (Button(say(_("More ›")), data=f"{button}.{page + 1}"),) if total > (page + 1) * PER_PAGE else ()
    return ((*before, *after),) if before or after else ()


def called(language: str) -> str:
    return LANGUAGE_NAMES.get(language, language)


def _in_list(mission: Mission) -> Text:
    mark = {MissionState.OPEN: "🟢", MissionState.PAUSED: "⏸", MissionState.CLOSED: "⚪"}[mission.state]
    return say("{mark} {title}", mark=mark, title=mission.title)


def _standing(tx: Transaction, caller: Caller, mission: Mission) -> list[Text]:
    """People, places, dates."""
    said: list[Text] = [
        counted(
            ngettext("{count} person takes part", "{count} people take part"),
            mission.taken,
            _("Nobody takes part yet"),
        )
    ]
    if mission.places is not None:
        said.append(say(ngettext("{count} place in all", "{count} places in all"), count=mission.places))
    coming = shifts.shifts_of_mission(tx, mission.id, caller.now) if mission.has_dates else []
    if coming:
        said.append(say(_("Next date: {date}"), date=coming[0].starts_at))
    elif mission.has_dates and mission.state is not MissionState.CLOSED:
        said.append(say(_("No date yet: volunteers can sign up for nothing. Add one below.")))
    return said


def _doings(garden: Garden, mission: Mission) -> Rows:
    number = mission.id
    edit = Button(say(_("✏️ Edit")), data=f"n.medit.{number}")
    close = Button(say(_("Close")), data=f"n.mclose.{number}")
    pause = Button(say(_("⏸ Pause")), data=f"n.mpause.{number}")
    publish = Button(say(_("🟢 Publish")), data=f"n.mopen.{number}")
    reopen = Button(say(_("🟢 Reopen")), data=f"n.mopen.{number}")
    by_state: dict[MissionState, Rows] = {
        MissionState.OPEN: ((edit, pause), (close,)),
        MissionState.PAUSED: ((publish, edit), (close,)),
        MissionState.CLOSED: ((reopen, edit),),
    }
    previews = tuple(
        Button(say(_("👁 {language}"), language=called(one)), data=f"n.mview.{number}.{one}")
        for one in garden.languages[:6]
    )
    rows: Rows = by_state[mission.state]
    if mission.state is MissionState.OPEN:
        rows += ((Button(say(_("📣 Call for volunteers")), data=f"n.callfor.{number}"),),)
    if mission.has_dates:
        rows += ((Button(say(_("📅 Dates")), data=f"n.mshifts.{number}.0"),
                  Button(say(_("➕ Add dates")), data=f"n.mdate.{number}")),)  # fmt: skip
    if mission.state is not MissionState.CLOSED:
        rows += ((Button(say(_("✂️ Split")), data=f"n.msplit.{number}"),
                  Button(say(_("🖨 Poster")), data=f"n.mposter.{number}")),)  # fmt: skip
    rows += tuple(previews[start : start + 2] for start in range(0, len(previews), 2))
    return (*rows, (Button(say(_("← Missions")), data="n.mlist.0"),))
