import * as z from "zod";

import { listed } from "../../client/text";

export const sqlInput = z.string().regex(/\S/, { error: "is empty; give a query" });

export const queryParametersInput = z
  .record(z.string(), z.string())
  .optional()
  .describe(
    "Values by key, without the `$`. Adobe puts them into the SQL as they are, so a text needs its quotes there: `'$country'`.",
  );

/** What stands in SQL in quotes, in comments and between `$$`, where a `$` may mean something else. */
const elsewhere = /--[^\n]*|\/\*[^]*?\*\/|\$\$/g;

/** Warns of keys in the SQL that have no value, and of values that the SQL does not have. */
export function checkParameters(
  sql: string,
  queryParameters: Readonly<Record<string, string>> | undefined,
  warn: (text: string) => void,
): void {
  const used = new Set(
    [...sql.replace(elsewhere, " ").matchAll(/\$([A-Za-z_]\w*)/g)].map(([, key = ""]) => key),
  );
  const given = Object.keys(queryParameters ?? {});
  const missing = [...used].filter((key) => !given.includes(key));
  const unused = given.filter((key) => !used.has(key));
  if (missing.length > 0) {
    warn(
      `sql: ${listed(missing.map((key) => `$${key}`))} has no value in queryParameters; give one, or whoever runs the query has to`,
    );
  }
  if (unused.length > 0) {
    warn(`queryParameters: the SQL does not have ${listed(unused.map((key) => `$${key}`))}`);
  }
}
