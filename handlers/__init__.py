"""Update in, use case, reply out. `register` is the one ordered routing table."""

from __future__ import annotations

from functools import partial
from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.usecases.absence import open_absence
from bot.usecases.agenda.links import show_calendar
from bot.usecases.calling.drafting import open_call
from bot.usecases.certificates_for import open_certificate
from bot.usecases.citizen_account import show_citizen_account
from bot.usecases.desk import list_pending, show_referents_of
from bot.usecases.events.listing import list_events
from bot.usecases.helping import open_profile, saw_an_edit, show_help, write_in_private
from bot.usecases.logging_hours import open_report
from bot.usecases.managing.cards import show_menu
from bot.usecases.membership import open_joining
from bot.usecases.people import list_people
from bot.usecases.pickups.keeping import open_lists
from bot.usecases.pickups.showing import open_basket
from bot.usecases.record import show_record
from bot.usecases.reminding.wishing import open_wishes
from bot.usecases.signed_up import open_planning
from bot.usecases.start import open_missions
from handlers import checking, grouping, membership, presses, starting, talking
from handlers.deps import Deps
from handlers.showing import answering, beginning, showing

__all__ = ["Deps", "register"]

PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS
PERSONAL = [
    "start",
    "missions",
    "planning",
    "events",
    "calendar",
    "profile",
    "basket",
    "keeper",
    "reminders",
    "referent",
    "human",
    "language",
    "privacy",
    "certificate",
    "report",
    "member",
    "cec",
    "verify",
    "cancel",
    "manage",
]
NEW = filters.UpdateType.MESSAGE
"""Edited messages also reach command handlers: only new ones are commands."""


def register(app: Application[Any, Any, Any, Any, Any, Any], deps: Deps) -> None:
    """Order matters: a conversation's answer is tried only after every command."""
    with_deps = partial(partial, deps=deps)
    here, there = PRIVATE & NEW, GROUPS & NEW
    app.add_handlers(
        [
            CommandHandler("start", with_deps(starting.open_bot), filters=here),
            CommandHandler("missions", deps.doing(open_missions), filters=here),
            CommandHandler("planning", deps.doing(open_planning), filters=here),
            CommandHandler("events", deps.doing(showing(list_events)), filters=here),
            CommandHandler("calendar", deps.doing(answering(show_calendar)), filters=here),
            CommandHandler("profile", deps.doing(open_profile), filters=here),
            CommandHandler("basket", deps.doing(open_basket), filters=here),
            CommandHandler("keeper", deps.doing(showing(open_lists)), filters=here),
            CommandHandler("reminders", deps.doing(open_wishes), filters=here),
            CommandHandler("referent", deps.doing(showing(show_referents_of)), filters=here),
            CommandHandler("human", deps.doing(beginning("human")), filters=here),
            CommandHandler("language", deps.doing(beginning("language")), filters=here),
            CommandHandler("privacy", deps.doing(showing(show_record)), filters=here),
            CommandHandler("report", deps.doing(open_report), filters=here),
            CommandHandler("member", deps.doing(open_joining), filters=here),
            CommandHandler("certificate", deps.doing(open_certificate), filters=here),
            CommandHandler("cec", deps.doing(showing(show_citizen_account)), filters=here),
            CommandHandler("verify", with_deps(checking.verify), filters=here),
            CommandHandler("cancel", deps.doing(talking.cancel), filters=here),
            CommandHandler(PERSONAL, deps.doing(write_in_private), filters=there),
            CommandHandler("help", deps.doing(show_help), filters=NEW),
            CommandHandler("absence", deps.doing(open_absence), filters=NEW),
            CommandHandler("people", deps.doing(list_people), filters=NEW),
            CommandHandler("pending", deps.doing(showing(list_pending)), filters=NEW),
            CommandHandler("call", deps.doing(open_call), filters=NEW),
            CommandHandler("manage", deps.doing(showing(show_menu)), filters=here),
            CommandHandler("link", with_deps(grouping.link), filters=NEW),
            CallbackQueryHandler(with_deps(talking.take_tap), pattern=talking.TAP),
            CallbackQueryHandler(with_deps(presses.take_press), pattern=presses.PRESS),
            CallbackQueryHandler(deps.doing(presses.not_ours)),
            ChatMemberHandler(with_deps(membership.note_membership), ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, with_deps(membership.follow_group)),
            MessageHandler(filters.REPLY & there & ~filters.COMMAND, with_deps(grouping.take_reply)),
            MessageHandler(filters.COMMAND & here, with_deps(talking.take_unknown_command)),
            MessageHandler(PRIVATE & NEW & ~filters.StatusUpdate.ALL, with_deps(talking.take_message)),
            MessageHandler(PRIVATE & filters.UpdateType.EDITED_MESSAGE, deps.doing(saw_an_edit)),
        ]
    )
