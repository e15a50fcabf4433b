import { readFileSync } from "node:fs";
import path from "node:path";

import { registry, type Client } from "../../emulator/support/client";
import { contentType, tenant } from "../../emulator/support/objects";

/** The page. */
export const page = readFileSync(path.join(__dirname, "../../../docs/analytics.md"), "utf8");

/** The page's SQL, in its order. */
export const [
  view = "",
  newest = "",
  transcripts = "",
  responseTimes = "",
  unanswered = "",
  feedback = "",
  texts = "",
  purchases = "",
  consents = "",
] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = ""]) =>
  sql.replaceAll("_tenant.", `${tenant}.`),
);

export const identities = [{ namespace: "ECID", from: "traits.ecid" }];
export const choices = {
  consents: [{ consent: "marketing.email", from: "traits.consents.marketing.email" }],
};
/** A schema with all its fields, as Query Service sees it. */
export async function schemaOf(aep: Client, id: string): Promise<object> {
  const url = `${registry}/tenant/schemas/${encodeURIComponent(id)}`;
  const headers = { Accept: contentType };
  return (await aep.call("GET", url, { headers })).body as object;
}
