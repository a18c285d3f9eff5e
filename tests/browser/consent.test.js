// The preview of a story that waits for somebody's answer: what its writer sees, and what is gone as visitors see it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./chromium.js";
import { copyExample, preview, shows, tabs } from "./preview.js";

const MARIA = "content/people/maria.md";
const WAITS = "---\nname: {first: Maria, role: a pupil}\nminor: true\nconsent: {status: pending, by: guardian, name: first}\n---\n";

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

test("the bar says whose answer is missing, and the other view says nothing at all", async (t) => {
  const site = await copyExample({ [MARIA]: WAITS });
  t.after(site.discard);
  const server = await preview(site);
  t.after(server.stop);
  const desk = await tabs(browser);
  t.after(desk.close);
  const page = await desk.open(`${server.address}/stories/maria-speaks/`);
  await shows(page, "Maria speaks");
  const bar = page.locator("ripple-bar aside");
  await bar.getByText("Maria’s guardian has not answered yet.").first().waitFor();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const size of [1280, 390]) {
    await page.setViewportSize({ width: size, height: 800 });
    assert.equal(await width(), 0, `nothing runs out of a window of ${size}`);
  }
  await bar.getByText("About this page").click();
  await bar.getByRole("heading", { name: "Who agreed" }).waitFor();
  assert.match(await bar.locator("dl").last().innerText(), /maria\s+no answer yet/);
  await page.goto(`${server.address}/__ripple/as/visitor?to=/stories/maria-speaks/`);
  await page.locator("ripple-bar aside").getByText("Visitors find no page here.").waitFor();
  const all = await page.evaluate(() => document.body.innerText + document.querySelector("ripple-bar").shadowRoot.textContent);
  for (const word of ["Maria", "guardian", "onsent", "answer"]) assert.ok(!all.includes(word), `${word} in ${all}`);
});
