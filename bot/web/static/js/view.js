// What the person sees: messages as text, never as markup, and what can be answered now.

const log = document.getElementById("log");
const now = document.getElementById("now");
const final = document.getElementById("final");
const words = document.getElementById("main").dataset;

const make = (tag, name, text) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text) node.textContent = text;
  return node;
};

// A code is never broken at the end of a line: it is read aloud and copied by hand.
const CODE = /([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z])/;

const makeText = (tag, name, text) => {
  const node = make(tag, name);
  text.split(CODE).forEach((part, i) => node.append(i % 2 ? make("span", "whole", part) : part));
  return node;
};

const press = (name, text, act) => {
  const node = make("button", name, text);
  node.type = "button";
  node.addEventListener("click", () => act(node));
  return node;
};

// -- the talk

let unsaid = null; // the bubble of what is on its way

export const showMine = (text, waiting) => {
  const bubble = make("p", waiting ? "said mine waiting" : "said mine");
  bubble.append(make("span", "unseen", `${words.you} `), text);
  log.append(bubble);
  if (waiting) unsaid = bubble;
  return bubble;
};

export const settleMine = (keep) => {
  if (unsaid && keep) unsaid.classList.remove("waiting");
  else if (unsaid) unsaid.remove();
  unsaid = null;
};

const copy = (text, button) => {
  const done = () => {
    button.textContent = words.copied;
  };
  if (navigator.clipboard && navigator.clipboard.writeText) {
    navigator.clipboard.writeText(text).then(done, () => {});
    return;
  }
  const box = make("textarea");
  box.value = text;
  document.body.append(box);
  box.select();
  if (document.execCommand("copy")) done();
  box.remove();
  button.focus();
};

const ticket = (code) => {
  const card = make("div", "card ticket");
  const buttons = make("div", "ticket-buttons");
  buttons.append(
    press("", words.copy, (button) => copy(code, button)),
    press("", words.print, () => window.print()),
  );
  card.append(make("span", "soft", words.code), make("span", "code", code), buttons);
  return card;
};

// -- what can be answered now

const choiceButton = (choice, answer) => {
  const button = press(choice.style === "primary" ? "primary" : "", "", () =>
    answer(choice, button),
  );
  const digit = /^(\d)\s+(.+)$/.exec(choice.label);
  if (digit) {
    button.dataset.digit = digit[1];
    button.append(make("span", "number", digit[1]), " ", make("span", "", digit[2]));
  } else {
    button.append(choice.label);
  }
  return button;
};

// Before sending, each line can be corrected; what is only shown has no buttons.
const reviewList = (message, answer) => {
  const list = make("ol", "review");
  message.review.forEach((item, i) => {
    const row = make("li");
    const line = make("span", "line");
    line.append(make("span", "label", item.label), make("span", "value", item.value));
    row.append(make("span", "order", `${i + 1}.`), line);
    if (item.payload) {
      const button = press("", words.edit, () => answer({ payload: item.payload }, button));
      button.setAttribute("aria-label", `${words.edit}: ${item.label}`);
      row.append(button);
    }
    list.append(row);
  });
  return list;
};

// What is ticked stays on the page until "done" is pressed, and is then sent as one answer.
const tickList = (message, answer) => {
  const group = make("div", "choices");
  const boxes = [];
  const settle = (box, isAlone) => {
    if (!box.checked) return;
    boxes.forEach((other) => {
      if (other.box !== box && (isAlone || other.isAlone)) other.box.checked = false;
    });
  };
  message.choices.forEach((choice, place) => {
    if (!/^(un)?ticked$/.test(choice.style)) {
      group.append(choiceButton(choice, answer));
      return;
    }
    const line = make("label", "tick");
    const box = make("input");
    box.type = "checkbox";
    box.checked = choice.style === "ticked";
    const isAlone = (message.alone || []).includes(place);
    const value = choice.payload.slice(choice.payload.lastIndexOf(":") + 2);
    box.addEventListener("change", () => settle(box, isAlone));
    line.append(box, make("span", "", choice.label));
    boxes.push({ box, isAlone, value, label: choice.label });
    group.append(line);
  });
  const finish = press("primary", message.done.label, (button) => {
    const chosen = boxes.filter(({ box }) => box.checked);
    const values = chosen.map(({ value }) => value).join("+");
    const label = chosen.map((one) => one.label).join(", ");
    answer({ payload: `${message.done.payload}+${values}`, label }, button);
  });
  return [group, finish];
};

