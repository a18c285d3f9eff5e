// What is made for paper: question cards and sheets for groups, on both sizes of paper, and how they look on a screen.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { accessibilityProblems } from "./axe.js";
import { launch, watched } from "./chromium.js";
import { invisibleText, tooWide } from "./measure.js";
import { serve } from "./server.js";
import { EXAMPLE, PROGRAM, addressOf, pagesOf } from "./site.js";

// Sizes of paper as the printer knows them, in millimetres, and the height of a card on each.
const PAPER = { A4: { width: 210, height: 297, card: 67.75 }, Letter: { width: 215.9, height: 279.4, card: 62 } };
const MILLIMETRE = 96 / 25.4;

const CARDS = "/prompts/cards/";
const SHEET = "/stories/sarah-and-john/sheet/";

const LENGTHS = [300, 500, 700, 900, 1100, 1500, 4000];

let browser;
let example;
let many;

// A site with 20 questions of every length: three sheets of cards.
async function buildMany() {
  const root = await mkdtemp(join(tmpdir(), "ripple-cards-"));
  await mkdir(join(root, "content", "prompts"), { recursive: true });
  await writeFile(join(root, "ripple.yaml"), "title: Ten Minutes\nsafeguarding: open\nbase_url: https://a-school-with-a-long-name.example/our-stories\n");
  const words = "Who once gave you ten minutes that you are still using, and what would you tell them now if they came by? ".repeat(4);
  for (let number = 1; number <= 20; number += 1) {
    const question = `${words.slice(0, 17 * number)}?`;
    await writeFile(join(root, "content", "prompts", `number-${number}-of-a-long-list-of-questions.md`), `# Question ${number}\n\n${question}\n`);
  }
  // Stories of every length, in short paragraphs, in long ones, with headings, and in a single one.
  await mkdir(join(root, "content", "stories"), { recursive: true });
  const sentence = "She said that it had been ten minutes, perhaps eleven, and that nobody else had noticed them go by. ";
  for (const length of LENGTHS) {
    for (const [kind, paragraph] of Object.entries({ short: 20, long: 150, single: length })) {
      const parts = Array.from({ length: Math.ceil(length / paragraph) }, () => sentence.repeat(Math.round(paragraph / 19)));
      const front = `title: A ${kind} story of ${length} words\ndate: 2026-01-02\nsetting: school\nprompts: [number-5-of-a-long-list-of-questions, number-7-of-a-long-list-of-questions]\noutcome: They still talk.`;
      await writeFile(join(root, "content", "stories", `${kind}-${length}.md`), `---\n${front}\n---\n${parts.join("\n\n")}\n`);
    }
  }
  const folder = join(root, "public");
  await promisify(execFile)(PROGRAM, ["build", "-r", root, "-o", folder]);
  return { folder, remove: () => rm(root, { recursive: true, force: true }) };
}

before(async () => {
  browser = await launch();
  many = await buildMany();
  example = await serve(EXAMPLE);
  many.server = await serve(many.folder, { prefix: "/our-stories" });
});

after(async () => {
  await browser?.close();
  await example?.stop();
  await many?.server?.stop();
  await many?.remove();
});

