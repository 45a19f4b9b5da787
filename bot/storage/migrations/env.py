"""Alembic's way in: it runs on the connection, and in the transaction, that bot.storage.migrate hands it."""

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
