"""What referents are asked in private about whom they follow: a note to keep."""

from __future__ import annotations

from bot.domain.text import Text, say
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Words
from bot.marks import _
from bot.usecases.noting import LONGEST_NOTE, NoteFacts, read_note_facts, take_note


def what_to_note(facts: NoteFacts, answers: Answers) -> tuple[Text, ...]:
    return (
        say(_("What would you like to note about <b>{name}</b>?"), name=facts.name),
        say(
            _(
                "Only the garden’s referents and coordinators read it. The person may ask to read it, "
                "so please keep to facts that help to welcome them; never anything about health or private life."
            )
        ),
    )


noting = Conversation(
    "noting",
    title=_("Writing a note"),
    facts=read_note_facts,
    on_done=take_note,
    stopped=_("All right. Nothing was noted."),
    steps=[Words("note", what_to_note, longest=LONGEST_NOTE, human=False)],
)
