// The wall: narrowing its stories in place, by which keys, and what is there without the script that does it.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { accessibilityProblems } from "./axe.js";
import { launch, watched } from "./chromium.js";
import { focused, tooWide } from "./measure.js";
import { serve } from "./server.js";
import { buildFolder, fileAddress } from "./site.js";

// Sixty stories, of which every second is at school, every third about trust, every fifth about patience; one may not be
// searched. Some have led to another.
const STORIES = 60;
const isKept = (story) => story === 30;
const SETTINGS = ["school", "workplace"];

async function written(settings = "") {
  const folder = await mkdtemp(join(tmpdir(), "ripple-wall-"));
  await mkdir(join(folder, "content", "stories"), { recursive: true });
  await writeFile(join(folder, "ripple.yaml"), `title: Wall\nsafeguarding: open\npaginate: 24\ncontact: us@example.org\n${settings}`);
  for (let story = 0; story < STORIES; story += 1) {
    const tags = ["daring", ...(story % 3 ? [] : ["trust"]), ...(story % 5 ? [] : ["patience"])].join(", ");
    const day = new Date(Date.UTC(2025, 0, 1 + story)).toISOString().slice(0, 10);
    const ripples = story % 7 === 6 ? `\nripples: [{inspired-by: s${story - 6}}, {inspired-by: s${story - 1}}]` : "";
    const consent = isKept(story) ? "\nconsent: {status: granted, scope: [web, feed]}" : "";
    const lang = story === 58 ? "\nlang: ar" : "";
    const card = `title: "Story ${story} <b>"\ndate: ${day}\nsetting: ${SETTINGS[story % 2]}\ntags: [${tags}]\nsummary: Of moment ${story}.`;
    await writeFile(join(folder, "content", "stories", `s${story}.md`), `---\n${card}${ripples}${consent}${lang}\n---\nText of ${story}.\n`);
  }
  const site = await buildFolder(folder);
  await rm(folder, { recursive: true, force: true });
  return site;
}

let browser;
let site;
let server;

before(async () => {
  browser = await launch();
  site = await written();
  server = await serve(site.folder);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await site?.remove();
});

async function open(path = "/stories/", options = {}) {
  const view = await watched(browser, "http://127.0.0.1:", options);
  await view.page.goto(server.address + path);
  return view;
}

const way = (page, name) => page.locator(".filters").getByRole("link", { name });
const told = (page, words) => page.getByRole("status").filter({ hasText: words }).waitFor({ state: "attached" });
const query = (page) => new URL(page.url()).search;
const titles = (page) => page.locator(".listing :is(h2, h3):visible").allInnerTexts();
const numbers = (page) => page.locator(".listing h2:visible").evaluateAll((all) => all.map((one) => Number(one.textContent.match(/\d+/)[0])));
const newestFirst = (fits) => Array.from({ length: STORIES }, (_, at) => STORIES - 1 - at).filter((story) => !isKept(story) && fits(story));
const chosen = (page) => page.locator(".filters a[aria-current]").allInnerTexts();

