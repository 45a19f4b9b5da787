// Owns how one message looks in one phone. A changed message is drawn anew; the list keeps its place.

import { el, icon, signButton, tintOf } from "./dom.js";
import { hourOf } from "./dates.js";
import { formatted } from "./entities.js";
import { inlineButtons } from "./inline.js";
import { media } from "./media.js";
import { openMessageMenu } from "./message-menu.js";
import { say } from "./words.js";

export function bubble(message, phone, first) {
    if (message.service) return service(message);
    const own = message.from?.id === phone.id;
    const kind = [
        own ? "own" : "theirs",
        first ? "first" : "",
        message.buttons?.length ? "with-buttons" : "",
        message.kind,
    ].join(" ");
    const who = own ? say("you") : (message.from?.name ?? "");
    return el(
        "article",
        {
            class: `message ${kind}`,
            tabindex: "-1",
            data: { message: message.id },
            "aria-label": say("message_label", { who, time: hourOf(message.date) }),
        },
        el("div", { class: "bubble" }, inside(message, phone, own, first)),
        message.buttons?.length ? inlineButtons(message, phone) : null,
        message.reactions?.length
            ? el(
                  "div",
                  { class: "reactions", "aria-label": say("reactions") },
                  message.reactions.map((one) => el("span", {}, one)),
              )
            : null,
    );
}

const service = (message) =>
    el(
        "article",
        { class: "message service", tabindex: "-1", data: { message: message.id } },
        el("span", { dir: "auto" }, message.service),
    );

function inside(message, phone, own, first) {
    const act = { command: (text) => phone.says(text), follow: (url) => phone.follow(url) };
    const named = !own && first && phone.inGroup && message.from;
    const more = signButton(
        "more",
        say("message_menu"),
        "message-menu",
        () => openMessageMenu(message, phone, more),
        {
            class: "message-more",
            tabindex: "-1",
            "aria-haspopup": "menu",
        },
    );
    return [
        named
            ? el("div", { class: `from ink-${tintOf(message.from.id)}`, dir: "auto" }, message.from.name)
            : null,
        message.forwarded
            ? el("div", { class: "forwarded" }, say("forwarded", { name: message.forwarded }))
            : null,
        message.reply_to ? quote(message.reply_to, phone) : null,
        media(message),
        message.text
            ? el("div", { class: "text", dir: "auto" }, formatted(message.text, message.entities, act))
            : null,
        el(
            "div",
            { class: "meta" },
            marks(message),
            el("time", { datetime: message.date }, hourOf(message.date)),
        ),
        more,
    ];
}

function marks(message) {
    const told = (sign, words) =>
        el("span", { class: "mark", role: "img", "aria-label": words, title: words }, icon(sign));
    return [
        message.silent ? told("muted", say("silent")) : null,
        message.protected ? told("protected", say("protected")) : null,
        message.edited ? el("span", { class: "edited" }, say("edited")) : null,
    ];
}

function quote({ id, name, text }, phone) {
    return el(
        "button",
        { type: "button", class: "quote", title: say("jump_to"), on: { click: () => phone.list.jumpTo(id) } },
        el("span", { class: "quote-name", dir: "auto" }, name),
        el("span", { class: "quote-text", dir: "auto" }, text),
    );
}

export const dayLine = (words) => el("div", { class: "day" }, el("span", {}, words));
