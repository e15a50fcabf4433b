import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { errorCode } from "../../local/toolchain/errors";
import { parseResults, type Results } from "../../tests/engine/traffic/results";

/** Something that the user can correct. Only its message is shown. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The run from which docs/operating.md has its table. */
const saved = path.resolve(__dirname, "../../tests/engine/traffic/results.json");

export async function trafficResults(): Promise<Results> {
  return parseResults(await readFile(saved, "utf8"));
}

/**
 * Keeps what the traffic test has left in `reports/traffic.json`.
 *
 * @throws UsageError when the file is not a result of that test
 */
export async function addTraffic(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UsageError(`Cannot read ${file} (${errorCode(error) ?? "unknown error"}).`);
  });
  try {
    parseResults(text);
  } catch {
    throw new UsageError(`${file} is not a result of the traffic test. Give reports/traffic.json.`);
  }
  await writeFile(saved, text);
}
