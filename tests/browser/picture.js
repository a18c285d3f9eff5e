// Makes the pictures in the README, `docs/*.png`, from the built example: `npm run picture`.

import { dirname, join } from "node:path";
import { launch } from "./chromium.js";
import { serve } from "./server.js";
import { EXAMPLE } from "./site.js";

// Each picture: its name, the page, the colours, the size of the window, and what is at its top edge if that is not the page's own.
const PICTURES = [
  { name: "home", path: "/", colorScheme: "light", width: 1280, height: 1100 },
  { name: "wall", path: "/stories/?setting=workplace", colorScheme: "light", width: 1280, height: 1000 },
  { name: "story-dark", path: "/stories/maria-speaks/", colorScheme: "dark", width: 1280, height: 1000 },
  { name: "ripples", path: "/stories/maria-speaks/", colorScheme: "light", width: 1280, height: 840, top: ".ripples" },
  { name: "question-dark", path: "/prompts/look-back-and-give/", colorScheme: "dark", width: 1280, height: 840 },
];

const browser = await launch();
const server = await serve(EXAMPLE);
for (const { name, path, colorScheme, width, height, top } of PICTURES) {
  const page = await browser.newPage({ colorScheme, locale: "en-GB", viewport: { width, height } });
  await page.goto(server.address + path);
  await page.waitForLoadState("networkidle");
  if (top) await page.locator(top).evaluate((element) => scrollTo(0, element.offsetTop));
  await page.screenshot({ path: join(dirname(EXAMPLE), "docs", `${name}.png`) });
  await page.close();
}
await browser.close();
await server.stop();
