// Owns what one can do with a message: reply, edit one's own, copy its text.

import { openMenu } from "./menus.js";
import { announce, showToast } from "./toasts.js";
import { say } from "./words.js";

export const canEdit = (message, phone) =>
    message.from?.id === phone.id && message.kind === "text" && !message.forwarded;

export function openMessageMenu(message, phone, anchor) {
    const items = [
        {
            words: say("reply"),
            act: "message-reply",
            icon: "reply",
            onClick: () => phone.composer.replyTo(message),
        },
    ];
    if (canEdit(message, phone)) {
        items.push({
            words: say("edit"),
            act: "message-edit",
            icon: "edit",
            onClick: () => phone.composer.edit(message),
        });
    }
    if (message.text && !message.protected) {
        items.push({
            words: say("copy_text"),
            act: "message-copy",
            icon: "copy",
            onClick: () => copyText(message.text, phone),
        });
    }
    openMenu(anchor, items, say("message_menu"));
}

async function copyText(text, phone) {
    try {
        await navigator.clipboard.writeText(text);
        showToast(phone.toasts, say("copied_text"));
    } catch {
        announce(say("copy_refused"));
    }
}
