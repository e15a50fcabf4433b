import { existsSync } from "node:fs";
import path from "node:path";

import { chromium, type Browser, type Page } from "playwright-core";

const places = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Starts the Chromium of this machine, or says how to get one. Nothing is downloaded. `more` are further arguments. */
export async function launchChromium(...more: readonly string[]): Promise<Browser> {
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined) {
    throw new Error(
      "No Chromium was found. Install it (Debian, Ubuntu: `apt-get install chromium`), or name one in the environment variable CHROMIUM.",
    );
  }
  // Inside containers there is no user name space for Chromium's own sandbox; it only sees this page.
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage", ...more],
  });
}

/** What pages have done that they should not. */
export interface PageWatch {
  /** URLs of requests to another server. */
  readonly outside: string[];
  /** Errors of their scripts, and those in the browser's console. */
  readonly problems: string[];
}

/** Watches a page of a server. */
export function watchPage(page: Page, url: string, { outside, problems }: PageWatch): void {
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:"))
      outside.push(request.url());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
}

/** Where CI collects what it keeps. */
const screenshots = path.resolve(__dirname, "../../../reports/screenshots");

/** Keeps a picture of the whole page for whoever looks at a run. No test compares it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}
