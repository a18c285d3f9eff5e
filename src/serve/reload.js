// What a page of the preview does when something has changed. It needs no inline script or style.
const own = document.currentScript.dataset;
let { boot } = own;
let version = Number(own.version);

// --- What is kept over a reload ---------------------------------------------------------------------

const store = (name, value) => {
  try {
    if (value === undefined) return sessionStorage.getItem(`__ripple:${name}`);
    if (value === null) sessionStorage.removeItem(`__ripple:${name}`);
    else sessionStorage.setItem(`__ripple:${name}`, value);
  } catch {
    // Full or forbidden: then nothing is kept.
  }
  return null;
};

// The page, also when the site is served below another path from now on.
const below = (path) => (path.startsWith(own.base) ? path.slice(own.base.length) : path);
const here = () => `kept:${below(location.pathname)}${location.search}`;

// What is on the page, and in the writer's bar on it.
const bar = () => document.querySelector("ripple-bar")?.shadowRoot;
const all = (selector) => [document, bar()].flatMap((root) => [...(root?.querySelectorAll(selector) ?? [])]);
const active = () => {
  const inner = bar();
  return inner && document.activeElement === inner.host ? inner.activeElement : document.activeElement;
};

// A name by which an element is found again after its page was made anew.
const name = (element) => {
  if (element.id) return `#${element.id}`;
  const words = element.querySelector("summary") ?? element;
  const mark = element.getAttribute("name") ?? element.getAttribute("href") ?? words.textContent.trim().slice(0, 80);
  return `${element.localName}|${mark}`;
};

const named = (selector) => {
  const seen = new Map();
  return all(selector).map((element) => {
    const plain = name(element);
    const count = seen.get(plain) ?? 0;
    seen.set(plain, count + 1);
    return [`${plain}|${count}|${element.type === "radio" ? element.value : ""}`, element];
  });
};

const FOCUSABLE = "a[href], button, input, textarea, select, summary, [tabindex]";
const FIELDS = "input:not([type=password], [type=file], [type=hidden], [type=submit], [type=button], [type=reset], [type=image]), textarea, select";
const TICKED = ["checkbox", "radio"];

const value = (field) => {
  if (TICKED.includes(field.type)) return field.checked;
  if (field.localName === "select") return [...field.options].map((option) => option.selected);
  return field.value;
};

const given = (field) => {
  if (TICKED.includes(field.type)) return field.defaultChecked;
  if (field.localName !== "select") return field.defaultValue;
  const options = [...field.options];
  const chosen = options.map((option) => option.defaultSelected);
  if (!field.multiple && options.length > 0 && !chosen.includes(true)) chosen[0] = true;
  return chosen;
};

