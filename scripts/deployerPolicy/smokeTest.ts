import { functionLogs } from "./functionLogs";
import type { StatementSource, Target } from "./statements";

const commandType = "command:local:Command";

function when({ smokeTest }: Target): boolean {
  return smokeTest === true;
}

/** To read in the functions' logs how far the samples of the smoke test came. */
export const smokeTestStatements: readonly StatementSource[] = [
  {
    sid: "SmokeTest",
    part: "storage",
    actions: { [commandType]: ["logs:StartQuery"] },
    resources: functionLogs,
    when,
  },
  {
    // AWS checks it only against `*`.
    sid: "SmokeTestResults",
    part: "storage",
    actions: { [commandType]: ["logs:GetQueryResults"] },
    resources: () => ["*"],
    when,
  },
];
