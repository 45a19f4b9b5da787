"""Owns papers as a garden would have them made, each of a kind, and their pictures in docs/, in French.

`python -m tools.papers` takes the pictures anew.
"""

from __future__ import annotations

import asyncio
import sys
from base64 import b64decode, b64encode
from datetime import date, time

from playwright.async_api import Browser

from bot.domain.prints import (
    BasketLine,
    BasketList,
    Certificate,
    DoneMission,
    Letter,
    Letterhead,
    Letters,
    Poster,
    Signatory,
    YearOfHours,
)
from bot.domain.text import Words, say
from bot.i18n import Catalogues
from bot.marks import _
from bot.printing.basket_lists import basket_list_values
from bot.printing.certificates import certificate_values
from bot.printing.letters import letter_values
from bot.printing.paper import Paper
from bot.printing.posters import poster_values
from bot.printing.typesetting import Values, typeset
from tools.chromium import find_chromium, started
from tools.screens import written

DOCS = "docs/{name}.webp"
WIDTH, HEIGHT = 620, 877
"""Of a picture; the pages are set twice as large and drawn smaller, so that letters are smooth."""
QUALITY, LARGEST = 80, 70_000


def words(english: str, french: str) -> Words:
    return Words({"en": english, "fr": french})


CERTIFICATE = Certificate(
    letterhead=Letterhead(
        name="Jardin des Hirondelles",
        legal_name="Association Les Hirondelles, loi 1901",
        registration="RNA W931234567",
        address="12 chemin des Cultures\n93270 Sevran",
        contact="benevoles@hirondelles.example",
    ),
    person="Ana Pereira",
    missions=(
        DoneMission(
            words("Saturday harvest and market stall", "Récolte du samedi et stand au marché"),
            date(2025, 9, 6),
            date(2026, 5, 30),
            42.5,
        ),
        DoneMission(
            words("French conversation with employees", "Conversation en français avec les salarié·es"),
            date(2026, 1, 14),
            date(2026, 4, 29),
            18,
        ),
        DoneMission(
            words("Open day: welcoming families", "Portes ouvertes : accueil des familles"),
            date(2026, 5, 1),
            date(2026, 5, 1),
            6,
        ),
    ),
    years=(YearOfHours(2025, 21), YearOfHours(2026, 45.5)),
    skills=(
        words("Welcoming the public", "Accueillir du public"),
        words(
            "Working in a team with people of different backgrounds",
            "Travailler en équipe avec des personnes d’horizons différents",
        ),
        words("Leading a conversation workshop", "Animer un atelier de conversation"),
        words("Handling cash and keeping a stall", "Tenir un stand et une caisse"),
    ),
    signatory=Signatory("Claire Martin", words("volunteer coordinator", "coordinatrice du bénévolat")),
    place="Sevran",
    issued_on=date(2026, 6, 1),
    code="K7QM-2XRD-93FT-4WVB-HJN8-6PYC-5EGZ",
    check_url="https://t.me/coup_de_main_bot?start=v_K7QM2XRD93FT4WVBHJN86PYC5EGZ",
)

POSTER = Poster(
    garden="Jardin des Hirondelles",
    title=words("Saturday harvest", "Récolte du samedi"),
    url="https://t.me/coup_de_main_bot?start=m_12",
    what=words(
        "Pick the week’s vegetables together with the gardeners, then fill the baskets. No experience needed: "
        "somebody shows you everything.",
        "Cueillez les légumes de la semaine avec l’équipe du jardin, puis garnissez les paniers. Aucune expérience "
        "n’est nécessaire : quelqu’un vous montre tout.",
    ),
    when=(
        words("Saturday 14 March, 9:00 to 12:00", "Samedi 14 mars, de 9 h à 12 h"),
        words("then every Saturday until October", "puis chaque samedi jusqu’en octobre"),
    ),
    where=words(
        "12 chemin des Cultures, Sevran\n(RER B, then bus 607)",
        "12 chemin des Cultures, Sevran\n(RER B, puis bus 607)",
    ),
    contact="01 23 45 67 89",
)

HALL = words("The market hall in Sully", "La halle de Sully")
LETTERS = Letters(
    garden="Jardin des Hirondelles",
    letters=tuple(
        Letter(name, number, HALL, f"https://t.me/coup_de_main_bot?start=i_Ab3dEfGh1jKlMn0pQrStU{number}")
        for name, number in (("Ana Pereira", "17"), ("Famille Le Goff-Amrani", "18"))
    ),
    until=date(2026, 6, 1),
    contact="01 23 45 67 89 · paniers@hirondelles.example",
)

BASKETS = BasketList(
    garden="Jardin des Hirondelles",
    point=HALL,
    address="Place de la Halle, 45600 Sully-sur-Loire",
    when=say(_("{day}, {start} to {end}"), day=date(2026, 3, 5), start=time(17), end=time(19)),
    lines=(
        BasketLine("Badr Amrani", "m", say(_("running late"))),
        BasketLine("Rosa D’Angelo", "l", fetched=True),
        BasketLine("Famille Le Goff-Amrani", "m"),
        BasketLine("Ana Pereira", "s", say(_("{friend} collects"), friend="Luc")),
        BasketLine("Marie-Christine de la Fontaine-Dubois", "m", say(_("goes to the solidarity programme"))),
    ),
)


async def main() -> int:
    path = find_chromium()
    if path is None:
        sys.stderr.write("papers: no Chromium; install one, or name it in COUPDEMAIN_CHROMIUM\n")
        return 1
    paper = Paper(Catalogues.load().speaker("fr"))
    papers: dict[str, Values] = {
        "certificate": certificate_values(CERTIFICATE, paper),
        "poster": poster_values(POSTER, paper),
        "letters": letter_values(LETTERS, paper),
        "basket_list": basket_list_values(BASKETS, paper),
    }
    async with started(path) as browser:
        sizes = [await take(browser, name, values) for name, values in papers.items()]
    return int(max(sizes) > LARGEST)


async def take(browser: Browser, name: str, values: Values) -> int:
    """Take one picture; its size in bytes."""
    png = b64encode(typeset(name, values, format="png", ppi=150)).decode()
    page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    await page.set_content(
        f'<body style="margin:0"><img src="data:image/png;base64,{png}" width="{WIDTH}" height="{HEIGHT}">'
    )
    await page.evaluate("document.images[0].decode()")
    devtools = await page.context.new_cdp_session(page)
    told = await devtools.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return written(DOCS.format(name=name), b64decode(told["data"]))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
