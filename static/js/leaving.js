// Asks before a page is left on which something was typed that nobody keeps yet. Everything works without it.
"use strict";
(() => {
  const forms = [...document.querySelectorAll("main form[method=post]")].filter((form) =>
    form.querySelector("textarea, input[type=text], input[type=tel]"),
  );
  const typed = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
  const kept = new Map(forms.map((form) => [form, typed(form)]));
  // What came back with something to mend is kept nowhere, though it was not touched since.
  const unkept = new Set(forms.filter((form) => document.getElementById("errors") && forms.length === 1));
  let isSent = false;
  document.addEventListener("submit", () => {
    isSent = true;
  });
  document.addEventListener("kept", (event) => {
    kept.set(event.target, typed(event.target));
    unkept.delete(event.target);
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isSent) return;
    if (forms.some((form) => unkept.has(form) || typed(form) !== kept.get(form))) event.preventDefault();
  });
})();
