// Owns scenes: choosing one, and the strip that says what is playing, with pause, take over and pace.

import { button, el, signButton } from "./dom.js";
import { choices } from "./dialogs.js";
import { panel, shutPanel } from "./panel.js";
import { figure, say } from "./words.js";

export function playScene(page, name) {
    shutPanel(true);
    page.bar.foldAway();
    return page.ask("scene", { name });
}

export function sceneTool(page) {
    const tool = panel(say("scenes"), "scenes", "scenes", () => [
        el("h2", {}, say("scenes")),
        el("p", { class: "hint" }, say("scenes_about")),
        ...page.state.scenes.map((scene) =>
            el(
                "button",
                {
                    type: "button",
                    class: "scene-choice",
                    data: { act: `scene-${scene.name}` },
                    on: { click: () => playScene(page, scene.name) },
                },
                el("strong", {}, scene.title),
                el("span", { class: "hint" }, scene.about),
            ),
        ),
    ]);
    return tool;
}

const PACES = [0.5, 1, 2, 4];

export function sceneStrip(page) {
    const title = el("strong");
    const chapter = el("span", { class: "chapter", role: "status" });
    const pause = button(say("pause"), "scene-pause", () => page.ask("pause"), { icon: "pause" });
    const resume = button(say("resume"), "scene-resume", () => page.ask("resume"), { icon: "play" });
    const over = button(say("take_over"), "scene-take-over", () => page.ask("take_over"), {
        title: say("take_over_about"),
        class: "strong",
    });
    const pace = choices(
        "pace",
        PACES.map((one) => [one, say("pace_times", { pace: figure(one) })]),
        1,
    );
    pace.dataset.act = "scene-pace";
    pace.setAttribute("aria-label", say("pace"));
    pace.addEventListener("change", () => page.ask("pace", { pace: Number(pace.value) }));
    const away = signButton("close", say("close"), "scene-close", () => {
        page.state.scene = null;
        draw();
    });
    const controls = el("div", { class: "scene-controls" }, pace, pause, resume, over, away);
    const node = el(
        "div",
        { class: "scene-strip", hidden: true, role: "region", "aria-label": say("scene_playing") },
        el("div", { class: "scene-words" }, title, chapter),
        controls,
    );

    function draw() {
        const { scene } = page.state;
        node.hidden = !scene;
        if (!scene) return;
        const ended = scene.state === "done" || scene.state === "failed";
        node.dataset.state = scene.state;
        title.textContent =
            page.state.scenes.find(({ name }) => name === scene.name)?.title ?? scene.title ?? "";
        const told =
            { done: say("scene_done"), failed: say("scene_failed", { error: scene.error }) }[scene.state] ??
            scene.chapter;
        if (chapter.textContent !== told) chapter.textContent = told;
        const held = controls.contains(document.activeElement);
        pause.hidden = scene.state !== "playing";
        resume.hidden = scene.state !== "paused";
        over.hidden = pace.hidden = ended;
        away.hidden = !ended;
        if (held && document.activeElement?.hidden) [resume, pause, away].find((one) => !one.hidden)?.focus();
    }

    let followed = null;

    /** A scene speaks of somebody: their phone comes into view, with the group where that is looked at. */
    function follow() {
        const { scene } = page.state;
        if (scene?.state === "paused") return;
        const place = scene?.state === "playing" && scene.phone ? `${scene.phone}:${scene.chat}` : null;
        if (place && place !== followed) page.desk.open(scene.phone, { chat: scene.chat });
        followed = place;
    }

    return { node, draw, follow };
}
