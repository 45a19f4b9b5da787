"""A solidarity basket looks the same to everybody but its holder and coordinators: no list of a keeper differs."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select, update

from bot.app import App
from bot.domain.member import MemberId
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.storage.tables import members as table
from bot.storage.tables import outbox
from bot.usecases.composing import COMPOSERS
from bot.usecases.pickups.asking import KEEPER_ASKED
from bot.usecases.pickups.keeping import LIST, read_list
from bot.usecases.pickups.papers import PRINTED, paper_of
from tests.journey.baskets_there import HALL, has_basket, point_called
from tests.journey.shifts_there import in_garden
from tests.journey.test_baskets import paloma, said_to  # noqa: F401
from tests.journey.walking import buttons_of

DAY = date(2026, 3, 5)


async def test_nothing_that_a_keeper_reads_tells_a_solidarity_basket_from_another(
    app: App,
    emulator: Emulator,
    ana: Person,
    paloma: Person,  # noqa: F811
) -> None:
    """The list, an answer, a late question, a tick, closing: each composed again, the other way round."""
    mine = await has_basket(app, emulator, "Ana Pereira", ana, solidarity=True)
    chloe = await has_basket(app, emulator, "Chloé", None)
    await emulator.advance(to=datetime(2026, 3, 5, 15, 30, tzinfo=UTC))
    await paloma.says("/keeper")
    await paloma.taps(buttons_of(paloma)[0])
    await ana.says("/basket")
    await ana.taps("I’ll be late")
    await ana.taps("Give it away")
    await paloma.taps("No, sorry")
    await paloma.says("/keeper")
    await paloma.taps(buttons_of(paloma)[0])
    await paloma.taps("⬜ Chloé · Medium")
    await emulator.advance(to=datetime(2026, 3, 5, 20, tzinfo=UTC))

    before = await app.db.read(_everything_for, paloma.id)
    await app.db.run(_is_solidary, mine, False)
    await app.db.run(_is_solidary, chloe, True)

    assert {LIST, KEEPER_ASKED} <= {kind for kind, _message in before}
    assert await app.db.read(_everything_for, paloma.id) == before
    assert not [text for text in said_to(paloma) if "solidar" in text.replace("solidarity programme", "")]


async def test_the_paper_list_is_the_same_too(app: App, emulator: Emulator, ana: Person) -> None:
    mine = await has_basket(app, emulator, "Ana Pereira", ana)

    def paper(tx: Transaction) -> object:
        point = point_called(tx, HALL)
        return paper_of(in_garden(tx), point, DAY, read_list(tx, point, DAY))

    before = await app.db.read(paper)
    await app.db.run(_is_solidary, mine, True)

    assert await app.db.read(paper) == before


def _everything_for(tx: Transaction, chat_id: int) -> list[tuple[str, object]]:
    """Every notice to a chat, as it would be composed now."""
    rows = tx.connection.execute(select(outbox).where(outbox.c.chat_id == chat_id).order_by(outbox.c.id))
    parcels = [Parcel.from_row(row) for row in rows]
    kinds = {LIST, KEEPER_ASKED, PRINTED}
    return [(one.kind, COMPOSERS[one.kind](tx, one)) for one in parcels if one.kind in kinds]


def _is_solidary(tx: Transaction, member_id: MemberId, solidarity: bool) -> None:
    tx.connection.execute(update(table).where(table.c.id == member_id).values(solidarity=solidarity))
