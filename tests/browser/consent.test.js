// The preview of a story that waits for somebody's answer: what its writer sees, and what is gone as visitors see it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./chromium.js";
import { copyExample, preview, shows, tabs } from "./preview.js";

// No text names this story, so that nothing is wrong with the site.
const FILES = {
  "content/people/tom.md": "---\nname: {first: Tom, role: a pupil}\nconsent: {status: pending, by: guardian, name: first}\n---\n",
  "content/stories/a-coat.md":
    "---\ntitle: The coat\ndate: 2026-03-02\nmentee: tom\nconsent: {status: granted, review: 2099-03-01}\n---\nThe coat was too large.\n",
};

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

test("the bar says whose answer is missing, and the other view says nothing at all", async (t) => {
  const site = await copyExample(FILES);
  t.after(site.discard);
  const server = await preview(site);
  t.after(server.stop);
  const desk = await tabs(browser);
  t.after(desk.close);
  const page = await desk.open(`${server.address}/stories/a-coat/`);
  await shows(page, "The coat was too large");
  const bar = page.locator("ripple-bar aside");
  await bar.getByText("Tom’s guardian has not answered yet.").first().waitFor();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const size of [1280, 390]) {
    await page.setViewportSize({ width: size, height: 800 });
    assert.equal(await width(), 0, `nothing runs out of a window of ${size}`);
  }
  await bar.getByText("About this page").click();
  await bar.getByRole("heading", { name: "Who agreed" }).waitFor();
  assert.match(await bar.locator("section", { hasText: "Who agreed" }).innerText(), /This story\s+yes; ask again: 1 March 2099\s+tom\s+no answer yet/);
  await page.goto(`${server.address}/__ripple/as/visitor?to=/stories/a-coat/`);
  await page.locator("ripple-bar aside").getByText("Visitors find no page here.").waitFor();
  const all = await page.evaluate(() => document.body.innerText + document.querySelector("ripple-bar").shadowRoot.textContent);
  for (const word of ["Tom", "guardian", "onsent", "answer", "coat"]) assert.ok(!all.includes(word), `${word} in ${all}`);
});
