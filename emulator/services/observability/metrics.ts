import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import type { Point } from "./aggregate";

/** What a metric is counted from: one dataset, or the whole sandbox. */
export type Source =
  | { readonly by: "dataset"; points(sandbox: Sandbox, datasetId: string): Point[] }
  | { readonly by: "sandbox"; points(organization: Organization, sandbox: Sandbox): Point[] };

function batches(status: "success" | "failed", value: (recordCount: number) => number): Source {
  return {
    by: "dataset",
    points: (sandbox, datasetId) =>
      sandbox.batches
        .values()
        .filter((batch) => batch.datasetId === datasetId && batch.status === status)
        .map(({ created, recordCount }) => ({ at: created, value: value(recordCount) })),
  };
}

/** Responses of the sandbox's streaming endpoints in the request log; status 0 means there was none. */
function inletResponses(wanted: (status: number) => boolean): Source {
  return {
    by: "sandbox",
    points: (organization, sandbox) =>
      organization.requests
        .toArray()
        .filter(({ method, path, status }) => {
          const inlet = /^\/collection\/(?:batch\/)?([^/]+)$/u.exec(path)?.[1];
          const owner = inlet === undefined ? undefined : organization.inlets.get(inlet)?.sandbox;
          return method === "POST" && owner === sandbox.info.name && wanted(status);
        })
        .map(({ at }) => ({ at, value: 1 })),
  };
}

/** The metrics that the emulator counts, by Adobe's names. */
export const metrics: Readonly<Record<string, Source>> = {
  "timeseries.ingestion.dataset.recordsuccess.count": batches("success", (records) => records),
  "timeseries.ingestion.dataset.batchsuccess.count": batches("success", () => 1),
  "timeseries.ingestion.dataset.batchfailed.count": batches("failed", () => 1),
  "timeseries.ingestion.dataset.dailysize": {
    by: "dataset",
    points: (sandbox, datasetId) =>
      sandbox
        .rows(datasetId)
        .all()
        .map(({ at, row }) => ({ at, value: Buffer.byteLength(JSON.stringify(row)) })),
  },
  "timeseries.data.collection.validation.category.presence.count": {
    by: "dataset",
    points: (sandbox, datasetId) =>
      sandbox
        .rejected(datasetId)
        .all()
        .filter(({ reason }) => reason.includes("required key"))
        .map(({ at }) => ({ at, value: 1 })),
  },
  "timeseries.data.collection.inlet.success": inletResponses(
    (status) => status >= 200 && status < 300,
  ),
  "timeseries.data.collection.inlet.failure": inletResponses(
    (status) => status < 200 || status >= 300,
  ),
};
