// Owns the page's picture of the rehearsal: the state, and what each event changes in it. Touches no element.
// Messages of a chat are an array sorted by id; a changed message is a new object, so that identity tells what to draw.

export function stateFrom(hello) {
    const state = {
        ...hello,
        walking: false,
        person: new Map(),
        chats: new Map(),
        typing: new Map(),
        backstage: { outbox: [], audit: [], calls: [], conversation: null },
    };
    setPeople(state, hello.people);
    for (const chat of hello.chats) state.chats.set(chat.id, chatFrom(chat));
    return state;
}

function chatFrom(chat) {
    const messages = [...(chat.messages ?? [])].sort((a, b) => a.id - b.id);
    return { ...chat, messages, whole: messages.length >= chat.count, wholeTopics: new Set() };
}

function setPeople(state, people) {
    state.people = people;
    state.person = new Map(people.map((person) => [person.id, person]));
}

/** Where a message with this id is, or would be, among sorted messages. */
export function placeOf(messages, id) {
    let low = 0;
    let high = messages.length;
    if (high && messages[high - 1].id < id) return high;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (messages[middle].id < id) low = middle + 1;
        else high = middle;
    }
    return low;
}

export function findMessage(chat, id) {
    const found = chat?.messages[placeOf(chat.messages, id)];
    return found?.id === id ? found : undefined;
}

export function addMessages(chat, messages, { earlier = false } = {}) {
    for (const message of messages) {
        const place = placeOf(chat.messages, message.id);
        const known = chat.messages[place]?.id === message.id;
        // An edit of a message nobody has scrolled back to: it comes with the history when somebody does.
        if (!known && !earlier && place === 0 && chat.messages.length && !chat.whole) continue;
        chat.messages.splice(place, known ? 1 : 0, message);
    }
}

/** Take in a page of the history; without `more` nothing is earlier. */
export function addHistory(chat, topic, { messages, more }) {
    addMessages(chat, messages, { earlier: true });
    if (more) return;
    if (chat.forum) chat.wholeTopics.add(topic);
    else chat.whole = true;
}

export const hasEarlier = (chat, topic) => Boolean(chat) && !chat.whole && !chat.wholeTopics.has(topic);

/** Those of a chat that one topic shows; a chat without topics shows all. */
export function messagesIn(chat, topic) {
    if (!chat) return [];
    return chat.forum ? chat.messages.filter((message) => message.topic === topic) : chat.messages;
}

export function chatsOf(state, person) {
    const ids = [person.chat, ...person.groups];
    return ids
        .map((id) => state.chats.get(id))
        .filter((chat) => chat && !(chat.migrated_to && ids.includes(chat.migrated_to)));
}

export function commandsFor(state, person, chat) {
    const menu = state.menus?.[chat?.kind === "private" ? "private" : "group"] ?? {};
    return menu[person.language] ?? menu[""] ?? Object.values(menu)[0] ?? [];
}

export const nameOf = (state, id) =>
    id === state.bot.id
        ? state.bot.name
        : (state.person.get(id)?.name ?? state.chats.get(id)?.title ?? String(id));

const CALLS_KEPT = 200;

const CHANGES = {
    messages(state, { messages }) {
        const chats = Map.groupBy ? Map.groupBy(messages, (message) => message.chat) : grouped(messages);
        for (const [id, added] of chats) {
            const chat = state.chats.get(id);
            if (!chat) continue;
            addMessages(chat, added);
            if (added.some((message) => message.from?.bot)) state.typing.delete(id);
        }
        return [...chats.keys()];
    },
    gone(state, { chat: id, ids }) {
        const chat = state.chats.get(id);
        const gone = new Set(ids);
        if (chat) chat.messages = chat.messages.filter((message) => !gone.has(message.id));
        return [id];
    },
    chats(state, { chats }) {
        for (const chat of chats) {
            const known = state.chats.get(chat.id);
            if (known) Object.assign(known, { ...chat, messages: known.messages });
            else state.chats.set(chat.id, { ...chatFrom(chat), whole: true }); // born now: nothing is earlier
        }
        return chats.map((chat) => chat.id);
    },
    people: (state, { people }) => setPeople(state, people),
    menus: (state, { menus }) => void (state.menus = menus),
    clock: (state, { now, due, walking }) =>
        void Object.assign(state, { now, due, walking: Boolean(walking) }),
    scene: (state, { scene }) => void (state.scene = scene),
    faults: (state, { faults }) => void (state.faults = faults),
    typing(state, { chat, action, topic }) {
        state.typing.set(chat, { action, topic, until: performance.now() + 5000 });
        return [chat];
    },
    backstage(state, { event: _, ...told }) {
        const calls = [...state.backstage.calls, ...(told.calls ?? [])].slice(-CALLS_KEPT);
        state.backstage = { ...state.backstage, ...told, calls };
    },
};

function grouped(messages) {
    const chats = new Map();
    for (const message of messages) {
        if (!chats.has(message.chat)) chats.set(message.chat, []);
        chats.get(message.chat).push(message);
    }
    return chats;
}

/** Take an event in; hand back the ids of the chats that look different now. */
export function apply(state, event) {
    return CHANGES[event.event]?.(state, event) ?? [];
}
