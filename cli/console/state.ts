import { events } from "../../handlers/model";
import type { ReceiverSettings } from "../../handlers/receiver/settings";
import type { LogLine } from "../functionLogs";
import type { HourlyCount } from "../heartbeat";
import type { DeployedStack } from "../stackOutputs";
import { judge, modeOf } from "../status/judge";
import { usesOf } from "../status/read";
import type {
  Check,
  Dataflow,
  QueueStatus,
  Read,
  Readings,
  StatusReport,
  Verdict,
} from "../status/report";
import type { Alarm } from "./alarms";
import type { Ingested } from "./batches";
import type { DeadLetters } from "./deadLetters";
import type { Drift } from "./drift";
import { waysOf, type EventWay, type StageLine } from "./events";
import type { Lines } from "./logTail";
import type { Reading } from "./part";
import { placesNow, type KnownDlq } from "./places";
import { MINUTES, trafficOf, type Traffic } from "./traffic";

/** Events that the page gets, the latest ones. */
const MAX_EVENTS = 300;

/** What was read of the relay. */
export interface RelayReadings {
  readonly queue: Reading<QueueStatus>;
  /** What waits for the keeper; left out in a stack without one. */
  readonly undelivered?: Reading<QueueStatus>;
  readonly lines: Reading<Lines>;
  readonly deadLetters: Reading<DeadLetters>;
  readonly alarms: Reading<readonly Alarm[]>;
  readonly settings: Reading<ReceiverSettings>;
  readonly latest: Reading<readonly LogLine[]>;
  /** The webhooks of the last days by hour. */
  readonly hourly: Reading<readonly HourlyCount[]>;
  readonly sentAgain: readonly StageLine[];
}

/** What was read of the stack. */
export interface StackReadings {
  readonly deployed: DeployedStack;
  readonly drift: Drift;
  readonly dataflows: Reading<readonly Dataflow[]>;
  readonly ingested: Reading<Ingested>;
  readonly relay?: RelayReadings;
}

/** What the page shows. A part that is left out has not been read yet, or cannot be. */
export interface ConsoleState extends Omit<StatusReport, "verdict"> {
  /** `reading` until each part was read once. */
  readonly verdict: Verdict | "reading";
  readonly webhookNames: Readonly<Record<string, string>>;
  readonly datasetId: string;
  readonly ingested?: Ingested;
  readonly events?: readonly EventWay[];
  readonly eventTotal?: number;
  readonly traffic?: Traffic;
  /** RFC 3339: the logs have too many lines to show those before. */
  readonly incompleteBefore?: string;
  readonly dlq?: DeadLetters;
  readonly alarms?: readonly Alarm[];
  readonly drift: Drift;
  /** Parts that are read for the first time. */
  readonly waitingFor: readonly string[];
}

/** What the dashboard of Chatlio calls each webhook. */
const webhookNames = Object.fromEntries(events.map(({ chatlioName, slug }) => [slug, chatlioName]));

const notRead: Read<never> = { ok: false, problem: "" };

function readOf<T>({ read }: Reading<T>): Read<T> {
  return read ?? notRead;
}

function valueOf<K extends string, T>(key: K, { read }: Reading<T>): { readonly [key in K]?: T } {
  return read?.ok === true ? ({ [key]: read.value } as { readonly [key in K]: T }) : {};
}

/**
 * Shapes what was read for the page.
 *
 * @param now - milliseconds since 1970
 */
export function stateOf(readings: StackReadings, now: number): ConsoleState {
  const { dataflows, deployed, drift, ingested, relay } = readings;
  const report = judge(
    { stack: deployed.name, mode: modeOf(deployed), at: new Date(now).toISOString() },
    { dataflows: readOf(dataflows), ...(relay && { relay: relayReadings(relay) }) },
  );
  const parts = { dataflows, ingested, ...relay };
  const all = Object.entries(parts).filter(([name]) => name !== "sentAgain") as [
    string,
    Reading<unknown>,
  ][];
  const waitingFor = all.filter(([, { read }]) => read === undefined).map(([name]) => name);
  const problems = new Set([
    ...report.problems.filter((problem) => problem !== ""),
    ...all.flatMap(([, { read }]) => (read?.ok === false ? [read.problem] : [])),
  ]);
  const checks = [...report.checks, ...(relay === undefined ? [] : alarmChecks(relay.alarms))];
  return {
    ...report,
    checks,
    verdict: waitingFor.length > 0 ? "reading" : verdictOf(checks, problems.size),
    problems: [...problems],
    webhookNames,
    datasetId: deployed.datasetId,
    drift,
    waitingFor,
    ...valueOf("ingested", ingested),
    ...(relay && { ...valueOf("dlq", relay.deadLetters), ...valueOf("alarms", relay.alarms) }),
    ...(relay && linesOf(relay, now)),
  };
}

function relayReadings(relay: RelayReadings): NonNullable<Readings["relay"]> {
  const { deadLetters, hourly, latest, queue, settings, undelivered } = relay;
  return {
    queue: readOf(queue),
    ...(undelivered && { undelivered: readOf(undelivered) }),
    deadLetters: readOf(deadLetters),
    ...usesOf(readOf(settings), readOf(latest), readOf(hourly)),
  };
}

function verdictOf(checks: readonly Check[], problems: number): Verdict {
  if (checks.some(({ verdict }) => verdict === "wrong")) return "wrong";
  return problems > 0 ? "unknown" : "ok";
}

/** The line about alarms; none while the stack has none. */
function alarmChecks({ read }: Reading<readonly Alarm[]>): readonly Check[] {
  if (read?.ok !== true || read.value.length === 0) return [];
  const firing = read.value.filter(({ state }) => state === "ALARM").map(({ id }) => id);
  return [
    {
      name: "alarms",
      expected: "none fires",
      now: firing.length === 0 ? "none fires" : firing.join(", "),
      verdict: firing.length === 0 ? "ok" : "wrong",
    },
  ];
}

/** What the readings say about where events are that could not be delivered. */
export function knownDlq({
  deadLetters: { read },
  undelivered,
}: Pick<RelayReadings, "deadLetters" | "undelivered">): KnownDlq {
  return {
    deadLetters: read?.ok === true ? read.value : undefined,
    undelivered: undelivered === undefined ? 0 : waitingIn(undelivered),
  };
}

function waitingIn({ read }: Reading<QueueStatus>): number | undefined {
  if (read?.ok !== true) return undefined;
  const { delayed, inFlight, waiting } = read.value;
  return waiting + inFlight + delayed;
}

function linesOf(relay: RelayReadings, now: number) {
  const { lines, sentAgain } = relay;
  if (lines.read?.ok !== true) return {};
  // The logs are read of the last hour: of an older event, only this would be left.
  const since = new Date(now - MINUTES * 60_000).toISOString();
  const recent = sentAgain.filter(({ line }) => line.timestamp >= since);
  const all = [...lines.read.value.lines, ...recent];
  const ways = waysOf(all);
  const { incompleteBefore } = lines.read.value;
  return {
    events: placesNow(ways.slice(0, MAX_EVENTS), knownDlq(relay)),
    eventTotal: ways.length,
    traffic: trafficOf(all, ways, now),
    ...(incompleteBefore !== undefined && { incompleteBefore }),
  };
}
