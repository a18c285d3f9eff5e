// The ripples for other programs, read by programs that know nothing of ripple.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import Ajv from "ajv";
import { MultiDirectedGraph } from "graphology";
import graphml from "graphology-graphml";
import { EXAMPLE, PROGRAM, REPOSITORY } from "./site.js";

// What JSON Graph Format 2 (jsongraphformat.info) allows in a file with one graph.
const text = { type: "string" };
const closed = (properties, required = []) => ({ type: "object", additionalProperties: false, properties, required });
const shared = { label: text, metadata: { type: "object" } };
const JSON_GRAPH = closed(
  {
    graph: closed({
      ...shared,
      id: text,
      type: text,
      directed: { type: "boolean" },
      nodes: { type: "object", additionalProperties: closed(shared) },
      edges: {
        type: "array",
        items: closed(
          { ...shared, id: text, source: text, target: text, relation: text, directed: { type: "boolean" } },
          ["source", "target"],
        ),
      },
    }),
  },
  ["graph"],
);

const valid = new Ajv({ strict: true }).compile(JSON_GRAPH);

// Stories with ids, titles and notes that some format has a meaning for, joined by more than one ripple.
const ODD = {
  "ripple.yaml": "title: 'Odd ]]> & <b>'\nsafeguarding: open\n",
  "content/stories/قصة.md":
    "---\ntitle: \"]]> <b>&amp; \\\"q\\\" 'a' 🎉 قصة \\u0007\"\nripples:\n" +
    "  - {inspired: b, note: \"one\\n  two <!--\"}\n  - {paid-forward: b}\n  - {same-moment: b}\n---\nText.\n",
  "content/stories/b.md": "---\ntitle: '=1+1'\ntags: [a; b, \"<i>\"]\nripples: [{inspired: قصة}]\n---\nText.\n",
  "content/stories/alone.md": "---\ntitle: Alone\ndate: 2026-03\n---\nText.\n",
};

let odd;
const sites = () => ({ example: REPOSITORY, odd });

before(async () => {
  odd = await mkdtemp(join(tmpdir(), "ripple-export-"));
  await mkdir(join(odd, "content", "stories"), { recursive: true });
  for (const [path, words] of Object.entries(ODD)) await writeFile(join(odd, path), words);
});

after(() => rm(odd, { recursive: true, force: true }));

async function exported(root, format) {
  const run = promisify(execFile)(PROGRAM, ["export", "ripples", "-r", root, "--format", format]);
  return (await run).stdout;
}

test("the schema refuses what is no graph", () => {
  assert.ok(!valid({ graph: { nodes: [{ id: "a" }] } }), "version 1 had a list of nodes");
  assert.ok(!valid({ graph: { nodes: {}, edges: [{ source: "a" }] } }), "an edge with one end");
});

test("the JSON is a JSON Graph", async () => {
  const graphs = [await readFile(join(EXAMPLE, "ripples.json"), "utf8")];
  for (const root of Object.values(sites())) graphs.push(await exported(root, "json"));
  for (const graph of graphs.map((each) => JSON.parse(each))) {
    assert.ok(valid(graph), JSON.stringify(valid.errors));
    assert.ok(Object.keys(graph.graph.nodes).length > 2);
  }
});

test("the GraphML says what the JSON says", async () => {
  for (const [name, root] of Object.entries(sites())) {
    const { graph } = JSON.parse(await exported(root, "json"));
    const read = graphml.parse(MultiDirectedGraph, await exported(root, "graphml"));
    assert.deepEqual(read.nodes(), Object.keys(graph.nodes), name);
    for (const [id, { label, metadata }] of Object.entries(graph.nodes)) {
      const expected = { ...metadata, label, tags: metadata.tags.join("; ") };
      if (expected.tags === "") delete expected.tags;
      assert.deepEqual(read.getNodeAttributes(id), expected, `${id} of ${name}`);
    }
    const edges = read.mapEdges((_, attributes, source, target) => ({ source, target, ...attributes }));
    const told = graph.edges.map(({ source, target, relation, directed, label, metadata }) => {
      const notes = metadata.notes.length > 0 ? { notes: metadata.notes.join("; ") } : {};
      return { source, target, relation, reads: label, counts: metadata.counts, symmetric: !directed, ...notes };
    });
    assert.ok(told.length > 3, name);
    assert.deepEqual(edges, told, name);
  }
});
