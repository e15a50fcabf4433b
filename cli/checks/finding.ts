import { AdobeError } from "../../adobe/client";
import { UserError } from "../userError";

/**
 * What a check found. `skipped`: it depends on one that failed, or on something that this stack does not have.
 * `note`: nothing can check it but you.
 */
export type FindingStatus = "ok" | "warning" | "failed" | "skipped" | "note";

/** The outcome of one check, without any secret. */
export interface Outcome {
  readonly status: FindingStatus;
  /** What was found. */
  readonly text: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** One line of `init` or `doctor`. */
export interface Finding extends Outcome {
  /** Name of the check. It never changes, so that scripts can look for it. */
  readonly check: string;
}

export function ok(text: string): Outcome {
  return { status: "ok", text };
}

export function warning(text: string, fix: string): Outcome {
  return { status: "warning", text, fix };
}

export function failed(text: string, fix: string): Outcome {
  return { status: "failed", text, fix };
}

export function skipped(text: string): Outcome {
  return { status: "skipped", text };
}

/** Runs a check. An error that the user can fix is a finding. */
export async function check(
  name: string,
  work: () => Promise<Outcome> | Outcome,
): Promise<Finding> {
  try {
    return { check: name, ...(await work()) };
  } catch (error) {
    if (error instanceof AdobeError) {
      const { code, hint, reason, status } = error.details;
      const response = [status, code].filter((part) => part !== undefined).join(" ");
      const text = response === "" ? reason : `Adobe responded ${response}: ${reason}`;
      return { check: name, ...failed(text, hint ?? "Run it again later") };
    }
    if (error instanceof UserError) return { check: name, ...failedAs(error.message) };
    throw error;
  }
}

/** A message in which the sentences after the first say what to do. */
function failedAs(message: string): Outcome {
  const [text = "", ...fix] = message.split(/(?<=[.!?]) (?=[A-Z])/);
  return { status: "failed", text, ...(fix.length > 0 && { fix: fix.join(" ") }) };
}
