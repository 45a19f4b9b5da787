// Owns the reply keyboard: the buttons that stand in for typing. It shows the newest one the bot sent, and can be folded.

import { el, icon } from "./dom.js";
import { askLocation } from "./places.js";
import { say } from "./words.js";

const SIGN = { contact: "contact", location: "location" };

export function replyKeyboard(phone) {
    const node = el("div", { class: "keyboard", role: "group", "aria-label": say("keyboard"), hidden: true });
    let shown = "";
    let folded = false;

    function draw(chat) {
        const rows = chat?.keyboard ?? null;
        const now = JSON.stringify(rows);
        if (now !== shown) {
            const held = node.contains(document.activeElement);
            shown = now;
            folded = false;
            node.replaceChildren(
                ...(rows ?? []).map((row, y) =>
                    el(
                        "div",
                        { class: "button-row" },
                        row.map((one, x) => key(one, x, y)),
                    ),
                ),
            );
            if (held) (node.querySelector("button") ?? phone.composer.area).focus();
        }
        node.hidden = !rows || folded;
    }

    function key({ text, asks }, column, row) {
        const press = async () => {
            const place = asks === "location" ? await askLocation() : {};
            if (place) phone.ask("presses", { row, column, ...place });
        };
        const sign = asks ? icon(SIGN[asks]) : null;
        return el(
            "button",
            {
                type: "button",
                class: "key",
                dir: "auto",
                data: { keyRow: row, keyColumn: column, label: text },
                on: { click: press },
            },
            sign,
            text,
        );
    }

    function fold() {
        folded = !folded;
        node.hidden = folded;
        return !folded;
    }

    return { node, draw, fold, isOpen: () => !node.hidden };
}
