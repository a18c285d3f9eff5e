// Private notes under questions, as somebody writes, keeps and erases them.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { accessibilityProblems } from "./axe.js";
import { launch, watched } from "./chromium.js";
import { invisibleText, tooWide } from "./measure.js";
import { copyExample, preview, shows, tabs } from "./preview.js";
import { serve } from "./server.js";
import { EXAMPLE, buildExample } from "./site.js";

const STORY = "/stories/sarah-and-john/";
const OTHER = "/stories/james-hectic-project/";
const QUESTION = "/prompts/create-or-notice/";

// All scripts of a site together, packed, in bytes.
const SCRIPT_BYTES = 15_000;

let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve(EXAMPLE);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

// The place of one question's note.
function note(page, number = 0) {
  const place = page.locator(".journal").nth(number);
  const does = (name) => place.getByRole("button", { name, exact: true });
  return { place, field: place.getByRole("textbox", { name: "Your note" }), open: does("Write a private note"), save: does("Save a copy"), print: does("Print"), erase: does("Erase"), said: place.getByRole("status") };
}

const kept = (page) => page.evaluate(() => Object.values(localStorage));

test("a note is still there after a reload, and each story has its own", async () => {
  const { page, problems, close } = await watched(browser, server.address);
  await page.goto(server.address + STORY);
  await note(page).field.fill("Amir, by the lockers.\nI could ask about the drawing.");
  await note(page, 1).open.click();
  await page.keyboard.type("On Fridays.");
  await page.reload();
  assert.equal(await note(page).field.inputValue(), "Amir, by the lockers.\nI could ask about the drawing.");
  assert.equal(await note(page, 1).field.inputValue(), "On Fridays.", "a note that was written stands open");
  await page.goto(server.address + OTHER);
  assert.equal(await note(page).field.inputValue(), "");
  await note(page).field.fill("Another one.");
  await page.goto(server.address + QUESTION);
  assert.equal(await note(page).field.inputValue(), "", "nor does the question's own page show it");
  await note(page).field.fill("By itself.");
  await page.goto(server.address + STORY);
  assert.match(await note(page).field.inputValue(), /^Amir/);
  assert.equal((await kept(page)).length, 4);
  assert.deepEqual(problems, []);
  await close();
});

test("nothing leaves the device", async (t) => {
  const host = await serve(EXAMPLE);
  t.after(host.stop);
  const { page, problems, close } = await watched(browser, host.address);
  await page.goto(host.address + STORY, { waitUntil: "networkidle" });
  const before = host.asked.length;
  await note(page).field.fill("Between us.");
  await page.waitForTimeout(300);
  assert.equal(host.asked.length, before, `asked for ${host.asked.slice(before)}`);
  assert.equal(await page.evaluate(() => document.cookie), "");
  assert.deepEqual(problems, []);
  await close();
});

test("save a copy gives the question, the note and where it was written", async () => {
  const { page, problems, close } = await watched(browser, server.address);
  await page.goto(server.address + STORY);
  await note(page).field.fill("Ünïcode, and a\nsecond line.");
  const [download] = await Promise.all([page.waitForEvent("download"), note(page).save.click()]);
  assert.equal(download.suggestedFilename(), "sarah-and-john-create-or-notice.txt");
  const text = await readFile(await download.path(), "utf8");
  assert.match(text, /^Which small moment could you make.*\n\nÜnïcode, and a\nsecond line\.\n\nSarah and John · Ten Minutes\nhttp:.*\/stories\/sarah-and-john\/\n$/);
  // What goes wrong under the strict policy would stand in the console.
  assert.deepEqual(problems, []);
  await close();
});

test("erase asks first", async () => {
  const { page, close } = await watched(browser, server.address);
  await page.goto(server.address + STORY);
  await note(page).field.fill("Not for long.");
  const asked = [];
  page.once("dialog", (dialog) => (asked.push(dialog.message()), dialog.dismiss()));
  await note(page).erase.click();
  assert.equal(await note(page).field.inputValue(), "Not for long.");
  page.once("dialog", (dialog) => (asked.push(dialog.message()), dialog.accept()));
  await note(page).erase.click();
  assert.equal(await note(page).field.inputValue(), "");
  assert.equal(await note(page).said.innerText(), "The note is erased.");
  assert.match(asked[1], /cannot be brought back/);
  assert.equal(asked.length, 2);
  assert.deepEqual(await kept(page), []);
  await page.reload();
  assert.equal(await note(page).field.inputValue(), "");
  await close();
});

test("print puts the question and the note on paper, and nothing else", async () => {
  const { page, close } = await watched(browser, server.address);
  await page.addInitScript(() => {
    window.print = () => (window.printed = true);
  });
  await page.goto(server.address + STORY);
  await note(page).field.fill("One line.\nTwo lines.");
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.locator("body").innerText()).includes("Two lines"), "a printed story shows no private note");
  assert.equal(await page.getByText("this device").count(), await page.getByText("this device").filter({ visible: false }).count());
  await page.emulateMedia({ media: "screen" });
  await note(page).print.click();
  assert.ok(await page.evaluate(() => window.printed));
  await page.emulateMedia({ media: "print" });
  const words = await page.locator("body").innerText();
  assert.match(words, /^Which small moment[^\n]*\s+One line\.\nTwo lines\.$/);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".on-paper").count(), 0);
  await close();
});

