// The map of ripples: two parents, a loop, a shortcut, and a family of sixty whose branches cross.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { accessibilityProblems } from "./axe.js";
import { launch, watched } from "./chromium.js";
import { focused, invisibleText, tooWide } from "./measure.js";
import { serve } from "./server.js";
import { build } from "./site.js";

const RING = 3;

// Who led to whom, by family.
const FAMILIES = {
  crossing: [...Array.from({ length: 59 }, (_, n) => [Math.floor(n / 3), n + 1]), [3, 40], [7, 58], [20, 59], [2, 50], [0, 45]],
  // The first led to the second, the second to the third and the fourth, the third to the fifth; the sixth also led to the third.
  chain: [[0, 1], [1, 2], [1, 3], [2, 4], [5, 2]],
  loop: [[0, 1], [1, 2], [2, 1], [2, 3], [0, 3]],
};

// One that is longer than a drawing.
const LINE = { line: Array.from({ length: 29 }, (_, n) => [n, n + 1]) };

let browser;
let sites;
let server;
let longer;

// A site of these families.
async function told(families) {
  const source = await mkdtemp(join(tmpdir(), "ripple-map-"));
  const stories = join(source, "content", "stories");
  await mkdir(stories, { recursive: true });
  const settings = "title: Map\nsafeguarding: open\ncontact: us@example.org\nbase_url: https://example.org\nfeed_authority: example.org,2026\n";
  await writeFile(join(source, "ripple.yaml"), settings);
  for (const [family, edges] of Object.entries(families)) {
    const count = Math.max(...edges.flat()) + 1;
    for (let story = 0; story < count; story += 1) {
      const onward = edges.filter(([from]) => from === story).map(([, to]) => `  - paid-forward: ${family}-${to}\n`);
      const ripples = onward.length > 0 ? `ripples:\n${onward.join("")}` : "";
      const title = `The ${family} moment with number ${story}`;
      await writeFile(join(stories, `${family}-${story}.md`), `---\ntitle: ${title}\ndate: 2026-01-02\nsetting: school\n${ripples}---\nText.\n`);
    }
  }
  const site = await build([{ from: source, to: "." }]);
  await rm(source, { recursive: true });
  return site;
}

before(async () => {
  sites = [await told(FAMILIES), await told(LINE)];
  [server, longer] = await Promise.all(sites.map((site) => serve(site.folder)));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await longer?.stop();
  for (const site of sites ?? []) await site.remove();
});

// Opens the map at the place of a story, as its own page links to it.
async function fromStory(story, options = {}, on = server) {
  const view = await watched(browser, on.address, options);
  await view.page.goto(`${on.address}/stories/${story}/`);
  await view.page.getByRole("link", { name: "See it on the map" }).click();
  await view.page.waitForURL(/\/ripples\/.*#/);
  return view;
}

// The lines that stand out, as "from-to".
const litLines = (page) => page.$$eval(".drawing .on", (lines) => lines.map((line) => `${line.dataset.a}-${line.dataset.b}`).sort());

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 820, 1280]) {
    test(`accessible, quiet and not too wide in ${colorScheme} at ${width} px`, async () => {
      const { page, problems, close } = await watched(browser, server.address, { colorScheme, viewport: { width, height: 800 } });
      for (const address of ["/ripples/", "/ripples/#chain-1", "/ripples/#crossing-20"]) {
        await page.goto(server.address + address);
        assert.deepEqual(await page.evaluate(tooWide), []);
        assert.deepEqual(await accessibilityProblems(page), []);
      }
      assert.deepEqual(problems, []);
      await close();
    });
  }
}

