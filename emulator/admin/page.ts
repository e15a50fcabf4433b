import { readFileSync } from "node:fs";
import path from "node:path";
import { documented } from "../common/behavior";
import type { Service } from "../common/service";

const directory = path.join(__dirname, "../page");

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

const file = (url: string, name: string): Service["routes"][number] => ({
  method: "GET",
  path: url,
  behavior: documented("This emulator", "Serves the web page."),
  handle: () => ({
    status: 200,
    body: readFileSync(path.join(directory, name)),
    headers: {
      "content-type": types[path.extname(name)] ?? "application/octet-stream",
      // Nothing but the emulator's own files: what a record holds cannot load or run anything.
      "content-security-policy": "default-src 'self'; img-src data:; frame-ancestors 'none'",
      "cache-control": "no-cache",
    },
  }),
});

/** The web page: plain files, nothing from anywhere else. */
export const page: Service = {
  name: "Emulator page",
  base: "",
  access: "open",
  errors: {},
  routes: [
    file("/", "index.html"),
    ...["style.css", "app.js", "dom.js", "views.js"].map((name) => file(`/page/${name}`, name)),
  ],
};
