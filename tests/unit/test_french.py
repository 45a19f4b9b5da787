"""The French that is shipped, as people read it."""

from datetime import date

import pytest

from bot.domain.labels import slot_name
from bot.domain.person import Form, Level, Motivation, Skill, Slot
from bot.domain.reasons import distance_reason, form_reason, motivation_reason, skill_reason, slots_reason
from bot.domain.text import Listed, Text, say
from bot.i18n import Catalogues, Speaker
from bot.i18n.speaker import AT

SATURDAY_MORNING, SUNDAY_EVENING = Slot.parse("sat-morning"), Slot.parse("sun-evening")


@pytest.fixture(scope="module")
def french() -> Speaker:
    return Catalogues.load().speaker("fr")


def test_nothing_is_wrong_in_the_shipped_catalogues():
    assert Catalogues.load().problems() == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (slots_reason(1, [SATURDAY_MORNING]).told, "samedi matin, comme vous l’avez dit"),
        (
            slots_reason(1, [SUNDAY_EVENING, SATURDAY_MORNING]).about,
            "disponible samedi matin et dimanche soir",
        ),
        (
            skill_reason(1, Skill.FRENCH_TEACHING, Level.COULD_TEACH).told,
            "Enseignement du français\u00a0: vous pourriez l’enseigner",
        ),
        (skill_reason(1, Skill.COOKING, Level.MY_JOB).about, "Cuisine\u00a0: c’est son métier"),
        (motivation_reason(1, Motivation.MEET_PEOPLE).told, "vous souhaitez rencontrer du monde"),
        (form_reason(1, Form.SOCIAL_LIFE).told, "vous avez choisi «\u00a0Animer la vie du jardin\u00a0»"),
        (distance_reason(1, 4.2).told, "à environ 4 km de chez vous"),
        (distance_reason(1, 0.2).told, "à moins d’un kilomètre de chez vous"),
        (Listed((slot_name(SATURDAY_MORNING), slot_name(SUNDAY_EVENING))), "samedi matin et dimanche soir"),
        (say(AT, day=date(2026, 3, 14), time="18:00"), "samedi 14 mars 2026 à 18:00"),
    ],
)
def test_reasons_and_moments_read_as_french(french: Speaker, text: Text, shown: str):
    assert french.plain(text) == shown
