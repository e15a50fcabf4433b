import { existsSync } from "node:fs";

import { chromium, type Browser } from "playwright-core";

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
