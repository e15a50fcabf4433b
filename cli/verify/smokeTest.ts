import * as z from "zod";

import { withProgress } from "../progress";
import { functionArn, logGroupNames } from "../stackOutputs";
import { print, printError } from "../terminal";
import { UserError } from "../userError";
import { webhooksIn } from "../webhooks/read";
import { verifyPath } from "./path";
import { arrivedText, NOT_LOOKED_AT, problemsOf, samplesTable } from "./text";

/** How long an API and functions that have just been made may reject requests. */
const RETRY_MS = 30_000;

const given = z.object({
  timeoutSeconds: z.number(),
  /** Those of the stack's outputs that the test needs: they are not there yet while Pulumi deploys. */
  outputs: z.looseObject({
    settledAt: z.string(),
    receiverFunctionArn: z.string().regex(functionArn).optional(),
    forwarderFunctionArn: z.string().regex(functionArn).optional(),
    logGroups: logGroupNames.optional(),
  }),
});

/**
 * Pulumi runs this as the last step of an update: `verify` of what has just been deployed. What it works on comes from
 * the environment, because it contains the webhooks' URLs.
 */
async function main(): Promise<void> {
  const { outputs, timeoutSeconds } = given.parse(
    JSON.parse(process.env["CHATLIO_AEP_SMOKE_TEST"] ?? "{}"),
  );
  const { forwarderFunctionArn, logGroups, receiverFunctionArn, settledAt } = outputs;
  const samples = await verifyPath(
    {
      webhooks: webhooksIn(outputs),
      relay:
        receiverFunctionArn === undefined
          ? undefined
          : { forwarderFunctionArn, logGroups, receiverFunctionArn },
      settledAt,
    },
    { timeoutMs: timeoutSeconds * 1_000, retryMs: RETRY_MS },
    // Pulumi shows each line while the test runs.
    (doing, work) => withProgress(doing, work, true),
  );
  // The Adobe credential is not here: it would be in the state of one more resource.
  print(
    `${samplesTable(samples)}\n${NOT_LOOKED_AT} \`npx chatlio-aep verify\` looks.\n\n${arrivedText(samples)}\n`,
  );
  const problems = problemsOf(samples);
  if (problems.length === 0) return;
  throw new UserError([
    `The smoke test failed: ${arrivedText(samples)}.`,
    ...problems,
    "The stack is deployed. `npx chatlio-aep status` and `doctor` show what is wrong; the next `pulumi up` tests again.",
  ]);
}

main().catch((error: unknown) => {
  // The message of any other error may quote a URL.
  const text =
    error instanceof UserError
      ? error.message
      : `The smoke test could not run (${error instanceof Error ? error.name : typeof error}). \`npx chatlio-aep verify\` does the same.`;
  printError(`${text}\n`);
  process.exitCode = 1;
});
