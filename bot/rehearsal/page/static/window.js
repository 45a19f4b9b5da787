// Owns which of a chat's messages are in the page: the newest, followed, or a stretch further up. Touches no element.

import { placeOf } from "./store.js";

const MOST = 150; // while one reads further up
const MOST_FOLLOWED = 80; // while the newest are followed; beyond, only the last of them are kept
const SHOWN_FIRST = 40;
const STEP = 50;
const AROUND = [20, 40]; // before and after a message one jumps to

export function messageWindow() {
    let from = null; // id of the first message shown; null: the newest ones
    let until = null; // id of the last one shown; null: the newest, followed

    function shown(all, atBottom) {
        let end = until === null ? all.length : Math.min(all.length, placeOf(all, until + 1));
        let start = from === null ? end - SHOWN_FIRST : placeOf(all, from);
        if (until === null && atBottom && end - start > MOST_FOLLOWED) start = end - SHOWN_FIRST;
        else if (end - start > MOST) end = start + MOST;
        start = Math.max(0, start);
        from = start === 0 && end <= SHOWN_FIRST ? null : (all[start]?.id ?? null);
        if (until === null && end < all.length) until = all[end - 1].id;
        else if (until !== null && end === all.length && atBottom) until = null;
        return all.slice(start, end);
    }

    function reset() {
        from = until = null;
    }

    /** Show some that come before the one with the id `first`. */
    function back(all, first) {
        const place = Math.max(0, placeOf(all, first) - STEP);
        from = all[place]?.id ?? null;
        if (all.length - place > MOST) until = all[place + MOST - 1].id;
    }

    /** Show the stretch a message is in; false when it is not there. */
    function around(all, id) {
        const place = placeOf(all, id);
        if (all[place]?.id !== id) return false;
        from = all[Math.max(0, place - AROUND[0])].id;
        until = all[Math.min(all.length, place + AROUND[1]) - 1].id;
        return true;
    }

    return { shown, reset, back, around, follows: () => until === null };
}
