// Owns what the page says: one language's texts, fetched once. A key without a text shows itself.

let texts = {};

export async function loadWords(language) {
    const answer = await fetch(`words/${language}.json`);
    if (!answer.ok) throw new Error(`words/${language}.json: ${answer.status}`);
    texts = await answer.json();
}

/** The text of a key made of a name from elsewhere; the name itself where there is none. */
export const sayOr = (key, otherwise) => texts[key] ?? otherwise;

/** A number as the page's language writes it. */
export const figure = (number) => number.toLocaleString(document.documentElement.lang);

export function say(key, values = {}) {
    const text = texts[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
