// Every page as the Nu HTML checker reads it: no error, and nothing that it warns of.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { EXAMPLE, buildDemanding, pagesOf } from "./site.js";

const CHECKER = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

// One line for each thing that the checker says about these files. They are checked in one go: most of the time is that
// of starting Java.
async function complaints(files) {
  const options = ["--stdout", "--exit-zero-always", "--also-check-svg", "--format", "json"];
  const { stdout } = await promisify(execFile)("java", ["-jar", CHECKER, ...options, ...files], { maxBuffer: 1 << 26 }).catch((failure) => {
    throw failure.code === "ENOENT" ? new Error("no Java: install a runtime environment, for example default-jre-headless") : failure;
  });
  return JSON.parse(stdout).messages.map(({ type, subType, url, lastLine, message, extract }) => `${subType ?? type}: ${url}:${lastLine}: ${message} ${extract ?? ""}`);
}

// Everything of a built site that is HTML or a drawing, with the pages that lead on to others.
async function documentsOf(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.(html|svg)$/.test(name)).map((name) => join(folder, name));
}

test("no page of the example has an error or a warning", async () => {
  const pages = await pagesOf(EXAMPLE);
  const documents = await documentsOf(EXAMPLE);
  const leadOn = await Promise.all(documents.map(async (name) => (await readFile(name, "utf8")).includes('http-equiv="refresh"')));
  assert.ok(pages.length > 20 && leadOn.includes(true) && documents.some((name) => name.endsWith(".svg")), `only ${documents}`);
  assert.deepEqual(await complaints(documents), []);
});

test("nor has a site with everything that the example has no need of", async (t) => {
  const demanding = await buildDemanding();
  t.after(demanding.remove);
  assert.deepEqual(await complaints(await documentsOf(demanding.folder)), []);
});

test("the checker would have found something", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "ripple-nu-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const page = join(folder, "page.html");
  await writeFile(page, '<!doctype html><html lang="en"><title>Wrong</title><p><div></div></p><table border="1"><tr><td>1</table></html>');
  const found = await complaints([page]);
  assert.ok(found.some((line) => line.startsWith("error:")) && found.some((line) => line.startsWith("warning:")), `${found}`);
});
