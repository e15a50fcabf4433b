/** Ingests bodies in a thread whose heap is limited. Started by tests/handlers/privacy/memory.test.ts. */
import { parentPort } from "node:worker_threads";

import { ingest } from "../../../handlers/ingestion/ingest";
import { eventSlugs, type EventSlug } from "../../../handlers/model";
import type { PrivacyPolicy } from "../../../handlers/privacy";
import { bytesOutside } from "./countArrays";
import { factsOf } from "./ingested";

/** A body, and the policy it is ingested with. */
export interface MemoryCase extends PrivacyPolicy {
  readonly event: EventSlug;
  readonly body: Uint8Array;
}

/** What became of a body, and how many bytes outside of the heap were made for it. */
export interface MemoryResult {
  readonly outcome: string;
  readonly outside: number;
}

const settings = {
  widgets: ["main"],
  events: eventSlugs,
  dedupeWindowSeconds: 600,
  transcript: { htmlBody: true },
  maxRowBytes: 990_000,
};

parentPort?.on("message", ({ event, body, privacy }: MemoryCase) => {
  bytesOutside();
  const { kind } = ingest(body, factsOf(event), { ...settings, privacy });
  const result: MemoryResult = { outcome: kind, outside: bytesOutside() };
  parentPort?.postMessage(result);
});
