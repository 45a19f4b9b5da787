"""What referents are asked in private: to whom to hand over, why a request is declined, what to answer."""

from __future__ import annotations

from bot.domain.text import Text, say
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Option, Words
from bot.marks import _
from bot.usecases.declining import DeclineFacts, read_decline_facts, take_decline
from bot.usecases.handing_over import ANYBODY, Candidate, HandOverFacts, read_hand_over_facts, take_hand_over
from bot.usecases.human import LONGEST_MESSAGE
from bot.usecases.proposing import ProposalFacts, read_proposal_facts, take_proposal
from bot.usecases.writing_to import AnswerFacts, read_answer_facts, take_answer, take_writing


def to_whom(facts: HandOverFacts, answers: Answers) -> Text:
    return say(
        _("To whom do you hand over <b>{name}</b> ({mission})?"), name=facts.name, mission=facts.mission
    )


def candidates(facts: HandOverFacts, answers: Answers) -> tuple[Option, ...]:
    chosen = answers.text("to")
    done = [facts.holder] if facts.holder and str(facts.holder.referent.id) == chosen else []
    return tuple(Option(str(one.referent.id), _called(one)) for one in (*facts.candidates, *done))


def _called(candidate: Candidate) -> Text:
    one = candidate.referent
    if candidate.is_away:
        return say(_("{name} (away)"), name=one.name)
    return say(_("{name} ({load} of {capacity})"), name=one.name, load=one.load, capacity=one.capacity)


def why_not(facts: DeclineFacts, answers: Answers) -> tuple[Text, ...]:
    return (
        say(
            _("You decline the request of <b>{name}</b> for “{mission}”."),
            name=facts.name,
            mission=facts.mission,
        ),
        say(_("Please write the reason in a kind sentence: they will read it as you write it.")),
    )


def what_instead(facts: ProposalFacts, answers: Answers) -> tuple[Text, ...]:
    asked = say(_("<b>{name}</b> asks for “{mission}”."), name=facts.name, mission=facts.mission)
    if not facts.others:
        return (
            asked,
            *facts.declared,
            say(_("Nothing else suits them at the moment: confirm, or decline with a word.")),
        )
    return (
        asked,
        *facts.declared,
        say(_("What would you propose instead? Here is what suits them, best first.")),
    )


def what_suits_them(facts: ProposalFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(mission.slug, mission.title) for mission in facts.others)


def what_to_answer(facts: AnswerFacts, answers: Answers) -> tuple[Text, ...]:
    if facts.said is None:
        return (say(_("What do you want to write to <b>{name}</b>?"), name=facts.name),)
    return (
        say(_("<b>{name}</b> wrote:"), name=facts.name),
        facts.said,
        say(_("What do you answer? Your words are passed on as you write them.")),
    )


handing_over = Conversation(
    "handing_over",
    title=_("Handing over"),
    facts=read_hand_over_facts,
    on_done=take_hand_over,
    stopped=_("All right. Nothing changes."),
    steps=[
        Choose(
            "to",
            to_whom,
            options=candidates,
            extra=(Option(ANYBODY, _("Let the bot choose")),),
            per_page=6,
            human=False,
        )
    ],
)

declining = Conversation(
    "declining",
    title=_("Declining a request"),
    facts=read_decline_facts,
    on_done=take_decline,
    stopped=_("All right. Nothing was decided."),
    steps=[Words("reason", why_not, longest=500, human=False)],
)

proposing = Conversation(
    "proposing",
    title=_("Proposing another mission"),
    facts=read_proposal_facts,
    on_done=take_proposal,
    stopped=_("All right. Nothing was decided."),
    steps=[
        Choose(
            "mission", what_instead, summary=_("Mission"), options=what_suits_them, per_page=6, human=False
        ),
        Words(
            "word",
            _("A word to go with it? They read it as you write it."),
            summary=_("Your word"),
            longest=500,
            skippable=True,
            skip=_("Send it without a word"),
            human=False,
        ),
    ],
)

answering = Conversation(
    "answering",
    title=_("Answering"),
    facts=read_answer_facts,
    on_done=take_answer,
    stopped=_("All right. Nothing was sent."),
    steps=[Words("answer", what_to_answer, longest=LONGEST_MESSAGE, encloses=True, human=False)],
)

writing = Conversation(
    "writing",
    title=_("Writing to a volunteer"),
    facts=read_answer_facts,
    on_done=take_writing,
    stopped=_("All right. Nothing was sent."),
    steps=[Words("answer", what_to_answer, longest=LONGEST_MESSAGE, encloses=True, human=False)],
)
