import path from "node:path";

import { documented } from "../common/behavior";
import type { Route, Service } from "../common/service";
import { pageFile, uiDirectory, uiFiles } from "../server/pageFile";

const directory = path.join(__dirname, "../page");

function file(url: string, from: string, name: string): Route {
  return {
    method: "GET",
    path: url,
    behavior: documented("This emulator", "Serves the page."),
    handle: () => ({ status: 200, ...pageFile(from, name) }),
  };
}

const scripts = ["app.js", "faults.js", "views.js"];

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
    file("/", directory, "index.html"),
    ...scripts.map((name) => file(`/page/${name}`, directory, name)),
    ...uiFiles.map((name) => file(`/ui/${name}`, uiDirectory, name)),
  ],
};
