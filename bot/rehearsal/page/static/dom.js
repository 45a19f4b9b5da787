// Owns the making of elements. Everything that is said goes in as text; nothing here reads markup.

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

const SIGNS = {
    add: "M12 5v14M5 12h14",
    attach: "M19 11.500l-7.500 7.500a4.500 4.500 0 0 1-6.400-6.400l8-8a3 3 0 0 1 4.300 4.300l-7.800 7.800a1.500 1.500 0 0 1-2.200-2.200l7-7",
    back: "M15 5l-7 7 7 7",
    block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12",
    bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
    calendar: "M5 6h14v14H5zM5 10h14M9 3v4M15 3v4",
    check: "M5 12.500l4.500 4.500L19 7",
    clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 2",
    close: "M6 6l12 12M18 6L6 18",
    contact: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20c1-4 4-5.500 7.500-5.500s6.500 1.500 7.500 5.500",
    copy: "M9 9h10v11H9zM15 9V5H5v11h4",
    down: "M6 9l6 6 6-6",
    drawer: "M4 5h16v14H4zM14 5v14M7 9h4M7 12h4M7 15h3",
    edit: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
    file: "M7 3h7l4 4v14H7zM14 3v4h4",
    help: "M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500v.5",
    keep: "M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14",
    keyboard: "M3 7h18v11H3zM7 11h.5M11 11h.5M15 11h.5M8 14.500h8",
    link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    location:
        "M12 21c-4-5-6.500-8-6.500-11.500a6.500 6.500 0 0 1 13 0C18.500 13 16 16 12 21zM12 7.500a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
    menu: "M4 7h16M4 12h16M4 17h16",
    more: "M6 12h.01M12 12h.01M18 12h.01",
    muted: "M6 16h12l-1.500-2.500V10A4.500 4.500 0 0 0 9 6.500M7.500 10v3.500M10.500 19h3M4 4l16 16",
    pause: "M9 6v12M15 6v12",
    photo: "M4 6h16v12H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500h.01",
    play: "M8 5l11 7-11 7z",
    protected: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
    reply: "M10 6L4 12l6 6M4 12h9c4 0 7 2 7 6",
    reset: "M5 12a7 7 0 1 0 2-5M5 4v4h4",
    scenes: "M4 9h16v11H4zM4 9l1-4 15-1 .5 3M8 5l2 4M13 4.500l2 4",
    send: "M4 12L20 4l-5 16-3.500-6.500z",
    slash: "M15 5L9 19",
    voice: "M12 4a2.500 2.500 0 0 0-2.500 2.500v5a2.500 2.500 0 0 0 5 0v-5A2.500 2.500 0 0 0 12 4zM6.500 11a5.500 5.500 0 0 0 11 0M12 16.500V20",
};

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
