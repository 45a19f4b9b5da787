"""How texts come out: translated, escaped, in the reader's plural, date and list forms."""

import time as stopwatch
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import Cut, Listed, Words, from_json, say, to_json
from bot.errors import Failure
from bot.i18n import Catalogues, Speaker
from bot.i18n.template import escaped
from bot.marks import Plural

PARIS = ZoneInfo("Europe/Paris")
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
)
FRENCH = """
msgid "Hello <b>{name}</b> & co"
msgstr "Bonjour <b>{name}</b> & Cie"

msgid "{count} place left"
msgid_plural "{count} places left"
msgstr[0] "{count} place libre"
msgstr[1] "{count} places libres"

msgid "{day} at {time}"
msgstr "{day} à {time}"

msgid "On {day}"
msgstr "Le {day}"
"""


def write(folder: Path, entries: str, language: str = "fr") -> Path:
    path = folder / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + entries, encoding="utf-8")
    return folder


def load(folder: Path, entries: str) -> Catalogues:
    return Catalogues.load(write(folder, entries))


@pytest.fixture
def french(tmp_path: Path) -> Speaker:
    return load(tmp_path, FRENCH).speaker("fr", PARIS)


@pytest.fixture
def english(tmp_path: Path) -> Speaker:
    return load(tmp_path, FRENCH).speaker("en", PARIS)


def test_a_phrase_keeps_its_tags_and_escapes_everything_else(french: Speaker):
    phrase = say("Hello <b>{name}</b> & co", name="<i>Zoé</i> & {name}")

    assert french.say(phrase) == "Bonjour <b>&lt;i&gt;Zoé&lt;/i&gt; &amp; {name}</b> &amp; Cie"
    assert french.plain(phrase) == "Bonjour <i>Zoé</i> & {name} & Cie"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana", "le mot d’<b>Ana</b>"),
        ("Émile", "le mot d’<b>Émile</b>"),
        ("Œdipe", "le mot d’<b>Œdipe</b>"),
        ("Mehdi", "le mot de <b>Mehdi</b>"),
        ("Hélène", "le mot de <b>Hélène</b>"),
        ("<Ana>", "le mot de <b>&lt;Ana&gt;</b>"),
        ("", "le mot de <b></b>"),
    ],
)
def test_french_shortens_before_a_vowel(french: Speaker, english: Speaker, name: str, shown: str):
    assert french.say(say("le mot de <b>{name}</b>", name=name)) == shown
    assert english.say(say("le mot de <b>{name}</b>", name=name)) == f"le mot de <b>{escaped(name)}</b>"


def test_only_whole_words_are_shortened(french: Speaker):
    assert french.plain(say("le guide {name}", name="Ana")) == "le guide Ana"
    assert french.plain(say("dès que {name} vient", name="Ana")) == "dès qu’Ana vient"
    assert french.plain(say("Lors de {day}", day=date(2026, 3, 1))) == "Lors de dimanche 1er mars 2026"


def test_english_is_said_from_the_code(english: Speaker):
    assert english.say(say("Hello <b>{name}</b> & co", name="Ana")) == "Hello <b>Ana</b> &amp; co"


@pytest.mark.parametrize(
    ("language", "spoken"), [("fr", "fr"), ("FR_ca", "fr"), ("en-GB", "en"), ("de", "fr"), ("", "fr")]
)
def test_an_unknown_language_is_spoken_to_in_french(tmp_path: Path, language: str, spoken: str):
    assert load(tmp_path, FRENCH).speaker(language).language == spoken


def test_french_comes_first(tmp_path: Path):
    write(tmp_path, "", language="ar")

    assert load(tmp_path, FRENCH).languages == ("fr", "en", "ar")


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0 place libre"), (1, "1 place libre"), (2, "2 places libres")]
)
def test_the_language_chooses_its_plural(french: Speaker, count: int, shown: str):
    assert french.say(say(Plural("{count} place left", "{count} places left"), count)) == shown


