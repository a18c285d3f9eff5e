// Private notes under questions. They are kept in this browser alone (localStorage), and nothing here asks for
// anything over the network. All words are in the page's template, so that a theme may say them differently.
const journal_root = document.currentScript.dataset.root;

// As soon as the page is read, and before scripts that wait for that.
document.addEventListener("readystatechange", () => {
  const kit = document.getElementById("r-journal");
  // The same in every page of a site, also where its links are relative.
  const site = new URL(journal_root || ".", document.baseURI).pathname;

  // Notes that the browser did not keep: whoever leaves the page is asked first.
  const unkept = new Set();
  const warn = (event) => event.preventDefault();

  const read = (key) => {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return "";
    }
  };

  // Whether the text is kept now. A browser may forbid it, or have no room left.
  const write = (key, text) => {
    try {
      if (text.trim() === "") localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      unkept.delete(key);
    } catch {
      if (text.trim() === "") unkept.delete(key);
      else unkept.add(key);
    }
    if (unkept.size > 0) addEventListener("beforeunload", warn);
    else removeEventListener("beforeunload", warn);
    return !unkept.has(key);
  };

  const save = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  // Puts words on paper and nothing else of the page: the stylesheet hides the rest while they are there.
  const print = (question, text) => {
    const paper = document.createElement("div");
    paper.className = "on-paper";
    for (const words of [question, text]) paper.append(Object.assign(document.createElement("p"), { textContent: words }));
    document.body.append(paper);
    addEventListener("afterprint", () => paper.remove(), { once: true });
    window.print();
  };

  // Makes the field in its place.
  const begin = (place, number) => {
    const { prompt, story } = place.dataset;
    const key = ["ripple-note", site, prompt, story].join(" ");
    const question = document.getElementById(place.getAttribute("aria-labelledby")).textContent.trim();
    place.append(kit.content.cloneNode(true));
    const [opener, box] = place.children;
    const field = box.querySelector("textarea");
    const said = box.querySelector(".said");
    field.id = `r-note-${prompt}`;
    box.querySelector("label").htmlFor = field.id;

    const open = () => {
      opener.hidden = true;
      box.hidden = false;
    };
    const keep = () => {
      const kept = write(key, field.value);
      const words = kept ? "" : box.dataset.full;
      if (said.textContent !== words) said.textContent = words;
    };
    const does = {
      open() {
        open();
        field.focus();
      },
      save: () => save(`${[story, prompt].filter(Boolean).join("-")}.txt`, `${question}\n\n${field.value.trim()}\n\n${document.title}\n${location.href}\n`),
      print: () => print(question, field.value),
      erase() {
        if (field.value !== "" && !confirm(box.dataset.ask)) return;
        field.value = "";
        keep();
        said.textContent = box.dataset.erased;
        field.focus();
      },
    };

    field.value = read(key);
    if (number === 0 || field.value !== "") open();
    place.addEventListener("click", (event) => does[event.target.dataset.do]?.());
    field.addEventListener("input", () => {
      // Words may also be put here by the preview, which keeps them over a reload.
      open();
      keep();
    });
    // The same note in another window: what was written there last is shown here.
    addEventListener("storage", (event) => {
      if (event.key !== key || document.activeElement === field) return;
      field.value = event.newValue ?? "";
      if (field.value !== "") open();
    });
    place.hidden = false;
  };

  document.querySelectorAll(".journal").forEach(begin);
  for (const part of document.querySelectorAll("[data-journal]")) part.hidden = false;
}, { once: true });
