/* Notes during a visit: a clock that stands still once the visit is over, and Enter adds the line with the time at which it was pressed. */
(() => {
  "use strict";
  const clock = document.querySelector("[data-clock]");
  const form = document.querySelector("form[data-line]");
  if (!clock || !form) return;
  const { body: box, at_second: stamp } = form.elements;
  const isOver = "over" in clock.dataset;
  const began = performance.now() - Number(clock.dataset.elapsed) * 1000;
  const seconds = () => (isOver ? Number(clock.dataset.elapsed) : Math.floor((performance.now() - began) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  let sent = "";
  window.alongsideVisit = { seconds, isCounting: () => false };

  function tick() {
    const now = seconds();
    const hours = Math.floor(now / 3600);
    clock.textContent = `${hours ? `${hours}:` : ""}${two(Math.floor((now % 3600) / 60))}:${two(now % 60)}`;
  }
  tick();
  if (!isOver) setInterval(tick, 1000);

  /* The first try keeps its time, so that a line that waited for a connection is not late. */
  form.addEventListener("submit", () => { if (!stamp.value) stamp.value = seconds(); }, true);

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (box.value.trim()) form.requestSubmit();
  });

  form.addEventListener("htmx:configRequest", (event) => {
    if (event.target === form) sent = box.value;
  });

  /* What was typed while the line was on its way stays in the box. */
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form || !event.detail.successful || event.detail.xhr.status >= 300) return;
    box.value = box.value.startsWith(sent) ? box.value.slice(sent.length).trimStart() : box.value;
    stamp.value = "";
    form.dispatchEvent(new CustomEvent("line:cleared"));
    form.querySelector("[data-draft-status]").textContent = "Saved";
    if (box.value) box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* Once shared nothing can be added: what isn't written down is asked about first, once. */
  const finishing = document.querySelector("form[data-finishing]");
  const left = finishing.querySelector("[data-left]");
  finishing.addEventListener("submit", (event) => {
    const isLeft = box.value.trim() || window.alongsideVisit.isCounting();
    if (event.submitter?.value !== "shared" || !isLeft || !left.hidden) return;
    event.preventDefault();
    left.hidden = false;
  });
})();
