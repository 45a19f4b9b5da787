// Owns the question "where?": a town among a few, or coordinates.

import { el } from "./dom.js";
import { field, form, showDialog } from "./dialogs.js";
import { say } from "./words.js";

const TOWNS = [
    ["Saint-Père-sur-Loire", 47.7711, 2.3639],
    ["Sully-sur-Loire", 47.7683, 2.3747],
    ["Bonnée", 47.7964, 2.3836],
    ["Châteauneuf-sur-Loire", 47.8656, 2.2192],
    ["Gien", 47.6853, 2.6308],
    ["Orléans", 47.9029, 1.9093],
    ["Paris", 48.8566, 2.3522],
    ["Sevran", 48.9397, 2.5311],
    ["Lyon", 45.764, 4.8357],
    ["Marseille", 43.2965, 5.3698],
];

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** Latitude and longitude from what was typed: a town's name, or two numbers. */
export function placeFrom(typed) {
    const numbers = typed.match(/^\s*(-?\d+(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d+(?:[.,]\d+)?)\s*$/);
    if (numbers) {
        const [latitude, longitude] = numbers.slice(1).map((number) => Number(number.replace(",", ".")));
        return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
    }
    const sought = plain(typed);
    const found = sought && TOWNS.find(([name]) => plain(name).startsWith(sought));
    return found ? { latitude: found[1], longitude: found[2] } : null;
}

/** Ask for a place; null when the dialog is left. */
export async function askLocation() {
    let place = null;
    await showDialog(
        say("where"),
        (close) => {
            const list = el(
                "datalist",
                { id: "towns" },
                TOWNS.map(([name]) => el("option", { value: name })),
            );
            const typed = el("input", {
                name: "place",
                list: "towns",
                autocomplete: "off",
                value: TOWNS[0][0],
                autofocus: true,
            });
            const send = (given) => {
                place = placeFrom(given.get("place"));
                return place ? "" : say("place_unknown");
            };
            return [
                list,
                form(
                    [field(say("place"), typed, say("place_hint"))],
                    say("send_place"),
                    "location-send",
                    send,
                    close,
                ),
            ];
        },
        { act: "location" },
    );
    return place;
}
