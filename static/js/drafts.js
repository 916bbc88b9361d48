// Keeps a long form on the server while it is typed. Without this script a button does the same.
"use strict";
(() => {
  const said = document.getElementById("draft-said");
  const form = said?.closest("form");
  if (!form) return;
  const PAUSE_MS = 4000; // a pause in typing; long enough not to send at each word
  let timer = 0;
  let last = "";
  let isSent = false;
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  const keep = async () => {
    const body = typed();
    if (isSent || body === last) return;
    last = body;
    try {
      const answer = await fetch(said.dataset.href, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
      });
      const isWords = [200, 422].includes(answer.status) && !answer.redirected;
      said.textContent = isWords ? await answer.text() : said.dataset.failed;
      if (answer.ok && isWords && body === typed()) form.dispatchEvent(new Event("kept", { bubbles: true }));
    } catch {
      said.textContent = said.dataset.failed;
      last = "";
    }
  };
  last = typed();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  });
  form.addEventListener("step", () => {
    clearTimeout(timer);
    keep();
  });
  form.addEventListener("submit", () => {
    isSent = true;
    clearTimeout(timer);
  });
})();
