import { schemaBody } from "../bodies";
import { experiment } from "../experiment";
import { makeFieldGroup } from "../fixtures";
import { valueAt } from "../json";
import { byStatus } from "../judge";

/** Seconds of a year: no token lives as long, so a larger number is in milliseconds. */
const LONGEST_SECONDS = 1_000_000;

/** Longest wait until a deleted object has released what it used. */
const RELEASE_MS = 60_000;

/** IMS, gateway, sandboxes, and how fast a change is known. */
export const platformExperiments = [
  experiment(
    "token-expires-in",
    async ({ api, settings }) => {
      const { body } = await api.send({
        method: "POST",
        path: "/ims/token/v3",
        url: new URL("/ims/token/v3", settings.imsUrl).href,
        repeatable: true,
        form: {
          grant_type: "client_credentials",
          client_id: settings.clientId,
          client_secret: settings.clientSecret,
          scope: settings.scopes.replaceAll(/\s+/g, ""),
        },
      });
      return valueAt(body, "expires_in");
    },
    (expiresIn) => {
      if (typeof expiresIn !== "number") return undefined;
      return expiresIn > LONGEST_SECONDS ? "milliseconds" : "seconds";
    },
  ),
  experiment(
    "gateway-token-error",
    async ({ api }) => {
      const { body } = await api.send({
        method: "GET",
        path: "/data/foundation/flowservice/flowSpecs",
        headers: { authorization: "Bearer made-up" },
      });
      return typeof valueAt(body, "error_code");
    },
    (type) => (type === "string" ? "text" : type === "number" ? "number" : undefined),
  ),
  experiment(
    "sandbox-view",
    ({ api }) =>
      api.send({
        method: "GET",
        path: "/data/foundation/sandbox-management/sandboxes",
        query: { limit: "1" },
      }),
    byStatus({ 200: "allowed", 403: "forbidden" }),
  ),
  experiment(
    "merge-policy-page",
    async ({ api }) => {
      const path = "/data/core/ups/config/mergePolicies";
      return (await api.send({ method: "GET", path, query: { limit: "1" } })).body;
    },
    (body) => {
      if (valueAt(body, "_links", "next") !== undefined) return "link";
      return valueAt(body, "_page", "count") === undefined ? undefined : "token";
    },
  ),
  experiment(
    "deleted-reference",
    async (context) => {
      const group = await makeFieldGroup(context);
      const schema = await context.create("schema", (title) => schemaBody(title, group.id));
      const deleted = await context.change("DELETE", "schema", schema.id);
      if (deleted.status >= 300) return undefined;
      const first = await context.change("DELETE", "fieldGroup", group.id, { immediate: true });
      if (first.status >= 300) {
        await context.time("referenceReleased", {
          began: deleted.moment,
          without: first.moment,
          limitMs: RELEASE_MS,
          send: () => context.change("DELETE", "fieldGroup", group.id),
          shows: ({ status }) => status < 300 || status === 404,
        });
      }
      return first.status;
    },
    (status) => {
      if (status === undefined) return undefined;
      return status < 300 ? "at-once" : status < 500 && status !== 403 ? "late" : undefined;
    },
  ),
];

/** Runs last: each object that the run has made has shown it by then. */
export const visibilityExperiment = experiment(
  "new-object-visible",
  ({ firstReads }) => Promise.resolve(firstReads),
  (reads) => (reads.length === 0 ? undefined : reads.every(Boolean) ? "at-once" : "late"),
);
