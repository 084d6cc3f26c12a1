// The page of a case: what is being written keeps itself. Without scripts a button does it.

const PAUSE_MS = 2000;
const AGAIN_MS = 8000;

const draftOf = (form) => {
  const box = form.querySelector("textarea");
  const status = form.querySelector("[data-draft]");
  const kind = status.dataset.draft;
  const address = form.querySelector("[formaction]").formAction;
  let kept = box.value;
  let timer = 0;
  let sending = new AbortController();

  const send = (keepalive) => {
    const text = box.value;
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, kind, text, quiet: "1" });
    sending.abort(); // an older text that arrives behind this one would replace it
    sending = new AbortController();
    kept = null; // until the answer comes: any text but this one has to be sent
    const how = { method: "POST", body, keepalive, signal: sending.signal };
    return fetch(address, how).then((answer) => {
      if (answer.status !== 204) throw new Error(`not kept: ${answer.status}`);
      kept = text;
      if (box.value === text) status.textContent = status.dataset.saved;
    });
  };

  const keep = () => {
    if (box.value === kept) return;
    send(false).catch((fault) => {
      if (fault.name === "AbortError") return;
      status.textContent = status.dataset.failed;
      timer = setTimeout(keep, AGAIN_MS);
    });
  };

  box.addEventListener("input", () => {
    status.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sending.abort(); // a draft that arrives behind its act would come back as begun
    kept = box.value;
  });
  return () => {
    clearTimeout(timer);
    if (box.value !== kept) send(true).catch(() => {});
  };
};

const leaving = [...document.querySelectorAll("form.act")]
  .filter((form) => form.querySelector("[data-draft]"))
  .map(draftOf);

addEventListener("pagehide", () => leaving.forEach((leave) => leave()));
