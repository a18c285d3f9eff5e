// Light or dark by a reader's own choice, which is remembered.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, watched } from "./chromium.js";
import { serve } from "./server.js";
import { EXAMPLE, KINDS, fileAddress } from "./site.js";

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

// How light the ground of a page is, from 0 to 255.
const ground = (page) =>
  page.evaluate(() => {
    const [red, green, blue] = getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g).map(Number);
    return (red + green + blue) / 3;
  });
const kept = (page) => page.evaluate(() => localStorage.getItem("ripple:scheme"));

for (const [system, other] of [["light", "dark"], ["dark", "light"]]) {
  test(`whose system is ${system} may have every page ${other}, and go back`, async () => {
    const { page, problems, close } = await watched(browser, server.address);
    await page.emulateMedia({ colorScheme: system });
    const is = async (scheme) => assert.ok((await ground(page)) > 128 === (scheme === "light"), `it should be ${scheme}`);
    await page.goto(server.address + KINDS.home);
    await is(system);
    await page.getByRole("button", { name: `${other} colours` }).click();
    await is(other);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), other);
    for (const kind of ["story that led to another", "prompt", "search", "map"]) {
      await page.goto(server.address + KINDS[kind]);
      await is(other);
    }
    assert.equal(await kept(page), other);
    await page.emulateMedia({ colorScheme: system, media: "print" });
    await is("light");
    await page.emulateMedia({ colorScheme: system, media: "screen" });
    await page.getByRole("button", { name: `${system} colours` }).click();
    await is(system);
    // Now the system decides again.
    assert.equal(await kept(page), null);
    await page.emulateMedia({ colorScheme: other });
    await is(other);
    await page.getByRole("button", { name: `${system} colours` }).waitFor();
    assert.deepEqual(problems, []);
    await close();
  });
}

test("two pages that are open change together", async () => {
  const { page, close } = await watched(browser, server.address);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(server.address + KINDS.home);
  const second = await page.context().newPage();
  await second.emulateMedia({ colorScheme: "light" });
  await second.goto(server.address + KINDS.wall);
  await page.getByRole("button", { name: "Dark colours" }).click();
  await second.getByRole("button", { name: "Light colours" }).waitFor();
  assert.ok((await ground(second)) < 128);
  await second.close();
  await close();
});

test("without a script, and where a page may not look into its stylesheets, nothing offers it", async (t) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(server.address + KINDS.home);
  assert.equal(await page.locator("[data-scheme]").isVisible(), false);
  const local = await browser.newPage();
  t.after(() => local.close());
  await local.goto(fileAddress(EXAMPLE, "index.html"));
  await local.waitForLoadState();
  assert.equal(await local.locator("[data-scheme]").isVisible(), false);
});
