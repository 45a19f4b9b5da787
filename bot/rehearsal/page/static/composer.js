// Owns where one writes: text, the command menu, replying, editing, attaching. Enter sends, Shift+Enter makes a line.

import { openAttachMenu } from "./attach.js";
import { commandMenu } from "./commands.js";
import { button, el, icon, signButton } from "./dom.js";
import { canEdit } from "./message-menu.js";
import { commandsFor } from "./store.js";
import { say } from "./words.js";

const LONGEST = 140; // pixels; a longer text scrolls

export function composer(phone) {
    const area = el("textarea", {
        rows: "1",
        dir: "auto",
        maxlength: "4096",
        "aria-label": say("write"),
        placeholder: say("write"),
        autocomplete: "off",
        "aria-autocomplete": "list",
        data: { act: "write" },
    });
    const commands = commandMenu(area, (text, sends = true) => {
        commands.hide();
        area.value = text;
        if (sends) send();
        area.focus();
    });
    const about = el("div", { class: "about", hidden: true });
    const attach = signButton("attach", say("attach"), "attach", () => openAttachMenu(attach, phone), {
        "aria-haspopup": "menu",
    });
    const slash = signButton("slash", say("commands"), "commands", () => {
        if (!area.value) area.value = "/";
        area.focus();
        offer();
    });
    const fold = signButton(
        "keyboard",
        say("keyboard_fold"),
        "keyboard-fold",
        () => {
            fold.setAttribute("aria-pressed", String(phone.keyboard.fold()));
        },
        { hidden: true, "aria-pressed": "true" },
    );
    const go = signButton("send", say("send"), "send", () => send(), { class: "go" });
    const row = el(
        "div",
        { class: "composer-row" },
        attach,
        slash,
        el("div", { class: "area" }, area),
        fold,
        go,
    );
    const start = button(say("start"), "start", () => phone.says("/start"), { class: "strong wide start" });
    const closed = el("div", { class: "closed", hidden: true });
    const node = el("div", { class: "composer" }, commands.node, about, start, row, closed);
    let meaning = null; // {kind: "reply" | "edit", message}

    const offer = () => commands.show(commandsFor(phone.page.state, phone.person, phone.chat), area.value);

    function grow() {
        area.style.height = "auto";
        const whole = area.scrollHeight + area.offsetHeight - area.clientHeight; // the border too
        area.style.height = `${Math.min(whole, LONGEST)}px`;
        area.style.overflowY = whole > LONGEST ? "auto" : "hidden";
    }

    async function send() {
        const text = area.value.trim();
        if (!text) return;
        const { kind, message } = meaning ?? {};
        const was = area.value;
        clear();
        const done =
            kind === "edit"
                ? await phone.ask("edits", { message: message.id, text })
                : await phone.says(text, kind === "reply" ? { reply_to: message.id } : {});
        if (!done && !area.value) area.value = was;
        grow();
    }

    function clear() {
        area.value = "";
        meaning = null;
        about.hidden = true;
        commands.hide();
        grow();
    }

    function mean(kind, message) {
        meaning = { kind, message };
        const words = el(
            "div",
            { class: "about-words" },
            el(
                "span",
                { class: "about-title" },
                kind === "edit" ? say("editing") : say("replying_to", { name: message.from?.name ?? "" }),
            ),
            el("span", { class: "about-text", dir: "auto" }, message.text || message.file?.name || ""),
        );
        about.replaceChildren(
            icon(kind),
            words,
            signButton("close", say("cancel"), "about-cancel", () => leave()),
        );
        about.hidden = false;
        area.focus();
    }

    function leave() {
        clear();
        area.focus();
    }

    function edit(message) {
        mean("edit", message);
        area.value = message.text;
        grow();
        area.setSelectionRange(area.value.length, area.value.length);
    }

    area.addEventListener("input", () => {
        grow();
        offer();
    });
    area.addEventListener("blur", () => commands.hide());
    area.addEventListener("keydown", (event) => {
        if (event.isComposing || commands.takes(event)) return;
        if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            send();
        } else if (event.key === "Escape" && (meaning || area.value)) {
            event.stopPropagation();
            leave();
        } else if (event.key === "ArrowUp" && !area.value) {
            const last = phone.messages().findLast((message) => canEdit(message, phone));
            if (!last) return;
            event.preventDefault();
            edit(last);
        }
    });

    function draw(chat) {
        const shut = closedWords(chat, phone);
        const empty = chat?.kind === "private" && chat.count === 0 && !chat.messages.length;
        closed.hidden = !shut;
        if (shut)
            closed.replaceChildren(
                el("span", {}, shut.words),
                shut.act ? button(shut.verb, shut.act, shut.onClick, { class: "quiet" }) : "",
            );
        start.hidden = Boolean(shut) || !empty;
        row.hidden = Boolean(shut);
        area.placeholder = chat?.placeholder || say("write");
        fold.hidden = !chat?.keyboard;
        fold.setAttribute("aria-pressed", String(phone.keyboard.isOpen()));
    }

    return { node, area, draw, edit, replyTo: (message) => mean("reply", message), restart: clear };
}

function closedWords(chat, phone) {
    if (chat?.gone) return { words: say("account_gone") };
    if (chat?.migrated_to) return { words: say("group_migrated") };
    if (chat?.blocked) {
        return {
            words: say("you_blocked"),
            act: "unblock",
            verb: say("unblock"),
            onClick: () => phone.ask("unblocks"),
        };
    }
    if (chat?.topics?.find((topic) => topic.id === phone.topic)?.closed)
        return { words: say("topic_is_closed") };
    return null;
}
