import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { parseResults, type Results } from "../../tests/engine/traffic/results";

/** The run from which docs/operating.md has its table. */
const saved = path.resolve(__dirname, "../../tests/engine/traffic/results.json");

export async function trafficResults(): Promise<Results> {
  return parseResults(await readFile(saved, "utf8"));
}

/**
 * Keeps what the traffic test has left in `reports/traffic.json`.
 *
 * @throws Error when the file is not a result of that test
 */
export async function addTraffic(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  parseResults(text);
  await writeFile(saved, text);
}
