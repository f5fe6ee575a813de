// Shows what is like a question while it is written, and keeps what is written in this tab.
// All of it works without: a button looks for the same, and nothing is lost by sending the form.
(() => {
  "use strict";
  const form = document.querySelector("form[data-similar]");
  const place = document.getElementById("similar");
  if (!form || !place) return;
  const fields = ["title", "background", "tried", "urgency", "topics"];
  const field = (name) => form.elements.namedItem(name);
  const kept = `ask:${form.action}`;
  let waits = 0;
  let shown = "";
  let asking = null;

  const look = async () => {
    const text = `${field("title").value}\n${field("background").value}`.trim().slice(0, 1000);
    if (text === shown || text.length < 8) return;
    shown = text;
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const where = `${form.dataset.similar}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(where, { signal: asking.signal });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("similar");
      if (found) place.replaceChildren(...found.childNodes);
    } catch (error) {
      if (error.name !== "AbortError") shown = "";
    }
  };

  const keep = () => {
    const said = fields.map((name) => [name, field(name).value]);
    try {
      sessionStorage.setItem(kept, JSON.stringify(Object.fromEntries(said)));
    } catch {
      // The browser keeps nothing; then nothing is kept.
    }
  };

  const restore = () => {
    let said = {};
    try {
      said = JSON.parse(sessionStorage.getItem(kept) || "{}");
    } catch {
      return;
    }
    if (fields.some((name) => name !== "urgency" && field(name).value)) return;
    for (const name of fields) if (typeof said[name] === "string") field(name).value = said[name];
  };

  form.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(() => {
      keep();
      look();
    }, 350);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waits);
    if (!event.submitter || !event.submitter.name) sessionStorage.removeItem(kept);
  });
  restore();
})();
