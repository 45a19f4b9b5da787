// Owns what a message carries besides words: pictures, files, voice notes, places, contact cards.

import { avatar, el, icon } from "./dom.js";
import { bytes, duration } from "./dates.js";
import { showDialog } from "./dialogs.js";
import { say } from "./words.js";

const SHOWN_INLINE = new Set(["image/png", "image/jpeg", "image/webp", "application/pdf"]);
const PICTURES = new Set(["image/png", "image/jpeg", "image/webp"]);

export function media(message) {
    const make = KINDS[message.kind];
    return make ? make(message) : null;
}

const KINDS = {
    photo: ({ file }) => file && picture(file),
    document: ({ file }) => file && (PICTURES.has(file.mime) ? [picture(file), card(file)] : card(file)),
    voice: ({ file }) => file && voice(file),
    sticker: ({ emoji, file }) => el("div", { class: "sticker" }, emoji || (file ? "🌱" : "")),
    location: ({ location }) => location && place(location),
    venue: ({ location }) => location && place(location),
    contact: ({ contact }) => contact && contactCard(contact),
};

function picture(file) {
    const image = el("img", {
        src: file.url,
        alt: say("picture_alt", { name: file.name }),
        loading: "lazy",
        decoding: "async",
    });
    const open = () =>
        showDialog(
            file.name,
            () => [
                el("img", { src: file.url, alt: say("picture_alt", { name: file.name }) }),
                el("div", { class: "dialog-actions" }, save(file)),
            ],
            { kind: "wide picture" },
        );
    return el(
        "button",
        {
            type: "button",
            class: "picture",
            "aria-label": say("open_picture", { name: file.name }),
            on: { click: open },
        },
        image,
    );
}

const save = (file) =>
    el(
        "a",
        { class: "button", href: file.url, download: file.name, data: { act: "file-save" } },
        say("save"),
    );

function card(file) {
    const ending = file.name.includes(".") ? file.name.split(".").pop().slice(0, 4) : "";
    const open = SHOWN_INLINE.has(file.mime)
        ? el(
              "a",
              {
                  class: "button",
                  href: file.url,
                  target: "_blank",
                  rel: "noopener",
                  data: { act: "file-open" },
              },
              say("open"),
          )
        : null;
    return el(
        "div",
        { class: "file-card", data: { file: file.name } },
        el(
            "span",
            { class: `file-sign ${file.mime.replace(/\W+/g, "-")}`, "aria-hidden": "true" },
            ending || icon("file"),
        ),
        el(
            "div",
            { class: "file-words" },
            el("span", { class: "file-name", dir: "auto" }, file.name),
            el("span", { class: "file-size" }, bytes(file.size)),
            el("span", { class: "file-acts" }, open, save(file)),
        ),
    );
}

function voice(file) {
    const length = el("span", { class: "file-size" }, duration(file.seconds));
    const waves = el(
        "span",
        { class: "waves", "aria-hidden": "true" },
        Array.from({ length: 24 }, () => el("i")),
    );
    let audio = null;
    const listen = el(
        "button",
        { type: "button", class: "sign round", "aria-label": say("listen"), title: say("listen") },
        icon("play"),
    );
    const show = (sign, words) => {
        listen.replaceChildren(icon(sign));
        listen.setAttribute("aria-label", say(words));
    };
    listen.addEventListener("click", async () => {
        if (audio && !audio.paused) return audio.pause();
        audio ??= new Audio(file.url);
        audio.onpause = audio.onended = () => show("play", "listen");
        try {
            await audio.play();
            show("pause", "pause");
        } catch {
            length.textContent = say("voice_silent");
        }
    });
    return el("div", { class: "voice-card" }, listen, el("div", { class: "file-words" }, waves, length));
}

function place({ latitude, longitude, title, address }) {
    const where = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
    return el(
        "div",
        { class: "place-card" },
        el("div", { class: "map", "aria-hidden": "true" }, icon("location")),
        el(
            "div",
            { class: "file-words" },
            el("span", { class: "file-name", dir: "auto" }, title || say("a_place")),
            address ? el("span", { dir: "auto" }, address) : null,
            el("span", { class: "file-size" }, where),
        ),
    );
}

function contactCard({ name, phone }) {
    return el(
        "div",
        { class: "contact-card" },
        avatar(name, name.length),
        el(
            "div",
            { class: "file-words" },
            el("span", { class: "file-name", dir: "auto" }, name),
            el("span", { dir: "ltr" }, phone),
        ),
    );
}
