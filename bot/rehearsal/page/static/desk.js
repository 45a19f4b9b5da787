// Owns which phones are open, in which order, which of them is in hand, and bringing one into view.

import { avatar, button, el } from "./dom.js";
import { drawSoon } from "./frames.js";
import { Phone } from "./phone.js";
import { newPerson, pickPerson } from "./people.js";
import { recall, remember } from "./prefs.js";
import { welcome } from "./welcome.js";
import { say } from "./words.js";

export class Desk {
    constructor(page) {
        this.page = page;
        this.phones = new Map();
        this.current = null;
        this.dock = el("nav", { class: "dock", "aria-label": say("open_phones") });
        this.row = el("main", { class: "phones", id: "phones", tabindex: "-1", "aria-label": say("phones") });
        this.empty = welcome(page);
        this.drawDock = this.drawDock.bind(this);
        this.watcher = new IntersectionObserver((seen) => this.see(seen), {
            root: this.row,
            rootMargin: "0px 200px",
        });
    }

    ids = () => [...this.phones.keys()];

    restore() {
        const [phones, shown, current] = [recall("phones", []), recall("shown", {}), recall("phone")];
        for (const id of phones) this.reopen(id, shown[id]);
        const kept = this.phones.get(current) ?? this.phones.values().next().value;
        if (kept) this.take(kept.id);
        this.draw();
    }

    reopen(id, { chat, topic } = {}) {
        const { state } = this.page;
        if (!state.person.has(id)) return;
        const phone = this.open(id, { show: false });
        if (chat !== undefined && state.person.get(id).groups.includes(chat)) phone.show(chat, topic);
    }

    /** The state is another one: those who are gone lose their phone, the others are drawn anew. */
    renew() {
        for (const [id, phone] of this.phones) if (!this.page.state.person.has(id)) this.drop(phone);
        for (const phone of this.phones.values()) phone.drawSoon();
        this.draw();
    }

    open(id, { show = true, chat } = {}) {
        let phone = this.phones.get(id);
        if (!phone && this.page.state.person.has(id)) {
            phone = new Phone(this.page, id, () => this.close(id));
            this.phones.set(id, phone);
            this.row.append(phone.node);
            this.watcher.observe(phone.node);
            phone.node.addEventListener("focusin", () => this.take(id));
            phone.drawSoon();
        }
        if (phone && chat && phone.chatId !== chat) phone.show(chat);
        if (phone && show) this.bring(id);
        this.keep();
        this.draw();
        return phone;
    }

    close(id) {
        const order = this.ids();
        const next = order[order.indexOf(id) + 1] ?? order[order.indexOf(id) - 1];
        this.drop(this.phones.get(id));
        if (next !== undefined) this.take(next);
        this.keep();
        this.draw();
        this.dock.querySelector(next === undefined ? "button" : `[data-act="dock-${next}"]`)?.focus();
    }

    drop(phone) {
        this.watcher.unobserve(phone.node);
        phone.node.remove();
        this.phones.delete(phone.id);
        if (this.current === phone.id) this.current = this.ids()[0] ?? null;
    }

    take(id) {
        if (this.current === id) return;
        this.current = id;
        this.keep();
        this.draw();
        this.page.told("phone");
    }

    bring(id) {
        this.take(id);
        this.phones.get(id)?.setVisible(true); // at once; the watcher would tell a moment later
        const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
        this.phones
            .get(id)
            ?.node.scrollIntoView({ inline: "center", block: "nearest", behavior: calm ? "auto" : "smooth" });
    }

    moved(phone) {
        this.keep();
        if (phone.id === this.current) this.page.told("phone");
    }

    phone = () => this.phones.get(this.current);

    keep() {
        remember("phones", this.ids());
        remember("phone", this.current);
        remember(
            "shown",
            Object.fromEntries(
                [...this.phones].map(([id, { chatId, topic }]) => [id, { chat: chatId, topic }]),
            ),
        );
    }

    see(seen) {
        for (const { target, isIntersecting } of seen) {
            this.phones.get(Number(target.dataset.phone))?.setVisible(isIntersecting);
        }
        drawSoon(this.drawDock);
    }

    /** These chats changed: the phones that show one are drawn, the others may have something unread. */
    changed(chats) {
        const ids = new Set(chats);
        for (const phone of this.phones.values()) {
            const shown = [phone.chatId, phone.person?.chat, ...(phone.person?.groups ?? [])];
            if (shown.some((id) => ids.has(id))) phone.drawSoon();
        }
        drawSoon(this.drawDock);
    }

    draw() {
        this.empty.hidden = this.phones.size > 0;
        this.row.classList.toggle("alone", this.phones.size === 0);
        for (const phone of this.phones.values())
            phone.node.classList.toggle("current", phone.id === this.current);
        if (!this.empty.isConnected) this.row.prepend(this.empty);
        this.drawDock();
    }

    drawDock() {
        const phones = [...this.phones.values()];
        const now = JSON.stringify([
            this.current,
            phones.map((phone) => [phone.id, phone.person?.name, phone.hasNews()]),
        ]);
        if (now === this.drawn) return;
        this.drawn = now;
        const held = this.dock.contains(document.activeElement) && document.activeElement.dataset.act;
        const chips = phones.map((phone) => this.chip(phone));
        this.dock.replaceChildren(
            ...chips,
            button(say("add_phone"), "add-phone", () => this.add(pickPerson), {
                icon: "add",
                class: "chip add",
            }),
            button(say("new_volunteer"), "new-volunteer", () => this.add(newPerson), {
                icon: "add",
                class: "chip add",
            }),
        );
        if (held) this.dock.querySelector(`[data-act="${held}"]`)?.focus();
    }

    chip(phone) {
        const { id, person } = phone;
        return el(
            "button",
            {
                type: "button",
                class: "chip",
                data: { act: `dock-${id}` },
                "aria-pressed": String(id === this.current),
                on: { click: () => this.bring(id) },
            },
            avatar(person.name, id, { class: "small" }),
            el("span", { class: "words", dir: "auto" }, person.name),
            phone.hasNews()
                ? el("span", { class: "unread" }, el("span", { class: "unseen" }, say("unread")))
                : null,
        );
    }

    async add(pick) {
        const id = await pick(this.page);
        if (id === undefined || id === null) return;
        const phone = this.open(id);
        phone?.composer.area.focus({ preventScroll: true });
    }

    /** From phone to phone by keyboard. */
    step(by) {
        const order = this.ids();
        if (!order.length) return;
        const at = order.indexOf(this.current);
        const next = order[(at + by + order.length) % order.length];
        this.bring(next);
        this.phones.get(next).composer.area.focus({ preventScroll: true });
    }
}
