// Owns a phone's chats: the private one with the bot, the groups its person is in, a group's topics. Tabs, by arrows too.

import { avatar, el, sprout } from "./dom.js";
import { chatsOf } from "./store.js";
import { say } from "./words.js";

export function chatList(phone) {
    const chats = el("div", { class: "chats", role: "tablist", "aria-label": say("chats") });
    const topics = el("div", { class: "topics", role: "tablist", "aria-label": say("topics"), hidden: true });
    for (const strip of [chats, topics]) strip.addEventListener("keydown", (event) => walk(event, strip));
    let shown = "";

    function draw() {
        const { state } = phone.page;
        const tabs = chatsOf(state, phone.person).map((chat) => ({
            words: chat.kind === "private" ? state.bot.name : chat.title,
            id: chat.id,
            chosen: chat.id === phone.chatId,
            unread: phone.unread(chat),
            data: { act: `chat-${chat.id}` },
            picture: chat.id,
            bot: chat.kind === "private",
            onClick: () => phone.show(chat.id),
        }));
        const { chat } = phone;
        const within = (
            chat?.forum ? [{ id: 0, name: say("general") }, ...chat.topics.filter((topic) => topic.id)] : []
        ).map((topic) => ({
            words: topic.name,
            id: topic.id,
            chosen: topic.id === phone.topic,
            data: { act: `topic-${topic.id}` },
            onClick: () => phone.show(chat.id, topic.id),
        }));
        const now = JSON.stringify([tabs, within]);
        if (now === shown) return;
        shown = now;
        fill(chats, tabs, phone);
        fill(topics, within, phone);
        topics.hidden = !within.length;
    }

    return { chats, topics, draw };
}

function fill(strip, tabs, phone) {
    const held = strip.contains(document.activeElement);
    strip.replaceChildren(...tabs.map((tab) => tabOf(tab, phone)));
    if (held) strip.querySelector('[aria-selected="true"]')?.focus();
}

function tabOf({ words, chosen, unread, data, picture, bot, onClick }, phone) {
    return el(
        "button",
        {
            type: "button",
            role: "tab",
            "aria-selected": String(chosen),
            "aria-controls": chosen ? phone.paneId : null,
            tabindex: chosen ? "0" : "-1",
            data,
            on: { click: onClick },
        },
        bot ? sprout("small") : null,
        bot || picture === undefined ? null : avatar(words, picture, { class: "small" }),
        el("span", { class: "words", dir: "auto" }, words),
        unread ? el("span", { class: "unread" }, el("span", { class: "unseen" }, say("unread"))) : null,
    );
}

function walk(event, strip) {
    const tabs = [...strip.querySelectorAll('[role="tab"]')];
    const at = tabs.indexOf(document.activeElement);
    const back = getComputedStyle(strip).direction === "rtl" ? 1 : -1;
    const to = { ArrowLeft: at + back, ArrowRight: at - back, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    tabs[(to + tabs.length) % tabs.length].click();
    strip.querySelector('[aria-selected="true"]')?.focus();
}
