// Owns the list of a chat's messages as it is drawn: what did not change stays, the newest are followed at the bottom.

import { bubble, dayLine } from "./bubble.js";
import { dayOf, dayWords } from "./dates.js";
import { el, icon } from "./dom.js";
import { hasEarlier, messagesIn, placeOf } from "./store.js";
import { stroll } from "./stroll.js";
import { messageWindow } from "./window.js";
import { say } from "./words.js";

const BOTTOM = -40; // pixels: so near the end, one is at it
const HUSH = 1000; // milliseconds for which another chat's messages are not read out

export function messageList(phone) {
    const { scroller, list, earlier, typing, newest } = build();
    const drawn = new Map(); // message id, or a day line's name → {node, message, first}
    const stretch = messageWindow();
    let shownKey = "";
    let hushed = 0;
    // The scroller is a reversed column: 0 is the bottom, and the browser stays there when something is added.
    // Where it stands is read when it scrolls, never while drawing: asking then would lay out every phone at once.
    let atBottom = true;

    const all = () => messagesIn(phone.chat, phone.topic);
    const firstShown = () => Number(list.querySelector(".message")?.dataset.message ?? 0);

    function draw(chat, topic) {
        const key = `${chat?.id}/${topic}`;
        if (key !== shownKey) restart(key);
        const messages = messagesIn(chat, topic);
        const shown = stretch.shown(messages, atBottom);
        const stale = new Set(drawn.keys());
        const wanted = nodesOf(shown, stale);
        for (const gone of stale) {
            drawn.get(gone).node.remove();
            drawn.delete(gone);
        }
        let at = earlier.nextSibling;
        for (const node of wanted) {
            if (node === at) at = at.nextSibling;
            else list.insertBefore(node, at);
        }
        earlier.hidden = !shown.length || (shown[0].id === messages[0].id && !hasEarlier(chat, topic));
        drawNewest();
    }

    function drawNewest() {
        newest.hidden = stretch.follows() && atBottom;
        newest.classList.toggle("more", !stretch.follows());
    }

    function nodesOf(shown, stale) {
        const nodes = [];
        let before = null;
        for (const message of shown) {
            const day = dayOf(message.date);
            const newDay = !before || dayOf(before.date) !== day;
            if (newDay) nodes.push(dayNode(message, stale));
            const first = newDay || before.service || before.from?.id !== message.from?.id;
            nodes.push(messageNode(message, Boolean(first), stale));
            before = message;
        }
        return nodes;
    }

    function dayNode({ id, date }, stale) {
        const name = `day ${dayOf(date)} ${id}`;
        stale.delete(name);
        if (!drawn.has(name)) drawn.set(name, { node: dayLine(dayWords(date)) });
        return drawn.get(name).node;
    }

    function messageNode(message, first, stale) {
        stale.delete(message.id);
        const known = drawn.get(message.id);
        if (known?.message === message && known.first === first) return known.node;
        const node = bubble(message, phone, first);
        if (known) known.node.replaceWith(node);
        drawn.set(message.id, { node, message, first });
        return node;
    }

    /** Another chat is shown: its messages are there to be read, not to be read out one after the other. */
    function restart(key) {
        shownKey = key;
        stretch.reset();
        for (const { node } of drawn.values()) node.remove();
        drawn.clear();
        if (!atBottom) scroller.scrollTop = 0;
        atBottom = true;
        scroller.setAttribute("aria-label", say("messages_of", { chat: phone.chatName() }));
        scroller.setAttribute("aria-live", "off");
        clearTimeout(hushed);
        hushed = setTimeout(() => scroller.setAttribute("aria-live", "polite"), HUSH);
    }

    async function showEarlier() {
        const first = firstShown();
        if (placeOf(all(), first) === 0) await phone.fetchEarlier(first);
        stretch.back(all(), first);
        atBottom = false; // the button may have been reached by key, and not yet have told that it scrolled
        keepingPlace(() => phone.drawNow());
        if (earlier.hidden) list.querySelector(".message")?.focus({ preventScroll: true });
    }

    /** What was at the top of the view stays there. */
    function keepingPlace(change) {
        const id = firstShown();
        const top = () => drawn.get(id)?.node.getBoundingClientRect().top;
        const was = top();
        change();
        if (top() !== undefined) scroller.scrollTop += top() - was;
    }

    function toNewest() {
        stretch.reset();
        atBottom = true;
        phone.drawNow();
        scroller.scrollTop = 0;
    }

    async function jumpTo(id) {
        if (!drawn.has(id)) {
            if (hasEarlier(phone.chat, phone.topic) && placeOf(all(), id) === 0)
                await phone.fetchEarlier(id + 1);
            if (!stretch.around(all(), id)) return;
            atBottom = false;
            phone.drawNow();
        }
        const { node } = drawn.get(id);
        node.scrollIntoView({ block: "center" });
        node.focus({ preventScroll: true });
        node.classList.remove("found");
        requestAnimationFrame(() => node.classList.add("found"));
    }

    function showTyping(words) {
        typing.hidden = !words;
        if (words) typing.lastChild.textContent = words;
    }

    function scrolled() {
        atBottom = scroller.scrollTop > BOTTOM;
        if (!stretch.follows() && atBottom) phone.drawSoon();
        drawNewest();
    }

    earlier.addEventListener("click", showEarlier);
    newest.addEventListener("click", () => {
        toNewest();
        scroller.focus({ preventScroll: true });
    });
    scroller.addEventListener("scroll", scrolled, { passive: true });
    stroll(scroller, phone);

    return { scroller, newest, draw, jumpTo, toNewest, showTyping, nodeOf: (id) => drawn.get(id)?.node };
}

function build() {
    const earlier = el(
        "button",
        { type: "button", class: "earlier", data: { act: "earlier" } },
        say("earlier"),
    );
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    const typing = el("div", { class: "typing", hidden: true }, dots, el("span", { class: "words" }));
    const list = el("div", { class: "list" }, earlier, typing);
    const log = { role: "log", tabindex: "0", "aria-live": "polite", "aria-relevant": "additions" };
    const scroller = el("div", { class: "scroller", ...log }, list);
    const newest = el(
        "button",
        { type: "button", class: "newest", hidden: true, data: { act: "newest" } },
        icon("down"),
        el("span", { class: "words" }, say("newest")),
    );
    return { scroller, list, earlier, typing, newest };
}
