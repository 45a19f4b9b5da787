"""A database in memory has the very tables that every other one has."""

from sqlalchemy import create_engine, text

from bot.storage.database import Database, Transaction
from bot.storage.tables import metadata

SCHEMA = text("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")


async def test_in_memory_nothing_of_the_schema_is_missing() -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        expected = [tuple(row) for row in connection.execute(SCHEMA)]
    engine.dispose()

    def read(tx: Transaction) -> list[tuple[object, ...]]:
        return [tuple(row) for row in tx.connection.execute(SCHEMA)]

    for _again in range(2):
        db = await Database.open("sqlite:///:memory:")
        assert await db.read(read) == expected
        await db.close()
