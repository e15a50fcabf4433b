import * as z from "zod";

import { runPulumi, type StackOptions } from "../pulumi";

/** A resource that differs from what the program declares. */
export interface Difference {
  /** `update`, `create`, `replace`, `delete`. */
  readonly op: string;
  readonly name: string;
  readonly type: string;
  /** Properties that differ. Their values are not shown: they may be secrets. */
  readonly properties: readonly string[];
}

/** What the last look for drift has found. */
export interface Drift {
  readonly running: boolean;
  /** When it began: RFC 3339. Left out: nobody has looked. */
  readonly at?: string;
  /** Left out while it runs, and when it failed. */
  readonly differences?: readonly Difference[];
  /** Why it failed. */
  readonly problem?: string;
}

const step = z.looseObject({
  op: z.string(),
  urn: z.string(),
  diffReasons: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.unknown()).nullish(),
});
const preview = z.looseObject({ steps: z.array(step).nullish() });

/** Steps of a preview that change nothing. */
const unchanged = ["same", "read", "refresh", "read-discard"];

/** What a preview in JSON would change. */
export function differencesOf(printed: unknown): readonly Difference[] {
  const { steps } = preview.parse(printed);
  return (steps ?? [])
    .filter(({ op }) => !unchanged.includes(op))
    .map(({ detailedDiff, diffReasons, op, urn }) => {
      const [type = "", name = ""] = urn.split("::").slice(-2);
      const properties = [...new Set([...Object.keys(detailedDiff ?? {}), ...(diffReasons ?? [])])];
      return { op, name, type: type.split("$").at(-1) ?? type, properties };
    });
}

/**
 * Looks for drift: what the next `pulumi up` would change after a refresh. Nothing is changed. It takes as long as a
 * preview, and needs the permissions of the deployer.
 *
 * @throws UserError when Pulumi fails, with what it says
 */
export async function lookForDrift(options: StackOptions): Promise<readonly Difference[]> {
  const printed = await runPulumi(
    options,
    ["preview", "--refresh", "--json"],
    "preview the stack after a refresh",
  );
  return differencesOf(JSON.parse(printed));
}
