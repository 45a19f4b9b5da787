// Owns the command menu: what the bot offers after a slash, for this person's language and this kind of chat.

import { el } from "./dom.js";
import { announce } from "./toasts.js";
import { say } from "./words.js";

let count = 0;

export function commandMenu(area, choose) {
    count += 1;
    const node = el("div", {
        class: "commands",
        role: "listbox",
        id: `commands-${count}`,
        "aria-label": say("commands"),
        hidden: true,
    });
    let offered = [];
    let at = 0;

    /** Show those that begin as typed; `all` are the commands, without their slash. */
    function show(all, typed) {
        const begun = typed.slice(1).toLowerCase();
        offered =
            typed.startsWith("/") && !/\s/.test(typed)
                ? all.filter(({ command }) => command.startsWith(begun))
                : [];
        node.hidden = !offered.length;
        node.replaceChildren(...offered.map(option));
        if (node.hidden) return hide();
        area.setAttribute("aria-controls", node.id);
        mark(0);
        announce(say("commands_offered", { count: offered.length }));
    }

    function option({ command, description }, index) {
        const pick = (event) => {
            event.preventDefault();
            choose(`/${command}`);
        };
        return el(
            "div",
            {
                class: "option",
                role: "option",
                id: `${node.id}-${index}`,
                data: { command },
                "aria-selected": "false",
                on: { mousedown: pick },
            },
            el("strong", {}, `/${command}`),
            el("span", { dir: "auto" }, description),
        );
    }

    function mark(index) {
        node.children[at]?.setAttribute("aria-selected", "false");
        at = (index + offered.length) % offered.length;
        node.children[at].setAttribute("aria-selected", "true");
        node.children[at].scrollIntoView({ block: "nearest" });
        area.setAttribute("aria-activedescendant", node.children[at].id);
    }

    function hide() {
        node.hidden = true;
        offered = [];
        at = 0;
        area.removeAttribute("aria-activedescendant");
        area.removeAttribute("aria-controls");
    }

    /** Take a key while open; true when it was meant for the menu. */
    function takes(event) {
        if (node.hidden) return false;
        if (event.key === "ArrowDown") mark(at + 1);
        else if (event.key === "ArrowUp") mark(at - 1);
        else if (event.key === "Enter" && !event.shiftKey) choose(`/${offered[at].command}`);
        else if (event.key === "Tab" && !event.shiftKey) choose(`/${offered[at].command} `, false);
        else if (event.key === "Escape") hide();
        else return false;
        event.preventDefault();
        event.stopPropagation();
        return true;
    }

    return { node, show, hide, takes };
}
