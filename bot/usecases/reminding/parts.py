"""Which topics people are reminded of, and what each says: a topic joins the reminders by standing here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.reminding import Topic
from bot.usecases.pickups.showing import basket_part, look_up_baskets
from bot.usecases.reminding.events import part_of_rsvp
from bot.usecases.reminding.part import LookUp, MakePart
from bot.usecases.reminding.shifts import part_of_booking

PARTS: Mapping[Topic, MakePart] = MappingProxyType(
    {Topic.SHIFT: part_of_booking, Topic.EVENT: part_of_rsvp, Topic.BASKET: basket_part}
)

LOOKED_UP: Mapping[Topic, LookUp] = MappingProxyType({Topic.BASKET: look_up_baskets})
"""Topics of which very many are said at once."""
