// The index of the site: loads the parts of it that are asked for, and reads them. The search page and the wall use it.
// Parts are scripts that call `rippleSearch`, so that this works in a folder opened from disk, too.

(() => {
  "use strict";

  const waiting = new Map();
  const loaded = new Map();

  globalThis.rippleSearch = (name, version, held) => waiting.get(name)?.({ version, held });

  class Outdated extends Error {}

  // One part by its name. It must be of the version that is asked for, or the site was published anew meanwhile.
  function load(name, version, from) {
    if (!loaded.has(name)) {
      const promise = new Promise((done, failed) => {
        const script = document.createElement("script");
        waiting.set(name, (part) => (!version || part.version === version ? done(part.held) : failed(new Outdated(name))));
        script.onerror = () => failed(new Error(name));
        script.src = from;
        document.head.append(script);
      });
      // What failed may be asked for again.
      promise.catch(() => loaded.delete(name));
      loaded.set(name, promise);
    }
    return loaded.get(name);
  }

  // By code points, as the index is sorted.
  function isAfter(one, other) {
    const [ones, others] = [[...one], [...other]];
    for (let place = 0; place < others.length; place += 1) {
      if (place >= ones.length) return false;
      const by = ones[place].codePointAt(0) - others[place].codePointAt(0);
      if (by !== 0) return by > 0;
    }
    return ones.length > others.length;
  }

  // The files that may have a term, or terms that begin with it; for one letter only the first.
  function filesFor(files, { term, whole, letter }) {
    let first = 0;
    let end = files.length;
    while (end - first > 1) {
      const middle = (first + end) >> 1;
      if (isAfter(files[middle][1], term)) end = middle;
      else first = middle;
    }
    let last = first;
    while (!whole && !letter && last + 1 < files.length && files[last + 1][1].startsWith(term)) last += 1;
    return Array.from({ length: last - first + 1 }, (_, step) => first + step);
  }

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUES = new Uint8Array(128);
  [...DIGITS].forEach((digit, value) => (VALUES[digit.charCodeAt(0)] = value));

  // Calls `see` for each entry with its score; 0 where the score was not kept. src/plan/search/places.rs writes this.
  function read(text, see) {
    let [number, shift, next, kind] = [0, 0, 0, ""];
    for (let place = 0; place < text.length; place += 1) {
      const letter = text[place];
      if (letter === "*" || letter === "=") {
        [kind, next] = [letter, 0];
        continue;
      }
      const value = VALUES[text.charCodeAt(place)];
      if (kind === "=") {
        for (let bit = 0; bit < 6; bit += 1) if ((value >> bit) & 1) see(next + bit, 0);
        next += 6;
        continue;
      }
      number |= (value & 31) << shift;
      shift += 5;
      if (value >= 32) continue;
      next += kind ? number : number >> 4;
      see(next, kind ? 0 : number & 15);
      next += 1;
      [number, shift] = [0, 0];
    }
  }

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // For a page with the address of the map, the way to the root, and the words to say.
  function open({ map: address, root, words }) {
    const loadMap = () => load("map", address.split("?")[1], root + address);
    const loadPart = (name, version) => load(name, version, `${root}${address.replace(/map\.js.*/, "")}${name}.js?${version}`);

    // The map, whatever a browser still has of an older one.
    function loadAnew() {
      loaded.clear();
      return load("map", undefined, `${root}${address}?${Date.now()}`);
    }

    async function entryOf(number) {
      const map = await loadMap();
      const file = Math.floor(number / map.size);
      const [kind, href, title, summary = "", facts = "", ink = "", depth = 0, tags = [], people = [], ledTo = 0, onward = "", id = "", lang = "", dir = "", state = "", photo = ""] =
        (await loadPart(`e${file}`, map.found[file]))[number % map.size];
      return { kind, href, title, summary, facts, ink, depth, tags, people, ledTo: Number(ledTo), onward, id: id || href.split("/")[1], lang, dir, state, photo };
    }

    // The theme's words with something at each {place}; `count` chooses the plural form.
    function said(key, filled = {}, count) {
      const word = words[key];
      const language = document.documentElement.lang || "en";
      const text = typeof word === "string" ? word : (word[new Intl.PluralRules(language).select(count)] ?? word.other);
      const all = count === undefined ? filled : { count: count.toLocaleString(language), ...filled };
      return text.split(/\{(\w+)\}/).flatMap((piece, place) => (place % 2 === 1 ? (all[piece] ?? []) : piece)).filter((piece) => piece !== "");
    }

    return { loadMap, loadPart, loadAnew, entryOf, said };
  }

  Object.assign(rippleSearch, { Outdated, element, filesFor, open, read });
})();
