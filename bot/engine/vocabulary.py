"""Owns the words people type for what buttons and dates mean, by language; input only, never shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language's words, folded. `meanings` are by a button's meaning; weekdays begin with Monday."""

    meanings: Mapping[str, frozenset[str]]
    joining: frozenset[str]
    today: frozenset[str]
    tomorrow: frozenset[str]
    after_tomorrow: frozenset[str]
    yesterday: frozenset[str]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    fillers: frozenset[str]
    asking: frozenset[str]  # said around what somebody looks for


def fold(words: str) -> str:
    """Lower case without accents, punctuation or emoji; words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_NOT_WORDS.sub(" ", bare).split())


def _words(written: str) -> frozenset[str]:
    return frozenset(fold(one) for one in written.split(","))


FRENCH = Vocabulary(
    meanings={
        "yes": _words(
            "oui, oui oui, ouais, ok, okay, d'accord, daccord, dac, bien sûr, volontiers, c'est ça, c'est bon, "
            "j'accepte, accepter, je suis d'accord, exact, parfait, continuer, suivant, confirmer, valider, garder"
        ),
        "no": _words("non, nan, non merci, pas d'accord, je refuse, refuser"),
        "done": _words(
            "ok, okay, oui, fini, c'est fini, terminé, c'est tout, valider, suivant, continuer"
        ),
        "none": _words("rien, rien du tout, aucun, aucune, non, ok, okay, suivant, continuer, passer"),
        "skip": _words("passer, sauter, plus loin, je passe, suivant, rien, sans réponse"),
        "more": _words("autres, d'autres, autre, encore, plus, voir plus, montrez m'en d'autres, suite"),
        "back": _words("retour, précédent, en arrière, arrière, revenir, question précédente"),
        "later": _words("plus tard, pas maintenant, après, une autre fois, pause"),
        "human": _words(
            "humain, un humain, une personne, quelqu'un, aide, à l'aide, parler à quelqu'un, parler à une personne, "
            "parler à un humain"
        ),
        "stop": _words("stop, arrêter, arrête, annuler, annule, abandonner, quitter"),
    },
    joining=_words("et, puis, ainsi que, ou"),
    today=_words("aujourd'hui, ce jour, ce soir"),
    tomorrow=_words("demain, dès demain"),
    after_tomorrow=_words("après demain"),
    yesterday=_words("hier"),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janvier", "fevrier", "mars", "avril", "mai", "juin",
        "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
    ),
    fillers=_words(
        "le, la, les, un, une, des, ce, cette, du, de, au, pour, a, partir, vers, l, er, jour, semaine, en, date, "
        "prochain, prochaine, suivant, suivante"
    ),
    asking=_words(
        "je, j, sais, me, mon, ma, mes, vous, on, nous, il, y, d, qu, que, qui, ne, pas, est, ai, suis, "
        "veux, voudrais, aimerais, cherche, recherche, souhaite, souhaiterais, peux, pourrais, envie, besoin, "
        "faire, fais, aider, aide, donner, venir, etre, avoir, avec, chez, dans, sur, aux, chose, quelque, quelques, "
        "quelqu, "
        "mission, missions, benevole, benevolat, creneau, bonjour, merci, svp, plutot, tous, toutes, chaque"
    ),
)  # fmt: skip

ENGLISH = Vocabulary(
    meanings={
        "yes": _words(
            "yes, yes please, yep, yeah, ok, okay, sure, of course, fine, agreed, i agree, accept, i accept, right, "
            "correct, perfect, continue, next, confirm, keep, keep it, go on"
        ),
        "no": _words("no, nope, no thanks, no thank you, i refuse, refuse, i disagree"),
        "done": _words(
            "ok, okay, yes, done, i'm done, that's all, that is all, finished, next, continue"
        ),
        "none": _words("none, none of them, nothing, no, ok, okay, next, continue, skip"),
        "skip": _words("skip, skip it, pass, next, nothing, none, no answer"),
        "more": _words("more, others, other, show more, show others, show me others"),
        "back": _words("back, go back, previous, return"),
        "later": _words("later, not now, another time, pause"),
        "human": _words("human, a human, somebody, someone, help, a person, talk to a human, talk to someone"),
        "stop": _words("stop, cancel, quit, abort, give up, exit"),
    },
    joining=_words("and, then, or"),
    today=_words("today, tonight, this evening"),
    tomorrow=_words("tomorrow"),
    after_tomorrow=_words("day after tomorrow, the day after tomorrow"),
    yesterday=_words("yesterday"),
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    months=(
        "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december",
    ),
    fillers=_words("the, an, a, on, this, of, from, for, th, st, nd, rd, in, day, week, by, date, next, coming"),
    asking=_words(
        "i, i'd, id, im, don, t, dont, not, know, m, me, my, you, your, we, it, is, am, are, be, to, "
        "do, with, at, some, something, any, "
        "want, would, like, look, looking, search, find, need, can, could, help, helping, give, doing, please, "
        "mission, missions, volunteer, volunteering, shift, hello, hi, thanks, thank, every, about, as"
    ),
)  # fmt: skip


def is_small_talk(words: str) -> bool:
    """Whether the words are what people say for a button ("yes", "back"), whatever there is to say it to."""
    folded = fold(words)
    return any(folded in said for one in VOCABULARIES.values() for said in one.meanings.values())


VOCABULARIES: Mapping[str, Vocabulary] = {"fr": FRENCH, "en": ENGLISH}


def vocabularies(language: str) -> tuple[Vocabulary, ...]:
    """The language's own vocabulary first, then the others: people mix them."""
    own = VOCABULARIES.get(language.split("-")[0])
    others = (one for one in VOCABULARIES.values() if one is not own)
    return (own, *others) if own else tuple(others)