const fill = (field, kept) => {
  if (JSON.stringify(value(field)) === JSON.stringify(kept)) return;
  if (TICKED.includes(field.type)) field.checked = kept;
  else if (field.localName === "select") [...field.options].forEach((option, at) => (option.selected = kept[at] ?? option.selected));
  else field.value = kept;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

// Paragraphs and the like at the top of the window, by which the place is found again where something was put in or
// taken out above it. The first may be what was changed, so some more are kept.
const BLOCKS = "main :is(h1, h2, h3, h4, h5, h6, p, li, dt, dd, blockquote, pre, figure, tr)";
const words_of = (block) => block.textContent.trim().slice(0, 200);

const anchors = () => {
  if (scrollY === 0) return [];
  const seen = [...document.querySelectorAll(BLOCKS)].filter((block) => words_of(block) && block.getBoundingClientRect().bottom > 0);
  return seen.slice(0, 6).map((block) => [words_of(block), block.getBoundingClientRect().top]);
};

// How far to scroll so that the first of them that is still there, and there once, stands where it stood.
const moved = (anchors) => {
  const found = new Map();
  for (const block of document.querySelectorAll(BLOCKS)) {
    const words = words_of(block);
    found.set(words, found.has(words) ? null : block);
  }
  const [block, top] = anchors.map(([words, top]) => [found.get(words), top]).find(([block]) => block) ?? [];
  return block ? block.getBoundingClientRect().top - top : null;
};

// What was kept of this page and has no place on it now: it may be broken, or empty, for the moment only.
let waiting = null;
const MOST_WAITING = 200;

const keep = () => {
  const focused = named(FOCUSABLE).find(([, element]) => element === active());
  let selection = null;
  try {
    const { selectionStart, selectionEnd } = active();
    if (typeof selectionStart === "number") selection = [selectionStart, selectionEnd];
  } catch {
    // Not every field has a selection.
  }
  const changed = named(FIELDS).filter(([, field]) => JSON.stringify(value(field)) !== JSON.stringify(given(field)));
  const place = waiting && scrollY === waiting.at ? waiting.place : { x: scrollX, y: scrollY, anchors: anchors() };
  const with_waiting = (list, now) => [...(waiting?.[list] ?? []).slice(-MOST_WAITING), ...now];
  store(here(), JSON.stringify({
    place,
    focus: focused || !waiting?.focus ? [focused?.[0], selection] : waiting.focus,
    open: with_waiting("open", named("details").map(([key, details]) => [key, details.open])),
    fields: with_waiting("fields", changed.map(([key, field]) => [key, value(field)])),
  }));
  history.scrollRestoration = "manual";
};

const restore = () => {
  const kept = JSON.parse(store(here()) ?? "null");
  if (!kept) return;
  store(here(), null);
  const give_back = (list, selector, give) => {
    const there = new Map(named(selector));
    for (const [key, state] of list) if (there.has(key)) give(there.get(key), state);
    return list.filter(([key]) => !there.has(key));
  };
  const open = give_back(kept.open, "details", (details, open) => (details.open = open));
  const fields = give_back(kept.fields, FIELDS, fill);
  const [focus, selection] = kept.focus;
  const focused = new Map(named(FOCUSABLE)).get(focus);
  focused?.focus({ preventScroll: true });
  try {
    if (focused && selection) focused.setSelectionRange(...selection);
  } catch {
    // Not every field has a selection.
  }
  waiting = { open, fields, focus: focused ? null : kept.focus, at: null, place: kept.place };
  const scroll = () => {
    const { x, y, anchors } = kept.place;
    const by = moved(anchors);
    scrollTo({ left: x, top: by === null ? y : scrollY + by, behavior: "instant" });
    // The page ends before the place.
    waiting.at = by === null && scrollY < y - 1 ? scrollY : null;
  };
  scroll();
  const at = scrollY;
  const done = () => {
    // Pictures have their height only now; whoever has scrolled meanwhile is left alone.
    if (scrollY === at) scroll();
  };
  if (document.readyState === "complete") done();
  else addEventListener("load", done, { once: true });
};

// --- What is done about a change --------------------------------------------------------------------

const newer = (message) => message.boot !== boot || message.version > version;

// Once a page is about to be loaded anew, what comes is for the next one.
let goes = false;
addEventListener("pageshow", () => (goes = false));
// Only over a reload by this script: given back any sooner, the browser would scroll by its own idea of the place.
addEventListener("pagehide", () => {
  if (!goes) history.scrollRestoration = "auto";
});

const reload = (message) => {
  // A page that stays old although it was loaded for this version would be loaded for ever.
  const wanted = `${message.boot}-${message.version}`;
  if (store("wanted") === `${here()} ${wanted}`) return;
  store("wanted", `${here()} ${wanted}`);
  keep();
  goes = true;
  location.reload();
};

// A theme's file has its digest in its name: `style.0123456789.css`.
const plain = (path) => path.replace(/\.[0-9a-f]{10}(\.[a-z]+)$/, "$1");

const replaced = new WeakMap();
const leaving = new WeakSet();

const swap = (message) => {
  for (const link of all('link[rel~="stylesheet"][href]')) {
    const url = new URL(link.href);
    const sheet = message.sheets.find((sheet) => plain(sheet.from) === plain(url.pathname));
    if (leaving.has(link) || url.origin !== location.origin || !sheet) continue;
    const fresh = link.cloneNode();
    fresh.removeAttribute("integrity");
    fresh.href = `${sheet.to}?v=${message.version}`;
    leaving.add(link);
    replaced.set(fresh, link);
    // The old one stays until the new one is there, so that the page is never bare.
    fresh.addEventListener("load", () => {
      for (let old = replaced.get(fresh); old; old = replaced.get(old)) old.remove();
    });
    fresh.addEventListener("error", () => reload(message));
    link.after(fresh);
  }
};

const page = (path) => path.replace(/(^|\/)index\.html$/, "$1");

// Which of the tabs was looked at last: only that one goes to another page.
const tab = store("tab") ?? Math.random().toString(36).slice(2);
store("tab", tab);
const look = () => {
  if (document.visibilityState !== "visible") return;
  try {
    localStorage.setItem("__ripple:tab", tab);
  } catch {
    // Then every tab goes there.
  }
};
const looked_at = () => {
  try {
    return (localStorage.getItem("__ripple:tab") ?? tab) === tab;
  } catch {
    return true;
  }
};

const receive = (message) => {
  if (goes) return;
  if (message.kind === "problems") return show(message.html);
  if (message.kind === "lost" || message.kind === "found") return tell_lost(message.kind === "lost");
  if (!newer(message)) return;
  const accept = () => ({ boot, version } = message);
  // Who comes after the news hears of it in the greeting; of more than one change only that there were some.
  const next = message.boot === boot && message.version === version + 1;
  if (message.boot !== boot || (message.kind === "hello" && !(message.to && next))) return reload(message);
  if (message.kind === "css") {
    swap(message);
    return accept();
  }
  if (message.to && page(message.to) !== page(location.pathname) && looked_at()) {
    goes = true;
    return location.assign(message.to);
  }
  if (message.only && !message.only.some((path) => page(path) === page(location.pathname))) return accept();
  reload(message);
};

// --- Problems ---------------------------------------------------------------------------------------

const made = (tag, properties) => Object.assign(document.createElement(tag), properties);

class Problems extends HTMLElement {
  #section = made("section", { tabIndex: -1, lang: "en", dir: "ltr", hidden: true });
  #content = made("div");
  #spoken = made("p", { className: "spoken", lang: "en" });
  #again = made("button", { className: "again", type: "button", lang: "en", hidden: true });
  #html = "";
  #telling = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOK);
    root.adoptedStyleSheets = [sheet];
    this.#spoken.setAttribute("role", "status");
    this.#again.setAttribute("aria-expanded", "false");
    const close = made("button", { className: "close", type: "button", textContent: "Close" });
    close.addEventListener("click", () => this.dismiss());
    this.#again.addEventListener("click", () => {
      store("closed", null);
      store("asked", "yes");
      this.#open();
      this.#section.focus({ preventScroll: true });
    });
    this.#section.append(close, this.#content);
    root.append(this.#again, this.#section, this.#spoken);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || this.#section.hidden || this.#typing()) return;
      event.preventDefault();
      this.dismiss();
    });
  }

  // Whether somebody is writing into the page: then nothing is taken away from under the hands.
  #typing() {
    const active = document.activeElement;
    return active !== this && (active?.isContentEditable || ["input", "textarea", "select"].includes(active?.localName));
  }

  // Nobody is taken away from where they are: the focus stays, and what has come up is told when there is time.
  #open() {
    this.#section.hidden = false;
    this.#again.hidden = true;
  }

  #close() {
    const inside = document.activeElement === this && !this.#section.hidden;
    this.#section.hidden = true;
    this.#again.hidden = this.#html === "";
    if (inside && !this.#again.hidden) this.#again.focus({ preventScroll: true });
  }

  get opened() {
    return !this.#section.hidden;
  }

  // Whether the page is older than what was read last.
  get stays() {
    return this.#content.querySelector("[data-stays]") !== null;
  }

  dismiss() {
    store("closed", this.#html);
    store("asked", null);
    this.#close();
  }

  show(html) {
    const news = html !== this.#html;
    this.#html = html;
    if (news) this.#content.innerHTML = html;
    const { errors, count = "Problems" } = this.#content.querySelector("[data-errors]")?.dataset ?? {};
    this.#section.setAttribute("aria-label", count);
    this.#again.textContent = count;
    this.#again.classList.toggle("error", errors !== "0");
    if (html === "") {
      for (const kept of ["closed", "asked"]) store(kept, null);
      this.#close();
    } else if (store("closed") === html || ((errors === "0" || own.discreet !== undefined) && !store("asked"))) {
      this.#close();
    } else {
      this.#open();
    }
    // Told once, also over a reload: a page that is about to be loaded anew leaves it to the next.
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => {
      if (store("told") !== html) this.#spoken.textContent = html === "" ? "All problems are mended." : count;
      store("told", html);
    }, 1000);
  }
}

