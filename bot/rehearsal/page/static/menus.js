// Owns small menus that open beside a button: arrows move, Enter chooses, Escape closes, focus goes back.

import { el, icon } from "./dom.js";

let close = () => {};

/** items: {words, act, icon, onClick, checked?} or null for a line between. */
export function openMenu(anchor, items, name) {
    close();
    const menu = el("div", { class: "menu", role: "menu", "aria-label": name });
    for (const item of items)
        menu.append(item ? entry(item) : el("div", { class: "menu-line", role: "separator" }));
    document.body.append(menu);
    place(menu, anchor);
    anchor.setAttribute("aria-expanded", "true");
    const away = new AbortController();
    close = (focusBack = false) => {
        away.abort();
        menu.remove();
        anchor.setAttribute("aria-expanded", "false");
        close = () => {};
        if (focusBack) anchor.focus();
    };
    document.addEventListener("pointerdown", (event) => menu.contains(event.target) || close(), {
        signal: away.signal,
    });
    window.addEventListener("resize", () => close(), { signal: away.signal });
    menu.addEventListener(
        "focusout",
        (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close(),
    );
    menu.addEventListener("keydown", (event) => walk(event, menu));
    menu.querySelector("button")?.focus({ preventScroll: true });
}

function entry({ words, act, icon: sign, onClick, checked }) {
    const role = checked === undefined ? "menuitem" : "menuitemcheckbox";
    const props = { type: "button", role, tabindex: "-1", data: act ? { act } : {} };
    if (checked !== undefined) props["aria-checked"] = String(checked);
    const choose = () => {
        close(true);
        onClick();
    };
    return el(
        "button",
        { ...props, on: { click: choose } },
        sign ? icon(sign) : null,
        el("span", { class: "words" }, words),
    );
}

function walk(event, menu) {
    const entries = [...menu.querySelectorAll("button")];
    const at = entries.indexOf(document.activeElement);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (event.key === "Escape" || event.key === "Tab") {
        event.stopPropagation();
        close(event.key === "Escape");
    } else if (event.key in steps) {
        event.preventDefault();
        entries.at(steps[event.key] % entries.length)?.focus();
    }
}

function place(menu, anchor) {
    const beside = anchor.getBoundingClientRect();
    const own = menu.getBoundingClientRect();
    const left = Math.min(beside.left, window.innerWidth - own.width - 8);
    const below = beside.bottom + 4;
    const fits = below + own.height < window.innerHeight;
    menu.style.left = `${Math.max(8, left)}px`;
    menu.style.top = `${fits ? below : Math.max(8, beside.top - own.height - 4)}px`;
}

export const closeMenu = () => close();