test("a story with a picture has it here as on its shelf, one without consent for pictures its cover", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ripple-wall-"));
  await mkdir(join(folder, "content", "stories"), { recursive: true });
  await writeFile(join(folder, "ripple.yaml"), "title: Wall\nsafeguarding: open\ncontact: us@example.org\n");
  const image = await readFile(new URL("../../docs/home.png", import.meta.url));
  for (const [name, fields] of [
    ["shown", "image: p.png\nimage_alt: A yard\nconsent: {status: granted, scope: [web, search, photo]}"],
    ["kept", "image: p.png\nimage_alt: A yard\nconsent: {status: granted, scope: [web, search]}"],
    ["plain", ""],
  ]) {
    await mkdir(join(folder, "content", "stories", name));
    if (fields) await writeFile(join(folder, "content", "stories", name, "p.png"), image);
    await writeFile(join(folder, "content", "stories", name, "index.md"), `---\ntitle: ${name}\ndate: 2026-01-01\nsetting: school\ntags: [yard]\n${fields}\n---\nText.\n`);
  }
  const site = await buildFolder(folder);
  const server = await serve(site.folder);
  const { page, problems, close } = await watched(browser, "http://127.0.0.1:");
  await page.goto(server.address + "/stories/");
  await way(page, "School").click();
  await told(page, /^3 stories under School/);
  const shown = Object.fromEntries(await page.locator(".narrowed .card").evaluateAll((all) => all.map((one) => [one.querySelector("h2, h3").textContent, one.firstElementChild.tagName])));
  assert.deepEqual(shown, { shown: "IMG", kept: "svg", plain: "svg" });
  const attributes = (root) => page.locator(`${root} img.photo`).evaluate((image) => Object.fromEntries([...image.attributes].map(({ name, value }) => [name, value])));
  const narrowed = await attributes(".narrowed");
  await page.locator(".narrowed img.photo").evaluate((image) => image.decode());
  assert.ok(narrowed.srcset && narrowed.sizes && narrowed.alt === "" && Number(narrowed.width) > 100);
  await page.goto(server.address + "/stories/");
  assert.deepEqual(await attributes(".listing"), narrowed);
  assert.deepEqual(problems, []);
  await close();
  await server.stop();
  await site.remove();
  await rm(folder, { recursive: true, force: true });
});

test("a setting and a tag narrow the whole site together, and their number is announced", async () => {
  const { page, problems, close } = await open();
  assert.deepEqual(await chosen(page), ["Anywhere", "Anything"]);
  await way(page, "School").click();
  await told(page, /^29 stories under School\.$/);
  assert.deepEqual(await numbers(page), newestFirst((story) => story % 2 === 0).slice(0, 12));
  await way(page, "trust").click();
  await told(page, /^9 stories about trust, under School\.$/);
  assert.deepEqual(await numbers(page), newestFirst((story) => story % 6 === 0), "also those of later pages");
  assert.deepEqual(await chosen(page), ["School", "trust"]);
  assert.equal(await page.locator(".pager:visible, .asked:visible").count(), 0);
  assert.deepEqual(problems, []);
  await close();
});

