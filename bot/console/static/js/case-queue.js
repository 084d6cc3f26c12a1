// The queue: says when it has changed, and lets j and k go from case to case while one has focus.

const news = document.getElementById("case-news");
const list = document.querySelector("[data-cases]");

const tellOfChange = () => {
  if (!news.hidden) return;
  news.hidden = false;
  news.prepend(`${news.dataset.text} `);
};

// Whatever refreshes the figures above the list, a figure that changes means another list.
document.querySelectorAll(".views [data-count]").forEach((figure) => {
  const shown = figure.textContent;
  new MutationObserver(() => {
    if (figure.textContent !== shown) tellOfChange();
  }).observe(figure, { childList: true, characterData: true, subtree: true });
});

const STEPS = { j: 1, k: -1 };

list?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...list.querySelectorAll(".about a")];
  const next = links[links.indexOf(document.activeElement) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
