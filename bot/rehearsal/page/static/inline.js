// Owns the buttons under a message: what a tap asks for, and what comes of a link or of a text to copy.

import { el, icon } from "./dom.js";
import { showDialog } from "./dialogs.js";
import { showToast } from "./toasts.js";
import { say } from "./words.js";

const SIGN = { url: "link", copy: "copy" };

export function inlineButtons(message, phone) {
    const rows = message.buttons.map((row, y) =>
        el(
            "div",
            { class: "button-row" },
            row.map((one, x) => inlineButton(one, x, y, message, phone)),
        ),
    );
    return el("div", { class: "buttons", role: "group", "aria-label": say("buttons_of_message") }, rows);
}

function inlineButton({ text, does, waits }, column, row, message, phone) {
    const sign = SIGN[does];
    return el(
        "button",
        {
            type: "button",
            class: `inline ${does} ${waits ? "waits" : ""}`,
            dir: "auto",
            data: { row, column, label: text },
            "aria-busy": waits ? "true" : null,
            on: { click: (event) => tap(event.currentTarget, row, column, message, phone) },
        },
        text,
        sign ? icon(sign) : null,
    );
}

async function tap(node, row, column, message, phone) {
    phone.focus.tapped(message.id, row, column);
    node.classList.add("pressed");
    const result = await phone.ask("taps", { message: message.id, row, column });
    node.classList.remove("pressed");
    if (result?.copy !== undefined) copy(result.copy, phone);
    else if (result?.url) openLink(result.url);
}

async function copy(text, phone) {
    try {
        await navigator.clipboard.writeText(text);
        showToast(phone.toasts, say("copied", { text }));
    } catch {
        showDialog(say("copy_by_hand"), () => el("pre", { class: "copied" }, text));
    }
}

/** A link leaves the rehearsal, so it is asked first; only the web's own schemes are followed. */
export function openLink(url) {
    const followed = /^https?:/i.test(url);
    return showDialog(say("open_link"), (close) => [
        el("p", { class: "address", dir: "ltr" }, url),
        followed
            ? el(
                  "div",
                  { class: "dialog-actions" },
                  el(
                      "a",
                      {
                          class: "button strong",
                          href: url,
                          target: "_blank",
                          rel: "noopener noreferrer",
                          on: { click: () => close() },
                      },
                      say("open"),
                  ),
              )
            : null,
    ]);
}
