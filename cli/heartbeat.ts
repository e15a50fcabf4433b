import { DAY_MS, HOUR_MS } from "../adobe/client/timeUnits";
import { authenticatedMessages } from "../handlers/receiver/messages";
import type { ReceiverSettings } from "../handlers/receiver/settings";
import { filtersOf, isSample, lineOf, logGroupsOf, MAX_LINES, runQuery } from "./functionLogs";
import { regionOf, type StackOutputs } from "./stackOutputs";

/** How many events a webhook has had today, next to its own history. */
export interface Heartbeat {
  readonly widget: string;
  readonly event: string;
  /** Events of the last 24 hours. */
  readonly today: number;
  /** Events a day, on average, in the seven days before. */
  readonly usual: number;
  /** It usually has events, and had none in the last 24 hours. */
  readonly isSilent: boolean;
}

/** Events of one webhook in one hour. */
export interface HourlyCount {
  readonly widget: string;
  readonly event: string;
  /** Start of the hour, in milliseconds since 1970. */
  readonly hour: number;
  readonly events: number;
}

/** Days before today that are its history: each weekday once. */
export const HISTORY_DAYS = 7;

/** Fewer events a day may well be none on another: of 5 on average, none is one day of 150. */
const USUAL_EVENTS = 5;

/** Days of the history that must have events. */
const USUAL_DAYS = 5;

/** A column of the query's result: it has no alias. */
const HOUR = "bin(1h)";

/**
 * Counts the webhooks with a valid token in the receiver's log, by hour, without samples of this project. AWS bills the
 * query by the size of the log.
 *
 * @throws UserError, or an error of AWS
 */
export async function readHourlyCounts(
  relay: StackOutputs,
  now: number = Date.now(),
): Promise<readonly HourlyCount[]> {
  const text = [
    ...filtersOf({ messages: authenticatedMessages, withoutSamples: true }),
    `stats count(*) as events by widget, event, ${HOUR}`,
    `limit ${MAX_LINES}`,
  ].join("\n| ");
  const group = logGroupsOf(relay).receiver;
  const since = startOf(now) - HISTORY_DAYS * DAY_MS;
  const rows = await runQuery(regionOf(relay), { group, since, text });
  return rows.flatMap((row) => {
    const values = new Map(row.map(({ field, value }) => [field, value]));
    const [widget = "", event = "", hour = ""] = ["widget", "event", HOUR].map((key) =>
      values.get(key),
    );
    // The emulator of AWS does not count: it returns the lines, those of samples too.
    const [line] = values.has("events") ? [] : lineOf(row);
    if (line !== undefined && isSample(line)) return [];
    if (line !== undefined)
      return {
        widget: String(line["widget"]),
        event: String(line["event"]),
        hour: Date.parse(line.timestamp),
        events: 1,
      };
    return {
      widget,
      event,
      hour: Date.parse(`${hour.replace(" ", "T")}Z`),
      events: Number(values.get("events")),
    };
  });
}

/** When today began: 24 hours ago, in whole hours, because the log is counted by hour. */
function startOf(now: number): number {
  return Math.floor(now / HOUR_MS) * HOUR_MS - DAY_MS;
}

/** The heartbeat of each webhook that the receiver has. */
export function heartbeatsOf(
  { events, widgets }: Pick<ReceiverSettings, "events" | "widgets">,
  counts: readonly HourlyCount[],
  now: number = Date.now(),
): readonly Heartbeat[] {
  const start = startOf(now);
  return widgets.flatMap((widget) =>
    events.map((event) => {
      const own = counts.filter((count) => count.widget === widget && count.event === event);
      const days = Array.from({ length: HISTORY_DAYS + 1 }, (_, index) =>
        own
          .filter(({ hour }) => dayOf(hour, start) === index)
          .reduce((sum, count) => sum + count.events, 0),
      );
      return { widget, event, ...judged(days) };
    }),
  );
}

/** 0 is today, which has the hour that has begun too; 1 the 24 hours before it. */
function dayOf(hour: number, start: number): number {
  return hour >= start ? 0 : Math.ceil((start - hour) / DAY_MS);
}

/** A webhook that is quiet on each Sunday is not silent on this one: the same day a week ago must have had events. */
function judged([today = 0, ...history]: readonly number[]) {
  const total = history.reduce((sum, events) => sum + events, 0);
  const usual = total / HISTORY_DAYS;
  const isUsual =
    usual >= USUAL_EVENTS &&
    history.filter((events) => events > 0).length >= USUAL_DAYS &&
    (history.at(-1) ?? 0) > 0;
  return { today, usual: Math.round(usual * 10) / 10, isSilent: isUsual && today === 0 };
}
