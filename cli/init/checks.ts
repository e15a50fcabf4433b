import type { AdobeSettings } from "../adobeSettings";
import { checkAdobe } from "../checks/adobe";
import { checkAws } from "../checks/aws";
import type { Finding } from "../checks/finding";
import { UsageError } from "../userError";
import type { Answers } from "./questions";

/** What the stack's file may have, and `init` does not ask for. */
export interface Known {
  /** `chatlio-aep:source`. */
  readonly source: string;
  /** `chatlio-aep:namePrefix`. */
  readonly prefix: string;
  /** What comes before the checks' results. */
  readonly warnings: readonly Finding[];
}

/** Checks at Adobe and AWS what was answered, by requests that change nothing. */
export async function findingsOf(
  { mode, region }: Answers,
  settings: AdobeSettings,
  { prefix, source, warnings }: Known,
): Promise<readonly Finding[]> {
  return [
    ...warnings,
    ...(await checkAdobe(settings, source)),
    ...(mode === "direct" ? [] : await checkAws(region, prefix)),
  ];
}

/** Whether a check has failed. */
export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ status }) => status === "failed");
}

/**
 * @throws UsageError when a check has failed: what the options, the file or the environment name cannot be used. The
 * findings say which
 */
export function rejectFailed(findings: readonly Finding[]): void {
  const failed = findings.filter(({ status }) => status === "failed").length;
  if (failed === 0) return;
  const count = failed === 1 ? "A check" : `${failed} checks`;
  throw new UsageError(
    `${count} failed. Nothing was written. Correct it and run the command again.`,
  );
}
