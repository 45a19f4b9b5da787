"""English, French, neither: everybody is spoken to in one language, and never in two."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import is_welcomed, stands_at
from tests.journey.walking import buttons_of, introduces, joins

CATALOGUE = Path(__file__).parents[2] / "locale" / "fr" / "LC_MESSAGES" / "messages.po"
SAME_IN_BOTH = 3
"""Letters of a word that may read alike in both languages, as "OK"."""

EN_FRANCAIS = {
    "language": ["Français"],
    "project": ["Continuer"],
    "consent": ["En savoir plus", "Oui, je suis d’accord"],
    "first_name": ["Léa"],
    "age": ["De 15 à 17 ans"],
    "situation": ["Je suis à la retraite"],
    "motivations": ["Rencontrer du monde", "C’est bon"],
    "forms": ["Là où je suis utile"],
    "skills": ["Cuisine", "C’est bon"],
    "skill_level": ["C’est mon métier"],
    "languages": ["C’est bon"],
    "rhythm": ["Chaque semaine"],
    "slots": ["Sam matin", "Dim soir", "C’est bon"],
    "town": ["Ailleurs"],
    "max_km": ["Peu importe la distance"],
    "travel": ["En voiture", "C’est bon"],
    "rights": ["Pourquoi", "Continuer"],
    "duties": ["Continuer"],
    "quiz": ["Rien, cela se verra bien", "J’envoie un petit message", "À personne", "Un grand merci"],
    "charter": ["Oui, j’accepte"],
    "review": ["Changer quelque chose", "Tout est juste"],
}


def english() -> list[re.Pattern[str]]:
    """Every string of the catalogue that reads otherwise in French, as a line of a screen would show it."""
    with CATALOGUE.open("rb") as file:
        found = [message for message in read_po(file) if message.id]
    sources = [text for message in found for text in _both(message.id) if message.string != message.id]
    lines = {re.sub(r"</?[biu]>", "", line).strip() for text in sources for line in text.split("\n")}
    wordy = [line for line in lines if sum(map(str.isalpha, re.sub(r"{\w+}", "", line))) > SAME_IN_BOTH]
    return [re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(line))) for line in wordy]


def _both(id: str | tuple[str, ...]) -> tuple[str, ...]:
    return (id,) if isinstance(id, str) else id


def lines_shown(*people: Person) -> Iterator[str]:
    for person in people:
        for message in person.messages:
            if message.by_bot:
                yield from filter(None, (line.strip() for line in message.text.split("\n")))
                yield from (label.removeprefix("✓ ") for row in message.buttons for label in row)


@pytest.fixture
def lea(emulator: Emulator, app: App) -> Person:
    return emulator.person("Léa", language="fr")


async def walks_in_french(lea: Person) -> None:
    await lea.says("/start")
    for step, acts in EN_FRANCAIS.items():
        for act in acts:
            await lea.taps(act)
        if step == "age":
            await lea.says("Claire, ma mère, 06 11 22 33 44")


async def test_the_whole_path_can_be_walked_in_french_and_no_english_is_met(
    lea: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await walks_in_french(lea)
    assert "samedi matin et dimanche soir" in lea.screen.text or "comme vous l’avez dit" in lea.screen.text
    await lea.taps("En voir d’autres")
    await lea.taps("Rien de tout cela")
    await lea.says("Des abeilles")
    await lea.says("/missions")
    for ways in (
        ["Cette semaine"],
        ["Chercher autrement"],
        ["Chercher autrement", "Par type"],
        ["Près de moi"],
    ):
        for way in ways:
            await lea.taps(way)
        await lea.says("/missions")
    await lea.taps(buttons_of(lea)[0])
    await lea.taps("Partager")
    await lea.taps("sam. 4 avr.")
    await lea.taps("Seulement moi")
    await lea.says("/planning")
    await lea.taps("sam. 4 avr.")
    await nadia.taps("Record the agreement")
    for command in (
        "/profile",
        "/privacy",
        "/referent",
        "/help",
        "/human",
        "/language",
        "/cancel",
        "/foo",
        "/start",
    ):
        await lea.says(command)
    await lea.sends_sticker()
    await lea.taps_data("n.take.1")

    spoken = english()
    leaks = {line for line in lines_shown(lea) for pattern in spoken if pattern.fullmatch(line)}
    assert leaks == set()
    assert [toast for toast in lea.toasts if any(pattern.fullmatch(toast) for pattern in spoken)] == []


async def test_what_is_typed_is_understood_in_french(app: App, lea: Person) -> None:
    await lea.says("/start")
    for typed in ("Francais", "oui", "d'accord", "Léa", "18 ans ou plus", "retraite", "rencontrer du monde",
                  "c'est bon", "là où je suis utile", "rien", "c'est bon", "chaque semaine", "samedi matin",
                  "fini", "ailleurs", "peu importe", "voiture", "fini", "oui", "suivant"):  # fmt: skip
        await lea.says(typed)
        assert "Je n’ai pas compris" not in lea.screen.text, typed

    assert "Trois petites questions" in lea.screen.text


async def test_the_language_is_guessed_and_changed_in_one_tap(emulator: Emulator, app: App) -> None:
    lea = emulator.person("Léa", language="fr")
    await lea.says("/start")
    assert "Bonjour et bienvenue" in lea.screen.text
    assert buttons_of(lea)[:2] == ["Français", "English"]

    await lea.taps("English")

    assert "Who we are" in lea.screen.text
    assert "grow vegetables" in lea.screen.text


@pytest.mark.parametrize("code", [None, "xx", "pt-BR", "zh-hans", "", "fr-CA"])
async def test_whoever_speaks_another_language_is_met_in_the_first_of_ours(
    emulator: Emulator, app: App, code: str | None
) -> None:
    zoe = emulator.person("Zoé", language=code)
    await zoe.says("/start")

    assert "Bonjour et bienvenue" in zoe.screen.text
    assert {"Français", "English"} <= set(buttons_of(zoe))


async def test_changing_the_language_in_the_middle_changes_the_question_too(app: App, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")
    await ana.says("/language")
    await ana.taps("Français")

    assert "À quel rythme aimeriez-vous venir" in ana.screen.text
    assert "Chaque semaine" in buttons_of(ana)
    assert not any("How often" in message.text and message.buttons for message in ana.messages)
    await ana.taps("Chaque semaine")
    assert "Retour" in str(buttons_of(ana))


async def test_the_language_can_be_typed_with_a_mistake(app: App, ana: Person) -> None:
    await is_welcomed(app, ana)
    await ana.says("/language")

    await ana.says("francais")

    assert "français" in ana.screen.text


async def test_notices_reach_each_reader_in_their_own_language(
    app: App, lea: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, lea, languages=("fr", "en"))
    await lea.says("/missions")
    await lea.taps("Un coup de main aux plantations")
    await lea.taps("Oui, je participe")

    assert "Votre référent·e" in lea.screen.text
    await solene.taps("Ouvrir la fiche", chat=team)
    await solene.taps("What they told of themselves")
    assert "First name: Léa" in solene.screen.text
    await lea.says("/human")
    await lea.says("Bonjour !")
    assert "Bonjour !" in team.screen.text


async def test_an_english_path_meets_no_french(ana: Person, solene: Person, team: Group) -> None:
    await introduces(ana)
    await joins(ana, "Lend a hand with planting")

    assert not re.search(r"\b(vous|votre|nous|avec|pour)\b", "\n".join(lines_shown(ana)))
    spoken = english()
    assert sum(any(one.fullmatch(line) for one in spoken) for line in lines_shown(ana)) > 30, (
        "the sieve works"
    )
