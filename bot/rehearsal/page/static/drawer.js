// Owns the drawer behind the scenes: the conversation's steps, the outbox, the audit trail, the calls; of the phone in hand.

import { el, signButton } from "./dom.js";
import { auditView, callsView, outboxView, stepsView } from "./backstage.js";
import { recall, remember } from "./prefs.js";
import { say } from "./words.js";

const VIEWS = { steps: stepsView, outbox: outboxView, audit: auditView, calls: callsView };

export class Drawer {
    constructor(page, opener) {
        Object.assign(this, { page, opener, view: recall("drawer_view", "steps"), open: false });
        const close = signButton("close", say("close"), "drawer-close", () => this.toggle());
        this.about = el("p", { class: "hint" });
        this.tabs = el(
            "div",
            { class: "drawer-tabs", role: "tablist", "aria-label": say("drawer") },
            Object.keys(VIEWS).map((view) => this.tab(view)),
        );
        this.tabs.addEventListener("keydown", (event) => this.walk(event));
        this.body = el("div", { class: "drawer-body", role: "tabpanel", id: "drawer-body", tabindex: "0" });
        const head = el("header", {}, el("h2", {}, say("drawer")), close);
        this.node = el(
            "aside",
            { class: "drawer", "aria-label": say("drawer"), hidden: true },
            head,
            this.about,
            this.tabs,
            this.body,
        );
        this.node.addEventListener("keydown", (event) => {
            if (event.key === "Escape") this.toggle();
        });
    }

    tab(view) {
        return el(
            "button",
            {
                type: "button",
                role: "tab",
                id: `drawer-${view}`,
                "aria-controls": "drawer-body",
                data: { act: `drawer-${view}`, view },
                on: { click: () => this.choose(view) },
            },
            say(`drawer_${view}`),
        );
    }

    walk(event) {
        const names = Object.keys(VIEWS);
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = names[(names.indexOf(this.view) + step + names.length) % names.length];
        this.choose(next);
        this.tabs.querySelector(`[data-view="${next}"]`).focus();
    }

    choose(view) {
        this.view = view;
        remember("drawer_view", view);
        this.shown = null;
        this.draw();
    }

    toggle() {
        this.open = !this.open;
        this.node.hidden = !this.open;
        this.opener.setAttribute("aria-expanded", String(this.open));
        document.body.classList.toggle("with-drawer", this.open);
        this.watched = "";
        this.watch();
        if (this.open) {
            this.draw();
            this.tabs.querySelector('[aria-selected="true"]').focus();
        } else this.opener.focus();
    }

    /** Tell the rehearsal whose backstage is looked at: the phone in hand, or nobody's. */
    watch({ again = false } = {}) {
        const phone = this.open ? this.page.desk.phone() : null;
        const now = phone ? { chat: phone.chatId, person: phone.id } : { chat: null, person: null };
        const key = JSON.stringify(now);
        if (!again && key === this.watched) return;
        if (!this.open && again) return;
        this.watched = key;
        this.page.state.backstage = { outbox: [], audit: [], calls: [], conversation: null };
        this.page.ask("watch", now);
        if (this.open) this.draw();
    }

    draw() {
        if (!this.open) return;
        const phone = this.page.desk.phone();
        this.about.textContent = phone
            ? say("drawer_of", {
                  name: phone.person?.name ?? "",
                  chat: phone.chatName(),
              })
            : say("drawer_none");
        for (const tab of this.tabs.children) {
            const chosen = tab.dataset.view === this.view;
            tab.setAttribute("aria-selected", String(chosen));
            tab.tabIndex = chosen ? 0 : -1;
        }
        this.body.setAttribute("aria-labelledby", `drawer-${this.view}`);
        const top = this.shown === this.view ? this.body.scrollTop : 0;
        this.shown = this.view;
        VIEWS[this.view](this.body, this.page.state);
        this.body.scrollTop = top;
    }
}
