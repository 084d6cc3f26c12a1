// Keeps the figures of a page fresh: every [data-count] shows the newest one by its name, or itself
// as soon as that is another one than its [data-unless]. What a page watches beside the work of the
// desk, its [data-watch] adds to the address of the stream.

const line = (text) => Object.assign(document.createElement("li"), { textContent: text });

const show = (figures) => {
  document.querySelectorAll("[data-count]").forEach((node) => {
    const figure = figures[node.dataset.count];
    if (figure === undefined) return;
    if (node.dataset.unless !== undefined) {
      node.hidden = figure === node.dataset.unless;
      return;
    }
    const isBar = node instanceof HTMLProgressElement || node instanceof HTMLMeterElement;
    if (isBar) node.value = figure;
    else if (Array.isArray(figure)) node.replaceChildren(...figure.map(line));
    else node.textContent = String(figure);
    node.hidden = figure === 0 && node.classList.contains("count");
  });
};

const ASK_AGAIN_MS = 30_000;
let source;
let timer;

const close = () => {
  clearTimeout(timer);
  source.close();
};

const open = () => {
  const watched = document.querySelector("[data-watch]")?.dataset.watch ?? "";
  source = new EventSource(`/console/events${watched}`);
  source.addEventListener("counts", (event) => show(JSON.parse(event.data)));
  // The session has ended: what is typed stays, and the next page asks who is there.
  source.addEventListener("bye", close);
  // A browser comes back to a stream that broke off, but gives up after a refusal.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, ASK_AGAIN_MS);
  });
};

open();
// A hidden page needs no stream; coming back it hears the newest figures at once.
window.addEventListener("pagehide", close);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) open();
});
