import { writeFile } from "node:fs/promises";
import path from "node:path";

import { record, recordingFile } from "../tests/adobe/errors/recording";

/**
 * `npm run record:errors`: provokes the failures of tests/adobe/errors against the emulator and writes down Adobe's
 * responses and the provider's messages, from which docs/provider/errors.md is made. A test compares them.
 */
async function main(): Promise<void> {
  const text = `${JSON.stringify(await record(), undefined, 2)}\n`;
  await writeFile(path.resolve(__dirname, "..", recordingFile), text);
}

void main();
