// Owns a scene's finger: it is seen on the button for a moment before the scene taps it.

import { el } from "./dom.js";
import { whenDrawn } from "./frames.js";

const SEEN = 700;

export function showTouch(desk, { who, chat, message, label }) {
    const phone = desk.open(who, { chat, show: desk.current !== who });
    if (!phone) return;
    whenDrawn(() => {
        const target = find(phone, message, label);
        if (!target) return;
        target.scrollIntoView({ block: "nearest" });
        const finger = el("span", { class: "finger", "aria-hidden": "true" });
        target.append(finger);
        target.classList.add("touched");
        setTimeout(() => {
            finger.remove();
            target.classList.remove("touched");
        }, SEEN);
    });
}

function find(phone, message, label) {
    const places = [phone.list.nodeOf(message), phone.keyboard.node].filter(Boolean);
    const all = places.flatMap((place) => [...place.querySelectorAll("button[data-label]")]);
    return (
        all.find((one) => one.dataset.label === label) ?? all.find((one) => one.dataset.label.includes(label))
    );
}
