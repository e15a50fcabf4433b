import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import * as z from "zod";

const count = z.int().min(0);

const line = z.strictObject({
  change: z.string().min(1),
  /** What happens to the messages that are in flight. */
  inFlight: z.string().min(1),
  /** How long sending waits. */
  sendingWaits: z.string().min(1),
  /** What the preview shows, as `update relay-receiver-function`. */
  steps: z.array(z.string()),
  accepted: count,
  notAccepted: count,
  lost: count,
  longestMs: count,
});

const results = z.strictObject({
  date: z.iso.date(),
  settleTime: z.string().min(1),
  drainTime: z.string().min(1),
  lines: z.array(line).min(1),
});

/** What happened to the events of one change. */
export type Line = z.infer<typeof line>;
/** One run of the traffic test. */
export type Results = z.infer<typeof results>;

/** @throws ZodError when the text is not a result of the traffic test. */
export function parseResults(text: string): Results {
  return results.parse(JSON.parse(text));
}

/**
 * Keeps a run in `reports/traffic.json`, from which `npm run docs -- --traffic` takes it.
 *
 * @param root - of the repository
 */
export async function writeResults(root: string, run: Results): Promise<void> {
  const file = path.join(root, "reports/traffic.json");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(run, undefined, 2)}\n`);
}
