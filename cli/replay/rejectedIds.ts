import * as z from "zod";

import { readIngestion } from "../../handlers/comparison/ingestedRows";
import { withAdobe } from "../adobeClient";
import { withProgress } from "../progress";
import type { StackOptions } from "../stackOutputs";
import { UserError } from "../userError";

/** Rejected rows that are read: more would not fit into the memory of a small machine. */
const MAX_ROWS = 200_000;

/** Rows that AEP has rejected. */
export interface Rejected {
  /** The `_id`s of their events; of a row without one, the request's id. */
  readonly ids: ReadonlySet<string>;
  /** Rows that do not tell which event they were. */
  readonly unnamed: number;
}

/**
 * Which rows of a stack AEP has rejected in batches since a time.
 *
 * @param outputs - what Pulumi prints of the stack
 * @throws UserError when the stack does not say which dataset it has, AdobeError when Adobe rejects a request
 */
export async function rejectedIds(
  outputs: unknown,
  options: StackOptions & { readonly since: number },
): Promise<Rejected> {
  const { data } = z.object({ datasetId: z.string() }).safeParse(outputs);
  if (data === undefined) {
    throw new UserError(
      "The stack has no output datasetId. Deploy it with this version (`pulumi up`).",
    );
  }
  const query = { datasetId: data.datasetId, flowIds: [], since: options.since, maxRows: MAX_ROWS };
  const { rejectedRows } = await withProgress("Reading rejected rows from Adobe", () =>
    withAdobe(options, (client) => readIngestion(client, query)),
  );
  const named = rejectedRows.flatMap(({ id, requestId }) => id ?? requestId ?? []);
  return { ids: new Set(named), unnamed: rejectedRows.length - named.length };
}
