// The strip above the screen: language, size of type, reading aloud; and the sign for staff.

import { canRead, hush, read, whenVoicesChange } from "./kiosk-voice.js";
import { press } from "./kiosk-view.js";

const bar = document.getElementById("tools");
const line = document.getElementById("sign");
const root = document.documentElement;

export const startTools = (data, visitor, spoken) => {
  let language = data.language;
  let aloud = false;
  let texts = [];
  let state = null;

  const words = (name, places) =>
    data.texts[language][name].replace(/%\((\w+)\)s/g, (whole, place) =>
      places && place in places ? String(places[place]) : whole,
    );

  const speak = (name) => {
    language = name;
    root.lang = name;
    hush();
    draw();
    sign(state);
  };

  const toggleRead = () => {
    aloud = !aloud;
    draw();
    if (aloud) read(texts, language);
    else hush();
  };

  const toggleSize = () => {
    root.classList.toggle("large");
    draw();
  };

  function draw() {
    const isLarge = root.classList.contains("large");
    const others = Object.keys(data.names).filter((name) => name !== language);
    const voice = press(aloud ? "on" : "", words(aloud ? "quiet" : "read"), toggleRead);
    voice.hidden = !canRead(language);
    bar.textContent = "";
    bar.append(
      voice,
      press("", words(isLarge ? "smaller" : "larger"), toggleSize),
      ...others.map((name) => {
        const button = press("", data.names[name], () => {
          speak(name);
          spoken(name);
        });
        button.lang = name;
        return button;
      }),
    );
  }

  // What can be read aloud now; it is read where that was asked for.
  const readable = (list) => {
    texts = list;
    if (aloud) read(texts, language);
  };

  function sign(news) {
    state = news;
    if (!news) return;
    const waits = news.visits - (visitor() ? 1 : 0) > 0 || !news.online;
    const parts = [words(news.online ? "sign_on" : "sign_off")];
    if (!news.bound) parts.push(words("sign_unbound"));
    if (waits && news.visits) parts.push(words("sign_waiting", { count: news.visits }));
    if (news.refused) parts.push(words("sign_refused", { count: news.refused }));
    line.className = news.online && news.bound ? "on" : "off";
    const text = parts.join(" · ");
    if (line.textContent !== text) line.textContent = text;
  }

  // The next person finds everything as it was meant to be.
  const reset = () => {
    aloud = false;
    texts = [];
    root.classList.remove("large");
    speak(data.language);
  };

  root.classList.remove("large");
  whenVoicesChange(draw);
  draw();
  return { words, sign, readable, reset, language: () => language };
};
