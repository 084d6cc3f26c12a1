// The kiosk: who stands before it, what they are shown next, and that nothing of them stays.

import { countDown, watchSilence } from "./kiosk-idle.js";
import { newKey, openMailbox } from "./kiosk-mail.js";
import { startMore } from "./kiosk-more.js";
import { endOf, path, prune } from "./kiosk-path.js";
import { startTools } from "./kiosk-tools.js";
import * as view from "./kiosk-view.js";

const QUIET = 40; // s of silence before we ask
const GRACE = 20; // s to say that one is still here (WCAG 2.2.1)
const AFTER_THANKS = 25; // s

const data = JSON.parse(document.getElementById("main").dataset.kiosk);
const script = data.script;

let visit = null; // {id, answers, open, more}: all there is of a person, and only here
let redraw = () => {};
let stopCount = () => {};
let newer = false;

const speak = (language) => {
  if (visit && visit.open.has(visit.id)) mail.say({ act: "speak", visit: visit.id, language });
  if (visit && visit.more) visit.more.speak(language);
  else redraw();
};

const tools = startTools(data, () => visit !== null, speak);
const words = tools.words;
const mail = openMailbox((news) => {
  tools.sign(news);
  freshen();
});

// -- time

const dialog = document.getElementById("idle");

const silence = watchSilence({
  quiet: QUIET,
  grace: GRACE,
  warn: () => {
    document.getElementById("idle-title").textContent = words("idle");
    document.getElementById("idle-stay").textContent = words("idle_stay");
    document.getElementById("idle-leave").textContent = words("idle_leave");
    dialog.showModal();
  },
  tick: (seconds) => {
    document.getElementById("idle-text").textContent = words("idle_text", { seconds });
  },
  calm: () => dialog.close(),
  over: () => reset(),
});

dialog.addEventListener("cancel", (event) => event.preventDefault());
document.getElementById("idle-stay").addEventListener("click", () => silence.touch());
document.getElementById("idle-leave").addEventListener("click", () => reset());
["pointerdown", "keydown"].forEach((name) =>
  document.addEventListener(name, () => silence.isWarning() || silence.touch(), true),
);

// Shows until when a last screen stays; any touch begins the count anew.
const countOut = (seconds) => {
  silence.stop();
  const line = view.make("p", "soft");
  const again = () => {
    stopCount();
    stopCount = countDown(seconds, (left) => {
      line.textContent = words("reset", { seconds: left });
    }, reset);
  };
  again();
  return { line, again };
};

// -- the end of a visit

function reset() {
  silence.stop();
  stopCount();
  if (visit) {
    if (visit.more) visit.more.stop();
    visit.open.forEach((id) => mail.say({ act: "leave", visit: id }));
  }
  visit = null;
  tools.reset();
  view.wipe();
  attract();
}

function freshen() {
  if (newer && !visit && mail.isEmpty()) window.location.reload();
}

// -- the screens of the short form

function attract() {
  redraw = attract;
  const where = [data.place, data.counter].filter(Boolean).join(" – ");
  const count = script.questions.filter((one) => one.counts !== false && !one.when).length;
  view.show(
    "attract",
    view.make("div", "smiles", ...["3", "2", "1"].map(view.face)),
    view.make("h1", "", words("attract")),
    where ? view.make("p", "where", where) : "",
    view.make("p", "lead", words("who", data.office)),
    view.make("p", "lead", words("how", { count })),
    view.press("primary start", words("start"), begin),
  );
  freshen();
}

function begin() {
  const language = tools.language();
  visit = { id: newKey(), answers: new Map(), open: new Set(), more: null };
  visit.open.add(visit.id);
  mail.say({ act: "begin", visit: visit.id, form: "short", language });
  silence.start();
  goOn();
}

function goOn() {
  prune(script, visit.answers);
  const order = path(script, visit.answers);
  const next = order.find((question) => !visit.answers.has(question.id));
  const end = endOf(order[order.length - 1], visit.answers);
  if (next) ask(next);
  else if (end) finish(end.says);
  else {
    mail.say({ act: "send", visit: visit.id });
    finish(null);
  }
}

