// Owns the first sight: what this page is, in two sentences, and two ways to begin.

import { button, el } from "./dom.js";
import { newPerson } from "./people.js";
import { playScene } from "./scenes.js";
import { say } from "./words.js";

export function welcome(page) {
    const picture = el("img", { src: "static/garden.svg", alt: "", class: "welcome-picture" });
    return el(
        "section",
        { class: "welcome" },
        picture,
        el("h2", {}, say("welcome_title")),
        el("p", {}, say("welcome_what")),
        el("p", {}, say("welcome_how")),
        el(
            "div",
            { class: "welcome-acts" },
            button(say("welcome_scene"), "welcome-scene", () => playScene(page, "welcome"), {
                icon: "play",
                class: "strong big",
            }),
            button(say("welcome_self"), "welcome-self", () => page.desk.add(newPerson), {
                icon: "add",
                class: "big",
            }),
        ),
    );
}
