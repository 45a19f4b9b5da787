// Owns keeping a conversation: the one in hand, as Markdown or as one HTML file.

import { el } from "./dom.js";
import { panel } from "./panel.js";
import { say } from "./words.js";

export function keepTool(page) {
    return panel(say("keep"), "keep", "keep", () => {
        const phone = page.desk.phone();
        if (!phone?.chat) return [el("h2", {}, say("keep")), el("p", {}, say("keep_none"))];
        const { chat, topic, person } = phone;
        const asked = `lang=${page.lang}${chat.forum ? `&topic=${topic}` : ""}`;
        const link = (kind, words) =>
            el(
                "a",
                {
                    class: "button",
                    href: `keep/${chat.id}.${kind}?${asked}`,
                    download: true,
                    data: { act: `keep-${kind}` },
                },
                words,
            );
        return [
            el("h2", {}, say("keep")),
            el(
                "p",
                {},
                chat.kind === "private"
                    ? say("keep_private", { name: person.name })
                    : say("keep_group", { name: chat.title }),
            ),
            el("p", { class: "hint" }, say("keep_about")),
            el(
                "div",
                { class: "dialog-actions" },
                link("md", say("keep_md")),
                link("html", say("keep_html")),
            ),
        ];
    });
}
