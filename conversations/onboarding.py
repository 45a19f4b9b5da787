"""From a stranger's first word to a volunteer who knows the garden, their rights and their duties."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.charter import Article, Question
from bot.domain.labels import LANGUAGE_NAMES
from bot.domain.text import Text, say
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Consent, Option, Page, Quiz, Review, Unfold
from bot.marks import _
from bot.usecases.welcome import (
    WelcomeFacts,
    keep_consent,
    read_welcome_facts,
    see_off,
    speak_language,
    welcome_volunteer,
)
from conversations.questions import ABOUT_YOU


def hello(facts: WelcomeFacts, answers: Answers) -> tuple[Text, ...]:
    return (
        say(_("👋 Hello and welcome!\n<b>{garden}</b>"), garden=facts.garden.name),
        say(
            _(
                "In a few minutes we tell you who we are, find a mission that suits you, and give you the name "
                "of somebody who looks after you."
            )
        ),
        say(_("Which language do you prefer?")),
    )


def languages(facts: WelcomeFacts, answers: Answers) -> tuple[Option, ...]:
    """The one Telegram tells us first."""
    ordered = sorted(facts.languages, key=lambda language: language != facts.language)
    return tuple(Option(language, LANGUAGE_NAMES.get(language, language)) for language in ordered)


def our_story(facts: WelcomeFacts, answers: Answers) -> tuple[Text, ...]:
    return (say(_("🌱 <b>Who we are</b>")), *facts.garden.story)


def what_we_keep(facts: WelcomeFacts, answers: Answers) -> tuple[Text, ...]:
    return (
        say(_("🔒 <b>Before the first question</b>")),
        say(
            _(
                "What we keep: your first name, your age group, what you like, know and can do, when you are free "
                "and how far you would come. Under 18: an adult to contact."
            )
        ),
        say(_("Why: to find a mission that suits you and to name your referent. Nothing else.")),
        say(
            _(
                "Who sees it: the referents and coordinators of the garden. How long: until you erase it with "
                "/privacy, or {months} months after your last message."
            ),
            months=facts.garden.rules.retention_months,
        ),
        say(_("Is that all right with you?")),
    )


def more_on_data(facts: WelcomeFacts, answers: Answers) -> tuple[Text, ...]:
    return (
        say(
            _("We never ask about your health, your income or any help you receive, nor for a date of birth.")
        ),
        say(
            _(
                "Telegram carries the messages; groups there are not end-to-end encrypted. The referents’ group "
                "reads your first name, your mission, why it suits you, when you come or cannot, and what you write "
                "to the team; all else opens in private."
            )
        ),
        say(
            _(
                "You may see, correct, take with you or erase what is kept, and object to it, at any time: "
                "/privacy, or {contact}. You may also complain to the CNIL."
            ),
            contact=facts.garden.data_contact,
        ),
    )


def rights(facts: WelcomeFacts, answers: Answers) -> tuple[Text, ...]:
    return (say(_("🤝 <b>Your rights</b>")), *_list(facts.charter.rights))


def duties(facts: WelcomeFacts, answers: Answers) -> tuple[Text, ...]:
    return (say(_("🌿 <b>What we count on</b>")), *_list(facts.charter.duties))


def why_rights(facts: WelcomeFacts, answers: Answers) -> tuple[Text, ...]:
    return (say(_("🤝 <b>Your rights, and why</b>")), *_reasons(facts.charter.rights))


def why_duties(facts: WelcomeFacts, answers: Answers) -> tuple[Text, ...]:
    return (say(_("🌿 <b>What we count on, and why</b>")), *_reasons(facts.charter.duties))


def questions(facts: WelcomeFacts) -> Sequence[Question]:
    return facts.charter.questions


def _list(articles: Sequence[Article]) -> tuple[Text, ...]:
    return tuple(say("• {text}", text=article.text) for article in articles)


def _reasons(articles: Sequence[Article]) -> tuple[Text, ...]:
    return tuple(say("• {text}\n  <i>{reason}</i>", text=one.text, reason=one.reason) for one in articles)


onboarding = Conversation(
    "onboarding",
    title=_("Getting to know each other"),
    facts=read_welcome_facts,
    on_done=welcome_volunteer,
    on_refused=see_off,
    on_cancelled=see_off,
    nudge=True,
    steps=[
        Choose(
            "language",
            hello,
            options=languages,
            columns=2,
            summary=_("Language"),
            listed=False,
            on_answer=speak_language,
        ),
        Page("project", our_story, summary=_("Who we are")),
        Consent(
            "consent",
            what_we_keep,
            summary=_("What is kept about you"),
            unfold=Unfold(_("Tell me more"), more_on_data),
            agree=_("Yes, I agree"),
            refuse_label=_("No, thank you"),
            confirm=_("Without these answers we cannot find you a mission. Do you want to stop here?"),
            on_answer=keep_consent,
            barrier=True,
        ),
        *ABOUT_YOU,
        Page("rights", rights, unfold=Unfold(_("Why?"), why_rights, replaces=True)),
        Page("duties", duties, unfold=Unfold(_("Why?"), why_duties, replaces=True)),
        Quiz(
            "quiz", _("Three friendly questions, to be sure that we explained it well:"), questions=questions
        ),
        Consent(
            "charter",
            (
                _("This charter binds us morally, both of us. It is not a contract: you stay free, always."),
                _("Do you accept it?"),
            ),
            summary=_("Charter"),
            agree=_("Yes, I accept"),
            refuse_label=_("No"),
            confirm=_(
                "Without the charter we cannot welcome you as a volunteer. We would stop here, politely, and "
                "erase what you told us. Are you sure?"
            ),
        ),
        Review("review", _("<b>Here is what I understood.</b> Is everything right?")),
    ],
)
