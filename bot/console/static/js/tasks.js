// On a phone the tasks are wider than the screen: the present one is brought into sight.

document
  .querySelector(".tasks [aria-current]")
  ?.scrollIntoView({ block: "nearest", inline: "center" });

// What stands together opens over the page, and closes as a menu does: by a press elsewhere, or Esc.
const openOne = () => document.querySelector(".tasks [open]");

document.addEventListener("click", ({ target }) => {
  const group = openOne();
  if (group && !group.contains(target)) group.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  const group = openOne();
  if (key !== "Escape" || !group) return;
  group.open = false;
  group.querySelector("summary").focus();
});
