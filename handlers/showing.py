"""Commands that show something, or begin a conversation: what a use case composes is the reply."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.message import Message
from bot.errors import Refusal
from bot.storage.database import Transaction
from bot.transport.act import Deed, Outcome
from bot.usecases.converse import begin
from bot.usecases.house import Caller
from bot.usecases.replies import reply


def showing(compose: Callable[[Transaction, Caller], Message | Refusal]) -> Deed:
    """A command whose answer is one message."""

    def do(tx: Transaction, caller: Caller) -> Outcome:
        shown = compose(tx, caller)
        if isinstance(shown, Refusal):
            return shown
        reply(tx, caller, shown)
        return None

    return do


def answering(deed: Callable[[Transaction, Caller], None]) -> Deed:
    """A command or a button that always has an answer of its own."""

    def do(tx: Transaction, caller: Caller) -> Outcome:
        deed(tx, caller)
        return None

    return do


def beginning(conversation: str) -> Deed:
    """A command that opens a conversation."""

    def do(tx: Transaction, caller: Caller) -> Outcome:
        begin(tx, caller, conversation)
        return None

    return do
