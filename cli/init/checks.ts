import { print } from "../terminal";
import { UserError } from "../userError";
import { checkAdobe } from "./adobeChecks";
import { checkAws } from "./awsChecks";
import type { Answers } from "./questions";

/** What a check has found. Only `failed` stops the command. */
export interface Check {
  readonly state: "ok" | "warning" | "failed";
  /** One or two sentences; a failure says what to do. */
  readonly text: string;
}

/** The credential and where to use it. The addresses are Adobe's own when undefined. */
export type Credential = Pick<Answers, "orgId" | "clientId" | "clientSecret"> & {
  readonly imsUrl: string | undefined;
  readonly platformUrl: string | undefined;
};

const signs = { ok: "✓", warning: "!", failed: "✗" } as const;

export function printCheck({ state, text }: Check): void {
  print(`${signs[state]} ${text}\n`);
}

/**
 * Checks the answers with Adobe and AWS, by requests that change nothing, and prints each result.
 *
 * @throws UserError when a check has failed; the printed lines say which
 */
export async function checkAnswers(answers: Answers, credential: Credential): Promise<void> {
  const results = [
    ...(await checkAdobe(credential, answers.sandbox)),
    ...(answers.mode === "direct" ? [] : await checkAws(answers.region)),
  ];
  results.forEach(printCheck);
  const failed = results.filter(({ state }) => state === "failed").length;
  if (failed === 0) return;
  const count = failed === 1 ? "A check" : `${failed} checks`;
  throw new UserError(
    `${count} failed. Nothing was written. Correct it and run the command again.`,
  );
}
