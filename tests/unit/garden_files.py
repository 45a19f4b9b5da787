"""Garden files for tests: the smallest valid one, to be bent one value at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.usecases.garden_file import GardenFile, GardenFileError, read_garden_file

EXAMPLE = Path(__file__).parents[2] / "examples" / "garden.toml"

SMALLEST = """\
[garden]
slug = "levee"
name = "La Levée"
timezone = "Europe/Paris"
languages = ["fr", "en"]
address = "12 chemin de la Levée"
latitude = 47.777
longitude = 2.361
contact = "bonjour@levee.example"
data_contact = "donnees@levee.example"
story = [{ fr = "Un jardin.", en = "A garden." }]

[rules]
opens = "9:00"
closes = "17:00"

[[towns]]
slug = "sully"
name = "Sully"
latitude = 47.768
longitude = 2.375

[[pickup_points]]
slug = "halle"
name = { fr = "La halle", en = "The hall" }
address = "Place de la Halle"
opening = { fr = "Le jeudi", en = "Thursdays" }
latitude = 47.767
longitude = 2.374

[[referents]]
slug = "anselme"
name = "Anselme"
domains = ["paniers"]
languages = ["fr"]
capacity = 6
looks_after = { fr = "Les paniers.", en = "Baskets." }
contact = { fr = "Il vous écrit.", en = "He writes." }

[[referents]]
slug = "irene"
name = "Irène"
domains = ["accompagnement"]
languages = ["fr", "en"]
capacity = 4
looks_after = { fr = "Le français.", en = "French." }
contact = { fr = "Elle appelle.", en = "She calls." }
deputy = "anselme"

[[missions]]
slug = "french-lessons"
form = "give_time"
title = { fr = "Le français", en = "French" }
purpose = { fr = "Parler.", en = "Speak." }
tasks = [{ fr = "Parler", en = "Talk" }]
when = { fr = "Le samedi", en = "Saturdays" }
slots = ["sat-morning"]
rhythms = ["weekly"]
where = { fr = "Au jardin", en = "At the garden" }
place = "garden"
hours = 1.5
places = 4
learn = { fr = "Écouter.", en = "Listen." }
skills = ["french_teaching"]
required = { french_teaching = "did_it" }
on_request = true
minimum_age = 18
provided = { fr = "Une salle.", en = "A room." }
domain = "accompagnement"

[[missions]]
slug = "pickup"
form = "mobilise"
title = { fr = "Un point de retrait", en = "A pickup point" }
purpose = { fr = "Accueillir.", en = "Welcome." }
tasks = [{ fr = "Accueillir", en = "Welcome" }]
when = { fr = "Le jeudi", en = "Thursdays" }
rhythms = ["once"]
where = { fr = "À la halle", en = "At the hall" }
place = "halle"
hours = 2
learn = { fr = "L’accueil.", en = "Welcoming." }
minimum_age = 0
provided = { fr = "La liste.", en = "The list." }
domain = "paniers"

[[charter.rights]]
text = { fr = "Vous choisissez.", en = "You choose." }
reason = { fr = "C’est un don.", en = "It is a gift." }

[[charter.duties]]
text = { fr = "Nous prévenons.", en = "We tell." }
reason = { fr = "On compte sur vous.", en = "You are counted on." }

[[charter.questions]]
slug = "unable"
prompt = { fr = "Que faire ?", en = "What to do?" }
answers.tell = { fr = "Prévenir", en = "Tell" }
answers.no = { fr = "Rien", en = "Nothing" }
right = "tell"
explanation = { fr = "Un mot suffit.", en = "A word is enough." }
"""


def bent(old: str, new: str) -> str:
    """The smallest file with one passage changed."""
    assert SMALLEST.count(old) >= 1, f"{old!r} is not in the smallest garden file"
    return SMALLEST.replace(old, new, 1)


def read_text(folder: Path, source: str | bytes) -> GardenFile:
    path = folder / "garden.toml"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return read_garden_file(path)


def problems_of(folder: Path, source: str | bytes) -> list[str]:
    """What is said of a broken file, one line for each problem."""
    with pytest.raises(GardenFileError) as caught:
        read_text(folder, source)
    return [str(problem) for problem in caught.value.problems]
