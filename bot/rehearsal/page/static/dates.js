// Owns how instants read. They come with the garden's own offset, so their digits are its wall clock.

let language = "en";
let zone = "UTC";
const formats = new Map();

export function setDates(lang, garden) {
    language = lang === "en" ? "en-GB" : lang;
    zone = garden;
    formats.clear();
}

function format(name, options) {
    if (!formats.has(name))
        formats.set(name, new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options }));
    return formats.get(name);
}

const wall = (iso) => new Date(`${iso.slice(0, 19)}Z`);

export const hourOf = (iso) => iso.slice(11, 16);
export const dayOf = (iso) => iso.slice(0, 10);

/** In words; French says "1er", which Unicode's patterns cannot. */
const inWords = (name, options) => (iso) =>
    format(name, options)
        .formatToParts(wall(iso))
        .map(({ type, value }) => (type === "day" && value === "1" && language === "fr" ? "1er" : value))
        .join("");

export const dayWords = inWords("day", { weekday: "long", day: "numeric", month: "long" });
export const longDay = inWords("long", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const shortDay = inWords("short", { weekday: "short", day: "numeric", month: "short" });

/** An ISO instant for a wall time of the garden, "2026-03-13T14:30". */
export function gardenInstant(wallTime) {
    const at = new Date(`${wallTime}:00Z`);
    const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(
        at,
    );
    const offset = parts.find((part) => part.type === "timeZoneName").value.replace("GMT", "");
    return `${wallTime}:00${offset || "+00:00"}`;
}

export function duration(seconds) {
    const whole = Math.round(seconds ?? 0);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function bytes(size) {
    const [amount, unit] =
        size >= 1e6 ? [size / 1e6, "megabyte"] : size >= 1e3 ? [size / 1e3, "kilobyte"] : [size, "byte"];
    const digits = amount < 10 && unit !== "byte" ? 1 : 0;
    return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: digits }).format(
        amount,
    );
}
