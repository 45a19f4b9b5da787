"""What a coordinator is asked when a delivery is not as usual: which day, what becomes of it, why, and a last look."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.text import Brief, Cut, Text, say
from bot.engine.conditions import answered, not_
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Day, Option, Several, Words
from bot.marks import _, ngettext
from bot.usecases.garden_file.basket_checks import FARTHEST
from bot.usecases.pickups.calendar import (
    ANOTHER_DAY,
    AS_USUAL,
    DELIVERY,
    NO_BASKETS,
    DeliveryDay,
    DeliveryFacts,
    read_delivery_facts,
    take_delivery,
)
from conversations.translating import also_in, in_other, in_which_language, where_written

LONGEST_REASON, LONGEST_POINTS = 200, 22

differs = not_(answered("what", AS_USUAL))


def which_days(facts: DeliveryFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(one.day.isoformat(), _label(one)) for one in facts.days)


def _label(one: DeliveryDay) -> Text:
    mark = "" if one.now is None else "➡️ " if one.now.moved_to else "🚫 "
    points: Text = Cut(one.points[0].name, LONGEST_POINTS)
    if len(one.points) > 1:
        points = say(ngettext("{count} point", "{count} points"), count=len(one.points))
    return say("{mark}{day} · {points}", mark=mark, day=Brief(one.day), points=points)


def becomes(facts: DeliveryFacts, answers: Answers) -> tuple[Option, ...]:
    chosen = facts.chosen(answers)
    ways = (
        Option(NO_BASKETS, say(_("No baskets that day"))),
        Option(ANOTHER_DAY, say(_("On another day"))),
    )
    return (*ways, Option(AS_USUAL, say(_("As usual after all")))) if chosen and chosen.now else ways


def stands(facts: DeliveryFacts, answers: Answers) -> tuple[Text, ...]:
    chosen = facts.chosen(answers)
    asked = say(_("What becomes of the baskets of {day}?"), day=_day(facts, answers))
    if chosen is None or chosen.now is None:
        return (asked,)
    if chosen.now.moved_to is None:
        return (say(_("At the moment no basket is handed out that day.")), asked)
    return (say(_("At the moment they are handed out on {day}."), day=chosen.now.moved_to), asked)


def _day(facts: DeliveryFacts, answers: Answers) -> date:
    return date.fromisoformat(answers.text("day") or facts.today.isoformat())


def earliest(facts: DeliveryFacts, answers: Answers) -> date:
    return max(facts.today, _day(facts, answers) - FARTHEST)


def latest(facts: DeliveryFacts, answers: Answers) -> date:
    return _day(facts, answers) + FARTHEST


def likely(facts: DeliveryFacts, answers: Answers) -> tuple[date, ...]:
    day = _day(facts, answers)
    return tuple(day + timedelta(days=number) for number in (-1, 1, 2))


def preview(facts: DeliveryFacts, answers: Answers) -> tuple[Text, ...]:
    told: list[Text] = [_outcome(facts, answers)]
    if answers.text("reason") and answers.text("what") != AS_USUAL:
        told.append(say(_("The reason: {reason}"), reason=answers.text("reason")))
    chosen = facts.chosen(answers)
    households = ngettext("It concerns {count} household; whoever is joined to Telegram is told once.",
                          "It concerns {count} households; those joined to Telegram are told once.")  # fmt: skip
    return (*told, say(households, count=chosen.households if chosen else 0), say(_("Is that right?")))


def _outcome(facts: DeliveryFacts, answers: Answers) -> Text:
    day = _day(facts, answers)
    match answers.text("what"):
        case "move":
            moved_to = date.fromisoformat(answers.text("moved_to") or day.isoformat())
            return say(_("The baskets of {day} are handed out on <b>{other}</b>."), day=day, other=moved_to)
        case "usual":
            return say(_("The baskets of {day} are handed out that day, as usual."), day=day)
        case _:
            return say(_("On {day} <b>no basket is handed out</b>."), day=day)


delivery = Conversation(
    DELIVERY,
    title=_("A delivery that is not as usual"),
    facts=read_delivery_facts,
    on_done=take_delivery,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Choose("day", _("Which delivery is not as usual?"), summary=_("Delivery"), options=which_days, per_page=6,
               human=False),
        Choose("what", stands, summary=_("Becomes"), options=becomes, human=False),
        Day("moved_to", _("On which day are they handed out instead?"), summary=_("Day"),
            when=answered("what", ANOTHER_DAY), earliest=earliest, latest=latest, offers=likely, past=False,
            human=False),
        Words("reason", in_which_language(_("Why? One short sentence: members read it.")), summary=_("Reason"),
              when=differs, longest=LONGEST_REASON, one_line=True, human=False),
        Several("in_other", also_in, summary=_("Other languages"), when=differs, options=where_written("reason"),
                columns=2, nothing=_("Not now"), human=False),
        in_other("reason", _("The reason, in <b>{language}</b>:"), _("Reason"), LONGEST_REASON, when=differs),
        Choose("sure", preview, options=(Option("yes", _("Yes, that is right")), Option("no", _("No, leave it"))),
               columns=2, listed=False, human=False),
    ],
)  # fmt: skip
