// What is looked at inside a page. Each function is sent into the browser, so it uses nothing from around it.

// What sticks out of the window to the side: the page itself, or text outside a box that scrolls by itself.
export function tooWide() {
  const window_width = document.documentElement.clientWidth;
  const wrong = [];
  const page_width = document.documentElement.scrollWidth;
  if (page_width > window_width) wrong.push(`the page is ${page_width} wide in a window of ${window_width}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = range.getBoundingClientRect();
    // Words for screen readers alone stand in a box of one pixel.
    const unseen = element.getBoundingClientRect().width <= 1 || box.bottom < 0 || !element.checkVisibility({ visibilityProperty: true });
    if (!texts.currentNode.data.trim() || unseen || (box.right <= window_width + 1 && box.left >= -1)) continue;
    let around = element;
    while (around && !/auto|scroll/.test(getComputedStyle(around).overflowX)) around = around.parentElement;
    if (!around) wrong.push(`${element.tagName} "${element.textContent.trim().slice(0, 40)}" goes from ${box.left} to ${box.right}`);
  }
  return wrong;
}

// Text that cannot be told from its ground, by computed colours: contrast under `least`.
export function invisibleText(least) {
  const channels = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = (colour) => {
    const [red, green, blue] = [...channels(colour)].map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const wrong = [];
  let looked = 0;
  for (const element of document.querySelectorAll("body *")) {
    const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!says || !element.checkVisibility({ visibilityProperty: true }) || element.closest("svg")) continue;
    let ground = element;
    while (ground && channels(getComputedStyle(ground).backgroundColor)[3] < 255) ground = ground.parentElement;
    const behind = ground ? getComputedStyle(ground).backgroundColor : "Canvas";
    const [lower, upper] = [light(getComputedStyle(element).color), light(behind)].sort((one, other) => one - other);
    looked += 1;
    if ((upper + 0.05) / (lower + 0.05) < least) {
      wrong.push(`${element.tagName} "${element.textContent.trim().slice(0, 40)}": ${getComputedStyle(element).color} on ${behind}`);
    }
  }
  if (looked === 0) wrong.push("there is no text");
  return wrong;
}

// Where the keyboard is, and whether one can see that it is there.
export async function focused() {
  // The window is scrolled to what has the focus when it is drawn next.
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const ring = (of, part) => {
    const style = getComputedStyle(of, part);
    return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  };
  // A card may carry the ring for the link in it.
  const card = element.closest("li, article");
  // A link over two lines is several boxes, and the space between them belongs to something else.
  const box = [...element.getClientRects()].find((each) => each.width > 0 && each.height > 0) ?? element.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    name: `${element.tagName} "${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}"`,
    id: element.id,
    target: element.getAttribute("href"),
    outline: Math.max(ring(element), ring(element, "::after"), card ? ring(card) : 0),
    inside: box.top > -1 && box.left > -1 && box.bottom < innerHeight + 1 && box.right < innerWidth + 1,
    on_top: element.contains(top),
  };
}

// What one may press and what is smaller than `least` pixels in either direction. A link inside a sentence is as high as
// its line, and what lies over a whole card is as large as the card.
export function smallTargets(least) {
  const wrong = [];
  const overlaid = (element) => {
    const after = getComputedStyle(element, "::after");
    return after.content !== "none" && after.position === "absolute" ? element.closest("li, article") : null;
  };
  // Words beside the link in its own line, and not only between it and the next link.
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const words = block.cloneNode(true);
    for (const other of words.querySelectorAll("a, button, .unseen, .count")) other.remove();
    return /\p{L}/u.test(words.textContent);
  };
  const targets = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  for (const element of targets) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.disabled || inSentence(element)) continue;
    const { width, height, right, bottom } = (overlaid(element) ?? element).getBoundingClientRect();
    // The way past the menu is outside of the window until it is reached.
    if (right <= 0 || bottom <= 0) continue;
    if (Math.min(width, height) < least - 0.01) wrong.push(`${element.tagName} "${element.textContent.trim().slice(0, 40)}" in ${element.parentElement.tagName}.${element.parentElement.className}: ${width.toFixed(1)} × ${height.toFixed(1)}`);
  }
  if (targets.length === 0) wrong.push("there is nothing to press");
  return wrong;
}
