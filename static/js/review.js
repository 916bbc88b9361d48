// Keys on the review of a pair: P probable, N not the same, M more needed, J next pair, K earlier. Everything works without them.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (key === "p") document.getElementById("act-probable")?.focus({ preventScroll: true });
  const unfold = { n: "act-reject", m: "act-need" }[key];
  const more = unfold && document.getElementById(unfold);
  if (more) {
    event.preventDefault();
    more.open = true;
    more.querySelector("input[type=radio], textarea")?.focus();
  }
  const pair = { j: "next-pair", k: "earlier-pair" }[key];
  if (pair) document.getElementById(pair)?.click();
});
