// Owns what a person can do around a chat: block the bot, leave, groups and their topics, and who is in them.

import { el } from "./dom.js";
import { choices, confirmed, field, form, showDialog } from "./dialogs.js";
import { openMenu } from "./menus.js";
import { say } from "./words.js";

export function openPhoneMenu(anchor, phone) {
    openMenu(anchor, phone.inGroup ? groupItems(phone) : privateItems(phone), say("phone_menu"));
}

function privateItems(phone) {
    const { blocked } = phone.chat ?? {};
    const others = [...phone.page.state.chats.values()].filter(
        (chat) => chat.kind !== "private" && !chat.migrated_to && !phone.person.groups.includes(chat.id),
    );
    return [
        blocked
            ? {
                  words: say("unblock_bot"),
                  act: "unblock",
                  icon: "block",
                  onClick: () => phone.ask("unblocks"),
              }
            : { words: say("block_bot"), act: "block", icon: "block", onClick: () => phone.ask("blocks") },
        ...others.map((chat) => ({
            words: say("join_group", { name: chat.title }),
            act: `join-${chat.id}`,
            icon: "add",
            onClick: () => phone.ask("joins", { chat: chat.id }),
        })),
        null,
        {
            words: say("delete_account"),
            act: "leave-telegram",
            icon: "close",
            onClick: () => deleteAccount(phone),
        },
    ];
}

async function deleteAccount(phone) {
    const { name } = phone.person;
    const words = say("delete_account_about", { name });
    if (await confirmed(say("delete_account"), words, say("delete_account"), "leave-telegram-yes"))
        phone.ask("leaves");
}

function groupItems(phone) {
    const { chat, page, topic } = phone;
    const bot = chat.members.find((member) => member.id === page.state.bot.id);
    const me = chat.members.find((member) => member.id === phone.id);
    const ask = (verb, fields = {}) => phone.ask(verb, fields);
    const items = [
        {
            words: say("group_members"),
            act: "group-members",
            icon: "contact",
            onClick: () => showMembers(phone),
        },
        me?.admin
            ? {
                  words: say("write_anonymously"),
                  act: "anonymous",
                  checked: phone.anonymous,
                  onClick: () => (phone.anonymous = !phone.anonymous),
              }
            : { words: say("become_admin"), act: "promote", icon: "add", onClick: () => ask("promotes") },
    ];
    if (chat.forum) {
        items.push({
            words: say("new_topic"),
            act: "topic-new",
            icon: "add",
            onClick: () => newTopic(phone),
        });
        if (topic) {
            items.push(
                {
                    words: say("close_topic"),
                    act: "topic-close",
                    icon: "pause",
                    onClick: () => ask("close_topic"),
                },
                {
                    words: say("drop_topic"),
                    act: "topic-drop",
                    icon: "close",
                    onClick: () => ask("drop_topic"),
                },
            );
        }
    }
    items.push(
        null,
        bot
            ? {
                  words: say("bot_out"),
                  act: "bot-out",
                  icon: "close",
                  onClick: () => ask("bot", { in: false, admin: false }),
              }
            : {
                  words: say("bot_in"),
                  act: "bot-in",
                  icon: "add",
                  onClick: () => ask("bot", { in: true, admin: false }),
              },
    );
    if (bot) {
        items.push({
            words: say("bot_admin"),
            act: "bot-admin",
            checked: bot.admin,
            onClick: () => ask("bot", { in: true, admin: !bot.admin }),
        });
    }
    if (chat.kind === "group") {
        items.push({ words: say("migrate"), act: "migrate", icon: "bolt", onClick: () => ask("migrates") });
    }
    items.push({ words: say("leave_group"), act: "depart", icon: "back", onClick: () => ask("departs") });
    return items;
}

function showMembers(phone) {
    const { state } = phone.page;
    const nameOf = (id) =>
        id === state.bot.id ? state.bot.name : (state.person.get(id)?.name ?? String(id));
    return showDialog(phone.chat.title, () =>
        el(
            "ul",
            { class: "members" },
            phone.chat.members.map(({ id, admin }) =>
                el(
                    "li",
                    {},
                    el("span", { dir: "auto" }, nameOf(id)),
                    admin ? el("span", { class: "tag" }, say("admin")) : null,
                ),
            ),
        ),
    );
}

function newTopic(phone) {
    return showDialog(say("new_topic"), (close) => {
        const name = el("input", {
            name: "name",
            dir: "auto",
            maxlength: "128",
            autocomplete: "off",
            autofocus: true,
        });
        const send = async (given) => {
            if (!given.get("name").trim()) return say("name_needed");
            await phone.ask("topic", { name: given.get("name").trim() });
            return "";
        };
        return form([field(say("name"), name)], say("make"), "topic-make", send, close);
    });
}

/** A new group, with the people ticked. */
export function newGroup(page) {
    return showDialog(
        say("new_group"),
        (close) => {
            const title = el("input", {
                name: "title",
                dir: "auto",
                maxlength: "128",
                autocomplete: "off",
                autofocus: true,
            });
            const kind = choices(
                "kind",
                [
                    ["group", say("kind_group")],
                    ["supergroup", say("kind_supergroup")],
                    ["forum", say("kind_forum")],
                ],
                "group",
            );
            const people = el(
                "fieldset",
                {},
                el("legend", {}, say("group_members")),
                page.state.people.map(({ id, name }) =>
                    el(
                        "label",
                        { class: "tick" },
                        el("input", { type: "checkbox", name: "member", value: id }),
                        el("span", { dir: "auto" }, name),
                    ),
                ),
            );
            const send = async (given) => {
                const members = given.getAll("member").map(Number);
                if (!given.get("title").trim()) return say("name_needed");
                if (!members.length) return say("members_needed");
                const chosen = given.get("kind");
                return page.ask("group", {
                    title: given.get("title").trim(),
                    members,
                    forum: chosen === "forum",
                    supergroup: chosen !== "group",
                });
            };
            return form(
                [field(say("name"), title), field(say("kind"), kind), people],
                say("make"),
                "group-make",
                send,
                close,
            );
        },
        { act: "group" },
    );
}
