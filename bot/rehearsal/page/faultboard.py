"""Owns the faults somebody asked for on the page: each in words, until it is used up or lifted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from bot.domain.text import Text, say
from bot.errors import Refusal
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.chats import Kind
from bot.rehearsal.faults import Fault
from bot.rehearsal.messages import Json
from bot.rehearsal.page.asked import Asked, NotUnderstood
from bot.rehearsal.page.production import Production
from bot.rehearsal.refusals import Refused, forbidden, too_many

LONGEST = 3600
WRITES = frozenset(
    {
        *(
            "sendMessage",
            "sendPhoto",
            "sendDocument",
            "sendVoice",
            "sendLocation",
            "sendVenue",
            "sendSticker",
        ),
        *("editMessageText", "editMessageCaption", "editMessageReplyMarkup", "copyMessage", "forwardMessage"),
        *("sendChatAction", "pinChatMessage", "sendContact", "deleteMessage", "setMessageReaction"),
    }
)
"""Calls that reach a chat: what Telegram refuses by 403 or 429."""

_WORDS = {
    "slow": _("Telegram answers {seconds} s late"),
    "too_many": _("Telegram asks to wait {seconds} s (429)"),
    "blocked": _("Telegram says that the bot is blocked (403)"),
    "cut": _("The connection drops"),
    "server": _("Telegram has an error of its own (500)"),
    "down": _("Telegram is away"),
}


class NoSuchFault(Refusal):
    message = _("This fault is over already.")


class Writing(Fault):
    """A fault of calls that write to a chat, and of no others."""

    def strikes(self, method: str, chat: int | None, raw: Mapping[str, object]) -> bool:
        return method in WRITES and super().strikes(method, chat, raw)


@dataclass(frozen=True, slots=True)
class Posted:
    """`fault` None: the server as a whole is away."""

    id: int
    kind: str
    chat: int | None
    seconds: int
    fault: Fault | None


class Faultboard:
    """What is broken now, because somebody wanted to see what happens then."""

    def __init__(self, production: Production) -> None:
        self._world = production.emulator.world
        self._faults = production.emulator.faults
        self._posted: list[Posted] = []
        self._ids = count(1)

    def post(self, asked: Asked) -> Posted:
        """Raises: NotUnderstood, where there is no such fault."""
        kind, chat = asked.words("kind", longest=20), asked.maybe_whole("chat")
        if kind not in _WORDS or (chat is not None and chat not in self._world.chats):
            raise NotUnderstood(what="kind" if kind not in _WORDS else "chat")
        default = {"slow": 3, "too_many": 30}.get(kind, 0)
        seconds = round(min(LONGEST, max(0.0, asked.maybe_figure("seconds") or default)))
        fault = self._fault(kind, chat, seconds, asked.maybe_whole("times"))
        if fault is None:
            if self._faults.away is None:
                self._faults.down()
        else:
            self._faults.active.append(fault)
        posted = Posted(next(self._ids), kind, chat, seconds, fault)
        self._posted.append(posted)
        return posted

    def _fault(self, kind: str, chat: int | None, seconds: int, times: int | None) -> Fault | None:
        match kind:
            case "slow":
                return Fault(chat=chat, times=times, seconds=seconds)
            case "too_many":
                return Writing(chat=chat, times=times, refusal=too_many(max(1, seconds)))
            case "blocked":
                return Writing(chat=chat, times=times, refusal=self._blocked(chat))
            case "cut":
                return Fault(chat=chat, times=times, cuts=True)
            case "server":
                return Fault(chat=chat, times=times, refusal=Refused(500, "Internal Server Error"))
            case _:
                return None

    def _blocked(self, chat: int | None) -> Refused:
        place = self._world.chats.get(chat) if chat is not None else None
        if place is None or place.kind is Kind.PRIVATE:
            return forbidden("bot was blocked by the user")
        return forbidden(f"bot was kicked from the {place.kind.value} chat")

    def lift(self, number: int) -> None:
        """Raises: NoSuchFault."""
        found = next((one for one in self._posted if one.id == number), None)
        if found is None:
            raise NoSuchFault
        self._end(found)

    def lift_all(self) -> None:
        for posted in [*self._posted]:
            self._end(posted)

    def _end(self, posted: Posted) -> None:
        self._posted.remove(posted)
        if posted.fault is not None:
            self._faults.active = [one for one in self._faults.active if one is not posted.fault]
        elif not any(one.fault is None for one in self._posted):
            self._faults.up()

    def drop_spent(self) -> bool:
        """Forget what has struck as often as it was meant to; whether anything was forgotten."""
        spent = [one for one in self._posted if one.fault is not None and _is_spent(one.fault)]
        for posted in spent:
            self._end(posted)
        return bool(spent)

    def shape(self, speaker: Speaker) -> list[Json]:
        return [self.fault_shape(one, speaker) for one in self._posted]

    def fault_shape(self, posted: Posted, speaker: Speaker) -> Json:
        return {
            "id": posted.id,
            "kind": posted.kind,
            "chat": posted.chat,
            "seconds": posted.seconds,
            "words": speaker.plain(self._words(posted)),
        }

    def _words(self, posted: Posted) -> Text:
        words = say(_WORDS[posted.kind], seconds=posted.seconds)
        place = self._world.chats.get(posted.chat) if posted.chat is not None else None
        if place is not None:
            # i18n: a fault, and the chat it strikes
            return say(_("{fault}: {chat}"), fault=words, chat=place.name)
        return words


def _is_spent(fault: Fault) -> bool:
    return fault.times is not None and fault.seen >= fault.times
