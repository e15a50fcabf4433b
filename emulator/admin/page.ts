import { readFileSync } from "node:fs";
import path from "node:path";

import { documented } from "../common/behavior";
import type { Route, Service } from "../common/service";

const directory = path.join(__dirname, "../page");

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

function file(url: string, name: string): Route {
  return {
    method: "GET",
    path: url,
    behavior: documented("This emulator", "Serves the page."),
    handle: () => ({
      status: 200,
      body: readFileSync(path.join(directory, name)),
      headers: {
        "content-type": contentTypes[path.extname(name)] ?? "application/octet-stream",
        // The page loads the emulator's own files only, so nothing in a record can load or run anything.
        "content-security-policy": "default-src 'self'; img-src data:; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      },
    }),
  };
}

const scripts = ["app.js", "connection.js", "dom.js", "faults.js", "views.js"];

/**
 * The emulator's page. It consists of plain files and loads nothing from elsewhere. The files have no secret in them,
 * for every program can get them: the user gives it to the page.
 */
export const page: Service = {
  name: "Emulator page",
  base: "",
  access: "open",
  errors: {},
  routes: [
    file("/", "index.html"),
    ...["style.css", ...scripts].map((name) => file(`/page/${name}`, name)),
  ],
};
