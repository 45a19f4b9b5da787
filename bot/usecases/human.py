"""Owns reaching a human: what a person says goes to the team, and they are told when somebody is there to answer."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.promise import when_answered
from bot.domain.said import Said
from bot.domain.text import Text, say
from bot.engine.events import Event, Typed
from bot.engine.state import Answers
from bot.engine.steps.base import sentences
from bot.marks import _
from bot.storage import assignments, threads
from bot.storage.database import Transaction
from bot.usecases.attention import called, close_to
from bot.usecases.converse import is_for_the_question, show_current
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.replies import reply
from bot.usecases.talks import last_spoken, spoke_last, talks_in_private
from bot.usecases.unanswered import tell_team

LONGEST_MESSAGE = 4096
"""Characters that Telegram lets people type in one message: whatever arrives is passed on."""
WRITES_ON = timedelta(hours=24)
"""For so long after either said something, what answers no question is meant for the team."""


def ask_human(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Take the message to the team."""
    pass_on(tx, talk.caller, Said.from_json(answers.of("message")))
    contact = say(_("You can also reach the garden directly: {contact}"), contact=talk.garden.contact)
    message = Message((_with_whom(tx, talk.caller), *_promised(talk.caller), contact))
    reply(tx, talk.caller, message, about="human")
    return None


def write_on(tx: Transaction, caller: Caller, event: Event, said: Said) -> bool:
    """People write in several messages, and answer what they are answered: that goes to the team, too.

    False where neither has said anything of late, or they have gone on with a question since, or answer it now. Words
    below a list of missions that has them all are looked for, unless they ask something, or what the team said stands
    below that list; what is found then offers to send them to the team all the same.
    """
    spoken_at = last_spoken(tx, caller.garden, caller.person.id)
    if spoken_at is None or spoken_at < caller.now - WRITES_ON or not (said.words.strip() or said.relay):
        return False
    if isinstance(event, Typed):
        searched = "?" not in event.text and spoke_last(tx, caller.garden, caller.person.id)
        if is_for_the_question(tx, caller, event, untouched_since=spoken_at, searched=searched):
            return False
    pass_on_too(tx, caller, said)
    return True


def may_be_for_the_team(tx: Transaction, caller: Caller, said: Said) -> bool:
    """Whether they talk with the team these days, and these words have not been passed on yet."""
    spoken_at = last_spoken(tx, caller.garden, caller.person.id)
    talking = spoken_at is not None and spoken_at >= caller.now - WRITES_ON
    return talking and not _waits_already(tx, caller, said)


def pass_on_once(tx: Transaction, caller: Caller, said: Said) -> None:
    """What a button offers to pass on, however often it is tapped."""
    if not _waits_already(tx, caller, said):
        pass_on_too(tx, caller, said)


def _waits_already(tx: Transaction, caller: Caller, said: Said) -> bool:
    parts = tuple(said.in_parts())
    waiting = threads.open_threads_of(tx, caller.garden.id, caller.person.id)
    return any(one.said in parts for one in waiting)


def pass_on_too(tx: Transaction, caller: Caller, said: Said) -> None:
    """More for the team, in the middle of whatever else: the question that stood stands again."""
    pass_on(tx, caller, said)
    told = (_with_whom_too(tx, caller), *_promised(caller))
    if not show_current(tx, caller, sentences(told)):
        reply(tx, caller, Message(told), about="human")


def pass_on(tx: Transaction, caller: Caller, said: Said) -> None:
    """To whoever talks with them in private, else the group, else their referent, else the coordinators."""
    garden, person, now = caller.garden, caller.person, caller.now
    for part in said.in_parts():
        thread = threads.add_thread(tx, garden.id, person.id, part, now)
        tell_team(tx, garden, thread, now)
    assignments.touch_contact(tx, garden.id, person.id, now)


def _with_whom(tx: Transaction, caller: Caller) -> Text:
    """Who reads it first: whoever talks with them in private, else the team, for their referent's attention."""
    garden, person_id, now = caller.garden, caller.person.id, caller.now
    talking = talks_in_private(tx, garden, person_id, now)
    if talking is not None:
        return say(
            _("Your message is with {name}, who answers you here; else the team does."),
            name=called(tx, garden.id, talking),
        )
    close = close_to(tx, garden, person_id, now)
    if close:
        return say(
            _("Your message is with the team, for the attention of {name}. You will be answered here."),
            name=close[0].referent.name,
        )
    return say(_("Your message is with the team. Somebody will answer you here."))


def _with_whom_too(tx: Transaction, caller: Caller) -> Text:
    """What is said in private is not said to have gone further."""
    talking = talks_in_private(tx, caller.garden, caller.person.id, caller.now)
    if talking is None:
        return say(_("I have passed this on to the team, too."))
    return say(_("I have passed this on to {name}, too."), name=called(tx, caller.garden.id, talking))


def _promised(caller: Caller) -> tuple[Text, ...]:
    """Nothing while somebody of the garden is at work."""
    when = when_people_answer(caller.garden, caller)
    if when is None:
        return ()
    return (say(_("The garden is closed now: you will have an answer {when}."), when=when),)


def when_people_answer(garden: Garden, caller: Caller) -> Text | None:
    return when_answered(caller.now, garden.rules.working, garden.zone)
