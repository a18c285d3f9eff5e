// A preview of a copy of the example, in a temporary folder, for tests that change its files.

import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PROGRAM, REPOSITORY } from "./site.js";

// Nothing waits that long unless it fails, in milliseconds.
export const PATIENCE = 15_000;

// A copy of the example. `files` are further ones: path to text.
export async function copyExample(files = {}) {
  const root = await mkdtemp(join(tmpdir(), "ripple-preview-"));
  for (const name of ["content", "ripple.yaml"]) await cp(join(REPOSITORY, name), join(root, name), { recursive: true });
  const at = (path) => join(root, path);
  const write = async (path, text) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return {
    root,
    write,
    read: (path) => readFile(at(path), "utf8"),
    // As many editors save: a new file beside the old one, moved over it.
    replace: async (path, text) => {
      const aside = join(dirname(at(path)), ".saving.tmp");
      await writeFile(aside, text);
      await rename(aside, at(path));
    },
    change: async (path, from, to) => {
      const text = await readFile(at(path), "utf8");
      if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
      await writeFile(at(path), text.replaceAll(from, to));
    },
    move: (from, to) => rename(at(from), at(to)),
    remove: (path) => rm(at(path), { recursive: true }),
    discard: () => rm(root, { recursive: true, force: true }),
  };
}

// One of the built-in theme's files.
export function themeFile(path) {
  return readFile(join(REPOSITORY, "themes", "default", path), "utf8");
}

// Runs `ripple serve` on a site. Gives the address without a slash at its end, what was said, and how to stop.
export async function preview(site, { port = 0, options = [] } = {}) {
  const program = spawn(PROGRAM, ["serve", "--root", site.root, "--port", String(port), ...options]);
  const ended = new Promise((done) => program.once("exit", done));
  let said = "";
  const address = await new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`no address was said in time:\n${said}`)), PATIENCE);
    const listen = (text) => {
      said += text;
      const found = /(http:\/\/[^/\s]+)\//.exec(said)?.[1];
      if (found) done(found, clearTimeout(timer));
    };
    program.stdout.on("data", listen);
    program.stderr.on("data", (text) => (said += text));
    ended.then((code) => failed(new Error(`it ended with ${code}:\n${said}`)));
  });
  return {
    address,
    port: Number(new URL(address).port),
    said: () => said,
    stop: async () => {
      program.kill("SIGKILL");
      await ended;
    },
  };
}

// Waits until a function gives something true; for what is not in a page.
export async function until(what, isIt) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await isIt();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

// A browser of one's own, as it were: tabs of one context share cookies, storage and workers.
export async function tabs(browser) {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1000, height: 500 } });
  const wrong = [];
  context.on("weberror", (error) => wrong.push(error.error().message));
  const open = async (address) => {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(address);
    return page;
  };
  return { context, open, wrong, close: () => context.close() };
}

// Waits until a page shows these words, however often it is loaded meanwhile; also in tabs that are behind others.
export function shows(page, words) {
  return page.waitForFunction((words) => document.body?.innerText.includes(words), words, { polling: 30 });
}
