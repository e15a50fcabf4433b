import type { AdobeClient } from "../../adobe/client";
import { compare, type Comparison } from "../reconcile/compare";
import { readIngestion } from "../reconcile/ingestion";
import { aligned, periodOf } from "../reconcile/window";
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
 * Looks once whether the dataflows are enabled, and compares what was delivered with what AEP has ingested. Logs what it
 * finds and the ids of rejected rows, without their content. Counts dataflows that are disabled or gone in the metric
 * `FlowDown`, and rows that were rejected or are missing in `Gap`.
 *
 * @throws AdobeError or AwsError when one of them cannot be read: then what depends on it is not counted, and AWS counts
 * an error
 */
export async function reconcileOnce(parts: ReconcilerParts): Promise<Comparison> {
  try {
    return await parts.withAdobe(async (client) => {
      await checkFlows(parts, client);
      return compareOnce(parts, client);
    });
  } finally {
    parts.meter.flush();
  }
}

/** Events wait in the queue while a dataflow is disabled, and are lost to it when nobody notices. */
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
  const { log, meter, now, settings, sumMetric } = parts;
  const { datasetId, flowIds, isOnlyRelay, metricsNamespace: namespace } = settings;
  const end = now() - settings.settleSeconds * 1_000;
  const window = aligned({ since: end - settings.windowSeconds * 1_000, until: end });
  const delivered = isOnlyRelay
    ? await sumMetric({ namespace, metric: "Delivered", ...window, period: periodOf(window) })
    : undefined;
  const query = { datasetId, flowIds, since: window.since, maxRows: MAX_LOGGED };
  const ingestion = await readIngestion(client, query);
  const result = compare(delivered, ingestion);
  const { missing = 0, rejected, rows } = result;
  for (const { batchId, errors, eventType, id } of ingestion.rejectedRows) {
    // Adobe's messages may quote a value, so the code stands for the reason.
    const reason = errors.map(({ code = "no code" }) => code).join(", ");
    log("WARN", "row rejected by AEP", { id, event: eventType, batchId, reason });
  }
  const isGap = rejected + missing > 0;
  log(isGap ? "WARN" : "INFO", "reconciled", { delivered, rows, rejected, missing });
  meter.count("Gap", "", rejected + missing);
  return result;
}
