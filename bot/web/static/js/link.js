// The wire: sends what the person says until it has arrived, and hears what is said to them.

const PATIENCE = 20000; // ms for one try on a slow phone
const PAUSES = [1000, 2000, 4000, 8000, 15000]; // ms between tries
const LONG_POLL = 25; // s

const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));

const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
};

// Waits, but no longer than until the network is back.
const pause = (ms) =>
  Promise.race([
    sleep(ms),
    new Promise((wake) => window.addEventListener("online", wake, { once: true })),
  ]);

const request = async (url, options, patience) => {
  const control = "AbortController" in window ? new AbortController() : null;
  const timer = control && setTimeout(() => control.abort(), patience);
  try {
    const full = Object.assign({ credentials: "same-origin", cache: "no-store" }, options);
    if (control) full.signal = control.signal;
    const reply = await fetch(url, full);
    let body = {};
    try {
      body = await reply.json();
    } catch (broken) {
      if (reply.ok) throw broken;
    }
    return { status: reply.status, after: Number(reply.headers.get("Retry-After")), body };
  } finally {
    if (timer) clearTimeout(timer);
  }
};

// events: {messages(list), refused(words), trouble(words or null), gone(words), elsewhere()}
export const connect = (talk, words, events) => {
  let last = 0;
  let streamed = 0;
  let polling = false;
  let over = false;

  const take = (list) => {
    const fresh = list.filter((message) => message.seq > last);
    if (fresh.length) {
      last = fresh[fresh.length - 1].seq;
      events.messages(fresh);
    }
  };

  // Ends everything when this page has no conversation any more.
  const isOver = (reply) => {
    if (reply.status === 401) {
      over = true;
      events.gone(reply.body.message || words.gone);
    } else if (reply.status === 409) {
      over = true;
      events.elsewhere();
    }
    return over;
  };

  const fetchNew = async (wait) => {
    const url = `/chat/messages?after=${last}&wait=${wait}&talk=${talk}`;
    const reply = await request(url, {}, (wait + 10) * 1000);
    if (isOver(reply)) return;
    if (reply.status !== 200) throw new Error(String(reply.status));
    take(reply.body.messages);
  };

  const catchUp = async (isStart) => {
    for (let i = 0; !over; i += 1) {
      try {
        await fetchNew(0);
        events.trouble(null);
        return;
      } catch (failure) {
        if (isStart || i > 0) events.trouble(words.offline);
        await pause(PAUSES[Math.min(i, PAUSES.length - 1)]);
      }
    }
  };

  const poll = async () => {
    if (polling) return;
    polling = true;
    for (let failures = 0; !over; ) {
      const began = Date.now();
      try {
        await fetchNew(LONG_POLL);
        failures = 0;
        // A server with too many waiting answers at once: do not hurry it.
        if (Date.now() - began < 1000) await sleep(3000);
      } catch (failure) {
        await pause(PAUSES[Math.min(failures, PAUSES.length - 1)]);
        failures += 1;
      }
    }
  };

  const listen = () => {
    if (!("EventSource" in window)) {
      poll();
      return;
    }
    let failures = 0;
    const source = new EventSource(`/chat/events?after=${last}&talk=${talk}`);
    const giveUp = () => {
      source.close();
      poll();
    };
    source.onopen = () => {
      failures = 0;
      setTimeout(() => catchUp(false), 0); // what was said while the stream was down
    };
    source.onmessage = (event) => {
      const message = JSON.parse(event.data);
      streamed = Math.max(streamed, message.seq);
      if (message.seq > last + 1) catchUp(false);
      else take([message]);
    };
    source.onerror = () => {
      failures += 1;
      if (source.readyState === 2 || failures > 2) giveUp();
    };
    // Some company and in-app proxies hold a stream back: what came by reply must also
    // come by stream soon, else the stream is of no use.
    return (seq) =>
      setTimeout(() => {
        if (streamed < seq && !polling) giveUp();
      }, 8000);
  };

  let watch = null;

  const settle = (reply) => {
    if (isOver(reply)) return true;
    if (reply.status === 200) {
      events.trouble(null);
      take(reply.body.messages);
      if (watch && last > streamed) watch(last);
      if (reply.body.status === "deferred") sleep(1500).then(() => catchUp(false));
      return true;
    }
    if (reply.status < 500 && reply.status !== 429) {
      events.refused(reply.body.message || words.again);
      return true;
    }
    events.trouble(reply.body.message || words.slow);
    return false;
  };

  // Sends one thing, under one id, until it has arrived. True: taken. False: refused or over.
  const send = async (said) => {
    const id = newId();
    for (let i = 0; !over; i += 1) {
      const body = JSON.stringify(Object.assign({ id, after: last, talk }, said));
      const options = { method: "POST", headers: { "Content-Type": "application/json" }, body };
      let wait = PAUSES[Math.min(i, PAUSES.length - 1)];
      try {
        const reply = await request("/chat/messages", options, PATIENCE);
        if (settle(reply)) return reply.status === 200;
        if (reply.after) wait = reply.after * 1000;
      } catch (failure) {
        events.trouble(words.offline);
      }
      await pause(wait + Math.random() * 500);
    }
    return false;
  };

  const start = async () => {
    await catchUp(true);
    if (!over) watch = listen() || null;
    // A phone puts pages to sleep; what was said meanwhile is fetched on waking.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !over) catchUp(false);
    });
    window.addEventListener("offline", () => events.trouble(words.offline));
    window.addEventListener("online", () => !over && catchUp(false));
  };

  return { send, start };
};
