import type { Dataflow } from "../status/report";

/** How far a sample came. */
export interface Verified {
  readonly widget: string;
  readonly event: string;
  /** `direct` when Chatlio posts to Adobe, without the relay. */
  readonly mode: "relay" | "direct";
  /** The `_id` of the row; left out in direct mode, where Adobe does not say it. */
  readonly id?: string;
  /** HTTP status of the webhook's response; left out when there was none. */
  readonly status?: number;
  /** Milliseconds from the request to the webhook's response. */
  readonly responseMs?: number;
  /** Milliseconds from the webhook to the response of Adobe's streaming endpoint. */
  readonly endpointMs?: number;
  /** Why it came no further; left out when it did. */
  readonly problem?: string;
}

/** What became of the samples in the dataset, as far as its batches say. */
export interface Ingested {
  /** Rows of the dataset's batches since the first sample was posted. */
  readonly rows: number;
  /** Rows that AEP rejected in that time. */
  readonly rejected: number;
  /** Seconds until the batches had as many rows as there are samples; left out when they never had. */
  readonly seconds?: number;
}

/** What `verify --json` prints. */
export interface Verification {
  readonly samples: readonly Verified[];
  readonly ingested?: Ingested;
  /** The stack's dataflows, as Adobe had them before the samples. Left out when they could not be read. */
  readonly dataflows?: readonly Dataflow[];
  /** Why nobody knows the state of the dataflows. Left out when they were read. */
  readonly dataflowProblem?: string;
}
