// The site as a whole: every link, every size, and every way of putting it somewhere.

import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { launch, watched } from "./chromium.js";
import { serve } from "./server.js";
import { EXAMPLE, KINDS, addressOf, below, buildExample, fileAddress, pagesOf, storiesOf } from "./site.js";

// A story page with its stylesheet, packed, in bytes; and the files it takes: itself, its stylesheet, and the script of
// the notes. The icon is the browser's: it is asked for once, for the whole site and after the page.
const STORY_BYTES = 15_000;
const STORY_REQUESTS = 3;

let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve(EXAMPLE);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

// Addresses that a page names, as the browser understands them: links first, then what it is made with.
function named() {
  // The address of a link in a drawing is no text.
  const links = [...document.querySelectorAll("a[href]")].map((link) => new URL(link.getAttribute("href"), document.baseURI).href);
  const parts = [...document.querySelectorAll("link[href], [src]")].map((part) => part.src || part.href);
  return [...links, ...parts];
}

// Opens every page of a site below `address` and gives what is wrong with its links.
async function wrongLinks(folder, address) {
  const { page, problems, close } = await watched(browser, address);
  const pages = await pagesOf(folder);
  const targets = new Map();
  const ids = new Map();
  for (const path of pages) {
    const at = address + encodeURI(addressOf(path));
    await page.goto(at);
    ids.set(at, new Set(await page.$$eval("[id]", (all) => all.map((each) => each.id))));
    for (const target of await page.evaluate(named)) targets.set(target, path);
  }
  const wrong = [...problems];
  const origin = new URL(address).origin;
  for (const [target, path] of targets) {
    const url = new URL(target);
    if (url.origin !== origin) {
      // Hosts that are kept for examples (RFC 2606) are nobody's: the site itself, and its help box.
      const kept = /(^|\.)example(\.org)?$/.test(url.hostname);
      if (/^https?:$/.test(url.protocol) && !kept) wrong.push(`${path} names ${target}`);
      continue;
    }
    const part = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    const answer = await fetch(url);
    if (answer.status !== 200) wrong.push(`${path} names ${target}: ${answer.status}`);
    else if (part && !ids.get(url.href)?.has(part)) wrong.push(`${path} names ${target}, and there is no such part`);
  }
  await close();
  assert.ok(pages.length > 20 && targets.size > pages.length, `only ${pages.length} pages with ${targets.size} links`);
  return wrong;
}

test("every link leads to a page, and to a part that is there", async () => {
  assert.deepEqual(await wrongLinks(EXAMPLE, server.address), []);
});

test("below a folder of a host every link leads somewhere too", async (t) => {
  const site = await buildExample({ options: ["--base-url", "https://ripple-stories.example/our/stories"] });
  t.after(site.remove);
  const host = await serve(site.folder, { prefix: "/our/stories" });
  t.after(host.stop);
  assert.deepEqual(await wrongLinks(site.folder, host.address), []);
});

test("no two pages have the same title", async () => {
  const seen = new Map();
  for (const path of await pagesOf(EXAMPLE)) {
    const title = /<title>(.*?)<\/title>/s.exec(await readFile(join(EXAMPLE, path), "utf8"))?.[1];
    assert.ok(title, `${path} has no title`);
    assert.ok(!seen.has(title), `${path} and ${seen.get(title)} are both called "${title}"`);
    seen.set(title, path);
  }
});

test("an old address leads on to the new one", async () => {
  const { page, problems, close } = await watched(browser, server.address);
  await page.goto(`${server.address}/stories/ten-minutes-at-the-coffee-machine/`, { waitUntil: "commit" });
  await page.waitForURL(`${server.address}/stories/sarah-and-john/`);
  assert.equal(await page.locator("h1").innerText(), "Sarah and John");
  assert.deepEqual(problems, []);
  await close();
});

test("an unknown address shows the page that says so, looking like the others", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const answer = await page.goto(`${server.address}/stories/no-such-story/deep/`);
  assert.equal(answer.status(), 404);
  const style = () => page.evaluate(() => getComputedStyle(document.querySelector("main h1")).fontFamily);
  const family = await style();
  await page.goto(server.address + KINDS.page);
  assert.equal(await style(), family);
  await context.close();
});

