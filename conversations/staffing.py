"""A coordinator names referents, takes one away, and registers people without Telegram."""

from __future__ import annotations

from bot.domain.labels import AGES, DAY_PARTS, LANGUAGE_NAMES, SHORT_WEEKDAYS, SKILLS, slot_name
from bot.domain.person import DayPart, Slot, Weekday
from bot.domain.text import Text, counted, say
from bot.engine.checks import is_first_name, is_name
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Grid, Number, Option, Review, Several, Shortcut, Words
from bot.engine.steps.grid import CLEAR
from bot.marks import _, ngettext
from bot.usecases.garden_file.schema import SENTENCES, TITLE
from bot.usecases.managing.registering import (
    REGISTERING,
    RegisterFacts,
    read_register_facts,
    take_registration,
)
from bot.usecases.managing.team import (
    ANYBODY,
    LEAVING,
    NAMING,
    NOBODY,
    ReferentFacts,
    read_referent_facts,
    take_away,
    take_referent,
)
from conversations.missions import counts
from conversations.questions import is_minor, options

LANGUAGES = tuple(Option(code, say("{name}", name=name)) for code, name in LANGUAGE_NAMES.items())


def known_fields(facts: ReferentFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(domain, facts.garden.field_name(domain)) for domain in facts.domains)


def possible_deputies(facts: ReferentFacts, answers: Answers) -> tuple[Option, ...]:
    """Never somebody whose own deputy this one is: round in a circle, nobody is found."""
    mine = facts.one.id if facts.one else None
    return tuple(
        Option(str(one.id), one.name) for one in facts.others if mine is None or one.deputy_id != mine
    )


def garden_language(facts: ReferentFacts | RegisterFacts, answers: Answers) -> tuple[str, ...]:
    return (facts.garden.languages[0],)


def to_whom(facts: ReferentFacts, answers: Answers) -> tuple[Text, ...]:
    name, load = (facts.one.name, facts.one.load) if facts.one else ("", 0)
    return (
        counted(ngettext("<b>{name}</b> follows {count} person. Who takes over?",
                         "<b>{name}</b> follows {count} people. Who takes over?"), load,
                _("<b>{name}</b> follows nobody at the moment. Who takes over what comes?"), name=name),
        say(_("Each of them hears the new name, and the new referent is asked.")),
    )  # fmt: skip


def who_could(facts: ReferentFacts, answers: Answers) -> tuple[Option, ...]:
    joined = [one for one in facts.others if one.person_id is not None]
    return tuple(
        Option(
            str(one.id),
            say(_("{name} ({load} of {capacity})"), name=one.name, load=one.load, capacity=one.capacity),
        )
        for one in joined
    )


def open_ones(facts: RegisterFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(str(mission.id), mission.title) for mission in facts.missions)


naming_referent = Conversation(
    NAMING,
    title=_("Naming a referent"),
    facts=read_referent_facts,
    on_done=take_referent,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Words("name", _("What is the name of the referent?"), summary=_("Name"), check=is_name, longest=TITLE,
              one_line=True, human=False),
        Several("domains", _("Which fields do they look after?"), summary=_("Fields"), options=known_fields, columns=2,
                nothing=_("Another field"), human=False),
        Words("own_field", _("Any other field? One word; with several, commas between."), summary=_("Other field"),
              skippable=True, skip=_("No other"), longest=80, one_line=True, human=False),
        Several("languages", _("Which languages do they speak?"), summary=_("Languages"), options=LANGUAGES, columns=2,
                minimum=1, preticked=garden_language, more=_("Other languages"), human=False),
        Number("capacity", _("How many people can they follow at once?"), summary=_("At once"), minimum=0, maximum=200,
               columns=4, options=counts(3, 5, 8, 10), human=False),
        Words("looks_after", _("What do they look after? The volunteer reads it."), summary=_("Looks after"),
              longest=SENTENCES, one_line=True, human=False),
        Words("contact", _("How will they get in touch? The volunteer reads it."), summary=_("Contact"),
              longest=SENTENCES, one_line=True, human=False),
        Choose("deputy", _("Who steps in while they are away?"), summary=_("Deputy"), options=possible_deputies,
               extra=(Option(NOBODY, _("Nobody for now")),), per_page=6, human=False),
        Review("review", _("<b>Is everything right?</b>"), confirm=_("Save"), human=False),
    ],
)  # fmt: skip

taking_away = Conversation(
    LEAVING,
    title=_("Taking a referent away"),
    facts=read_referent_facts,
    on_done=take_away,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Choose("to", to_whom, options=who_could, extra=(Option(ANYBODY, _("The bot chooses for each")),),
               per_page=6, human=False),
    ],
)  # fmt: skip

registering = Conversation(
    REGISTERING,
    title=_("Registering somebody without Telegram"),
    facts=read_register_facts,
    on_done=take_registration,
    stopped=_("All right. Nothing is kept."),
    steps=[
        Choose("agreed", (
            _("Before anything is written: do they agree that the garden keeps their name, how to reach them and what "
              "they can do, and to its charter?"),
            _("Please read both to them. How did they agree?")),
            summary=_("Agreed"), options=(
                Option("in_person", _("In person")), Option("by_phone", _("On the phone")),
                Option("on_paper", _("On paper")), Option("not_yet", _("Not yet"))), ends=("not_yet",), human=False),
        Words("name", _("What is their first name?"), summary=_("Name"), check=is_first_name, longest=40, one_line=True,
              human=False),
        Words("reach", _("How can they be reached? A phone number, or somebody who passes messages on."),
              summary=_("To reach them"), longest=200, one_line=True, human=False),
        Choose("age", _("Which age group?"), summary=_("Age"), options=options(AGES), human=False),
        Words("guardian", _("Which adult agrees for them, and how can that adult be reached?"),
              summary=_("Adult to contact"), when=is_minor, longest=200, human=False),
        Several("languages", _("Which languages do they speak?"), summary=_("Languages"), options=LANGUAGES, columns=2,
                minimum=1, preticked=garden_language, more=_("Other languages"), human=False),
        Several("skills", _("What have they done before?"), summary=_("Skills"), options=options(SKILLS), columns=2,
                per_page=12, human=False),
        Grid("slots", _("When are they usually free?"), summary=_("Available"),
             rows=tuple(Option(day.value, SHORT_WEEKDAYS[day]) for day in Weekday),
             columns=tuple(Option(part.value, DAY_PARTS[part]) for part in DayPart),
             shortcuts=(Shortcut("any", _("Any time"), None, at_once=True), CLEAR), nothing=_("Not known"),
             named=lambda tick: slot_name(Slot.parse(tick)), human=False),
        Several("missions", _("Which missions would they like?"), summary=_("Missions"), options=open_ones, per_page=8,
                nothing=_("None for now"), human=False),
        Review("review", _("<b>Is everything right?</b>"), confirm=_("Register"), human=False),
    ],
)  # fmt: skip
