// What axe-core finds on a page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Level AA of WCAG 2.2, what axe advises beside it, and the contrast of 7 : 1 that the theme promises for text.
const OPTIONS = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true }, "color-contrast-enhanced": { enabled: true } },
  resultTypes: ["violations"],
};

// A page without scripts has no clock and loads nothing, but what a promise waits for is still done.
function withoutClock() {
  globalThis.setTimeout = (task) => {
    Promise.resolve().then(task);
    return 0;
  };
}

// One line for each rule and element that breaks it. `scripts` tells whether the page may run any.
export async function accessibilityProblems(page, { scripts = true } = {}) {
  if (!scripts) await page.evaluate(withoutClock);
  await page.evaluate(SOURCE);
  const { violations, passes } = await page.evaluate((options) => globalThis.axe.run(document, options), { ...OPTIONS, preload: scripts });
  if (passes.length === 0) throw new Error(`axe checked nothing on ${page.url()}`);
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`));
}
