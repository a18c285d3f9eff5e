// Makes docs/home.png, the picture in the README, from the built example: `npm run picture`.

import { dirname, join } from "node:path";
import { launch } from "./chromium.js";
import { serve } from "./server.js";
import { EXAMPLE } from "./site.js";

const browser = await launch();
const server = await serve(EXAMPLE);
const page = await browser.newPage({ colorScheme: "light", locale: "en-GB", viewport: { width: 1280, height: 1100 } });
await page.goto(server.address);
await page.screenshot({ path: join(dirname(EXAMPLE), "docs", "home.png") });
await browser.close();
await server.stop();
