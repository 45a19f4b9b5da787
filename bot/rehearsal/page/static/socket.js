// Owns the line to the rehearsal: requests and their answers, events, and coming back after a lost connection.

const PAUSES = [400, 800, 1500, 3000, 6000];

/** What the rehearsal would not do, in a sentence to be shown. */
export class Refused extends Error {}

export function connect({ language, onState, onEvent, onLine }) {
    let socket = null;
    let number = 0;
    let tries = 0;
    let closed = false;
    let pause = 0;
    const asked = new Map();

    function open() {
        const address = new URL("socket", document.baseURI);
        address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
        socket = new WebSocket(address);
        socket.addEventListener("open", hello);
        socket.addEventListener("message", (frame) => take(JSON.parse(frame.data)));
        socket.addEventListener("close", lost);
    }

    function hello() {
        number = 0;
        const sent = socket;
        request("hello", { lang: language }).then(
            (state) => {
                if (sent !== socket || closed) return;
                tries = 0;
                onLine("on");
                onState(state);
            },
            () => sent.close(),
        );
    }

    function take(frame) {
        if (frame.event === "reset") hello();
        else if (frame.event === "stopping") onLine("stopped");
        else if (frame.event) onEvent(frame);
        else answer(frame);
    }

    function answer({ id, ok, result, error }) {
        const waiting = asked.get(id);
        asked.delete(id);
        if (!waiting) return;
        if (ok) waiting.resolve(result ?? {});
        else waiting.reject(new Refused(error));
    }

    function lost() {
        for (const { reject } of asked.values()) reject(new Refused(""));
        asked.clear();
        if (closed) return;
        onLine("off");
        pause = setTimeout(open, PAUSES[Math.min(tries, PAUSES.length - 1)]);
        tries += 1;
    }

    function request(verb, fields = {}) {
        if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Refused(""));
        number += 1;
        const id = number;
        return new Promise((resolve, reject) => {
            asked.set(id, { resolve, reject });
            socket.send(JSON.stringify({ id, do: verb, ...fields }));
        });
    }

    function close() {
        closed = true;
        clearTimeout(pause);
        socket?.close();
    }

    open();
    return { request, close };
}
