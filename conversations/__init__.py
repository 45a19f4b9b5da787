"""One file per guided conversation, declared as data; `ALL` names them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.engine.conversation import Conversation
from conversations.absence import absence
from conversations.accounts import accounts
from conversations.baskets import away, contents, friend
from conversations.calling import calling, writing_call
from conversations.carpool import carpool, writing_to_ride
from conversations.certificates import certificate, certificate_of, verifying
from conversations.choosing import choosing
from conversations.coming_along import coming_along
from conversations.dates import cancelling_shift, dates, moving_shift, resizing_shift, weather_note
from conversations.deliveries import delivery
from conversations.events import cancelling_event, event, sending_photos
from conversations.following import noting
from conversations.halting import halting
from conversations.hours import logging_hours
from conversations.keepers import keepers
from conversations.members import finding_member, membership
from conversations.missions import mission_sheet
from conversations.onboarding import onboarding
from conversations.outings import changing_hours, telling, thanking
from conversations.planning import planning
from conversations.profile import profile
from conversations.reaching import erasing, human, language
from conversations.reminding import reminding
from conversations.splitting import splitting
from conversations.staffing import naming_referent, registering, taking_away
from conversations.team import answering, declining, handing_over, proposing, writing

ALL: Mapping[str, Conversation] = MappingProxyType(
    {
        one.name: one
        for one in (
            onboarding,
            choosing,
            planning,
            profile,
            reminding,
            human,
            language,
            erasing,
            handing_over,
            declining,
            proposing,
            answering,
            writing,
            telling,
            changing_hours,
            thanking,
            noting,
            logging_hours,
            accounts,
            sending_photos,
            certificate_of,
            certificate,
            verifying,
            calling,
            writing_call,
            absence,
            mission_sheet,
            splitting,
            halting,
            naming_referent,
            taking_away,
            registering,
            dates,
            moving_shift,
            cancelling_shift,
            weather_note,
            resizing_shift,
            coming_along,
            event,
            cancelling_event,
            carpool,
            writing_to_ride,
            friend,
            away,
            contents,
            delivery,
            keepers,
            membership,
            finding_member,
        )
    }
)
"""Every conversation by its name, as instances are stored under it."""
