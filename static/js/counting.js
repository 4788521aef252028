/* Tallies and a timer during a visit: big buttons that count, and write down a line when asked to. Once
   the visit is over nothing new begins, and what ran until then can still be written down.
   What is being counted is kept on this device, as drafts are, until it is written down. */
(() => {
  "use strict";
  const tools = document.querySelector("[data-counting]");
  const form = document.querySelector("form[data-line]");
  if (!tools || !form) return;
  const over = Date.parse(tools.dataset.over ?? "");
  const isOver = Number.isFinite(over);
  const list = tools.querySelector("[data-tallies]");
  const model = tools.querySelector("template");
  const naming = tools.querySelector("[data-tally-name]");
  const timer = tools.querySelector("[data-timer]");
  const timed = tools.querySelector("[data-timer-name]");
  const KEY = `alongside:draft:${document.body.dataset.account}:counting-${tools.dataset.counting}`;
  let tallies = [];
  let began = 0;

  const keep = () => {
    try { localStorage.setItem(KEY, JSON.stringify({ tallies, began, timed: timed.value })); } catch { /* counted on screen only */ }
  };
  const stopwatch = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const inWords = (seconds) => (seconds < 60 ? `${seconds} second${seconds === 1 ? "" : "s"}` : stopwatch(seconds));

  /* Through the page's own form, so that a line has one way in. */
  function writeDown(kind, body) {
    return window.htmx.ajax("POST", form.action, {
      source: tools, target: "#notes", select: "#notes > *", swap: "innerHTML",
      values: { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, kind, body, at_second: window.alongsideVisit.seconds() },
    });
  }

  function draw() {
    list.replaceChildren(...tallies.map((tally) => {
      const row = model.content.firstElementChild.cloneNode(true);
      const [add, less, write] = row.querySelectorAll("button");
      const show = () => {
        add.querySelector("[data-count]").textContent = tally.count;
        less.disabled = tally.count === 0;
        write.disabled = tally.count === 0;
      };
      add.querySelector("[data-name]").textContent = tally.name;
      less.setAttribute("aria-label", `One less: ${tally.name}`);
      write.setAttribute("aria-label", `Write down: ${tally.name}`);
      add.addEventListener("click", () => { tally.count += 1; keep(); show(); });
      less.addEventListener("click", () => { tally.count -= 1; keep(); show(); });
      write.addEventListener("click", () => {
        const counted = tally.count;
        writeDown("tally", `${tally.name}: ${counted}`).then(() => { tally.count -= counted; keep(); show(); });
        write.disabled = true;
      });
      show();
      return row;
    }));
  }

  function addTally() {
    const name = naming.value.trim();
    if (!name) return naming.focus();
    tallies.push({ name, count: 0 });
    naming.value = "";
    keep();
    draw();
    list.lastElementChild.querySelector("button").focus();
  }
  tools.querySelector("[data-tally-add]").addEventListener("click", addTally);
  naming.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    addTally();
  });

  const passed = () => Math.max(0, Math.round(((isOver ? over : Date.now()) - began) / 1000));
  function showTimer() {
    timer.classList.toggle("is-running", began > 0);
    timer.setAttribute("aria-pressed", String(began > 0));
    timer.querySelector("[data-timer-word]").textContent = !began ? "Start the timer" : isOver ? "Write down" : "Stop and write down";
    tools.querySelector(".counting__timer").hidden = isOver && !began;
    tools.hidden = isOver && !window.alongsideVisit.isCounting();
    timer.querySelector("[data-timer-time]").textContent = began ? stopwatch(passed()) : "0:00";
  }
  timer.addEventListener("click", () => {
    if (began) {
      writeDown("timer", `${timed.value.trim() || "Timed"}: ${inWords(passed())}`);
      began = 0;
    } else {
      began = Date.now();
    }
    keep();
    showTimer();
  });
  timed.addEventListener("input", keep);
  if (!isOver) setInterval(() => { if (began) showTimer(); }, 500);
  tools.querySelector(".counting__new").hidden = isOver;

  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (Array.isArray(kept?.tallies)) tallies = kept.tallies.filter((one) => typeof one?.name === "string" && Number.isInteger(one.count));
    if (Number.isFinite(kept?.began)) began = kept.began;
    if (typeof kept?.timed === "string") timed.value = kept.timed;
  } catch { /* nothing was kept */ }
  window.alongsideVisit.isCounting = () => began > 0 || tallies.some((tally) => tally.count > 0);
  draw();
  showTimer();
})();
