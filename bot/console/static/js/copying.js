// Copies what stands in a box; without scripts the box is there to be marked and copied.

document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const box = document.getElementById(button.dataset.copy);
    box.select();
    navigator.clipboard.writeText(box.value).then(
      () => {
        button.textContent = button.dataset.done;
      },
      () => {},
    );
  });
});
