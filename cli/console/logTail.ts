import { logGroupOf, MAX_LINES, readLog, type LogLine } from "../functionLogs";
import { regionOf, type StackOutputs } from "../stackOutputs";
import { fromAws } from "../status/read";
import { forwarderMessages, receiverMessages, unauthenticated, type StageLine } from "./events";

const HOUR_MS = 3_600_000;

/** CloudWatch has a line some seconds after it was written, rarely later: this much is read again each time. */
const OVERLAP_MS = 180_000;

/** Lines that are kept of one function. */
const MAX_KEPT = 50_000;

/** The lines of one function in the last hour. Each look reads only what is new. */
class FunctionTail {
  private readonly lines = new Map<string, LogLine>();
  private newest = 0;
  /** Lines before this time are missing. */
  private completeSince = 0;

  constructor(
    private readonly region: string,
    private readonly group: string,
    private readonly messages: readonly string[],
  ) {}

  async read(now: number): Promise<void> {
    const since = Math.max(now - HOUR_MS, this.newest - OVERLAP_MS);
    const { group, messages, region } = this;
    const found = await fromAws(() => readLog(region, { group, since, messages }));
    const oldest = found.at(-1);
    if (found.length >= MAX_LINES && oldest) this.completeSince = Date.parse(oldest.timestamp);
    for (const line of found) this.lines.set(JSON.stringify(line), line);
    this.forget(now - HOUR_MS);
    this.newest = Math.max(
      this.newest,
      ...found.slice(0, 1).map((one) => Date.parse(one.timestamp)),
    );
  }

  get all(): readonly LogLine[] {
    return [...this.lines.values()];
  }

  /** Since when no line is missing, in milliseconds since 1970. */
  get since(): number {
    return this.completeSince;
  }

  private forget(before: number): void {
    const excess = this.lines.size - MAX_KEPT;
    const sorted =
      excess > 0 ? [...this.lines].sort(([, one], [, other]) => byTime(one, other)) : [];
    for (const [key, line] of sorted.slice(0, Math.max(excess, 0))) {
      this.lines.delete(key);
      this.completeSince = Math.max(this.completeSince, Date.parse(line.timestamp));
    }
    for (const [key, { timestamp }] of this.lines)
      if (Date.parse(timestamp) < before) this.lines.delete(key);
  }
}

function byTime(one: LogLine, other: LogLine): number {
  return one.timestamp.localeCompare(other.timestamp);
}

/** What the logs of both functions say about the last hour. */
export interface Lines {
  readonly lines: readonly StageLine[];
  /** RFC 3339. There were too many lines to read them all: those before this time are missing. */
  readonly incompleteBefore?: string;
}

/** Reads the logs of both functions again and again. */
export function createLogTail(relay: StackOutputs): () => Promise<Lines> {
  const region = regionOf(relay);
  const { forwarderFunctionArn, receiverFunctionArn } = relay;
  const receiver = new FunctionTail(region, logGroupOf(receiverFunctionArn), [
    ...receiverMessages,
    unauthenticated,
  ]);
  // A stack that an earlier release has deployed does not name its forwarder.
  const forwarder =
    forwarderFunctionArn === undefined
      ? undefined
      : new FunctionTail(region, logGroupOf(forwarderFunctionArn), forwarderMessages);
  return async () => {
    const now = Date.now();
    await Promise.all([receiver.read(now), forwarder?.read(now)]);
    const since = Math.max(receiver.since, forwarder?.since ?? 0);
    return {
      lines: [
        ...receiver.all.map((line) => ({ stage: "receiver" as const, line })),
        ...(forwarder?.all ?? []).map((line) => ({ stage: "forwarder" as const, line })),
      ],
      ...(since > now - HOUR_MS && { incompleteBefore: new Date(since).toISOString() }),
    };
  };
}

/** The lines about one event, by the id of its request or by its `_id`. */
export async function findLines(
  relay: StackOutputs,
  id: string,
  since: number,
): Promise<readonly StageLine[]> {
  const region = regionOf(relay);
  const read = async (arn: string, messages: readonly string[], wanted: string) => {
    const query = { group: logGroupOf(arn), since, messages, id: wanted };
    const found = await fromAws(() => readLog(region, query));
    // The emulator of AWS does not apply every filter.
    return found.filter((line) => [line["requestId"], line["id"]].includes(wanted));
  };
  const received = await read(relay.receiverFunctionArn, receiverMessages, id);
  const requestIds = new Set([id, ...received.map((line) => String(line["requestId"]))]);
  const { forwarderFunctionArn: forwarder } = relay;
  const forwarded =
    forwarder === undefined
      ? []
      : await Promise.all([...requestIds].map((one) => read(forwarder, forwarderMessages, one)));
  return [
    ...received.map((line) => ({ stage: "receiver" as const, line })),
    ...[...new Map(forwarded.flat().map((line) => [JSON.stringify(line), line])).values()].map(
      (line) => ({ stage: "forwarder" as const, line }),
    ),
  ];
}
