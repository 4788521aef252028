/* Menus, panels, toasts, and forms that are sent once. */
(() => {
  "use strict";

  /* Menus are <details>; a click elsewhere or Escape closes them. */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* A link with data-panel-link opens the element [data-panel] of its page in the panel. */
  async function openPanel(link) {
    const panel = document.getElementById("panel");
    const answer = await fetch(link.href, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.querySelector("[data-panel]");
    if (!answer.ok || !content) throw new Error("no panel");
    const body = document.getElementById("panel-body");
    body.replaceChildren(document.importNode(content, true));
    window.htmx?.process(body);
    panel.setAttribute("aria-label", link.dataset.panelLink || "Who can see this");
    panel.showModal();
  }

  function onPanelLink(event, link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    openPanel(link).catch(() => { window.location.href = link.href; });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-panel-link]");
    if (link) return onPanelLink(event, link);
    const opener = event.target.closest?.("[data-open]");
    if (opener) {
      const menu = opener.closest("details.menu");
      if (menu) menu.open = false;
      return document.getElementById(opener.dataset.open)?.showModal();
    }
    if (event.target.closest?.("[data-close]")) return event.target.closest("dialog").close();
    if (event.target.matches?.("dialog")) return event.target.close();
    if (event.target.closest?.("[data-dismiss]")) event.target.closest("[data-toast]").remove();
  });

  /* Toasts: plain ones pass, those with Undo or a problem wait for the reader. */
  function passToasts() {
    document.querySelectorAll("[data-toast-passes]:not([data-toast-timed])").forEach((toast) => {
      toast.dataset.toastTimed = "yes";
      const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
      setTimeout(leave, 7000);
    });
  }

  function sayProblem(text) {
    const toast = document.createElement("div");
    toast.className = "toast-line toast-line--error";
    toast.dataset.toast = "";
    const line = document.createElement("p");
    line.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.dataset.dismiss = "";
    close.setAttribute("aria-label", "Dismiss");
    close.textContent = "×";
    toast.append(line, close);
    document.getElementById("toasts")?.replaceChildren(toast);
  }

  document.addEventListener("htmx:sendError", () => sayProblem("No connection right now. What you typed is still here."));
  document.addEventListener("htmx:responseError", () => sayProblem("That didn’t work. What you typed is still here; please try again."));
  document.addEventListener("htmx:load", passToasts);
  passToasts();

  /* A form is sent once: its buttons rest while it is on its way. */
  const buttonsOf = (form) => [...form.elements].filter((field) => field.type === "submit");
  const rest = (form) => buttonsOf(form).forEach((button) => { button.disabled = true; button.setAttribute("aria-busy", "true"); });
  const wake = (form) => buttonsOf(form).forEach((button) => {
    if (!button.hasAttribute("aria-busy")) return;
    button.disabled = false;
    button.removeAttribute("aria-busy");
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
    setTimeout(() => rest(form)); // after the browser has read which button was pressed
  });

  /* A resting button loses the focus. It gets it back, or what stands in its place by then. */
  let pressed = null;
  const hold = (form) => {
    const button = document.activeElement;
    pressed = form.contains(button) && button.type === "submit" ? { button, place: form.closest("[id]")?.id } : null;
  };
  const focusAgain = () => {
    const { button, place } = pressed ?? {};
    pressed = null;
    if (!button || document.activeElement !== document.body) return;
    if (button.isConnected) return button.focus();
    const there = document.getElementById(place);
    (document.getElementById(button.id) ?? there?.querySelector("button, summary, a[href]"))?.focus();
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches("form")) return;
    hold(event.target);
    rest(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches?.("form")) wake(event.target);
    if (!event.detail.successful) focusAgain();
  });
  document.addEventListener("htmx:afterSettle", focusAgain);
  window.addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form").forEach(wake); });

  /* What has to be mended is read first. */
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("htmx:load", (event) => event.target.querySelector?.("[data-error-summary]")?.focus());

  /* Usual values of a field, one tap each; there only where scripts run. */
  document.querySelectorAll("[data-quick]").forEach((group) => { group.hidden = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-quick] button");
    const field = button && document.getElementById(button.parentElement.dataset.quick);
    if (!field) return;
    field.value = button.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* A fold that is opened to type in is opened and typed in with one tap. */
  document.addEventListener("click", (event) => {
    const fold = event.target.closest?.("summary")?.parentElement;
    if (!fold?.matches("[data-type-in]:not([open])")) return;
    event.preventDefault();
    fold.open = true;
    fold.querySelector("input, textarea")?.focus();
  });

  /* The demo's sign-in page: one tap fills the form and sends it. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-fill]");
    if (!button) return;
    const form = document.querySelector(button.dataset.fill);
    Object.entries(JSON.parse(button.dataset.values)).forEach(([name, value]) => { form.elements[name].value = value; });
    form.requestSubmit();
  });
})();
