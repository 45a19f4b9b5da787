"""Owns what a notice about a newcomer speaks of: read together, at the moment it is composed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.garden import Garden
from bot.domain.mission import Mission, SignUp, SignUpId
from bot.domain.person import Person, Profile
from bot.domain.referent import Assignment, AssignmentId, Referent
from bot.storage import assignments, gardens, missions, people, profiles, referents, sign_ups
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Case:
    """A sign-up with everything around it. `assignment` and `referent` are the live ones, None where there is none."""

    garden: Garden
    sign_up: SignUp
    mission: Mission
    person: Person
    profile: Profile | None
    assignment: Assignment | None
    referent: Referent | None

    @property
    def name(self) -> str:
        """The first name they gave."""
        return self.profile.name if self.profile else self.person.name


def case_of_sign_up(tx: Transaction, sign_up_id: SignUpId) -> Case | None:
    """None where the sign-up, its mission or its person is gone."""
    sign_up = sign_ups.find_sign_up(tx, sign_up_id)
    if sign_up is None:
        return None
    garden = gardens.find_garden(tx, sign_up.garden_id)
    mission = missions.find_mission(tx, sign_up.mission_id)
    person = people.find_person(tx, sign_up.person_id)
    if garden is None or mission is None or person is None:
        return None
    assignment = assignments.live_assignment(tx, sign_up.id)
    return Case(
        garden=garden,
        sign_up=sign_up,
        mission=mission,
        person=person,
        profile=profiles.find_profile(tx, person.id, garden.id),
        assignment=assignment,
        referent=referents.find_referent(tx, assignment.referent_id)
        if assignment and assignment.referent_id
        else None,
    )


def case_of_assignment(tx: Transaction, assignment_id: AssignmentId) -> Case | None:
    """The case behind an assignment, live or not."""
    assignment = assignments.find_assignment(tx, assignment_id)
    return case_of_sign_up(tx, assignment.sign_up_id) if assignment else None


def was_taken(tx: Transaction, case: Case) -> bool:
    """Whether somebody took care of them before: then they are no newcomer, they are handed over."""
    before = assignments.assignments_of_sign_up(tx, case.sign_up.id)
    current = case.assignment.id if case.assignment else None
    return any(one.taken_at is not None and one.id != current for one in before)
