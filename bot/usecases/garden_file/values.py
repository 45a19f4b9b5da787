"""Owns how a checked garden file becomes the domain's values; the database gives them their numbers.

When missions take place is in `calendar`.
"""

from __future__ import annotations

from bot.domain.basket import BasketRules
from bot.domain.charter import Answer, Article, ArticleKind, Question
from bot.domain.garden import (
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
from bot.domain.mission import Mission, MissionId, MissionKind, MissionState
from bot.domain.person import GardenId, Weekday
from bot.domain.referent import Absence, Referent, ReferentId
from bot.domain.terms import NOTHING_SAID
from bot.usecases.garden_file.calendar import kind_of, terms_of
from bot.usecases.garden_file.schema import (
    GardenFile,
    GardenSheet,
    IdentitySheet,
    MilestonesSheet,
    MissionSheet,
    PickupSheet,
    QuestionSheet,
    ReferentSheet,
    RulesSheet,
    TownSheet,
)

_ISO_DAY = {day: number for number, day in enumerate(Weekday, start=1)}
_NOT_STORED = 0


def garden_of(file: GardenFile) -> Garden:
    sheet = file.garden
    return Garden(
        id=GardenId(_NOT_STORED),
        slug=sheet.slug,
        name=sheet.name,
        zone=sheet.timezone,
        languages=tuple(dict.fromkeys(sheet.languages)),
        story=tuple(sheet.story),
        address=sheet.address,
        place=_point(sheet),
        contact=sheet.contact,
        data_contact=sheet.data_contact,
        rules=_rules_of(file.rules),
        towns=tuple(Town(town.slug, town.name, _point(town)) for town in file.towns),
        pickup_points=tuple(_pickup_of(point) for point in file.pickup_points),
        identity=_identity_of(file.identity),
        fields=dict(file.domains),
    )


def missions_of(file: GardenFile, garden_id: GardenId) -> list[Mission]:
    places = {"garden": _point(file.garden)}
    places |= {town.slug: _point(town) for town in file.towns}
    places |= {point.slug: _point(point) for point in file.pickup_points}
    return [_mission_of(sheet, garden_id, places) for sheet in file.missions]


def referents_of(file: GardenFile, garden_id: GardenId) -> list[Referent]:
    """The file's referents, without what only the database knows: person, load, the deputy's number."""
    return [_referent_of(sheet, garden_id) for sheet in file.referents]


def articles_of(file: GardenFile) -> list[Article]:
    """Rights first, then duties."""
    rights = [Article(ArticleKind.RIGHT, sheet.text, sheet.reason) for sheet in file.charter.rights]
    duties = [Article(ArticleKind.DUTY, sheet.text, sheet.reason) for sheet in file.charter.duties]
    return rights + duties


def questions_of(file: GardenFile) -> list[Question]:
    return [_question_of(sheet) for sheet in file.charter.questions]


def absences_of(sheet: ReferentSheet) -> list[Absence] | None:
    """None: the file is silent, what is known of their absences stays."""
    if sheet.absences is None:
        return None
    return [Absence(absence.first_day, absence.last_day) for absence in sheet.absences]


def _rules_of(sheet: RulesSheet) -> Rules:
    weekdays = frozenset(_ISO_DAY[day] for day in sheet.working_days)
    return Rules(
        claim_delay_hours=sheet.claim_delay_hours,
        offer_hours=sheet.offer_hours,
        unasked_a_day=sheet.unasked_a_day,
        nudge_delay_hours=sheet.nudge_delay_hours,
        retention_months=sheet.retention_months,
        working=OpenHours(weekdays, sheet.opens, sheet.closes),
        quiet=QuietHours(sheet.quiet_from, sheet.quiet_until),
        milestones=_milestones_of(sheet.milestones),
        season_end=sheet.season_end,
        baskets=BasketRules(
            sheet.baskets.change_days,
            sheet.baskets.change_at,
            sheet.baskets.donate_hours,
            sheet.baskets.unclaimed,
        ),
    )


def _milestones_of(sheet: MilestonesSheet | None) -> Milestones:
    """Left out, the usual ones; written empty, none."""
    if sheet is None:
        return Milestones()
    return Milestones(tuple(sorted(set(sheet.hours))), tuple(sorted(set(sheet.outings))))


def _identity_of(sheet: IdentitySheet | None) -> Identity:
    if sheet is None:
        return Identity()
    return Identity(
        legal_name=sheet.legal_name,
        registration_number=sheet.registration_number or "",
        city=sheet.city,
        signatory_name=sheet.signatory_name,
        signatory_role=sheet.signatory_role,
    )


def _pickup_of(sheet: PickupSheet) -> PickupPoint:
    return PickupPoint(sheet.slug, sheet.name, sheet.address, sheet.opening, _point(sheet))


def _mission_of(sheet: MissionSheet, garden_id: GardenId, places: dict[str, Place]) -> Mission:
    return Mission(
        id=MissionId(_NOT_STORED),
        garden_id=garden_id,
        slug=sheet.slug,
        form=sheet.form,
        title=sheet.title,
        purpose=sheet.purpose,
        tasks=tuple(sheet.tasks),
        when=sheet.when,
        where=sheet.where,
        slots=frozenset(sheet.slots),
        rhythms=frozenset(sheet.rhythms),
        place=places[sheet.place] if isinstance(sheet.place, str) else sheet.place,
        hours=sheet.hours,
        places=None if kind_of(sheet) is MissionKind.SHIFTS else sheet.places,
        taken=0,
        learn=sheet.learn,
        provided=sheet.provided,
        skills=frozenset(sheet.skills) | sheet.required.keys(),
        required=sheet.required,
        on_request=bool(sheet.required) if sheet.on_request is None else sheet.on_request,
        minimum_age=sheet.minimum_age,
        domain=sheet.domain,
        state=MissionState.PAUSED if sheet.paused else MissionState.OPEN,
        kind=kind_of(sheet),
        accompanied=sheet.accompanied,
        terms=terms_of(sheet),
        need=sheet.need or NOTHING_SAID,
        transfer=sheet.transfer or NOTHING_SAID,
        recipients=sheet.recipients or NOTHING_SAID,
    )


def _referent_of(sheet: ReferentSheet, garden_id: GardenId) -> Referent:
    return Referent(
        id=ReferentId(_NOT_STORED),
        garden_id=garden_id,
        slug=sheet.slug,
        name=sheet.name,
        person_id=None,
        reachable=False,
        domains=frozenset(sheet.domains),
        languages=frozenset(sheet.languages),
        capacity=sheet.capacity,
        load=0,
        looks_after=sheet.looks_after,
        contact=sheet.contact,
        deputy_id=None,
        absences=(),
        last_assigned_at=None,
    )


def _question_of(sheet: QuestionSheet) -> Question:
    return Question(
        slug=sheet.slug,
        prompt=sheet.prompt,
        answers=tuple(Answer(slug, words) for slug, words in sheet.answers.items()),
        right=sheet.right,
        explanation=sheet.explanation,
    )


def _point(sheet: GardenSheet | TownSheet | PickupSheet) -> Place:
    return Place(sheet.latitude, sheet.longitude)
