import { isDeepStrictEqual } from "node:util";

import * as z from "zod";

import { events } from "../../handlers/model";
import { openCategories, unsearched } from "../../handlers/model/direct";
import { awsKeys } from "./awsKeys";
import { consentProblem } from "./consents";
import { identityProblems } from "./identities";
import type { ConfigIssueParams } from "./keys";
import { operatorKeys } from "./operatorKeys";
import { relayKeys } from "./relayKeys";
import type { ConfigKey, ConfigValues } from "./schema";

/** Keys of the relay: without one they have no meaning. */
const relayOnly = [
  "chatlio-aep:webhookTokens",
  "chatlio-aep:delivery",
  "chatlio-aep:metrics",
  "chatlio-aep:logRetention",
  ...(Object.keys(awsKeys) as (keyof typeof awsKeys)[]),
  ...(Object.keys(operatorKeys) as (keyof typeof operatorKeys)[]),
] as const satisfies readonly ConfigKey[];

/** In direct mode the relay's keys may be missing. Those that are set are checked all the same. */
export const withoutRelay = {
  "chatlio-aep:webhookTokens": relayKeys["chatlio-aep:webhookTokens"]
    .optional()
    .transform((tokens) => tokens ?? []),
  "aws:region": z
    .string()
    .optional()
    .transform((region) => region ?? ""),
};

function add(
  context: z.RefinementCtx,
  path: (string | number)[],
  message: string,
  params = {},
): void {
  context.addIssue({ code: "custom", path, message, params: params satisfies ConfigIssueParams });
}

/** What Adobe's Data Prep cannot do, and so no stack with direct webhooks can. */
export function directRules(values: ConfigValues, context: z.RefinementCtx): void {
  if (values["chatlio-aep:source"] !== "chatlio")
    add(
      context,
      ["chatlio-aep:source"],
      "is http-api, which only the relay can use: Chatlio cannot log in at Adobe",
    );
  const actions = values["chatlio-aep:privacy"];
  const hashed = Object.entries(actions).filter(([, action]) => action === "hash");
  for (const [category] of hashed.filter(([name]) => name !== "email"))
    add(
      context,
      ["chatlio-aep:privacy", category],
      "is hash, which direct mode can do for email addresses only: use keep or drop",
    );
  const removable = [
    ...(values["chatlio-aep:dedupeSalt"] === undefined ? [] : ["chatlio-aep:dedupeSalt"]),
    ...(values["chatlio-aep:privacySalt"] === undefined || hashed.length === 0
      ? []
      : ["chatlio-aep:privacySalt"]),
  ];
  for (const key of removable)
    add(context, [key], "cannot be used in direct mode: Adobe's Data Prep hashes without a salt", {
      remove: true,
    });
}

/** What tells the relay who chats: the events that name conversation and visitor, which others do not have both. */
const linking = events.filter(({ shape }) => shape === "A").map(({ slug }) => slug);

/** Transcripts are linked to what the other events of their chats say. */
export function linkRules(values: ConfigValues, context: z.RefinementCtx): void {
  if (!values["chatlio-aep:linkTranscripts"]) return;
  const delivered = values["chatlio-aep:events"];
  const reason = !delivered.includes("transcript-exported")
    ? "has nothing to link: chatlio-aep:events does not have transcript-exported"
    : !linking.some((slug) => delivered.includes(slug))
      ? `needs an event that names the visitor of a chat in chatlio-aep:events: ${linking.join(", ")}`
      : undefined;
  if (reason !== undefined) add(context, ["chatlio-aep:linkTranscripts"], reason, { remove: true });
}

/** Transcripts are linked by the relay. A stack with both kinds of webhooks links those of the relay. */
export function directLinkRules(values: ConfigValues, context: z.RefinementCtx): void {
  if (!values["chatlio-aep:linkTranscripts"]) return;
  add(
    context,
    ["chatlio-aep:linkTranscripts"],
    "cannot be used in direct mode: there is no relay that remembers who chats in which conversation",
    { remove: true },
  );
}

/** What adopted objects need: a dataset that is not created, and webhooks that the stack has. */
export function adoptedRules(values: ConfigValues, context: z.RefinementCtx): void {
  const adopted = values["chatlio-aep:adopted"];
  if (adopted.length === 0) return;
  const isOwned = adopted.includes("schema");
  if (isOwned && values["chatlio-aep:existing"] !== undefined)
    add(
      context,
      ["chatlio-aep:adopted", adopted.indexOf("schema")],
      "says that the stack owns schema and dataset, and chatlio-aep:existing says that somebody else does",
      { remove: true },
    );
  if (!isOwned && values["chatlio-aep:existing"] === undefined)
    add(
      context,
      ["chatlio-aep:adopted"],
      "needs an entry schema, or chatlio-aep:existing with the schema and dataset of the adopted dataflows",
      { remove: true },
    );
  const webhooks = values["chatlio-aep:widgets"].flatMap((widget) =>
    values["chatlio-aep:events"].map((event) => `${widget}/${event}`),
  );
  for (const [index, entry] of adopted.entries())
    if (entry !== "schema" && !webhooks.includes(entry))
      add(
        context,
        ["chatlio-aep:adopted", index],
        "names a webhook that chatlio-aep:widgets and chatlio-aep:events do not have: its dataflow would be deleted",
      );
}

/** What the reconciler compares with, and how it tells somebody. */
export function reconcileRules(values: ConfigValues, context: z.RefinementCtx): void {
  if (values["chatlio-aep:reconcile"] === undefined) return;
  if (values["chatlio-aep:metrics"] === "none")
    add(
      context,
      ["chatlio-aep:reconcile"],
      "needs the functions' metrics, and chatlio-aep:metrics is none",
      { remove: true },
    );
}

