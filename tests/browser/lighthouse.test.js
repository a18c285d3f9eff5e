// The pages that readers see most, as Lighthouse rates them: 100 for accessibility, best practices and search engines.
// Performance depends on how busy the machine is, so it is only said.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import lighthouse from "lighthouse";
import { launch } from "./chromium.js";
import { serve } from "./server.js";
import { EXAMPLE, KINDS } from "./site.js";

const PAGES = ["home", "wall", "story that led to another", "prompt", "map"];
const FULL = ["accessibility", "best-practices", "seo"];

let browser;
let port;
let server;

// A port that nobody uses.
function free() {
  return new Promise((done, failed) => {
    const asked = createServer().once("error", failed);
    asked.listen(0, "127.0.0.1", () => {
      const { port: found } = asked.address();
      asked.close(() => done(found));
    });
  });
}

before(async () => {
  port = await free();
  browser = await launch({ port });
  server = await serve(EXAMPLE);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const kind of PAGES) {
  test(`100 for ${kind}`, async (t) => {
    const { lhr } = await lighthouse(server.address + KINDS[kind], { port, logLevel: "error", onlyCategories: [...FULL, "performance"] });
    assert.equal(lhr.runtimeError, undefined);
    const rated = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
    t.diagnostic(`performance of ${kind}: ${rated.performance}`);
    const parts = FULL.flatMap((id) => lhr.categories[id].auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => lhr.audits[id]));
    // What could not be looked at has no rating and would not lower the sum.
    const wrong = parts.filter(({ score, scoreDisplayMode }) => (score !== null && score < 1) || scoreDisplayMode === "error");
    assert.deepEqual(wrong.map(({ id, title, errorMessage, details }) => `${id}: ${errorMessage ?? title} ${JSON.stringify(details?.items ?? [])}`), []);
    for (const id of FULL) assert.equal(rated[id], 100, id);
  });
}
