// Searching: what one types, what is found, and by which keys.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { accessibilityProblems } from "./axe.js";
import { launch, watched } from "./chromium.js";
import { focused, tooWide } from "./measure.js";
import { serve } from "./server.js";
import { REPOSITORY, buildExample, buildFixture, buildFolder, fileAddress } from "./site.js";

let browser;
let site;
let server;

before(async () => {
  browser = await launch();
  site = await buildExample();
  server = await serve(site.folder);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await site?.remove();
});

async function open(address, options) {
  const view = await watched(browser, address.startsWith("file:") ? "file:" : new URL(address).origin, options);
  await view.page.goto(address);
  return view;
}

const search = (options, query = "") => open(`${server.address}/search/${query}`, options);
const titles = (page) => page.locator("#r-results h3").allInnerTexts();
const told = (page, words) => page.locator("#r-status", { hasText: words }).waitFor();
const marks = (page) => page.locator("#r-results mark").allInnerTexts();

test("the script takes words apart as the index does", async () => {
  const [index, script] = await Promise.all(["index.js", "search.js"].map((name) => readFile(join(REPOSITORY, "themes/default/static", name), "utf8")));
  const cases = JSON.parse(await readFile(join(REPOSITORY, "tests/fixtures/search-terms.json"), "utf8"));
  assert.ok(cases.length > 20);
  const context = { document: { querySelector: () => null } };
  runInNewContext(index + script, context);
  for (const { text, query } of cases) assert.deepEqual([...context.rippleSearch.terms(text)], query, text);
});

test("typing finds stories, says how many, and marks the words", async () => {
  const { page, problems, close } = await search();
  await page.getByLabel("What are you looking for?").pressSequentially("Maria speaks");
  await told(page, /^\d results? for “Maria speaks”$/);
  assert.equal((await titles(page))[0], "Maria speaks", "a title comes first");
  assert.deepEqual((await marks(page)).slice(0, 2), ["Maria", "speaks"]);
  assert.equal(new URL(page.url()).searchParams.get("q"), "Maria speaks");
  assert.deepEqual(problems, []);
  await close();
});

test("the beginning of a word is enough, and so is a word without its accents or in capitals", async () => {
  const { page, problems, close } = await search();
  const field = page.locator("#r-q");
  for (const [typed, title, mark] of [["ENCOUR", "Maria speaks", "encouragement"], ["enc\u00f6uragement", "Maria speaks", "encouragement"], ["librar", "Maria mentors", "librarian"]]) {
    await field.fill(typed);
    await told(page, typed);
    assert.ok((await titles(page)).includes(title), `${typed}: ${await titles(page)}`);
    assert.ok((await marks(page)).includes(mark), `${typed}: ${await marks(page)}`);
  }
  assert.deepEqual(problems, []);
  await close();
});

test("every word must be there, and nothing found is said in words", async () => {
  const { page, close } = await search();
  const field = page.locator("#r-q");
  await field.fill("maria zeppelin");
  await told(page, "Nothing here has “maria zeppelin”");
  assert.deepEqual(await titles(page), []);
  assert.equal(await page.locator("#r-status").getAttribute("role"), "status");
  await field.fill("<img src=x onerror=alert(1)>");
  await told(page, "Nothing here has “<img src=x onerror=alert(1)>”");
  assert.equal(await page.locator("main img").count(), 0);
  await close();
});

test("a search has an address: it can be linked, reloaded and sent by the form", async () => {
  const { page, problems, close } = await search({}, "?q=coffee+machine");
  await told(page, "for “coffee machine”");
  assert.equal((await titles(page))[0], "Sarah and John");
  assert.equal(await page.locator("#r-q").inputValue(), "coffee machine");
  await page.locator("#r-results a").first().click();
  await page.waitForURL(/\/stories\/sarah-and-john\/$/);
  await page.goBack();
  await told(page, "for “coffee machine”");
  assert.deepEqual(problems, []);
  await close();
});

