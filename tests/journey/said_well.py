"""What every message of a journey is held to: it is read to the end, and one nobody asked for says why it came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from bot.app import App
from bot.checking.words import READ_TO_THE_END
from bot.rehearsal import Emulator
from bot.storage.database import Transaction
from bot.storage.tables import outbox

OTHERS_WORDS = frozenset({"human_answer", "human_request"})
EVERY_SLIP = frozenset({"members_sheet"})
LONG_ON_PURPOSE = OTHERS_WORDS | EVERY_SLIP | {"screen"}
"""What people wrote themselves, the slips of a list with their lines; `coupdemain check` measures the screens."""

WHY = {
    "absence_noted": ("you are noted as away", "Une absence est notée pour vous"),
    "agreement_late": ("parent’s agreement is not there yet", "L’accord de votre parent n’est pas encore là"),
    "basket_late": ("because you keep this point", "parce que vous tenez ce point"),
    "basket_swap_asked": ("because you fetch there", "parce que vous passez là-bas"),
    "basket_unclaimed": ("because your basket is still there", "parce que votre panier est encore là"),
    "call": ("Why you:", "Pourquoi vous :"),
    "event_agreement_late": (
        "parent’s agreement is not there yet",
        "L’accord de votre parent n’est pas encore là",
    ),
    "event_free": ("because you are on the waiting list", "parce que vous êtes sur la liste d’attente"),
    "event_invite": ("because you belong to the garden", "parce que vous êtes en lien avec le jardin"),
    "event_lapsed": ("because you were on the waiting list", "parce que vous étiez sur la liste d’attente"),
    "event_offered": ("because you are on the waiting list", "parce que vous êtes sur la liste d’attente"),
    "event_photo": ("because you were there", "parce que vous y étiez"),
    "event_thanks": ("because you were expected there", "parce que l’on vous y attendait"),
    "event_wait_over": (
        "because you were on the waiting list",
        "parce que vous étiez sur la liste d’attente",
    ),
    "first_outing": ("because you look after them", "parce que vous accompagnez cette personne"),
    "have_you_met": ("because a first word soon", "un premier mot sans tarder"),
    "hours": ("because hours count once", "parce que les heures comptent une fois"),
    "hours_changed": ("because it differs", "parce que cela diffère"),
    "lift_near": ("because you are looking for a seat", "parce que vous cherchez une place"),
    "nudge": ("because your sign-up is not finished", "parce que votre inscription n’est pas terminée"),
    "offer_lapsed": ("because you were on the waiting list", "parce que vous étiez sur la liste d’attente"),
    "outing_told": ("because you look after them", "parce que vous accompagnez cette personne"),
    "place_free_now": ("because you are on the waiting list", "parce que vous êtes sur la liste d’attente"),
    "place_offered": ("because you are on the waiting list", "parce que vous êtes sur la liste d’attente"),
    "referent_away": ("because you are waiting for a word", "parce que vous attendez un mot"),
    "reminder": ("because you are expected", "parce que l’on compte sur vous"),
    "report_ask": ("so that your hours count", "pour que vos heures comptent"),
    "report_month": ("I ask once a month, because", "une fois par mois, parce que"),
    "retention_warning": ("because the law asks us", "parce que la loi nous demande"),
    "season_words": ("The season is over", "La saison est finie"),
    "stepping_in": ("you step in", "vous prenez le relais"),
    "still_waiting": ("because you wrote to the team", "parce que vous avez écrit à l’équipe"),
    "thanks": ("because you give your time", "parce que vous donnez de votre temps"),
    "thanks_invite": ("They have been thanked", "Un merci est déjà parti"),
    "thanks_word": ("A word from", "Un mot de"),
    "volunteer_erased": ("Somebody you followed", "Une personne que vous suiviez"),
    "wait_over": ("because you were on the waiting list", "parce que vous étiez sur la liste d’attente"),
    "welcome_back": ("These people wait for a word", "Ces personnes attendent un mot"),
}
"""Of each kind of unasked message the words that say why it came, in English and in French."""

Row = tuple[str, bool]
"""The kind of a message that was sent, and whether nobody had asked for it."""


async def assert_said_well(app: App, emulator: Emulator) -> None:
    sent = await app.db.read(_sent)
    faults = list(_faults(emulator, sent))
    assert not faults, "\n".join(faults)


def _sent(tx: Transaction) -> dict[tuple[int, int], Row]:
    """By chat and message; an edit counts as what it edits."""
    columns = (outbox.c.chat_id, outbox.c.message_id, outbox.c.kind, outbox.c.unasked)
    there = select(*columns).where(outbox.c.message_id.is_not(None), outbox.c.kind != "refresh")
    return {(row.chat_id, row.message_id): (row.kind, row.unasked) for row in tx.connection.execute(there)}


def _faults(emulator: Emulator, sent: Mapping[tuple[int, int], Row]) -> Iterator[str]:
    for call in emulator.calls:
        if call.chat is None or not isinstance(call.answer, dict) or "message_id" not in call.answer:
            continue
        kind, unasked = sent.get((call.chat, call.answer["message_id"]), ("", False))
        text = str(call.answer.get("text", call.answer.get("caption", ""))).replace("\xa0", " ")
        if len(text) > READ_TO_THE_END and kind not in LONG_ON_PURPOSE:
            yield f"{kind}: {len(text)} characters, people read {READ_TO_THE_END}: {text}"
        if unasked and call.method.startswith("send") and not any(why in text for why in WHY.get(kind, ())):
            yield f"{kind}: nobody asked for it, and it does not say why it came: {text}"
