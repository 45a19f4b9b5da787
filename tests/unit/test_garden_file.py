from datetime import date, time
from pathlib import Path

import pytest

from bot.domain.garden import Milestones
from bot.domain.mission import MissionState
from bot.domain.person import AgeBracket, GardenId, Level, Skill
from bot.domain.referent import Absence
from bot.errors import Misuse
from bot.usecases.garden_file import GardenFileError, Problem, read_garden_file
from bot.usecases.garden_file.values import absences_of, garden_of, missions_of, referents_of
from tests.unit.garden_files import SMALLEST, bent, problems_of, read_text


def line_of(passage: str, source: str = SMALLEST) -> int:
    return source[: source.index(passage)].count("\n") + 1


def written_problems() -> list[tuple[str, str, str]]:
    """The blocks of garden_file_problems.txt."""
    _, *blocks = (
        (Path(__file__).parent / "garden_file_problems.txt").read_text(encoding="utf-8").split("\n\n")
    )
    return [tuple(lines_after(block, mark) for mark in "-+=") for block in blocks]


def lines_after(block: str, mark: str) -> str:
    return "\n".join(line[2:] for line in block.splitlines() if line.startswith(mark))


def test_the_smallest_file_is_valid(tmp_path: Path) -> None:
    file = read_text(tmp_path, SMALLEST)

    assert [mission.slug for mission in missions_of(file, GardenId(1))] == ["french-lessons", "pickup"]


def test_what_is_left_out_has_a_sensible_value(tmp_path: Path) -> None:
    file = read_text(tmp_path, bent('place = "halle"\n', ""))

    lessons, pickup = missions_of(file, GardenId(1))
    rules = garden_of(file).rules
    assert (pickup.place, pickup.places, pickup.slots, pickup.on_request) == (None, None, frozenset(), False)
    assert (lessons.state, lessons.minimum_age, pickup.minimum_age) == (
        MissionState.OPEN,
        AgeBracket.ADULT,
        AgeBracket.UNDER_15,
    )
    assert (rules.claim_delay_hours, rules.working.closes, rules.quiet.begin) == (4, time(17), time(21))


IDENTITY = """
[identity]
legal_name = "Association La Levée"
city = "Sully"
signatory_name = "Maryvonne Le Guen"
signatory_role = { fr = "présidente", en = "chair" }
"""


def test_who_signs_certificates_may_be_said_or_left_out(tmp_path: Path) -> None:
    assert not garden_of(read_text(tmp_path, SMALLEST)).identity.can_sign

    signed = garden_of(read_text(tmp_path, SMALLEST + IDENTITY)).identity

    assert signed.can_sign
    assert (signed.registration_number, signed.signatory_role.in_language("en")) == ("", "chair")


def test_milestones_are_the_usual_ones_or_the_garden_s_own(tmp_path: Path) -> None:
    assert garden_of(read_text(tmp_path, SMALLEST)).rules.milestones == Milestones((20, 50, 100), ())

    own = 'closes = "17:00"\nmilestones = { outings = [10, 5] }\nseason_end = { month = 2, day = 29 }'
    rules = garden_of(read_text(tmp_path, bent('closes = "17:00"', own))).rules

    assert rules.milestones == Milestones((), (5, 10))
    assert rules.season_end is not None
    assert [rules.season_end.in_year(year) for year in (2027, 2028)] == [date(2027, 2, 28), date(2028, 2, 29)]


def test_a_required_level_makes_a_mission_one_on_request(tmp_path: Path) -> None:
    file = read_text(tmp_path, bent("on_request = true\n", "").replace('skills = ["french_teaching"]\n', ""))

    lessons = missions_of(file, GardenId(1))[0]
    assert lessons.on_request
    assert lessons.required == {Skill.FRENCH_TEACHING: Level.DID_IT}
    assert lessons.skills == {Skill.FRENCH_TEACHING}


def test_a_mission_stands_where_its_place_says(tmp_path: Path) -> None:
    file = read_text(tmp_path, bent('place = "garden"', "place = { latitude = 47.7, longitude = 2.5 }"))

    lessons, pickup = missions_of(file, GardenId(1))
    assert lessons.place is not None
    assert (lessons.place.latitude, lessons.place.longitude) == (47.7, 2.5)
    assert pickup.place is not None
    assert pickup.place.latitude == 47.767


def test_a_paused_mission_is_paused(tmp_path: Path) -> None:
    file = read_text(
        tmp_path, bent('domain = "paniers"\n\n[[charter', 'domain = "paniers"\npaused = true\n\n[[charter')
    )

    assert missions_of(file, GardenId(1))[1].state is MissionState.PAUSED


def test_absences_are_read_where_they_are_given(tmp_path: Path) -> None:
    away = 'deputy = "anselme"\nabsences = [{ first_day = 2027-08-01, last_day = 2027-08-15 }]'
    file = read_text(tmp_path, bent('deputy = "anselme"', away))

    anselme, irene = file.referents
    assert absences_of(anselme) is None
    assert absences_of(irene) == [Absence(date(2027, 8, 1), date(2027, 8, 15))]
    assert referents_of(file, GardenId(1))[1].absences == ()


