"""Owns what a garden file must agree on across its sections.

These checks read the file as it was written, so that they speak up beside the errors of single values:
whatever has the wrong shape is passed over here, the schema tells of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from typing import Any

from bot.domain.distance import distance_km
from bot.domain.garden import Place
from bot.usecases.garden_file import basket_checks, calendar_checks, kinds
from bot.usecases.garden_file.problems import Finding, Path, choose_from
from bot.usecases.garden_file.written import Raw, items, section, texts, word

LINK_CHARACTERS = 60
"""Garden and mission together: Telegram's start links carry 64, and the bot's own mark needs some."""

SCREEN_CHARACTERS = 3500
"""Of Telegram's 4,096, with room for a heading and the bot's own words."""

FAR_KM = 300

Check = Callable[[Raw], Iterator[Finding]]


def cross_checks(data: Raw) -> Iterator[Finding]:
    """Everything that two sections do not agree on."""
    for check in _CHECKS:
        yield from check(data)


def _slugs_are_unique(data: Raw) -> Iterator[Finding]:
    places = {"garden": "the garden itself"}
    for kind in ("towns", "pickup_points"):
        yield from _repeated(data, kind, places)
    for kind in ("referents", "missions", "events"):
        yield from _repeated(data, kind, {})
    yield from _repeated(section(data, "charter"), "questions", {}, ("charter",))


def _repeated(data: Raw, kind: str, seen: dict[str, str], above: Path = ()) -> Iterator[Finding]:
    for number, item in items(data, kind):
        slug = word(item, "slug")
        if slug is not None and slug in seen:
            what = f'"{slug}" is also the slug of {seen[slug]}'
            yield Finding((*above, kind, number, "slug"), what, "choose another one")
        elif slug is not None:
            seen[slug] = f"{kind}[{number + 1}]"


def _domains_have_referents(data: Raw) -> Iterator[Finding]:
    known = {domain for _, referent in items(data, "referents") for domain in texts(referent, "domains")}
    for number, mission in items(data, "missions"):
        domain = word(mission, "domain")
        if domain is not None and domain not in known:
            what = f'no referent has the domain "{domain}"'
            yield Finding(("missions", number, "domain"), what, choose_from(domain, sorted(known)))


def _places_are_known(data: Raw) -> Iterator[Finding]:
    known = ["garden"]
    for kind in ("pickup_points", "towns"):
        known += [slug for _, item in items(data, kind) if (slug := word(item, "slug")) is not None]
    for kind in ("missions", "events"):
        for number, one in items(data, kind):
            place = word(one, "place")
            if place is not None and place not in known:
                what = f'"{place}" is neither a town nor a pickup point of this file'
                yield Finding((kind, number, "place"), what, choose_from(place, known))


def _circles_are_known(data: Raw) -> Iterator[Finding]:
    """An event for the people of a mission names one; another names none."""
    known = [slug for _, item in items(data, "missions") if (slug := word(item, "slug")) is not None]
    for number, event in items(data, "events"):
        mission, path = word(event, "mission"), ("events", number, "mission")
        if mission is None and event.get("circle") == "mission":
            yield Finding(
                path, "is missing", "add mission = the slug of the mission whose people are invited"
            )
        elif mission is not None and mission not in known:
            yield Finding(path, f'no mission is called "{mission}"', choose_from(mission, known))


def _deputies_can_step_in(data: Raw) -> Iterator[Finding]:
    referents = {slug: item for _, item in items(data, "referents") if (slug := word(item, "slug"))}
    deputies = {slug: deputy for slug, item in referents.items() if (deputy := word(item, "deputy"))}
    for number, referent in items(data, "referents"):
        slug, deputy = word(referent, "slug"), word(referent, "deputy")
        if slug is None or deputy is None:
            continue
        path: Path = ("referents", number, "deputy")
        if deputy == slug:
            yield Finding(path, "names the referent in person", "name somebody else, or remove the line")
        elif deputy not in referents:
            others = [other for other in referents if other != slug]
            yield Finding(path, f'no referent is called "{deputy}"', choose_from(deputy, others))
        elif (circle := _circle(slug, deputies)) and slug == min(circle):
            what = f"goes round in a circle ({' → '.join([*circle, slug])})"
            yield Finding(path, what, "remove one of these deputies: if all are away, nobody is found")


def _circle(start: str, deputies: Mapping[str, str]) -> list[str]:
    """The deputies of deputies that lead back to `start`; empty where they do not."""
    chain = [start]
    while (following := deputies.get(chain[-1])) is not None:
        if following == start:
            return chain
        if following in chain:
            return []
        chain.append(following)
    return []


def _absences_end_after_they_begin(data: Raw) -> Iterator[Finding]:
    for number, referent in items(data, "referents"):
        for position, absence in items(referent, "absences"):
            first, last = absence.get("first_day"), absence.get("last_day")
            if isinstance(first, date) and isinstance(last, date) and first > last:
                path = ("referents", number, "absences", position, "last_day")
                yield Finding(path, f"is before {first}", "put the later day last")


def _levels_are_asked_on_request(data: Raw) -> Iterator[Finding]:
    for number, mission in items(data, "missions"):
        if mission.get("on_request") is False and section(mission, "required"):
            what = "is false, but the mission requires a level"
            yield Finding(
                ("missions", number, "on_request"), what, "write true: a referent confirms the level"
            )


def _right_answers_exist(data: Raw) -> Iterator[Finding]:
    for number, question in items(section(data, "charter"), "questions"):
        right, answers = word(question, "right"), section(question, "answers")
        if right is not None and answers and right not in answers:
            what = f'"{right}" is not one of the answers'
            yield Finding(("charter", "questions", number, "right"), what, choose_from(right, answers))


def _links_are_short(data: Raw) -> Iterator[Finding]:
    garden = word(section(data, "garden"), "slug") or ""
    for number, mission in items(data, "missions"):
        slug = word(mission, "slug") or ""
        too_long = len(garden) + len(slug) - LINK_CHARACTERS
        if too_long > 0 and max(len(garden), len(slug)) <= kinds.SLUG_BYTES:
            what = f"makes {LINK_CHARACTERS + too_long} characters with the garden's, too many for a link"
            yield Finding(("missions", number, "slug"), what, f"shorten one of them by {too_long}")


def _screens_fit_one_message(data: Raw) -> Iterator[Finding]:
    """The story is told at once, and so are all rights and all duties with their reasons."""
    story = section(data, "garden").get("story")
    yield from _too_long(("garden", "story"), story if isinstance(story, list) else [])
    for kind in ("rights", "duties"):
        articles = [article for _, article in items(section(data, "charter"), kind)]
        told = [article.get(part) for article in articles for part in ("text", "reason")]
        yield from _too_long(("charter", kind), told)


def _too_long(path: Path, told: list[Any]) -> Iterator[Finding]:
    sizes: Counter[str] = Counter()
    for words in told:
        for language, written in words.items() if isinstance(words, dict) else ():
            sizes[language] += kinds.length(written) if isinstance(written, str) else 0
    for language, size in sizes.items():
        if size > SCREEN_CHARACTERS:
            what = f"have {size} characters in {language}, too many for one message"
            yield Finding(path, what, f"shorten them to {SCREEN_CHARACTERS} in all")


def _hours_are_in_order(data: Raw) -> Iterator[Finding]:
    rules = section(data, "rules")
    opens, closes = _clock(rules, "opens", time(9)), _clock(rules, "closes", time(18))
    if opens is not None and closes is not None and opens >= closes:
        yield Finding(
            ("rules", "closes"), f"is not after opens ({opens:%H:%M})", "put the later hour in closes"
        )


def _points_are_near_the_garden(data: Raw) -> Iterator[Finding]:
    middle = _point(section(data, "garden"))
    if middle is None:
        return
    for kind in ("towns", "pickup_points"):
        for number, item in items(data, kind):
            point = _point(item)
            if point is not None and (km := distance_km(middle, point)) > FAR_KM:
                what = f"is {round(km)} km from the garden"
                yield Finding((kind, number, "latitude"), what, "check latitude and longitude")


def _point(item: Raw) -> Place | None:
    latitude, longitude = item.get("latitude"), item.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return Place(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _clock(section: Raw, key: str, default: time) -> time | None:
    try:
        return kinds.clock(section[key]) if key in section else default
    except ValueError:
        return None


_CHECKS: tuple[Check, ...] = (
    _slugs_are_unique,
    _domains_have_referents,
    _places_are_known,
    _circles_are_known,
    _deputies_can_step_in,
    _absences_end_after_they_begin,
    _levels_are_asked_on_request,
    _right_answers_exist,
    _links_are_short,
    _screens_fit_one_message,
    _hours_are_in_order,
    _points_are_near_the_garden,
    calendar_checks.kinds_have_what_they_need,
    calendar_checks.numbers_of_people_agree,
    calendar_checks.series_come_round,
    calendar_checks.shifts_stand_apart,
    calendar_checks.breaks_end_after_they_begin,
    basket_checks.points_close_after_they_open,
    basket_checks.keepers_are_referents,
    basket_checks.deliveries_agree,
)
