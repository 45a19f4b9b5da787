"""What a coordinator is asked to name who keeps a pickup point: which point, who, and a last look."""

from __future__ import annotations

from bot.domain.text import Text, say
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Option
from bot.marks import _
from bot.usecases.pickups.naming import KEEPERS, NOBODY, KeeperFacts, read_keeper_facts, take_keeper


def which_points(facts: KeeperFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(str(one.id), one.name, note=_kept_by(facts, str(one.id))) for one in facts.points)


def _kept_by(facts: KeeperFacts, number: str) -> Text:
    point = next(one for one in facts.points if str(one.id) == number)
    keeper = facts.keeper_of(point)
    return say(_("kept by {name}"), name=keeper.name) if keeper else say(_("kept by nobody yet"))


def who_could(facts: KeeperFacts, answers: Answers) -> tuple[Option, ...]:
    """The team, and nobody: then coordinators are asked what a keeper would be."""
    team = tuple(Option(str(one.id), one.name) for one in facts.team)
    return (*team, Option(NOBODY, say(_("Nobody for now"))))


def preview(facts: KeeperFacts, answers: Answers) -> tuple[Text, ...]:
    point, chosen = facts.point(answers), facts.chosen(answers)
    if point is None:
        return (say(_("This is over.")),)
    if chosen is None:
        return (say(_("Nobody keeps “<b>{point}</b>”: late questions then come to the coordinators."),
                    point=point.name), say(_("Is that right?")))  # fmt: skip
    told = say(_("<b>{name}</b> keeps “<b>{point}</b>”, sees its lists and is asked what comes late."),
               name=chosen.name, point=point.name)  # fmt: skip
    hears = say(_("They read it here at once."))
    if chosen.person_id is None:
        hears = say(_("They have not joined Telegram yet: until then the coordinators are asked."))
    return (told, hears, say(_("Is that right?")))


keepers = Conversation(
    KEEPERS,
    title=_("Who keeps which point"),
    facts=read_keeper_facts,
    on_done=take_keeper,
    fleeting=True,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Choose("point", _("Which pickup point?"), summary=_("Point"), options=which_points, per_page=6, human=False),
        Choose("who", _("Who keeps it? One of the garden’s referents can: /manage adds to them."),
               summary=_("Keeper"), options=who_could, per_page=8, human=False),
        Choose("sure", preview, options=(Option("yes", _("Yes, that is right")), Option("no", _("No, leave it"))),
               columns=2, listed=False, human=False),
    ],
)  # fmt: skip
