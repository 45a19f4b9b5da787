// Owns going through the messages by keyboard, and opening the menu of one: by key, by right click, by a long touch.

import { openMessageMenu } from "./message-menu.js";

export function stroll(scroller, phone) {
    scroller.addEventListener("keydown", (event) => walk(event, scroller, phone));
    scroller.addEventListener("contextmenu", (event) => {
        const id = Number(event.target.closest(".message:not(.service)")?.dataset.message);
        if (!id || getSelection()?.toString() || event.target.closest("a, img")) return;
        event.preventDefault();
        openMenuOf(id, scroller, phone);
    });
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
        openMenuOf(Number(article.dataset.message), scroller, phone);
    }
}

function openMenuOf(id, scroller, phone) {
    const anchor = scroller.querySelector(`[data-message="${id}"] .message-more`);
    const message = phone.messageOf(id);
    if (anchor && message) openMessageMenu(message, phone, anchor);
}
