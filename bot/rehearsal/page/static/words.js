// Owns what the page says: one language's texts, fetched once. A key without a text shows itself.

let texts = {};

export async function loadWords(language) {
  const answer = await fetch(`words/${language}.json`);
  if (!answer.ok) throw new Error(`words/${language}.json: ${answer.status}`);
  texts = await answer.json();
}

export function say(key, values = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
