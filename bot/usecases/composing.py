"""What every notice says: composed from the database at the moment it is sent, so that it is never out of date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from bot.clock import Instant
from bot.domain.message import Message
from bot.domain.person import PersonId
from bot.domain.text import Phrase, Text, say
from bot.marks import _
from bot.storage import people
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.absence import ABSENCE_NOTED, compose_absence_noted
from bot.usecases.accounting import ACCOUNTS, compose_accounts
from bot.usecases.agenda.files import DATE_FILE, DATES_CHANGED, compose_changed_dates, compose_dates
from bot.usecases.agreements import LET_GO, MISSING
from bot.usecases.answering import compose_answer
from bot.usecases.card import CARD, compose_card
from bot.usecases.certify import (
    CERTIFICATE,
    NAME_ASKED,
    UNSIGNED,
    compose_certificate,
    compose_name_asked,
    compose_unsigned,
    take_back_certificate,
)
from bot.usecases.closing import (
    MISSION_ENDED,
    MISSION_PAUSED,
    MISSION_RESUMED,
    compose_ended,
    compose_paused,
    compose_resumed,
)
from bot.usecases.events import afterwards as after_events
from bot.usecases.events import agreements as event_agreements
from bot.usecases.events import carpool, check_in, lift_notices
from bot.usecases.events import change_words as event_changes
from bot.usecases.events import notices as about_events
from bot.usecases.events import seating as event_places
from bot.usecases.events import sharing as event_sharing
from bot.usecases.events.answering import GOING
from bot.usecases.events.changing import CANCELLED as EVENT_CANCELLED
from bot.usecases.events.changing import CHANGED as EVENT_CHANGED
from bot.usecases.events.listing import SHEET
from bot.usecases.events.publishing import INVITATION
from bot.usecases.events.ride_words import WORDS as RIDE_WORDS
from bot.usecases.events.sending_photos import PHOTO, compose_photo
from bot.usecases.house import Composed
from bot.usecases.joining import WHO, compose_who_is_who
from bot.usecases.keeping_talks import TALK_HANDED, compose_talk_handed
from bot.usecases.managing.households import HOUSEHOLDS, compose_households
from bot.usecases.managing.letters import LETTERS, compose_letters
from bot.usecases.managing.poster import POSTER, compose_poster
from bot.usecases.managing.splitting import SPLIT, compose_split
from bot.usecases.member_list.announcing import ROW_CHANGED, compose_row_changed
from bot.usecases.member_list.receiving import SENT_LIST
from bot.usecases.member_list.showing import PROBLEMS, compose_problems, compose_sheet
from bot.usecases.monthly import ASK_MONTH, compose_month
from bot.usecases.notices import (
    about_absences,
    about_agreements,
    about_shifts,
    hours,
    thanks,
    to_booked,
    to_called,
    to_callers,
    to_coordinators,
    to_team,
    to_volunteer,
    to_waiting,
    words_to_team,
)
from bot.usecases.notify import ON_BEHALF
from bot.usecases.nudge import compose_nudge
from bot.usecases.outing_notices import TOLD, compose_told
from bot.usecases.pickups.asking import KEEPER_ASKED
from bot.usecases.pickups.closing import UNCLAIMED, compose_unclaimed
from bot.usecases.pickups.deciding import compose_answered, compose_asked
from bot.usecases.pickups.keeping import LIST, compose_list
from bot.usecases.pickups.lateness import KEEPER_LATE, compose_late_baskets
from bot.usecases.pickups.naming import (
    KEEPER_NAMED,
    KEEPER_THANKED,
    compose_keeper_named,
    compose_keeper_thanked,
)
from bot.usecases.pickups.news_words import (
    BASKET_CHANGED,
    DELIVERY_CHANGED,
    compose_basket_changed,
    compose_delivery_changed,
)
from bot.usecases.pickups.papers import PRINTED, compose_printed
from bot.usecases.pickups.promises import ANSWERED, NOT_SWAPPED
from bot.usecases.pickups.showing import BASKET, compose_basket
from bot.usecases.pickups.swapping import (
    SWAP_ASKED,
    SWAPPED,
    compose_not_swapped,
    compose_swap_asked,
    compose_swapped,
)
from bot.usecases.pickups.taken_out import GONE_FROM_CALENDAR, compose_taken_out
from bot.usecases.prompts import FIRST_OUTING, HAVE_YOU_MET, compose_first_outing, compose_meeting
from bot.usecases.proposing import mission_proposed, proposal_taken, request_kept
from bot.usecases.refer import FIRST_TIME
from bot.usecases.regulars import STOPPED_COMING
from bot.usecases.reminding.answering import LATE, compose_late
from bot.usecases.reminding.firing import REMINDER
from bot.usecases.reminding.saying import compose_reminder, look_up_reminders
from bot.usecases.replies import compose_reply
from bot.usecases.reporting import ASK, compose_question
from bot.usecases.retention import compose_warning
from bot.usecases.season import WORDS as SEASON_WORDS
from bot.usecases.season import compose_words
from bot.usecases.sharing import CODE, compose_code
from bot.usecases.shift_changes import CHANGED, compose_change
from bot.usecases.stepping_in import REFERENT_AWAY, STEPPING_IN, WELCOME_BACK
from bot.usecases.talks import ANSWER, REQUEST, SETTLED
from bot.usecases.team_dates import TEAM_DATES, compose_team_dates
from bot.usecases.unanswered import STILL_WAITING
from bot.usecases.unclaimed import STILL_UNCLAIMED, compose_still_unclaimed

Composer: TypeAlias = Callable[[Transaction, Parcel], Composed]
"""The message of a parcel as things stand now; None where it is no longer relevant and must not be sent."""

TimelyComposer: TypeAlias = Callable[[Transaction, Parcel, Instant], Composed]

TIMELY: Mapping[str, TimelyComposer] = MappingProxyType(
    {
        REMINDER: compose_reminder,
        BASKET: compose_basket,
        SHEET: about_events.sheet,
        INVITATION: about_events.invitation,
        GOING: about_events.going,
        carpool.BOARD: lift_notices.board,
    }
)
"""What says other things, or nothing at all, according to the moment it is sent, or changed, at."""


def _when_it_was_owed(compose: TimelyComposer) -> Composer:
    return lambda tx, parcel: compose(tx, parcel, parcel.created_at)


COMPOSERS: Mapping[str, Composer] = MappingProxyType(
    {
        **{kind: _when_it_was_owed(compose) for kind, compose in TIMELY.items()},
        "reply": compose_reply,
        DATE_FILE: compose_dates,
        DATES_CHANGED: compose_changed_dates,
        "nudge": compose_nudge,
        CODE: compose_code,
        "retention_warning": compose_warning,
        ANSWER: compose_answer,
        STILL_WAITING: to_volunteer.still_waiting,
        SETTLED: to_volunteer.settled,
        CARD: compose_card,
        HAVE_YOU_MET: compose_meeting,
        FIRST_OUTING: compose_first_outing,
        STEPPING_IN: about_absences.stepping_in,
        REFERENT_AWAY: about_absences.referent_away,
        WELCOME_BACK: about_absences.welcome_back,
        ABSENCE_NOTED: compose_absence_noted,
        TALK_HANDED: compose_talk_handed,
        ASK: compose_question,
        TOLD: compose_told,
        LATE: compose_late,
        ASK_MONTH: compose_month,
        ACCOUNTS: compose_accounts,
        SEASON_WORDS: compose_words,
        CERTIFICATE: compose_certificate,
        UNSIGNED: compose_unsigned,
        NAME_ASKED: compose_name_asked,
        hours.HOURS: hours.compose_hours,
        hours.HOURS_CHANGED: hours.compose_changed,
        thanks.THANKS: thanks.compose_thanks,
        thanks.INVITED: thanks.compose_invitation,
        thanks.PERSONAL: thanks.compose_personal,
        "your_referent": to_volunteer.your_referent,
        "referent_changed": to_volunteer.referent_changed,
        "request_confirmed": to_volunteer.request_confirmed,
        "request_declined": to_volunteer.request_declined,
        "mission_proposed": mission_proposed,
        "request_kept": request_kept,
        "proposal_taken": proposal_taken,
        "guardian_recorded": to_volunteer.guardian_recorded,
        "guardian_needed": to_volunteer.guardian_needed,
        "sign_up_rechecked": to_volunteer.sign_up_rechecked,
        "booked": to_booked.booked,
        "in_line": to_waiting.in_line,
        "place_offered": to_waiting.place_offered,
        "place_free_now": to_waiting.place_free_now,
        "offer_lapsed": to_waiting.offer_lapsed,
        "wait_over": to_waiting.wait_over,
        CHANGED: compose_change,
        "shift_cancelled": to_booked.shift_cancelled,
        "thanks_for_saying": to_booked.thanks_for_saying,
        MISSING: about_agreements.missing,
        LET_GO: about_agreements.let_go,
        "guardian_refused": to_volunteer.guardian_refused,
        FIRST_TIME: about_shifts.first_time,
        TEAM_DATES: compose_team_dates,
        "dropped_out": about_shifts.dropped_out,
        "place_let_go": about_shifts.place_let_go,
        MISSION_ENDED: compose_ended,
        MISSION_PAUSED: compose_paused,
        MISSION_RESUMED: compose_resumed,
        "kind_word": about_shifts.kind_word,
        "left_mission": about_shifts.left_mission,
        STOPPED_COMING: about_shifts.stopped_coming,
        "call": to_called.call,
        "call_sample": to_called.sample,
        "call_desk": to_callers.desk,
        "stand_in": to_callers.stand_in,
        "understaffed": about_shifts.understaffed,
        "overstaffed": about_shifts.overstaffed,
        "apology": to_volunteer.apology,
        "newcomer": to_team.newcomer,
        "claim_reminder": to_team.claim_reminder,
        "volunteer_erased": to_team.volunteer_erased,
        REQUEST: words_to_team.human_request,
        "referent_welcome": to_team.referent_welcome,
        "referent_rejected": to_team.referent_rejected,
        "mission_closed": to_coordinators.mission_closed,
        "referent_left": to_coordinators.referent_left,
        "came_of_age": to_coordinators.came_of_age,
        "minor_to_agree": to_coordinators.minor_to_agree,
        "everyone_full": to_coordinators.everyone_full,
        "nobody_took": to_coordinators.nobody_took,
        STILL_UNCLAIMED: compose_still_unclaimed,
        "no_group": to_coordinators.no_group,
        "group_lost": to_coordinators.group_lost,
        "topic_lost": to_coordinators.topic_lost,
        "wish": to_coordinators.wish,
        WHO: compose_who_is_who,
        "approve_referent": to_coordinators.approve_referent,
        "profile_edited": to_coordinators.profile_edited,
        event_places.OFFERED: about_events.offered,
        event_places.FREE_NOW: about_events.free_now,
        event_places.LAPSED: about_events.lapsed,
        event_places.WAIT_OVER: about_events.wait_over,
        PHOTO: compose_photo,
        event_sharing.SHARED: event_sharing.compose_shared,
        event_sharing.POSTER: event_sharing.compose_poster,
        event_agreements.MISSING: event_agreements.compose_missing,
        event_agreements.LET_GO: event_agreements.compose_let_go,
        EVENT_CHANGED: event_changes.compose_changed,
        EVENT_CANCELLED: event_changes.compose_cancelled,
        carpool.ASKED: lift_notices.asked,
        carpool.ANSWERED: lift_notices.answered,
        carpool.NEAR: lift_notices.near,
        RIDE_WORDS: lift_notices.words,
        check_in.CODE: check_in.compose_code,
        check_in.DOOR: check_in.compose_door,
        after_events.THANKS: after_events.compose_thanks,
        SPLIT: compose_split,
        POSTER: compose_poster,
        KEEPER_ASKED: compose_asked,
        ANSWERED: compose_answered,
        SWAP_ASKED: compose_swap_asked,
        SWAPPED: compose_swapped,
        NOT_SWAPPED: compose_not_swapped,
        LIST: compose_list,
        PRINTED: compose_printed,
        UNCLAIMED: compose_unclaimed,
        KEEPER_LATE: compose_late_baskets,
        KEEPER_NAMED: compose_keeper_named,
        KEEPER_THANKED: compose_keeper_thanked,
        GONE_FROM_CALENDAR: compose_taken_out,
        BASKET_CHANGED: compose_basket_changed,
        DELIVERY_CHANGED: compose_delivery_changed,
        ROW_CHANGED: compose_row_changed,
        SENT_LIST: compose_sheet,
        PROBLEMS: compose_problems,
        LETTERS: compose_letters,
        HOUSEHOLDS: compose_households,
        ON_BEHALF: lambda tx, parcel: compose_on_behalf(tx, parcel),  # looks up its like in this table
    }
)

LOOKED_UP: Mapping[str, Callable[[Transaction, Sequence[Parcel]], None]] = MappingProxyType(
    {REMINDER: look_up_reminders}
)
"""What is sent to very many at once: looks up, in a snapshot, what composing all of these will ask for."""

WITHOUT_PAPER: Mapping[str, Callable[[Transaction, Parcel, Instant], None]] = MappingProxyType(
    {CERTIFICATE: take_back_certificate}
)
"""What is undone where the file that a notice brings could not be made, or nobody can be given it."""


def compose_on_behalf(tx: Transaction, parcel: Parcel) -> Composed:
    """What somebody without Telegram would have read, for whoever passes it on; their buttons are not."""
    person = people.find_person(tx, PersonId(parcel.payload["person"]))
    if person is None or person.telegram_id is not None:
        return None
    kind, payload = parcel.payload["kind"], dict(parcel.payload["payload"])
    if "text" in parcel.payload:
        payload["text"] = parcel.payload["text"]
    inner = COMPOSERS[kind](tx, replace(parcel, kind=kind, payload=payload, person_id=person.id))
    if inner is None:
        return None
    heading = say(_("📇 For <b>{name}</b>, who has no Telegram ({reach}). Please pass it on:"), name=person.name,
                  reach=person.reach)  # fmt: skip
    told = [one for one in inner.paragraphs if not _names_a_command(one)]
    return Message((heading, *told), attachment=inner.attachment)


def _names_a_command(text: Text) -> bool:
    """What is typed to the bot is of no use to somebody who has none."""
    return isinstance(text, Phrase) and _COMMAND.search(text.message) is not None


_COMMAND = re.compile(r"(?<![\w<])/[a-z]{3,}")
