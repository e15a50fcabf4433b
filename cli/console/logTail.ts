import { ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";

import { HOUR_MS } from "../../adobe/client/timeUnits";
import { withAwsErrors } from "../awsErrors";
import {
  logGroupsOf,
  MAX_LINES,
  readLog,
  type LogGroups,
  type LogLine,
  type LogQuery,
} from "../functionLogs";
import { regionOf, type StackOutputs } from "../stackOutputs";
import { attempt, fromAws } from "../status/read";
import {
  forwarderMessages,
  keeperMessages,
  receiverMessages,
  reconcilerMessages,
  unauthenticated,
  type StageLine,
} from "./events";

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

/** What the logs of receiver and forwarder say about the last hour. */
export interface Lines {
  readonly lines: readonly StageLine[];
  /** RFC 3339. There were too many lines to read them all: those before this time are missing. */
  readonly incompleteBefore?: string;
}

/** Reads the logs of receiver and forwarder again and again. */
export function createLogTail(relay: StackOutputs): () => Promise<Lines> {
  const region = regionOf(relay);
  const groups = logGroupsOf(relay);
  const receiver = new FunctionTail(region, groups.receiver, [
    ...receiverMessages,
    unauthenticated,
  ]);
  // A stack that an earlier release has deployed does not name its forwarder.
  const forwarder =
    groups.forwarder === undefined
      ? undefined
      : new FunctionTail(region, groups.forwarder, forwarderMessages);
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

const needs = "logs:StartQuery on the functions' log groups, and logs:GetQueryResults";

/** What the logs have about one event. */
export interface FoundLines {
  readonly lines: readonly StageLine[];
  /** Why a log could not be read that only some events are in. */
  readonly problem?: string;
}

/** The lines about one event, by the id of its request or by its `_id`. */
export async function findLines(
  relay: StackOutputs,
  id: string,
  since: number,
): Promise<FoundLines> {
  const groups = logGroupsOf(relay);
  const read = async (
    stage: keyof LogGroups,
    messages: LogQuery["messages"],
    ids: ReadonlySet<string>,
  ): Promise<readonly StageLine[]> => {
    const group = groups[stage];
    if (group === undefined) return [];
    const found = await Promise.all(
      [...ids].map(async (wanted) => {
        const query = { group, since, messages, id: wanted };
        const lines = await withAwsErrors(needs, () => readIfThere(regionOf(relay), query));
        // The emulator of AWS does not apply every filter.
        return lines.filter((line) => [line["requestId"], line["id"]].includes(wanted));
      }),
    );
    const unique = new Map(found.flat().map((line) => [JSON.stringify(line), line]));
    return [...unique.values()].map((line) => ({ stage, line }));
  };
  const received = await read("receiver", receiverMessages, new Set([id]));
  const all = (key: string) => {
    const others = received.map(({ line }) => line[key]);
    return new Set([id, ...others.filter((one) => typeof one === "string")]);
  };
  const [requestIds, rowIds] = [all("requestId"), all("id")];
  const [forwarded, later] = await Promise.all([
    read("forwarder", forwarderMessages, requestIds),
    attempt(() =>
      Promise.all([
        read("keeper", keeperMessages, requestIds),
        read("reconciler", reconcilerMessages, rowIds),
      ]),
    ),
  ]);
  return {
    lines: [...received, ...forwarded, ...(later.ok ? later.value.flat() : [])],
    ...(!later.ok && { problem: later.problem }),
  };
}

/** Reads lines of a log; none when there is no such log. */
async function readIfThere(region: string, query: LogQuery): Promise<readonly LogLine[]> {
  try {
    return await readLog(region, query);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}
