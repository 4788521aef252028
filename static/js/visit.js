/* Notes during a visit: a clock, and Enter adds the line with the time at which it was pressed. */
(() => {
  "use strict";
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const began = performance.now() - Number(clock.dataset.elapsed) * 1000;
  const seconds = () => Math.floor((performance.now() - began) / 1000);
  const two = (number) => String(number).padStart(2, "0");

  function tick() {
    const now = seconds();
    const hours = Math.floor(now / 3600);
    clock.textContent = `${hours ? `${hours}:` : ""}${two(Math.floor((now % 3600) / 60))}:${two(now % 60)}`;
  }
  tick();
  setInterval(tick, 1000);

  /* The first try keeps its time, so a line that waited for a connection is not late. */
  document.addEventListener("submit", (event) => {
    const stamp = event.target.elements?.at_second;
    if (stamp && !stamp.value) stamp.value = seconds();
  }, true);

  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !box.matches?.("[data-enter-sends]")) return;
    event.preventDefault();
    if (box.value.trim()) box.form.requestSubmit();
  });

  document.addEventListener("htmx:afterSwap", () => document.querySelector("[data-enter-sends]")?.focus());
})();
