// The sites that the tests look at: the built example, and others that they build in a temporary folder.

import { execFile } from "node:child_process";
import { appendFile, cp, mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const HERE = dirname(fileURLToPath(import.meta.url));
export const REPOSITORY = dirname(dirname(HERE));
export const PROGRAM = process.env.RIPPLE || join(REPOSITORY, "target", "release", "ripple");

// The example site, as `ripple build` leaves it.
export const EXAMPLE = join(REPOSITORY, "public");

// One page of every kind in the example.
export const KINDS = {
  home: "/",
  wall: "/stories/",
  "story that led to another": "/stories/maria-speaks/",
  "story that came from another": "/stories/james-interns/",
  "story with a footnote and a claim": "/stories/sarah-and-john/",
  "story with a table and a card": "/stories/a-company-that-made-time/",
  prompt: "/prompts/look-back-and-give/",
  prompts: "/prompts/",
  "question cards": "/prompts/cards/",
  "sheet for a group": "/stories/sarah-and-john/sheet/",
  search: "/search/",
  tag: "/tags/pay-it-forward/",
  tags: "/tags/",
  collection: "/collections/beyond-the-moment/",
  collections: "/collections/",
  person: "/people/james/",
  setting: "/settings/school/",
  map: "/ripples/",
  archive: "/archive/",
  year: "/archive/2026/",
  page: "/about/",
  "what a feed is": "/subscribe/",
  "statement of accessibility": "/accessibility/",
  "not found": "/404.html",
};

// One page of every kind that the example has no need of, in the site in `demanding/`.
export const DEMANDING_KINDS = {
  "home with long words": "/",
  "wall in parts": "/stories/",
  "second part of the wall": "/stories/page/2/",
  "story with ripples both ways": "/stories/middle/",
  "story with code, a wide table and a help box": "/stories/everything/",
  "story in a thread of many branches": "/stories/thread-here/",
  "story in Arabic": "/stories/arabic/",
  "story of a title alone": "/stories/only-a-title/",
  "prompt in steps": "/prompts/steps/",
};

export async function build(files, { settings = "", options = [] } = {}) {
  const root = await mkdtemp(join(tmpdir(), "ripple-browser-"));
  for (const file of files) await cp(file.from, join(root, file.to), { recursive: true });
  await appendFile(join(root, "ripple.yaml"), `\n${settings}\n`);
  const folder = join(root, "public");
  await promisify(execFile)(PROGRAM, ["build", "-r", root, "-o", folder, ...options]).catch((failure) => {
    throw new Error(`ripple could not build ${root}:\n${failure.stderr || failure.message}`);
  });
  return { folder, remove: () => rm(root, { recursive: true, force: true }) };
}

// The example with more `settings` at the end of its `ripple.yaml`, or built with more command-line `options`.
export function buildExample(changes) {
  const files = ["content", "ripple.yaml"].map((name) => ({ from: join(REPOSITORY, name), to: name }));
  return build(files, changes);
}

// The site in some folder.
export function buildFolder(folder, changes) {
  return build([{ from: folder, to: "." }], changes);
}

// A site in `tests/fixtures/`.
export function buildFixture(name, changes) {
  return buildFolder(join(REPOSITORY, "tests", "fixtures", name), changes);
}

// The site in `demanding/`.
export function buildDemanding() {
  return build([{ from: join(HERE, "demanding"), to: "." }]);
}

// Every HTML page of a built site, as paths below it with `/` between: `stories/maria-speaks/index.html`.
// A page at an old address only leads on, so there is nothing to look at, and it is not among them.
export async function pagesOf(folder) {
  const found = await stat(folder).catch(() => null);
  if (!found) throw new Error(`${folder} is not there: run \`cargo run --release -- build\` first`);
  const names = await readdir(folder, { recursive: true });
  const pages = [];
  for (const name of names.filter((each) => each.endsWith(".html"))) {
    const leadsOn = (await readFile(join(folder, name), "utf8")).includes('http-equiv="refresh"');
    if (!leadsOn) pages.push(name.split(sep).join("/"));
  }
  return pages.sort();
}

// The pages of stories.
export async function storiesOf(folder) {
  return (await pagesOf(folder)).filter((path) => /^stories\/[^/]+\/index\.html$/.test(path));
}

// The address of a page below the site: `stories/maria-speaks/index.html` is `/stories/maria-speaks/`.
export function addressOf(path) {
  return `/${path}`.replace(/\/index\.html$/, "/");
}

export function fileAddress(folder, path) {
  return pathToFileURL(join(folder, path)).href;
}

export function below(folder, file) {
  return relative(folder, file).split(sep).join("/");
}
