"""The French that is shipped, as people read it."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.hours import read_hour, write_hour
from bot.domain.labels import slot_name
from bot.domain.person import Form, Level, Motivation, Skill, Slot
from bot.domain.reasons import distance_reason, form_reason, motivation_reason, skill_reason, slots_reason
from bot.domain.text import Brief, Listed, Text, say
from bot.i18n import Catalogues, Speaker
from bot.i18n.speaker import AT
from bot.marks import _

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
        (say(AT, day=date(2026, 3, 14), time=time(18)), "samedi 14 mars 2026 à 18\u00a0h"),
        (Brief(datetime(2026, 3, 14, 8, 5, tzinfo=UTC)), "sam. 14 mars, 8\u00a0h\u00a005"),
        (Brief(date(2026, 8, 1)), "sam. 1er août"),
        (Brief(datetime(2026, 8, 1, 14, tzinfo=UTC)), "sam. 1er août, 14\u00a0h"),
        (say(_("{name}: {hours} h"), name="Ana", hours=2.5), "Ana\u00a0: 2\u00a0h\u00a030"),
        (say(_("{name}: {hours} h"), name="Ana", hours=0.25), "Ana\u00a0: 15\u00a0min"),
        (say(_("{name}: {hours} h"), name="Ana", hours=3.0), "Ana\u00a0: 3 h"),
    ],
)
def test_reasons_and_moments_read_as_french(french: Speaker, text: Text, shown: str):
    assert french.plain(text) == shown


@pytest.mark.parametrize("moment", [time(0), time(9), time(8, 5), time(14, 30)])
def test_an_hour_offered_as_an_answer_is_read_back(moment: time):
    assert [read_hour(write_hour(moment, language)) for language in ("fr", "en")] == [moment, moment]
