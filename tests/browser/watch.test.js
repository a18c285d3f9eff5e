// The tests' own eyes: each kind of problem is made once, on purpose, and has to be seen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityProblems } from "./axe.js";
import { launch, watched } from "./chromium.js";
import { focused, invisibleText, tooWide } from "./measure.js";
import { serve } from "./server.js";
import { EXAMPLE } from "./site.js";

const BAD_PAGE = `<!doctype html><html><head><title>Bad</title><link rel="stylesheet" href="/no-such-file.css"></head><body>
<main><h1>Bad</h1><p id="wide">${"wide".repeat(200)}</p><p><font color="#cccccc">pale</font></p>
<img src="http://elsewhere.example/picture.png"><script>alert(1)</script><button>press</button></main></body></html>`;

let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve(EXAMPLE, { made: { "/bad/": BAD_PAGE } });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a bad page is seen to be bad", async () => {
  const { page, problems, close } = await watched(browser, server.address, { viewport: { width: 320, height: 640 } });
  await page.goto(`${server.address}/bad/`);
  const seen = problems.join("\n");
  assert.match(seen, /404: .*no-such-file\.css/);
  assert.match(seen, /Content Security Policy.*img-src/);
  assert.match(seen, /Content Security Policy.*script-src/);
  assert.match(seen, /asked somebody else: http:\/\/elsewhere\.example/);
  const wide = (await page.evaluate(tooWide)).join("\n");
  assert.match(wide, /the page is \d+ wide/);
  assert.match(wide, /P "widewide/);
  assert.match((await page.evaluate(invisibleText, 4.5)).join("\n"), /FONT "pale"/);
  const broken = (await accessibilityProblems(page)).join("\n");
  for (const rule of ["html-has-lang", "image-alt", "color-contrast"]) assert.match(broken, new RegExp(`^${rule}:`, "m"));
  await close();
});

test("the browser's own thin focus ring does not count as a visible one", async () => {
  const { page, close } = await watched(browser, server.address);
  await page.goto(`${server.address}/bad/`);
  await page.keyboard.press("Tab");
  const place = await page.evaluate(focused);
  assert.match(place.name, /BUTTON/);
  assert.ok(place.outline < 3, `${place.outline}`);
  await close();
});
