// One page of every kind, on a phone and on a desk, in light and in dark.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessibilityProblems } from "./axe.js";
import { launch, watched } from "./chromium.js";
import { invisibleText, smallTargets, tooWide } from "./measure.js";
import { serve } from "./server.js";
import { DEMANDING_KINDS, EXAMPLE, KINDS, buildDemanding } from "./site.js";

// What one presses is at least so large in CSS pixels, and what most readers press so high.
const TARGET = 24;
const MAIN_TARGET = 44;
const MAIN = ".menu a, .go, .pager a, .panel .ways a, .search-form :is(input, button)";

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

const SITES = { example: KINDS, demanding: DEMANDING_KINDS };

// Opens every page in one window; `look` gets the page and what went wrong while it was opened.
function onEveryPage(name, options, look) {
  describe(name, () => {
    let view;
    before(async () => {
      view = await watched(browser, "http://127.0.0.1:", options);
    });
    after(() => view?.close());
    for (const [site, kinds] of Object.entries(SITES)) {
      for (const [kind, address] of Object.entries(kinds)) {
        test(`${name}: ${kind}`, async () => {
          view.problems.length = 0;
          await view.page.goto(servers[site].address + address);
          await look(view.page, view.problems);
        });
      }
    }
  });
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    for (const scripts of [true, false]) {
      const name = `accessible, quiet and not too wide in ${colorScheme} at ${width} px ${scripts ? "with" : "without"} script`;
      const options = { colorScheme, viewport: { width, height: 800 }, javaScriptEnabled: scripts };
      onEveryPage(name, options, async (page, problems) => {
        assert.deepEqual(problems, []);
        assert.deepEqual(await page.evaluate(tooWide), []);
        assert.deepEqual(await accessibilityProblems(page, { scripts }), []);
      });
    }
  }
  onEveryPage(`no text is lost in forced colours on ${colorScheme}`, { forcedColors: "active", colorScheme }, async (page) => {
    assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
    assert.deepEqual(await page.evaluate(invisibleText, 4.5), []);
  });
}

// A window of 1280 × 1024 in which everything is four times as large.
const ENLARGED = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };
for (const [size, options] of Object.entries({ "enlarged to 400 %": ENLARGED, "on a desk": {} })) {
  onEveryPage(`${size} nothing sticks out, and everything can be met with a finger`, options, async (page) => {
    assert.deepEqual(await page.evaluate(tooWide), []);
    assert.deepEqual(await page.evaluate(smallTargets, TARGET), []);
    const main = await page.$$eval(MAIN, (all) => all.filter((each) => each.checkVisibility()).map((each) => [each.textContent, each.getBoundingClientRect().height]));
    assert.deepEqual(main.filter(([, height]) => height < MAIN_TARGET), []);
  });
}

onEveryPage("the words are there without script", { javaScriptEnabled: false }, async (page, problems) => {
  assert.deepEqual(problems, []);
  assert.notEqual(await page.title(), "");
  assert.equal(await page.locator("h1:visible").count(), 1);
  const words = (await page.locator("main").innerText()).trim();
  assert.ok(words.length > 10, `main says only "${words}"`);
});

onEveryPage("nothing sticks out of a phone when letters, words and lines are spaced", { viewport: { width: 320, height: 640 } }, async (page) => {
  await page.evaluate(() => {
    const spaced = new CSSStyleSheet();
    spaced.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets = [spaced];
  });
  assert.deepEqual(await page.evaluate(tooWide), []);
});

onEveryPage("on paper the words stand without the ways around", {}, async (page) => {
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("nav:visible").count(), 0, "a navigation is printed");
  assert.equal(await page.locator(".skip:visible").count(), 0, "the skip link is printed");
  assert.equal(await page.locator("h1:visible").count(), 1);
  assert.deepEqual(await page.evaluate(invisibleText, 4.5), []);
});
