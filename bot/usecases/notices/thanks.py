"""Owns the words of thanks, and the invitation to add one's own. No ranking, no points, nothing in kind."""

from __future__ import annotations

from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.text import Text, say
from bot.domain.thanks import HOURS, Occasion, Thanks, ThanksId
from bot.marks import _, ngettext
from bot.storage import gardens, people, thanks
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.followed import called
from bot.usecases.house import Composed

THANKS = "thanks"
PERSONAL = "thanks_word"
INVITED = "thanks_invite"


NO_MORE = (Button(say(_("Stop thanking me")), data="n.stop.thanks"),)


def compose_thanks(tx: Transaction, parcel: Parcel) -> Composed:
    """The garden's thanks, why it comes, and how to be left in peace."""
    said = thanks.find_thanks(tx, ThanksId(parcel.payload["thanks"]))
    garden = gardens.find_garden(tx, said.garden_id) if said else None
    if said is None or garden is None:
        return None
    name = called(tx, garden.id, said.person_id)
    why = say(_("<i>You get this because you give your time to the garden. No answer is needed.</i>"))
    return Message(
        (*words_of_thanks(said, garden, name), why),
        (NO_MORE,),
    )


def compose_invitation(tx: Transaction, parcel: Parcel) -> Composed:
    """To whoever follows them: a personal word says more than ours."""
    said = thanks.find_thanks(tx, ThanksId(parcel.payload["thanks"]))
    person = people.find_person(tx, said.person_id) if said else None
    if said is None or person is None:
        left = Message((say(_("This volunteer has left. Nothing more to do.")),))
        return left if parcel.message_id else None
    name = called(tx, said.garden_id, said.person_id)
    if said.personal_by is not None:
        return Message((_occasion(said, name), say(_("✅ A word has been added. Thank you!"))))
    occasion = _occasion(said, name)
    if person.telegram_id is None or not person.reachable:
        return Message((occasion, say(_("Telegram does not reach them: please thank them when you meet."))))
    return Message(
        (
            occasion,
            say(
                _(
                    "They have been thanked in the garden’s name. A word of your own would reach them, signed by you."
                )
            ),
        ),
        ((Button(say(_("Add a word")), data=f"n.word.{said.id}"),),),
    )


def compose_personal(tx: Transaction, parcel: Parcel) -> Composed:
    """The word of somebody of the team, with their name."""
    words = str(parcel.payload.get("text") or "")
    if not words:
        return None
    name = str(parcel.payload.get("from") or "")
    heading = (
        say(_("💚 A word from <b>{name}</b>:"), name=name) if name else say(_("💚 A word from the team:"))
    )
    return Message((heading, words), ((Button(say(_("Write back")), data="n.human"),),))


def words_of_thanks(said: Thanks, garden: Garden, name: Text) -> tuple[Text, ...]:
    """The garden's own words for an occasion."""
    match said.occasion:
        case Occasion.FIRST:
            return (
                say(_("💚 {name}, you came for the first time: thank you!"), name=name),
                say(
                    _("Beginning is the hardest part. The whole team of {garden} is glad that you came."),
                    garden=garden.name,
                ),
            )
        case Occasion.SEASON:
            return (
                say(
                    _("💚 {name}, the season has come to its end at {garden}."), name=name, garden=garden.name
                ),
                say(_("You were part of it. Thank you for your time, your hands and your good humour!")),
            )
        case Occasion.MILESTONE:
            return (
                say(
                    _("💚 {name}, {what} with {garden}: thank you!"),
                    name=name,
                    what=_count(said),
                    garden=garden.name,
                ),
                say(_("Every one of them counted. If you ever need it on paper, /certificate makes it out.")),
            )


def _occasion(said: Thanks, name: Text) -> Text:
    match said.occasion:
        case Occasion.FIRST:
            return say(_("<b>{name}</b> came for the first time."), name=name)
        case Occasion.SEASON:
            return say(_("<b>{name}</b> came this season."), name=name)
        case Occasion.MILESTONE:
            return say(_("<b>{name}</b>: {what} with us."), name=name, what=_count(said))


def _count(said: Thanks) -> Text:
    if said.key.startswith(HOURS):
        return say(ngettext("{count} hour", "{count} hours"), count=said.count)
    return say(ngettext("{count} outing", "{count} outings"), count=said.count)
