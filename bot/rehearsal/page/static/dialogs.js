// Owns dialogs: the browser's own, so that focus stays inside, Escape closes and focus goes back.

import { button, el, signButton } from "./dom.js";
import { say } from "./words.js";

let count = 0;

/**
 * Show a dialog. `body` is made by a function that is handed `close(value)`; the promise tells with which value it closed.
 */
export function showDialog(title, body, { kind = "", act } = {}) {
    return new Promise((resolve) => {
        count += 1;
        const heading = el("h2", { id: `dialog-${count}` }, title);
        const dialog = el("dialog", {
            class: `dialog ${kind}`,
            "aria-labelledby": heading.id,
            data: act ? { dialog: act } : {},
        });
        let value;
        const close = (chosen) => {
            value = chosen;
            dialog.close();
        };
        const head = el(
            "header",
            {},
            heading,
            signButton("close", say("close"), "dialog-close", () => close()),
        );
        dialog.append(head, el("div", { class: "dialog-body" }, body(close)));
        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(value);
        });
        dialog.addEventListener("click", (event) => event.target === dialog && close());
        document.body.append(dialog);
        dialog.showModal();
        dialog.querySelector("[autofocus]")?.focus();
    });
}

/** A question that is answered yes or left. */
export function confirmed(title, words, yes, act) {
    return showDialog(title, (close) => [
        el("p", {}, words),
        el(
            "div",
            { class: "dialog-actions" },
            button(say("cancel"), "dialog-cancel", () => close(false), { class: "quiet" }),
            button(yes, act, () => close(true), { class: "strong", autofocus: true }),
        ),
    ]);
}

/** A form of labelled fields; `onSend` gets its FormData and may hand back an error sentence to show. */
export function form(fields, sendWords, act, onSend, close) {
    const problem = el("p", { class: "problem", role: "alert" });
    const send = el("button", { type: "submit", class: "strong", data: { act } }, sendWords);
    const cancel = button(say("cancel"), "dialog-cancel", () => close(), { class: "quiet" });
    const node = el(
        "form",
        { novalidate: true },
        fields,
        problem,
        el("div", { class: "dialog-actions" }, cancel, send),
    );
    node.addEventListener("submit", async (event) => {
        event.preventDefault();
        send.disabled = true;
        const said = await onSend(new FormData(node));
        send.disabled = false;
        if (said) problem.replaceChildren(...[said].flat().map((line) => el("span", {}, line)));
        else close(true);
    });
    return node;
}

let fields = 0;

export function field(words, control, hint) {
    fields += 1;
    control.id = `field-${fields}`;
    const told = hint ? el("span", { class: "hint", id: `hint-${fields}` }, hint) : null;
    if (told) control.setAttribute("aria-describedby", told.id);
    return el("div", { class: "field" }, el("label", { for: control.id }, words), control, told);
}

export function choices(name, options, chosen) {
    const select = el("select", { name });
    for (const [value, words] of options) {
        select.append(el("option", { value, selected: String(value) === String(chosen) }, words));
    }
    return select;
}