describe("a story is light", () => {
  test(`under ${STORY_BYTES} bytes with its stylesheet, packed`, async () => {
    const stories = await storiesOf(EXAMPLE);
    assert.ok(stories.length >= 8);
    for (const path of stories) {
      const html = await readFile(join(EXAMPLE, path));
      const styles = [...html.toString().matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map((match) => match[1]);
      assert.ok(styles.length > 0, `${path} has no stylesheet`);
      let bytes = gzipSync(html).length;
      for (const style of styles) bytes += gzipSync(await readFile(join(EXAMPLE, style))).length;
      assert.ok(bytes < STORY_BYTES, `${path} takes ${bytes} bytes`);
    }
  });

  test(`at most ${STORY_REQUESTS} requests, and no script but that of the notes`, async (t) => {
    const host = await serve(EXAMPLE);
    t.after(host.stop);
    const { page, problems, close } = await watched(browser, host.address);
    await page.goto(host.address + KINDS["story that led to another"], { waitUntil: "networkidle" });
    assert.deepEqual(problems, []);
    // A web app manifest is read by those who keep the site on a phone's first screen, and by nobody else.
    const parts = await page.$$eval('link[rel~="stylesheet"], link[rel~="preload"], script[src], img, iframe, video, audio', (all) => all.length);
    assert.ok(parts + 1 <= STORY_REQUESTS, `the page is made of ${parts + 1} files`);
    const asked = host.asked.filter((path) => !/favicon|\/assets\/icon-/.test(path));
    assert.ok(asked.length <= STORY_REQUESTS, `asked for ${asked}`);
    const scripts = await page.$$eval('script:not([type="application/ld+json"])', (all) => all.map((each) => each.getAttribute("src")));
    assert.ok(scripts.length === 1 && /^\/assets\/journal\.\w+\.js$/.test(scripts[0]), `scripts: ${scripts}`);
    await close();
  });
});

describe("the folder opens from a disk, without a server", () => {
  let site;
  before(async () => {
    site = await buildExample({ settings: "relative: true" });
  });
  after(() => site?.remove());

  test("every link names a file that is there", async () => {
    const { page, problems, close } = await watched(browser, "file:");
    const wrong = [];
    // The page for unknown addresses is shown by servers only, at any depth: its links begin at the server's root.
    const pages = (await pagesOf(site.folder)).filter((path) => path !== "404.html");
    for (const path of pages) {
      await page.goto(fileAddress(site.folder, path));
      for (const target of await page.evaluate(named)) {
        const url = new URL(target);
        if (url.protocol !== "file:") continue;
        const file = below(site.folder, fileURLToPath(url));
        const found = await stat(join(site.folder, file)).catch(() => null);
        if (file.startsWith("..") || !found?.isFile()) wrong.push(`${path} names ${file}`);
      }
    }
    await close();
    assert.ok(pages.length > 20);
    assert.deepEqual(problems, []);
    assert.deepEqual(wrong, []);
  });

  test("it looks as it does on a server, and one can walk through it", async () => {
    const look = () => {
      const { fontFamily, lineHeight, color } = getComputedStyle(document.body);
      return { fontFamily, lineHeight, color };
    };
    const { page, close } = await watched(browser, "file:");
    await page.setContent("<body>plain</body>");
    const plain = await page.evaluate(look);
    await page.goto(server.address);
    const served = await page.evaluate(look);
    await page.goto(fileAddress(site.folder, "index.html"));
    assert.deepEqual(await page.evaluate(look), served);
    for (const property of Object.keys(plain)) assert.notEqual(served[property], plain[property], property);
    const steps = [
      ["nav a", "Stories", /\/public\/stories\/index\.html$/],
      ["main a", "Maria speaks", /\/public\/stories\/maria-speaks\/index\.html$/],
      [".thread a", "Maria mentors", /\/public\/stories\/maria-mentors\/index\.html$/],
      [".reflect a", "", /\/public\/prompts\/[^/]+\/index\.html$/],
      ["header a", "Ten Minutes", /\/public\/index\.html$/],
    ];
    for (const [where, words, address] of steps) {
      await page.locator(where, { hasText: words }).first().click();
      await page.waitForURL(address);
    }
    await close();
  });
});
