// Owns when things are drawn: at most once a frame each, and never so long in one frame that a finger would feel it.

const BUDGET = 20; // milliseconds of drawing a frame
const MOST = 6; // drawn in one frame: what they changed is laid out after it

const waiting = new Set();
let asked = false;

/** Draw soon. Asking again before it was drawn changes nothing. */
export function drawSoon(draw) {
    waiting.add(draw);
    ask();
}

function ask() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(drawWaiting);
}

function drawWaiting() {
    asked = false;
    const started = performance.now();
    for (const draw of [...waiting].slice(0, MOST)) {
        waiting.delete(draw);
        draw();
        if (performance.now() - started > BUDGET) break;
    }
    if (waiting.size) ask();
}

/** Call back once everything that waits now has been drawn. */
export function whenDrawn(act) {
    requestAnimationFrame(() => (waiting.size ? whenDrawn(act) : act()));
}
