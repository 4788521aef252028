/* A student's full name makes notes a student record: what looks like one is pointed out as it is typed.
   A hint, never a lock. Who is known, such as the two who meet, is named by the page. */
(() => {
  "use strict";
  const notes = document.querySelector("[data-known-names]");
  if (!notes) return;
  const wordsOf = (text) => new Set(text.trim().split(/\s+/));

  /* Never part of a name. */
  const ordinary = wordsOf(`
    monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
    mr mrs ms mx dr miss sir madam coach teacher teachers principal professor student students
    elementary middle high school academy center campus district county city state states university college
    room grade group groups table row period lesson unit chapter section problem question part step level team class
    classroom station board smartboard chromebook chromebooks slide slides google docs drive canvas nearpod kahoot zoom
    desmos youtube math mathematics english spanish french science history social studies language arts writing music
    algebra geometry biology chemistry physics common core exit ticket tickets bell ringer warm-up think pair share
    number talk talks word wall american african asian native mexican european indian united new north south civil war
    world revolution thanksgiving christmas halloween do now one two three four five six seven eight nine ten`);

  /* With a capital because a sentence begins. */
  const begins = wordsOf(`
    a an the this that these those some any all both each every no none most many few several another other others
    half i we you he she it they his her its their my our your who what when where why how which while and but or so
    then now next later after before during until once again also first second third last finally here there if as
    at by for from in into of on onto over to under with without about because since still not only just even maybe
    is are was were do does did has have had can could will would should may might must let yes okay ok good thanks
    please hi hello hey today yesterday everyone everybody somebody nobody girls boys kids partner partners class
    says said tells told gave wrote read sat stood took brought made chose saw heard goes went comes came sent left
    kept found nods nodded`);
  const verbs = wordsOf(`
    ask answer call point walk help praise show hand send thank invite repeat look listen turn move raise remind pick smile
    laugh whisper shout explain describe check wait watch see hear note count greet welcome join work use say tell give read
    write take bring make choose sit stand put`);
  const does = new RegExp(`^(?:${[...verbs].map((verb) => verb.replace(/e$/, "e?")).join("|")})(?:s|es|d|ed|ing)?$`);

  const word = "\\p{Lu}(?:\\p{Ll}|['’]\\p{Lu})[\\p{L}'’-]*";
  const between = "[ \\t]+(?:(?:de|del|de la|la|van|von|der|bin|al|y)[ \\t]+)?";
  const several = new RegExp(`(?<![\\p{L}\\p{N}'’-])${word}(?:${between}${word})+`, "gu");
  const starts = /(?:^|[.?!:;…"“”‘(\n–—-])\s*$/u;
  const adult = /(?:^|[\s(“"])(?:Mr|Mrs|Ms|Mx|Dr|Sra?|Prof)\.\s*$/u;
  const known = notes.dataset.knownNames.toLowerCase().split("|").filter(Boolean);
  const isKnown = (name) => known.some((one) => one.includes(name) || name.includes(one));

  /* The first words in a row, at least two, that can be a name. */
  function nameIn(found, isStart) {
    let run = [];
    for (const [place, part] of found.split(/[ \t]+/).entries()) {
      const bare = part.replace(/['’]s$/u, "");
      const low = bare.toLowerCase();
      const isNone = ordinary.has(low) || (isStart && place === 0 && (begins.has(low) || does.test(low)));
      if (isNone && run.length > 1) break;
      run = isNone ? [] : [...run, bare];
    }
    const name = run.join(" ");
    return run.length > 1 && !isKnown(name.toLowerCase()) ? name : "";
  }

  function fullNameIn(text) {
    for (const found of text.matchAll(several)) {
      const before = text.slice(0, found.index);
      const name = adult.test(before) ? "" : nameIn(found[0], starts.test(before));
      if (name) return name;
    }
    return "";
  }

  function hint(name) {
    const line = document.createElement("p");
    line.className = "notice notice--attention";
    line.textContent = `“${name}” looks like a full name. A student’s full name makes these notes a student record: a first name or initials are enough.`;
    return line;
  }

  /* What is said about a line stays when the line is added and the box is empty again. */
  function look(box) {
    const there = box?.form?.querySelector("[data-full-name]");
    if (!there) return;
    const name = fullNameIn(box.value);
    if (there.dataset.fullName === name) return;
    there.dataset.fullName = name;
    there.replaceChildren(...(name ? [hint(name)] : []));
  }
  notes.addEventListener("input", (event) => look(event.target));
  notes.addEventListener("draft:restored", (event) => look(event.target.elements.body));
  notes.querySelectorAll("textarea").forEach(look);
})();
