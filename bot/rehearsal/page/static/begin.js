// Owns beginning anew: back to the example, or from a garden file of one's own.

import { button, el } from "./dom.js";
import { field, form, showDialog } from "./dialogs.js";
import { say } from "./words.js";

/** Ask which garden to begin again with. */
export function askReset(page) {
    const { garden } = page.state;
    const begin = async (close, fields) => {
        close();
        await page.ask("reset", fields);
    };
    return showDialog(
        say("reset"),
        (close) => [
            el("p", {}, say("reset_about")),
            el(
                "div",
                { class: "dialog-actions" },
                button(say("cancel"), "dialog-cancel", () => close(), { class: "quiet" }),
                garden.example
                    ? null
                    : button(say("reset_example"), "reset-example", () => begin(close, { example: true })),
                button(say("reset_same", { name: garden.name }), "reset-yes", () => begin(close, {}), {
                    class: "strong",
                    autofocus: true,
                }),
            ),
        ],
        { act: "reset" },
    );
}

/** Ask for a garden file; what is wrong in it is shown line by line. */
export function askGarden(page) {
    return showDialog(
        say("garden_file"),
        (close) => {
            const chosen = el("input", {
                type: "file",
                name: "file",
                accept: ".toml,application/toml,text/plain",
                autofocus: true,
            });
            const send = async (given) => {
                const file = given.get("file");
                return file?.name ? sendGarden(file) : say("garden_needed");
            };
            return [
                el("p", {}, say("garden_about")),
                form([field(say("garden_file"), chosen)], say("garden_begin"), "garden-send", send, close),
            ];
        },
        { act: "garden", kind: "wide" },
    );
}

/** Its bytes as they are: what is wrong with them is for the server to say. */
async function sendGarden(file) {
    try {
        const answer = await fetch("garden", {
            method: "POST",
            body: file,
            headers: { "Content-Type": "application/toml" },
        });
        const told = await answer.json();
        return told.ok ? "" : (told.errors ?? [told.error ?? say("upload_failed")]);
    } catch {
        return say("upload_failed");
    }
}
