// The map of ripples: shows in the drawing which story one came from and the way before and after it, and the way of
// the story that one points at or has reached with the keyboard. The list needs none of this.
(() => {
  "use strict";

  // Every line before a story and after it.
  function way(drawing, number) {
    const lines = [...drawing.querySelectorAll(".lines path")];
    const found = new Set();
    for (const [near, far] of [["a", "b"], ["b", "a"]]) {
      const seen = new Set([number]);
      const open = [number];
      while (open.length > 0) {
        const at = open.pop();
        for (const line of lines) {
          if (line.dataset[near] !== at) continue;
          found.add(line);
          const next = line.dataset[far];
          if (!seen.has(next)) open.push(next);
          seen.add(next);
        }
      }
    }
    return found;
  }

  function clear(name) {
    for (const each of document.querySelectorAll(`.drawing .${name}`)) each.classList.remove(name);
  }

  function show(drawing, number, name) {
    clear(name);
    for (const line of way(drawing, number)) {
      line.classList.add(name);
      // Over the lines that it crosses.
      line.parentNode.append(line);
    }
  }

  function row() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;
    }
  }

  function arrive() {
    clear("on");
    clear("here");
    const from = row();
    const family = from?.closest(".kin li") && from.closest(".family");
    if (!family) return null;
    const title = from.querySelector(".title span").textContent;
    const drawing = family.querySelector(".drawing");
    const node = drawing?.querySelector(`.node[data-n="${from.dataset.n}"]`);
    if (!node) return { family, title };
    node.classList.add("here");
    show(drawing, from.dataset.n, "on");
    const box = drawing.getBoundingClientRect();
    const at = node.getBoundingClientRect();
    if (at.left < box.left || at.right > box.right) {
      drawing.scrollBy({ left: at.left + at.width / 2 - box.left - box.width / 2, behavior: "instant" });
    }
    return { family, title };
  }

  const point = (event) => {
    const node = event.target.closest?.(".node");
    if (node) show(node.closest(".drawing"), node.dataset.n, "lit");
    else clear("lit");
  };
  for (const name of ["pointerover", "focusin"]) document.addEventListener(name, point);
  addEventListener("hashchange", arrive);

  const came = arrive();
  const words = came?.family.querySelector(".came");
  if (words) {
    words.querySelector("em").textContent = came.title;
    words.hidden = false;
  }
})();
