"""The Bot API on this machine, to rehearse with: the emulator, its people, and the clock a bot follows."""

from bot.rehearsal.client import Person
from bot.rehearsal.emulator import TOKEN, Emulator
from bot.rehearsal.follower import Follower
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Message

__all__ = ["TOKEN", "Emulator", "Follower", "Group", "Message", "Person"]
