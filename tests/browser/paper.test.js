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
    const question = `${words.slice(0, 14 * number)}?`;
    await writeFile(join(root, "content", "prompts", `number-${number}-of-a-long-list-of-questions.md`), `# Question ${number}\n\n${question}\n`);
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
        return { width: outer.width, height: outer.height, whole: question.bottom <= from.top && from.bottom <= outer.bottom, words: card.innerText };
      }));
      for (const { width, height, whole, words } of cards) {
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
