// Owns panels that fold out under a button of the bar: one at a time, Escape closes, focus goes back.

import { button, el } from "./dom.js";

let open = null;
let count = 0;

/** Hands back {node, draw}; `fill` makes the contents each time it is drawn while open. */
export function panel(words, act, icon, fill, { live = false } = {}) {
    count += 1;
    const body = el("div", {
        class: `panel panel-${act}`,
        id: `panel-${count}`,
        hidden: true,
        role: "group",
        "aria-label": words,
    });
    const toggle = button(words, act, () => (open === self ? shut(true) : show()), {
        icon,
        class: "tool",
        "aria-expanded": "false",
        "aria-controls": body.id,
        title: words,
        "aria-label": words,
    });
    const badge = el("span", { class: "badge", hidden: true });
    toggle.append(badge);
    const node = el("div", { class: "panel-place" }, toggle, body);

    function show() {
        open?.shut(false);
        open = self;
        body.hidden = false;
        toggle.setAttribute("aria-expanded", "true");
        body.replaceChildren(...[fill()].flat(Infinity).filter(Boolean));
        document.addEventListener("pointerdown", outside);
    }

    function shut(focusBack) {
        if (open !== self) return;
        open = null;
        body.hidden = true;
        toggle.setAttribute("aria-expanded", "false");
        document.removeEventListener("pointerdown", outside);
        if (focusBack) toggle.focus();
    }

    const outside = (event) =>
        node.contains(event.target) || event.target.closest("dialog, .menu") || shut(false);

    node.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || open !== self) return;
        event.stopPropagation();
        shut(true);
    });

    /** Draw again if it is open; what had the focus keeps it. */
    function draw() {
        if (open !== self) return;
        const held = body.contains(document.activeElement) ? document.activeElement.dataset.act : null;
        body.replaceChildren(...[fill()].flat(Infinity).filter(Boolean));
        if (held) (body.querySelector(`[data-act="${held}"]`) ?? toggle).focus();
    }

    function count_(number) {
        badge.hidden = !number;
        badge.textContent = number || "";
    }

    const self = { node, toggle, draw, shut, count: count_, live };
    return self;
}

export const shutPanel = (focusBack = false) => open?.shut(focusBack);