// A calendar beside the box: what it gives is said like typed words.
const dayPicker = (answer) => {
  const line = make("div", "picker");
  const box = make("input");
  box.type = "date";
  box.setAttribute("aria-label", words.pickDay);
  const button = press("", words.pickDay, (pressed) => {
    if (box.value) answer({ text: box.value }, pressed);
    else box.focus();
  });
  line.append(box, button);
  return line;
};

const showNow = (message, answer) => {
  now.textContent = "";
  final.textContent = "";
  if (message.input === "date") now.append(dayPicker(answer));
  if (message.done) {
    const [group, finish] = tickList(message, answer);
    now.append(group);
    final.append(finish); // in sight, however long the list above it is
  } else if (message.choices && message.choices.length) {
    const group = make("div", "choices");
    message.choices.forEach((choice) => group.append(choiceButton(choice, answer)));
    // Sending stays in sight, however long the list above it is.
    const sends = message.choices.some((choice) => choice.style === "primary");
    (sends ? final : now).append(group);
  }
  if (message.controls && message.controls.length) {
    const row = make("div", "controls");
    message.controls.forEach((choice) => row.append(choiceButton(choice, answer)));
    now.append(row);
  }
  final.hidden = !final.firstChild;
};

// One primary action at a time: sending what is typed is it only where nothing can be pressed.
const suitSend = (message) => {
  const presses = Boolean(message.choices && message.choices.length);
  document.getElementById("send").className = message.prompt && !presses ? "primary" : "";
};

const showProgress = (progress) => {
  const bar = document.getElementById("progress-bar");
  const isShown = Boolean(progress && progress.total);
  document.getElementById("progress").hidden = !isShown;
  if (!isShown) return;
  const { position, total } = progress;
  const step = words.step.replace("{n}", position).replace("{total}", total);
  bar.max = total;
  bar.value = position;
  document.getElementById("progress-text").textContent = step;
  now.setAttribute("aria-label", `${step}. ${words.answer}`);
};

const showOne = (message, fresh, answer) => {
  if (message.echo) {
    settleMine(false);
    showMine(message.echo, false);
  }
  const kind = message.kind === "question" ? "said question" : "said";
  const bubble = makeText("p", fresh ? `${kind} fresh` : kind, message.text);
  log.append(bubble);
  if (message.hint) log.append(make("p", "hint", message.hint));
  if (message.code) log.append(ticket(message.code));
  if (message.review) log.append(reviewList(message, answer));
  const asks = message.choices || message.review || message.controls || message.prompt;
  if (asks || message.ends) {
    showNow(message, answer);
    showProgress(message.progress);
    suitSend(message);
  }
  return bubble;
};

// The first bubble of what is being said: it is kept right under the bar.
let top = null;
let shownAt = 0;
let answered = false; // what is said next replaces what could be answered

export const startTurn = () => {
  top = null;
  answered = true;
};

export const scrollToTop = () => {
  if (!top) return;
  const bar = document.querySelector(".bar").offsetHeight;
  const y = top.getBoundingClientRect().top + window.pageYOffset - bar - 12;
  window.scrollTo(0, Math.max(0, y));
};

const dropEdits = () => {
  log.querySelectorAll(".review button").forEach((button) => button.remove());
};

// Shows messages; tells whether they began the reply to what this person did.
export const showMessages = (messages, fresh, answer) => {
  const opening = document.getElementById("opening");
  if (opening) opening.remove();
  const isReply = answered;
  if (isReply) {
    dropEdits();
    showNow({}, answer);
    showProgress(null);
    answered = false;
  }
  const shown = messages.map((message, i) => {
    if (!fresh && i === messages.length - 1) dropEdits(); // of what was shown long ago
    return showOne(message, fresh, answer);
  });
  // One turn may come in several pieces; what comes much later is a turn of its own.
  if (!top || Date.now() - shownAt > 3000) top = fresh ? shown[0] : shown[shown.length - 1];
  shownAt = Date.now();
  document.body.classList.add("still");
  scrollToTop();
  return isReply;
};

document.addEventListener("mousemove", () => document.body.classList.remove("still"));

export const disableNow = (isDisabled) => {
  const all = "#now button, #now input, #final button, .review button";
  document.querySelectorAll(all).forEach((button) => {
    button.disabled = isDisabled;
    if (!isDisabled) button.classList.remove("chosen");
  });
};

export const digitButton = (digit) => now.querySelector(`[data-digit="${digit}"]`);

export const focusNow = () => now.focus({ preventScroll: true });

export const showNotice = (text, bad) => {
  const line = document.getElementById("notice");
  line.hidden = !text;
  line.textContent = text || "";
  line.className = bad ? "notice-line bad" : "notice-line";
};
