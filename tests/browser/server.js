// Shows a built site on this machine, with the headers that a host is told to send.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";

// The strictest rules under which every page has to work.
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; media-src 'self'; " +
  "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
};

async function fileAt(folder, path) {
  const file = join(folder, decodeURIComponent(path));
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) return file;
  // A folder is shown at its address with a slash only: a link without one is a link that costs a detour.
  if (found?.isDirectory() && path.endsWith("/")) return fileAt(folder, `${path}index.html`);
  return null;
}

// Serves `folder` below `prefix`, at a free port. `made` holds pages that are in no folder: path to HTML.
// Gives the address without a slash at its end, the list of what was asked for, and how to stop.
export async function serve(folder, { prefix = "", made = {} } = {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    asked.push(pathname);
    const headers = { "content-security-policy": CONTENT_SECURITY_POLICY, "cache-control": "no-store" };
    if (made[pathname]) return response.writeHead(200, { ...headers, "content-type": TYPES[".html"] }).end(made[pathname]);
    const inside = pathname.startsWith(`${prefix}/`);
    const file = inside ? await fileAt(folder, pathname.slice(prefix.length)) : null;
    const shown = file ?? join(folder, "404.html");
    const type = TYPES[extname(shown)] ?? "application/octet-stream";
    response.writeHead(file ? 200 : 404, { ...headers, "content-type": type }).end(await readFile(shown));
  });
  // A test that fails before it stops its server must not keep the program waiting for it.
  server.unref();
  await new Promise((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${server.address().port}${prefix}`;
  const stop = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { address, asked, stop };
}
