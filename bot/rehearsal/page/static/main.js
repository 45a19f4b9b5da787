// Owns the beginning: words, the line to the rehearsal, the parts of the page, and which part hears of which event.

import { bar } from "./bar.js";
import { el } from "./dom.js";
import { Desk } from "./desk.js";
import { setDates } from "./dates.js";
import { Drawer } from "./drawer.js";
import { drawSoon } from "./frames.js";
import { showHelp } from "./help.js";
import { recall, remember } from "./prefs.js";
import { connect } from "./socket.js";
import { apply, stateFrom } from "./store.js";
import { announce, showAlert, showToast, toastPlace } from "./toasts.js";
import { showTouch } from "./touch.js";
import { loadWords, say } from "./words.js";

const LANGUAGES = ["fr", "en"];

class Page {
    constructor(lang) {
        this.lang = lang;
        this.away = new AbortController();
    }

    begin() {
        this.line = el("div", { class: "line", role: "status", hidden: true });
        document.body.replaceChildren(
            el("p", { class: "loading", role: "status" }, say("connecting")),
            this.line,
        );
        this.socket = connect({
            language: this.lang,
            onState: (state) => this.take(state),
            onEvent: (event) => this.hear(event),
            onLine: (line) => this.showLine(line),
        });
    }

    take(hello) {
        this.state = stateFrom(hello);
        setDates(this.lang, hello.garden.zone);
        if (!this.desk) this.build();
        else this.desk.renew();
        this.bar.draw();
        this.drawer.watch({ again: true });
    }

    build() {
        this.desk = new Desk(this);
        this.bar = bar(this);
        this.drawer = new Drawer(this, this.bar.drawerButton);
        this.toasts = toastPlace("of-page");
        document.body.replaceChildren(
            el(
                "a",
                { class: "skip", href: "#phones", on: { click: (event) => this.skip(event) } },
                say("skip"),
            ),
            this.bar.head,
            this.line,
            this.bar.strip,
            el("div", { class: "bench" }, this.desk.dock, this.bar.tools),
            el("div", { class: "stage" }, this.desk.row, this.drawer.node),
            this.toasts,
        );
        this.desk.restore();
        window.addEventListener("keydown", (event) => this.key(event), { signal: this.away.signal });
    }

    skip(event) {
        event.preventDefault();
        const phone = this.desk.phone();
        (phone?.composer.area ?? this.desk.row.querySelector("button"))?.focus();
    }

    key(event) {
        if (event.key === "F6") this.desk.step(event.shiftKey ? -1 : 1);
        else if (event.key === "F1") showHelp();
        else return;
        event.preventDefault();
    }

    hear(event) {
        const chats = apply(this.state, event);
        if (chats.length) this.desk.changed(chats);
        const heard = {
            clock: () => drawSoon(this.bar.drawClock),
            scene: () => this.bar.drawScene(),
            faults: () => this.bar.drawFaults(),
            people: () => this.desk.renew(),
            backstage: () => drawSoon(() => this.drawer.draw()),
            toast: () => this.toast(event),
            touch: () => showTouch(this.desk, event),
        }[event.event];
        heard?.();
    }

    toast({ who, text, alert, url }) {
        const held = this.desk.phones.get(who);
        const phone = held?.visible ? held : null;
        const place = phone?.toasts ?? this.toasts;
        const words = phone
            ? text
            : say("toast_elsewhere", { name: this.state.person.get(who)?.name ?? "", text });
        if (alert && phone) showAlert(place, text, this.state.bot.name);
        else showToast(place, words || url);
    }

    told(what) {
        if (what !== "phone") return;
        this.drawer?.watch();
        this.bar?.drawKeep();
    }

    /** A person the rehearsal has just made; the event that lists everybody may come later. */
    knows(person) {
        if (!this.state.person.has(person.id)) {
            this.state.people = [...this.state.people, person];
            this.state.person.set(person.id, person);
        }
    }

    request = (verb, fields) => this.socket.request(verb, fields);

    /** Ask for something of the page itself; what was refused is shown, and handed back as a sentence. */
    async ask(verb, fields) {
        try {
            await this.request(verb, fields);
            return "";
        } catch (error) {
            const words = error.message || say("not_sent");
            if (verb !== "watch") showToast(this.toasts, words, "bad");
            return words;
        }
    }

    showLine(line) {
        const words = { off: say("line_off"), stopped: say("line_stopped") }[line];
        if (!words && !this.line.hidden) announce(say("line_on"));
        if (line === "off" && this.line.dataset.line === "stopped") return;
        this.line.dataset.line = line;
        this.line.hidden = !words;
        this.line.textContent = words ?? "";
    }

    changeLanguage() {
        this.away.abort();
        this.socket.close();
        start(LANGUAGES.find((lang) => lang !== this.lang));
    }
}

function firstLanguage() {
    const kept = recall("language");
    if (LANGUAGES.includes(kept)) return kept;
    return navigator.languages.some((lang) => lang.startsWith("fr")) ? "fr" : "en";
}

async function start(lang) {
    await loadWords(lang);
    remember("language", lang);
    document.documentElement.lang = lang;
    new Page(lang).begin();
}

/** Until the rehearsal answers: it may still be starting. */
function tryToStart() {
    start(firstLanguage()).catch(() => setTimeout(tryToStart, 2000));
}

tryToStart();
