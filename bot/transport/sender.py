"""Owns sending one parcel: composed now, in the recipient's language; a screen is reconciled with what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.delivery import Delayed, Dropped, Gone, Migrated, Outcome, Rejected, Sent, Unknown
from bot.domain.garden import Garden
from bot.domain.message import Document, Message
from bot.domain.person import GardenId, PersonId
from bot.i18n import Speaker
from bot.storage import gardens, outbox, people
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.together import Together
from bot.transport.gateway import Gateway
from bot.transport.postman import Letter, Postman, Press
from bot.transport.rendering import render
from bot.transport.verdict import has_vanished
from bot.usecases.composing import COMPOSERS, LOOKED_UP, TIMELY, WITHOUT_PAPER
from bot.usecases.house import House
from bot.usecases.refresh import CLEAR, REFRESH, WITHDRAWN
from bot.usecases.screens import SCREEN, ScreenPlan, plan_screen, record_shown


@dataclass(frozen=True, slots=True)
class _Owed:
    """A letter to be sent, or where `message_id` stands, to be put in that message's place."""

    letter: Letter
    message_id: int | None = None


class Sender:
    """`await send(parcel)`: the outcome, for the outbox to mark."""

    def __init__(self, db: Database, gateway: Gateway, house: House, clock: Clock, press: Press) -> None:
        self._db = db
        self._gateway = gateway
        self._postman = Postman(gateway, press)
        self._house = house
        self._clock = clock
        self._composing = Together[Parcel, "_Owed | None"](lambda some: db.glance(self._compose_all, some))

    async def __call__(self, parcel: Parcel) -> Outcome:
        match parcel.kind:
            case kind if kind == SCREEN:
                return await self._reconcile(parcel)
            case kind if kind == CLEAR:
                cleared = await self._gateway.remove_keyboard(parcel.chat_id, parcel.payload["message"])
                return _if_there(cleared)
            case _:
                return await self._deliver(parcel)

    async def _deliver(self, parcel: Parcel) -> Outcome:
        if parcel.lane > Lane.NOTICE:
            owed = await self._composing.ask(parcel)
        else:  # whoever waits for an answer waits for nobody else's words
            owed = await self._db.read(self._compose, parcel)
        if owed is None:
            return Dropped("no longer relevant")
        if owed.message_id is not None:
            change = self._postman.withdraw if parcel.payload.get(WITHDRAWN) else self._postman.replace
            return _if_there(await change(parcel.chat_id, owed.message_id, owed.letter))
        outcome = await self._postman.post(parcel.chat_id, parcel.thread_id, owed.letter)
        if parcel.kind in WITHOUT_PAPER and _never_came(outcome):
            await self._db.run(WITHOUT_PAPER[parcel.kind], parcel, self._clock.now())
        return outcome

    def _compose_all(self, tx: Transaction, parcels: Sequence[Parcel]) -> list[_Owed | None]:
        """What is sent to very many is composed some at a time, so that what they share is looked up once."""
        people.look_up_people(tx, {PersonId(one.person_id) for one in parcels if one.person_id})
        for kind, look_up in LOOKED_UP.items():
            if alike := [one for one in parcels if one.kind == kind]:
                look_up(tx, alike)
        return [self._compose(tx, parcel) for parcel in parcels]

    def _compose(self, tx: Transaction, parcel: Parcel) -> _Owed | None:
        original = outbox.find_parcel(tx, parcel.payload["of"]) if parcel.kind == REFRESH else parcel
        message = self._message_of(tx, original) if original else None
        if message is None or original is None:
            return None
        letter = Letter(message, self._speaker_to(tx, parcel), self._printer_of(tx, parcel, message))
        if original is parcel:
            return _Owed(letter)
        never_sent = original.message_id is None
        return None if never_sent else _Owed(letter, original.message_id)

    def _message_of(self, tx: Transaction, parcel: Parcel) -> Message | None:
        if parcel.kind in TIMELY:
            return TIMELY[parcel.kind](tx, parcel, self._clock.now())
        composer = COMPOSERS.get(parcel.kind)
        return composer(tx, parcel) if composer else None

    def _printer_of(self, tx: Transaction, parcel: Parcel, message: Message) -> Speaker | None:
        """A document for others than the reader speaks their language."""
        document = message.attachment
        if not isinstance(document, Document) or not document.language:
            return None
        garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
        return self._speaker(document.language, garden)

    def _speaker_to(self, tx: Transaction, parcel: Parcel) -> Speaker:
        garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
        person = people.find_person(tx, PersonId(parcel.person_id)) if parcel.person_id else None
        own = parcel.payload.get("language") or (person.language if person else None)
        language = own or (garden.languages[0] if garden else self._house.catalogues.languages[0])
        return self._speaker(language, garden)

    def _speaker(self, language: str, garden: Garden | None) -> Speaker:
        if garden is None:
            return self._house.catalogues.speaker(language)
        return self._house.speaker(language, garden)

    async def _reconcile(self, parcel: Parcel) -> Outcome:
        """Freeze what was shown last, then show where the conversation stands; twice is as good as once."""
        plan = await self._db.read(plan_screen, self._house, parcel, self._clock.now())
        if plan is None:
            return Dropped("shown already")
        if plan.freeze is not None:
            frozen = await self._freeze(parcel, plan, plan.freeze)
            if isinstance(frozen, Delayed | Gone | Migrated | Unknown):
                return frozen
        if plan.show is None:
            await self._db.run(record_shown, plan.instance_id, None)
            return Sent(plan.freeze or 0)
        return await self._show(parcel, plan, plan.show)

    async def _freeze(self, parcel: Parcel, plan: ScreenPlan, message_id: int) -> Outcome:
        if plan.frozen is None:
            return await self._gateway.remove_keyboard(parcel.chat_id, message_id)
        html = render(plan.frozen, self._speaker(plan.language, plan.garden)).html
        return await self._gateway.edit_message(parcel.chat_id, message_id, html, None)

    async def _show(self, parcel: Parcel, plan: ScreenPlan, message: Message) -> Outcome:
        letter = render(message, self._speaker(plan.language, plan.garden))
        outcome: Outcome = Rejected("nothing to edit")
        if plan.edit is not None:
            outcome = await self._gateway.edit_message(
                parcel.chat_id, plan.edit, letter.html, letter.keyboard
            )
        if plan.edit is None or isinstance(
            outcome, Rejected
        ):  # a message too old to edit, or deleted, is sent anew
            outcome = await self._gateway.send_message(
                parcel.chat_id, parcel.thread_id, letter.html, letter.keyboard
            )
        if isinstance(outcome, Sent):
            message_id = outcome.message_id or plan.edit
            if message_id is not None:
                await self._db.run(record_shown, plan.instance_id, plan.shown(message_id))
        return outcome


def _never_came(outcome: Outcome) -> bool:
    """What the message was to bring is surely not there, and will not be."""
    return isinstance(outcome, Gone | Rejected) or (isinstance(outcome, Sent) and outcome.bare)


def _if_there(outcome: Outcome) -> Outcome:
    """People delete messages, and Telegram lets go of old ones: what was to change there is dropped."""
    if isinstance(outcome, Rejected) and has_vanished(outcome):
        return Dropped(outcome.error)
    return outcome
