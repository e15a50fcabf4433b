import * as z from "zod";

import type { AdobeHttp } from "./http";
import { pathSegment } from "./pathSegment";
import { jsonObject, listOf, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";

const BASE = "/data/foundation/export/batches";

/** Where a batch has the files of its rejected rows. */
const DIRECTORY = "row_errors";

/** Files of one batch that are read. */
const MAX_FILES = 100;

const files = z.looseObject({ data: listOf(z.looseObject({ name: z.string() })) });

/** A row that AEP has rejected, with `_errors`, and as much of the row as AEP could read. */
export type ErrorRow = Readonly<Record<string, unknown>>;

/** Adobe's Data Access API: the rows of batches that AEP has rejected. AEP keeps them for 30 days. */
export class DataAccess {
  constructor(private readonly http: AdobeHttp) {}

  /**
   * The rejected rows of a batch; empty for a batch without them.
   *
   * @param most - how many are read at least, when there are as many: the file that has the last one is read to its end
   */
  async rejectedRows(
    batchId: string,
    most: number,
    { signal }: CallOptions = {},
  ): Promise<ErrorRow[]> {
    const action = { verb: "read rejected rows of", kind: "batch", name: batchId };
    const path = `${BASE}/${pathSegment(batchId, action)}/meta`;
    const call = { method: "GET", path, action, signal } as const;
    const listed = await orMissing(this.http.call({ ...call, query: { path: DIRECTORY } }));
    if (listed === undefined) return [];
    const rows: ErrorRow[] = [];
    for (const { name } of this.http.shaped(files, listed.body, action).data.slice(0, MAX_FILES)) {
      if (rows.length >= most) break;
      const query = { path: `${DIRECTORY}/${name}` };
      const file = await orMissing(this.http.call({ ...call, query, lines: true }));
      for (const row of z.array(z.unknown()).parse(file?.body ?? [])) {
        const read = jsonObject.safeParse(row);
        if (read.success) rows.push(read.data);
      }
    }
    return rows;
  }
}
