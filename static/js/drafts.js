/* Typed text is kept on this device on every keystroke, until the server has it.
   A form asks for it with data-draft="<a key that names the form, never what is in it>". */
(() => {
  "use strict";
  const PREFIX = "alongside:draft:";
  const PENDING = "alongside:sent";
  const account = document.body.dataset.account;
  const unkept = new Set();

  const keyOf = (form) => `${PREFIX}${account}:${form.dataset.draft}`;
  const revisionOf = (form) => form.elements.revision?.value ?? "";
  const clock = (time) => new Date(time).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });

  function fieldsOf(form) {
    return [...form.elements].filter((field) => field.name && field.type !== "hidden"
      && !["password", "file", "submit", "button", "fieldset"].includes(field.type)
      && field.tagName !== "BUTTON" && !field.closest("[data-draft-skip]"));
  }

  function valuesOf(form) {
    return fieldsOf(form).map((field) => [field.name,
      ["checkbox", "radio"].includes(field.type) ? [field.value, field.checked] : field.value]);
  }

  function read(key) {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      return draft && Number.isFinite(draft.at) && Array.isArray(draft.values) ? draft : null;
    } catch { return null; }
  }

  function drop(key) {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  }

  function dropAll(isDropped) {
    try { Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && isDropped(key)).forEach(drop); } catch { /* no storage */ }
  }

  function say(form, text, kind) {
    const status = form.querySelector("[data-draft-status]");
    if (!status) return;
    status.textContent = text;
    status.dataset.kind = kind;
  }

  function keep(form) {
    const at = Date.now();
    try {
      localStorage.setItem(keyOf(form), JSON.stringify({ at, revision: revisionOf(form), values: valuesOf(form) }));
      unkept.delete(form);
      say(form, "On this device only", "device");
    } catch {
      unkept.add(form);
      say(form, "Not saved yet", "device");
    }
  }

  function putBack(form, draft) {
    const waiting = fieldsOf(form);
    for (const entry of draft.values) {
      const [name, value] = Array.isArray(entry) ? entry : [];
      if (typeof value !== "string" && !Array.isArray(value)) continue;
      const index = waiting.findIndex((field) => field.name === name && (!Array.isArray(value) || field.value === value[0]));
      if (index < 0) continue;
      const [field] = waiting.splice(index, 1);
      if (Array.isArray(value)) field.checked = value[1] === true;
      else if (typeof value === "string") field.value = value;
      if (field.closest("details:not([open])") && field.value !== field.defaultValue && value) field.closest("details").open = true;
    }
  }

  function offer(form, text, label, act) {
    say(form, text, "device");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link btn-sm";
    button.textContent = label;
    button.addEventListener("click", act);
    form.querySelector("[data-draft-status]")?.append(button);
  }

  function bringBack(form, draft) {
    putBack(form, draft);
    offer(form, `On this device only, from ${clock(draft.at)}. `, "Start fresh", () => {
      drop(keyOf(form));
      form.reset();
      form.dispatchEvent(new CustomEvent("draft:cleared", { bubbles: true }));
      say(form, "", "");
    });
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  }

  const isRefused = (form) => form.querySelector("[aria-invalid=true], .errorlist, [data-error-summary]") !== null;

  function restore(form) {
    const draft = read(keyOf(form));
    const saved = Date.parse(form.dataset.draftSaved || "") || 0;
    if (!draft) return drop(keyOf(form));
    if (isRefused(form)) return keep(form); // what the server sent back is what was typed
    if (draft.at <= saved) return drop(keyOf(form));
    if ((draft.revision ?? "") === revisionOf(form)) return bringBack(form, draft);
    // Somebody has saved since: put over theirs, and sent with its revision, it would undo theirs.
    offer(form, `You typed before this was saved, at ${clock(draft.at)}. `, "Put it back", () => bringBack(form, draft));
  }

  function watch(form) {
    if (form.dataset.draftWatched) return;
    form.dataset.draftWatched = "yes";
    restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("change", () => keep(form));
    form.addEventListener("submit", () => {
      try { sessionStorage.setItem(PENDING, JSON.stringify({ key: keyOf(form), at: Date.now() })); } catch { /* then the draft stays */ }
    });
  }

  /* A save is believed only when this page is where its redirect led to: not after an error page,
     a lost connection, a trip to the sign-in page, or a refusal. */
  function wasRedirectedFrom(sentAt) {
    const [navigation] = performance.getEntriesByType("navigation");
    return navigation?.redirectCount > 0 && Math.abs(performance.timeOrigin - sentAt) < 3000;
  }

  function settleSent() {
    let sent = null;
    try { sent = JSON.parse(sessionStorage.getItem(PENDING)); sessionStorage.removeItem(PENDING); } catch { return; }
    if (!sent || !account || !wasRedirectedFrom(sent.at)) return;
    if (document.body.dataset.error || document.querySelector(".toast-line--error")) return;
    const same = [...document.querySelectorAll("form[data-draft]")].find((form) => keyOf(form) === sent.key);
    if (!same || !isRefused(same)) drop(sent.key);
  }

  function start(root) {
    root.querySelectorAll?.("form[data-draft]").forEach(watch);
    if (root.matches?.("form[data-draft]")) watch(root);
  }

  if (account) {
    settleSent();
    dropAll((key) => !key.startsWith(`${PREFIX}${account}:`));
    start(document);
    document.addEventListener("htmx:load", (event) => start(event.target));
    document.addEventListener("htmx:afterRequest", (event) => {
      const form = event.target.closest?.("form[data-draft]");
      if (!form) return;
      try { sessionStorage.removeItem(PENDING); } catch { /* nothing was noted */ }
      if (event.detail.successful && event.detail.xhr.status < 300) drop(keyOf(form));
    });
  }

  /* A page without a member, to sign in again or of an error, is no save; nor is what it leads to. */
  if (!account) {
    try { sessionStorage.removeItem(PENDING); } catch { /* nothing was noted */ }
  }

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) dropAll(() => true);
  });

  /* Asked only where the text could not be kept. */
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-guard]")) unkept.add(form);
  });
  document.addEventListener("submit", (event) => unkept.delete(event.target));
  window.addEventListener("beforeunload", (event) => { if (unkept.size) event.preventDefault(); });
})();
