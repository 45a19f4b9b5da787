"""Owns what coordinators see of the garden's households: how many are joined, the list, one of them, finding one."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.domain.basket_words import RHYTHMS, size_words
from bot.domain.member import Member, MemberId
from bot.domain.message import Button, Message
from bot.domain.text import Cut, Text, counted, say
from bot.engine.state import Answers
from bot.engine.steps.base import lines
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import members, points
from bot.storage.database import Transaction
from bot.storage.members import Which
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.managing.access import may_manage
from bot.usecases.managing.cards import PER_PAGE, Rows, turning
from bot.usecases.member_list.columns import plain
from bot.usecases.member_list.values import number_of
from bot.usecases.membership import LETTER_LASTS, letter_token, link_of, part
from bot.usecases.notify import tell_person
from bot.usecases.replies import HUMAN, REPLY, reply, to_payload

FINDING = "finding_member"
LIKE_ENOUGH = 75
"""Of 100: below it, a name is somebody else's."""
LONGEST_LABEL = 36


def show_members(tx: Transaction, caller: Caller) -> Refusal | Message:
    """How many households there are, and what can be done with them."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    garden_id = caller.garden.id
    every = members.count_members(tx, Which(garden_id))
    unjoined = members.count_members(tx, Which(garden_id, only_unjoined=True))
    heading = counted(
        ngettext("🧺 <b>{count} household with a basket</b>", "🧺 <b>{count} households with a basket</b>"),
        every,
        _("🧺 <b>No household with a basket yet</b>"),
    )
    how = say(
        _(
            "To bring your list up to date, send it here as a file: XLSX or CSV, one row a household, with its number, "
            "name and pickup point. You see what would change before anything does."
        )
    )
    joined = counted(
        ngettext("{count} is joined to Telegram.", "{count} are joined to Telegram."),
        every - unjoined,
        _("None is joined to Telegram yet."),
    )
    rows: Rows = ((Button(say(_("← Manage")), data="n.manage"),),)
    if every:
        find = Button(say(_("🔎 Find a household")), data="n.hfind")
        letters = Button(say(_("🖨 Letters to join")), data="n.hletters")
        waiting = Button(say(_("Not joined yet: {count}"), count=unjoined), data="n.hlist.0")
        table = Button(say(_("📄 The list as a table")), data="n.hexport")
        rows = ((find,), *(((waiting, letters),) if unjoined else ()), (table,), *rows)
    return Message((heading, joined, how) if every else (heading, how), rows)


def list_unjoined(tx: Transaction, caller: Caller, page: int) -> Refusal | Message:
    """Who has no Telegram account yet, a page at a time."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    which = Which(caller.garden.id, only_unjoined=True)
    count = members.count_members(tx, which)
    shown = members.list_members(tx, which, PER_PAGE, page * PER_PAGE)
    rows: Rows = tuple(_to_card(one) for one in shown)
    rows += turning("n.hlist", page, count)
    rows += ((Button(say(_("← Households")), data="n.members"),),)
    heading = counted(
        ngettext("<b>{count} household not joined yet</b>", "<b>{count} households not joined yet</b>"),
        count,
        _("<b>Every household is joined</b>"),
    )
    return Message((heading,), rows)


def member_card(tx: Transaction, caller: Caller, member_id: MemberId) -> Refusal | Message:
    """Everything the list says of a household, and its way to Telegram."""
    member = member_to_manage(tx, caller, member_id)
    if isinstance(member, Refusal):
        return member
    point = points.find_point(tx, member.point_id)
    told: list[Text] = [
        say(_("<b>{name}</b>, number {key}"), name=member.name, key=member.key),
        lines(
            [
                say(_("{size}, {rhythm}"), size=size_words(member.size), rhythm=RHYTHMS[member.rhythm]),
                *([say(_("Solidarity basket"))] if member.solidarity else []),
                *([say(_("📍 {point}"), point=point.name)] if point else []),
                *([say(_("☎️ {phone}"), phone=member.phone)] if member.phone else []),
                *([say(_("✉️ {email}"), email=member.email)] if member.email else []),
                *([say(_("From {day}"), day=member.since)] if member.since else []),
                *([say(_("Until {day}"), day=member.until)] if member.until else []),
                *([say(_("Not in the list any more"))] if member.left_at else []),
            ]
        ),
        say(_("Joined to a Telegram account."))
        if member.person_id
        else say(_("Not joined to Telegram yet.")),
    ]
    link = (Button(say(_("🔗 A link to pass on")), data=f"n.hlink.{member.id}"),
            Button(say(_("🖨 A letter")), data=f"n.hletter.{member.id}"))  # fmt: skip
    reset = (Button(say(_("Reset the link")), data=f"n.hreset.{member.id}"),)
    back = (Button(say(_("← Households")), data="n.members"),)
    return Message(tuple(told), (reset, back) if member.person_id else (link, reset, back))


