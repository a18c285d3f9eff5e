// The strict policy: no page needs what it refuses, and what it refuses is noticed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, watched } from "./chromium.js";
import { serve } from "./server.js";
import { addressOf, buildDemanding, pagesOf } from "./site.js";

// Four things that the policy refuses.
const WRONG = `<!doctype html><html lang="en"><title>Wrong</title><base href="https://stories.example/"><style>p { color: red }</style>
<p style="color: red">Red</p><script>document.title = "Run"</script></html>`;

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

// Every page of the example is opened in `site.test.js`, where its links are followed.
test("no page of a site with everything asks for what the policy refuses", async (t) => {
  const demanding = await buildDemanding();
  t.after(demanding.remove);
  const server = await serve(demanding.folder);
  t.after(server.stop);
  const { page, problems, close } = await watched(browser, server.address);
  const pages = await pagesOf(demanding.folder);
  assert.ok(pages.length > 20, `only ${pages}`);
  for (const path of pages) {
    await page.goto(server.address + addressOf(path));
    // What comes later than the page itself: scripts that look at it, and pictures further down.
    await page.mouse.wheel(0, 20_000);
  }
  await close();
  assert.deepEqual(problems, []);
});

test("what the policy refuses would have been noticed", async (t) => {
  const demanding = await buildDemanding();
  t.after(demanding.remove);
  const server = await serve(demanding.folder, { made: { "/wrong/": WRONG } });
  t.after(server.stop);
  const { page, problems, close } = await watched(browser, server.address);
  await page.goto(`${server.address}/wrong/`);
  assert.equal(await page.title(), "Wrong");
  for (const part of ["base-uri", "style-src-elem", "style-src-attr", "script-src-elem"]) {
    assert.ok(problems.some((problem) => problem.includes(`the policy refuses ${part}`)), `${part} is not among ${problems.join("\n")}`);
  }
  await close();
});
