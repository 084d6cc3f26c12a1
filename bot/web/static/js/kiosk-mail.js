// The mailbox: what visits say waits here, in memory only and in its order, until it has arrived.
// Each act keeps its key however often it is sent, so that it counts once.

const PATIENCE = 20000; // ms for one try
const PAUSES = [1000, 2000, 4000, 8000, 15000]; // ms between tries
const HEARTBEAT = 30000; // ms

export const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
};

const post = async (url, body) => {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  try {
    const reply = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: control.signal,
    });
    const after = Number(reply.headers.get("Retry-After")) * 1000;
    return { status: reply.status, after, body: reply.ok ? await reply.json() : {} };
  } finally {
    clearTimeout(timer);
  }
};

const isForLater = (status) => status === 403 || status === 408 || status === 429 || status >= 500;

// What a person said; that they came, left or changed the language is no loss.
const isSaid = (letter) => ["answer", "send", "press"].includes(letter.act.act);

// A press that changed nothing is none either: the person sees what is asked now.
const hasPlace = (reply, { act }) =>
  reply.status === 200 && (act === "press" || reply.body.status !== "ignored");

// changed({online, bound, visits, refused}): for the sign that staff see.
export const openMailbox = (changed) => {
  const queue = [];
  const parked = new Set(); // visits put back since the last pause
  const state = { online: navigator.onLine, bound: true, visits: 0, refused: 0 };
  let running = false;
  let wake = () => {};

  const tell = (news) => {
    state.visits = new Set(queue.map((letter) => letter.act.visit)).size;
    changed(Object.assign(state, news));
  };

  const pause = (ms) =>
    new Promise((go) => {
      const timer = setTimeout(go, ms);
      wake = () => {
        clearTimeout(timer);
        go();
      };
    });

  // Takes out what has found its end; a visit that is not ours any more has no more to say.
  const settle = (reply) => {
    const first = queue[0].act;
    const isGone = reply.status === 401;
    const done = isGone ? queue.filter((letter) => letter.act.visit === first.visit) : [queue[0]];
    done.forEach((letter) => {
      queue.splice(queue.indexOf(letter), 1);
      letter.settle(reply.status === 200 ? reply.body : null);
    });
    const lost = hasPlace(reply, first) ? 0 : done.filter(isSaid).length;
    tell({ online: true, bound: true, refused: state.refused + lost });
  };

  // What the server cannot take for a fault of its own goes behind the others, with the rest of its
  // visit: one that can never be taken must not hold them up. Returns whether others are left.
  const putBack = () => {
    const { visit } = queue[0].act;
    const mine = queue.filter((letter) => letter.act.visit === visit);
    const others = queue.filter((letter) => letter.act.visit !== visit);
    queue.splice(0, queue.length, ...others, ...mine);
    parked.add(visit);
    return !parked.has(queue[0].act.visit);
  };

  const tryOnce = async () => {
    try {
      return await post("/kiosk/acts", queue[0].act);
    } catch (failure) {
      return null;
    }
  };

  const run = async () => {
    if (running) return;
    running = true;
    for (let failures = 0; queue.length; ) {
      const reply = await tryOnce();
      if (reply && !isForLater(reply.status)) {
        settle(reply);
        failures = 0;
        continue;
      }
      if (reply && reply.status === 500 && putBack()) continue;
      tell({ online: Boolean(reply) && reply.status < 500, bound: !reply || reply.status !== 403 });
      const wait = PAUSES[Math.min(failures, PAUSES.length - 1)];
      failures += 1;
      await pause((reply && reply.after) || wait + Math.random() * 300);
      parked.clear();
    }
    running = false;
  };

  // Puts one act into the box. Resolves with the reply once it has arrived; null: it found no place.
  const say = (act) =>
    new Promise((settled) => {
      queue.push({ act: Object.assign({ key: newKey() }, act), settle: settled });
      tell({});
      if (parked.size) wake(); // others wait only for themselves
      run();
    });

  // Asks whether we are heard; resolves with {taken} for a visit, else {release}; or null.
  const ask = async (visit) => {
    try {
      const reply = await post("/kiosk/pulse", { visit: visit || "" });
      tell({ online: reply.status < 500, bound: reply.status !== 403 });
      if (reply.status === 200) wake();
      return reply.status === 200 ? reply.body : null;
    } catch (failure) {
      tell({ online: false });
      return null;
    }
  };

  const beat = async (heard) => {
    const news = await ask("");
    if (news) heard(news);
    setTimeout(() => beat(heard), HEARTBEAT);
  };

  window.addEventListener("online", () => {
    wake();
    ask("");
  });
  window.addEventListener("offline", () => tell({ online: false }));
  window.addEventListener("beforeunload", (event) => {
    if (queue.length) event.preventDefault(); // what waits would be lost
  });

  return { say, ask, beat, isEmpty: () => !queue.length, isOnline: () => state.online };
};
