// Owns what this tab remembers of its own look: the language, the open phones. Nothing of what people said.

const KEY = "coupdemain-rehearsal";
let kept = read();

function read() {
    try {
        return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
    } catch {
        return {};
    }
}

export function recall(name, otherwise) {
    return kept[name] ?? otherwise;
}

export function remember(name, value) {
    kept = { ...kept, [name]: value };
    try {
        sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
        // A browser that keeps nothing still shows the page.
    }
}