test("arrows walk through the results, Enter opens one, Escape clears", async () => {
  const { page, close } = await search();
  const field = page.locator("#r-q");
  await field.focus();
  await page.keyboard.type("trust");
  await told(page, "for “trust”");
  const found = await titles(page);
  assert.ok(found.length >= 2);
  const at = async () => (await page.evaluate(focused)).name;
  await page.keyboard.press("ArrowDown");
  assert.ok((await at()).includes(found[0].slice(0, 30)), await at());
  assert.ok((await page.evaluate(focused)).outline >= 3, "one sees where it is");
  await page.keyboard.press("ArrowDown");
  assert.ok((await at()).includes(found[1].slice(0, 30)), await at());
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.match(await at(), /^INPUT/);
  await page.keyboard.press("Tab");
  assert.match(await at(), /^BUTTON "Search"/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  assert.match(await at(), /^INPUT/);
  assert.equal(await field.inputValue(), "");
  await page.waitForFunction(() => document.querySelector("#r-results").childElementCount === 0);
  assert.equal(new URL(page.url()).search, "");
  await page.keyboard.type("trust");
  await told(page, "for “trust”");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/stories\/[^/]+\/$/);
  assert.equal(await page.locator("h1").innerText(), found[0]);
  await close();
});

test("only what is needed is loaded, and only when it is", async (t) => {
  const host = await serve(site.folder);
  t.after(host.stop);
  const { page, close } = await open(`${host.address}/search/`);
  await page.waitForLoadState("networkidle");
  const parts = () => host.asked.filter((path) => path.startsWith("/assets/search/"));
  assert.deepEqual(parts(), []);
  await page.locator("#r-q").fill("maria");
  await told(page, "for “maria”");
  assert.deepEqual(parts().sort(), ["/assets/search/e0.js", "/assets/search/map.js", "/assets/search/w0.js"]);
  await page.locator("#r-q").fill("james");
  await told(page, "for “james”");
  assert.equal(parts().length, 3, "nothing is loaded twice");
  await close();
});

test("a site that changed since says so", async (t) => {
  const host = await serve(site.folder);
  t.after(host.stop);
  const { page, close } = await open(`${host.address}/search/`);
  await page.route("**/assets/search/w0.js*", async (route) => {
    const body = (await readFile(join(site.folder, "assets/search/w0.js"), "utf8")).replace(/^(rippleSearch\("w0",)"\w+"/, '$1"0000000000"');
    await route.fulfill({ body, contentType: "text/javascript" });
  });
  await page.locator("#r-q").fill("maria");
  await told(page, "The stories have changed since this page was opened.");
  await page.route("**/assets/search/w0.js*", (route) => route.abort());
  await page.locator("#r-q").fill("james");
  await told(page, "The search could not be loaded.");
  await page.unroute("**/assets/search/w0.js*");
  await page.locator("#r-q").fill("mentors");
  await told(page, "for “mentors”");
  await close();
});

describe("in a site of many words", () => {
  // Sixty stories of 900 words, in which each word of a thousand stands in one of ten; one word is in all, in a title here and there.
  const STORIES = 60;
  const letters = (number) => [...String(number).padStart(3, "0")].map((digit) => "bdfgklmnps"[digit] + "aeiou"[digit % 5]).join("");
  let many;
  let host;
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "ripple-words-"));
    await mkdir(join(folder, "content", "stories"), { recursive: true });
    await writeFile(join(folder, "ripple.yaml"), "title: Words\nsafeguarding: open\ncontact: us@example.org\n");
    for (let story = 0; story < STORIES; story += 1) {
      const words = Array.from({ length: 900 }, (_, place) => letters((place * 10 + story) % 1000)).join(" ");
      const title = story % 20 === 7 ? `Common ${story}` : `Story ${story}`;
      const day = new Date(Date.UTC(2025, 0, 1 + story)).toISOString().slice(0, 10);
      await writeFile(join(folder, "content", "stories", `s${story}.md`), `---\ntitle: ${title}\ndate: ${day}\n---\nCommon, ${words}.\n`);
    }
    many = await buildFolder(folder);
    host = await serve(many.folder);
    await rm(folder, { recursive: true, force: true });
  });
  after(async () => {
    await host?.stop();
    await many?.remove();
  });

  test("titles come first, then the newest; more are shown when asked for", async () => {
    const { page, problems, close } = await open(`${host.address}/search/?q=common`);
    await told(page, "60 results for “common”");
    assert.deepEqual((await titles(page)).slice(0, 5), ["Common 47", "Common 27", "Common 7", "Story 59", "Story 58"]);
    assert.equal((await titles(page)).length, 10);
    const more = page.getByRole("button", { name: "Show more" });
    await more.click();
    await page.waitForFunction(() => document.querySelectorAll("#r-results li").length === 20);
    assert.match((await page.evaluate(focused)).name, /^A "Story/);
    assert.equal(new Set(await titles(page)).size, 20);
    for (let step = 0; step < 4; step += 1) await more.click();
    await more.waitFor({ state: "detached" });
    assert.equal(new Set(await titles(page)).size, STORIES);
    assert.deepEqual(problems, []);
    await close();
  });

  test("words from all over the index are found together, and of a beginning what fits into a few files", async () => {
    const { page, problems, close } = await open(`${host.address}/search/`);
    const first = (await readFile(join(many.folder, "assets/search/map.js"), "utf8")).match(/"words":\[.*\]/)[0];
    assert.ok(first.split("],[").length > 3, first);
    // Both words end in 7, so they stand in the stories that do.
    for (const [typed, count] of [[`${letters(7)} ${letters(997)} ${letters(457)}`, 6], [letters(123), 6], [letters(12).slice(0, 4), STORIES], [`${letters(7)} ${letters(8)}`, 0]]) {
      await page.locator("#r-q").fill(typed);
      await told(page, count ? `${count} results for “${typed}”` : `Nothing here has “${typed}”`);
    }
    await page.locator("#r-q").fill(letters(997));
    await told(page, `6 results for “${letters(997)}”`);
    assert.ok((await titles(page)).every((title) => title.endsWith("7")), `${await titles(page)}`);
    assert.deepEqual(problems, []);
    await close();
  });
});

