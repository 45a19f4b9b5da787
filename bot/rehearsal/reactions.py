"""Owns what may stand under a message as a reaction: the emoji of Telegram's documentation."""

from __future__ import annotations

from bot.rehearsal.refusals import bad_request

_OFFERED = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚
🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨
🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
REACTIONS = frozenset(_OFFERED.split())
_SELECTOR = "\ufe0f"


def plain(emoji: str) -> str:
    """As Telegram keeps it: without the sign that asks for a coloured drawing."""
    return emoji.replace(_SELECTOR, "")


def reaction_of_bot(emoji: list[str]) -> list[str]:
    """A bot may give one. Raises: Refused."""
    found = [plain(each) for each in emoji]
    if len(found) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not REACTIONS.issuperset(found):
        raise bad_request("REACTION_INVALID")
    return found
