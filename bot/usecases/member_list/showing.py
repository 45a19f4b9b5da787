"""Owns the one message about a list that was sent: being read, what is wrong, what it would do, how far, done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from bot.domain.message import Button, Document, Message
from bot.domain.prints import Sheet as Page
from bot.domain.prints import Table, TableFormat
from bot.domain.sheet import Sheet, SheetId, SheetState
from bot.domain.text import Cut, Listed, Text, counted, from_json, say
from bot.engine.steps.base import lines
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import sheets
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.managing.access import may_manage
from bot.usecases.managing.cards import Rows
from bot.usecases.member_list.columns import MEANINGS, Column
from bot.usecases.member_list.problems import Problem
from bot.usecases.notify import tell_person

PROBLEMS = "members_problems"
SHOWN = 5
"""Problems in the message; a file holds the others."""
LONGEST_TITLE = 24
AGAIN = say(_("Correct them in your list and send it here again. Nothing has been imported."))


def compose_sheet(tx: Transaction, parcel: Parcel) -> Composed:
    """How things stand with the list."""
    sheet = sheets.find_sheet(tx, SheetId(parcel.payload["sheet"]))
    if sheet is None:
        return None
    message = _SHOWN[sheet.state](sheet)
    return Message(message.paragraphs, message.rows, reply_to=sheet.message_id)


def owe_problems(tx: Transaction, caller: Caller, sheet_id: SheetId) -> Refusal | None:
    """All that is wrong, as a table to work through."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    sheet = sheets.find_sheet(tx, sheet_id)
    if sheet is None or sheet.garden_id != caller.garden.id or sheet.state is not SheetState.FAULTY:
        return NotFound()
    dedupe = f"{PROBLEMS}:{caller.cause}"
    payload = {"sheet": sheet_id}
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        PROBLEMS,
        payload,
        dedupe=dedupe,
        now=caller.now,
        lane=Lane.REPLY,
    )
    return None


def compose_problems(tx: Transaction, parcel: Parcel) -> Composed:
    sheet = sheets.find_sheet(tx, SheetId(parcel.payload["sheet"]))
    if sheet is None or sheet.state is not SheetState.FAULTY:
        return None
    head: tuple[Text, ...] = (say(_("Line")), say(_("Column")), say(_("What is wrong")), say(_("What to do")))
    rows = tuple((one.line, one.column, one.what, one.fix) for one in _problems(sheet))
    table = Table((Page(say(_("To correct")), head, rows),), TableFormat.XLSX)
    told = say(_("Everything to correct, line by line."))
    return Message((told,), (), Document(say(_("To correct.xlsx")), table))


def columns_of(summary: Mapping[str, Any]) -> Text:
    """Which column was read as what, and which are left alone."""
    read = [
        say(_("“{title}” → {meaning}"), title=Cut(title, LONGEST_TITLE), meaning=MEANINGS[Column(meaning)])
        for title, meaning in summary["columns"]
    ]
    ignored = tuple(Cut(title, LONGEST_TITLE) for title in summary["ignored"])
    if not ignored:
        return lines(read)
    return lines([*read, say(_("Left alone: {titles}"), titles=Listed(ignored, apart=True))])


def counts_of(summary: Mapping[str, Any]) -> list[Text]:
    """How many are new, changed, unchanged, and named no more."""
    left = len(summary["left"])
    changing = ngettext("{count} household changes", "{count} households change")
    same = ngettext("{count} stays as it is", "{count} stay as they are")
    gone = ngettext("{count} is no longer on the list", "{count} are no longer on the list")
    return [
        counted(_NEW, summary["new"], _("no new household")),
        counted(changing, summary["changed"], _("no household changes")),
        *([say(same, count=summary["unchanged"])] if summary["unchanged"] else []),
        *([say(gone, count=left)] if left else []),
    ]


_NEW = ngettext("{count} new household", "{count} new households")


def _reading(sheet: Sheet) -> Message:
    return Message((say(_("📄 I am reading your list. Nothing is imported before you say so.")),))


def _unreadable(sheet: Sheet) -> Message:
    return Message((cast(Text, from_json(sheet.summary["why"])), say(_("Nothing has been imported."))))


def _faulty(sheet: Sheet) -> Message:
    count = sheet.summary["problem_count"]
    heading = say(
        ngettext(
            "<b>{count} thing to correct in your list</b>", "<b>{count} things to correct in your list</b>"
        ),
        count=count,
    )
    shown = lines([one.told() for one in _problems(sheet)[:SHOWN]])
    every = (Button(say(_("📄 All of them, as a table")), data=f"n.hproblems.{sheet.id}"),)
    return Message((heading, shown, AGAIN), (every,) if count > SHOWN else ())


def _ready(sheet: Sheet) -> Message:
    summary = sheet.summary
    heading = say(
        ngettext("<b>Your list: {count} household</b>", "<b>Your list: {count} households</b>"),
        count=summary["households"],
    )
    columns = columns_of(summary)
    drop = Button(say(_("✕ Do not import")), data=f"n.hdrop.{sheet.id}")
    if not (summary["new"] or summary["changed"] or summary["left"]):
        nothing = say(_("It says what I know already: there is nothing to import."))
        return Message((heading, nothing, columns), ((drop,),))
    rows: Rows = ((Button(say(_("✅ Import")), data=f"n.himport.{sheet.id}.all"), drop),)
    paragraphs = [heading, lines(counts_of(summary)), columns]
    if summary["left"]:
        leave = say(ngettext("Import; {count} leaves", "Import; {count} leave"), count=len(summary["left"]))
        stay = say(_("Import; nobody leaves"))
        paragraphs.append(
            say(
                _(
                    "Whoever leaves gets no basket from now on. Is this only part of your list? Then nobody leaves."
                )
            )
        )
        rows = (
            (Button(leave, data=f"n.himport.{sheet.id}.all"),),
            (Button(stay, data=f"n.himport.{sheet.id}.part"),),
            (drop,),
        )
    return Message(tuple(paragraphs), rows)


def _importing(sheet: Sheet) -> Message:
    told = say(_("⏳ Importing: {done} of {total}."), done=sheet.done, total=sheet.summary["households"])
    return Message((told,))


def _done(sheet: Sheet) -> Message:
    summary = sheet.summary
    changed = ngettext("{count} household changed", "{count} households changed")
    left = ngettext("{count} household left", "{count} households left")
    done = [
        counted(_NEW, summary["written"], _("no new household")),
        counted(changed, summary["rewritten"], _("no household changed")),
        counted(left, summary["gone"], _("no household left")),
    ]
    told = say(_("✅ <b>Imported</b>"))
    return Message((told, lines(done)), ((Button(say(_("🧺 Baskets")), data="n.members"),),))


def _dropped(sheet: Sheet) -> Message:
    return Message((say(_("This list was not imported, and nothing of it is kept.")),))


_SHOWN: Mapping[SheetState, Callable[[Sheet], Message]] = {
    SheetState.READING: _reading,
    SheetState.UNREADABLE: _unreadable,
    SheetState.FAULTY: _faulty,
    SheetState.READY: _ready,
    SheetState.IMPORTING: _importing,
    SheetState.DONE: _done,
    SheetState.DROPPED: _dropped,
}


def _problems(sheet: Sheet) -> list[Problem]:
    return [Problem.from_json(raw) for raw in sheet.summary["problems"]]
