// Everything works without this file. It adds keys, a question before a changed form is left, and counters.
"use strict";
const keys = document.body.dataset.keys !== "off";
const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]") !== null;
document.addEventListener("keydown", (e) => {
  const form = document.querySelector("form[data-guard]");
  if (form && (e.ctrlKey || e.metaKey) && (e.key === "s" || e.key === "Enter")) {
    e.preventDefault();
    form.requestSubmit();
    return;
  }
  if (!keys || e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
  const go = (selector) => {
    const target = document.querySelector(selector);
    if (target) { e.preventDefault(); target.matches("input") ? (target.focus(), target.select()) : target.click(); }
  };
  const rows = [...document.querySelectorAll("[data-row]")];
  const at = rows.indexOf(document.activeElement);
  if (e.key === "/") go("#search");
  else if (e.key === "n") go("[data-key=n]");
  else if (e.key === "e") go("[data-key=e]");
  else if (e.key === "?") go("#keys > summary");
  else if (e.key === "j" && rows.length) rows[Math.min(at + 1, rows.length - 1)].focus();
  else if (e.key === "k" && rows.length) rows[Math.max(at - 1, 0)].focus();
});
for (const form of document.querySelectorAll("form[data-guard]")) {
  let dirty = form.dataset.guard === "dirty", sent = false;
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("submit", () => { sent = true; });
  addEventListener("beforeunload", (e) => { if (dirty && !sent) e.preventDefault(); });
}
for (const field of document.querySelectorAll("[data-max]")) {
  const counter = document.getElementById(field.id + "-count");
  const count = () => {
    const length = [...field.value.replaceAll("\r\n", "\n")].length;
    counter.textContent = `${length} / ${field.dataset.max}`;
    counter.classList.toggle("why", length > Number(field.dataset.max));
  };
  if (counter) { field.addEventListener("input", count); count(); }
}
for (const field of document.querySelectorAll("input[data-options]")) {
  const list = document.getElementById(field.getAttribute("list"));
  let last = field.value, timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (!list || field.value === last) return;
      last = field.value;
      const answer = await fetch(field.dataset.options + encodeURIComponent(last), { headers: { accept: "application/json" } });
      if (!answer.ok || field.value !== last) return;
      list.replaceChildren(...(await answer.json()).map(({ key, label }) => new Option(label, key)));
    }, 150);
  });
}
for (const all of document.querySelectorAll("[data-all]")) {
  const boxes = [...document.querySelectorAll("input[name=key]")];
  let from = null;
  all.hidden = false;
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
  for (const box of boxes) {
    box.addEventListener("click", (e) => {
      if (e.shiftKey && from !== null) {
        const [a, b] = [boxes.indexOf(from), boxes.indexOf(box)].sort((x, y) => x - y);
        for (const between of boxes.slice(a, b + 1)) between.checked = box.checked;
      }
      from = box;
    });
  }
}
document.getElementById("errors")?.focus();