for (const [name, spoil] of [
  ["is full", () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; }],
  ["is forbidden", () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })],
]) {
  test(`where the browser's storage ${name}, the words stay and it says so`, async () => {
    const { page, problems, close } = await watched(browser, server.address);
    await page.addInitScript(spoil);
    await page.goto(server.address + STORY);
    await note(page).field.click();
    await page.keyboard.type("Precious words");
    assert.match(await note(page).said.innerText(), /no room left.*save a copy/);
    assert.equal(await note(page).field.inputValue(), "Precious words");
    const [download] = await Promise.all([page.waitForEvent("download"), note(page).save.click()]);
    assert.match(await readFile(await download.path(), "utf8"), /Precious words/);
    const asked = new Promise((done) => page.once("dialog", (dialog) => (done(dialog.type()), dialog.accept())));
    await page.goto(server.address + OTHER);
    assert.equal(await asked, "beforeunload", "whoever leaves is asked first");
    assert.deepEqual(problems, []);
    await close();
  });
}

test("what is written in one window is seen in another", async () => {
  const { page, close } = await watched(browser, server.address);
  const other = await page.context().newPage();
  for (const each of [page, other]) await each.goto(server.address + STORY);
  await page.bringToFront();
  await note(page).field.fill("From here.");
  await other.waitForFunction(() => document.querySelector(".journal textarea").value === "From here.");
  await close();
});

test("a site in a folder and a site on a stick keep their notes apart and find them again", async (t) => {
  const site = await buildExample({ options: ["--base-url", "https://ripple-stories.example/our"], settings: "relative: true" });
  t.after(site.remove);
  const host = await serve(site.folder, { prefix: "/our" });
  t.after(host.stop);
  const { page, close } = await watched(browser, host.address);
  await page.goto(`${host.address}${STORY}index.html`);
  await note(page).field.fill("Here.");
  const keys = await page.evaluate(() => Object.keys(localStorage));
  assert.deepEqual(keys, ["ripple-note /our/ create-or-notice sarah-and-john"]);
  await page.goto(`${host.address}${STORY}`);
  assert.equal(await note(page).field.inputValue(), "Here.", "with and without the name of the file");
  await close();
});

test("a preview that is loaded anew leaves note, place and words as they were", async (t) => {
  const site = await copyExample();
  t.after(site.discard);
  const server = await preview(site);
  t.after(server.stop);
  const desk = await tabs(browser);
  t.after(desk.close);
  const page = await desk.open(server.address + STORY);
  await note(page, 1).open.click();
  await page.keyboard.type("Half a sentence");
  await page.keyboard.press("ArrowLeft");
  await site.change("content/stories/sarah-and-john.md", "It ground, it went quiet", "It ground, it went silent");
  await shows(page, "it went silent");
  await page.keyboard.type("!");
  assert.equal(await note(page, 1).field.inputValue(), "Half a sentenc!e", "one goes on where one was");
  page.once("dialog", (dialog) => dialog.accept());
  await note(page, 1).erase.click();
  await site.change("content/stories/sarah-and-john.md", "it went silent", "it went dumb");
  await shows(page, "it went dumb");
  assert.equal(await page.locator(".journal textarea").nth(1).inputValue(), "", "what was erased does not come back");
  assert.deepEqual(await kept(page).then((all) => all.filter((text) => text.includes("sentenc"))), []);
  assert.deepEqual(desk.wrong, []);
});

test("without script there is no box, and no button that does nothing", async () => {
  const { page, close } = await watched(browser, server.address, { javaScriptEnabled: false });
  for (const path of [STORY, QUESTION]) {
    await page.goto(server.address + path);
    assert.equal(await page.locator("textarea, button:visible, .journal:visible, [data-journal]:visible").count(), 0, path);
    assert.ok(!(await page.locator("main").innerText()).includes("this device"), path);
  }
  await close();
});

test("with `journal: false` there is no box and no script of it", async (t) => {
  const site = await buildExample({ settings: "journal: false" });
  t.after(site.remove);
  const host = await serve(site.folder);
  t.after(host.stop);
  const { page, problems, close } = await watched(browser, host.address);
  for (const path of [STORY, QUESTION]) {
    await page.goto(host.address + path);
    assert.equal(await page.locator("textarea, .journal, script[src*=journal]").count(), 0, path);
  }
  assert.ok(host.asked.every((path) => !path.includes("journal")), `asked for ${host.asked}`);
  assert.deepEqual(problems, []);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`accessible with every box open, in ${colorScheme} at ${width} px`, async () => {
      const { page, problems, close } = await watched(browser, server.address, { colorScheme, viewport: { width, height: 800 } });
      for (const path of [STORY, QUESTION]) {
        await page.goto(server.address + path);
        for (const opener of await page.getByRole("button", { name: "Write a private note" }).all()) await opener.click();
        await note(page).field.fill("Words that are long enough to run over more than one line of a narrow telephone.");
        assert.deepEqual(await accessibilityProblems(page), [], path);
        assert.deepEqual(await page.evaluate(tooWide), [], path);
      }
      const group = page.getByRole("group", { name: /Which small moment could you make/ });
      assert.equal(await group.count(), 1, "the box says which question it is for");
      assert.deepEqual(problems, []);
      await close();
    });
  }
}

test("the field can be seen and used in forced colours", async () => {
  const { page, close } = await watched(browser, server.address, { forcedColors: "active" });
  await page.goto(server.address + STORY);
  await note(page).field.fill("Seen.");
  assert.deepEqual(await page.evaluate(invisibleText, 4.5), []);
  await close();
});

test("all scripts together are small", async () => {
  const scripts = (await readdir(join(EXAMPLE, "assets"))).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.some((name) => name.startsWith("journal.")));
  let bytes = 0;
  for (const name of scripts) bytes += gzipSync(await readFile(join(EXAMPLE, "assets", name))).length;
  assert.ok(bytes < SCRIPT_BYTES, `${bytes} bytes`);
});
