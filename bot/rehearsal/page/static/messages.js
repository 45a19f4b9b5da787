// Owns the list of a chat's messages: at most 150 of them in the page, the newest followed unless one has scrolled away.

import { bubble, dayLine } from "./bubble.js";
import { el, icon } from "./dom.js";
import { dayOf, dayWords } from "./dates.js";
import { openMessageMenu } from "./message-menu.js";
import { hasEarlier, messagesIn, placeOf } from "./store.js";
import { say } from "./words.js";

const MOST = 150; // while one reads further up
const MOST_FOLLOWED = 80; // while the newest are followed; beyond, only the last of them are kept
const SHOWN_FIRST = 40;
const STEP = 50;

export function messageList(phone) {
    const earlier = el(
        "button",
        { type: "button", class: "earlier", data: { act: "earlier" } },
        say("earlier"),
    );
    const typing = el(
        "div",
        { class: "typing", hidden: true },
        el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
        el("span", { class: "words" }),
    );
    const list = el("div", { class: "list" }, earlier, typing);
    const scroller = el(
        "div",
        {
            class: "scroller",
            role: "log",
            tabindex: "0",
            "aria-live": "polite",
            "aria-relevant": "additions",
        },
        list,
    );
    const newest = el(
        "button",
        { type: "button", class: "newest", hidden: true, data: { act: "newest" } },
        icon("down"),
        el("span", { class: "words" }, say("newest")),
    );
    const drawn = new Map(); // key → {node, message, first}
    let from = null; // id of the first message shown; null: the newest ones
    let until = null; // id of the last one shown; null: the newest, followed
    let key = "";
    let quiet = 0;

    // The scroller is a reversed column: 0 is the bottom, and the browser itself stays there when something is added.
    // Where it stands is read when it scrolls, never while drawing: asking then would lay out every phone at once.
    let atBottom = true;

    function shownOf(all) {
        let end = until === null ? all.length : Math.min(all.length, placeOf(all, until + 1));
        let start = from === null ? end - SHOWN_FIRST : placeOf(all, from);
        const follows = until === null && atBottom;
        if (follows && end - start > MOST_FOLLOWED) start = end - SHOWN_FIRST;
        else if (end - start > MOST) end = start + MOST;
        start = Math.max(0, start);
        from = all.length ? (start === 0 && end <= SHOWN_FIRST ? null : (all[start]?.id ?? null)) : null;
        if (until === null && end < all.length) until = all[end - 1].id;
        else if (until !== null && end === all.length && atBottom) until = null;
        return all.slice(start, end);
    }

    function draw(chat, topic) {
        const now = `${chat?.id}/${topic}`;
        if (now !== key) restart(now, chat);
        const all = messagesIn(chat, topic);
        const shown = shownOf(all);
        const wanted = [];
        const stale = new Set(drawn.keys());
        let before = null;
        for (const message of shown) {
            const day = dayOf(message.date);
            if (!before || dayOf(before.date) !== day)
                wanted.push(keep(`day ${day} ${message.id}`, stale, () => dayLine(dayWords(message.date))));
            const first =
                !before ||
                before.service ||
                before.from?.id !== message.from?.id ||
                dayOf(before.date) !== day;
            wanted.push(keepMessage(message, first, stale));
            before = message;
        }
        for (const gone of stale) {
            drawn.get(gone).node.remove();
            drawn.delete(gone);
        }
        let at = earlier.nextSibling;
        for (const node of wanted) {
            if (node === at) at = at.nextSibling;
            else list.insertBefore(node, at);
        }
        earlier.hidden = !(shown.length && (shown[0].id !== all[0].id || hasEarlier(chat, topic)));
        newest.hidden = until === null && atBottom;
        newest.classList.toggle("more", until !== null);
    }

    function restart(now, chat) {
        key = now;
        from = until = null;
        for (const { node } of drawn.values()) node.remove();
        drawn.clear();
        if (!atBottom) scroller.scrollTop = 0;
        atBottom = true;
        hush();
        scroller.setAttribute("aria-label", say("messages_of", { chat: chat?.title ?? "" }));
    }

    /** Another chat is shown: its messages are there to be read, not to be read out one after the other. */
    function hush() {
        scroller.setAttribute("aria-live", "off");
        clearTimeout(quiet);
        quiet = setTimeout(() => scroller.setAttribute("aria-live", "polite"), 1000);
    }

    function keep(name, stale, make) {
        stale.delete(name);
        if (!drawn.has(name)) drawn.set(name, { node: make() });
        return drawn.get(name).node;
    }

    function keepMessage(message, first, stale) {
        stale.delete(message.id);
        const known = drawn.get(message.id);
        if (known?.message === message && known.first === first) return known.node;
        const node = bubble(message, phone, first);
        if (known) known.node.replaceWith(node);
        drawn.set(message.id, { node, message, first });
        return node;
    }

    earlier.addEventListener("click", async () => {
        const first = Number(list.querySelector(".message")?.dataset.message ?? 0);
        if (placeOf(messagesIn(phone.chat, phone.topic), first) === 0) await phone.fetchEarlier(first);
        const all = messagesIn(phone.chat, phone.topic);
        const place = Math.max(0, placeOf(all, first) - STEP);
        from = all[place]?.id ?? null;
        if (all.length - place > MOST) until = all[place + MOST - 1].id;
        keepingPlace(() => phone.drawNow());
        if (earlier.hidden) list.querySelector(".message")?.focus({ preventScroll: true });
    });

    /** What was at the top of the view stays there. */
    function keepingPlace(change) {
        const id = Number(list.querySelector(".message")?.dataset.message);
        const height = () => drawn.get(id)?.node.getBoundingClientRect().top;
        const was = height();
        change();
        if (height() !== undefined) scroller.scrollTop += height() - was;
    }

    function toNewest() {
        from = until = null;
        atBottom = true;
        phone.drawNow();
        scroller.scrollTop = 0;
    }

    newest.addEventListener("click", () => {
        toNewest();
        scroller.focus({ preventScroll: true });
    });
    scroller.addEventListener(
        "scroll",
        () => {
            atBottom = scroller.scrollTop > -40;
            if (until !== null && atBottom) phone.drawSoon();
            newest.hidden = until === null && atBottom;
        },
        { passive: true },
    );
    scroller.addEventListener("keydown", (event) => walk(event, scroller, phone));
    scroller.addEventListener("contextmenu", (event) => {
        const id = Number(event.target.closest(".message:not(.service)")?.dataset.message);
        if (!id || getSelection()?.toString() || event.target.closest("a, img")) return;
        event.preventDefault();
        menuOf(id, scroller, phone);
    });

    async function jumpTo(id) {
        const chat = phone.chat;
        if (!drawn.has(id)) {
            if (hasEarlier(chat, phone.topic) && (chat.messages[0]?.id ?? 0) > id)
                await phone.fetchEarlier(id + 1);
            const all = messagesIn(chat, phone.topic);
            const place = placeOf(all, id);
            if (all[place]?.id !== id) return;
            from = all[Math.max(0, place - 20)].id;
            until = all[Math.min(all.length, place + 40) - 1].id;
            phone.drawNow();
        }
        const node = drawn.get(id).node;
        node.scrollIntoView({ block: "center" });
        node.focus({ preventScroll: true });
        node.classList.remove("found");
        requestAnimationFrame(() => node.classList.add("found"));
    }

    function showTyping(words) {
        typing.hidden = !words;
        if (words) typing.lastChild.textContent = words;
    }

    return { scroller, newest, draw, jumpTo, toNewest, showTyping, nodeOf: (id) => drawn.get(id)?.node };
}

/** Up and down go from message to message, Enter or M opens its menu. */
function walk(event, scroller, phone) {
    const article = event.target.closest?.(".message");
    if (event.target !== scroller && event.target !== article) return;
    const all = [...scroller.querySelectorAll(".message")];
    const at = all.indexOf(article);
    const next = { ArrowUp: at < 0 ? all.length - 1 : at - 1, ArrowDown: at < 0 ? -1 : at + 1 }[event.key];
    if (next !== undefined && all[next]) {
        event.preventDefault();
        all[next].focus({ preventScroll: true });
        all[next].scrollIntoView({ block: "nearest" });
    } else if (article && (event.key === "Enter" || event.key.toLowerCase() === "m")) {
        event.preventDefault();
        menuOf(Number(article.dataset.message), scroller, phone);
    }
}

function menuOf(id, scroller, phone) {
    const anchor = scroller.querySelector(`[data-message="${id}"] .message-more`);
    const message = phone.messageOf(id);
    if (anchor && message) openMessageMenu(message, phone, anchor);
}