let problems = null;
// Whether the page was made from before what was read last, and nothing newer can be.
const is_old = bar()?.host.classList.contains("stays") ?? false;

// Others may look at a page that is shown as visitors see it: how many problems there are, and not which.
const discreet = (html) => {
  const list = made("template", { innerHTML: html }).content.querySelector("[data-errors]");
  if (!list) return "";
  const words = made("p", { className: "lead", textContent: "What is wrong is told to the writer alone: others may be looking at this screen." });
  list.replaceChildren(made("h2", { textContent: list.dataset.count }), words);
  return list.outerHTML;
};

const show = (all) => {
  const html = own.discreet === undefined ? all : discreet(all);
  // Whoever was told of problems hears that they are mended.
  if (html === "" && !problems && !store("told")) return;
  if (!problems) {
    if (!customElements.get("ripple-problems")) customElements.define("ripple-problems", Problems);
    problems = document.createElement("ripple-problems");
    if (bar()) problems.slot = "problems";
    (bar()?.host ?? document.body).append(problems);
  }
  problems.show(html);
  bar()?.host.classList.toggle("stays", is_old || problems.stays);
};

// The panel is behind the problems: who asks for it wants to see it, and the button that they leave brings them back.
bar()?.addEventListener("click", (event) => {
  const details = event.target.closest("summary")?.parentElement;
  if (!details || !problems?.opened) return;
  if (details.open) event.preventDefault();
  problems.dismiss();
});

