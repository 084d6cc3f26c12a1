// What stands on the screen: one thing at a time, built from texts and never from markup.

const stage = document.getElementById("main");
const FRESH = 350; // ms in which a second tap of the same finger answers nothing

export const make = (tag, name, ...inside) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...inside.filter((part) => part !== null && part !== ""));
  return node;
};

export const press = (name, label, act) => {
  const node = make("button", name, label);
  node.type = "button";
  node.addEventListener("click", () => act(node));
  return node;
};

const SVG = "http://www.w3.org/2000/svg";

const drawing = (name, viewBox, child, attributes) => {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("class", name);
  node.setAttribute("viewBox", viewBox);
  const inside = document.createElementNS(SVG, child);
  Object.keys(attributes).forEach((key) => inside.setAttribute(key, attributes[key]));
  node.append(inside);
  return node;
};

export const face = (value) => {
  const node = drawing("face", "0 0 48 48", "use", { href: `#face-${value}` });
  node.setAttribute("aria-hidden", "true");
  return node;
};

const qr = (size, path, label) => {
  const node = drawing("qr", `0 0 ${size} ${size}`, "path", { d: path });
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", label);
  return node;
};

// Shows one screen. Its buttons sleep for a moment: a double tap must not answer twice.
export const show = (name, ...inside) => {
  const screen = make("div", `screen ${name}`, ...inside);
  stage.textContent = "";
  stage.append(screen);
  stage.scrollTop = 0;
  const buttons = Array.from(screen.querySelectorAll("button")).filter((one) => !one.disabled);
  buttons.forEach((button) => {
    button.disabled = true;
  });
  setTimeout(() => {
    buttons.forEach((button) => {
      button.disabled = false;
    });
  }, FRESH);
  const title = screen.querySelector("h1");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  return screen;
};

// Lets nothing be pressed until the next screen.
export const lock = () => {
  stage.querySelectorAll(".choices button, .controls button, .review button").forEach((button) => {
    button.disabled = true;
  });
};

// Everything of a visit goes from the screen, selections included.
export const wipe = () => {
  stage.textContent = "";
  const selection = window.getSelection();
  if (selection) selection.removeAllRanges();
};

// Puts a notice above the controls, or takes it away.
export const notice = (text) => {
  const old = stage.querySelector(".kiosk-note");
  if (old) old.remove();
  if (!text || !stage.firstChild) return;
  const line = make("p", "kiosk-note", text);
  line.setAttribute("role", "status");
  stage.firstChild.insertBefore(line, stage.querySelector(".controls"));
};

export const progressBar = (label, position, total) => {
  const bar = make("progress");
  bar.max = total;
  bar.value = position;
  bar.setAttribute("aria-label", label);
  return make("div", "steps", make("span", "", label), bar);
};

// Faces for three levels, numbers for five, plain buttons for the rest.
export const choiceButtons = (kind, choices, pick) => {
  const group = make("div", kind === "scale3" ? "faces" : "choices");
  choices.forEach((choice) => {
    const isFace = kind === "scale3";
    const digit = isFace ? null : /^(\d)\s+(.+)$/.exec(choice.label);
    const button = press(choice.name || "", "", () => pick(choice));
    if (isFace) button.append(face(choice.value), make("span", "", choice.label));
    else if (digit) button.append(make("span", "number", digit[1]), make("span", "", digit[2]));
    else button.append(choice.label);
    if (choice.chosen) {
      button.classList.add("chosen");
      button.append(make("span", "mark", choice.chosen));
    }
    group.append(button);
  });
  return group;
};

// Several at once: what is ticked stays on the screen until "done" is pressed.
export const tickButtons = (choices, alone, done, mark, pressed) => {
  const group = make("div", "choices");
  const ticks = [];
  const set = (tick, on) => {
    tick.node.setAttribute("aria-pressed", String(on));
    tick.node.classList.toggle("chosen", on);
    tick.mark.textContent = on ? mark : "";
  };
  const isOn = (tick) => tick.node.getAttribute("aria-pressed") === "true";
  choices.forEach((choice, place) => {
    if (!/^(un)?ticked$/.test(choice.style)) {
      group.append(press("", choice.label, () => pressed(choice.payload)));
      return;
    }
    const tick = { isAlone: alone.indexOf(place) >= 0, mark: make("span", "mark") };
    tick.value = choice.payload.slice(choice.payload.lastIndexOf(":") + 2);
    tick.node = press("", choice.label, () => {
      const on = !isOn(tick);
      if (on) ticks.forEach((one) => (tick.isAlone || one.isAlone) && set(one, false));
      set(tick, on);
    });
    tick.node.append(tick.mark);
    set(tick, choice.style === "ticked");
    ticks.push(tick);
    group.append(tick.node);
  });
  const finish = press("primary", done.label, () =>
    pressed(`${done.payload}+${ticks.filter(isOn).map((tick) => tick.value).join("+")}`),
  );
  return [group, finish];
};

export const controls = (...buttons) => make("div", "controls", ...buttons);

export const reviewList = (items, edit, pick) => {
  const list = make("ol", "review");
  items.forEach((item) => {
    const row = make("li", "", make("span", "label", item.label), make("b", "value", item.value));
    if (item.payload) {
      const button = press("", edit, () => pick(item));
      button.setAttribute("aria-label", `${edit}: ${item.label}`);
      row.append(button);
    }
    list.append(row);
  });
  return list;
};

export const phoneCard = (given, words) =>
  make(
    "div",
    "phone",
    qr(given.size, given.path, words("phone_qr")),
    make(
      "div",
      "phone-steps",
      make("ol", "", make("li", "", words("phone_scan")), make("li", "", words("phone_press"))),
      make("p", "", words("phone_code", { site: new URL(given.address).host })),
      make("p", "code", given.code),
      make("p", "soft", words("phone_once", { minutes: given.minutes })),
    ),
  );
