"""Owns the tables about what goes to and fro: conversations, updates seen, what is owed, the future, the trail."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, Text, text

from bot.storage.tables.columns import Key, UtcDateTime, key, metadata, refers

instances = Table(
    "instances",
    metadata,
    key(),
    refers("garden_id", "gardens"),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False, server_default="0"),
    refers("person_id", "people"),
    Column("conversation", String(32), nullable=False),
    Column("subject", String(64), nullable=False, server_default=""),
    Column("state", JSON, nullable=False),
    Column("status", String(16), nullable=False),  # open, later, done, cancelled
    Column("visit", Integer, nullable=False),
    Column("remark", JSON, nullable=True),  # no longer written: the state carries its remark
    Column("foreground_at", UtcDateTime, nullable=True),  # the newest open one of a chat takes typed text
    Column("shown", JSON, nullable=True),  # what the sender last showed: message id, visit, key, digest
    Column("nudges", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("uq_instances_one_open",
          "garden_id", "chat_id", "thread_id", "person_id", "conversation", "subject",
          unique=True, sqlite_where=text("status IN ('open', 'later')"),
          postgresql_where=text("status IN ('open', 'later')")),
)  # fmt: skip

receipts = Table(
    "seen_update",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("outcome", String(16), nullable=False),  # acted, unwanted, poison
    Column("incident", String(16), nullable=False, server_default=""),
)

outbox = Table(
    "outbox",
    metadata,
    key(),
    refers("garden_id", "gardens", nullable=True),
    refers("person_id", "people", nullable=True),
    Column("dedupe", String(128), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False, server_default="0"),
    Column("kind", String(32), nullable=False),
    Column("subject", String(64), nullable=False, server_default=""),  # what it is about, as sign_up:12
    Column("payload", JSON, nullable=False),  # ids and plain values; emptied once sent
    Column("lane", Integer, nullable=False),
    Column("unasked", Boolean, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=True),
    Column("state", String(16), nullable=False),  # pending, sent, dropped, failed, unknown
    Column("leased_by", String(64), nullable=True),
    Column("leased_until", UtcDateTime, nullable=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sending_since", UtcDateTime, nullable=True),  # set right before the call: a kill leaves it
    Column("message_id", BigInteger, nullable=True),
    Column("error", Text, nullable=False, server_default=""),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime, nullable=True),
    # What the worker asks is answered from pending rows alone, however many were sent.
    Index("ix_outbox_due", "lane", "not_before", "id", sqlite_where=text("state = 'pending'"),
          postgresql_where=text("state = 'pending'")),
    Index("ix_outbox_turn", "lane", "garden_id", "not_before", "id", sqlite_where=text("state = 'pending'"),
          postgresql_where=text("state = 'pending'")),
    Index("ix_outbox_leased", "leased_until",
          sqlite_where=text("state = 'pending' AND leased_until IS NOT NULL"),
          postgresql_where=text("state = 'pending' AND leased_until IS NOT NULL")),
    Index("ix_outbox_waiting", "chat_id", "not_before", sqlite_where=text("state = 'pending'"),
          postgresql_where=text("state = 'pending'")),
    Index("ix_outbox_message", "chat_id", "message_id"),
    Index("ix_outbox_subject", "subject"),
)  # fmt: skip

throttles = Table(  # a 429's delay, stored so that every worker obeys; chat 0 is everything
    "throttles",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", UtcDateTime, nullable=False),
)

timers = Table(
    "timers",
    metadata,
    key(),
    refers("garden_id", "gardens", nullable=True),
    Column("kind", String(32), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("key", String(128), nullable=False, unique=True),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("payload", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    Index(None, "kind", "subject_id"),
)

audit = Table(
    "audit",
    metadata,
    key(),
    refers("garden_id", "gardens", nullable=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("actor_id", Key, nullable=True),  # no foreign key: the trail outlives an erased person, nameless
    Column("action", String(64), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("details", JSON, nullable=False),
)
