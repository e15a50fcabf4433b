import { httpApiSecret } from "../../handlers/forwarder/settings";
import { ingest } from "../../handlers/ingestion/ingest";
import { eventSlugs, privacyCategories, type PrivacyAction } from "../../handlers/model";
import { wrapEvent, type EventEnvelope } from "../../handlers/shared/envelope";
import { webhook } from "./payloads";

/** What `source: http-api` needs. */
export const httpApi = httpApiSecret.parse({
  clientId: "client",
  clientSecret: "secret",
  orgId: "org@AdobeOrg",
  sandbox: "prod",
  schemaId: "https://ns.adobe.com/acme/schemas/1",
  datasetId: "1",
  tenantNamespace: "_acme",
});

/** The envelope of a webhook of 1 KB. */
export function envelope(): EventEnvelope {
  const facts = {
    event: webhook.event,
    widget: "main",
    requestId: "request-1",
    receivedAt: "2026-11-23T10:05:00.000Z",
    synthetic: false,
  };
  const outcome = ingest(webhook.body, facts, {
    widgets: ["main"],
    events: eventSlugs,
    dedupeWindowSeconds: 600,
    transcript: { htmlBody: false },
    maxRowBytes: 990_000,
    privacy: Object.fromEntries(privacyCategories.map((each) => [each, "keep"])) as Record<
      (typeof privacyCategories)[number],
      PrivacyAction
    >,
  });
  if (outcome.kind !== "accepted") throw new Error(`The webhook was not accepted: ${outcome.kind}`);
  return wrapEvent(facts, outcome.envelope.body);
}
