// Owns the strip that shows a chat's newest pinned message, and jumps to it.

import { el } from "./dom.js";
import { findMessage } from "./store.js";
import { say } from "./words.js";

export function pinnedStrip(phone) {
    const words = el("span", { class: "quote-text", dir: "auto" });
    const jump = () => phone.list.jumpTo(shown);
    const node = el(
        "button",
        { type: "button", class: "pinned", hidden: true, data: { act: "pinned" }, on: { click: jump } },
        el("span", { class: "quote-name" }, say("pinned")),
        words,
    );
    let shown = 0;

    function draw(chat) {
        const message = (chat?.pinned ?? []).map((id) => findMessage(chat, id)).findLast(Boolean);
        node.hidden = !message;
        if (!message) return;
        shown = message.id;
        const text = message.text || message.file?.name || "";
        if (words.textContent !== text) words.textContent = text;
    }

    return { node, draw };
}