function sheetsOf(pdf) {
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

for (const [format, paper] of Object.entries(PAPER)) {
  describe(`on ${format}`, () => {
    test("eight cards are on a sheet", async () => {
      const { page, close } = await watched(browser, "http://127.0.0.1:");
      await page.goto(many.server.address + CARDS);
      assert.equal(await page.locator(".slip").count(), 20);
      assert.equal(sheetsOf(await page.pdf({ format })), 3);
      await page.goto(example.address + CARDS);
      assert.equal(sheetsOf(await page.pdf({ format })), 1);
      await close();
    });

    test("cards have their size, and every question and address is whole inside its card", async () => {
      const size = { width: Math.floor(paper.width * MILLIMETRE), height: Math.floor(paper.height * MILLIMETRE) };
      const { page, close } = await watched(browser, "http://127.0.0.1:", { viewport: size });
      await page.emulateMedia({ media: "print" });
      await page.goto(many.server.address + CARDS);
      const cards = await page.$$eval(".slip", (all) => all.map((card) => {
        const box = (part) => part.getBoundingClientRect();
        const [outer, question, from] = [card, card.querySelector(".asks"), card.querySelector(".from")].map(box);
        return { width: outer.width, height: outer.height, cut: question.width === 0 || card.querySelector(".asks").innerText.includes("…"), whole: question.bottom <= from.top && from.bottom <= outer.bottom, words: card.innerText };
      }));
      for (const { width, height, whole, cut, words } of cards) {
        assert.ok(!cut, `a question is not whole: ${words}`);
        assert.ok(Math.abs(width / MILLIMETRE - 90) < 0.1 && Math.abs(height / MILLIMETRE - paper.card) < 0.1, `${width} × ${height}`);
        assert.ok(whole, `words lie over each other: ${words}`);
      }
      // At least 9 points.
      const smallest = await page.$$eval(".slip p", (all) => Math.min(...all.map((each) => parseFloat(getComputedStyle(each).fontSize))));
      assert.ok(smallest >= 12, `${smallest} px`);
      assert.deepEqual(await page.evaluate(invisibleText, 4.5), []);
      await close();
    });

    test("every story's sheet is one page", async () => {
      const { page, close } = await watched(browser, "http://127.0.0.1:");
      const sheets = (await pagesOf(EXAMPLE)).filter((path) => path.endsWith("/sheet/index.html"));
      assert.ok(sheets.length >= 8, `only ${sheets}`);
      for (const path of sheets) {
        await page.goto(example.address + addressOf(path));
        assert.equal(sheetsOf(await page.pdf({ format })), 1, path);
      }
      await close();
    });

    test("a sheet is one page that can be read, with two lines for notes or more, however long its story is", async () => {
      const { page, close } = await watched(browser, "http://127.0.0.1:");
      for (const kind of ["short", "long", "single"]) {
        for (const length of LENGTHS) {
          await page.goto(`${many.server.address}/stories/${kind}-${length}/sheet/`);
          const said = `${kind}, ${length} words`;
          assert.equal(sheetsOf(await page.pdf({ format })), 1, said);
          await page.emulateMedia({ media: "print" });
          const lines = await page.$eval(".ruled", (lines) => Math.floor(lines.getBoundingClientRect().height / 30));
          assert.ok(lines >= (length > 500 ? 2 : 6), `${said}: ${lines} lines`);
          // Nothing under 9.5 points.
          const smallest = await page.$$eval(".sheet p, .sheet li", (all) => Math.min(...all.map((each) => parseFloat(getComputedStyle(each).fontSize))));
          assert.ok(smallest >= 12.66, `${said}: ${smallest} px`);
          const rest = await page.locator(".rest").allInnerTexts();
          assert.equal(rest.length, length > 1000 ? 1 : length > 500 ? rest.length : 0, said);
          for (const words of rest) assert.match(words, /The whole story: a-school/);
          assert.ok((await page.locator(".text").innerText()).length > Math.min(length * 4, 2000), said);
        }
      }
      await close();
    });

    test("a small map and a small collection are one page each", async () => {
      const { page, close } = await watched(browser, "http://127.0.0.1:");
      for (const address of ["/ripples/", "/collections/beyond-the-moment/"]) {
        await page.goto(example.address + address);
        assert.equal(sheetsOf(await page.pdf({ format })), 1, address);
      }
      await close();
    });

    test("a question's own page is one large card", async () => {
      const { page, close } = await watched(browser, "http://127.0.0.1:");
      await page.goto(`${example.address}/prompts/look-back-and-give/`);
      assert.equal(sheetsOf(await page.pdf({ format })), 1);
      await close();
    });
  });
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`cards and sheet are accessible and not too wide in ${colorScheme} at ${width} px`, async () => {
      const { page, problems, close } = await watched(browser, "http://127.0.0.1:", { colorScheme, viewport: { width, height: 800 } });
      for (const address of [example.address + CARDS, many.server.address + CARDS, example.address + SHEET]) {
        await page.goto(address);
        assert.deepEqual(await accessibilityProblems(page), [], address);
        assert.deepEqual(await page.evaluate(tooWide), [], address);
      }
      assert.deepEqual(problems, []);
      await close();
    });
  }
}

test("a story leads to its sheet and back, and a question to its card", async () => {
  const { page, problems, close } = await watched(browser, "http://127.0.0.1:");
  await page.goto(`${example.address}/stories/sarah-and-john/`);
  await page.getByRole("link", { name: "Print a sheet for a group" }).click();
  await page.waitForURL(example.address + SHEET);
  await page.getByRole("link", { name: "Back to the story" }).click();
  await page.waitForURL(`${example.address}/stories/sarah-and-john/`);
  await page.goto(`${example.address}/prompts/look-back-and-give/`);
  await page.getByRole("link", { name: "Print as a card" }).click();
  await page.waitForURL(`${example.address}${CARDS}#q-look-back-and-give`);
  assert.equal(await page.locator(":target").count(), 1);
  assert.deepEqual(problems, []);
  await close();
});
