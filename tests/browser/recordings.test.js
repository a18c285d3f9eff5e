// Sound and films: nothing of them is loaded before somebody plays them, and then they play, under the strict policy
// and without the pages' scripts.

import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { accessibilityProblems } from "./axe.js";
import { launch, watched } from "./chromium.js";
import { tooWide } from "./measure.js";
import { serve } from "./server.js";
import { EXAMPLE, REPOSITORY, buildFolder } from "./site.js";

const PAGE = "/about/";
const ELSEWHERE = "https://films.example/w/1?list=a&n=2";

let browser;
let example;
let outside;
let server;

// A story with a film on another site.
async function buildOutside() {
  const root = await mkdtemp(join(tmpdir(), "ripple-film-"));
  await mkdir(join(root, "content/stories"), { recursive: true });
  await writeFile(join(root, "ripple.yaml"), "title: Ten Minutes\nsafeguarding: open\ncontact: us@a-school.example\n");
  await cp(join(REPOSITORY, "content/pages/rings.png"), join(root, "content/stories/rings.png"));
  const text = `:::video ${ELSEWHERE} Rings on water\n![Rings](rings.png)\n\nRings on water.\n:::\n`;
  await writeFile(join(root, "content/stories/film.md"), `---\ntitle: A film\ndate: 2026-03-02\n---\n${text}`);
  const built = await buildFolder(root);
  return { ...built, remove: () => Promise.all([built.remove(), rm(root, { recursive: true })]) };
}

before(async () => {
  browser = await launch();
  example = await serve(EXAMPLE);
  outside = await buildOutside();
  server = await serve(outside.folder);
});

after(async () => {
  await browser?.close();
  await example?.stop();
  await server?.stop();
  await outside?.remove();
});

const isRecording = (path) => /\.(mp3|mp4)$/.test(path);

for (const scripts of [true, false]) {
  describe(`recordings ${scripts ? "with" : "without"} script`, () => {
    for (const [kind, ending] of [["audio", ".mp3"], ["video", ".mp4"]]) {
      test(`${kind} is loaded when it is played, by keyboard`, async (t) => {
        const { page, problems, close } = await watched(browser, example.address, { javaScriptEnabled: scripts });
        t.after(close);
        example.asked.length = 0;
        await page.goto(example.address + PAGE);
        const player = page.locator(kind);
        await player.scrollIntoViewIfNeeded();
        await page.waitForLoadState("networkidle");
        assert.deepEqual(example.asked.filter(isRecording), [], "before it is played");
        assert.ok(kind === "audio" || example.asked.some((path) => path.includes("rings-")), "its picture is there");
        await player.focus();
        await page.keyboard.press("Space");
        await assert.doesNotReject(async () => {
          for (let waited = 0; (await player.evaluate((media) => media.currentTime)) === 0; waited += 1) {
            if (waited > 100) throw new Error("it does not play");
            await page.waitForTimeout(50);
          }
        });
        const asked = example.asked.filter(isRecording);
        assert.ok(asked.length > 0 && asked.every((path) => path.endsWith(ending)), `${asked}`);
        assert.deepEqual(problems, []);
      });
    }
  });
}

test("a player has the name of its title and keeps its place", async (t) => {
  const { page, close } = await watched(browser, example.address, { viewport: { width: 360, height: 800 } });
  t.after(close);
  await page.goto(example.address + PAGE);
  for (const kind of ["audio", "video"]) {
    const figure = page.locator(`.recording:has(${kind})`);
    const title = await figure.locator("figcaption").innerText();
    assert.equal(await figure.locator(kind).getAttribute("aria-label"), title);
    const box = await figure.locator(kind).boundingBox();
    assert.ok(box.width > 280 && box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
  }
  const film = await page.locator("video").boundingBox();
  assert.ok(Math.abs(film.width / film.height - 16 / 9) < 0.02, "the form of its picture");
});

for (const colorScheme of ["light", "dark"]) {
  test(`a film on another site is a link, and nothing of that site is loaded before it is followed, in ${colorScheme}`, async (t) => {
    const { page, problems, close } = await watched(browser, server.address, { colorScheme, viewport: { width: 360, height: 800 } });
    t.after(close);
    await page.goto(`${server.address}/stories/film/`);
    const link = page.getByRole("link", { name: "Watch on films.example" });
    await link.scrollIntoViewIfNeeded();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(problems, []);
    assert.deepEqual(await accessibilityProblems(page), []);
    assert.deepEqual(await page.evaluate(tooWide), []);
    const followed = page.waitForRequest((request) => request.url() === ELSEWHERE);
    await page.route("https://films.example/**", (route) => route.abort());
    await link.click();
    assert.equal((await followed).headers().referer, undefined, "it does not learn where its reader comes from");
  });
}

test("on paper a recording is its title and its words", async (t) => {
  const { page, close } = await watched(browser, example.address);
  t.after(close);
  await page.goto(example.address + PAGE);
  const paper = page.locator(".paper-only").first();
  assert.equal(await paper.isVisible(), false);
  await page.emulateMedia({ media: "print" });
  assert.equal(await paper.isVisible(), true);
  for (const kind of ["audio", "video"]) {
    assert.equal(await page.locator(kind).isVisible(), false);
    assert.equal(await page.locator(`.recording:has(${kind}) .transcript`).isVisible(), true);
  }
});
