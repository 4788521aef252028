/* Words get a dotted underline while they are typed: a copy of the text lies under the box. In the notes
   of a visit those that judge; in what a coach writes to a mentor the names of teachers, with what becomes
   of them said below the box. */
(() => {
  "use strict";
  const quoted = /["“][^"”]*["”]/g;
  /* What stands in quotation marks was said by somebody else. */
  const blanked = (text) => text.replace(quoted, (words) => " ".repeat(words.length));
  const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  function judgingWords(listed) {
    const judging = new RegExp(`(?<![\\w-])(?:${listed.split("|").map(escaped).join("|")})(?![\\w-])`, "gi");
    return (text) => [...blanked(text).matchAll(judging)].map(({ index, 0: word }) => ({ index, length: word.length }));
  }

  /* The first that fits counts, so whole names stand before their parts; some of them may stand. */
  function names(listed) {
    const known = listed.map((item) => item.dataset);
    const anybody = new RegExp(known.map(({ pattern }) => `(${pattern})`).join("|"), "g");
    return (text) => [...text.matchAll(anybody)].map((found) => {
      const { who, becomes } = known[found.slice(1).findIndex((part) => part !== undefined)];
      return { index: found.index, length: found[0].length, says: becomes && `${who} becomes ${becomes}.` };
    }).filter(({ says }) => says);
  }

  function underline(box, find) {
    const frame = document.createElement("div");
    frame.className = "underlined";
    const under = document.createElement("div");
    under.className = "underlined__under";
    under.setAttribute("aria-hidden", "true");
    box.replaceWith(frame);
    frame.append(under, box);
    box.addEventListener("scroll", () => { under.scrollTop = box.scrollTop; });
    return () => {
      const text = box.value;
      const parts = [];
      let end = 0;
      for (const { index, length } of find(text)) {
        const mark = document.createElement("mark");
        mark.textContent = text.slice(index, index + length);
        parts.push(text.slice(end, index), mark);
        end = index + length;
      }
      under.replaceChildren(...parts, `${text.slice(end)}\n`);
      under.scrollTop = box.scrollTop;
    };
  }

  function tell(box, find) {
    const told = document.createElement("p");
    told.className = "underlined__says";
    told.setAttribute("role", "status");
    (box.closest(".underlined") ?? box).after(told);
    return () => {
      const says = [...new Set(find(box.value).map((one) => one.says))].join(" ");
      if (told.textContent !== says) told.textContent = says;
    };
  }

  function watch(box, draws) {
    const draw = () => draws.forEach((one) => one());
    box.addEventListener("input", draw);
    box.form.addEventListener("draft:restored", draw);
    box.form.addEventListener("line:cleared", draw);
    draw();
  }

  for (const box of document.querySelectorAll("textarea[data-judging]")) {
    watch(box, [underline(box, judgingWords(box.dataset.judging))]);
  }
  const listed = [...document.querySelectorAll("[data-names-listed] > li")];
  if (!listed.length) return;
  const find = names(listed);
  for (const box of document.querySelectorAll("form[data-names] :is(textarea, input[type=text])")) {
    watch(box, [...(box.matches("textarea") ? [underline(box, find)] : []), tell(box, find)]);
  }
})();
