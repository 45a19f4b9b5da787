// Owns sending something that is not words: a photo, a voice note, a document, a contact card, a place.

import { button, el } from "./dom.js";
import { field, form, showDialog } from "./dialogs.js";
import { openMenu } from "./menus.js";
import { askLocation } from "./places.js";
import { sampleDocument, samplePhoto, sampleVoice } from "./samples.js";
import { say } from "./words.js";

const FILES = {
    photo: { title: "send_photo", accept: "image/*", sample: samplePhoto },
    voice: { title: "send_voice", accept: "audio/*", sample: async () => sampleVoice() },
    document: { title: "send_document", accept: "", sample: async () => sampleDocument(say("sample_note")) },
};

export function openAttachMenu(anchor, phone) {
    const items = [
        { words: say("photo"), act: "attach-photo", icon: "photo", onClick: () => askFile("photo", phone) },
        { words: say("voice"), act: "attach-voice", icon: "voice", onClick: () => askFile("voice", phone) },
        {
            words: say("document"),
            act: "attach-document",
            icon: "file",
            onClick: () => askFile("document", phone),
        },
    ];
    if (!phone.inGroup) {
        items.push(
            {
                words: say("contact"),
                act: "attach-contact",
                icon: "contact",
                onClick: () => askContact(phone),
            },
            {
                words: say("location"),
                act: "attach-location",
                icon: "location",
                onClick: () => sendPlace(phone),
            },
        );
    }
    openMenu(anchor, items, say("attach"));
}

function askFile(kind, phone) {
    const { title, accept, sample } = FILES[kind];
    return showDialog(
        say(title),
        (close) => {
            const chosen = el("input", { type: "file", name: "file", accept });
            const caption = el("textarea", { name: "caption", rows: "2", dir: "auto", maxlength: "1024" });
            const send = async (given) => {
                const picked = given.get("file");
                return upload(
                    kind,
                    picked?.size ? picked : await sample(),
                    given.get("caption") ?? "",
                    phone,
                );
            };
            const fields = [field(say("own_file"), chosen, say("own_file_hint"))];
            if (kind !== "voice") fields.push(field(say("caption"), caption));
            return form(fields, say("send"), "attach-send", send, close);
        },
        { act: `attach-${kind}` },
    );
}

/** Hand a file to the rehearsal; hands back the sentence that says why it was refused, or nothing. */
export async function upload(kind, file, caption, phone) {
    const body = new FormData();
    const fields = {
        who: phone.id,
        chat: phone.chatId,
        kind,
        ...(phone.topic ? { topic: phone.topic } : {}),
        ...(caption ? { caption } : {}),
    };
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", file, file.name);
    try {
        const answer = await fetch("upload", { method: "POST", body });
        const told = await answer.json();
        return told.ok ? "" : told.error || say("upload_failed");
    } catch {
        return say("upload_failed");
    }
}

function askContact(phone) {
    return showDialog(
        say("send_contact"),
        (close) => {
            const own = button(
                say("own_contact"),
                "contact-own",
                async () => {
                    await phone.ask("contact", { own: true });
                    close();
                },
                { class: "strong wide" },
            );
            const name = el("input", { name: "name", dir: "auto", autocomplete: "off" });
            const number = el("input", {
                name: "phone",
                type: "tel",
                dir: "ltr",
                autocomplete: "off",
                value: "+33 6 12 34 56 78",
            });
            const send = async (given) => {
                if (!given.get("name").trim()) return say("name_needed");
                await phone.ask("contact", {
                    own: false,
                    name: given.get("name").trim(),
                    phone: given.get("phone"),
                });
                return "";
            };
            const fields = [field(say("name"), name), field(say("phone_number"), number)];
            return [
                own,
                el("h3", {}, say("someone_else")),
                form(fields, say("send"), "contact-send", send, close),
            ];
        },
        { act: "attach-contact" },
    );
}

async function sendPlace(phone) {
    const place = await askLocation();
    if (place) phone.ask("location", place);
}
