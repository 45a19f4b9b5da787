"""Owns the schema: every table, once, for SQLite and PostgreSQL alike. Queries stand beside, by aggregate."""

from bot.storage.tables.baskets import contents, delivery_changes, holidays, members, pickups, points, sheets
from bot.storage.tables.calendars import feeds, taken_dates
from bot.storage.tables.care import called, calls, certificates, notes, reports, thanks
from bot.storage.tables.columns import UtcDateTime, metadata
from bot.storage.tables.deliveries import audit, instances, outbox, receipts, throttles, timers
from bot.storage.tables.events import events, lifts, rides, rsvps
from bot.storage.tables.gardens import acceptances, breaks, charters, gardens, groups, invitations
from bot.storage.tables.missions import absences, assignments, missions, referents, sign_ups, threads, wishes
from bot.storage.tables.people import consents, people, profiles, roles, traits
from bot.storage.tables.reminders import occasions, reminder_wishes, reminders
from bot.storage.tables.requests import basket_news, pickup_requests
from bot.storage.tables.shifts import bookings, places, regulars, rosters, series, shifts

__all__ = [
    "UtcDateTime",
    "absences",
    "acceptances",
    "assignments",
    "audit",
    "basket_news",
    "bookings",
    "breaks",
    "called",
    "calls",
    "certificates",
    "charters",
    "consents",
    "contents",
    "delivery_changes",
    "events",
    "feeds",
    "gardens",
    "groups",
    "holidays",
    "instances",
    "invitations",
    "lifts",
    "members",
    "metadata",
    "missions",
    "notes",
    "occasions",
    "outbox",
    "people",
    "pickup_requests",
    "pickups",
    "places",
    "points",
    "profiles",
    "receipts",
    "referents",
    "regulars",
    "reminder_wishes",
    "reminders",
    "reports",
    "rides",
    "roles",
    "rosters",
    "rsvps",
    "series",
    "sheets",
    "shifts",
    "sign_ups",
    "taken_dates",
    "thanks",
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
