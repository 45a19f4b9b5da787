// Owns short notices: in a phone what the bot answers to a tap, on the page what concerns the rehearsal itself.

import { button, el } from "./dom.js";
import { say } from "./words.js";

const SHOWN = 4200;

export function toastPlace(kind) {
    return el("div", { class: `toasts ${kind}`, role: "status", "aria-live": "polite" });
}

export function showToast(place, text, kind = "") {
    if (!text) return;
    const node = el("div", { class: `toast ${kind}`, dir: "auto" }, text);
    if (place.lastElementChild?.textContent === text) place.lastElementChild.remove();
    place.append(node);
    while (place.childElementCount > 3) place.firstElementChild.remove();
    setTimeout(() => node.remove(), SHOWN + text.length * 25);
}

/** What a bot shows as an alert: stays until it is put away, over its phone only. */
export function showAlert(place, text, title) {
    const ok = button(say("ok"), "alert-ok", () => away(), { class: "strong" });
    const card = el(
        "div",
        { class: "alert", role: "alertdialog", "aria-label": title },
        el("p", { dir: "auto" }, text),
        ok,
    );
    const before = document.activeElement;
    const inside = place.closest(".phone")?.contains(before);
    const away = () => {
        card.remove();
        if (inside) before?.isConnected && before.focus();
    };
    card.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        away();
    });
    place.append(card);
    if (inside) ok.focus();
}

const speaker = el("div", { class: "unseen", "aria-live": "polite" });

/** Said to a screen reader only. */
export function announce(text) {
    if (!speaker.isConnected) document.body.append(speaker);
    speaker.textContent = "";
    setTimeout(() => (speaker.textContent = text), 30);
}