test("counts are of what would be left", async () => {
  const { page, close } = await open();
  const counts = () => page.locator(".filters li:has(.count)").allInnerTexts();
  assert.deepEqual(await counts(), ["School 30", "Workplace 30", "daring 60", "trust 20", "patience 12"]);
  await way(page, "trust").click();
  await told(page, "19 stories about trust.");
  assert.deepEqual(await counts(), ["School 9", "Workplace 10", "daring 60", "trust 20", "patience 12"]);
  await page.getByRole("link", { name: "Show all stories" }).click();
  await told(page, "All stories are shown again.");
  assert.deepEqual(await counts(), ["School 30", "Workplace 30", "daring 60", "trust 20", "patience 12"]);
  assert.equal((await numbers(page)).length, 24);
  assert.match((await page.evaluate(focused)).name, /^A "Anywhere/, "the keyboard is not lost");
  await close();
});

test("what is shown has an address: it can be passed on, and one goes back and forth", async () => {
  const { page, problems, close } = await open("/stories/?setting=workplace&tag=patience&tag2=x");
  await told(page, "6 stories about patience, under Workplace.");
  await way(page, "patience").click();
  await told(page, "30 stories under Workplace.");
  assert.equal(query(page), "?setting=workplace");
  await way(page, "trust").click();
  await told(page, "10 stories about trust, under Workplace.");
  await page.goBack();
  await told(page, "30 stories under Workplace.");
  await page.goForward();
  await told(page, "10 stories about trust, under Workplace.");
  assert.equal(query(page), "?setting=workplace&tag=trust");
  await page.locator(".listing h2:visible a").first().click();
  await page.waitForURL(/\/stories\/s\d+\/$/);
  await page.goBack();
  await told(page, "10 stories about trust, under Workplace.");
  await way(page, "Anywhere").click();
  await told(page, "19 stories about trust.");
  assert.equal(query(page), "?tag=trust");
  assert.deepEqual(problems, []);
  await close();
});

test("an address that asks for nothing there is leaves the wall as it is", async () => {
  const { page, problems, close } = await open("/stories/?setting=moon&tag=%3Cb%3E");
  assert.equal((await numbers(page)).length, 24);
  assert.deepEqual(await chosen(page), ["Anywhere", "Anything"]);
  assert.deepEqual(problems, []);
  await close();
});

test("further pages narrow the whole site, too, and come back to themselves", async () => {
  const { page, problems, close } = await open("/stories/page/2/");
  const own = await titles(page);
  await way(page, "patience").click();
  await told(page, "11 stories about patience.");
  assert.deepEqual(await numbers(page), newestFirst((story) => story % 5 === 0));
  await way(page, "Anything").click();
  await told(page, "All stories are shown again.");
  assert.deepEqual(await titles(page), own);
  assert.deepEqual(problems, []);
  await close();
});

test("cards look as the server makes them, and their words are only words", async () => {
  const { page, close } = await open();
  const cards = (of) =>
    page.locator(`${of} > .card`).evaluateAll((all) => Object.fromEntries(all.map((card) => [card.querySelector("a").pathname, card.outerHTML.replace(/\s*href="[^"]*"/g, "").replace(/>\s+</g, "><")])));
  const made = await cards(".listing > .shelf");
  await way(page, "daring").click();
  await told(page, "59 stories about daring.");
  const narrowed = await cards(".narrowed .shelf");
  assert.equal(Object.keys(narrowed).length, 12);
  for (const [path, card] of Object.entries(narrowed)) assert.equal(card, made[path]);
  assert.ok(Object.values(narrowed).some((card) => card.includes("<path") && card.includes("Led to 1 more")), "one has a bead");
  assert.ok(Object.values(narrowed).some((card) => card.includes('dir="rtl"')), "one is in Arabic");
  assert.equal(await page.locator(".listing b").count(), 0);
  await close();
});

test("more are shown when asked for, and the keyboard goes on where they begin", async () => {
  const { page, close } = await open("/stories/?tag=daring");
  await told(page, "59 stories");
  const more = page.getByRole("button", { name: "Show more" });
  await more.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".narrowed .card").length === 24);
  const { name, outline } = await page.evaluate(focused);
  assert.match(name, /^A "Story 47/);
  assert.ok(outline >= 3 || (await page.evaluate(() => getComputedStyle(document.activeElement, "::after").outlineWidth)) === "3px", "one sees where it is");
  for (let step = 0; step < 3; step += 1) await more.click();
  await more.waitFor({ state: "detached" });
  assert.deepEqual(await numbers(page), newestFirst(() => true));
  await close();
});

test("nothing left is said in words, with a way to either choice", async () => {
  const alone = await written();
  const host = await serve(alone.folder);
  const view = await watched(browser, "http://127.0.0.1:");
  const { page } = view;
  // Here the index says that nothing is about patience.
  await page.route("**/assets/search/w0.js*", async (route) => {
    const body = (await readFile(join(alone.folder, "assets/search/w0.js"), "utf8")).replace(/#about:patience \S+/, "#about:patience =A");
    await route.fulfill({ body, contentType: "text/javascript" });
  });
  await page.goto(`${host.address}/stories/?setting=school&tag=patience`);
  await told(page, "No story under School is about patience. Yet. Show everything under School or everything about patience.");
  await page.getByRole("link", { name: "everything under School" }).click();
  await told(page, "29 stories under School.");
  assert.match((await page.evaluate(focused)).name, /^A "School/);
  assert.deepEqual(view.problems, []);
  await view.close();
  await host.stop();
  await alone.remove();
});

test("a story that may not be searched is in no list of the script, which says where it stands", async () => {
  const { page, close } = await open("/stories/?setting=school");
  await told(page, "29 stories under School.");
  const note = page.locator(".narrowed .note");
  assert.equal(await note.innerText(), "Some stories may not be searched. They stand here with the others: School");
  await note.getByRole("link").click();
  await page.waitForURL(/\/settings\/school\/$/);
  await close();
  for (const name of ["w0.js", "e0.js", "e1.js"]) assert.doesNotMatch(await readFile(join(site.folder, "assets/search", name), "utf8"), /Story 30|moment 30\b/);
});

test("an index that cannot be loaded leaves the wall and names the pages; one of an older site is asked for again", async () => {
  const { page, close } = await open();
  await page.route("**/assets/search/*", (route) => route.abort());
  await way(page, "School").click();
  await told(page, "The stories could not be sorted out here. They stand on pages of their own: School");
  assert.equal((await numbers(page)).length, 24);
  await page.unroute("**/assets/search/*");
  await page.route("**/assets/search/map.js", async (route) => {
    const body = (await readFile(join(site.folder, "assets/search/map.js"), "utf8")).replace(/"[0-9a-f]{10}"/g, '"0123456789"');
    await route.fulfill({ body, contentType: "text/javascript" });
  });
  await way(page, "Workplace").click();
  await told(page, "30 stories under Workplace.");
  await close();
});

describe("with its ways chosen it is accessible and not too wide", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [320, 1280]) {
      test(`in ${colorScheme} at ${width} px`, async () => {
        const { page, problems, close } = await open("/stories/?setting=school&tag=trust", { colorScheme, viewport: { width, height: 800 } });
        await told(page, "9 stories");
        assert.deepEqual(await page.evaluate(tooWide), []);
        assert.deepEqual(await accessibilityProblems(page), []);
        assert.deepEqual(problems, []);
        await close();
      });
    }
  }
});

test("without a script, and without a search, the ways lead to pages of their own", async () => {
  const bare = await written("search: false\n");
  const host = await serve(bare.folder);
  for (const [address, javaScriptEnabled] of [[server.address, false], [host.address, true]]) {
    const { page, problems, close } = await watched(browser, "http://127.0.0.1:", { javaScriptEnabled });
    await page.goto(`${address}/stories/?setting=school`);
    assert.equal((await numbers(page)).length, 24);
    await way(page, "trust").click();
    await page.waitForURL(/\/tags\/trust\/$/);
    await page.goBack();
    await way(page, "School").click();
    await page.waitForURL(/\/settings\/school\/$/);
    assert.deepEqual(problems, []);
    await close();
  }
  assert.doesNotMatch(await readFile(join(bare.folder, "stories/index.html"), "utf8"), /narrowed|wall\.[0-9a-f]+\.js|<template/);
  await host.stop();
  await bare.remove();
});

test("in a folder on a disk it works, too", async () => {
  const stick = await written("relative: true\n");
  const view = await watched(browser, "file:");
  await view.page.goto(fileAddress(stick.folder, "stories/page/2/index.html"));
  await way(view.page, "School").click();
  await told(view.page, "29 stories under School.");
  await view.page.locator(".narrowed h2 a").first().click();
  await view.page.waitForURL(/stories\/s58\/index\.html$/);
  assert.deepEqual(view.problems, []);
  await view.close();
  await stick.remove();
});

test("only what is needed is loaded, and the wall has not grown by much", async (t) => {
  const host = await serve(site.folder);
  t.after(host.stop);
  const { page, close } = await watched(browser, "http://127.0.0.1:");
  await page.goto(`${host.address}/stories/`);
  await page.waitForLoadState("networkidle");
  const parts = () => host.asked.filter((path) => path.startsWith("/assets/search/"));
  assert.deepEqual(parts(), []);
  await way(page, "School").click();
  await told(page, "29 stories");
  assert.deepEqual(parts().sort(), ["/assets/search/e2.js", "/assets/search/e3.js", "/assets/search/map.js", "/assets/search/w0.js"]);
  const html = await readFile(join(site.folder, "stories/index.html"), "utf8");
  const extra = html.slice(html.indexOf('<div class="narrowed"'), html.indexOf('<ul class="shelf'));
  assert.ok(gzipSync(html).length - gzipSync(html.replace(extra, "")).length < 1_200);
  await close();
});
