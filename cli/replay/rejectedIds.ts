import * as z from "zod";

import { readIngestion } from "../../handlers/reconcile/ingestion";
import { withAdobe } from "../adobeClient";
import { withProgress } from "../progress";
import type { StackOptions } from "../stackOutputs";
import { printError } from "../terminal";
import { UserError } from "../userError";

/** Rejected rows that are read: more would not fit into the memory of a small machine. */
const MAX_ROWS = 200_000;

/**
 * The `_id`s of the rows of a stack that AEP has rejected in batches since a time. Says on standard error how many
 * rejected rows have none.
 *
 * @param outputs - what Pulumi prints of the stack
 * @throws UserError when the stack does not say which dataset it has, AdobeError when Adobe rejects a request
 */
export async function rejectedIds(
  outputs: unknown,
  options: StackOptions & { readonly since: number },
): Promise<ReadonlySet<string>> {
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
  const unnamed = rejectedRows.filter(({ id }) => id === undefined).length;
  if (unnamed > 0) {
    printError(
      `${unnamed} rejected rows have no _id, so nobody can tell which events they were. \`reconcile\` shows them.\n`,
    );
  }
  return new Set(rejectedRows.flatMap(({ id }) => (id === undefined ? [] : [id])));
}