const answer = (question, value) => {
  visit.answers.set(question.id, value);
  mail.say({ act: "answer", visit: visit.id, question: question.id, value });
  goOn();
};

const pass = (question) => {
  if (visit.answers.has(question.id)) goOn();
  else answer(question, null);
};

const pick = (question, choice) => {
  if (choice.says) view.notice(choice.says[tools.language()]);
  else answer(question, choice.value);
};

function ask(question) {
  redraw = () => ask(question);
  const language = tools.language();
  const order = path(script, visit.answers);
  const place = order.indexOf(question);
  const counted = order.filter((one) => one.counts !== false);
  const position = counted.indexOf(question) + 1;
  const total = counted.length;
  const given = visit.answers.get(question.id);
  const choices = question.choices.map((choice) => ({
    label: choice.label[language],
    value: choice.value,
    says: choice.says,
    chosen: given !== undefined && choice.value === given ? words("chosen") : "",
  }));
  const isAnswered = visit.answers.has(question.id);
  view.show(
    "question",
    position ? view.progressBar(words("step", { position, total }), position, total) : "",
    view.make("h1", "", question.text[language]),
    view.choiceButtons(question.type, choices, (choice) => pick(question, choice)),
    view.controls(
      place > 0 ? view.press("", words("back"), () => ask(order[place - 1])) : "",
      isAnswered || question.skippable
        ? view.press("", words(isAnswered ? "keep" : "skip"), () => pass(question))
        : "",
      view.press("", words("stop"), reset),
      place > 0 && mail.isOnline() ? view.press("", words("phone_here"), toPhone) : "",
    ),
  );
  tools.readable([question.text[language], ...choices.map((choice) => choice.label)]);
}

// -- after the short form

function finish(says) {
  visit.open.delete(visit.id);
  thanks(says);
}

function thanks(says) {
  redraw = () => thanks(says);
  if (visit.more) visit.more.stop();
  visit.more = null;
  const { line, again } = countOut(AFTER_THANKS);
  const online = mail.isOnline();
  const text = says ? says[tools.language()] : words(online ? "thanks_sent" : "thanks_kept");
  const screen = view.show(
    "thanks",
    view.make("h1", "", says ? text : words("thanks")),
    says ? "" : view.make("p", "lead", text),
    online && !says ? moreOffered() : "",
    !online && !says ? view.make("p", "soft", words("more_offline")) : "",
    data.written ? view.make("p", "soft", words("written", data.office)) : "",
    view.press("primary", words("done"), reset),
    line,
  );
  screen.addEventListener("pointerdown", again);
  tools.readable([text]);
}

const moreOffered = () =>
  view.make(
    "div",
    "more",
    view.make("h2", "", words("more")),
    data.full
      ? view.press("", words("more_here", { minutes: data.full }), () => more("full", false))
      : "",
    data.full ? view.press("", words("more_phone"), () => more("full", true)) : "",
    view.press("", words("more_case"), () => more("case", true)),
  );

const resume = () => {
  stopCount();
  silence.start();
};

const startAt = (id, form, onPhone, back) => {
  resume();
  const { open } = visit;
  const desk = { id, form, onPhone, back, open, mail, tools, words, countOut, resume, reset, thanks };
  visit.more = startMore(desk);
};

// Opens another form of the same visit: here, or for the phone at once.
const more = (form, onPhone) => {
  const id = newKey();
  visit.open.add(id);
  startAt(id, form, onPhone, () => {
    visit.open.delete(id);
    mail.say({ act: "leave", visit: id });
    thanks(null);
  });
};

// Hands over what is being answered.
const toPhone = () =>
  startAt(visit.id, null, true, () => {
    visit.more = null;
    resume();
    goOn();
  });

// -- begin

document.addEventListener("contextmenu", (event) => event.preventDefault());
// A page that comes back from the browser's own memory shows what it showed: never a visit.
// What still waits for the network lives in this page alone: then it begins anew as it is.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) mail.isEmpty() ? window.location.reload() : attract();
});
attract();
mail.beat((news) => {
  newer = newer || news.release !== data.release;
  freshen();
});
