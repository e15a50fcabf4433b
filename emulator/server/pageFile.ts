import { readFileSync } from "node:fs";
import path from "node:path";

/** A file of a page, as it is sent. */
export interface PageFile {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/** The components that every page of the project shares. They are plain files, served under `/ui/`. */
export const uiDirectory = path.join(__dirname, "../ui");

/** The files of {@link uiDirectory}. */
export const uiFiles = [
  "style.css",
  "connection.js",
  "dom.js",
  "keep.js",
  "page.js",
  "presses.js",
  "secretForm.js",
  "tabs.js",
] as const;

/**
 * Reads a file of a page.
 *
 * The headers let the page load files of its own server only, and run no script that is written into it: nothing in a
 * record can load or run anything. No other page may frame it.
 */
export function pageFile(directory: string, name: string): PageFile {
  return {
    body: readFileSync(path.join(directory, name)),
    headers: {
      "content-type": contentTypes[path.extname(name)] ?? "application/octet-stream",
      "content-security-policy":
        "default-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  };
}
