import { setTimeout as sleep } from "node:timers/promises";

import { printable, smokeTest } from "./smoke";

/**
 * Pulumi runs this as the last step of an update. The URL comes from the environment, because it
 * contains a token.
 */
async function main(): Promise<void> {
  const { CHATLIO_AEP_URL: url = "", CHATLIO_AEP_LOGS: logs = "" } = process.env;
  const failure = await smokeTest(url, sleep);
  if (failure === undefined) {
    process.stdout.write("The relay accepted the smoke test's event.\n");
    return;
  }
  const message = `The relay did not accept the smoke test's event: ${failure}. See the log group ${logs}.`;
  process.stderr.write(`${printable(message)}\n`);
  process.exitCode = 1;
}

void main();
