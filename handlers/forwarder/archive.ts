import { createHash } from "node:crypto";

import type { Bucket } from "../shared/aws/bucket";
import { EVENTS_FOLDER } from "../shared/copies";
import type { EventEnvelope } from "../shared/envelope";
import { toJson } from "../shared/json";

/**
 * Puts delivered events into the archive: one object for those of one invocation, `events/<day>/<time>-<hash>.jsonl`,
 * with a line of JSON for each.
 *
 * @param now milliseconds since 1970
 */
export async function archiveEvents(
  bucket: Bucket,
  envelopes: readonly EventEnvelope[],
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const lines = envelopes.map((envelope) => `${toJson(envelope)}\n`).join("");
  const [day = "", time = ""] = new Date(now).toISOString().split("T");
  const hash = createHash("sha256").update(lines).digest("hex").slice(0, 16);
  const name = `${day}/${time.slice(0, 8).replaceAll(":", "")}-${hash}.jsonl`;
  await bucket.put(`${EVENTS_FOLDER}${name}`, lines, { signal });
}
