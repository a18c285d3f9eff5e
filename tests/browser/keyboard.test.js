// Everything by keyboard alone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, watched } from "./chromium.js";
import { focused } from "./measure.js";
import { serve } from "./server.js";
import { EXAMPLE, KINDS } from "./site.js";

// Thickness of the ring around what has the focus, in CSS pixels.
const RING = 3;

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

async function next(page) {
  await page.keyboard.press("Tab");
  return page.evaluate(focused);
}

describe("the first Tab is a way past the menu", () => {
  for (const [kind, address] of Object.entries(KINDS)) {
    test(kind, async () => {
      const { page, close } = await watched(browser, server.address);
      await page.goto(server.address + address);
      const first = await next(page);
      assert.match(first.name, /^A "Skip to /);
      assert.ok(first.inside && first.on_top, "the skip link is not seen when it has the focus");
      assert.ok(first.outline >= RING, `its ring is ${first.outline} px`);
      await page.keyboard.press("Enter");
      assert.equal((await page.evaluate(focused)).id, first.target.slice(1));
      assert.equal(await page.evaluate(() => document.activeElement.tagName), "MAIN");
      await next(page);
      assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), "Tab went on outside of main");
      await close();
    });
  }
});

// A window of 1280 × 1024 in which everything is four times as large is the smallest.
const SIZES = {
  "enlarged to 400 %": { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  phone: { viewport: { width: 320, height: 640 } },
  desk: { viewport: { width: 1280, height: 800 } },
};

for (const [size, options] of Object.entries(SIZES)) {
  describe(`${size}: Tab reaches every link, in the order of the page, and one sees where it is`, () => {
    for (const kind of ["home", "wall", "story that led to another", "story with a footnote and a claim", "prompt", "search", "collection", "question cards", "what a feed is", "page"]) {
      test(`${size}: ${kind}`, async () => {
        const { page, close } = await watched(browser, server.address, options);
        await page.goto(server.address + KINDS[kind]);
        const links = await page.$$eval("a[href], button, input, summary, textarea", (all) =>
          all.filter((each) => each.checkVisibility()).map((each) => each.getAttribute("href")),
        );
        assert.ok(links.length > 5);
        for (const link of links) {
          let place = await next(page);
          // A box that scrolls by itself takes the focus too, so that the keyboard can scroll it, and so does each part of
          // a player.
          for (let parts = 0; place?.target === null && link !== null && parts < 16; parts += 1) place = await next(page);
          assert.equal(place?.target, link);
          assert.ok(place.outline >= RING, `${place.name}: its ring is ${place.outline} px`);
          // Of a field to write in the browser shows the line that is written on.
          if (place.name.startsWith("TEXTAREA")) continue;
          assert.ok(place.inside, `${place.name} is outside of the window`);
          assert.ok(place.on_top, `${place.name} lies under something else`);
        }
        await close();
      });
    }
  });
}

test("in forced colours the ring is there as well", async () => {
  const { page, close } = await watched(browser, server.address, { forcedColors: "active" });
  await page.goto(server.address + KINDS.home);
  for (let step = 0; step < 8; step += 1) {
    const place = await next(page);
    assert.ok(place.outline >= RING, `${place.name}: its ring is ${place.outline} px`);
  }
  await close();
});
