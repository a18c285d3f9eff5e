// The wall: its ways in narrow the stories in place, over the whole site, a setting and a tag together. What is shown
// has an address. Without this script the ways lead to pages of their own.

(() => {
  "use strict";

  const place = document.querySelector(".narrowed");
  if (!place) return;
  const { Outdated, element, filesFor, open, read } = rippleSearch;
  const { map, root, words, led } = place.dataset;
  const { loadMap, loadPart, loadAnew, entryOf, said } = open({ map, root, words: { ...JSON.parse(words), led_to: JSON.parse(led)[""] } });
  const [status, after, { content: pattern }] = place.children;
  const section = place.parentElement;
  const usual = [...section.children].filter((child) => child !== place);

  // ---- Ways: of each its link, where that leads by itself, and how many stories it has ----

  const KINDS = { setting: "#where:", tag: "#about:" };
  const ways = Object.keys(KINDS).flatMap((kind) =>
    [...document.querySelectorAll(`.filters a[data-${kind}]`)].map((link) => {
      const [key, count] = [link.dataset[kind], link.parentElement.querySelector(".count")];
      return { kind, key, term: KINDS[kind] + key, link, count, total: Number(count?.textContent), href: link.href, label: link.textContent };
    }),
  );
  const named = ways.filter(({ key }) => key);

  function asked() {
    const query = new URLSearchParams(location.search);
    return named.filter(({ kind, key }) => query.get(kind) === key);
  }

  const addressOf = (chosen) => location.pathname + chosen.map(({ kind, key }, at) => `${at ? "&" : "?"}${kind}=${encodeURIComponent(key)}`).join("");

  // Each way leads to what would be left with it, or without it where it is chosen.
  function mark(chosen, count) {
    for (const way of ways) {
      const others = chosen.filter(({ kind }) => kind !== way.kind);
      const isChosen = way.key ? chosen.includes(way) : others.length === chosen.length;
      way.link.ariaCurrent = isChosen ? "true" : null;
      way.link.href = addressOf(named.filter((each) => others.includes(each) || (each === way && !isChosen)));
      if (way.count) way.count.textContent = others.length > 0 ? (count?.([...others, way]) ?? "") : way.total;
    }
  }

  // ---- Finding ----

  // Files of the index that are loaded to count what every other way would leave.
  const MAX_FILES = 5;

  async function find(chosen, map) {
    const filesOf = (those) => [...new Set(those.flatMap(({ term }) => filesFor(map.words, { term, whole: true })))];
    const all = filesOf(named);
    const files = all.length > MAX_FILES ? filesOf(chosen) : all;
    const held = await Promise.all(files.map((file) => loadPart(`w${file}`, map.words[file][0])));
    const flags = new Map();
    for (const list of held.map((text) => text.split(" "))) {
      for (let at = 0; list[at]?.startsWith("#"); at += 2) {
        const found = new Uint8Array(map.stories);
        read(list[at + 1], (story) => (found[story] = 1));
        flags.set(list[at], found);
      }
    }
    const stories = Array.from({ length: map.stories }, (_, number) => map.stories - 1 - number);
    const among = (those) => stories.filter((story) => those.every(({ term }) => flags.get(term)?.[story]));
    const count = (those) => (all === files || those.every(({ term }) => flags.has(term)) ? among(those).length : undefined);
    return { numbers: among(chosen), count };
  }

  // ---- Covers: from the same few things and in the same whole numbers as src/model/cover.rs draws them ----

  function drawn(name, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const COS = [1000, 966, 866, 707, 500, 259, 0, -259, -500, -707, -866, -966];
  const cos = (step) => (step % 24 < 12 ? 1 : -1) * COS[step % 12];
  // Steps are raised so that none is below zero.
  const polar = (far, step) => [step + 48, step + 42].map((turned) => Math.trunc((far * cos(turned)) / 1000));

  function cover({ id, ink, depth, onward }) {
    let x = new TextEncoder().encode(id).reduce((hash, byte) => Math.imul(hash ^ byte, 16777619), 2166136261) || 1;
    const draw = (most) => {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      return (x >>> 8) % most;
    };
    const drop = [[36, 42], [64, 56], [60, 40], [40, 60]][draw(4)].map((side) => side + draw(9) - 4);
    const [drift, turn] = [draw(24), 2 * draw(2) - 1];
    const frame = [[320, 240], [280, 280], [280, 350]][draw(3)];
    const [printing, first, shift] = [draw(8) < 5 ? "k" : "p", draw(12), draw(3)];
    const steps = Math.max(depth, onward ? 1 : 0);
    const size = frame.map((side) => Math.trunc((side * [82, 92, 100, 111, 122, 133, 144, 155][steps]) / 100));
    const corner = size.map((side, at) => -Math.trunc((side * drop[at]) / 100));
    const ring = (k) => ({ r: 25 + 26 * k + k * k, w: 11 + (k >> 1), u: drift + turn * (k >> 1), c: polar((3 * k * (4 + k)) >> 2, drift + turn * (k >> 1)) });
    const circle = ([cx, cy], r) => drawn("circle", { cx, cy, r });
    const group = (name, from, to, draws) => drawn("g", { class: name }, ...Array.from({ length: from - to + 1 }, (_, at) => ring(from - at)).flatMap(draws));
    const swelling = ({ r, w, u, c }) => {
      const off = polar((3 * w) >> 2, u);
      return [circle(c, r), circle(c.map((side, at) => side - off[at]), r - w)];
    };
    const bead = (digit, at) => {
      const { r, w, c } = ring(Math.min(Number(digit) + 1, 7, steps));
      const on = polar(r - (w >> 1), first + [0, 6, 15, 21, 12, 3, 18][at]);
      return `M${c[0] + on[0]} ${c[1] + on[1]}h0`;
    };
    const d = [...onward].map(bead).join("");
    return drawn(
      "svg",
      { class: `rc ${ink || "s-other"} ${printing} v${shift}`, viewBox: [...corner, ...size].join(" "), "aria-hidden": "true" },
      group("o", steps < 5 ? 9 : steps + 4, steps + 1, ({ r, c }) => circle(c, r)),
      ...(steps ? [group("b", steps, 1, swelling)] : []),
      drawn("circle", { class: "d", r: 24 }),
      ...(d ? ["u", "t"].map((name) => drawn("path", { class: name, d })) : []),
    );
  }

  // ---- Showing ----

  const AT_ONCE = 12;

  // As `partials/card.html` asks for it.
  const SIZES = "(min-width: 63em) 360px, (min-width: 40.01em) 33vw, 112px";

  // The story's picture, or its cover; nothing where the theme's cards have neither.
  function picture(entry) {
    const [format, src, width, height, sizes] = entry.photo;
    if (!usual[0].querySelector(".card > .rc")) return "";
    if (!src) return cover(entry);
    const srcset = sizes.map(([href, wide]) => `${root}${href} ${wide}w`).join(", ");
    const image = element("img", { className: `rc photo ${format}`, alt: "", loading: "lazy", decoding: "async", width, height });
    return Object.assign(image, srcset && { sizes: SIZES, srcset }, { src: root + src });
  }

  // A copy of the card that the template made, filled in.
  function card(entry) {
    const item = pattern.querySelector("li").cloneNode(true);
    const fill = (part, ...text) => (text[0] ? part?.replaceChildren(...text) : part?.remove());
    const [link, line] = [item.querySelector("a"), item.querySelector(".line")];
    link.href = root + entry.href;
    fill(link, entry.title);
    fill(line, entry.summary);
    fill(item.querySelector(".facts"), entry.facts);
    fill(item.querySelector(".reach"), ...(entry.ledTo ? said("led_to", {}, entry.ledTo) : []));
    item.prepend(picture(entry));
    if (entry.lang) for (const part of [link.parentElement, line]) Object.assign(part, { lang: entry.lang, dir: entry.dir });
    if (entry.state) link.parentElement.after(element("p", { className: "state" }, entry.state));
    return item;
  }

  // Counts answers, so that a slow one to an old question is not shown.
  let turn = 0;

  function settle(isUsual, words, ...parts) {
    section.removeAttribute("aria-busy");
    for (const part of usual) part.hidden = !isUsual;
    status.replaceChildren(...words);
    after.replaceChildren(...parts);
  }

  const paragraph = (className, ...words) => element("p", { className }, ...words);
  const pagesOf = (those) => those.flatMap(({ href, label }, at) => [...(at ? [", "] : []), element("a", { href }, label)]);

  async function more(list, numbers, most) {
    const [mine, from] = [turn, list.children.length];
    const entries = await Promise.all(numbers.slice(from, most).map(entryOf));
    if (mine === turn) list.append(...entries.map(card));
    return list.children[from];
  }

  function button(list, numbers) {
    const made = element("button", { type: "button", className: "as-link more-cards" }, ...said("more"));
    made.addEventListener("click", async () => {
      const first = await more(list, numbers, list.children.length + AT_ONCE).catch(() => made.before(paragraph("", ...said("more_failed"))));
      first?.querySelector("a").focus();
      if (list.children.length >= numbers.length) made.remove();
      remember("replaceState", location.href, list.children.length);
    });
    return made;
  }

  async function answer(chosen, map, mine) {
    const { numbers, count } = await find(chosen, map);
    const list = element("ul", { className: usual[0].className });
    await more(list, numbers, history.state?.stories ?? AT_ONCE);
    if (mine !== turn) return;
    mark(chosen, count);
    const kind = chosen[1] ? "both" : chosen[0].kind;
    const names = Object.fromEntries(chosen.map((way) => [way.kind, element("bdi", {}, way.label)]));
    const link = (key, those) => element("a", { href: addressOf(those) }, ...said(key, { [those[0]?.kind]: those[0]?.label }));
    const all = link("all", []);
    if (numbers.length === 0) {
      const rather = Object.fromEntries(chosen.map((way) => [`all_${way.kind}`, link(`all_${way.kind}`, [way])]));
      return settle(false, [paragraph("large", ...said(`none_${kind}`, { ...names, ...rather, all }))]);
    }
    const left = pagesOf(chosen.filter((way) => count([way]) < way.total));
    const kept = left[0] ? [paragraph("note", ...said("kept", { pages: left }))] : [];
    const further = list.children.length < numbers.length ? [button(list, numbers)] : [];
    settle(false, [paragraph("", ...said(`found_${kind}`, names, numbers.length))], paragraph("", all), ...kept, list, ...further);
  }

  async function show() {
    const mine = ++turn;
    const chosen = asked();
    const was = document.activeElement;
    mark(chosen);
    if (chosen.length === 0) settle(true, [paragraph("unseen", ...said("shown"))]);
    else {
      settle(false, []);
      section.ariaBusy = "true";
      // An index that was published anew meanwhile is asked for once more.
      const again = (problem) => (problem instanceof Outdated ? loadAnew().then((map) => answer(chosen, map, mine)) : Promise.reject(problem));
      const failed = () => mine === turn && settle(true, [paragraph("", ...said("failed", { pages: pagesOf(chosen) }))]);
      await loadMap().then((map) => answer(chosen, map, mine)).catch(again).catch(failed);
    }
    // What was chosen may be gone.
    if (!was.isConnected) ways.find(({ link }) => link.ariaCurrent)?.link.focus();
  }

  // ---- Asking ----

  // A browser may refuse this for a page from disk; then the address is gone to.
  function remember(how, address, stories) {
    try {
      history[how]({ stories }, "", address);
      return true;
    } catch {
      return false;
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (!link || event.button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isOurs = ways.some((way) => way.link === link) || (place.contains(link) && link.pathname === location.pathname);
    if (!isOurs || !remember("pushState", link.href)) return;
    event.preventDefault();
    show();
  });
  addEventListener("popstate", show);

  if (asked().length > 0) show();
  else mark([]);
})();
