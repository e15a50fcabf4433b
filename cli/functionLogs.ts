import { setTimeout as sleep } from "node:timers/promises";

import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
  type ResultField,
} from "@aws-sdk/client-cloudwatch-logs";
import * as z from "zod";

import type { StackOutputs } from "./stackOutputs";
import { UserError } from "./userError";

const POLL_MS = 300;
const LONGEST_QUERY_MS = 60_000;

/** What Logs Insights returns at most. */
export const MAX_LINES = 10_000;

/** The names of the log groups of a stack's functions. Left out: the stack has no such function, or does not name it. */
export interface LogGroups {
  readonly receiver: string;
  readonly forwarder?: string | undefined;
  readonly keeper?: string | undefined;
  readonly reconciler?: string | undefined;
}

/** The names of the log groups, as the stack's outputs have them. */
export function logGroupsOf({
  forwarderFunctionArn,
  logGroups,
  receiverFunctionArn,
}: Pick<StackOutputs, "forwarderFunctionArn" | "logGroups" | "receiverFunctionArn">): LogGroups {
  if (logGroups !== undefined) return logGroups;
  // A stack that an earlier release has deployed names functions alone.
  const groupOf = (functionArn: string) => `/aws/lambda/${functionArn.split(":")[6] ?? ""}`;
  return {
    receiver: groupOf(receiverFunctionArn),
    ...(forwarderFunctionArn !== undefined && { forwarder: groupOf(forwarderFunctionArn) }),
  };
}

/** Which lines of a log to read. */
export interface LogQuery {
  readonly group: string;
  /** Lines since this time, in milliseconds since 1970. */
  readonly since: number;
  /** The values of `message` that are wanted. */
  readonly messages: readonly string[];
  /** Only lines with this id, of the request or of the event. */
  readonly id?: string;
  /** Only lines about this event: `feedback-left`. */
  readonly event?: string;
  /** Only what Chatlio has sent: no line about a sample of this project. */
  readonly withoutSamples?: true;
  /** Only the latest line for each combination of these fields. The emulator of AWS returns all of them. */
  readonly latestOf?: readonly string[];
}

/** Text that is compared as it is: in a query, it ends no regular expression. */
const literal = /^[\w .:=-]+$/;

/** Whether lines can be looked for by this id: those of requests and events can. */
export function isLogId(id: string): boolean {
  return literal.test(id) && id.length <= 200;
}

/** The commands that find the lines. */
export function filtersOf({
  event,
  id,
  messages,
  withoutSamples,
}: Pick<LogQuery, "event" | "id" | "messages" | "withoutSamples">): readonly string[] {
  const texts = [...messages, event, id].filter((text) => text !== undefined);
  if (!texts.every((text) => literal.test(text))) throw new Error("not a literal of a log query");
  const escaped = (text: string) => text.replaceAll(".", "\\.");
  return [
    "fields @timestamp, @message",
    `filter @message like /"message":"(${messages.map(escaped).join("|")})"/`,
    ...(id === undefined ? [] : [`filter @message like /"(requestId|id)":"${escaped(id)}"/`]),
    ...(event === undefined ? [] : [`filter @message like /"event":"${escaped(event)}"/`]),
    ...(withoutSamples ? ['filter @message not like /"synthetic":true/'] : []),
  ];
}

function queryOf(query: LogQuery): string {
  const { latestOf } = query;
  return [
    ...filtersOf(query),
    "sort @timestamp desc",
    ...(latestOf === undefined ? [] : [`dedup ${latestOf.join(", ")}`]),
    `limit ${MAX_LINES}`,
  ].join("\n| ");
}

const logLine = z.looseObject({
  timestamp: z.iso.datetime(),
  message: z.string(),
});

/** A line of a function's log. */
export type LogLine = z.output<typeof logLine>;

/**
 * Reads lines of a function's log with CloudWatch Logs Insights, the latest first. AWS bills it by the size of the
 * logs of that time.
 */
export async function readLog(
  region: string,
  query: LogQuery,
  { now = Date.now }: { readonly now?: () => number } = {},
): Promise<readonly LogLine[]> {
  const { group, since } = query;
  const results = await runQuery(region, { group, since, text: queryOf(query) }, now);
  const lines = results.flatMap(lineOf);
  // The emulator of AWS does not know `not like`.
  return query.withoutSamples ? lines.filter((line) => !isSample(line)) : lines;
}

/** Whether a line of the receiver is about a sample of this project, and not about an event of Chatlio. */
export function isSample(line: LogLine): boolean {
  return line["synthetic"] === true;
}

/**
 * Runs a query of CloudWatch Logs Insights; its rows.
 *
 * @param query.since - milliseconds since 1970
 * @throws UserError when it does not end
 */
export async function runQuery(
  region: string,
  { group, since, text }: Pick<LogQuery, "group" | "since"> & { readonly text: string },
  now: () => number = Date.now,
): Promise<readonly (readonly ResultField[])[]> {
  const logs = new CloudWatchLogsClient({ region });
  const { queryId } = await logs.send(
    new StartQueryCommand({
      logGroupName: group,
      startTime: Math.floor(since / 1_000),
      endTime: Math.ceil(now() / 1_000) + 60,
      queryString: text,
    }),
  );
  const end = now() + LONGEST_QUERY_MS;
  for (;;) {
    const { status, results = [] } = await logs.send(new GetQueryResultsCommand({ queryId }));
    if (status === "Complete") return results;
    const isOver = status !== "Running" && status !== "Scheduled";
    if (isOver || now() > end) {
      throw new UserError(
        `CloudWatch did not finish the query of ${group} (${status ?? "no status"}). Try again.`,
      );
    }
    await sleep(POLL_MS);
  }
}

/** A row of a query as a line of the log; none when it is not one of a function's own lines. */
export function lineOf(fields: readonly ResultField[]): LogLine[] {
  const text = fields.find(({ field }) => field === "@message")?.value ?? "";
  try {
    const read = logLine.safeParse(JSON.parse(text));
    return read.success ? [read.data] : [];
  } catch {
    return [];
  }
}
