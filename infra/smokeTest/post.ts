import { setTimeout as sleep } from "node:timers/promises";

import { smokeTest } from "./smoke";

/**
 * Run by Pulumi as the last step of an update. The URL comes by environment, because it holds a
 * token.
 */
async function main(): Promise<void> {
  const { CHATLIO_AEP_URL: url = "", CHATLIO_AEP_LOGS: logs = "" } = process.env;
  const fault = await smokeTest(url, sleep);
  if (fault === undefined) {
    process.stdout.write("The relay took the smoke test's event.\n");
    return;
  }
  process.stderr.write(
    `The relay did not take the smoke test's event: ${fault}. Look into the log group ${logs}.\n`,
  );
  process.exitCode = 1;
}

void main();
