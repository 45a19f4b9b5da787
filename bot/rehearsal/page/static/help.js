// Owns the help: what is modelled, and the keys.

import { el } from "./dom.js";
import { showDialog } from "./dialogs.js";
import { say } from "./words.js";

const KEYS = [
    ["keys_enter", "key_enter"],
    ["keys_line", "key_line"],
    ["/", "key_slash"],
    ["↑", "key_up"],
    ["Tab", "key_tab"],
    ["↑ ↓", "key_messages"],
    ["keys_escape", "key_escape"],
    ["F6", "key_phones"],
    ["F1", "key_help"],
];

export function showHelp() {
    return showDialog(
        say("help"),
        () => [
            el("p", {}, say("help_what")),
            el("p", {}, say("help_real")),
            el("p", {}, say("help_not")),
            el("h3", {}, say("help_keys")),
            el(
                "dl",
                { class: "keys" },
                KEYS.map(([key, words]) => [el("dt", {}, el("kbd", {}, say(key))), el("dd", {}, say(words))]),
            ),
        ],
        { act: "help", kind: "wide" },
    );
}
