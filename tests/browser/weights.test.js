// How much a page weighs, and that it does not jump while it arrives. What a story may weigh is in `site.test.js`.

import assert from "node:assert/strict";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, watched } from "./chromium.js";
import { serve } from "./server.js";
import { DEMANDING_KINDS, EXAMPLE, KINDS, addressOf, buildDemanding, pagesOf } from "./site.js";

// All scripts of the theme together, packed; one page as it is; one drawing as it is. In bytes.
const SCRIPT_BYTES = 15_000;
const PAGE_BYTES = 150_000;
const DRAWING_BYTES = 1_000;

// Which kinds of pages have which scripts.
const WALL = /^\/stories\/(page\/\d+\/)?$/;
const SCRIPTS = { journal: [/^\/(stories|prompts)\/./], index: [/^\/search\/$/, WALL], search: [/^\/search\/$/], wall: [WALL], map: [/^\/ripples\//], scheme: [/^\//] };

let browser;
let demanding;
const servers = {};

before(async () => {
  browser = await launch();
  demanding = await buildDemanding();
  servers.example = await serve(EXAMPLE);
  servers.demanding = await serve(demanding.folder);
});

after(async () => {
  await browser?.close();
  for (const server of Object.values(servers)) await server.stop();
  await demanding?.remove();
});

// Pages of both sites: folder, path and text.
async function everyPage() {
  const pages = [];
  for (const folder of [EXAMPLE, demanding.folder]) {
    for (const path of await pagesOf(folder)) pages.push({ path, html: await readFile(join(folder, path), "utf8") });
  }
  assert.ok(pages.length > 50, `only ${pages.length} pages`);
  return pages;
}

test(`the scripts of the theme take less than ${SCRIPT_BYTES} bytes together, packed`, async () => {
  const names = (await readdir(join(EXAMPLE, "assets"))).filter((name) => name.endsWith(".js"));
  assert.ok(names.length >= Object.keys(SCRIPTS).length, `only ${names}`);
  let bytes = 0;
  for (const name of names) bytes += gzipSync(await readFile(join(EXAMPLE, "assets", name))).length;
  assert.ok(bytes < SCRIPT_BYTES, `${names.join(", ")} take ${bytes} bytes`);
});

test("a script is only where it is used", async () => {
  const seen = new Set();
  for (const { path, html } of await everyPage()) {
    for (const [, name] of html.matchAll(/<script src="[^"]*\/assets\/([\w-]+)\.\w+\.js"/g)) {
      const places = SCRIPTS[name] ?? assert.fail(`${path} has ${name}, which nothing here knows`);
      assert.ok(places.some((place) => place.test(addressOf(path))), `${path} has ${name}`);
      seen.add(name);
    }
  }
  assert.deepEqual([...seen].sort(), Object.keys(SCRIPTS).sort());
});

test(`no page takes more than ${PAGE_BYTES} bytes, and no cover or seal more than ${DRAWING_BYTES}`, async () => {
  let covers = 0;
  for (const { path, html } of await everyPage()) {
    assert.ok(Buffer.byteLength(html) <= PAGE_BYTES, `${path} takes ${Buffer.byteLength(html)} bytes`);
    for (const [drawing] of html.matchAll(/<svg class="(?:rc|rm)\b.*?<\/svg>/gs)) {
      covers += 1;
      assert.ok(Buffer.byteLength(drawing) <= DRAWING_BYTES, `${path}: ${drawing}`);
    }
  }
  assert.ok(covers > 100, `only ${covers} drawings`);
});

test("every file that a page is made of is named by what it holds", async () => {
  for (const name of await readdir(join(EXAMPLE, "assets"))) {
    if ((await stat(join(EXAMPLE, "assets", name))).isDirectory()) continue;
    assert.match(name, /^[\w-]+\.[0-9a-f]{10}\.\w+$/);
  }
});

// Kept by the page itself, from its first moment.
function watchShifts() {
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) shifts.push(`${value}: ${sources.map(({ node }) => node?.nodeName).join(", ")}`);
  }).observe({ type: "layout-shift", buffered: true });
}

async function shiftsOf(page) {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
    return shifts;
  });
}

describe("nothing jumps while a page arrives", () => {
  for (const width of [320, 1280]) {
    test(`at ${width} px`, async () => {
      const { page, close } = await watched(browser, "http://127.0.0.1:", { viewport: { width, height: 800 } });
      await page.addInitScript(watchShifts);
      for (const [site, kinds] of Object.entries({ example: KINDS, demanding: DEMANDING_KINDS })) {
        for (const [kind, address] of Object.entries(kinds)) {
          await page.goto(servers[site].address + address);
          assert.deepEqual(await shiftsOf(page), [], kind);
        }
      }
      await close();
    });
  }

  test("a jump would have been noticed", async () => {
    const { page, close } = await watched(browser, "http://127.0.0.1:");
    await page.addInitScript(watchShifts);
    await page.goto(servers.example.address);
    await shiftsOf(page);
    await page.evaluate(() => document.querySelector("main").prepend(Object.assign(document.createElement("p"), { textContent: "Late" })));
    assert.notDeepEqual(await shiftsOf(page), []);
    await close();
  });
});
