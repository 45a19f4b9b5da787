// Owns the rehearsal's clock: what time it is there, moving it, and what is due on the way.

import { button, el } from "./dom.js";
import { dayOf, gardenInstant, hourOf, longDay, shortDay } from "./dates.js";
import { field } from "./dialogs.js";
import { panel } from "./panel.js";
import { say } from "./words.js";

const MOVES = [
    ["now", "clock_now"],
    ["hour", "clock_hour"],
    ["morning", "clock_morning"],
    ["day", "clock_day"],
    ["due", "clock_due"],
];

export function clockBar(page) {
    const time = el("time", { class: "clock-time" });
    const day = el("span", { class: "clock-day" });
    const due = panel(say("clock_title"), "clock", "clock", () => dueList(page));
    due.toggle.querySelector(".words").replaceWith(el("span", { class: "clock-words" }, day, " ", time));
    due.toggle.classList.add("clock-face");
    const moves = MOVES.map(([to, key]) =>
        button(say(key), `clock-${to}`, () => page.ask("clock", { to }), {
            title: say(`${key}_about`),
            class: "move",
        }),
    );
    const next = el("span", { class: "clock-next" });
    const spoken = el("span", { class: "unseen", role: "status" });
    const node = el(
        "div",
        { class: "clock", role: "group", "aria-label": say("clock_title") },
        due.node,
        el("div", { class: "moves" }, moves),
        next,
        spoken,
    );

    function draw() {
        const { now, due: coming, walking, faults } = page.state;
        const passing = say(faults.length ? "clock_faults" : "clock_walking");
        day.textContent = shortDay(now);
        time.textContent = hourOf(now);
        time.dateTime = now;
        due.toggle.setAttribute("aria-label", `${shortDay(now)} ${hourOf(now)}. ${say("clock_title")}`);
        due.toggle.title = longDay(now);
        node.classList.toggle("walking", walking);
        for (const move of moves) move.disabled = walking;
        moves.at(-1).disabled = walking || !coming.length;
        const first = coming[0];
        next.textContent = walking
            ? passing
            : first
            ? say("clock_next", { when: whenWords(first.at, now), what: first.what, who: first.who })
            : say("nothing_due");
        next.title = next.textContent;
        const told = walking ? passing : `${longDay(now)}, ${hourOf(now)}`;
        if (spoken.textContent !== told) spoken.textContent = told;
        due.draw();
    }

    return { node, draw };
}

const whenWords = (at, now) => (dayOf(at) === dayOf(now) ? hourOf(at) : `${shortDay(at)}, ${hourOf(at)}`);

function dueList(page) {
    const { now, due } = page.state;
    const items = due.map(({ at, what, who }) =>
        el(
            "li",
            {},
            el("time", { datetime: at }, whenWords(at, now)),
            el("span", { dir: "auto" }, what),
            who ? el("span", { class: "hint", dir: "auto" }, say("due_for", { who })) : null,
        ),
    );
    const wall = el("input", {
        type: "datetime-local",
        value: now.slice(0, 16),
        min: now.slice(0, 16),
        data: { act: "clock-when" },
    });
    const go = button(
        say("clock_go"),
        "clock-to",
        () => wall.value && page.ask("clock", { to: gardenInstant(wall.value) }),
        { icon: "clock" },
    );
    return [
        el("h2", {}, `${longDay(now)}, ${hourOf(now)}`),
        el("p", { class: "hint" }, say("clock_about")),
        el("h3", {}, say("due_title")),
        items.length ? el("ol", { class: "due" }, items) : el("p", {}, say("nothing_due")),
        el("div", { class: "inline-form" }, field(say("clock_when"), wall), go),
    ];
}