describe("from disk, without a server", () => {
  for (const [name, typed, title, mark] of [
    ["japanese", "コーヒー", /コーヒー/, "コーヒー"],
    ["arabic", "مريم تتكلم", /مريم/, "مريم"],
  ]) {
    test(name, async (t) => {
      const made = await buildFixture(name, { settings: "relative: true" });
      t.after(made.remove);
      const { page, problems, close } = await open(fileAddress(made.folder, "search/index.html"));
      await page.locator("#r-q").fill(typed);
      await page.locator("#r-results h3").first().waitFor();
      assert.match((await page.locator("#r-results").innerText()), title);
      assert.ok((await marks(page)).includes(mark), `${await marks(page)}`);
      await page.locator("#r-results a").first().click();
      await page.waitForURL(/\/stories\/[^/]+\/index\.html$/);
      assert.deepEqual(problems, []);
      await close();
    });
  }

  test("by its address, too", async (t) => {
    const made = await buildExample({ settings: "relative: true" });
    t.after(made.remove);
    const { page, problems, close } = await open(`${fileAddress(made.folder, "search/index.html")}?q=maria`);
    await told(page, "for “maria”");
    assert.ok((await titles(page)).length >= 2);
    assert.deepEqual(problems, []);
    await close();
  });
});

describe("for everybody", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [320, 1280]) {
      test(`${colorScheme}, ${width} px`, async () => {
        const { page, problems, close } = await search({ colorScheme, viewport: { width, height: 800 } });
        assert.deepEqual(await accessibilityProblems(page), []);
        await page.locator("#r-q").fill("maria");
        await told(page, "for “maria”");
        assert.deepEqual(await accessibilityProblems(page), []);
        assert.deepEqual(await page.evaluate(tooWide), []);
        assert.deepEqual(problems, []);
        await close();
      });
    }
  }

  test("without a script the page leads to other ways in", async () => {
    const { page, close } = await search({ javaScriptEnabled: false });
    await page.locator("noscript p").waitFor();
    assert.equal(await page.locator("#r-q").isVisible(), false);
    const ways = await page.getByRole("navigation", { name: "Other ways in" }).getByRole("link").all();
    assert.ok(ways.length >= 3);
    for (const way of ways) {
      const found = await stat(join(site.folder, await way.getAttribute("href"), "index.html"));
      assert.ok(found.isFile());
    }
    await close();
  });
});
