// Owns faults on demand: what goes wrong, for whom, how often, and lifting it again.

import { button, el } from "./dom.js";
import { choices, field } from "./dialogs.js";
import { panel } from "./panel.js";
import { nameOf } from "./store.js";
import { say } from "./words.js";

const KINDS = [
    ["slow", 8],
    ["too_many", 30],
    ["server", 0],
    ["cut", 0],
    ["blocked", 0],
    ["down", 0],
];

export function faultTool(page) {
    const chosen = { chat: "", times: "1" };

    const tool = panel(say("faults"), "faults", "bolt", () => {
        const { state } = page;
        const chats = [...state.chats.values()].filter(
            (chat) => !chat.migrated_to && (chat.count || chat.messages.length),
        );
        const named = chats.map((chat) => [
            chat.id,
            chat.kind === "private" ? privateName(state, chat) : chat.title,
        ]);
        const whom = choices("chat", [["", say("everybody")], ...named], chosen.chat);
        const often = choices(
            "times",
            [
                ["1", say("once")],
                ["3", say("three_times")],
                ["", say("until_lifted")],
            ],
            chosen.times,
        );
        whom.dataset.act = "fault-chat";
        often.dataset.act = "fault-times";
        whom.addEventListener("change", () => (chosen.chat = whom.value));
        often.addEventListener("change", () => (chosen.times = often.value));
        return [
            el("h2", {}, say("faults")),
            el("p", { class: "hint" }, say("faults_about")),
            el(
                "div",
                { class: "two-fields" },
                field(say("fault_whom"), whom),
                field(say("fault_often"), often),
            ),
            el(
                "div",
                { class: "fault-kinds" },
                KINDS.map(([kind, seconds]) => kindButton(page, kind, seconds, chosen)),
            ),
            el("h3", {}, say("faults_now")),
            state.faults.length ? active(page) : el("p", { class: "hint" }, say("faults_none")),
            el("h3", {}, say("also")),
            el(
                "div",
                { class: "fault-kinds" },
                [...state.chats.values()]
                    .filter((chat) => chat.kind === "group" && !chat.migrated_to)
                    .map((chat) =>
                        button(say("fault_migrated", { name: chat.title }), `fault-migrated`, () =>
                            page.ask("migrates", { chat: chat.id }),
                        ),
                    ),
                button(say("redeliver"), "redeliver", () => page.ask("redeliver", { count: 3 }), {
                    title: say("redeliver_about"),
                }),
            ),
        ];
    });
    const { draw } = tool;
    tool.draw = () => {
        tool.count(page.state.faults.length);
        draw();
    };
    return tool;
}

const privateName = (state, chat) => {
    const owner = state.people.find((person) => person.chat === chat.id);
    return owner?.name ?? nameOf(state, chat.id);
};

function kindButton(page, kind, seconds, chosen) {
    const ask = () =>
        page.ask("fault", {
            kind,
            chat: chosen.chat ? Number(chosen.chat) : null,
            times: chosen.times ? Number(chosen.times) : null,
            ...(seconds ? { seconds } : {}),
        });
    return el(
        "button",
        { type: "button", class: "fault-kind", data: { act: `fault-${kind}` }, on: { click: ask } },
        el("strong", {}, say(`fault_${kind}`)),
        el("span", { class: "hint" }, say(`fault_${kind}_about`, { seconds })),
    );
}

function active(page) {
    return [
        el(
            "ul",
            { class: "faults-active" },
            page.state.faults.map((fault) =>
                el(
                    "li",
                    {},
                    el("span", {}, fault.words),
                    button(say("lift"), `lift-${fault.id}`, () => page.ask("lift", { fault: fault.id }), {
                        class: "quiet",
                    }),
                ),
            ),
        ),
        button(say("lift_all"), "faults-lift", () => page.ask("lift_all")),
    ];
}