def link_for_member(tx: Transaction, caller: Caller, member_id: MemberId) -> Refusal | Message:
    """A single-use link, to pass on by whatever way the household is known to be reached."""
    member = member_to_manage(tx, caller, member_id)
    if isinstance(member, Refusal):
        return member
    return Message(
        (
            say(_("The link for <b>{name}</b>, to pass on to them and nobody else:"), name=member.name),
            link_of(caller, letter_token(tx, caller, member.id)),
            say(_("It works once, for {days} days, and joins their Telegram account to their basket."),
                days=LETTER_LASTS.days),
        ),
        ((Button(say(_("← The household")), data=f"n.hcard.{member.id}"),),),
    )  # fmt: skip


def reset_link(tx: Transaction, caller: Caller, member_id: MemberId, *, sure: bool) -> Refusal | Message:
    """Another phone, another household, a lost letter: whatever joins them now ends, once a coordinator is sure."""
    member = member_to_manage(tx, caller, member_id)
    if isinstance(member, Refusal):
        return member
    if sure:
        _tell_parted(tx, caller, member)
        part(tx, caller.garden.id, member, caller.person.id, caller.now)
        return member_card(tx, caller, member_id)
    told = say(
        _(
            "Reset the link of <b>{name}</b>? The Telegram account is no longer joined to this basket, and letters "
            "given out before open nothing. The household and its basket stay."
        ),
        name=member.name,
    )
    yes = Button(say(_("Yes, reset it")), data=f"n.hreset.{member.id}.yes")
    return Message((told,), ((yes, Button(say(_("No, leave it")), data=f"n.hcard.{member.id}")),))


def _tell_parted(tx: Transaction, caller: Caller, member: Member) -> None:
    """Whoever was joined to it would go on waiting for reminders."""
    if member.person_id is None:
        return
    parted = _(
        "🧺 The garden has parted this chat from the basket number {key}: you will not be reminded of it any more."
    )
    told = say(parted, key=member.key)
    again = say(_("Is it yours? Join it again with /member, or write /human."))
    payload = {"text": to_payload(Message((told, again), ((HUMAN,),)))}
    dedupe = f"parted:{caller.cause}"
    tell_person(tx, caller.garden.id, member.person_id, REPLY, payload, dedupe=dedupe, now=caller.now)


def open_finding(tx: Transaction, caller: Caller) -> Refusal | None:
    refusal = may_manage(tx, caller)
    if refusal is None:
        begin(tx, caller.in_private(), FINDING)
    return refusal


def take_finding(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Whose number or name it may be, slips forgiven."""
    found = _like(members.members_of_garden(tx, talk.garden.id), answers.text("words"))
    back: Rows = (
        (Button(say(_("🔎 Find another")), data="n.hfind"), Button(say(_("← Households")), data="n.members")),
    )
    said = (
        say(ngettext("{count} household found", "{count} households found"), count=len(found))
        if found
        else say(_("I find no household like this."))
    )
    reply(tx, talk.caller, Message((said,), (*(_to_card(one) for one in found), *back)), about="found")
    return None


def member_to_manage(tx: Transaction, caller: Caller, member_id: MemberId) -> Member | Refusal:
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    member = members.lock_member(tx, member_id)
    return member if member is not None and member.garden_id == caller.garden.id else NotFound()


def _like(known: list[Member], words: str) -> list[Member]:
    """By number first, else the names most like the words."""
    number = number_of(words.strip()).casefold()
    exact = [one for one in known if one.key.casefold() == number]
    if exact:
        return exact
    names = {place: plain(one.name) for place, one in enumerate(known)}
    best = process.extract(
        plain(words), names, scorer=fuzz.token_set_ratio, score_cutoff=LIKE_ENOUGH, limit=PER_PAGE
    )
    return [known[place] for _name, _score, place in best]


def _to_card(member: Member) -> tuple[Button, ...]:
    label = Cut(say(_("{name} ({key})"), name=member.name, key=member.key), LONGEST_LABEL)
    return (Button(label, data=f"n.hcard.{member.id}"),)
