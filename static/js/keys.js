/* Single keys: / searches, l logs a session, ? lists them. They can be switched off on a device. */
(() => {
  "use strict";
  const OFF = "alongside:keys-off";
  const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const isTyping = (target) => target.isContentEditable || target.matches("input, textarea, select");

  const actions = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    l: () => document.querySelector("[data-key=l]")?.click(),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  const control = document.querySelector("[data-keys-switch]");
  if (!control) return;
  control.checked = !isOff();
  control.addEventListener("change", () => {
    try { control.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"); } catch { /* stays for this page */ }
  });

  document.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]") || isOff()) return;
    event.preventDefault();
    action();
  });
})();
