// The chat page: ties what is pressed and typed to the wire, and what is heard to the view.

import { connect } from "./link.js";
import { startMenu } from "./menu.js";
import * as view from "./view.js";

const main = document.getElementById("main");
const box = document.getElementById("text");
const form = document.getElementById("composer");
const words = main.dataset;

let prompt = null; // of the question on screen: typed answers name it
let busy = false;
let begun = false;
let gone = false; // this page has no conversation any more
let underWay = null; // what is being said
const kept = new Set(); // commands pressed while something else is under way: said after it

const fitBox = () => {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 4}px`;
};

const setBusy = (isBusy) => {
  busy = isBusy;
  view.disableNow(isBusy);
  box.readOnly = isBusy;
  document.getElementById("send").disabled = isBusy;
};

const suitBox = (input) => {
  box.setAttribute("inputmode", { phone: "tel", number: "numeric", decimal: "decimal" }[input] || "text");
  box.autocomplete = input === "phone" ? "tel" : "off";
};

const hear = (messages) => {
  const newest = messages[messages.length - 1];
  // The conversation went over to another language: so does the page.
  if (begun && (newest.language || "vi") !== document.documentElement.lang) {
    window.location.reload();
    return;
  }
  if (view.showMessages(messages, begun, answer)) prompt = null;
  if (busy) view.disableNow(true);
  messages
    .filter((message) => message.prompt)
    .forEach((message) => {
      prompt = message.prompt;
      suitBox(message.input);
    });
  begun = true;
};

const wire = connect(main.dataset.talk, words, {
  messages: hear,
  refused: (text) => view.showNotice(text, true),
  trouble: (text) => view.showNotice(text, false),
  gone: (text) => {
    gone = true;
    view.showNotice(text, true);
    setBusy(true);
  },
  elsewhere: () => window.location.reload(),
});

const sayKept = () => {
  const [command] = kept;
  if (gone || !command) return;
  kept.delete(command);
  say({ command });
};

const say = async (said) => {
  view.startTurn();
  const pressed = document.activeElement;
  setBusy(true);
  underWay = said.command;
  const slow = setTimeout(() => view.showNotice(words.sending, false), 1500);
  const taken = await wire.send(said);
  clearTimeout(slow);
  view.settleMine(taken);
  if (taken) view.showNotice(null);
  if (!gone) setBusy(false);
  // The pressed button is gone; focus goes where the next answer is given, unless it is in the box,
  // or the person took it to another place meanwhile.
  const isLeft = [pressed, document.body].includes(document.activeElement);
  if (taken && pressed !== box && isLeft) view.focusNow();
  sayKept();
  return taken;
};

function answer(choice, button) {
  if (busy) return;
  button.classList.add("chosen");
  if (choice.text) {
    say(prompt ? { text: choice.text, prompt } : { text: choice.text });
    return;
  }
  const isCommand = choice.payload.charAt(0) === "!";
  if (!isCommand && choice.label) view.showMine(choice.label, true);
  say(isCommand ? { command: choice.payload.slice(1) } : { choice: choice.payload });
}

const sendText = async () => {
  const text = box.value.trim();
  if (busy || !text) return;
  // The text stays in the box until it has arrived.
  if (await say(prompt ? { text, prompt } : { text })) {
    box.value = "";
    fitBox();
  }
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendText();
});

box.addEventListener("input", fitBox);

box.addEventListener("keydown", (event) => {
  // While a Vietnamese keyboard is still composing, Enter belongs to it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  sendText();
});

document.addEventListener("keydown", (event) => {
  if (event.target === box || event.ctrlKey || event.altKey || event.metaKey) return;
  const button = /^\d$/.test(event.key) && view.digitButton(event.key);
  if (button && !button.disabled) button.click();
});

startMenu((command) => {
  if (!busy || command !== underWay) kept.add(command); // pressed twice, it is meant once
  if (!busy) sayKept();
}, view.scrollToTop);
wire.start();
