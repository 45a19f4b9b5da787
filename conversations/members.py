"""A household joins its basket by the number of its own Telegram account; a coordinator finds a household."""

from __future__ import annotations

from bot.domain.text import Text, say
from bot.engine.conversation import Conversation
from bot.engine.steps import Contact, Words
from bot.marks import _
from bot.usecases.managing.members import FINDING, take_finding
from bot.usecases.membership import JOINING, found_by_phone, read_joining_facts, take_contact


def nothing_typed(words: str) -> Text | None:
    """Anybody can type anybody's number."""
    return say(_("Please use the button: a number that is typed could be anybody’s."))


membership = Conversation(
    JOINING,
    title=_("Joining my basket"),
    facts=read_joining_facts,
    on_done=take_contact,
    fleeting=True,
    aside=True,
    stopped=_("All right. Nothing was joined."),
    steps=[
        Contact(
            "contact",
            (
                _(
                    "🧺 Do you have a basket at the garden? Then share the number of your Telegram account below."
                ),
                _(
                    "It is compared with the garden’s list, and kept nowhere. "
                    "If it is there, this chat is joined to your basket."
                ),
                _("Did you get a letter from the garden? Then scan its code instead."),
            ),
            own_only=True,
            share=True,
            check=nothing_typed,
            keeps=found_by_phone,
        )
    ],
)

finding_member = Conversation(
    FINDING,
    title=_("Finding a household"),
    on_done=take_finding,
    fleeting=True,
    aside=True,
    stopped=_("All right."),
    steps=[
        Words(
            "words",
            (_("Which household? Write its number, or its name."),),
            longest=80,
            one_line=True,
            human=False,
        )
    ],
)
