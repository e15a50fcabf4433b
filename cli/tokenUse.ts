import { authenticatedMessages } from "../handlers/receiver/messages";
import type { ReceiverSettings } from "../handlers/receiver/settings";
import type { LogLine } from "./functionLogs";
import { logGroupsOf, readLog } from "./functionLogs";
import { regionOf, type StackOutputs } from "./stackOutputs";

/** Latest line of the receiver for each webhook and token. A sample of this project shows no use of either. */
export function readLatestWebhooks(
  outputs: StackOutputs,
  since: number,
): Promise<readonly LogLine[]> {
  return readLog(regionOf(outputs), {
    group: logGroupsOf(outputs).receiver,
    since,
    messages: authenticatedMessages,
    withoutSamples: true,
    latestOf: ["event", "widget", "tokenId"],
  });
}

/** The latest time of each value of a field. */
export function latestBy(
  lines: readonly LogLine[],
  keyOf: (line: LogLine) => string,
): ReadonlyMap<string, string> {
  const latest = new Map<string, string>();
  for (const line of lines) {
    const key = keyOf(line);
    if ((latest.get(key) ?? "") < line.timestamp) latest.set(key, line.timestamp);
  }
  return latest;
}

/** When a token was used last. */
export interface TokenUse {
  /** First eight hex digits of its SHA-256. */
  readonly id: string;
  /** Its place in the configuration from 1: the first is in the URLs. Left out: it is not valid any more. */
  readonly place?: number;
  /** RFC 3339. Left out: not in the time looked at. */
  readonly lastAt?: string;
}

/** The valid tokens in their order, then those of the logs that are not valid any more. */
export function tokenUses(
  { tokens }: Pick<ReceiverSettings, "tokens">,
  lines: readonly LogLine[],
): readonly TokenUse[] {
  const latest = latestBy(lines, ({ tokenId }) => String(tokenId));
  const valid = tokens.map(({ id }, index): TokenUse => {
    const lastAt = latest.get(id);
    return { id, place: index + 1, ...(lastAt !== undefined && { lastAt }) };
  });
  const ids = new Set(valid.map(({ id }) => id));
  const former = [...latest].filter(([id]) => !ids.has(id));
  return [...valid, ...former.map(([id, lastAt]) => ({ id, lastAt }))];
}
