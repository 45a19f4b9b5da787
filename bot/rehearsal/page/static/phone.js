// Owns one person's phone: which of their chats it shows, and the parts that draw it.

import { chatList } from "./chatlist.js";
import { composer } from "./composer.js";
import { avatar, el, signButton } from "./dom.js";
import { keepFocus } from "./focus.js";
import { drawSoon } from "./frames.js";
import { replyKeyboard } from "./keyboards.js";
import { messageList } from "./messages.js";
import { pinnedStrip } from "./pinned.js";
import { openPhoneMenu } from "./phone-menu.js";
import { addHistory, chatsOf, findMessage, messagesIn } from "./store.js";
import { showToast, toastPlace } from "./toasts.js";
import { say } from "./words.js";

export class Phone {
    constructor(page, id, onClose) {
        Object.assign(this, { page, id, topic: 0, chatId: 0, visible: true, anonymous: false });
        this.seen = new Map([...page.state.chats.values()].map((chat) => [chat.id, chat.last]));
        this.paneId = `pane-${id}`;
        this.drawNow = this.drawNow.bind(this);
        this.list = messageList(this);
        this.focus = keepFocus(this.list.scroller);
        this.keyboard = replyKeyboard(this);
        this.composer = composer(this);
        this.chats = chatList(this);
        this.pinned = pinnedStrip(this);
        this.toasts = toastPlace("in-phone");
        this.build(onClose);
        this.show(this.person.chat);
    }

    build(onClose) {
        const menu = signButton("more", say("phone_menu"), "phone-menu", () => openPhoneMenu(menu, this), {
            "aria-haspopup": "menu",
        });
        const close = signButton("close", say("close_phone"), "close-phone", onClose);
        this.name = el("strong", { class: "phone-name", dir: "auto" });
        this.note = el("span", { class: "phone-note", dir: "auto" });
        this.face = el("span", { class: "face" });
        const head = el(
            "header",
            { class: "phone-head" },
            this.face,
            el("div", { class: "phone-who" }, this.name, this.note),
            menu,
            close,
        );
        this.pane = el(
            "div",
            { class: "pane", id: this.paneId, role: "tabpanel" },
            this.list.scroller,
            this.list.newest,
            this.toasts,
        );
        this.node = el(
            "section",
            { class: "phone", data: { phone: this.id } },
            head,
            this.chats.chats,
            this.chats.topics,
            this.pinned.node,
            this.pane,
            this.keyboard.node,
            this.composer.node,
        );
    }

    get person() {
        return this.page.state.person.get(this.id);
    }

    get chat() {
        return this.page.state.chats.get(this.chatId);
    }

    get inGroup() {
        return this.chatId !== this.person.chat;
    }

    /** What the shown chat is called in this phone. */
    chatName() {
        return this.inGroup ? (this.chat?.title ?? "") : this.page.state.bot.name;
    }

    messages() {
        return messagesIn(this.chat, this.topic);
    }

    messageOf(id) {
        return findMessage(this.chat, id);
    }

    show(chatId, topic = 0) {
        if (chatId !== this.chatId || topic !== this.topic) this.composer.restart();
        Object.assign(this, { chatId, topic });
        this.page.desk?.moved(this);
        this.drawSoon();
    }

    unread(chat) {
        return chat.id !== this.chatId && (chat.messages.at(-1)?.id ?? 0) > (this.seen.get(chat.id) ?? 0);
    }

    /** Something came that nobody has seen, since the phone is out of view. */
    hasNews() {
        if (this.visible || !this.person) return false;
        return chatsOf(this.page.state, this.person).some(
            (chat) => (chat.messages.at(-1)?.id ?? 0) > (this.seen.get(chat.id) ?? 0),
        );
    }

    drawSoon() {
        this.stale = true;
        if (this.visible) drawSoon(this.drawNow);
    }

    setVisible(visible) {
        this.visible = visible;
        if (visible && this.stale) drawSoon(this.drawNow);
    }

    drawNow() {
        this.stale = false;
        const { person } = this;
        if (!person || !this.node.isConnected) return;
        if (!chatsOf(this.page.state, person).some((chat) => chat.id === this.chatId))
            this.chatId = this.chat?.migrated_to ?? person.chat;
        const { chat } = this;
        if (chat?.forum && this.topic && !chat.topics.some((topic) => topic.id === this.topic))
            this.topic = 0;
        if (chat) this.seen.set(chat.id, chat.messages.at(-1)?.id ?? 0);
        this.drawHead(person, chat);
        const held = this.focus.hold();
        this.chats.draw();
        this.list.draw(chat, this.topic);
        this.pinned.draw(chat);
        this.keyboard.draw(chat);
        this.composer.draw(chat);
        this.drawTyping(chat);
        this.focus.restore(held);
    }

    drawHead(person, chat) {
        if (this.face.dataset.name !== person.name) {
            this.face.dataset.name = person.name;
            this.face.replaceChildren(avatar(person.name, person.id));
        }
        this.name.textContent = person.name;
        this.note.textContent = person.note || say(`role_${person.role}`);
        this.node.setAttribute("aria-label", say("phone_of", { name: person.name }));
        this.node.classList.toggle("gone", Boolean(chat?.gone));
        this.pane.dataset.chat = this.chatId;
        this.pane.dataset.topic = this.topic;
        this.pane.setAttribute("aria-label", this.chatName());
    }

    drawTyping(chat) {
        const typing = chat && this.page.state.typing.get(chat.id);
        const left = typing ? typing.until - performance.now() : 0;
        const here = left > 0 && (!chat.forum || (typing.topic || 0) === this.topic);
        this.list.showTyping(
            here
                ? say(typing.action === "typing" ? "typing" : "sending_file", {
                      name: this.page.state.bot.name,
                  })
                : "",
        );
        clearTimeout(this.typingEnd);
        if (here) this.typingEnd = setTimeout(() => this.drawSoon(), left + 50);
    }

    /** Ask the rehearsal for something this person does here; a refusal is shown in the phone. */
    async ask(verb, fields = {}) {
        const here = { who: this.id, chat: this.chatId, ...(this.topic ? { topic: this.topic } : {}) };
        try {
            return await this.page.request(verb, { ...here, ...fields });
        } catch (error) {
            showToast(this.toasts, error.message || say("not_sent"), "bad");
            return null;
        }
    }

    says(text, more = {}) {
        this.list.toNewest();
        return this.ask("says", {
            text,
            ...(this.anonymous && this.inGroup ? { anonymous: true } : {}),
            ...more,
        });
    }

    /** Follow a link as the app does; true when it leads to the bot itself. */
    follow(url) {
        const found = url.match(
            /^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&]start=([\w-]*))?$/i,
        );
        if (found?.[1].toLowerCase() !== this.page.state.bot.username.toLowerCase()) return false;
        this.show(this.person.chat);
        this.says(found[2] ? `/start ${found[2]}` : "/start");
        return true;
    }

    async fetchEarlier(before) {
        const fields = {
            chat: this.chatId,
            before,
            limit: 100,
            ...(this.chat.forum ? { topic: this.topic } : {}),
        };
        try {
            addHistory(this.chat, this.topic, await this.page.request("history", fields));
        } catch (error) {
            showToast(this.toasts, error.message || say("not_sent"), "bad");
        }
    }
}
