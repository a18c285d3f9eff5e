// The plain theme on pages that demand much of it: as it is, and with everything that a site can choose about it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessibilityProblems } from "./axe.js";
import { launch, watched } from "./chromium.js";
import { invisibleText, tooWide } from "./measure.js";
import { serve } from "./server.js";
import { DEMANDING_KINDS, REPOSITORY, buildFolder } from "./site.js";

const FORMS = {
  "as it is": "theme: plain",
  "as chosen": 'theme: plain\ntheme_settings: {letters: larger, covers: true, mark: "#b00020", width: 40}',
};
const KINDS = { ...DEMANDING_KINDS, map: "/ripples/", cards: "/prompts/cards/", search: "/search/", tags: "/tags/", "not found": "/404.html" };

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const [form, settings] of Object.entries(FORMS)) {
  describe(`the plain theme, ${form}`, () => {
    let site;
    let server;
    before(async () => {
      site = await buildFolder(`${REPOSITORY}/tests/browser/demanding`, { settings });
      server = await serve(site.folder);
    });
    after(async () => {
      await server?.stop();
      await site?.remove();
    });

    for (const colorScheme of ["light", "dark"]) {
      for (const width of [320, 1280]) {
        test(`is accessible, quiet and not too wide in ${colorScheme} at ${width} px`, async () => {
          const view = await watched(browser, "http://127.0.0.1:", { colorScheme, viewport: { width, height: 800 } });
          for (const [kind, address] of Object.entries(KINDS)) {
            view.problems.length = 0;
            await view.page.goto(server.address + address);
            assert.deepEqual(view.problems, [], kind);
            assert.deepEqual(await view.page.evaluate(tooWide), [], kind);
            assert.deepEqual(await accessibilityProblems(view.page), [], kind);
          }
          await view.close();
        });
      }
    }

    test("is black on white, or white on black, with its letters as large as chosen", async () => {
      for (const [colorScheme, ground, ink] of [["light", "rgb(255, 255, 255)", "rgb(0, 0, 0)"], ["dark", "rgb(0, 0, 0)", "rgb(255, 255, 255)"]]) {
        const view = await watched(browser, "http://127.0.0.1:", { colorScheme });
        await view.page.goto(`${server.address}/stories/middle/`);
        const looks = await view.page.evaluate(() => {
          const style = getComputedStyle(document.documentElement);
          return { ground: style.backgroundColor, ink: style.color, size: style.fontSize, covers: document.querySelector(".rc").checkVisibility() };
        });
        const chosen = form === "as chosen";
        assert.deepEqual(looks, { ground, ink, size: chosen ? "22px" : "18px", covers: chosen });
        await view.close();
      }
    });

    test("loses no words on paper", async () => {
      const view = await watched(browser, "http://127.0.0.1:", {});
      await view.page.emulateMedia({ media: "print" });
      await view.page.goto(`${server.address}/stories/middle/`);
      assert.deepEqual(await view.page.evaluate(invisibleText, 4.5), []);
      await view.close();
    });
  });
}

test("a site's own accent is the colour of its links in the plain theme, too", async () => {
  const site = await buildFolder(`${REPOSITORY}/tests/browser/demanding`, { settings: 'theme: plain\naccent: "#7a003c"' });
  const server = await serve(site.folder);
  const view = await watched(browser, "http://127.0.0.1:", {});
  await view.page.goto(`${server.address}/tags/`);
  assert.equal(await view.page.locator("main a").first().evaluate((link) => getComputedStyle(link).color), "rgb(122, 0, 60)");
  await view.close();
  await server.stop();
  await site.remove();
});
