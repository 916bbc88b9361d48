// Shows beside a form at intake who is known already, while a name is typed.
"use strict";
(() => {
  const panel = document.getElementById("known");
  const form = panel?.closest("form");
  if (!form || !panel.dataset.href) return;
  const PAUSE_MS = 1500; // a name is typed by then; sooner asks for halves of names
  let timer = 0;
  let last = "";
  const ask = async () => {
    const typed = new FormData(form);
    const about = new URLSearchParams();
    for (const [name, value] of typed)
      if (name === "csrf_token" || name.startsWith("person-")) about.append(name, value);
    const body = about.toString();
    if (body === last) return;
    last = body;
    try {
      const answer = await fetch(panel.dataset.href, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
      });
      if (answer.ok && !answer.redirected) panel.innerHTML = await answer.text();
    } catch {
      last = ""; // asked again at the next pause
    }
  };
  form.addEventListener("input", (event) => {
    if (!event.target.name?.startsWith("person-")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
})();
