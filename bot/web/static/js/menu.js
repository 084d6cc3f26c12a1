// The menu of the chat and the size of type.

const menu = document.getElementById("menu");
const opener = document.getElementById("menu-button");

const setOpen = (isOpen) => {
  menu.hidden = !isOpen;
  opener.setAttribute("aria-expanded", String(isOpen));
};

const toggleSize = (button) => {
  const isLarge = document.documentElement.classList.toggle("large");
  button.value = isLarge ? "0" : "1";
  button.textContent = isLarge ? button.dataset.smaller : button.dataset.larger;
  document.cookie = `display=${isLarge ? "large" : ""}; path=/; max-age=31536000; samesite=lax`;
};

export const startMenu = (command, resized) => {
  opener.addEventListener("click", () => setOpen(menu.hidden));
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".bar")) setOpen(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !menu.hidden) {
      setOpen(false);
      opener.focus();
    }
  });
  menu.querySelectorAll("[data-command]").forEach((button) => {
    button.addEventListener("click", () => {
      setOpen(false);
      command(button.dataset.command);
    });
  });
  const display = document.getElementById("display");
  display.addEventListener("submit", (event) => {
    event.preventDefault();
    toggleSize(display.querySelector("button"));
    resized();
  });
};