def test_english_says_zero_places(english: Speaker):
    assert english.say(say(Plural("{count} place left", "{count} places left"), 0)) == "0 places left"


def test_an_untranslated_plural_keeps_the_english_rule(french: Speaker):
    assert french.say(say(Plural("{count} hand", "{count} hands"), 0)) == "0 hands"
    assert french.say(say(Plural("{count} hand", "{count} hands"), 1)) == "1 hand"


def test_instants_are_read_in_the_garden_s_zone(french: Speaker, english: Speaker):
    instant = datetime(2026, 3, 14, 17, 30, tzinfo=UTC)

    assert french.say(say("On {day}", day=instant)) == "Le samedi 14 mars 2026 à 18\u00a0h\u00a030"
    assert english.say(say("On {day}", day=instant)) == "On Saturday 14 March 2026 at 18:30"


def test_days_and_times_are_written_out(french: Speaker):
    assert french.say(say("{a} / {b}", a=date(2026, 3, 1), b=time(9))) == "dimanche 1er mars 2026 / 9\u00a0h"


def test_numbers_are_written_as_the_language_does(french: Speaker, english: Speaker):
    assert french.say(say("{n}", n=2.5)) == "2,5"
    assert english.say(say("{n}", n=12000)) == "12,000"


def test_lists_are_joined_as_the_language_joins_them(french: Speaker, english: Speaker):
    listed = Listed(("a", Words({"fr": "bé", "en": "bee"}), say("On {day}", day="<c>")))

    assert french.say(listed) == "a, bé et Le &lt;c&gt;"
    assert english.plain(listed) == "a, bee and On <c>"


def test_what_begins_with_a_capital_is_kept_apart(french: Speaker, english: Speaker):
    listed = Listed(
        (Words({"fr": "Récolter", "en": "Harvest"}), "Vendre", say("On {day}", day="<c>")), apart=True
    )

    assert french.say(listed) == "Récolter · Vendre · Le &lt;c&gt;"
    assert english.plain(listed) == "Harvest · Vendre · On <c>"
    assert from_json(to_json(listed)) == listed


def test_a_title_is_cut_at_a_word_in_each_language(french: Speaker, english: Speaker):
    cut = Cut(Words({"fr": "Récolter <et> composer les paniers", "en": "Harvest and make baskets"}), 24)

    assert french.plain(cut) == "Récolter <et> composer…"
    assert french.say(cut) == "Récolter &lt;et&gt; composer…"
    assert english.plain(cut) == "Harvest and make baskets"
    assert from_json(to_json(cut)) == cut


def test_a_list_that_was_stored_before_is_joined_as_ever():
    assert from_json({"t": "list", "i": ["a", "b"]}) == Listed(("a", "b"))


def test_phrases_nest(french: Speaker):
    assert french.say(say("On {day}", day=say("Hello <b>{name}</b> & co", name="Ana"))) == (
        "Le Bonjour <b>Ana</b> &amp; Cie"
    )


def test_hostile_characters_are_stripped(french: Speaker):
    assert french.say("Ana\u202e evil\x00\ud800\r\nline\u2066") == "Ana evil\nline"


def test_arabic_and_emoji_pass(french: Speaker):
    assert french.say("مريم 👩\u200d🌾") == "مريم 👩\u200d🌾"


def test_a_field_that_was_not_given_is_named(french: Speaker):
    with pytest.raises(LookupError, match="was given no 'name'"):
        french.say(say("Hello <b>{name}</b> & co"))


def test_a_missing_translation_is_said_in_english_and_logged_once(
    french: Speaker, caplog: pytest.LogCaptureFixture
):
    assert french.say(say("Unheard of")) == "Unheard of"
    assert french.plain(say("Unheard of")) == "Unheard of"
    assert [record.getMessage() for record in caplog.records] == [
        "no translation into fr of 'Unheard of'; run `make catalogues`"
    ]


