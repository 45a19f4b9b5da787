"""The year's hours for the accounts, or the list of names for an insurer: which year, at which rate, as which file."""

from __future__ import annotations

from bot.domain.prints import TableFormat
from bot.domain.text import say
from bot.engine.conditions import answered
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Number, Option
from bot.marks import _
from bot.usecases.accounting import (
    ACCOUNTS,
    HOURS,
    NAMES,
    YEARS_BACK,
    AccountsFacts,
    read_accounts_facts,
    take_accounts,
)

EARLIEST, LATEST = 2000, 2100
DEAREST = 1000


def last_years(facts: AccountsFacts, answers: Answers) -> tuple[Option, ...]:
    years = range(facts.year, facts.year - YEARS_BACK - 1, -1)
    return tuple(Option(str(year), say("{year}", year=str(year))) for year in years)


accounts = Conversation(
    ACCOUNTS,
    title=_("Hours and lists"),
    facts=read_accounts_facts,
    on_done=take_accounts,
    fleeting=True,
    stopped=_("All right. Nothing was written."),
    steps=[
        Choose(
            "what",
            _("What do you need?"),
            summary=_("Kind of list"),
            options=(
                Option(HOURS, _("Hours of a year, for the accounts")),
                Option(NAMES, _("Who is signed up when, for the insurer")),
            ),
            human=False,
        ),
        Number(
            "year",
            _("Which year?"),
            summary=_("Year"),
            minimum=EARLIEST,
            maximum=LATEST,
            options=last_years,
            columns=3,
            human=False,
        ),
        Number(
            "rate",
            (
                _("At which rate is an hour valued, in euros?"),
                _("Your accounts decide on it, so I propose none. Type a number, or leave it out."),
            ),
            summary=_("Rate"),
            when=answered("what", HOURS),
            whole=False,
            minimum=0,
            maximum=DEAREST,
            skippable=True,
            skip=_("Without a rate"),
            human=False,
        ),
        Choose(
            "format",
            _("As which file?"),
            summary=_("File"),
            options=(
                Option(TableFormat.XLSX.value, _("Workbook (XLSX)")),
                Option(TableFormat.CSV.value, _("Plain table (CSV)")),
            ),
            human=False,
        ),
    ],
)
