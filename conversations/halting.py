"""A coordinator pauses or closes a mission: what it means, a sentence that volunteers read if they like, one yes."""

from __future__ import annotations

from bot.domain.text import Text, counted, say
from bot.engine.conditions import fact
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Option, Words
from bot.marks import _, ngettext
from bot.usecases.managing.halting import HALTING, HaltFacts, read_halt_facts, take_halt

_ONLY_OFFERED = ngettext(
    "Without a word, only the person who is offered a place is told: the offer is taken back, the turn stays theirs.",
    "Without a word, only the {count} people who are offered a place are told: offers go back, turns stay.",
)

somebody_is_in_it = fact("somebody is in it", lambda facts: facts.people > 0)


def what_it_means(facts: HaltFacts) -> list[Text]:
    """Before anything is done: what becomes of the offer, the dates and the people."""
    if not facts.closes:
        keep = _("They keep the dates they have.") if facts.has_dates else _("They keep their places.")
        said = say(_("Pause “<b>{title}</b>”? It is offered to nobody for now."), title=facts.title)
        return [said, _in_it(facts), say(keep)] if facts.people else [said]
    told: list[Text] = [
        say(_("Close “<b>{title}</b>”? It is offered to nobody any more."), title=facts.title)
    ]
    if facts.dates:
        told.append(say(ngettext("{count} date to come is cancelled.", "{count} dates to come are cancelled."),
                        count=facts.dates))  # fmt: skip
    if facts.people:
        told.append(say(ngettext("{count} person is told, and keeps their referent.",
                                 "{count} people are told, and keep their referents."),
                        count=facts.people))  # fmt: skip
    return [*told, say(_("You can reopen it later."))]


def why(facts: HaltFacts, answers: Answers) -> tuple[Text, ...]:
    ask = say(_("Say why, in a sentence that volunteers read."))
    if facts.closes:
        return (*what_it_means(facts), ask)
    quiet = counted(
        _ONLY_OFFERED, facts.offered, _("Without a word, nobody is told: nothing changes for them.")
    )
    return (*what_it_means(facts), ask, quiet)


def before(facts: HaltFacts, answers: Answers) -> tuple[Text, ...]:
    """What was said above is not said again."""
    if not facts.people:
        return tuple(what_it_means(facts))
    reason = answers.text("reason")
    if reason:
        return (say(_("Each of them reads once: “{reason}”"), reason=reason),)
    if facts.closes:
        return (say(_("They are told without a reason.")),)
    return (counted(_ONLY_OFFERED, facts.offered, _("Nobody is told.")),)


def ways(facts: HaltFacts, answers: Answers) -> tuple[Option, ...]:
    yes = _("Yes, close it") if facts.closes else _("Yes, pause it")
    return (Option("yes", say(yes)), Option("no", say(_("No, leave it"))))


def _in_it(facts: HaltFacts) -> Text:
    return say(
        ngettext(
            "{count} person is in it or waits for a place.", "{count} people are in it or wait for a place."
        ),
        count=facts.people,
    )


halting = Conversation(
    HALTING,
    title=_("Pausing or closing a mission"),
    facts=read_halt_facts,
    on_done=take_halt,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Words("reason", why, summary=_("Reason"), when=somebody_is_in_it, skippable=True, skip=_("Without a word"),
              longest=300, one_line=True, human=False),
        Choose("sure", before, options=ways, listed=False, human=False),
    ],
)  # fmt: skip
