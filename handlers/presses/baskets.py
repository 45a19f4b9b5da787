"""Buttons about baskets: what its holder says of one, what keepers and other members answer, the list and its ticks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.domain.pickup import PickupAnswer, PickupId, RequestId
from bot.domain.point import PointId
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.transport.toasts import Toast
from bot.usecases.house import Caller
from bot.usecases.pickups.calendar import open_delivery
from bot.usecases.pickups.changing import answer, give_away, move, take_back
from bot.usecases.pickups.closing import explain
from bot.usecases.pickups.contents import open_contents
from bot.usecases.pickups.deciding import decide
from bot.usecases.pickups.friends import open_friend
from bot.usecases.pickups.keeping import open_lists, show_list, tick, turn_list
from bot.usecases.pickups.moving import list_points
from bot.usecases.pickups.naming import open_keepers
from bot.usecases.pickups.papers import owe_list
from bot.usecases.pickups.pausing import come_home, open_away
from bot.usecases.pickups.showing import open_basket, open_one, show_recipe
from bot.usecases.pickups.swapping import answer_swap, ask_to_swap, list_swaps
from handlers.presses.missions import shows
from handlers.presses.press import NOTHING, NUMBER, Press, done

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
PAGE = "[0-9]{1,4}"
CHOSEN = rf"{NUMBER}\.{NUMBER}"
"""A basket, and the point it is to go to."""
THANKS = _("Thank you for telling us.")
ASKED = _("It is late, so the keeper is asked; at night, in the morning. The answer comes here.")


def _basket(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    if args:
        return open_one(tx, caller, PickupId(int(args[0])))
    return open_basket(tx, caller)


def _come(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(answer(tx, caller, PickupId(int(args[0])), PickupAnswer.COMING), THANKS)


def _late(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(answer(tx, caller, PickupId(int(args[0])), PickupAnswer.LATE), THANKS)


def _move(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    number = PickupId(int(args[0]))
    if not args[1:]:
        return shows(lambda tx, caller, args: list_points(tx, caller, number))(tx, caller, args)
    moved = move(tx, caller, number, PointId(int(args[1])))
    return _or_asked(moved, _("All right: it is there now. /basket shows it."))


def _give(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return _or_asked(
        give_away(tx, caller, PickupId(int(args[0]))), _("Thank you! Somebody will be glad of it.")
    )


def _back(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(take_back(tx, caller, PickupId(int(args[0]))), _("All right: it is kept for you."))


def _swap(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    number = PickupId(int(args[0]))
    if not args[1:]:
        return shows(lambda tx, caller, args: list_swaps(tx, caller, number))(tx, caller, args)
    asked = ask_to_swap(tx, caller, number, PointId(int(args[1])))
    return done(asked, _("They are asked. You will hear when somebody says yes, or that nobody can."))


def _decide(granted: bool) -> Press:
    """`s` before the number: between two members; without: the keeper's."""

    def do(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
        if args[0].startswith("s"):
            said = answer_swap(tx, caller, RequestId(int(args[0][1:])), granted=granted)
            return done(said, _("Thank you! They know.") if granted else THANKS)
        return done(decide(tx, caller, RequestId(int(args[0])), granted=granted), _("Thank you! They know."))

    return Press(f"s?{NUMBER}", do)


def _left(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(explain(tx, caller, PickupId(int(args[0])), args[1]), THANKS)


def _list(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    day = _day(args[1])
    return show_list(tx, caller.in_private(), PointId(int(args[0])), day) if day else NotFound()


def _turn(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    day = _day(args[1][:10])
    return turn_list(tx, caller, PointId(int(args[0])), day, int(args[1][11:])) if day else NotFound()


def _print(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    day = _day(args[1])
    return owe_list(tx, caller.in_private(), PointId(int(args[0])), day) if day else NotFound()


def _tick(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return tick(tx, caller, PickupId(int(args[0])), fetched=args[1] == "1")


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _or_asked(outcome: bool | Refusal, text: str) -> Outcome:
    if isinstance(outcome, Refusal):
        return outcome
    return Toast(say(text if outcome else ASKED))


PRESSES: Mapping[str, Press] = {
    "basket": Press(f"({NUMBER})?", _basket),
    "brecipe": Press(NUMBER, shows(lambda tx, caller, args: show_recipe(tx, caller, PickupId(int(args[0]))))),
    "bcome": Press(NUMBER, _come),
    "blate": Press(NUMBER, _late),
    "bfriend": Press(NUMBER, lambda tx, caller, args: open_friend(tx, caller, PickupId(int(args[0])))),
    "bmove": Press(rf"{NUMBER}(\.{NUMBER})?", _move, CHOSEN),
    "bgive": Press(NUMBER, _give),
    "bback": Press(NUMBER, _back),
    "bswap": Press(rf"{NUMBER}(\.{NUMBER})?", _swap, CHOSEN),
    "byes": _decide(granted=True),
    "bno": _decide(granted=False),
    "baway": Press(NOTHING, lambda tx, caller, args: open_away(tx, caller)),
    "bhome": Press(f"({NUMBER})?", lambda tx, caller, args: come_home(tx, caller), "0"),
    "bleft": Press(rf"{NUMBER}\.(have|come|give)", _left),
    "blists": Press(NOTHING, shows(lambda tx, caller, args: open_lists(tx, caller))),
    "blist": Press(rf"{NUMBER}\.{DAY}", _list),
    "bturn": Press(rf"{NUMBER}\.{DAY}-{PAGE}", _turn),
    "btick": Press(rf"{NUMBER}\.[01]", _tick),
    "bprint": Press(rf"{NUMBER}\.{DAY}", _print),
    "bday": Press(NOTHING, lambda tx, caller, args: open_delivery(tx, caller)),
    "bkeepers": Press(NOTHING, lambda tx, caller, args: open_keepers(tx, caller)),
    "bcontents": Press(NOTHING, lambda tx, caller, args: open_contents(tx, caller)),
}
