"""Owns the schema: every table, once, for SQLite and PostgreSQL alike. Queries stand beside, by aggregate."""

from bot.storage.tables.columns import UtcDateTime, metadata
from bot.storage.tables.deliveries import audit, instances, outbox, receipts, throttles, timers
from bot.storage.tables.gardens import acceptances, charters, gardens, groups, invitations
from bot.storage.tables.missions import absences, assignments, missions, referents, sign_ups, threads, wishes
from bot.storage.tables.people import consents, people, profiles, roles, traits

__all__ = [
    "UtcDateTime",
    "absences",
    "acceptances",
    "assignments",
    "audit",
    "charters",
    "consents",
    "gardens",
    "groups",
    "instances",
    "invitations",
    "metadata",
    "missions",
    "outbox",
    "people",
    "profiles",
    "receipts",
    "referents",
    "roles",
    "sign_ups",
    "threads",
    "throttles",
    "timers",
    "traits",
    "wishes",
]

for _table in metadata.tables.values():
    if "id" in _table.c:
        # A number never comes back: buttons, timers, dedupe keys and the audit trail outlive an erased row.
        _table.dialect_options["sqlite"]["autoincrement"] = True
