import type { AdobeClient } from "../../adobe/client";
import { compare, type Comparison } from "../reconcile/compare";
import { readIngestion } from "../reconcile/ingestion";
import { aligned, periodOf } from "../reconcile/window";
import type { SumMetric } from "../shared/cloudWatch";
import type { Log } from "../shared/log";
import type { Meter } from "../shared/metrics";
import type { ReconcilerSettings } from "./settings";

/** What the reconciler works with. Tests pass their own. */
export interface ReconcilerParts {
  readonly settings: ReconcilerSettings;
  /** Runs work with a client for the stack's sandbox. */
  readonly withAdobe: <T>(
    work: (client: Pick<AdobeClient, "catalog" | "dataAccess" | "flows">) => Promise<T>,
  ) => Promise<T>;
  readonly sumMetric: SumMetric;
  readonly log: Log;
  readonly meter: Meter;
  readonly now: () => number;
}

/** Rejected rows of one run that are logged. */
const MAX_LOGGED = 20;

/**
 * Compares once what was delivered with what AEP has ingested. Logs the result and the ids of rejected rows, without
 * their content, and counts rows that were rejected or are missing in the metric `Gap`.
 *
 * @throws AdobeError or AwsError when one of them cannot be read: then nothing is counted, and AWS counts an error
 */
export async function reconcileOnce(parts: ReconcilerParts): Promise<Comparison> {
  const { log, meter, now, settings, sumMetric, withAdobe } = parts;
  const { datasetId, flowIds, isOnlyRelay, metricsNamespace: namespace } = settings;
  const end = now() - settings.settleSeconds * 1_000;
  const window = aligned({ since: end - settings.windowSeconds * 1_000, until: end });
  const delivered = isOnlyRelay
    ? await sumMetric({ namespace, metric: "Delivered", ...window, period: periodOf(window) })
    : undefined;
  const query = { datasetId, flowIds, since: window.since, maxRows: MAX_LOGGED };
  const ingestion = await withAdobe((client) => readIngestion(client, query));
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
  meter.flush();
  return result;
}
