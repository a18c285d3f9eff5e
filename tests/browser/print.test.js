// A story on paper: at most two sheets for 900 words, with its ripples in words and an address short enough to be typed.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, watched } from "./chromium.js";
import { serve } from "./server.js";
import { EXAMPLE, addressOf, buildFolder, storiesOf } from "./site.js";

const WORDS = 900;
const SHEETS = 2;
const STORY = "/stories/a-long-one/";

const SENTENCE = "Nobody had asked him to stay and nobody would have noticed if he had gone home with the others that evening.";

let browser;
let example;
let long;

// A story of 900 words in 15 paragraphs with everything around it that a story may have.
async function buildLong() {
  const root = await mkdtemp(join(tmpdir(), "ripple-print-"));
  const words = SENTENCE.split(" ");
  const paragraph = Array.from({ length: WORDS / 15 }, (_, place) => words[place % words.length]).join(" ");
  const text = Array(15).fill(paragraph).join("\n\n");
  const files = {
    "ripple.yaml": "title: Ten Minutes\nsafeguarding: open\ncontact: us@a-school.example\nbase_url: https://a-school.example\n",
    "content/stories/before.md": "---\ntitle: What came before\ndate: 2020-03-01\nsetting: school\nsummary: A word in a corridor.\nripples: [{paid-forward: a-long-one, note: He had been asked the same question once.}]\n---\nIt began in a corridor.\n",
    "content/stories/a-long-one.md": `---
title: A long one
date: 2021-03-01
setting: workplace
summary: He stayed for a quarter of an hour, and a good deal came of it.
tags: [trust, patience]
mentor: Sam
mentee: [Ana, Bo]
moment: {when: after work, minutes: 15, where: in the stockroom}
outcome: [Ana runs the stockroom now., Bo writes down what he learns.]
prompts: [who-stayed]
ripples: [{inspired: after, note: The list is still there.}]
---
${text}
`,
    "content/stories/after.md": "---\ntitle: What came after\ndate: 2022-03-01\nsetting: family\nsummary: A list on a fridge.\n---\nIt hangs on the fridge.\n",
    "content/prompts/who-stayed.md": "# Who stayed?\n\nWho once stayed when they could have gone home?\n",
  };
  for (const [path, file] of Object.entries(files)) {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), file);
  }
  const site = await buildFolder(root, { options: ["--strict"] });
  await rm(root, { recursive: true, force: true });
  return site;
}

before(async () => {
  browser = await launch();
  long = await buildLong();
  long.server = await serve(long.folder);
  example = await serve(EXAMPLE);
});

after(async () => {
  await browser?.close();
  await long?.server?.stop();
  await long?.remove();
  await example?.stop();
});

async function sheetsOf(page, format) {
  return (await page.pdf({ format })).toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

for (const format of ["A4", "Letter"]) {
  describe(format, () => {
    test(`${format}: ${WORDS} words with everything around them take two sheets`, async () => {
      const { page, problems, close } = await watched(browser, "http://127.0.0.1:");
      await page.goto(long.server.address + STORY);
      const words = await page.locator(".text").first().innerText();
      assert.equal(words.trim().split(/\s+/).length, WORDS);
      assert.equal(await sheetsOf(page, format), SHEETS);
      assert.deepEqual(problems, []);
      await close();
    });

    test(`${format}: no story of the example takes more`, async () => {
      const { page, close } = await watched(browser, "http://127.0.0.1:");
      const stories = await storiesOf(EXAMPLE);
      assert.ok(stories.length >= 8, `only ${stories}`);
      for (const path of stories) {
        await page.goto(example.address + addressOf(path));
        const sheets = await sheetsOf(page, format);
        assert.ok(sheets === 1 || sheets === SHEETS, `${path} takes ${sheets}`);
      }
      await close();
    });
  });
}

test("its ripples stand there in words, and so does its address", async () => {
  const { page, close } = await watched(browser, "http://127.0.0.1:");
  await page.emulateMedia({ media: "print" });
  await page.goto(long.server.address + STORY);
  const printed = await page.locator("body").innerText();
  for (const words of ["What came before", "He had been asked the same question once.", "What came after", "The list is still there.", "a-school.example/stories/a-long-one"]) {
    assert.ok(printed.includes(words), `"${words}" is not among\n${printed}`);
  }
  await close();
});
