// The preview in a real browser: what somebody sees who writes with a page open beside the editor.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { launch } from "./chromium.js";
import { copyExample, preview, shows, tabs, themeFile, until } from "./preview.js";

const ABOUT = "content/pages/about.md";
const MARIA = "content/stories/maria-speaks.md";
const STYLE = "themes/default/static/style.css";
const PAGE = "themes/default/templates/page.html";

// Everything that a reader may have done to a page.
const FORM = `<form><p><input name="word" value="given"><textarea name="text"></textarea>
<label><input type="checkbox" name="tick"> tick</label>
<label><input type="radio" name="one" value="a" checked> a</label><label><input type="radio" name="one" value="b"> b</label>
<select name="choice"><option>first</option><option>second</option></select></p></form>
<details><summary>More</summary><p>Hidden words</p></details><details open><summary>Less</summary><p>Seen words</p></details>`;

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

const story = (title, text, fields = "") => `---\ntitle: ${title}\ndate: 2026-03-02\nconsent: {status: not-needed}\n${fields}---\n${text}\n`;

// A reload that was not wanted takes this away.
const mark = (page) => page.evaluate(() => void (window.mark = "still the same page"));
const isMarked = (page) => page.evaluate(() => window.mark !== undefined);

describe("while somebody writes", () => {
  let site;
  let server;
  let desk;

  before(async () => {
    const page = (await themeFile("templates/page.html")).replace("</article>", `${FORM}</article>`);
    site = await copyExample({ [PAGE]: page, [STYLE]: await themeFile("static/style.css") });
    server = await preview(site);
    desk = await tabs(browser);
  });

  after(async () => {
    await desk?.close();
    await server?.stop();
    await site?.discard();
    assert.deepEqual(desk.wrong, []);
  });

  test("a saved text is shown, and everything else stays as it was", async () => {
    const page = await desk.open(`${server.address}/about/`);
    await page.fill("[name=word]", "my own words");
    await page.fill("[name=text]", "two\nlines");
    await page.check("[name=tick]");
    await page.check("[value=b]");
    await page.selectOption("[name=choice]", "second");
    await page.click("text=More");
    await page.click("text=Less");
    await page.focus("[name=word]");
    await page.evaluate(() => document.querySelector("[name=word]").setSelectionRange(3, 6));
    await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
    const state = () =>
      page.evaluate(() => ({
        at: Math.round(scrollY),
        focus: document.activeElement.name,
        selection: [document.activeElement.selectionStart, document.activeElement.selectionEnd],
        fields: [...new FormData(document.querySelector("form"))].map(([, value]) => value),
        open: [...document.querySelectorAll("details")].map((details) => details.open),
      }));
    const left = await state();
    assert.equal(left.at, 700);
    assert.deepEqual(left.open, [true, false]);
    await mark(page);
    let loads = 0;
    page.on("load", () => (loads += 1));
    await site.change(ABOUT, "Most\nkindness is never written down.", "Most\nkindness was never written down.");
    await shows(page, "kindness was never written down");
    assert.ok(!(await isMarked(page)));
    await page.waitForLoadState();
    assert.deepEqual(await state(), left);
    // A second time, with nothing kept twice.
    await site.change(ABOUT, "kindness was never", "kindness is never");
    await shows(page, "kindness is never written down");
    await page.waitForLoadState();
    assert.deepEqual(await state(), left);
    assert.equal(loads, 2, "one save is one reload");
    await page.close();
  });

  test("what is written above the place that is looked at does not move it", async () => {
    const LONG = "content/stories/long.md";
    const paragraphs = Array.from({ length: 60 }, (_, at) => `This is paragraph ${at}. ${"It was raining. ".repeat(12)}`);
    const write = (list) => site.write(LONG, story("A long one", list.join("\n\n")));
    await write(paragraphs);
    const page = await desk.open(`${server.address}/stories/long/`);
    await shows(page, "This is paragraph 59");
    const place = () =>
      page.evaluate(() => {
        const all = [...document.querySelectorAll("main .text p")];
        const first = all.find((paragraph) => paragraph.getBoundingClientRect().bottom > 0);
        return [first.textContent.slice(0, 20), Math.round(first.getBoundingClientRect().top)];
      });
    await page.evaluate(() => scrollTo({ top: 3000, behavior: "instant" }));
    const before = await place();
    for (let more = 1; more <= 3; more += 1) {
      await write([...paragraphs.slice(0, 3), ...Array(more).fill(`And ${more} lines more.`), ...paragraphs.slice(3)]);
      await shows(page, `And ${more} lines more.`);
      await page.waitForLoadState();
      assert.deepEqual(await place(), before);
    }
    await site.remove(LONG);
    await page.close();
  });

  test("a page that is empty or gone for a moment comes back as it was", async () => {
    const page = await desk.open(`${server.address}/about/`);
    const text = await site.read(ABOUT);
    await page.fill("[name=word]", "my own words");
    await page.click("text=More");
    await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
    // As a program leaves it that empties a file and is slow to fill it; and as somebody leaves it who has moved it away.
    for (const leave of [() => site.write(ABOUT, ""), () => site.remove(ABOUT)]) {
      await leave();
      await page.waitForFunction(() => document.body && !document.body.innerText.includes("Somebody listens"));
      await page.waitForLoadState();
      // A second time, so that what is kept is kept over more than one reload.
      await Promise.all([page.waitForEvent("load"), site.change(MARIA, "title: Maria", "title: Now Maria")]);
      await Promise.all([page.waitForEvent("load"), site.change(MARIA, "title: Now Maria", "title: Maria")]);
      await site.write(ABOUT, `${text}\nAnd more below.\n`);
      await shows(page, "And more below");
      await page.waitForLoadState();
      assert.equal(await page.evaluate(() => Math.round(scrollY)), 700);
      assert.equal(await page.inputValue("[name=word]"), "my own words");
      assert.ok(await page.evaluate(() => document.querySelector("details").open));
      await site.write(ABOUT, text);
      await page.waitForFunction(() => document.body && !document.body.innerText.includes("And more below"));
    }
    // Whoever goes away meanwhile, and comes another time, begins at the top.
    await site.write(ABOUT, "");
    await page.waitForFunction(() => document.body && !document.body.innerText.includes("Somebody listens"));
    await page.goto(`${server.address}/stories/maria-speaks/`);
    await site.write(ABOUT, text);
    await page.goto(`${server.address}/about/`);
    await shows(page, "Somebody listens");
    await page.waitForLoadState();
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.close();
  });

  test("of many parts every one is as it was, and what an older program kept is in nobody's way", async () => {
    const whole = await site.read(PAGE);
    const parts = Array.from({ length: 300 }, (_, at) => `<details><summary>Part ${at}</summary>x</details>`).join("");
    await site.write(PAGE, whole.replace("</article>", `${parts}</article>`));
    const page = await desk.open(`${server.address}/about/`);
    await shows(page, "Part 299");
    await page.evaluate(() => {
      for (const at of [0, 5, 299]) [...document.querySelectorAll("details")].find((part) => part.textContent === `Part ${at}x`).open = true;
      sessionStorage.setItem("__ripple:page:/about/", '{"x":0,"y":100,"anchors":[],"open":[],"fields":[]}');
    });
    await Promise.all([page.waitForEvent("load"), site.change(MARIA, "title: Maria", "title: Now Maria")]);
    const open = () => page.evaluate(() => [...document.querySelectorAll("details[open] > summary")].map((part) => part.textContent));
    assert.deepEqual((await open()).filter((words) => words.startsWith("Part")), ["Part 0", "Part 5", "Part 299"]);
    await Promise.all([page.waitForEvent("load"), site.change(MARIA, "title: Now Maria", "title: Maria")]);
    await site.write(PAGE, whole);
    await page.close();
  });

  test("a site that is served below another path from now on is gone to, with all that was written", async () => {
    const page = await desk.open(`${server.address}/about/`);
    const config = await site.read("ripple.yaml");
    const base = /^base_url: .*$/m;
    assert.match(config, base);
    await page.fill("[name=word]", "my own words");
    await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
    await site.write("ripple.yaml", config.replace(base, "base_url: https://example.org/wall/"));
    await page.waitForURL(`${server.address}/wall/about/`, { waitUntil: "load" });
    assert.equal(await page.inputValue("[name=word]"), "my own words");
    assert.equal(await page.evaluate(() => Math.round(scrollY)), 700);
    await site.write("ripple.yaml", config);
    await page.waitForURL(`${server.address}/about/`, { waitUntil: "load" });
    assert.equal(await page.inputValue("[name=word]"), "my own words");
    await page.close();
  });

  test("of many saves in a row the last one is shown", async () => {
    const page = await desk.open(`${server.address}/about/`);
    const text = await site.read(ABOUT);
    for (let count = 0; count <= 60; count += 1) {
      await site.write(ABOUT, text.replace("Somebody listens", `Somebody number ${count} listens`));
      // Faster and slower than the preview.
      await new Promise((done) => setTimeout(done, count));
    }
    await shows(page, "Somebody number 60 listens");
    await site.write(ABOUT, text);
    await shows(page, "Somebody listens");
    await page.close();
  });

  test("a changed stylesheet is put in place, without a reload and without a bare moment", async () => {
    const page = await desk.open(`${server.address}/about/`);
    const other = await desk.open(`${server.address}/`);
    await Promise.all([mark(page), mark(other)]);
    let release;
    const held = new Promise((done) => (release = done));
    let asked = false;
    await page.route(/\/assets\/style\..*\?v=/, async (route) => {
      asked = true;
      await held;
      await route.continue();
    });
    const looks = () => page.evaluate(() => [getComputedStyle(document.querySelector("h1")).color, getComputedStyle(document.body).fontFamily]);
    const before = await looks();
    const sheet = await site.read(STYLE);
    await site.replace(STYLE, `${sheet}\nh1 { color: rgb(1, 2, 3) !important; }\n`);
    await until("the new stylesheet is asked for", () => asked);
    // Until it is there, nothing changes.
    assert.deepEqual(await looks(), before);
    release();
    const red = (tab, colour) => tab.waitForFunction((colour) => getComputedStyle(document.querySelector("h1")).color === colour, colour, { polling: 30 });
    await red(page, "rgb(1, 2, 3)");
    await red(other, "rgb(1, 2, 3)");
    await site.write(STYLE, `${sheet}\nh1 { color: rgb(4, 5, 6) !important; }\n`);
    await red(page, "rgb(4, 5, 6)");
    await page.waitForFunction(() => document.querySelectorAll('link[rel="stylesheet"][href*="/style."]').length === 1);
    assert.ok((await isMarked(page)) && (await isMarked(other)), "it was loaded again");
    // Who comes later gets the new one, and a text that is saved now is shown with it.
    const late = await desk.open(`${server.address}/about/`);
    await red(late, "rgb(4, 5, 6)");
    await site.change(ABOUT, "Nobody here is real.", "Nobody here is really real.");
    await shows(page, "really real");
    await red(page, "rgb(4, 5, 6)");
    await site.write(STYLE, sheet);
    await page.waitForFunction(([colour]) => getComputedStyle(document.querySelector("h1")).color === colour, before);
    await Promise.all([page, other, late].map((tab) => tab.close()));
  });

  test("new, renamed and deleted stories are seen, and new folders", async () => {
    const wall = await desk.open(`${server.address}/stories/`);
    await site.write("content/stories/brand-new.md", story("A brand new story", "Words."));
    await shows(wall, "A brand new story");
    await site.write("content/stories/folder/deeper/inside.md", story("In a new folder", "Words."));
    await shows(wall, "In a new folder");
    await site.write("content/stories/folder/deeper/inside.md", story("Changed in a new folder", "Words."));
    await shows(wall, "Changed in a new folder");
    const page = await desk.open(`${server.address}/stories/brand-new/`);
    await site.move("content/stories/brand-new.md", "content/stories/other-name.md");
    // The page is gone, and says so by itself.
    await page.waitForFunction(() => !document.body.innerText.includes("A brand new story"), null, { polling: 30 });
    await wall.waitForFunction(() => document.querySelector('a[href="/stories/other-name/"]'), null, { polling: 30 });
    await site.move("content/stories/other-name.md", "content/stories/brand-new.md");
    await shows(page, "A brand new story");
    await site.remove("content/stories/folder");
    await wall.waitForFunction(() => !document.body.innerText.includes("in a new folder"), null, { polling: 30 });
    await site.remove("content/stories/brand-new.md");
    await wall.waitForFunction(() => !document.body.innerText.includes("A brand new story"), null, { polling: 30 });
    await Promise.all([wall.close(), page.close()]);
  });

  test("a save by rename and a changed template are seen", async () => {
    const page = await desk.open(`${server.address}/about/`);
    const text = await site.read(ABOUT);
    await site.replace(ABOUT, text.replace("Somebody listens", "Somebody really listens"));
    await shows(page, "Somebody really listens");
    await site.replace(ABOUT, text);
    await page.waitForFunction(() => !document.body.innerText.includes("really listens"), null, { polling: 30 });
    await site.change(PAGE, "<h1>", "<h1>In a new frame: ");
    await shows(page, "In a new frame: About");
    await site.change(PAGE, "In a new frame: ", "");
    await page.waitForFunction(() => !document.body.innerText.includes("In a new frame"), null, { polling: 30 });
    await page.close();
  });

  test("a branch switch is seen", async () => {
    const git = (...words) =>
      promisify(execFile)("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", ...words], { cwd: site.root });
    const wall = await desk.open(`${server.address}/stories/`);
    await git("init", "-q", "-b", "first");
    await git("add", ".");
    await git("commit", "-qm", "first");
    await git("switch", "-qc", "second");
    await site.remove("content/stories/the-wrong-bus.md");
    await site.change(MARIA, "title: Maria speaks", "title: Maria speaks up");
    for (let count = 0; count < 5; count += 1) await site.write(`content/stories/many/s${count}.md`, story(`One of many ${count}`, "Words."));
    await git("add", ".");
    await git("commit", "-qm", "second");
    await shows(wall, "Maria speaks up");
    await git("switch", "-q", "first");
    const isFirst = () => {
      const text = document.body.innerText;
      return text.includes("The wrong bus") && !text.includes("Maria speaks up") && !text.includes("One of many");
    };
    await wall.waitForFunction(isFirst, null, { polling: 30 });
    await git("switch", "-q", "second");
    await wall.waitForFunction(() => document.body.innerText.includes("One of many 4") && !document.body.innerText.includes("The wrong bus"), null, { polling: 30 });
    await git("switch", "-q", "first");
    await wall.waitForFunction(isFirst, null, { polling: 30 });
    await wall.close();
  });

  test("a page that was loaded while the site was read anew is not left old", async () => {
    const page = await desk.context.newPage();
    let release;
    const held = new Promise((done) => (release = done));
    await page.route("**/__ripple/reload.js", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${server.address}/about/`, { waitUntil: "commit" });
    await until("the page is there", () => page.evaluate(() => document.body?.innerText.includes("Somebody listens")));
    await site.change(ABOUT, "Somebody listens", "Somebody late listens");
    await until("the new text is served", async () => (await (await fetch(`${server.address}/about/`)).text()).includes("Somebody late"));
    assert.ok(!(await page.innerText("main")).includes("Somebody late"));
    release();
    await shows(page, "Somebody late listens");
    await site.change(ABOUT, "Somebody late listens", "Somebody listens");
    await page.close();
  });

  test("a page that is gone back to is not left old", async () => {
    const page = await desk.open(`${server.address}/about/`);
    await page.goto(`${server.address}/stories/`);
    await mark(page);
    await site.change(ABOUT, "Somebody listens", "Somebody behind listens");
    // This page was loaded again as well, and is done with it.
    await page.waitForFunction(() => window.mark === undefined && document.readyState === "complete");
    await page.goBack({ waitUntil: "commit" });
    await shows(page, "Somebody behind listens");
    await site.change(ABOUT, "Somebody behind listens", "Somebody listens");
    await page.close();
  });

  test("visitors' eyes", async () => {
    await site.write("content/stories/secret.md", story("Not for all", "Not yet.", "draft: true\n"));
    const page = await desk.open(`${server.address}/stories/`);
    await shows(page, "Not for all");
    await page.goto(`${server.address}/__ripple/as/visitor?to=/stories/`);
    assert.equal(new URL(page.url()).pathname, "/stories/");
    assert.ok(!(await page.innerText("body")).includes("Not for all"));
    assert.equal((await page.goto(`${server.address}/stories/secret/`)).status(), 404);
    // Others may look at the screen: that something is wrong is told, and not what.
    await site.write("content/stories/secret.md", story("Not for all", "Not yet.", "draft: perhaps\n"));
    await page.goto(`${server.address}/stories/`);
    const count = page.getByRole("button", { name: /^\d+ errors?/ });
    await count.click();
    const { words } = await page.evaluate(box);
    assert.match(words, /told to the writer alone/);
    assert.doesNotMatch(words, /secret|Not for all|perhaps/);
    await mark(page);
    await site.write("content/stories/secret.md", story("Not for all", "Not yet.", "draft: true\n"));
    await page.waitForFunction(() => window.mark === undefined && document.readyState === "complete");
    assert.equal(await count.count(), 0);
    await page.goto(`${server.address}/__ripple/as/writer?to=/stories/secret/`);
    await shows(page, "Not yet.");
    // A visitor's page is kept up to date as well: what is published appears by itself.
    await page.goto(`${server.address}/__ripple/as/visitor?to=/stories/`);
    await site.write("content/stories/secret.md", story("Not for all", "Now."));
    await shows(page, "Not for all");
    await page.goto(`${server.address}/__ripple/as/writer?to=/`);
    await site.remove("content/stories/secret.md");
    await page.close();
  });
});

describe("many tabs", () => {
  const COUNT = 14;
  let site;
  let server;

  before(async () => {
    site = await copyExample();
    server = await preview(site);
  });

  after(async () => {
    await server?.stop();
    await site?.discard();
  });

  async function allGetIt(prepare, streams) {
    const desk = await tabs(browser);
    // Connections that pages have; a worker's are none of them.
    const connections = new Set();
    desk.context.on("request", (request) => new URL(request.url()).pathname === "/__ripple/events" && connections.add(request));
    for (const end of ["requestfinished", "requestfailed"]) desk.context.on(end, (request) => connections.delete(request));
    await prepare(desk.context);
    const open = await Promise.all(Array.from({ length: COUNT }, () => desk.open(`${server.address}/stories/maria-speaks/`)));
    const round = async (words) => {
      await site.write(MARIA, (await site.read(MARIA)).replace(/title: .*/, `title: ${words}`));
      await Promise.all(desk.context.pages().map((page) => shows(page, words)));
    };
    await round("Maria speaks to all tabs");
    // Also when some of them are closed, the first ones among them.
    await Promise.all(open.slice(0, 5).map((page) => page.close()));
    await round("Maria speaks to the others");
    await streams(connections, desk.context.pages()[0]);
    assert.deepEqual(desk.wrong, []);
    await desk.close();
  }

  test("all load at once and hear over one connection of a worker that they share", async () => {
    const cdp = await browser.newBrowserCDPSession();
    await allGetIt(
      () => {},
      async (open) => {
        assert.deepEqual([...open], [], "a page has a connection of its own");
        const { targetInfos } = await cdp.send("Target.getTargets");
        const workers = targetInfos.filter((target) => target.type === "shared_worker" && target.url.startsWith(server.address));
        assert.equal(workers.length, 1);
      },
    );
  });

  test("where there are no shared workers, one tab hears for all, and another takes over", async () => {
    await allGetIt(
      (context) => context.addInitScript(() => delete window.SharedWorker),
      async (open, page) => {
        // Nobody tells of the end of what a closed tab had asked for.
        const theirs = () => [...open].filter((request) => !request.frame().page().isClosed());
        await until("one tab has a connection", () => theirs().length === 1);
        // A page shows its words before its script has asked to be the next one.
        const standing = () => page.evaluate(() => navigator.locks.query().then(({ held, pending }) => [held.length, pending.length]));
        await until("one tab hears and all others wait", async () => String(await standing()) === String([1, COUNT - 5 - 1]));
      },
    );
  });
});

test("after the server was started again, pages come back by themselves", async (t) => {
  const site = await copyExample();
  t.after(site.discard);
  const first = await preview(site);
  const desk = await tabs(browser);
  t.after(desk.close);
  const [one, other] = [await desk.open(`${first.address}/about/`), await desk.open(`${first.address}/stories/maria-speaks/`)];
  for (const words of ["Somebody new listens", "Somebody newer listens"]) {
    await Promise.all([mark(one), mark(other)]);
    const stopping = words === "Somebody new listens" ? first : null;
    await (stopping ?? desk.server).stop();
    await site.write(ABOUT, (await site.read(ABOUT)).replace(/Somebody.*?listens/, words));
    desk.server = await preview(site, { port: first.port });
    await shows(one, words);
    await other.waitForFunction(() => window.mark === undefined, null, { polling: 30 });
  }
  // And hear of what comes then.
  await site.change(ABOUT, "Somebody newer", "Somebody newest");
  await shows(one, "Somebody newest listens");
  assert.deepEqual(desk.wrong, []);
  // Nobody is left in the belief that a page is followed which is not.
  await desk.server.stop();
  await Promise.all([one, other].map((page) => page.getByText("The preview has ended").waitFor()));
});

describe("a site that is broken when the preview starts appears when it is mended", () => {
  const broken = {
    "its configuration": ["ripple.yaml", "title: [\n", null],
    "its theme": ["themes/default/templates/base.html", "{% if %}", () => themeFile("templates/base.html")],
  };
  for (const [what, [path, text, good]] of Object.entries(broken)) {
    test(what, async (t) => {
      const site = await copyExample();
      t.after(site.discard);
      const whole = good ? await good() : await site.read(path);
      await site.write(path, text);
      const server = await preview(site);
      t.after(server.stop);
      const desk = await tabs(browser);
      t.after(desk.close);
      const page = await desk.open(`${server.address}/stories/maria-speaks/`);
      await shows(page, "The site cannot be shown yet");
      await site.write(path, whole);
      await shows(page, "Maria had a way of not being asked");
      assert.deepEqual(desk.wrong, []);
    });
  }
});

// The box of problems as somebody sees it: its words if it is open, and how many pictures it has.
const box = () => {
  const section = document.querySelector("ripple-problems")?.shadowRoot.querySelector("section");
  if (!section || section.hidden) return null;
  return { words: section.innerText, pictures: section.querySelectorAll("img").length };
};

const opened = (page, words) =>
  page.waitForFunction(([box, words]) => new Function(`return (${box})()`)()?.words.includes(words), [box.toString(), words], { polling: 30 });
const gone = (page) => page.waitForFunction((box) => new Function(`return (${box})()`)() === null, box.toString(), { polling: 30 });

describe("problems are shown in the browser", () => {
  let site;
  let server;
  let desk;

  before(async () => {
    site = await copyExample();
    server = await preview(site);
    desk = await tabs(browser);
  });

  after(async () => {
    await desk?.close();
    await server?.stop();
    await site?.discard();
    assert.deepEqual(desk.wrong, []);
  });

  test("broken front matter: over the page, with its place and line, until it is mended", async () => {
    const [page, other] = [await desk.open(`${server.address}/stories/maria-speaks/`), await desk.open(`${server.address}/about/`)];
    const text = await site.read(MARIA);
    await site.write(MARIA, text.replace("title: Maria speaks", "title: [Maria <img src=x onerror=alert(1)>"));
    await Promise.all([opened(page, "maria-speaks.md"), opened(other, "maria-speaks.md")]);
    const { words, pictures } = await page.evaluate(box);
    assert.match(words, /maria-speaks\.md:\d+/);
    assert.match(words, /title: \[Maria/);
    assert.equal(pictures, 0);
    assert.ok((await other.innerText("main")).includes("Somebody listens"), "the page below is still there");
    // Who comes later is told too.
    const late = await desk.open(`${server.address}/stories/`);
    await opened(late, "maria-speaks.md");
    await site.write(MARIA, text);
    await Promise.all([page, other, late].map(gone));
    assert.ok((await page.innerText("main")).includes("Maria had a way"));
    await Promise.all([page, other, late].map((tab) => tab.close()));
  });

  test("what is wrong and that it is mended is spoken, and closing leaves the focus at the button", async () => {
    const page = await desk.open(`${server.address}/stories/maria-speaks/`);
    const spoken = (words) =>
      page.waitForFunction(
        (words) => document.querySelector("ripple-problems")?.shadowRoot.querySelector("[role=status]").textContent === words,
        words,
      );
    const text = await site.read(MARIA);
    await site.write(MARIA, text.replace("title: Maria speaks", "title: [Maria"));
    await spoken("1 error");
    await page.evaluate(() => document.querySelector("ripple-problems").shadowRoot.querySelector(".close").focus());
    await page.keyboard.press("Enter");
    const active = () => document.querySelector("ripple-problems").shadowRoot.activeElement?.className;
    assert.match(await page.evaluate(active), /^again\b/);
    await site.write(MARIA, text);
    await spoken("All problems are mended.");
    await page.close();
  });

  test("broken configuration: the last good pages stay below", async () => {
    const page = await desk.open(`${server.address}/about/`);
    await mark(page);
    const text = await site.read("ripple.yaml");
    await site.write("ripple.yaml", `${text}\nno-such-setting: [\n`);
    await opened(page, "ripple.yaml");
    assert.ok(await isMarked(page), "nothing has changed but what is wrong");
    await page.reload();
    await opened(page, "ripple.yaml");
    assert.ok((await page.innerText("main")).includes("Somebody listens"));
    // Nobody takes the old page for the new one, here or in the bar.
    const bar = page.getByRole("complementary", { name: "For the writer" });
    assert.match((await page.evaluate(box)).words, /The pages are from before/);
    assert.match(await bar.innerText(), /This page is from before/);
    await site.write("ripple.yaml", text);
    await gone(page);
    assert.doesNotMatch(await bar.innerText(), /from before/);
    await page.close();
  });

  test("a box that was closed stays closed until something else is wrong", async () => {
    const page = await desk.open(`${server.address}/about/`);
    const text = await site.read("ripple.yaml");
    await site.write("ripple.yaml", `${text}\nno-such-setting: [\n`);
    await opened(page, "ripple.yaml");
    await page.keyboard.press("Escape");
    await gone(page);
    await page.reload();
    await page.getByRole("button", { name: /error/ }).waitFor();
    assert.equal(await page.evaluate(box), null);
    await site.write("ripple.yaml", `${text}\nno-other-setting: {\n`);
    await opened(page, "no-other-setting");
    await site.write("ripple.yaml", text);
    await gone(page);
    await page.close();
  });

  test("the panel is seen when it is asked for, and the problems come back at a click", async () => {
    const page = await desk.open(`${server.address}/stories/maria-mentors/`);
    const panel = page.locator("ripple-bar .panel");
    const summary = page.locator("ripple-bar aside").getByText("About this page");
    const isOnTop = () => panel.evaluate((panel) => {
      const { left, top, width, height } = panel.getBoundingClientRect();
      return panel.getRootNode().elementFromPoint(left + width / 2, top + height / 2)?.closest(".panel") === panel;
    });
    const text = await site.read("ripple.yaml");
    await site.write("ripple.yaml", `${text}\nno-such-setting: [\n`);
    for (const width of [1000, 390]) {
      await page.setViewportSize({ width, height: 500 });
      await opened(page, "ripple.yaml");
      await summary.click();
      await gone(page);
      assert.ok(await isOnTop(), `the panel can be read at ${width}`);
      await page.getByRole("button", { name: /error/ }).click();
      await opened(page, "ripple.yaml");
      // It is still open behind them: who asks again wants to see it, not to close it.
      await summary.click();
      await gone(page);
      assert.ok(await isOnTop(), `the panel can be read again at ${width}`);
      await summary.click();
      assert.ok(!(await panel.isVisible()));
      await page.getByRole("button", { name: /error/ }).click();
    }
    await site.write("ripple.yaml", text);
    await gone(page);
    await page.setViewportSize({ width: 1000, height: 500 });
    await page.close();
  });

  test("at 400 % zoom the window is the page's, and what is wrong begins in it", async () => {
    const page = await desk.open(`${server.address}/stories/maria-mentors/`);
    await page.setViewportSize({ width: 320, height: 256 });
    const bar = page.getByRole("complementary", { name: "For the writer" });
    assert.ok((await bar.boundingBox()).y > 256);
    const text = await site.read("ripple.yaml");
    await site.write("ripple.yaml", `${text}\nno-such-setting: [\n`);
    await opened(page, "ripple.yaml");
    const { y, height } = await page.locator("ripple-problems section").boundingBox();
    assert.ok(y >= 40 && y + height <= 256 && height > 128, `${y} ${height}`);
    await site.write("ripple.yaml", text);
    await gone(page);
    await page.close();
  });

  test("also when the very first state is broken", async (t) => {
    const broken = await copyExample({ "ripple.yaml": "title: [\n" });
    t.after(broken.discard);
    const first = await preview(broken);
    t.after(first.stop);
    const page = await desk.open(`${first.address}/`);
    await opened(page, "ripple.yaml");
    const { words } = await page.evaluate(box);
    assert.match(words, /No page can be made until the errors are mended/);
    assert.doesNotMatch(words, /from before/);
    assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /system-ui/, "it is not bare");
    await broken.write("ripple.yaml", await site.read("ripple.yaml"));
    await shows(page, "Ten Minutes");
    await gone(page);
    await page.close();
  });
});

// A preview of its own, with tabs, until a test ends.
async function begun(t, options) {
  const site = await copyExample();
  t.after(site.discard);
  const server = await preview(site, { options });
  t.after(server.stop);
  const desk = await tabs(browser);
  t.after(desk.close);
  return { site, server, desk };
}

test("with --navigate the tab goes to the page that was changed, and the others stay", async (t) => {
  const { site, server, desk } = await begun(t, ["--navigate"]);
  const behind = await desk.open("about:blank");
  // Every tab of these tests believes that it has the focus.
  await behind.addInitScript(() => (document.hasFocus = () => false));
  await behind.goto(`${server.address}/about/`);
  const front = await desk.open(`${server.address}/`);
  await site.change(MARIA, "Maria had a way", "Maria always had a way");
  await front.waitForURL("**/stories/maria-speaks/");
  await shows(front, "Maria always had a way");
  await site.change(MARIA, "Maria always had", "Maria had");
  await shows(front, "Maria had a way");
  assert.equal(new URL(behind.url()).pathname, "/about/");
  // The style belongs to no page.
  await mark(front);
  await site.write(STYLE, `${await themeFile("static/style.css")}\nh1 { color: rgb(1, 2, 3) !important; }\n`);
  await front.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
  assert.equal(new URL(front.url()).pathname, "/stories/maria-speaks/");
});

test("with --navigate a tab that was on its way when the change came goes there as well", async (t) => {
  const { site, server, desk } = await begun(t, ["--navigate"]);
  const front = await desk.open("about:blank");
  await front.route(`${server.address}/`, async (route) => {
    const response = await route.fetch();
    await site.change(MARIA, "Maria had a way", "Maria always had a way");
    const told = async () => (await (await fetch(`${server.address}/stories/maria-speaks/`)).text()).includes("always had a way");
    await until("the change is served", told);
    await route.fulfill({ response });
  });
  await front.goto(`${server.address}/`);
  await front.waitForURL("**/stories/maria-speaks/");
  await shows(front, "Maria always had a way");
});

test("with --no-reload pages have no script and stay until they are loaded again", async (t) => {
  const { site, server, desk } = await begun(t, ["--no-reload"]);
  const page = await desk.open(`${server.address}/about/`);
  assert.ok(!(await page.content()).includes("__ripple"));
  await site.change(ABOUT, "Somebody listens", "Somebody silent listens");
  await until("the new text is served", async () => (await (await fetch(`${server.address}/about/`)).text()).includes("Somebody silent"));
  await page.reload();
  await shows(page, "Somebody silent listens");
  await page.goto(`${server.address}/no-such-page/`);
  assert.ok(!(await page.content()).includes("__ripple"));
});
