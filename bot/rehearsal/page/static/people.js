// Owns the question "who am I?": the garden's people by role, and newcomers with a name and a language.

import { avatar, button, el } from "./dom.js";
import { choices, field, form, showDialog } from "./dialogs.js";
import { say } from "./words.js";

const ROLES = ["volunteer", "member", "referent", "coordinator", "company", "outsider"];
const NEWCOMERS = ["volunteer", "member", "company", "outsider"];
const LANGUAGES = ["fr", "en", "ar", "de", "es", "it", "pt", "ru", "tr", "uk"];
const NAMES = [
    "Ana",
    "Bilal",
    "Chloé",
    "Denis",
    "Esra",
    "Farid",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Joseph",
    "Khadija",
    "Lina",
    "Milo",
    "Noor",
];

function languageName(code) {
    const name = new Intl.DisplayNames([code], { type: "language" }).of(code);
    return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** Pick somebody, or make somebody new; hands back their id, or nothing. */
export async function pickPerson(page) {
    const picked = await showDialog(
        say("who_am_i"),
        (close) => {
            const open = new Set(page.desk.ids());
            const groups = ROLES.map((role) => {
                const people = page.state.people.filter((person) => person.role === role);
                if (!people.length) return null;
                const list = el(
                    "div",
                    { class: "people" },
                    people.map((person) => personButton(person, open.has(person.id), close)),
                );
                return el("section", {}, el("h3", {}, say(`roles_${role}`)), list);
            });
            const fresh = button(say("new_volunteer"), "new-person", () => close("new"), {
                icon: "add",
                class: "strong wide",
            });
            return [fresh, ...groups];
        },
        { act: "people" },
    );
    return picked === "new" ? newPerson(page) : picked;
}

function personButton(person, open, close) {
    return el(
        "button",
        {
            type: "button",
            class: "person",
            data: { act: `person-${person.id}` },
            on: { click: () => close(person.id) },
        },
        avatar(person.name, person.id),
        el(
            "span",
            { class: "person-words" },
            el("strong", { dir: "auto" }, person.name),
            el("span", { class: "hint" }, person.note || say(`role_${person.role}`)),
        ),
        open ? el("span", { class: "tag" }, say("is_open")) : null,
    );
}

/** Somebody new comes; hands back their id, or nothing when the dialog is left. */
export async function newPerson(page) {
    const known = new Set(page.state.people.map(({ name }) => name));
    const suggested = NAMES.find((name) => !known.has(name)) ?? "";
    let person = null;
    await showDialog(
        say("newcomer"),
        (close) => {
            const name = el("input", {
                name: "name",
                dir: "auto",
                maxlength: "64",
                value: suggested,
                autocomplete: "off",
                autofocus: true,
            });
            const language = choices(
                "language",
                LANGUAGES.map((code) => [code, languageName(code)]),
                page.lang,
            );
            const role = choices(
                "role",
                NEWCOMERS.map((one) => [one, say(`role_${one}`)]),
                "volunteer",
            );
            const send = async (given) => {
                const fields = Object.fromEntries(given);
                if (!fields.name.trim()) return say("name_needed");
                try {
                    person = await page.request("newcomer", { ...fields, name: fields.name.trim() });
                } catch (error) {
                    return error.message || say("not_sent");
                }
                return "";
            };
            const fields = [
                field(say("name"), name),
                field(say("language"), language, say("language_hint")),
                field(say("role"), role),
            ];
            return form(fields, say("newcomer_open"), "newcomer-create", send, close);
        },
        { act: "newcomer" },
    );
    if (person) page.knows(person);
    return person?.id;
}
