// Hears that something else is shown, and shows it: a new publication, or what was done on what
// people said. Without scripts the page is as good, but stays as it is.

const root = document.getElementById("results");
const SPREAD = 10000; // ms: pages that hear of it at once do not all ask at once

// Only where there is something to show: a screen in a hall has nobody to press "reload".
const show = async () => {
  try {
    const reply = await fetch(window.location.href, { method: "HEAD", cache: "no-store" });
    if (reply.ok) {
      window.location.reload();
      return;
    }
  } catch (offline) {
    // it is asked again
  }
  setTimeout(show, SPREAD);
};

const listen = () => {
  const stream = new EventSource("/results/events");
  stream.addEventListener("published", (event) => {
    if (event.data === root.dataset.shown) return;
    stream.close();
    setTimeout(show, Math.random() * SPREAD);
  });
  // What was refused (a proxy while we start anew) is not tried again by itself.
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2 * SPREAD);
  });
};

if (root && "EventSource" in window) listen();
