"""Owns the garden's households as a table, to take elsewhere: the bot reads it again as it wrote it."""

from __future__ import annotations

from bot.domain.basket_words import RHYTHMS
from bot.domain.member import Member
from bot.domain.message import Document, Message
from bot.domain.person import GardenId
from bot.domain.point import PointId
from bot.domain.prints import Cell, Sheet, Table, TableFormat
from bot.domain.text import Text, Words, say
from bot.errors import Refusal
from bot.marks import _
from bot.storage import members, points
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.managing.access import may_manage
from bot.usecases.member_list.columns import MEANINGS, Column
from bot.usecases.notify import tell_person

HOUSEHOLDS = "households"
COLUMNS = (
    Column.KEY,
    Column.NAME,
    Column.EMAIL,
    Column.PHONE,
    Column.POINT,
    Column.SIZE,
    Column.RHYTHM,
    Column.SOLIDARITY,
    Column.SINCE,
    Column.UNTIL,
    Column.LANGUAGE,
)


def owe_households(tx: Transaction, caller: Caller) -> Refusal | None:
    """Owe the table; it is composed when it is sent."""
    refusal = may_manage(tx, caller)
    if refusal is None:
        tell_person(
            tx,
            caller.garden.id,
            caller.person.id,
            HOUSEHOLDS,
            {},
            dedupe=f"{HOUSEHOLDS}:{caller.cause}",
            now=caller.now,
            lane=Lane.REPLY,
        )
    return refusal


def compose_households(tx: Transaction, parcel: Parcel) -> Composed:
    """Everybody with a basket, as the list has them; and whether they are joined."""
    table = households_table(tx, GardenId(parcel.garden_id or 0), TableFormat.XLSX)
    told = say(_("The households with a basket, as I know them. Correct them there and send the file here."))
    return Message((told,), (), Document(say(_("Households.xlsx")), table))


def households_table(tx: Transaction, garden_id: GardenId, form: TableFormat) -> Table:
    """The list as it is imported, and who is joined."""
    names = {one.id: one.name for one in points.list_points(tx, garden_id, closed_too=True)}
    present = [one for one in members.members_of_garden(tx, garden_id) if one.left_at is None]
    head = (*(MEANINGS[column] for column in COLUMNS), say(_("joined to Telegram")))
    rows = tuple(_row(one, names) for one in present)
    return Table((Sheet(say(_("Households")), head, rows),), form)


def _row(member: Member, names: dict[PointId, Words]) -> tuple[Cell, ...]:
    yes: Text = say(_("yes"))
    return (
        member.key,
        member.name,
        member.email,
        member.phone,
        names.get(member.point_id, ""),
        member.size,
        RHYTHMS[member.rhythm],
        yes if member.solidarity else "",
        member.since,
        member.until,
        member.language,
        yes if member.person_id else "",
    )
