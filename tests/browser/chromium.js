// A browser, and a record of everything that goes wrong on its pages.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

function find() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = process.env.CHROMIUM || places.find((place) => existsSync(place));
  if (!found) throw new Error(`no browser: install one of ${NAMES.join(", ")}, or set CHROMIUM to its path`);
  return found;
}

// A browser that talks to nobody but the pages' own server. The sandbox is off, because it does not work for root
// and in most containers; only our own pages are opened. `port` is where another program may steer it, too.
export function launch({ port } = {}) {
  const quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const steered = port ? [`--remote-debugging-port=${port}`] : [];
  return chromium.launch({ executablePath: find(), args: ["--headless", "--no-sandbox", "--disable-gpu", ...quiet, ...steered] });
}

// A new page that notes its problems in the list it gives back: errors in the console, what the Content Security
// Policy refused, failed and foreign requests, and answers other than 200. `own` is where requests may go.
export async function watched(browser, own, options = {}) {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 }, ...options });
  // Some of what the policy refuses is said nowhere else.
  await context.addInitScript(() => addEventListener("securitypolicyviolation", (refused) => console.error(`the policy refuses ${refused.violatedDirective}: ${refused.blockedURI}`)));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems = [];
  const note = (text) => problems.push(`${page.url()}: ${text}`);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) note(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => note(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    // Aborted: the test itself went on to the next page.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") note(`failed: ${request.url()}: ${why}`);
  });
  page.on("request", (request) => request.url().startsWith(own) || note(`asked somebody else: ${request.url()}`));
  page.on("response", (answer) => answer.status() === 200 || answer.url().startsWith("file:") || note(`${answer.status()}: ${answer.url()}`));
  return { page, problems, close: () => context.close() };
}
