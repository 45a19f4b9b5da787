"""Owns what a request of the page leads to: the verbs, and an answer to every frame, whatever was in it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping

from bot.domain.text import say
from bot.errors import CoupDeMainError, Refusal
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.messages import Json
from bot.rehearsal.page import acts
from bot.rehearsal.page.asked import Asked, NotUnderstood
from bot.rehearsal.page.production import Production, Theatre

log = logging.getLogger(__name__)

Act = Callable[[Production, Asked], Awaitable[Json]]

ACTS: Mapping[str, Act] = {
    "says": acts.says,
    "taps": acts.taps,
    "follows": acts.follows,
    "presses": acts.presses,
    "edits": acts.edits,
    "contact": acts.contact,
    "location": acts.location,
    "blocks": acts.blocks,
    "unblocks": acts.unblocks,
    "leaves": acts.leaves,
}


async def answered(work: Callable[[], Awaitable[Json]], number: int | None, speaker: Speaker) -> Json:
    """The answer to one request: what came of it, or why nothing did."""
    try:
        return {"id": number, "ok": True, "result": await work()}
    except Refusal as refusal:
        words = say(refusal.message, **refusal.fields)
    except AssertionError as error:  # what the people of the rehearsal cannot do
        words = say(_("That cannot be done: {reason}"), reason=str(error))
    except CoupDeMainError as error:
        words = say(_("That did not work: {reason}"), reason=str(error))
    except Exception:
        log.exception("a request of the page failed")
        words = say(_("Something broke in the rehearsal itself. Its log says what."))
    return {"id": number, "ok": False, "error": speaker.plain(words)}


async def act(theatre: Theatre, asked: Asked) -> Json:
    """Something that people do. Raises: NotUnderstood."""
    found = ACTS.get(asked.verb)
    if found is None:
        raise NotUnderstood(what=asked.verb[:40] or "do")
    return await found(theatre.production, asked)
