import * as z from "zod";

import { UserError } from "../userError";

/** A resource that the next `pulumi up` would create. */
export interface Planned {
  readonly urn: string;
  readonly type: string;
  /** Its name in the program: the last part of the URN. */
  readonly name: string;
  readonly parent: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const preview = z.object({
  steps: z.array(
    z.object({
      op: z.string(),
      urn: z.string(),
      newState: z
        .object({
          type: z.string(),
          parent: z.string().optional(),
          inputs: z.record(z.string(), z.unknown()).default({}),
        })
        .optional(),
    }),
  ),
});

/** Reads from what `pulumi preview --json` printed what would be created. */
export function plannedCreates(printed: unknown): readonly Planned[] {
  const read = preview.safeParse(printed);
  if (!read.success) {
    throw new UserError(
      "`pulumi preview --json` did not print a preview. Run it yourself to see what is wrong.",
    );
  }
  return read.data.steps.flatMap(({ op, urn, newState }) => {
    if (op !== "create" || newState === undefined) return [];
    const { type, parent, inputs } = newState;
    return [{ urn, type, parent, inputs, name: urn.split("::").at(-1) ?? "" }];
  });
}