/** What only the owner of a schema and dataset decides. */
export function existingRules(values: ConfigValues, context: z.RefinementCtx): void {
  if (values["chatlio-aep:existing"] === undefined) return;
  for (const key of ["chatlio-aep:retention", "chatlio-aep:profileRetention"] as const)
    if (values[key] !== undefined)
      add(
        context,
        [key],
        "cannot be used with chatlio-aep:existing: only its owner decides how long a dataset keeps rows",
        { remove: true },
      );
  if (values["chatlio-aep:labels"])
    add(
      context,
      ["chatlio-aep:labels"],
      "cannot be used with chatlio-aep:existing: the owner of the field groups labels their fields",
      { remove: true },
    );
  if (values["chatlio-aep:identities"].length > 0)
    add(
      context,
      ["chatlio-aep:identities"],
      "cannot be used with chatlio-aep:existing: only its owner decides which fields of a schema are identities",
      { remove: true },
    );
}

/** What has no meaning without Profile. */
export function profileRules(values: ConfigValues, context: z.RefinementCtx): void {
  if (values["chatlio-aep:profileRetention"] === undefined || values["chatlio-aep:profile"]) return;
  add(
    context,
    ["chatlio-aep:profileRetention"],
    "is only for a stack with chatlio-aep:profile: true",
    { remove: true },
  );
}

/** How the site's identities go together with the other keys. */
export function identityRules(values: ConfigValues, context: z.RefinementCtx): void {
  for (const { path, message, remove } of identityProblems(values))
    add(context, path, message, remove && { remove });
}

/** Where a stack can pass the visitor's choices on. */
export function consentRules(values: ConfigValues, context: z.RefinementCtx): void {
  const problem = consentProblem(values);
  if (problem !== undefined) add(context, ["chatlio-aep:consents"], problem, { remove: true });
}

/** The keys that are set and have no meaning in direct mode. */
function unused(values: ConfigValues): string[] {
  const schemas: Readonly<Record<string, z.ZodType>> = {
    ...relayKeys,
    ...awsKeys,
    ...operatorKeys,
    "chatlio-aep:webhookTokens": withoutRelay["chatlio-aep:webhookTokens"],
  };
  return relayOnly.flatMap((key) =>
    key === "chatlio-aep:delivery"
      ? unusedDelivery(values[key])
      : isDeepStrictEqual(values[key], schemas[key]?.parse(undefined))
        ? []
        : [key],
  );
}

/** Of the delivery settings, two are about dataflows, which direct mode has too. */
function unusedDelivery(delivery: ConfigValues["chatlio-aep:delivery"]): string[] {
  const standard = relayKeys["chatlio-aep:delivery"].parse(undefined);
  return (Object.keys(delivery) as (keyof typeof delivery)[])
    .filter((name) => name !== "settleTime" && name !== "drainTime")
    .filter((name) => !isDeepStrictEqual(delivery[name], standard[name]))
    .map((name) => `chatlio-aep:delivery.${name}`);
}

/** What the relay's search would find and direct mode leaves in the row, a sentence or two each. */
function privacyWarnings(values: ConfigValues): string[] {
  const actions = values["chatlio-aep:privacy"];
  if (Object.values(actions).every((action) => action === "keep")) return [];
  const warnings: string[] = [];
  const open = openCategories.filter((category) => actions[category] === "keep");
  if (open.length > 0)
    warnings.push(
      `In direct mode chatlio-aep:privacy applies to the fields of each category. Other fields are not searched, but for email addresses where they hold one value. Personal data may still be in the fields of ${open.join(", ")}. To leave those out too: ${open.map((category) => `pulumi config set --path 'chatlio-aep:privacy.${category}' drop`).join("; ")}.`,
    );
  const { categories, fields } = unsearched(actions);
  if (categories.length > 0)
    warnings.push(
      `In direct mode chatlio-aep:privacy does not search these fields for ${categories.join(", ")}: ${fields.join(", ")} (docs/events.md)${identitiesOf(values)}. The relay does: pulumi config set chatlio-aep:mode relay.`,
    );
  return warnings;
}

/** The user id is in the identities' fields too. */
function identitiesOf(values: ConfigValues): string {
  const namespaces = values["chatlio-aep:identities"].map(({ namespace }) => namespace);
  return namespaces.length === 0
    ? ""
    : `, nor the user id as an identity of chatlio-aep:identities (${namespaces.join(", ")})`;
}

/** What a stack with direct webhooks does otherwise than the configuration may suggest, a sentence or two each. */
export function directWarnings(values: ConfigValues): string[] {
  const warnings: string[] = [];
  const ignored = values["chatlio-aep:mode"] === "direct" ? unused(values) : [];
  if (ignored.length > 0)
    warnings.push(
      `Direct mode does not use ${ignored.join(", ")}. They apply to the relay only; \`pulumi config rm --path '<key>'\` removes one.`,
    );
  warnings.push(...privacyWarnings(values));
  // In direct mode the key is rejected.
  if (values["chatlio-aep:mode"] === "both" && values["chatlio-aep:linkTranscripts"])
    warnings.push(
      "chatlio-aep:linkTranscripts links the transcripts of the relay. Those that Chatlio posts to a direct webhook are not linked: paste the relay's URL of transcript-exported there.",
    );
  if (values["chatlio-aep:profile"])
    warnings.push(
      "In direct mode rows are not truncated to the 10 KB that Real-Time Customer Profile takes. Long transcripts may be missing in Profile. The relay truncates them: pulumi config set chatlio-aep:mode relay.",
    );
  return warnings;
}
