// Owns how the four views of the drawer look. Each fills the body it is given, keeping what was unfolded.

import { el } from "./dom.js";
import { dayOf, hourOf, shortDay } from "./dates.js";
import { nameOf } from "./store.js";
import { say, sayOr } from "./words.js";

const nothing = (key) => el("p", { class: "hint nothing" }, say(key));
const isolated = (parts) =>
    parts.filter(Boolean).flatMap((part, at) => [at ? " · " : "", el("bdi", {}, part)]);
const instant = (at, now) =>
    at ? (dayOf(at) === dayOf(now) ? hourOf(at) : `${shortDay(at)}, ${hourOf(at)}`) : "";
const who = (state, value) => (typeof value === "number" ? nameOf(state, value) : (value ?? ""));

export function stepsView(body, state) {
    const { conversation } = state.backstage;
    if (!conversation) return void body.replaceChildren(nothing("steps_none"));
    const steps = conversation.steps.map((step) =>
        el(
            "li",
            {
                class: `step ${step.state}`,
                "aria-current": step.state === "current" ? "step" : null,
                data: { step: step.id },
            },
            el("span", { class: "step-words", dir: "auto" }, step.words),
            el("span", { class: "hint" }, [say(`step_${step.state}`), step.when].filter(Boolean).join(" · ")),
        ),
    );
    body.replaceChildren(
        el("h3", { dir: "auto" }, conversation.title),
        el("ol", { class: "steps" }, steps),
        el("p", { class: "hint" }, say("steps_revision", { revision: conversation.revision })),
    );
    body.querySelector(".current")?.scrollIntoView({ block: "nearest" });
}

export function outboxView(body, state) {
    const { outbox } = state.backstage;
    if (!outbox.length) return void body.replaceChildren(nothing("outbox_none"));
    const rows = outbox.map((row) =>
        el(
            "li",
            { class: "entry" },
            el(
                "div",
                { class: "entry-head" },
                el("strong", { dir: "auto" }, row.kind),
                el("span", { class: `tag state-${row.state}` }, sayOr(`state_${row.state}`, row.state)),
            ),
            el(
                "div",
                { class: "hint" },
                isolated([
                    who(state, row.who || row.chat),
                    instant(row.due, state.now),
                    sayOr(`lane_${row.lane}`, row.lane),
                ]),
            ),
            row.attempts > 1 || row.error
                ? el(
                      "div",
                      { class: "hint bad" },
                      say("outbox_attempts", { count: row.attempts }),
                      row.error ? ` ${row.error}` : "",
                  )
                : null,
        ),
    );
    body.replaceChildren(el("ul", { class: "entries" }, rows));
}

export function auditView(body, state) {
    const { audit } = state.backstage;
    if (!audit.length) return void body.replaceChildren(nothing("audit_none"));
    const rows = audit.map((row) =>
        el(
            "li",
            { class: "entry" },
            el(
                "div",
                { class: "entry-head" },
                el("strong", { dir: "auto" }, row.words || row.what),
                el("time", { datetime: row.at }, instant(row.at, state.now)),
            ),
            el("div", { class: "hint" }, isolated([who(state, row.who), row.words ? row.what : ""])),
        ),
    );
    body.replaceChildren(el("ul", { class: "entries" }, rows));
}

/** Calls only grow: new ones are put on top of those that are there, so that an unfolded one stays so. */
export function callsView(body, state) {
    const { calls } = state.backstage;
    if (!calls.length) return void body.replaceChildren(nothing("calls_none"));
    let list = body.querySelector(".calls");
    if (!list) {
        list = el("div", { class: "calls" });
        body.replaceChildren(list);
    }
    const known = Number(list.firstChild?.dataset.call ?? -1);
    for (const call of calls) if (call.n > known) list.prepend(callEntry(call, state));
    while (list.childElementCount > calls.length) list.lastChild.remove();
}

function callEntry(call, state) {
    const bad = Boolean(call.error);
    const summary = el(
        "summary",
        {},
        el("strong", {}, call.method),
        bad || call.cut
            ? el("span", { class: "tag state-failed" }, say(call.cut ? "call_cut" : "call_refused"))
            : null,
        call.ms >= 1 ? el("span", { class: "hint" }, say("call_ms", { ms: Math.round(call.ms) })) : null,
        el("time", { datetime: call.at }, instant(call.at, state.now)),
        el("span", { class: "hint call-about" }, isolated(aboutCall(call.params ?? {}, state))),
    );
    const node = el("details", { data: { call: call.n } }, summary);
    node.addEventListener("toggle", () => {
        if (node.childElementCount > 1) return;
        node.append(
            el("h4", {}, say("call_asked")),
            code(call.params),
            el("h4", {}, say("call_answered")),
            code(call.error ?? call.answer),
        );
    });
    return node;
}

/** To whom, and how it begins. */
function aboutCall({ chat_id, text, caption }, state) {
    const owner = state.people.find((person) => person.chat === Number(chat_id));
    return [
        chat_id ? (owner?.name ?? nameOf(state, Number(chat_id))) : "",
        (text ?? caption ?? "").replace(/<[^>]*>/g, "").slice(0, 80),
    ];
}

const code = (value) =>
    el(
        "pre",
        { tabindex: "0", dir: "ltr" },
        typeof value === "string" ? value : JSON.stringify(value ?? null, null, 2),
    );
