// Owns formatted text: Bot API entities (UTF-16 offsets, possibly nested) into nodes. Text stays text.

import { el } from "./dom.js";
import { say } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/** `act` knows how to `command(text)` and `follow(url)`, which may decline. */
export function formatted(text, entities, act) {
    const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
    return nodes(text, 0, text.length, sorted, act);
}

function nodes(text, from, to, entities, act) {
    const out = [];
    let at = from;
    let rest = entities;
    while (rest.length) {
        const [outer, ...others] = rest;
        const start = Math.max(outer.offset, at);
        const end = Math.min(outer.offset + outer.length, to);
        rest = others;
        if (end <= start) continue;
        if (start > at) out.push(text.slice(at, start));
        const inside = others.filter((entity) => entity.offset < end);
        out.push(wrap(outer, text.slice(start, end), nodes(text, start, end, inside, act), act));
        rest = others.filter((entity) => entity.offset + entity.length > end);
        at = end;
    }
    if (at < to) out.push(text.slice(at, to));
    return out;
}

function wrap(entity, text, inside, act) {
    if (TAGS[entity.type]) return el(TAGS[entity.type], {}, inside);
    const make = SPECIAL[entity.type];
    return make ? make(entity, text, inside, act) : el("span", { class: `entity ${entity.type}` }, inside);
}

const SPECIAL = {
    pre: (entity, text, inside) =>
        el("pre", { title: entity.language, tabindex: "0" }, el("code", {}, inside)),
    blockquote: (entity, text, inside) => el("blockquote", {}, inside),
    expandable_blockquote: (entity, text, inside) => expandable(inside),
    spoiler: (entity, text, inside) => spoiler(inside),
    text_link: (entity, text, inside, act) => link(entity.url, inside, act),
    url: (entity, text, inside, act) =>
        link(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`, inside, act),
    email: (entity, text, inside, act) => link(`mailto:${text}`, inside, act),
    phone_number: (entity, text, inside, act) => link(`tel:${text.replace(/[^+\d]/g, "")}`, inside, act),
    bot_command: (entity, text, inside, act) =>
        el("button", { type: "button", class: "command", on: { click: () => act.command(text) } }, inside),
};

const FOLLOWED = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

function link(url, inside, act) {
    let scheme = "";
    try {
        scheme = new URL(url).protocol;
    } catch {
        // Not an address: shown, not followed.
    }
    if (!FOLLOWED.has(scheme)) return el("span", { class: "entity" }, inside);
    const follow = (event) => {
        if (act.follow(url)) event.preventDefault();
    };
    return el(
        "a",
        { href: url, target: "_blank", rel: "noopener noreferrer", on: { click: follow } },
        inside,
    );
}

function spoiler(inside) {
    const veil = el("span", { class: "spoiler-text", "aria-hidden": "true" }, inside);
    const node = el(
        "span",
        { class: "spoiler", role: "button", tabindex: "0", "aria-label": say("spoiler") },
        veil,
    );
    const open = () => {
        node.classList.add("open");
        for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
        veil.removeAttribute("aria-hidden");
    };
    node.addEventListener("click", open);
    node.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open();
    });
    return node;
}

function expandable(inside) {
    const quote = el("blockquote", { class: "folded" }, el("div", {}, inside));
    const more = el(
        "button",
        { type: "button", class: "unfold", "aria-expanded": "false" },
        say("quote_more"),
    );
    more.addEventListener("click", () => {
        const folded = quote.classList.toggle("folded");
        more.textContent = say(folded ? "quote_more" : "quote_less");
        more.setAttribute("aria-expanded", String(!folded));
    });
    quote.append(more);
    return quote;
}
