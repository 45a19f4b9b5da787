"""Owns the words of help: what each kind of person can do, as commands that can be tapped."""

from __future__ import annotations

from bot.domain.message import Button, Message
from bot.domain.person import Role
from bot.domain.text import Text, say
from bot.engine.leaves import leaves
from bot.engine.steps.base import lines as stacked
from bot.engine.steps.base import sentences
from bot.errors import Refusal
from bot.marks import _
from bot.storage import members, points, profiles, roles
from bot.storage.database import Transaction
from bot.usecases.answers import answers_from
from bot.usecases.claim import is_team
from bot.usecases.converse import begin, show_current
from bot.usecases.house import Caller
from bot.usecases.record import calls_again
from bot.usecases.replies import HELP, HUMAN, MISSIONS, read_on, reply
from bot.usecases.start import introduce, is_welcomed

FOR_PEOPLE: tuple[tuple[str, str], ...] = (
    ("missions", _("See the missions that suit me")),
    ("planning", _("My shifts, events and baskets")),
    ("events", _("Events of the garden")),
    ("calendar", _("My dates in my phone’s calendar")),
    ("referent", _("Who looks after me")),
    ("profile", _("See and change my profile")),
    ("basket", _("My next basket")),
    ("reminders", _("When I am reminded, and of what")),
    ("member", _("Join my basket to this chat")),
    ("report", _("Report my hours")),
    ("certificate", _("My certificate of volunteering")),
    ("human", _("Talk to a human")),
    ("language", _("Change the language")),
    ("privacy", _("What is kept about me, and erase it")),
    ("cancel", _("Stop what we are doing")),
    ("help", _("What can I do?")),
    ("start", _("Begin, or begin again")),
)
FOR_TEAM: tuple[tuple[str, str], ...] = (
    ("people", _("Whom I follow")),
    ("pending", _("What is waiting for somebody")),
    ("call", _("Call for volunteers")),
    ("absence", _("Say when I am away, and who steps in")),
)
FOR_KEEPERS: tuple[tuple[str, str], ...] = (("keeper", _("The lists of my pickup point")),)
FOR_COORDINATORS: tuple[tuple[str, str], ...] = (
    ("manage", _("Missions, dates and team")),
    ("link", _("Make this the referents’ group")),
)
"""Commands and what they do, in the order of Telegram's menu."""
IN_PRIVATE = frozenset({"manage"})
"""Commands of the team that are nobody else's business in a group."""


def show_help(tx: Transaction, caller: Caller, page: int = 0) -> Refusal | None:
    """What this person can do here, a leaf at a time; the question under way stays open."""
    listed = list(FOR_PEOPLE if caller.is_private else ())
    if is_team(tx, caller.garden.id, caller.person.id):
        listed += FOR_TEAM
    if caller.is_private and points.points_kept_by(tx, caller.garden.id, caller.person.id):
        listed += FOR_KEEPERS
    if roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR):
        listed += [one for one in FOR_COORDINATORS if caller.is_private or one[0] not in IN_PRIVATE]
    if not listed:
        reply(tx, caller, Message((say(_("Write to me in private: I welcome volunteers there.")),)))
        return None
    pages = leaves([say("/{command} · {what}", command=name, what=say(what)) for name, what in listed])
    page %= len(pages)
    told = (say(_("<b>What you can do here</b>")), stacked(pages[page]))
    reply(tx, caller, Message(told, (*read_on("help", page, len(pages)), *_ways_on(caller))), about=f"{page}")
    return None


def no_idea(tx: Transaction, caller: Caller) -> Refusal | None:
    """Words came while nothing was asked: an answer that helps, never silence."""
    thanks = say(_("Thank you for your message. I am a small bot, and I did not understand it."))
    asked, first = _ways_of(tx, caller)
    reply(tx, caller, Message((thanks, asked), (*first, (MISSIONS, HUMAN))))
    return None


def _ways_of(tx: Transaction, caller: Caller) -> tuple[Text, tuple[tuple[Button, ...], ...]]:
    """Which ways on there are, in words, and the one that comes before the missions and a human."""
    if roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR):
        manage = say(_("Do you want to manage the garden, see missions, or talk to a human?"))
        return manage, ((Button(say(_("Manage")), data="n.manage"),),)
    if members.member_of_person(tx, caller.garden.id, caller.person.id) is not None:
        basket = Button(say(_("🧺 My basket")), data="n.basket")
        return say(_("Do you want to see your basket or missions, or talk to a human?")), ((basket,),)
    if is_welcomed(tx, caller):
        return say(_("Do you want to see missions, or talk to a human?")), ()
    begin_first = say(_("Do you want to begin, see missions, or talk to a human?"))
    return begin_first, ((Button(say(_("Begin")), data="n.start"),),)


def unknown_command(tx: Transaction, caller: Caller, typed: str) -> Refusal | None:
    """A command that is none of ours: said so, and the question under way stands again."""
    said = say(_("I do not know {command}. /help shows what I understand."), command=typed)
    if not show_current(tx, caller, said):
        reply(tx, caller, Message((said,), ((HELP, HUMAN),)))
    return None


def saw_an_edit(tx: Transaction, caller: Caller) -> Refusal | None:
    """An earlier message was edited: only new ones are read, and every answer can be changed in its place."""
    said = say(_("I saw that you edited a message, but I only read new ones."))
    how = say(_("To change an answer, tap “Back”, or open /profile once you have finished."))
    if not show_current(tx, caller, sentences((said, how))):
        reply(tx, caller, Message((said, how)))
    return None


def write_in_private(tx: Transaction, caller: Caller) -> Refusal | None:
    """A personal command in the group: what it shows is nobody else's business."""
    reply(tx, caller, Message((say(_("That is between the two of us: please write it to me in private.")),)))
    return None


def nothing_to_stop(tx: Transaction, caller: Caller) -> Refusal | None:
    reply(tx, caller, Message((say(_("There is nothing to stop. /help shows what you can do.")),)))
    return None


def open_profile(tx: Transaction, caller: Caller) -> Refusal | None:
    """The profile, every answer editable; whoever has none yet is welcomed first."""
    profile = profiles.find_profile(tx, caller.person.id, caller.garden.id)
    if profile is None:
        introduce(tx, caller)
        return None
    if again := calls_again(tx, caller):
        reply(
            tx,
            caller,
            Message((say(_("You asked for no more calls for volunteers.")),), again),
            about="calls",
        )
    begin(tx, caller, "profile", answers=answers_from(profile))
    return None


def _ways_on(caller: Caller) -> tuple[tuple[Button, ...], ...]:
    return ((HUMAN,),) if caller.is_private else ()
