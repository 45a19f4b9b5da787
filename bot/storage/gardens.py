"""Owns the queries about gardens; one database holds many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select, update

from bot.domain.basket import BasketRules, Unclaimed
from bot.domain.garden import (
    DayOfYear,
    Garden,
    Identity,
    Milestones,
    OpenHours,
    PickupPoint,
    Place,
    QuietHours,
    Rules,
    Town,
)
from bot.domain.person import GardenId
from bot.domain.text import Words
from bot.storage.columns import place_column, place_from, words_column, words_from
from bot.storage.database import Transaction
from bot.storage.saving import Change, save_row
from bot.storage.tables import gardens

_by_id = select(gardens).where(gardens.c.id == bindparam("garden"))  # building it costs more than running it


def find_garden(tx: Transaction, garden_id: GardenId) -> Garden | None:
    return tx.once((gardens.name, garden_id), lambda: _find_garden(tx, garden_id))


def _find_garden(tx: Transaction, garden_id: GardenId) -> Garden | None:
    row = tx.connection.execute(_by_id, {"garden": garden_id}).one_or_none()
    return None if row is None else _from_row(row)


def find_garden_by_slug(tx: Transaction, slug: str) -> Garden | None:
    row = tx.connection.execute(select(gardens).where(gardens.c.slug == slug)).one_or_none()
    return None if row is None else _from_row(row)


def list_gardens(tx: Transaction) -> list[Garden]:
    """Every garden of the database, the oldest first."""
    return [_from_row(row) for row in tx.connection.execute(select(gardens).order_by(gardens.c.id))]


def only_garden(tx: Transaction) -> Garden | None:
    """The garden, where the database holds exactly one: then nobody needs to say which."""
    rows = tx.connection.execute(select(gardens).limit(2)).all()
    return _from_row(rows[0]) if len(rows) == 1 else None


def save_garden(tx: Transaction, garden: Garden, now: datetime) -> tuple[GardenId, Change]:
    """Write a garden under its slug; its `id` is not read."""
    values = {
        "name": garden.name,
        "timezone": garden.zone.key,
        "languages": list(garden.languages),
        "story": [words_column(paragraph) for paragraph in garden.story],
        "address": garden.address,
        **place_column(garden.place),
        "contact": garden.contact,
        "data_contact": garden.data_contact,
        "rules": _rules_column(garden.rules),
        "towns": [_town_column(town) for town in garden.towns],
        "pickup_points": [_pickup_column(point) for point in garden.pickup_points],
        "identity": _identity_column(garden.identity),
        "fields": {slug: words_column(name) for slug, name in garden.fields.items()},
    }
    number, change = save_row(tx, gardens, {"slug": garden.slug}, values, at_first={"created_at": now})
    return GardenId(number), change


def name_fields(tx: Transaction, garden: Garden, names: Mapping[str, Words]) -> Garden:
    """Keep what fields are called that were named in the chat, beside those that have a name."""
    named = {**names, **garden.fields}
    kept = {slug: words_column(name) for slug, name in named.items()}
    tx.connection.execute(update(gardens).where(gardens.c.id == garden.id).values(fields=kept))
    return replace(garden, fields=named)


def _from_row(row: Row[Any]) -> Garden:
    return Garden(
        id=GardenId(row.id),
        slug=row.slug,
        name=row.name,
        zone=ZoneInfo(row.timezone),
        languages=tuple(row.languages),
        story=tuple(words_from(paragraph) for paragraph in row.story),
        address=row.address,
        place=Place(row.latitude, row.longitude),
        contact=row.contact,
        data_contact=row.data_contact,
        rules=_rules_from(row.rules),
        towns=tuple(Town(town["slug"], town["name"], place_from(town)) for town in row.towns),
        pickup_points=tuple(_pickup_from(point) for point in row.pickup_points),
        identity=_identity_from(row.identity),
        fields={slug: words_from(name) for slug, name in row.fields.items()},
    )


def _rules_column(rules: Rules) -> dict[str, Any]:
    return {
        "claim_delay_hours": rules.claim_delay_hours,
        "offer_hours": rules.offer_hours,
        "unasked_a_day": rules.unasked_a_day,
        "nudge_delay_hours": rules.nudge_delay_hours,
        "retention_months": rules.retention_months,
        "working": {
            "weekdays": sorted(rules.working.weekdays),
            "opens": rules.working.opens.isoformat(),
            "closes": rules.working.closes.isoformat(),
        },
        "quiet": {"begin": rules.quiet.begin.isoformat(), "end": rules.quiet.end.isoformat()},
        "milestones": {"hours": list(rules.milestones.hours), "outings": list(rules.milestones.outings)},
        "season_end": [rules.season_end.month, rules.season_end.day] if rules.season_end else None,
        "baskets": {
            "change_days": rules.baskets.change_days,
            "change_at": rules.baskets.change_at.isoformat(),
            "donate_hours": rules.baskets.donate_hours,
            "unclaimed": rules.baskets.unclaimed.value,
        },
    }


def _rules_from(column: dict[str, Any]) -> Rules:
    """What `_rules_column` wrote; a garden kept before milestones were known has the usual ones."""
    working, quiet = column["working"], column["quiet"]
    return Rules(
        claim_delay_hours=column["claim_delay_hours"],
        offer_hours=column.get("offer_hours", Rules().offer_hours),
        unasked_a_day=column.get("unasked_a_day", Rules().unasked_a_day),
        nudge_delay_hours=column["nudge_delay_hours"],
        retention_months=column["retention_months"],
        working=OpenHours(
            frozenset(working["weekdays"]),
            time.fromisoformat(working["opens"]),
            time.fromisoformat(working["closes"]),
        ),
        quiet=QuietHours(time.fromisoformat(quiet["begin"]), time.fromisoformat(quiet["end"])),
        milestones=_milestones_from(column.get("milestones")),
        season_end=DayOfYear(*column["season_end"]) if column.get("season_end") else None,
        baskets=_baskets_from(column.get("baskets")),
    )


def _baskets_from(column: dict[str, Any] | None) -> BasketRules:
    if column is None:
        return BasketRules()
    return BasketRules(
        column["change_days"],
        time.fromisoformat(column["change_at"]),
        column["donate_hours"],
        Unclaimed(column["unclaimed"]),
    )


def _milestones_from(column: dict[str, Any] | None) -> Milestones:
    return Milestones(tuple(column["hours"]), tuple(column["outings"])) if column else Milestones()


def _identity_column(identity: Identity) -> dict[str, Any]:
    return {
        "legal_name": identity.legal_name,
        "registration_number": identity.registration_number,
        "city": identity.city,
        "signatory_name": identity.signatory_name,
        "signatory_role": words_column(identity.signatory_role),
    }


def _identity_from(column: dict[str, Any]) -> Identity:
    """What `_identity_column` wrote; empty where the garden never said it."""
    role = words_from(column.get("signatory_role", {}))
    return Identity(**{**column, "signatory_role": role}) if column else Identity()


def _town_column(town: Town) -> dict[str, Any]:
    return {"slug": town.slug, "name": town.name, **place_column(town.place)}


def _pickup_column(point: PickupPoint) -> dict[str, Any]:
    return {
        "slug": point.slug,
        "name": words_column(point.name),
        "address": point.address,
        "opening": words_column(point.opening),
        **place_column(point.place),
    }


def _pickup_from(column: dict[str, Any]) -> PickupPoint:
    return PickupPoint(
        slug=column["slug"],
        name=words_from(column["name"]),
        address=column["address"],
        opening=words_from(column["opening"]),
        place=place_from(column),
    )
