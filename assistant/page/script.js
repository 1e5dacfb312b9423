// Says that the search is on its way and keeps a second click from asking twice. The page works without it.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const status = form.querySelector("[role=status]");
    if (status) status.textContent = form.dataset.busy;
    form.setAttribute("aria-busy", "true");
    form.querySelector("button").disabled = true;
  });
}
for (const box of document.querySelectorAll(".ask textarea")) {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      box.form.requestSubmit();
    }
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    form.removeAttribute("aria-busy");
    form.querySelector("button").disabled = false;
    const status = form.querySelector("[role=status]");
    if (status) status.textContent = "";
  }
});
