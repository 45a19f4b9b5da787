"""Owns the team of referents in the chat: named, changed, invited, and taken away with a hand-over of their people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import Role
from bot.domain.referent import Referent, ReferentId
from bot.domain.slugs import free_slug
from bot.domain.text import Language, Listed, Text, Words, counted, say
from bot.engine.state import Answers, Key, Value
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import assignments, audit, gardens, missions, referents, roles
from bot.storage.database import Transaction
from bot.usecases.claim import hand_over
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.managing.access import goes_on, may_manage
from bot.usecases.managing.cards import Rows
from bot.usecases.replies import refusal_text, reply

NAMING, LEAVING = "naming_referent", "taking_away"
NEW, ANYBODY, NOBODY = "new", "anybody", "nobody"
BY_CHAT = "chat_"
"""Slugs of referents named in the chat begin so: an import lets them be."""


@dataclass(frozen=True, slots=True)
class ReferentFacts:
    """`one` is the referent being changed or taken away; `others` are the rest of the team."""

    garden: Garden
    main: Language
    domains: tuple[str, ...]
    others: tuple[Referent, ...]
    one: Referent | None


def show_team(tx: Transaction, caller: Caller) -> Refusal | Message:
    """Who is in it, whom they carry, who has not joined yet."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    team = referents.list_referents(tx, caller.garden.id)
    rows: Rows = tuple((Button(_label(one), data=f"n.mreferent.{one.id}"),) for one in team)
    rows += (
        (Button(say(_("➕ Name a referent")), data="n.mname"),),
        (Button(say(_("← Manage")), data="n.manage"),),
    )
    heading = say(ngettext("<b>{count} referent</b>", "<b>{count} referents</b>"), count=len(team))
    return Message((heading, say(_("⚠️ has not joined yet: nobody is assigned to them."))), rows)


def referent_card(tx: Transaction, caller: Caller, referent_id: ReferentId) -> Refusal | Message:
    one = _of_team(tx, caller, referent_id)
    if isinstance(one, Refusal):
        return one
    fields = tuple(caller.garden.field_name(slug) for slug in sorted(one.domains))
    said: list[Text] = [
        counted(
            ngettext(
                "<b>{name}</b>\n{count} person followed, of at most {capacity}",
                "<b>{name}</b>\n{count} people followed, of at most {capacity}",
            ),
            one.load,
            _("<b>{name}</b>\nFollows nobody at the moment; at most {capacity}"),
            name=one.name,
            capacity=one.capacity,
        ),
        one.looks_after,
        one.contact,
        say(_("Fields: {fields}"), fields=Listed(fields)),
    ]
    deputy = referents.find_referent(tx, one.deputy_id) if one.deputy_id else None
    if deputy is not None:
        said.append(say(_("Deputy: {name}"), name=deputy.name))
    invite = ((Button(say(_("🔗 Invite {name}"), name=one.name), data=f"n.invite.{one.id}"),),)
    rows: Rows = (
        *(invite if one.person_id is None else ()),
        (
            Button(say(_("✏️ Edit")), data=f"n.mname.{one.id}"),
            Button(say(_("Take away")), data=f"n.maway.{one.id}"),
        ),
        (Button(say(_("← The team")), data="n.mteam"),),
    )
    return Message(tuple(text for text in said if text), rows)


def open_naming(tx: Transaction, caller: Caller, referent_id: ReferentId | None) -> Refusal | None:
    """Name a new referent, or change one."""
    refusal = may_manage(tx, caller)
    if refusal is not None or referent_id is None:
        if refusal is None:
            begin(tx, caller.in_private(), NAMING, NEW)
        return refusal
    one = _of_team(tx, caller, referent_id)
    if isinstance(one, Refusal):
        return one
    if not goes_on(tx, caller, NAMING, str(one.id)):
        answers = _answers(one, _main(caller.garden, caller.person.language))
        begin(tx, caller.in_private(), NAMING, str(one.id), answers=answers)
    return None


def open_taking_away(tx: Transaction, caller: Caller, referent_id: ReferentId) -> Refusal | None:
    one = _of_team(tx, caller, referent_id)
    if isinstance(one, Refusal):
        return one
    begin(tx, caller.in_private(), LEAVING, str(one.id))
    return None


def read_referent_facts(tx: Transaction, talk: Talk) -> ReferentFacts:
    team = referents.list_referents(tx, talk.garden.id)
    number = int(talk.subject) if talk.subject.isdecimal() else 0
    one = next((one for one in team if one.id == number), None)
    domains = {domain for each in team for domain in each.domains}
    domains |= {mission.domain for mission in missions.open_missions(tx, talk.garden.id)}
    others = tuple(each for each in team if each is not one)
    main = _main(talk.garden, talk.person.language)
    return ReferentFacts(talk.garden, main, tuple(sorted(domains)), others, one)


