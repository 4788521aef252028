/* Judging words get a dotted underline while they are typed: a copy of the text lies under the box. */
(() => {
  "use strict";
  const box = document.querySelector("textarea[data-judging]");
  if (!box) return;
  const words = box.dataset.judging.split("|").map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const judging = new RegExp(`(?<![\\w-])(?:${words.join("|")})(?![\\w-])`, "gi");
  const quoted = /["“][^"”]*["”]/g;

  const frame = document.createElement("div");
  frame.className = "judged";
  const under = document.createElement("div");
  under.className = "judged__under";
  under.setAttribute("aria-hidden", "true");
  box.replaceWith(frame);
  frame.append(under, box);

  /* What stands in quotation marks was said by somebody else. */
  const blanked = (text) => text.replace(quoted, (words) => " ".repeat(words.length));

  function draw() {
    const text = box.value;
    const parts = [];
    let end = 0;
    for (const found of blanked(text).matchAll(judging)) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(found.index, found.index + found[0].length);
      parts.push(text.slice(end, found.index), mark);
      end = found.index + found[0].length;
    }
    under.replaceChildren(...parts, `${text.slice(end)}\n`);
    under.scrollTop = box.scrollTop;
  }
  box.addEventListener("input", draw);
  box.addEventListener("scroll", () => { under.scrollTop = box.scrollTop; });
  box.form.addEventListener("draft:restored", draw);
  box.form.addEventListener("line:cleared", draw);
  draw();
})();
