"""Owns the methods about who is in a chat: members, administrators, bans, the bot's own leaving."""

from __future__ import annotations

from bot.rehearsal.chats import Chat, Kind, Member, Standing
from bot.rehearsal.messages import Json, User
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import bad_request
from bot.rehearsal.world import World


def _group(world: World, params: Params) -> Chat:
    chat = world.writable(params["chat_id"])
    if chat.kind is Kind.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    return chat


def get_chat_member(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    user = world.users.get(params["user_id"])
    if user is None:
        raise bad_request("member not found")
    return (chat.members.get(user.id) or Member(user, Standing.LEFT)).wire()


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    found = _group(world, params).administrators(with_bots=params.get("return_bots", False))
    return [member.wire() for member in found]


def get_chat_member_count(world: World, params: Params) -> int:
    return world.writable(params["chat_id"]).count_members()


def leave_chat(world: World, params: Params) -> bool:
    chat = world.writable(params["chat_id"])
    if chat.kind is Kind.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    world.move_bot(chat, world.bot, Standing.LEFT)
    return True


def ban(world: World, params: Params) -> bool:
    """Remove someone from a group; they cannot come back by themselves."""
    chat, user = _restrictable(world, params)
    old, new = world.put_member(chat, user, Standing.KICKED)
    if old.standing.inside:
        gone = world.post(chat, world.bot, {"left_chat_member": user.wire()})
        world.tell_message(gone)
    world.tell_standing(chat, world.bot, old, new)
    return True


def unban(world: World, params: Params) -> bool:
    """Let someone come back. Without `only_if_banned` a member is removed, as Telegram does."""
    chat, user = _restrictable(world, params)
    if chat.kind is not Kind.SUPERGROUP:
        raise bad_request("method is available for supergroup and channel chats only")
    standing = chat.standing_of(user)
    if standing is Standing.KICKED or (standing.inside and not params.get("only_if_banned", False)):
        old, new = world.put_member(chat, user, Standing.LEFT)
        world.tell_standing(chat, world.bot, old, new)
    return True


def _restrictable(world: World, params: Params) -> tuple[Chat, User]:
    chat, user = world.writable(params["chat_id"]), world.users.get(params["user_id"])
    if chat.kind is Kind.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if user is world.bot:
        raise bad_request("can't restrict self")
    if not chat.standing_of(world.bot).leads:
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    if chat.standing_of(user) is Standing.CREATOR:
        raise bad_request("can't remove chat owner")
    if chat.standing_of(user).leads:
        raise bad_request("user is an administrator of the chat")
    return chat, user