def take_referent(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Keep the referent; whoever is new gets a link to pass on."""
    facts = read_referent_facts(tx, talk)
    number, _change = referents.save_referent(tx, _referent(tx, talk, answers, facts))
    new = {slug: Words({facts.main: name}) for slug, name in _new_fields(answers).items()}
    garden = gardens.name_fields(tx, talk.garden, new) if new else talk.garden
    deputy = answers.text("deputy")
    referents.set_deputy(tx, number, ReferentId(int(deputy)) if deputy not in ("", NOBODY) else None)
    audit.note(
        tx,
        garden_id=talk.garden.id,
        actor_id=talk.person.id,
        action="referent.changed" if facts.one else "referent.named",
        subject=f"referent:{number}",
        details={},
        now=talk.now,
    )
    if facts.one is not None and not facts.one.slug.startswith(BY_CHAT):
        note = say(
            _(
                "The garden file names them, too: write it there as well, or the next import brings back its words."
            )
        )
        reply(tx, talk.caller, Message((note,)), about="file")
    card = referent_card(tx, replace(talk.caller, garden=garden), number)
    if isinstance(card, Message):
        reply(tx, talk.caller, card, about="referent")
    return None


def take_away(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Hand their people over, then let them go."""
    facts = read_referent_facts(tx, talk)
    if facts.one is None:
        return NotFound()
    to = answers.text("to")
    chosen = None if to == ANYBODY else ReferentId(int(to))
    left = 0
    for live in assignments.live_of_referent(tx, facts.one.id):
        refusal = hand_over(tx, talk.garden, live.id, chosen, talk.person.id, talk.now)
        left += refusal is not None
        if refusal is not None:
            reply(tx, talk.caller, Message((refusal_text(refusal),)), about=f"kept:{live.id}")
    if left:
        reply(
            tx,
            talk.caller,
            Message((say(_("Nobody is taken away before everybody is handed over.")),)),
            about="left",
        )
        return None
    referents.mark_left(tx, facts.one.id, talk.now)
    if facts.one.person_id is not None:
        roles.remove_role(tx, facts.one.person_id, talk.garden.id, Role.REFERENT)
    _forget_as_deputy(tx, facts)
    done = say(_("Done. {name} is no longer a referent, and everybody has somebody."), name=facts.one.name)
    reply(tx, talk.caller, Message((done,), ((Button(say(_("← The team")), data="n.mteam"),),)), about="away")
    return None


def _forget_as_deputy(tx: Transaction, facts: ReferentFacts) -> None:
    for other in facts.others:
        if facts.one is not None and other.deputy_id == facts.one.id:
            referents.set_deputy(tx, other.id, None)


def _referent(tx: Transaction, talk: Talk, answers: Answers, facts: ReferentFacts) -> Referent:
    one, main = facts.one, facts.main
    new = _new_fields(answers)
    taken = {each.slug for each in facts.others}
    capacity = answers.of("capacity")
    return Referent(
        id=one.id if one else ReferentId(0),
        garden_id=talk.garden.id,
        slug=one.slug if one else BY_CHAT + free_slug(answers.text("name"), "referent", taken, 27),
        name=answers.text("name"),
        person_id=None,
        reachable=False,
        domains=frozenset({*answers.ticked("domains"), *new}) or frozenset(facts.domains[:1]),
        languages=frozenset(answers.ticked("languages")),
        capacity=int(capacity) if isinstance(capacity, int | float) else 5,
        load=0,
        looks_after=_in(main, answers.text("looks_after"), one.looks_after if one else None),
        contact=_in(main, answers.text("contact"), one.contact if one else None),
        deputy_id=None,
        absences=(),
        last_assigned_at=None,
    )


def _new_fields(answers: Answers) -> Mapping[str, str]:
    """Fields typed in the chat, by their slugs."""
    typed = (part.strip() for part in answers.text("own_field").split(","))
    return {free_slug(part, "field", ()): part for part in typed if part}


def _answers(one: Referent, main: Language) -> dict[Key, Value]:
    plain: dict[str, Value] = {
        "name": one.name,
        "domains": tuple(sorted(one.domains)),
        "own_field": None,
        "languages": tuple(sorted(one.languages)),
        "capacity": one.capacity,
        "looks_after": one.looks_after.in_language(main),
        "contact": one.contact.in_language(main),
        "deputy": str(one.deputy_id) if one.deputy_id else NOBODY,
    }
    return {(step, ""): value for step, value in plain.items()}


def _in(main: Language, text: str, before: Words | None) -> Words:
    """What was said in other languages stays while this one says the same."""
    if before is not None and before.in_language(main) == text:
        return before
    return Words({main: text})


def _main(garden: Garden, spoken: Language) -> Language:
    return spoken if spoken in garden.languages else garden.languages[0]


def _label(one: Referent) -> Text:
    if one.person_id is None:
        return say(_("⚠️ {name}"), name=one.name)
    return say(_("{name} ({load} of {capacity})"), name=one.name, load=one.load, capacity=one.capacity)


def _of_team(tx: Transaction, caller: Caller, referent_id: ReferentId) -> Referent | Refusal:
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    team = referents.list_referents(tx, caller.garden.id)
    return next((one for one in team if one.id == referent_id), None) or NotFound()
