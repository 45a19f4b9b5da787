// Owns where the keyboard stays when what it stood on is drawn anew or disappears: on the same button, else on the first
// button of the newest message, which is then announced; never lost at the top of the page.

import { announce } from "./toasts.js";
import { say } from "./words.js";

const PATIENCE = 6000; // how long after a tap the bot's next buttons are still an answer to it

export function keepFocus(scroller) {
    let waitingSince = -Infinity;

    const buttonAt = (article, row, column) =>
        article?.querySelector(`[data-row="${row}"][data-column="${column}"]`);
    const articleOf = (id) => scroller.querySelector(`[data-message="${id}"]`);

    /** A tap may make its button go before the answer comes: remember that one waits. */
    function tapped() {
        waitingSince = performance.now();
    }

    /** Before drawing: what has the focus? */
    function hold() {
        const at = document.activeElement;
        if (!at || !scroller.contains(at)) return null;
        if (at === scroller) return performance.now() - waitingSince < PATIENCE ? { waiting: true } : null;
        const article = at.closest("[data-message]");
        const newest = scroller.querySelector(".list > .message:last-of-type")?.dataset.message;
        return { at, id: article?.dataset.message, row: at.dataset.row, column: at.dataset.column, newest };
    }

    /** After drawing: give it back. */
    function restore(held) {
        if (!held) return;
        if (held.waiting) return void toNewest();
        if (held.at.isConnected && scroller.contains(held.at)) return;
        const article = articleOf(held.id);
        const same = held.row !== undefined && buttonAt(article, held.row, held.column);
        const near = same || article?.querySelector("button.inline") || (held.row === undefined && article);
        if (near) near.focus({ preventScroll: true });
        else if (!toNewest()) scroller.focus({ preventScroll: true });
    }

    function toNewest() {
        const groups = scroller.querySelectorAll(".list > .message:last-of-type .buttons");
        const first = groups[groups.length - 1]?.querySelector("button.inline");
        if (!first) return false;
        first.focus({ preventScroll: true });
        waitingSince = -Infinity;
        announce(say("moved_to_buttons", { label: first.textContent }));
        return true;
    }

    return { tapped, hold, restore };
}
