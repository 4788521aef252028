/* Logging: the goals that are offered are those of the people chosen, and what has just ended began as
   long ago as it took. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-log]");
  if (!form) return;
  const { goal, started_at: began, minutes } = form.elements;

  function offerGoals() {
    const none = goal.querySelector("option[value='']");
    const groups = [...goal.querySelectorAll("optgroup")].map((group) => [group, [...group.children]]);
    const people = () => new Set([...form.querySelectorAll("input[name=people]")]
      .filter((one) => one.type === "hidden" || one.checked).map((one) => one.value));
    let isSettled = form.querySelector("[data-error-summary]") !== null;

    function offer() {
      const chosen = people();
      const before = goal.value;
      const left = [];
      goal.replaceChildren(none);
      for (const [group, options] of groups) {
        const fitting = options.filter((option) => chosen.has(option.dataset.with));
        group.replaceChildren(...fitting);
        if (fitting.length) goal.append(group);
        left.push(...fitting);
      }
      const isLeft = left.some((option) => option.value === before);
      const only = left.length === 1 && !isSettled ? left[0].value : "";
      goal.value = isLeft ? before : only;
      goal.closest(".field").hidden = !left.length && !goal.matches("[aria-invalid=true]");
    }

    goal.addEventListener("change", () => { isSettled = true; });
    form.addEventListener("change", (event) => { if (event.target.name === "people") offer(); });
    form.addEventListener("draft:cleared", () => { isSettled = false; offer(); });
    offer();
  }

  /* Until the time is set by hand, it follows the length: the end stays where it was. */
  function followLength() {
    const ended = Date.parse(`${began.value}Z`) + minutes.value * 60000;
    let follows = Number.isFinite(ended) && began.value === began.defaultValue;
    began.addEventListener("input", () => { follows = false; });
    minutes.addEventListener("input", () => {
      if (!follows || !(minutes.value > 0)) return;
      began.value = new Date(ended - minutes.value * 60000).toISOString().slice(0, 16);
    });
  }

  if (goal) offerGoals();
  if (form.dataset.log === "just-ended") followLength();
})();