@pytest.mark.parametrize("layout", ["{one}\n{other}", "• {one}: <i>{other}</i>"])
def test_a_mere_layout_needs_no_translation(french: Speaker, caplog: pytest.LogCaptureFixture, layout: str):
    assert french.plain(say(layout, one="a", other="b")).startswith(("a", "• a"))
    assert caplog.records == []


@given(st.text(), st.text())
def test_no_field_can_break_the_markup(shared_speaker: Speaker, name: str, other: str):
    shown = shared_speaker.say(say("<b>{name}</b>{other}", name=name, other=other))

    assert shown.startswith("<b>")
    assert shown.count("<") == shown.count(">") == 2
    shown.encode()


@pytest.fixture(scope="session")
def shared_speaker(tmp_path_factory: pytest.TempPathFactory) -> Speaker:
    return load(tmp_path_factory.mktemp("locale"), FRENCH).speaker("fr")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('msgid "A"\nmsgstr ""', "'A' is not translated"),
        ('#, fuzzy\nmsgid "A"\nmsgstr "B"', "'A' is marked fuzzy: read it again and take the mark off"),
        ('msgid "A {x}"\nmsgstr "B"', "'A {x}' lacks a placeholder of the English: x"),
        ('msgid "A"\nmsgstr "B {y}"', "'A' has a placeholder that the English has not: y"),
        ('msgid "<b>A</b>"\nmsgstr "A"', "'<b>A</b>' has the tags [] where the English has ['<b>', '</b>']"),
        ('#. i18n: button\nmsgid "A"\nmsgstr "%s"' % ("B" * 65), "at most 64"),
        ('#. i18n: toast: shown at the top\nmsgid "A"\nmsgstr "%s"' % ("B" * 201), "at most 200"),
        ('msgid "A"\nmsgstr "%s"' % ("B" * 4097), "at most 4096"),
        (
            'msgid "{count} x"\nmsgid_plural "{count} xs"\nmsgstr[0] "{count} y"\nmsgstr[1] ""',
            "is not translated",
        ),
    ],
)
def test_each_problem_of_a_translation_is_named(tmp_path: Path, entry: str, problem: str):
    [line] = load(tmp_path, entry).problems()

    assert line.startswith("fr: ")
    assert problem in line


def test_a_singular_may_leave_out_its_number(tmp_path: Path):
    entry = 'msgid "{count} x"\nmsgid_plural "{count} xs"\nmsgstr[0] "un y"\nmsgstr[1] "{count} y"'

    assert load(tmp_path, entry).problems() == []


def test_an_unsafe_translation_is_not_used(tmp_path: Path):
    speaker = load(tmp_path, 'msgid "Hello {name}"\nmsgstr "Bonjour {nom}"').speaker("fr")

    assert speaker.say(say("Hello {name}", name="Ana")) == "Hello Ana"


def test_a_string_the_template_has_and_a_catalogue_lacks_is_a_problem(tmp_path: Path):
    (tmp_path / "messages.pot").write_text(HEADER + 'msgid "New"\nmsgstr ""\n')

    assert load(tmp_path, FRENCH).problems() == ["fr: 'New' is not in the catalogue; run `make catalogues`"]


def test_a_broken_catalogue_is_named(tmp_path: Path):
    with pytest.raises(Failure, match=r"messages\.po cannot be read"):
        load(tmp_path, "no catalogue at all")


def test_the_shipped_catalogues_load():
    assert Catalogues.load().languages[:2] == ("fr", "en")


def test_saying_a_phrase_takes_microseconds(shared_speaker: Speaker):
    phrase = say("Hello <b>{name}</b> & co", name="Ana")
    shared_speaker.say(phrase)
    best = min(_timed(shared_speaker, phrase) for _ in range(5))

    assert best < 100e-6


def _timed(speaker: Speaker, phrase) -> float:
    begin = stopwatch.process_time()
    for _ in range(200):
        speaker.say(phrase)
    return (stopwatch.process_time() - begin) / 200