// --- Nobody answers ---------------------------------------------------------------------------------

const tell_lost = (lost) => {
  const words = bar()?.querySelector(".instead.lost");
  if (!words || bar().host.classList.contains("lost") === lost) return;
  bar().host.classList.toggle("lost", lost);
  words.textContent = lost ? "The preview has ended: this page no longer follows your files. Start it again with: ripple serve" : "";
};

// --- One connection for all tabs --------------------------------------------------------------------

// Where there are no shared workers, one tab hears for all; another takes over when it is closed.
const elect = () => {
  if (!("BroadcastChannel" in window) || !navigator.locks) return listen(receive);
  const channel = new BroadcastChannel("__ripple");
  const known = memory();
  let hears = false;
  channel.onmessage = ({ data }) => {
    if (data !== "here") receive(data);
    else if (hears) known.tell((message) => channel.postMessage(message));
  };
  navigator.locks.request("__ripple", () => {
    hears = true;
    listen((message) => {
      known.keep(message);
      channel.postMessage(message);
      receive(message);
    });
    return new Promise(() => {});
  });
  const ask = () => channel.postMessage("here");
  addEventListener("pageshow", (event) => event.persisted && ask());
  ask();
};

const share = () => {
  if (!("SharedWorker" in window)) return elect();
  // Another start of the server may have another script.
  const worker = new SharedWorker(`/__ripple/worker.js?boot=${boot}`, "__ripple");
  worker.addEventListener("error", elect, { once: true });
  worker.port.onmessage = ({ data }) => receive(data);
  worker.port.postMessage("here");
  addEventListener("pagehide", () => worker.port.postMessage("gone"));
  // Brought back as it was left: it may be old by now.
  addEventListener("pageshow", (event) => event.persisted && worker.port.postMessage("here"));
};

// This page is what it was loaded for; it may be loaded for the same again, when it comes back from the history.
if (store("wanted") === `${here()} ${boot}-${version}`) store("wanted", null);
restore();
if (document.hasFocus() || looked_at()) look();
addEventListener("focus", look);
document.addEventListener("visibilitychange", look);
share();