def test_long_texts_may_be_written_over_several_lines(tmp_path: Path) -> None:
    written = 'purpose.fr = """\nParler,   c’est\noser.\n"""\npurpose.en = "Speak."'
    file = read_text(tmp_path, bent('purpose = { fr = "Parler.", en = "Speak." }', written))

    assert file.missions[0].purpose.in_language("fr") == "Parler, c’est oser."


def test_texts_are_kept_in_the_garden_s_order_of_languages(tmp_path: Path) -> None:
    file = read_text(
        tmp_path, bent('{ fr = "Un jardin.", en = "A garden." }', '{ en = "A garden.", fr = "Un jardin." }')
    )

    assert list(file.garden.story[0].by_language) == ["fr", "en"]


@pytest.mark.parametrize("written", ['"9:00"', '"09:00"', '"9h"', '"9h00"', "09:00:00"])
def test_hours_may_be_written_as_people_write_them(tmp_path: Path, written: str) -> None:
    assert read_text(tmp_path, bent('"9:00"', written)).rules.opens == time(9)


def test_a_file_saved_on_windows_is_read_alike(tmp_path: Path) -> None:
    file = read_text(tmp_path, "\ufeff".encode() + SMALLEST.replace("\n", "\r\n").encode())

    assert file == read_text(tmp_path, SMALLEST)


@pytest.mark.parametrize(("old", "new", "problem"), written_problems())
def test_a_problem_is_told_with_its_place_and_a_fix(tmp_path: Path, old: str, new: str, problem: str) -> None:
    told = problems_of(tmp_path, bent(old, new))

    assert [line.partition(" · ")[2] for line in told if line.startswith("line ")].count(problem) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hours = 1.5", "hours = 0"),
        ('["sat-morning"]', '["sat-mornin"]'),
        ('en = "Talk"', 'en = ""'),
        ('reason = { fr = "On compte sur vous."', 'reason = { fr = ""'),
        ('answers.tell = { fr = "Prévenir"', 'answers.tell = { fr = ""'),
    ],
)
def test_a_problem_names_its_line(tmp_path: Path, old: str, new: str) -> None:
    (told,) = problems_of(tmp_path, bent(old, new))

    assert told.startswith(f"line {line_of(old)} · ")


def test_a_missing_key_names_the_line_of_its_section(tmp_path: Path) -> None:
    (told,) = problems_of(tmp_path, bent('form = "mobilise"\n', ""))

    line = line_of('[[missions]]\nslug = "pickup"')
    assert told.startswith(f'line {line} · missions[2] "pickup" › form')


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    source = bent("hours = 1.5", "hours = 0").replace('deputy = "anselme"', 'deputy = "nobody"')
    source = source.replace('right = "tell"', 'right = "x"').replace("latitude = 47.777", 'latitude = "n"')
    source = source.replace('name = "Anselme"\n', "")

    told = problems_of(tmp_path, source)

    assert [line.partition(" · ")[2].partition(":")[0] for line in told] == [
        "garden › latitude",
        'referents[1] "anselme" › name',
        'referents[2] "irene" › deputy',
        'missions[1] "french-lessons" › hours',
        'charter › questions[1] "unable" › right',
    ]


def test_a_circle_of_deputies_is_told_once_however_it_is_entered(tmp_path: Path) -> None:
    start = SMALLEST.index('[[referents]]\nslug = "irene"')
    irene = SMALLEST[start : SMALLEST.index("[[missions]]")]
    odette = irene.replace('"irene"', '"odette"').replace('"anselme"', '"irene"')
    source = SMALLEST.replace(irene, irene + odette).replace("capacity = 6", 'capacity = 6\ndeputy = "irene"')

    (told,) = problems_of(tmp_path, source)

    assert "goes round in a circle (anselme → irene → anselme)" in told


def test_slugs_too_long_together_for_a_link_are_refused(tmp_path: Path) -> None:
    source = bent('slug = "levee"', f'slug = "{"a" * 31}"').replace("french-lessons", "b" * 32)

    (told,) = problems_of(tmp_path, source)

    assert told.endswith(
        "makes 63 characters with the garden's, too many for a link; shorten one of them by 3"
    )


def test_a_charter_too_long_for_one_message_is_refused(tmp_path: Path) -> None:
    article = '[[charter.duties]]\ntext = { fr = "%s", en = "b" }\nreason = { fr = "%s", en = "b" }\n\n'
    many = article % ("d" * 150, "e" * 150) * 12

    (told,) = problems_of(tmp_path, bent("[[charter.duties]]", many + "[[charter.duties]]"))

    assert (
        "charter › duties: have 3634 characters in fr, too many for one message; shorten them to 3500" in told
    )


