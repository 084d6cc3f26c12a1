// What comes after the short form, and needs the network: the full form in the kiosk's dress, asked
// by the server question by question, and the way to a phone of one's own.
//
// Nothing is typed at a kiosk: people behind look on, and keyboards learn. What needs typing goes to
// the phone.

import * as view from "./kiosk-view.js";

const POLL = 2000; // ms
const PHONE = 120; // s that the code is shown
const TAKEN = 8; // s
const PATIENCE = 1200; // ms before we say that we wait

// What was only said since the question before.
const saidBefore = (messages) => {
  const earlier = messages.slice(0, -1);
  const kinds = earlier.map((message) => message.kind);
  const question = Math.max(kinds.lastIndexOf("question"), kinds.lastIndexOf("review"));
  return earlier.slice(question + 1);
};

// desk: {id, form, onPhone, back, open, mail, tools, words, countOut, resume, reset, thanks}
export const startMore = (desk) => {
  const { id, mail, tools, words } = desk;
  let last = 0;
  let stopped = false;
  let redraw = () => {};
  let shown = null; // the question that is open here
  let poll = 0;

  const settled = () => desk.open.delete(id);

  const refused = () => {
    view.show("thanks", view.make("h1", "", words("refused")), done());
    redraw = refused;
  };

  const leave = () => view.press("", words("stop"), desk.reset);

  const done = () => view.press("primary", words("done"), desk.reset);

  // Says one act; while the answer is long in coming, the person is told and may go.
  const say = async (act) => {
    const slow = setTimeout(() => {
      if (!stopped) view.notice(words(mail.isOnline() ? "sending" : "waiting"));
    }, PATIENCE);
    const reply = await mail.say(Object.assign({ visit: id }, act));
    clearTimeout(slow);
    if (stopped) return null;
    view.notice("");
    if (!reply) refused();
    return reply;
  };

  // -- the full form

  const hear = (reply) => {
    if (!reply) return;
    const fresh = reply.messages.filter((message) => message.seq > last);
    if (!fresh.length) return;
    last = fresh[fresh.length - 1].seq;
    const ends = fresh.some((message) => message.ends);
    const asked = fresh[fresh.length - 1].kind !== "say";
    if (asked) showAsked(fresh);
    else if (ends) {
      settled();
      desk.thanks(null);
    } else showSaid(fresh);
  };

  const pressed = (payload) => {
    view.lock();
    say({ act: "press", payload, after: last }).then(hear);
  };

  // What ends without a question: no consent, or not meant for this person.
  const showSaid = (messages) => {
    settled();
    redraw = () => showSaid(messages);
    const said = messages.map((message) => view.make("p", "lead", message.text));
    const { line } = desk.countOut(30);
    const title = view.make("h1", "", words("thanks"));
    view.show("thanks", title, ...said, done(), line);
  };

  const showAsked = (messages) => {
    redraw = () => showAsked(messages);
    shown = messages;
    const asked = messages[messages.length - 1];
    const before = saidBefore(messages).map((message) => view.make("p", "said", message.text));
    const choices = (asked.choices || []).map((choice) => ({
      label: choice.label,
      payload: choice.payload,
      name: choice.style === "primary" ? "primary" : "",
    }));
    const needsTyping = !choices.length;
    const pick = (choice) => pressed(choice.payload);
    const many = asked.done
      ? view.tickButtons(asked.choices, asked.alone || [], asked.done, words("chosen"), pressed)
      : [view.choiceButtons("", choices, pick)];
    view.show(
      "question full",
      steps(asked),
      ...before,
      view.make("h1", "", asked.text),
      asked.hint ? view.make("p", "soft", asked.hint) : "",
      asked.review ? view.reviewList(asked.review, words("edit"), pick) : "",
      needsTyping ? view.make("p", "card", words("typing")) : "",
      needsTyping ? view.press("primary", words("phone_go"), handOver) : "",
      ...many,
      view.controls(
        ...(asked.controls || []).map((one) => view.press("", one.label, () => pick(one))),
        leave(),
        needsTyping ? "" : view.press("", words("phone_here"), handOver),
      ),
    );
    tools.readable([asked.text, ...choices.map((choice) => choice.label)]);
  };

  const steps = (asked) => {
    if (!asked.progress) return "";
    const { position, total } = asked.progress;
    return view.progressBar(words("step", { position, total }), position, total);
  };

  // -- the phone

  async function handOver() {
    const title = view.make("h1", "", words("phone"));
    const wait = view.make("p", "lead", words("phone_wait"));
    view.show("phone-screen", title, wait, view.controls(back(), leave()));
    const given = await say({ act: "hand_over" });
    if (given) showPhone(given);
  }

  // Who has no phone at hand goes on here.
  const back = () =>
    view.press("", words("back"), () => {
      clearTimeout(poll);
      if (!shown) {
        stop();
        desk.back();
        return;
      }
      desk.resume();
      showAsked(shown);
    });

  const showPhone = (given) => {
    redraw = () => showPhone(given);
    const { line } = desk.countOut(PHONE);
    view.show(
      "phone-screen",
      view.make("h1", "", words("phone")),
      view.phoneCard(given, words),
      view.controls(back(), done()),
      line,
    );
    clearTimeout(poll);
    poll = setTimeout(lookForPhone, POLL);
  };

  const lookForPhone = async () => {
    const news = await mail.ask(id);
    if (stopped) return;
    if (news && news.taken) showTaken();
    else poll = setTimeout(lookForPhone, POLL);
  };

  const showTaken = () => {
    settled();
    redraw = showTaken;
    const { line } = desk.countOut(TAKEN);
    const title = view.make("h1", "", words("taken"));
    view.show("thanks", title, view.make("p", "lead", words("taken_text")), done(), line);
  };

  const stop = () => {
    stopped = true;
    clearTimeout(poll);
  };

  const speak = (language) => {
    const isForm = last > 0;
    if (isForm) say({ act: "speak", language, after: last }).then(hear);
    else redraw();
  };

  const start = async () => {
    view.show("phone-screen", view.make("h1", "", words("sending")), view.controls(leave()));
    if (desk.form) {
      const reply = await say({ act: "begin", form: desk.form, language: tools.language() });
      if (!reply) return;
      if (!desk.onPhone) hear(reply);
    }
    if (desk.onPhone) handOver();
  };

  start();
  return { stop, speak };
};
