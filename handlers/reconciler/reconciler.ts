import type { AdobeClient } from "../../adobe/client";
import { compare, type Comparison } from "../comparison/compare";
import { readIngestion } from "../comparison/ingestedRows";
import { aligned, periodOf } from "../comparison/window";
import type { SumMetric } from "../shared/cloudWatch";
import type { Log } from "../shared/log";
import type { Meter } from "../shared/metrics";
import type { ReconcilerSettings } from "./settings";

/** The part of Adobe's client that the reconciler uses. */
type Reader = Pick<AdobeClient, "catalog" | "dataAccess" | "flows">;

/** What the reconciler works with. Tests pass their own. */
export interface ReconcilerParts {
  readonly settings: ReconcilerSettings;
  /** Runs work with a client for the stack's sandbox. */
  readonly withAdobe: <T>(work: (client: Reader) => Promise<T>) => Promise<T>;
  readonly sumMetric: SumMetric;
  readonly log: Log;
  readonly meter: Meter;
  readonly now: () => number;
}

/** Rejected rows of one run that are logged. */
const MAX_LOGGED = 20;

/**
 * Each run also compares a day. Rows of the last hour, which are those of events that nobody compares yet, hide as many
 * missing ones: of an hour that may be all, of a day few, and next to none when the run is in a quiet hour.
 */
const DAY_SECONDS = 86_400;

/** So much sooner may the run before have started, as schedules and clocks go. A row of this time is in both runs. */
const EARLIER_MS = 300_000;

/**
 * Looks once whether the dataflows are enabled, and, when it is to, compares what was delivered with what AEP has ingested:
 * in the time of one run, and in a day. What AEP rejected before the last run was that one's. Logs what it finds and the ids of rejected rows, without their content.
 * Counts dataflows that are disabled or gone in the metric `FlowDown`, and rows that were rejected or are missing in `Gap`.
 *
 * @throws AdobeError or AwsError when one of them cannot be read: then what depends on it is not counted, and AWS counts
 * an error
 */
export async function reconcileOnce(parts: ReconcilerParts): Promise<Comparison | undefined> {
  try {
    return await parts.withAdobe(async (client) => {
      await checkFlows(parts, client);
      return parts.settings.comparesRows ? await compareOnce(parts, client) : undefined;
    });
  } finally {
    parts.meter.flush();
  }
}

/** Adobe does not say what becomes of events while a dataflow is disabled: they may be lost when nobody notices. */
async function checkFlows({ log, meter, settings }: ReconcilerParts, { flows }: Reader) {
  let down = 0;
  for (const flowId of settings.flowIds) {
    const { state = "gone" } = (await flows.get("flows", flowId)) ?? {};
    if (state === "enabled") continue;
    down += 1;
    log("ERROR", "dataflow is not enabled", { flowId, state });
  }
  meter.count("FlowDown", "", down);
}

async function compareOnce(parts: ReconcilerParts, client: Reader): Promise<Comparison> {
  const { isOnlyRelay, windowSeconds } = parts.settings;
  const run = await compareWindow(parts, client, windowSeconds);
  const { newlyRejected: rejected } = run;
  let { missing = 0 } = run;
  if (isOnlyRelay && windowSeconds < DAY_SECONDS) {
    const day = await compareWindow(parts, client, DAY_SECONDS);
    missing = Math.max(missing, day.missing ?? 0);
  }
  parts.meter.count("Gap", "", rejected + missing);
  const isWrong = rejected + missing > 0;
  const { delivered, rows } = run;
  return {
    verdict: isWrong ? "wrong" : isOnlyRelay ? "ok" : "unknown",
    rows,
    rejected,
    ...(delivered !== undefined && { delivered }),
    ...(isOnlyRelay && { missing }),
  };
}

/** Compares what was delivered in so many seconds, until AEP has had time for its rows, and logs the numbers. */
async function compareWindow(
  { log, now, settings, sumMetric }: ReconcilerParts,
  client: Reader,
  seconds: number,
): Promise<Comparison & { readonly newlyRejected: number }> {
  const { datasetId, flowIds, isOnlyRelay, metricsNamespace: namespace, windowSeconds } = settings;
  const end = now() - settings.settleSeconds * 1_000;
  const window = aligned({ since: end - seconds * 1_000, until: end });
  const delivered = isOnlyRelay
    ? await sumMetric({ namespace, metric: "Delivered", ...window, period: periodOf(window) })
    : undefined;
  const maxRows = seconds === windowSeconds ? MAX_LOGGED : 0;
  // AEP takes some time for a row, so the windows of two runs overlap. Each rejected row is one run's.
  const endedSince = now() - windowSeconds * 1_000 - EARLIER_MS;
  const query = { datasetId, flowIds, since: window.since, maxRows, endedSince };
  const ingestion = await readIngestion(client, query);
  const result = compare(delivered, ingestion);
  const { missing = 0, rows } = result;
  const { newlyRejected = result.rejected } = ingestion;
  for (const { batchId, errors, eventType, id, rejectedAt, requestId } of ingestion.rejectedRows) {
    // Adobe's messages may quote a value, so the code stands for the reason.
    const reason = errors.map(({ code = "no code" }) => code).join(", ");
    const row = { requestId, id, event: eventType, batchId, rejectedAt };
    log("WARN", "row rejected by AEP", { ...row, reason });
  }
  const rejected = seconds === windowSeconds ? newlyRejected : result.rejected;
  const isGap = rejected + missing > 0;
  const hours = seconds / 3_600;
  log(isGap ? "WARN" : "INFO", "reconciled", { hours, delivered, rows, rejected, missing });
  return { ...result, newlyRejected };
}
