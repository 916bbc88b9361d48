// On a telephone a long form asks one group of questions at a time. Without this script, and where there is room, all of it stands on one page.
"use strict";
(() => {
  const head = document.getElementById("steps-head");
  const foot = document.getElementById("steps-foot");
  const form = head?.closest("form");
  if (!form || !foot) return;
  const steps = [];
  for (const section of form.querySelectorAll(":scope > section")) {
    let own = null;
    for (const part of section.children) {
      if (part.matches("h2, button, [data-stays]")) continue;
      if (!own || part.dataset.step) {
        own = { section, parts: [], words: part.dataset.step || section.querySelector("h2").textContent };
        steps.push(own);
      }
      own.parts.push(part);
    }
  }
  const narrow = matchMedia("(max-width: 47.99rem)");
  const memory = `step ${location.pathname}`;
  const stepOf = (found) => steps.findIndex((step) => step.parts.some((part) => part.contains(found)));
  let here = Math.max(0, stepOf(form.querySelector(".field-error, .error-text, [autofocus]")));
  const cameBack = document.referrer && new URL(document.referrer).pathname === location.pathname;
  if (!here && cameBack) here = Math.min(Number(sessionStorage.getItem(memory)) || 0, steps.length - 1);
  const show = () => {
    const isOn = narrow.matches;
    form.classList.toggle("is-stepping", isOn);
    form.classList.toggle("is-last", here === steps.length - 1);
    for (const section of form.querySelectorAll(":scope > section"))
      section.hidden = isOn && section !== steps[here].section;
    steps.forEach((step, place) => step.parts.forEach((part) => (part.hidden = isOn && place !== here)));
    head.hidden = foot.hidden = !isOn;
    const bar = head.querySelector("progress");
    bar.max = steps.length;
    bar.value = here + 1;
    head.querySelector("span").textContent = head.dataset.words.replace("{here}", here + 1).replace("{all}", steps.length);
    const [on, back, end] = foot.querySelectorAll("button");
    on.hidden = end.hidden = here === steps.length - 1;
    back.hidden = here === 0;
    on.querySelector("[data-next]").textContent = steps[here + 1]?.words ?? "";
    sessionStorage.setItem(memory, here);
  };
  const go = (place) => {
    here = place;
    show();
    form.dispatchEvent(new Event("step"));
    const title = steps[here].section.querySelector("h2");
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    head.scrollIntoView();
  };
  foot.addEventListener("click", (event) => {
    const way = Number(event.target.closest("button")?.dataset.way);
    if (way) go(Math.min(Math.max(here + way, 0), steps.length - 1));
  });
  document.addEventListener("click", (event) => {
    const id = event.target.closest?.("#errors a[href^='#']")?.hash.slice(1);
    const place = id ? stepOf(document.getElementById(id)) : -1;
    if (place >= 0 && narrow.matches) go(place);
  });
  narrow.addEventListener("change", show);
  show();
})();