describe("who comes from a story", () => {
  test("sees its row and its seal in amber, and the way before and after it in ink", async () => {
    const { page, problems, close } = await fromStory("chain-2");
    assert.deepEqual(await page.$$eval(".here", (all) => all.map((each) => each.getAttribute("href"))), ["/stories/chain-2/"]);
    // In numbers of the family, which begin with those that nothing led to: 5 is the second of them.
    const number = (story) => page.$eval(`#${story}`, (row) => row.dataset.n);
    const edge = async (from, to) => `${await number(`chain-${from}`)}-${await number(`chain-${to}`)}`;
    const expected = [await edge(0, 1), await edge(1, 2), await edge(2, 4), await edge(5, 2)].sort();
    assert.deepEqual(await litLines(page), expected);
    const style = await page.$eval(".drawing .on", (line) => ({ width: getComputedStyle(line).strokeWidth, ink: getComputedStyle(line).stroke }));
    assert.deepEqual(style, { width: "3px", ink: await page.evaluate(() => getComputedStyle(document.body).color) });
    assert.equal(await page.$eval(".here .ground", (seal) => getComputedStyle(seal).fill), "rgb(231, 160, 47)");
    assert.notEqual(await page.$eval(":target > .at", (row) => getComputedStyle(row).backgroundColor), "rgba(0, 0, 0, 0)");
    assert.equal((await page.locator(".came:visible").innerText()).trim(), "You came from The chain moment with number 2.");
    assert.ok(await page.locator("#chain-2 > .at").evaluate((row) => row.getBoundingClientRect().top >= 0 && row.getBoundingClientRect().bottom <= innerHeight));
    // Another row: the mark moves there.
    await page.evaluate(() => { location.hash = "loop-3"; });
    await page.waitForFunction(() => document.querySelector(".here")?.getAttribute("href") === "/stories/loop-3/");
    assert.equal((await litLines(page)).length, 5, "everything led to the last story");
    assert.deepEqual(problems, []);
    await close();
  });

  test("sees the row without script as well", async () => {
    const { page, close } = await fromStory("chain-2", { javaScriptEnabled: false });
    assert.notEqual(await page.$eval(":target > .at", (row) => getComputedStyle(row).backgroundColor), "rgba(0, 0, 0, 0)");
    assert.equal(await page.locator(".came:visible").count(), 0);
    await close();
  });

  test("sees on a phone the list with seals, its own in amber, and no drawing", async () => {
    const { page, close } = await fromStory("chain-2", { viewport: { width: 390, height: 800 } });
    assert.equal(await page.locator(".drawing:visible").count(), 0);
    assert.equal(await page.$eval(":target .rm", (seal) => getComputedStyle(seal).backgroundColor), "rgb(231, 160, 47)");
    const size = await page.$eval("#chain-4 .title", (link) => link.getBoundingClientRect().height);
    assert.ok(size >= 44, `a row is ${size} px high`);
    await close();
  });

  test("still sees its seal where its row is far down the list", async () => {
    const { page, close } = await fromStory("line-20", { viewport: { width: 1280, height: 800 } }, longer);
    const seal = await page.$eval(".here .ground", (circle) => circle.getBoundingClientRect().toJSON());
    assert.ok(seal.top >= 0 && seal.bottom <= 800, JSON.stringify(seal));
    await close();
  });

  test("is told so where the story is not drawn, too", async () => {
    const { page, close } = await fromStory("line-29", {}, longer);
    assert.equal(await page.locator(".here").count(), 0);
    assert.equal((await page.locator(".came:visible").innerText()).trim(), "You came from The line moment with number 29.");
    await close();
  });

  test("finds a story that is far along in a wide drawing", async () => {
    const { page, close } = await fromStory("crossing-59", { viewport: { width: 1000, height: 800 } });
    const seen = await page.$eval(".here", (node) => {
      const [box, at] = [node.closest(".drawing").getBoundingClientRect(), node.getBoundingClientRect()];
      return at.left >= box.left && at.right <= box.right;
    });
    assert.ok(seen, "its place is not scrolled to");
    await close();
  });
});

test("an address with a part that cannot be read does no harm", async () => {
  const { page, problems, close } = await watched(browser, server.address);
  await page.goto(`${server.address}/ripples/#%E0%A4%A`);
  assert.equal(await page.locator(".here").count(), 0);
  assert.deepEqual(problems, []);
  await close();
});

test("Tab goes through the list, then through the drawing in the same order, and one sees where it is", async () => {
  const { page, close } = await watched(browser, server.address, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.address}/ripples/`);
  const family = page.locator(".family").last();
  const rows = await family.locator(".kin a").evaluateAll((all) => all.map((each) => each.getAttribute("href")));
  const nodes = await family.locator(".node").evaluateAll((all) => all.map((each) => each.getAttribute("href")));
  assert.deepEqual(nodes, rows.filter((href) => !href.startsWith("#")));
  await family.locator(".kin a").first().focus();
  for (const [index, href] of [...rows, ...nodes].entries()) {
    if (index > 0) await page.keyboard.press("Tab");
    let place = await page.evaluate(focused);
    if (place?.target === null) {
      await page.keyboard.press("Tab");
      place = await page.evaluate(focused);
    }
    assert.equal(place.target, href);
    assert.ok(place.outline >= RING && place.inside, `${place.name}: ${JSON.stringify(place)}`);
  }
  // The way of the story that has the focus is shown.
  assert.ok((await page.locator(".drawing .lit").count()) > 0);
  await close();
});

test("a wide drawing scrolls in its own box, by keyboard too", async () => {
  const { page, close } = await watched(browser, server.address, { viewport: { width: 900, height: 800 } });
  await page.goto(`${server.address}/ripples/`);
  const box = page.locator(".drawing.wide").first();
  await box.focus();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "The same family, drawn");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.activeElement.scrollLeft > 0);
  assert.equal(await page.evaluate(() => scrollX), 0);
  await close();
});

test("listeners hear of the drawing only the titles of its links", async () => {
  const { page, close } = await watched(browser, server.address);
  await page.goto(`${server.address}/ripples/`);
  const heard = await page.locator(".drawing").last().ariaSnapshot();
  assert.match(heard, /group "The same family, drawn"/);
  assert.match(heard, /link "The loop moment with number 0"/);
  assert.doesNotMatch(heard, /Began here|School/);
  await close();
});

test("in forced colours and on paper nothing is lost", async () => {
  const forced = await watched(browser, server.address, { forcedColors: "active" });
  await forced.page.goto(`${server.address}/ripples/#loop-1`);
  assert.deepEqual(await forced.page.evaluate(invisibleText, 4.5), []);
  await forced.close();
  const { page, close } = await watched(browser, server.address, { colorScheme: "dark" });
  await page.goto(`${server.address}/ripples/`);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".drawing.large:visible").count(), 0, "what does not fit is not printed");
  assert.ok((await page.locator(".drawing:visible").count()) > 0 && (await page.locator(".kin:visible").count()) === 3);
  assert.equal(await page.locator(".drawing .rm:visible").first().evaluate((seal) => getComputedStyle(seal).getPropertyValue("--i")), "#fff");
  assert.deepEqual(await page.evaluate(invisibleText, 4.5), []);
  await close();
});
