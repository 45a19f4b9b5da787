// Owns the bar above: the garden's name, the clock, and the tools; on a small screen what is rarely needed folds away.

import { askGarden, askReset } from "./begin.js";
import { clockBar } from "./clockbar.js";
import { button, el, signButton } from "./dom.js";
import { faultTool } from "./faults.js";
import { showHelp } from "./help.js";
import { keepTool } from "./keep.js";
import { newGroup } from "./phone-menu.js";
import { openMenu } from "./menus.js";
import { sceneStrip, sceneTool } from "./scenes.js";
import { say } from "./words.js";

export function bar(page) {
    const name = el("h1", { class: "garden-name", dir: "auto" });
    const clock = clockBar(page);
    const scenes = sceneTool(page);
    const strip = sceneStrip(page);
    const faults = faultTool(page);
    const keep = keepTool(page);
    const drawer = button(say("drawer"), "drawer", () => page.drawer.toggle(), {
        icon: "drawer",
        class: "tool",
        title: say("drawer"),
        "aria-label": say("drawer"),
        "aria-expanded": "false",
    });
    const more = signButton("more", say("more"), "more", () => openMenu(more, moreItems(page), say("more")), {
        "aria-haspopup": "menu",
    });
    const language = button(say("other_language"), "language", () => page.changeLanguage(), {
        class: "quiet language",
        lang: page.lang === "fr" ? "en" : "fr",
    });
    const help = signButton("help", say("help"), "help", () => showHelp());
    const tools = el(
        "div",
        { class: "tools", role: "region", "aria-label": say("tools") },
        scenes.node,
        faults.node,
        drawer,
        keep.node,
    );
    const side = el("div", { class: "side" }, language, help, more);
    const fold = signButton(
        "menu",
        say("tools"),
        "tools",
        () => unfold(!document.body.classList.contains("unfolded")),
        { class: "fold", "aria-expanded": "false" },
    );
    const brand = el(
        "div",
        { class: "brand" },
        el("img", { src: "static/mark.svg", alt: "", width: "32", height: "32" }),
        el("div", { class: "brand-words" }, name, el("span", { class: "brand-what" }, say("rehearsal"))),
    );
    const head = el("header", { class: "bar", "aria-label": say("bar") }, brand, clock.node, side, fold);

    function unfold(shown) {
        document.body.classList.toggle("unfolded", shown);
        fold.setAttribute("aria-expanded", String(shown));
    }

    /** On a small screen the phones need the room; the focus stays on what can be seen. */
    function foldAway() {
        const held = tools.contains(document.activeElement);
        unfold(false);
        if (held) fold.focus();
    }

    function drawScene() {
        strip.draw();
        strip.follow();
    }

    return {
        head,
        strip: strip.node,
        tools,
        drawerButton: drawer,
        drawClock: clock.draw,
        drawFaults: faults.draw,
        drawKeep: keep.draw,
        drawScene,
        foldAway,
        draw() {
            name.textContent = page.state.garden.name;
            document.title = `${page.state.garden.name} · ${say("rehearsal")}`;
            clock.draw();
            faults.draw();
            keep.draw();
            scenes.draw();
            drawScene();
        },
    };
}

function moreItems(page) {
    return [
        { words: say("reset"), act: "reset", icon: "reset", onClick: () => askReset(page) },
        { words: say("garden_file"), act: "garden", icon: "file", onClick: () => askGarden(page) },
        { words: say("new_group"), act: "new-group", icon: "add", onClick: () => newGroup(page) },
    ];
}
