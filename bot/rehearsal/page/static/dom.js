// Owns the making of elements. Everything that is said goes in as text; nothing here reads markup.

import { SIGNS } from "./signs.js";

export function el(tag, props = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
        if (value === undefined || value === null || value === false) continue;
        if (name === "class") node.className = value;
        else if (name === "data") Object.assign(node.dataset, value);
        else if (name === "on")
            for (const [type, act] of Object.entries(value)) node.addEventListener(type, act);
        else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(
        ...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false),
    );
    return node;
}

/** A real button that does one thing; `act` is its stable name for tests. */
export function button(words, act, onClick, props = {}) {
    const { icon: sign, ...others } = props;
    return el(
        "button",
        { type: "button", data: act ? { act } : {}, ...others, on: { click: onClick } },
        sign ? icon(sign) : null,
        words ? el("span", { class: "words" }, words) : null,
    );
}

/** A button that shows only a sign; its words are its name. */
export function signButton(sign, words, act, onClick, props = {}) {
    const { class: kind = "", ...others } = props;
    return button(null, act, onClick, {
        icon: sign,
        title: words,
        "aria-label": words,
        class: `sign ${kind}`,
        ...others,
    });
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
    const svg = document.createElementNS(SVG, "svg");
    for (const [key, value] of [
        ["viewBox", "0 0 24 24"],
        ["class", `icon icon-${name}`],
        ["aria-hidden", "true"],
    ]) {
        svg.setAttribute(key, value);
    }
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", SIGNS[name]);
    svg.append(path);
    return svg;
}

/** One of six colours, always the same for an id. */
export const tintOf = (id) => Math.abs(id) % 6;

/** The bot's own picture. */
export const sprout = (kind = "") =>
    el("img", { class: `avatar sprout ${kind}`, src: "static/mark.svg", alt: "" });

/** A round picture with the first letter of a name, in a colour that stays the same for `id`. */
export function avatar(name, id, props = {}) {
    const letter = (Array.from(name.trim())[0] ?? "?").toLocaleUpperCase();
    return el(
        "span",
        { class: `avatar tint-${tintOf(id)} ${props.class ?? ""}`, "aria-hidden": "true" },
        letter,
    );
}