def test_each_language_of_a_text_is_told_of(tmp_path: Path) -> None:
    (told,) = problems_of(tmp_path, bent('{ fr = "Parler.", en = "Speak." }', '{ fr = "", de = "x" }'))

    assert told.endswith(
        "purpose: fr is empty and has no text in en and is written in de, which is not among the garden's languages; "
        'write a text, add en = "…", add it to [garden] languages, or remove it here'
    )


def test_a_story_too_long_for_one_message_is_refused(tmp_path: Path) -> None:
    more = '{ fr = "Un jardin.", en = "%s" }, ' % ("x" * 590)

    (told,) = problems_of(tmp_path, bent('[{ fr = "Un jardin."', f'[{more * 6}{{ fr = "Un jardin."'))

    assert "garden › story: have 3549 characters in en, too many for one message" in told


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0", "\u200b\u200d", "\ufeff"])
def test_a_text_in_which_nothing_can_be_seen_is_empty(tmp_path: Path, blank: str) -> None:
    (told,) = problems_of(tmp_path, bent('name = "La Levée"', f'name = "{blank}"'))

    assert told.endswith("garden › name: is empty; write a text")


def test_emoji_and_markup_signs_are_texts_like_others(tmp_path: Path) -> None:
    file = read_text(tmp_path, bent('"La Levée"', '"<b>La Levée</b> & 👩🏽‍🌾"'))

    assert file.garden.name == "<b>La Levée</b> & 👩🏽‍🌾"


def test_a_broken_file_is_the_operator_s_misuse(tmp_path: Path) -> None:
    path = tmp_path / "garden.toml"
    path.write_text(bent("hours = 1.5", "hours = 0").replace("places = 4", "places = -1"), encoding="utf-8")

    with pytest.raises(Misuse) as caught:
        read_garden_file(path)

    first, *rest = str(caught.value).splitlines()
    assert first == f"{path}: 2 problems, nothing was imported"
    assert len(rest) == 2


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", "holds nothing; copy examples/garden.toml"),
        ("# only a remark\n", "holds nothing; copy examples/garden.toml"),
        ("x = 1\ny = é\n".encode("latin-1"), "line 2 · is not written in UTF-8; save the file again"),
        ('a = "x\n', "line 1 · is not TOML: Illegal character '\\n'; check the quotation marks, commas"),
        ("a = 1\na = 2\n", "line 2 · is not TOML: Cannot overwrite a value; the same key or section"),
        (
            "a = 1\nbonjour le monde\n",
            "line 2 · is not TOML: Expected '=' after a key in a key/value pair; write",
        ),
        ("a = [1,\n\n", "line 1 · is not TOML: "),
        ("a = " + "[" * 100_000, "has lists inside lists without end; copy examples/garden.toml"),
        ("a = " + "9" * 5_000, "line 1 · is not TOML: Exceeds the limit"),
        ("#" * 1_000_001, "has 1000001 bytes; a garden file has 1000000 at most"),
    ],
    ids=[
        "empty",
        "remarks",
        "latin-1",
        "open quote",
        "twice",
        "prose",
        "open list",
        "nested",
        "huge number",
        "huge",
    ],
)
def test_a_text_that_is_no_garden_file_is_refused_in_one_line(
    tmp_path: Path, source: str | bytes, told: str
) -> None:
    with pytest.raises(GardenFileError) as caught:
        read_text(tmp_path, source)

    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'garden.toml'}: {told}")


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(GardenFileError, match="there is no such file"):
        read_garden_file(tmp_path / "nowhere.toml")
    with pytest.raises(GardenFileError, match="is a folder"):
        read_garden_file(tmp_path)


@pytest.mark.parametrize(
    "value", ["0", '"x"', "[]", "{}", "[1]", "[{ fr = 1 }]", "true", "nan", "2027-08-01", "07:00:00"]
)
def test_whatever_one_value_becomes_it_is_read_or_refused_with_its_line(tmp_path: Path, value: str) -> None:
    lines = SMALLEST.splitlines()
    for number, line in enumerate(lines):
        changed = [*lines[:number], f"{line.partition(' = ')[0]} = {value}", *lines[number + 1 :]]
        if " = " in line:
            assert all(problem.line for problem in faults_of(tmp_path, "\n".join(changed)))


def test_whatever_line_is_lost_the_file_is_read_or_refused_with_its_place(tmp_path: Path) -> None:
    lines = SMALLEST.splitlines()

    refused = [
        faults_of(tmp_path, "\n".join([*lines[:number], *lines[number + 1 :]]))
        for number in range(len(lines))
    ]

    assert len([problems for problems in refused if problems]) > 60
    assert all(problem.place or problem.line for problems in refused for problem in problems)


def faults_of(folder: Path, source: str) -> tuple[Problem, ...]:
    """What is wrong with a file; nothing where it is valid."""
    try:
        read_text(folder, source)
    except GardenFileError as error:
        return error.problems
    return ()
