"""Owns the errors the emulator answers with, in Telegram's wording (how established: docs/emulator.md)."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A call Telegram would refuse. `parameters` become ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def wire(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class Unmodelled(Refused):
    """What the rehearsal does not model: answered 501 and kept in `emulator.complaints`."""

    def __init__(self, what: str) -> None:
        super().__init__(501, f"Not Implemented: the rehearsal does not model {what}")
        self.what = what


def bad_request(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    return Refused(403, f"Forbidden: {what}")


def conflict(what: str) -> Refused:
    return Refused(409, f"Conflict: {what}")


def too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def too_large() -> Refused:
    return Refused(413, "Request Entity Too Large")


def migrated(new_chat_id: int) -> Refused:
    return Refused(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new_chat_id
    )


def cannot_parse(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
