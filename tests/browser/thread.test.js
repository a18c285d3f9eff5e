// The thread on a story's page, as it is seen and walked along.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "./chromium.js";
import { serve } from "./server.js";
import { buildDemanding } from "./site.js";

const STORY = "/stories/thread-here/";

let browser;
let site;
let server;

before(async () => {
  browser = await launch();
  site = await buildDemanding();
  server = await serve(site.folder);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await site?.remove();
});

// Opens the story in a window of this width; `look` gets the page.
async function at(width, look) {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.goto(server.address + STORY);
  await look(page);
  await context.close();
}

// Where each of these begins, from the left and from the top of the page.
const corners = (page, selector) =>
  page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ left, top }) => ({ left, top })));

describe("the thread", () => {
  test("two tellings stand side by side on a desk and one under the other on a phone", async () => {
    await at(1280, async (page) => {
      const [one, other] = await corners(page, ".tellings li");
      assert.equal(one.top, other.top);
      assert.ok(one.left < other.left);
    });
    await at(390, async (page) => {
      const [one, other] = await corners(page, ".tellings li");
      assert.equal(one.left, other.left);
      assert.ok(one.top < other.top);
    });
  });

  for (const width of [1280, 390]) {
    test(`every branch is set in from the line it leaves, and leaves room for words at ${width} px`, async () => {
      await at(width, async (page) => {
        const branches = await page.locator(".thread .branch").evaluateAll((all) =>
          all.map((branch) => ({
            own: branch.querySelector(".seal, .title").getBoundingClientRect().left,
            line: branch.getBoundingClientRect().left,
          })),
        );
        assert.ok(branches.length >= 8, `${branches.length} branches`);
        for (const { own, line } of branches) assert.ok(own > line, `${own} is not right of ${line}`);
        const rooms = await page.locator(".thread .step > div").evaluateAll((all) =>
          all.map((words) => words.parentElement.getBoundingClientRect().right - words.getBoundingClientRect().left),
        );
        for (const room of rooms) assert.ok(room >= 150, `only ${room} px for words`);
      });
    });

    test(`what came before stands above the story, what it led to below, at ${width} px`, async () => {
      await at(width, async (page) => {
        const tops = (await corners(page, ".thread .title")).map(({ top }) => top);
        assert.deepEqual(tops, [...tops].sort((a, b) => a - b), "read from top to bottom");
        const here = (await corners(page, ".thread .here"))[0].top;
        for (const { top } of await corners(page, ".thread .join")) assert.ok(top < here);
        for (const { top } of await corners(page, ".thread .branch:not(.join)")) assert.ok(top > here);
      });
    });
  }

  test("a story that stands already is one step away by keyboard", async () => {
    await at(390, async (page) => {
      const again = page.locator(".thread .again a").first();
      await again.focus();
      await page.keyboard.press("Enter");
      const row = new URL(page.url()).hash;
      assert.match(row, /^#r-step-\d+$/);
      assert.ok(await page.locator(`.thread ${row}`).evaluate((one) => one.getBoundingClientRect().top < innerHeight));
      assert.equal(
        await page.locator(`${row} .title`).first().textContent(),
        await page.locator(".thread .again .title").first().textContent(),
      );
    });
  });
});
