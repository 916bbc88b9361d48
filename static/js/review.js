// Keys on the review of a pair: P probable, N not the same, J next pair. Everything works without them.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (key === "p") document.getElementById("act-probable")?.focus();
  if (key === "n") {
    const more = document.getElementById("act-reject");
    if (more) {
      more.open = true;
      more.querySelector("input[type=radio]")?.focus();
    }
  }
  if (key === "j") document.getElementById("next-pair")?.click();
});
