// The search page: turns what is typed into terms, has the parts of the index loaded that may have them (index.js), and
// lists what is found.

(() => {
  "use strict";

  // ---- Text to terms: the same as src/plan/search/terms.rs does to the stories ---------------------------------

  const MAX_LETTERS = 24;
  const DROPPED = /[\xad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u200c-\u200f\u202a-\u202e\u2060\u2066-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]/g;
  const OTHER = {
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ς": "σ",
    "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647",
    "\u06be": "\u0647", "\u06c1": "\u0647", "\u06c3": "\u0647", "\u06d5": "\u0647",
  };
  const OTHERS = /[ßæœþøłđðħıς\u0671\u0649\u06cc\u06a9\u0629\u06be\u06c1\u06c3\u06d5\u0660-\u0669\u06f0-\u06f9]/g;
  // Digits of Arabic and of Persian end in the number that they are.
  const simple = (letter) => OTHER[letter] ?? String(letter.charCodeAt(0) & 15);
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(DROPPED, "").replace(OTHERS, simple).normalize("NFC");

  // Runs of letters and digits, and inside them the scripts that are written without spaces.
  const RUN = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
  const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u312f\\u31a0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{1aff0}-\\u{1b16f}\\u{20000}-\\u{323af}";
  const PART = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
  const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
  const parts = (text) => (fold(text).match(RUN) ?? []).flatMap((run) => run.match(PART));

  // What is asked for: { term, whole, letter }. A pair or a digit is not the beginning of another term. One letter
  // alone is the beginning of very many, except in a script without spaces.
  function asked(text) {
    const found = parts(text).flatMap((part) => {
      const letters = [...part];
      if (!IS_UNSPACED.test(part)) {
        const [alone, number] = [letters.length < 2, /\p{N}/u.test(part)];
        return [{ term: letters.slice(0, MAX_LETTERS).join(""), whole: alone && number, letter: alone && !number }];
      }
      if (letters.length < 2) return [{ term: part }];
      return letters.slice(1).map((second, place) => ({ term: letters[place] + second, whole: true }));
    });
    const unique = found.filter((one, place) => found.findIndex((other) => other.term === one.term) === place);
    // "Maria’s" asks for Maria.
    const words = unique.filter((one) => !one.letter);
    return words.length > 0 ? words : unique;
  }

  rippleSearch.terms = (text) => asked(text).map(({ term }) => term);

  const form = document.querySelector("form[data-map]");
  if (!form) return;
  const { loadMap, loadPart, entryOf, said } = rippleSearch.open({ ...form.dataset, words: JSON.parse(form.dataset.words) });
  const { root } = form.dataset;
  const { Outdated, element, filesFor, read } = rippleSearch;
  const field = form.elements.q;
  const status = document.getElementById("r-status");
  const results = document.getElementById("r-results");

  // ---- Finding --------------------------------------------------------------------------------------------------

  // Words of a question, and files of words loaded for one.
  const MAX_WORDS = 6;
  const MAX_FILES = 5;

  // One file for each word; what is left of the allowance goes to the word that is being typed, then to the others.
  function filesForAll(files, words) {
    const lists = words.map((word) => filesFor(files, word));
    const wanted = new Set(lists.map((list) => list[0]));
    for (const list of lists.reverse()) {
      for (const file of list) if (wanted.size < MAX_FILES) wanted.add(file);
    }
    return [...wanted];
  }

  // How well each entry fits one word. In a title it counts for more than all the rest; a whole word for more than
  // the beginning of one.
  function fits(word, held, count) {
    const best = new Float32Array(count);
    for (const text of held) {
      const list = text.split(" ");
      for (let place = 0; place + 1 < list.length; place += 2) {
        const term = list[place];
        if (word.whole ? term !== word.term : !term.startsWith(word.term)) continue;
        const share = 0.5 + (0.5 * word.term.length) / term.length;
        read(list[place + 1], (entry, score) => {
          const fit = (score >= 8 ? score + 8 : Math.max(score, 1)) * share;
          if (fit > best[entry]) best[entry] = fit;
        });
      }
    }
    return best;
  }

  // Numbers of the entries that have every word, best first; of equal ones stories before the rest, and newer first.
  async function find(words) {
    const map = await loadMap();
    if (map.words.length === 0) return [];
    const files = filesForAll(map.words, words);
    const held = await Promise.all(files.map((file) => loadPart(`w${file}`, map.words[file][0])));
    const total = new Float32Array(map.entries);
    const all = words.map((word) => fits(word, held, map.entries));
    for (const best of all) {
      const rare = Math.log(1 + map.entries / (1 + best.reduce((count, fit) => count + (fit > 0), 0)));
      best.forEach((fit, entry) => (total[entry] += fit * rare));
    }
    const found = [];
    for (let entry = 0; entry < map.entries; entry += 1) if (all.every((best) => best[entry] > 0)) found.push(entry);
    const order = (entry) => (entry < map.stories ? entry : entry - map.entries);
    return found.sort((one, other) => total[other] - total[one] || order(other) - order(one));
  }

  // ---- Showing --------------------------------------------------------------------------------------------------

  const AT_ONCE = 10;

  // A text as nodes, with what was asked for inside of <mark>. Nothing here is ever read as HTML.
  function marked(text, words) {
    const flags = new Uint8Array(text.length);
    // Joiners and points stand inside of words.
    for (const run of text.matchAll(/[\p{Alphabetic}\p{N}\p{M}\xad\u0640\u200c-\u200f]+/gu)) {
      const letters = [...run[0]];
      const folded = letters.map(fold);
      let start = run.index;
      const starts = letters.map((letter) => (start += letter.length) - letter.length);
      const flag = (from, to) => flags.fill(1, starts[from], to < starts.length ? starts[to] : start);
      if (letters.some((letter) => IS_UNSPACED.test(fold(letter)))) {
        folded.forEach((letter, place) => {
          for (const { term, whole } of words) {
            if (letter && (whole ? letter + (folded[place + 1] ?? "") === term : letter === term)) flag(place, place + [...term].length);
          }
        });
      }
      if (parts(run[0]).some((part) => !IS_UNSPACED.test(part) && words.some(({ term, whole }) => (whole ? part === term : part.startsWith(term))))) {
        // Only the letters of that script, where two stand together.
        folded.forEach((letter, place) => IS_UNSPACED.test(letter) || flag(place, place + 1));
      }
    }
    const nodes = [];
    for (let from = 0, to = 0; from < text.length; from = to) {
      while (to < text.length && flags[to] === flags[from]) to += 1;
      const piece = text.slice(from, to);
      nodes.push(flags[from] ? element("mark", {}, piece) : piece);
    }
    return nodes;
  }

  const isMarked = (nodes) => nodes.some((node) => typeof node !== "string");

  // "About trust", with only the names in which something was found.
  function why(words, key, names) {
    const found = names.map((name) => marked(name, words)).filter(isMarked);
    if (found.length === 0) return [];
    const list = found.flatMap((nodes, place) => [...(place > 0 ? [", "] : []), element("bdi", {}, ...nodes)]);
    return [element("p", { className: "note why" }, ...said(key, { names: list }))];
  }

  // A copy of the row that the template made for a story of this depth, filled in.
  function row(entry, words) {
    const made = document.querySelectorAll("template.r-row");
    const item = made[Math.min(entry.depth, made.length - 1)].content.querySelector("li").cloneNode(true);
    const link = item.querySelector("a");
    const seal = item.querySelector(".rm");
    const tongue = { lang: entry.lang, dir: entry.dir };
    link.href = root + entry.href;
    link.replaceChildren(...marked(entry.title, words));
    if (entry.lang) Object.assign(link.parentElement, tongue);
    if (entry.kind !== "story") seal?.remove();
    else if (entry.ink) {
      seal?.classList.remove("s-other");
      seal?.classList.add(...entry.ink.split(" "));
    }
    const words_of = link.parentElement.parentElement;
    if (entry.state) words_of.append(element("p", { className: "state" }, entry.state));
    if (entry.summary && entry.summary !== entry.title) {
      words_of.append(element("p", { className: "note", ...(entry.lang ? tongue : {}) }, ...marked(entry.summary, words)));
    }
    words_of.append(...why(words, "about", entry.tags), ...why(words, "with", entry.people));
    if (!item.querySelector("mark")) words_of.append(element("p", { className: "note why" }, ...said("text")));
    if (entry.facts) item.append(element("p", { className: "facts" }, entry.facts));
    return item;
  }

  // Counts questions, so that a slow answer to an old one is not shown.
  let turn = 0;
  let shown = null;

  function say(...words) {
    status.replaceChildren(...(words.length > 0 ? [element("p", {}, ...words)] : []));
  }

  function clear() {
    shown = null;
    results.replaceChildren();
  }

  async function more(list, numbers, words, mine) {
    const from = list.children.length;
    const entries = await Promise.all(numbers.slice(from, from + AT_ONCE).map(entryOf));
    if (mine !== turn) return null;
    const rows = entries.map((entry) => row(entry, words));
    list.append(...rows);
    return rows[0];
  }

  async function answer(question) {
    const mine = ++turn;
    const words = asked(question).slice(0, MAX_WORDS);
    if (words.length === 0) {
      clear();
      return say();
    }
    try {
      const numbers = await find(words);
      if (mine !== turn) return undefined;
      const list = element("ul", { className: "rows" });
      await more(list, numbers, words, mine);
      if (mine !== turn) return undefined;
      shown = question;
      results.replaceChildren(...(numbers.length > 0 ? [list] : []));
      if (numbers.length > AT_ONCE) results.append(button(list, numbers, words, mine));
      const asks = { question: element("bdi", {}, question) };
      return say(...(numbers.length > 0 ? said("results", asks, numbers.length) : said("none", asks)));
    } catch (problem) {
      if (mine !== turn) return undefined;
      clear();
      return problem instanceof Outdated
        ? say(...said("changed", { again: element("a", { href: location.href }, ...said("again")) }))
        : say(...said("failed"));
    }
  }

  function button(list, numbers, words, mine) {
    const made = element("button", { type: "button", className: "more" }, ...said("more"));
    made.addEventListener("click", async () => {
      const first = await more(list, numbers, words, mine).catch(() => say(...said("more_failed")));
      if (!first) return;
      if (list.children.length >= numbers.length) made.remove();
      first.querySelector("a").focus();
    });
    return made;
  }

  // ---- Asking ---------------------------------------------------------------------------------------------------

  const question = () => field.value.trim().replace(/\s+/g, " ");

  // The address says what was asked, so that it can be kept and passed on.
  function remember() {
    const url = new URL(location.href);
    if (question()) url.searchParams.set("q", question());
    else url.searchParams.delete("q");
    try {
      history.replaceState(null, "", url);
    } catch {
      // A browser may refuse this for a page from disk; the search works all the same.
    }
  }

  let timer;
  function ask(after) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (question() === shown) return;
      remember();
      answer(question());
    }, after);
  }

  // A pause in typing, in milliseconds.
  field.addEventListener("input", (event) => event.isComposing || ask(150));
  field.addEventListener("compositionend", () => ask(150));
  // The map is small and will be needed.
  field.addEventListener("focus", () => loadMap().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(0);
  });

  document.addEventListener("keydown", (event) => {
    const inside = event.target === field || results.contains(event.target);
    if (!inside || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape") {
      if (field.value) event.preventDefault();
      field.value = "";
      field.focus();
      ask(0);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...results.querySelectorAll("a, button")];
    const next = stops[stops.indexOf(event.target) + (step ?? NaN)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  field.value = new URLSearchParams(location.search).get("q") ?? field.value;
  if (question()) answer(question());
})();
