import type { AdobeSettings } from "../adobeSettings";
import { checkAdobe } from "../checks/adobe";
import { checkAws } from "../checks/aws";
import type { Finding } from "../checks/finding";
import { textOf } from "../checks/text";
import { print } from "../terminal";
import { UsageError } from "../userError";
import type { Answers } from "./questions";

/** What the stack's file may have, and `init` does not ask for. */
export interface Known {
  /** `chatlio-aep:source`. */
  readonly source: string;
  /** `chatlio-aep:namePrefix`. */
  readonly prefix: string;
  /** What is printed before the checks' results. */
  readonly warnings: readonly Finding[];
}

/**
 * Checks the answers with Adobe and AWS, by requests that change nothing, and prints each result.
 *
 * @throws UsageError when a check has failed: what the options, the file or the environment name cannot be used. The
 * printed lines say which
 */
export async function checkAnswers(
  { mode, region }: Answers,
  settings: AdobeSettings,
  { prefix, source, warnings }: Known,
): Promise<void> {
  const findings = [
    ...warnings,
    ...(await checkAdobe(settings, source)),
    ...(mode === "direct" ? [] : await checkAws(region, prefix)),
  ];
  print(textOf(findings));
  const failed = findings.filter(({ status }) => status === "failed").length;
  if (failed === 0) return;
  const count = failed === 1 ? "A check" : `${failed} checks`;
  throw new UsageError(
    `${count} failed. Nothing was written. Correct it and run the command again.`,
  );
}
