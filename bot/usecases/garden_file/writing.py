"""Owns writing a garden file from what the database holds: importing it again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.domain.charter import Charter
from bot.domain.event import Event
from bot.domain.garden import Garden, Place, Rules
from bot.domain.mission import Mission, MissionId, MissionState
from bot.domain.person import Weekday
from bot.domain.point import Delivery, Point
from bot.domain.referent import Referent
from bot.domain.shift import Break, Roster, Series, Shift
from bot.domain.shift_terms import terms_of_shift
from bot.domain.terms import Terms
from bot.domain.text import Words
from bot.usecases.garden_file.events import event_as_written
from bot.usecases.garden_file.kinds import AGES

Written = Mapping[str, Any]
_AGE = {age: number for number, age in AGES.items()}


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything a garden file says. `dates` are the single dates to come, with their rosters, by mission."""

    garden: Garden
    charter: Charter
    referents: tuple[Referent, ...]
    missions: tuple[Mission, ...]
    series: Mapping[MissionId, tuple[Series, ...]]
    dates: Mapping[MissionId, tuple[tuple[Shift, Roster], ...]]
    breaks: tuple[Break, ...]
    points: tuple[Point, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    events: tuple[Event, ...] = ()


def write_garden_file(held: Holdings) -> str:
    """The file as TOML. A text that is missing in a language is written in the garden's first one that has it."""
    return "\n".join(_Writer(held.garden).lines(held)) + "\n"


def mission_as_written(garden: Garden, mission: Mission, its_series: Iterable[Series]) -> list[str]:
    """A mission and its series as they stand in the file: alike where the file says the same."""
    ordered = tuple(sorted(its_series, key=lambda one: one.slug))
    return list(_Writer(garden).about(mission, {mission.id: ordered}, {}))


class _Writer:
    def __init__(self, garden: Garden) -> None:
        self.garden = garden
        self.places = {garden.place: "garden"}
        self.places |= {town.place: town.slug for town in reversed(garden.towns)}
        self.places |= {point.place: point.slug for point in reversed(garden.pickup_points)}

    def lines(self, held: Holdings) -> Iterator[str]:
        yield from self.section("[garden]", self.about_garden())
        yield from self.section("[rules]", self.about_rules(self.garden.rules))
        if self.garden.identity.can_sign:
            yield from self.section("[identity]", self.about_identity())
        if self.garden.fields:
            yield from self.section("[domains]", self.garden.fields)
        for town in self.garden.towns:
            yield from self.section("[[towns]]", {"slug": town.slug, "name": town.name, **_point(town.place)})
        for point in self.garden.pickup_points:
            told = {
                "slug": point.slug,
                "name": point.name,
                "address": point.address,
                "opening": point.opening,
            }
            yield from self.section("[[pickup_points]]", {**told, **_point(point.place)})
            for baskets in held.points:
                if baskets.slug == point.slug:
                    yield from self.section("[pickup_points.baskets]", self.about_baskets(baskets, held))
        for delivery in held.deliveries:
            yield from self.section("[[deliveries]]", self.about_delivery(delivery))
        for one in held.breaks:
            told = {"name": one.name, "first_day": one.first_day, "last_day": one.last_day}
            yield from self.section("[[breaks]]", told)
        for referent in held.referents:
            yield from self.section("[[referents]]", self.about_referent(referent, held.referents))
        for mission in held.missions:
            if mission.state is not MissionState.CLOSED:
                yield from self.about(mission, held.series, held.dates)
        slugs = {one.id: one.slug for one in held.missions if one.state is not MissionState.CLOSED}
        for event in held.events:
            place = self.place(event.details.point)
            sheet = {**event_as_written(event, self.garden, slugs), "place": place}
            yield from self.section("[[events]]", sheet)
        yield from self.about_charter(held.charter)

    def about_garden(self) -> Written:
        garden = self.garden
        return {
            "slug": garden.slug,
            "name": garden.name,
            "timezone": garden.zone.key,
            "languages": list(garden.languages),
            "address": garden.address,
            **_point(garden.place),
            "contact": garden.contact,
            "data_contact": garden.data_contact,
            "story": list(garden.story),
        }

    def about_rules(self, rules: Rules) -> Written:
        days = list(Weekday)
        end = rules.season_end
        return {
            "claim_delay_hours": rules.claim_delay_hours,
            "offer_hours": rules.offer_hours,
            "unasked_a_day": rules.unasked_a_day,
            "nudge_delay_hours": rules.nudge_delay_hours,
            "retention_months": rules.retention_months,
            "working_days": [days[number - 1].value for number in sorted(rules.working.weekdays)],
            "opens": rules.working.opens,
            "closes": rules.working.closes,
            "quiet_from": rules.quiet.begin,
            "quiet_until": rules.quiet.end,
            "milestones": {"hours": list(rules.milestones.hours), "outings": list(rules.milestones.outings)},
            "season_end": {"month": end.month, "day": end.day} if end else None,
            "baskets": {
                "change_days": rules.baskets.change_days,
                "change_at": rules.baskets.change_at,
                "donate_hours": rules.baskets.donate_hours,
                "unclaimed": rules.baskets.unclaimed.value,
            },
        }

    def about_baskets(self, point: Point, held: Holdings) -> Written:
        keeper = next((one.slug for one in held.referents if one.id == point.referent_id), None)
        return {
            "day": list(Weekday)[point.weekday - 1].value,
            "opens": point.opens,
            "closes": point.closes,
            "access": point.access or None,
            "keeper": keeper,
            "capacity": point.capacity,
            "at_garden": True if point.at_garden else None,
        }

    def about_delivery(self, delivery: Delivery) -> Written:
        return {
            "reason": delivery.reason,
            "first_day": delivery.first_day,
            "last_day": None if delivery.last_day == delivery.first_day else delivery.last_day,
            "moved_to": delivery.moved_to,
        }

    def about_identity(self) -> Written:
        identity = self.garden.identity
        return {
            "legal_name": identity.legal_name,
            "registration_number": identity.registration_number or None,
            "city": identity.city,
            "signatory_name": identity.signatory_name,
            "signatory_role": identity.signatory_role,
        }

    def about_referent(self, referent: Referent, team: Iterable[Referent]) -> Written:
        deputy = next((one.slug for one in team if one.id == referent.deputy_id), None)
        away = [{"first_day": one.first_day, "last_day": one.last_day} for one in referent.absences]
        return {
            "slug": referent.slug,
            "name": referent.name,
            "domains": sorted(referent.domains),
            "languages": sorted(referent.languages),
            "capacity": referent.capacity,
            "looks_after": referent.looks_after,
            "contact": referent.contact,
            "deputy": deputy,
            "absences": away or None,
        }

    def about(
        self,
        mission: Mission,
        its_series: Mapping[MissionId, tuple[Series, ...]],
        dates: Mapping[MissionId, tuple[tuple[Shift, Roster], ...]],
    ) -> Iterator[str]:
        yield from self.section("[[missions]]", self.sheet(mission))
        usual = Terms(maximum=mission.terms.maximum)
        if mission.has_dates and mission.terms != usual:
            yield from self.section("[missions.terms]", self.terms(mission.terms, usual))
        for one in its_series.get(mission.id, ()):
            yield from self.section("[[missions.series]]", self.rhythm(one, mission))
        for shift, roster in dates.get(mission.id, ()):
            yield from self.section("[[missions.shifts]]", self.date(shift, roster, mission))

    def sheet(self, mission: Mission) -> Written:
        return {
            "slug": mission.slug,
            "kind": mission.kind.value,
            "form": mission.form.value,
            "title": mission.title,
            "purpose": mission.purpose,
            "need": mission.need or None,
            "transfer": mission.transfer or None,
            "recipients": mission.recipients or None,
            "tasks": list(mission.tasks),
            "when": mission.when,
            "slots": [str(slot) for slot in sorted(mission.slots)] or None,
            "rhythms": sorted(mission.rhythms),
            "where": mission.where,
            "place": self.place(mission.place),
            "hours": mission.hours,
            "places": mission.terms.maximum if mission.has_dates else mission.places,
            "learn": mission.learn,
            "skills": sorted(mission.skills) or None,
            "required": {skill.value: level.value for skill, level in mission.required.items()} or None,
            "on_request": mission.on_request,
            "minimum_age": _AGE[mission.minimum_age],
            "provided": mission.provided,
            "domain": mission.domain,
            "paused": True if mission.state is MissionState.PAUSED else None,
            "accompanied": None if mission.accompanied else False,
        }

    def place(self, place: Place | None) -> object:
        if place is None:
            return None
        return self.places.get(place) or _point(place)

    def rhythm(self, one: Series, mission: Mission) -> Written:
        return {
            "slug": one.slug,
            "rule": one.rule,
            "starts": one.starts,
            "ends": _later(one.starts, one.minutes),
            "first_day": one.first_day,
            "last_day": one.last_day,
            "exceptions": sorted(one.exceptions) or None,
            "season": sorted(one.season) or None,
            **self.terms(one.terms, mission.terms),
        }

    def date(self, shift: Shift, roster: Roster, mission: Mission) -> Written:
        zone = self.garden.zone
        local, until = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
        return {
            "day": local.date(),
            "starts": local.time(),
            "ends": until.time() if until.date() == local.date() else None,
            **self.terms(terms_of_shift(shift, roster), mission.terms),
        }

    def terms(self, terms: Terms, usual: Terms) -> Written:
        """What differs from what is said above it."""
        names = ("minimum", "maximum", "guests", "newcomers", "closes_hours", "drop_out_hours")
        told: dict[str, Any] = {
            name: getattr(terms, name) for name in names if getattr(terms, name) != getattr(usual, name)
        }
        for name in ("equipment", "meeting_point"):
            if getattr(terms, name) != getattr(usual, name):
                told[name] = getattr(terms, name) or None
        return told

    def about_charter(self, charter: Charter) -> Iterator[str]:
        for name, articles in (("rights", charter.rights), ("duties", charter.duties)):
            for article in articles:
                yield from self.section(
                    f"[[charter.{name}]]", {"text": article.text, "reason": article.reason}
                )
        for question in charter.questions:
            answers = {answer.slug: answer.text for answer in question.answers}
            told = {"slug": question.slug, "prompt": question.prompt, "answers": answers}
            yield from self.section(
                "[[charter.questions]]",
                {**told, "right": question.right, "explanation": question.explanation},
            )

    def section(self, heading: str, told: Written) -> Iterator[str]:
        yield heading
        yield from (f"{key} = {self.value(value)}" for key, value in told.items() if value is not None)
        yield ""

    def value(self, value: object) -> str:
        match value:
            case Words():
                return self.value({one: value.in_language(one) for one in self.garden.languages})
            case bool():
                return "true" if value else "false"
            case time():
                return f'"{value:%H:%M}"'
            case date() | int():
                return str(value)
            case float():
                return f"{value:g}"
            case list():
                return f"[{', '.join(map(self.value, value))}]"
            case dict():
                return f"{{ {', '.join(f'{key} = {self.value(one)}' for key, one in value.items())} }}"
            case _:
                return json.dumps(str(value), ensure_ascii=False)


def _later(starts: time, minutes: int) -> time | None:
    """When it ends; None where that is after midnight: then the mission's hours say it."""
    ends = starts.hour * 60 + starts.minute + minutes
    return time(ends // 60, ends % 60) if ends < 24 * 60 else None


def _point(place: Place) -> dict[str, float]:
    return {"latitude": place.latitude, "longitude": place.longitude}
