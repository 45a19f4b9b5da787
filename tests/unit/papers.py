"""A certificate and a poster as a garden would have them made."""

from __future__ import annotations

from datetime import date

from bot.domain.prints import Certificate, DoneMission, Letterhead, Poster, Signatory, YearOfHours
from bot.domain.text import Words
from bot.i18n import Catalogues

CATALOGUES = Catalogues.load()
FRENCH, ENGLISH = CATALOGUES.speaker("fr"), CATALOGUES.speaker("en")


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
    code="K7QM-2XRD-91FT",
    check_url="https://t.me/coup_de_main_bot?start=v_K7QM2XRD91FT",
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
