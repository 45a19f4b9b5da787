"""Talking to a human, changing the language, erasing everything: the three doors that are always open."""

from __future__ import annotations

from bot.domain.labels import LANGUAGE_NAMES
from bot.domain.text import Text, say
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Option, Words
from bot.marks import _
from bot.usecases.erasing import ErasureFacts, read_erasure_facts, take_erasure, what_is_erased
from bot.usecases.human import LONGEST_MESSAGE, ask_human
from bot.usecases.speaking import LanguageFacts, read_language_facts, take_language


def languages(facts: LanguageFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(language, LANGUAGE_NAMES.get(language, language)) for language in facts.languages)


def which_language(facts: LanguageFacts, answers: Answers) -> Text:
    return say(_("Which language do you prefer?"))


def sure_to_erase(facts: ErasureFacts, answers: Answers) -> tuple[Text, ...]:
    return what_is_erased(facts)


human = Conversation(
    "human",
    title=_("Talking to a human"),
    on_done=ask_human,
    aside=True,
    stopped=_("All right. Nothing was sent."),
    steps=[
        Words(
            "message",
            (
                _("You can write to the team of the garden here. What would you like to say?"),
                _("A referent or a coordinator reads it and answers you in this chat."),
                _("A voice message, a photo or a document is welcome, too."),
            ),
            longest=LONGEST_MESSAGE,
            encloses=True,
            human=False,
        )
    ],
)

language = Conversation(
    "language",
    title=_("Changing the language"),
    facts=read_language_facts,
    on_done=take_language,
    fleeting=True,
    aside=True,
    stopped=_("All right. The language stays as it is."),
    steps=[Choose("language", which_language, options=languages, columns=2)],
)

erasing = Conversation(
    "erasing",
    title=_("Erasing everything"),
    facts=read_erasure_facts,
    on_done=take_erasure,
    fleeting=True,
    aside=True,
    stopped=_("Nothing was erased."),
    steps=[
        Choose(
            "sure",
            sure_to_erase,
            options=(Option("yes", _("Yes, erase everything")), Option("no", _("No, keep it"))),
        )
    ],
)
