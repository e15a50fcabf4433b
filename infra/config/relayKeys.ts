import * as z from "zod";

import {
  consentNames,
  eventSlugs,
  privacyActions,
  privacyCategories,
  type EventSlug,
} from "../../handlers/model";
import { dedupeWindowSeconds, metricsLevels } from "../../handlers/receiver/settings";
import { siteConsents } from "./consents";
import { delivery, deliveryInfo } from "./delivery";
import { duration } from "./duration";
import { durationText, inUnit } from "./durationText";
import { siteIdentities } from "./identities";
import { generateToken, keyInfo } from "./keys";
import { noneTwice } from "./lists";
import { boolean, oneOf } from "./scalars";
import { webhookToken } from "./token";
import { VISITOR_NAMESPACE, visitorNamespace } from "./visitorNamespace";

/** How Chatlio's events reach Adobe. */
export const modes = ["relay", "direct", "both"] as const;

const slugs = eventSlugs as readonly [EventSlug, ...EventSlug[]];

/** Retention times that CloudWatch Logs accepts, in days. */
const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const salt = z.string().min(16, { error: "must have at least 16 characters" });

const defaultDedupeWindow = durationText("s", dedupeWindowSeconds.default);

const privacy = z
  .strictObject(
    Object.fromEntries(
      privacyCategories.map((category) => [category, oneOf(privacyActions).default("keep")]),
    ) as Record<
      (typeof privacyCategories)[number],
      z.ZodDefault<z.ZodEnum<{ keep: "keep"; hash: "hash"; drop: "drop" }>>
    >,
    {
      error: (issue) =>
        issue.code === "unrecognized_keys"
          ? `is not a category; there are ${privacyCategories.join(", ")}`
          : "must be an object with keep, hash or drop per category",
    },
  )
  .prefault({});

/** The keys of `chatlio-aep:`. Durations are parsed to milliseconds. */
export const relayKeys = {
  "chatlio-aep:mode": oneOf(modes).default("relay").register(keyInfo, {
    description:
      "`relay`: Chatlio posts to AWS, which keeps every event until Adobe has it. `direct`: Chatlio posts to Adobe; no AWS account is needed, and an event that Adobe rejects is lost ([what else differs](direct.md)). `both`: the relay and the direct webhooks, [to switch from one to the other](chatlio.md#switch-between-the-modes) without losing an event.",
    example: "chatlio-aep:mode relay",
  }),
  "chatlio-aep:source": oneOf(["chatlio", "http-api"]).default("chatlio").register(keyInfo, {
    description:
      "Adobe's source: `chatlio` (Beta; raw JSON and a mapping set; its streaming endpoint accepts posts from everybody who knows the URL) or `http-api` (authenticated streaming endpoint, XDM, no mapping set).",
    example: "chatlio-aep:source chatlio",
  }),
  "chatlio-aep:widgets": z
    .array(
      z.string({ error: "must be a name" }).regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, {
        error: "must be 1 to 64 of A-Z, a-z, 0-9, - and _, and start with a letter or digit",
      }),
      { error: "must be a list of names" },
    )
    .min(1, { error: "must name at least one widget" })
    .max(20, { error: "must name at most 20 widgets" })
    .superRefine(noneTwice((first) => `is the same widget as ${first}`))
    .default(["main"])
    .register(keyInfo, {
      description:
        "Names of your Chatlio widgets, as they appear in the webhook URLs and in each row. Chatlio's payloads do not say which widget they come from.",
      example: "--path 'chatlio-aep:widgets[0]' main",
    }),
  "chatlio-aep:events": z
    .array(oneOf(slugs), { error: "must be a list of events" })
    .min(1, { error: "must name at least one event" })
    .superRefine(noneTwice((first) => `is the same event as ${first}`))
    .default([...slugs])
    .register(keyInfo, {
      description: `Events that are delivered: ${slugs.join(", ")}. The relay responds with 202 to any other event and counts it as ignored. In direct mode another event has no URL.`,
      example: `--path 'chatlio-aep:events[0]' ${slugs[0]}`,
      default: "all five",
    }),
  "chatlio-aep:webhookTokens": z
    .array(webhookToken, {
      error: (issue) =>
        issue.input === undefined ? "is not set" : "must be a list of one to three tokens",
    })
    .min(1, { error: "must hold at least one token" })
    .max(3, { error: "must hold at most three tokens" })
    .superRefine(
      noneTwice(
        (first) => `is the same token as ${first}, as after an interrupted rotate-token --add`,
      ),
    )
    .register(keyInfo, {
      description:
        "Tokens that are part of the relay's webhook URLs: the only proof that a post comes from your Chatlio. Not needed with `mode: direct`. One to three are valid at the same time; the outputs' URLs contain the first. At least 32 random bytes each.",
      example: `--path 'chatlio-aep:webhookTokens[0]' -- "$(${generateToken})"`,
      secret: true,
    }),
  "chatlio-aep:namePrefix": z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, {
      error: "must be 1 to 40 of a-z, 0-9 and -, and start with a letter",
    })
    .optional()
    .register(keyInfo, {
      description:
        "First part of the names of all objects in AWS and Adobe. Those that are there keep theirs, and what the relay gets later in AWS begins as its first objects do, until `pulumi destroy`.",
      example: "chatlio-aep:namePrefix chatlio-aep",
      default: "the project's name",
    }),
  "chatlio-aep:privacy": privacy.register(keyInfo, {
    description: `What happens to personal data before it is queued: \`keep\`, \`hash\` or \`drop\` for each of ${privacyCategories.join(", ")}.`,
    example: "--path 'chatlio-aep:privacy.ip' drop",
    default: "keep, for each",
  }),
  "chatlio-aep:privacySalt": salt.optional().register(keyInfo, {
    description:
      "Salt for `hash`. With it nobody can find out by trying whom a hash stands for, and Adobe cannot join on hashed email addresses.",
    example: `chatlio-aep:privacySalt -- "$(${generateToken})"`,
    secret: true,
    default: "none",
  }),
  "chatlio-aep:transcript": z
    .strictObject(
      { htmlBody: boolean.default(false) },
      { error: "must be an object with htmlBody: true or false" },
    )
    .prefault({})
    .register(keyInfo, {
      description:
        "`htmlBody: true` keeps the chat a second time, as HTML, in each transcript's row. It is by far the largest part of the row.",
      example: "--path 'chatlio-aep:transcript.htmlBody' true",
      default: "htmlBody: false",
    }),
  "chatlio-aep:dedupeWindow": duration({ unit: "s", ...dedupeWindowSeconds })
    .prefault(defaultDedupeWindow)
    .register(keyInfo, {
      description:
        "An event without a time of its own that arrives twice within this time is one event (the same `_id`).",
      example: `chatlio-aep:dedupeWindow ${defaultDedupeWindow}`,
      default: defaultDedupeWindow,
    }),
  "chatlio-aep:dedupeSalt": salt.optional().register(keyInfo, {
    description:
      "Salt for `_id`. With it nobody can find out by trying whether a known text was sent. When you change it, an event that arrives before and after the change is two events.",
    example: `chatlio-aep:dedupeSalt -- "$(${generateToken})"`,
    secret: true,
    default: "none",
  }),
  "chatlio-aep:profile": boolean.default(false).register(keyInfo, {
    description:
      "`true` enables schema and dataset for Real-Time Customer Profile, with the visitor key as primary identity. One-way: Adobe cannot undo it.",
    example: "chatlio-aep:profile true",
  }),
  "chatlio-aep:visitorNamespace": visitorNamespace.register(keyInfo, {
    description:
      "Code of the identity namespace of the visitor key, created only with `profile: true`. Not one of Adobe's own, such as `Email`. Permanent: Adobe cannot delete a namespace.",
    example: `chatlio-aep:visitorNamespace ${VISITOR_NAMESPACE}`,
  }),
  "chatlio-aep:identities": siteIdentities.register(keyInfo, {
    description:
      "Identities that your site passes to Chatlio's `identify`, each with the code of an existing namespace and `from`: `userId` or `traits.<key>` ([how](identities.md)). They become identities of the row. A change makes a new dataflow; in direct mode it changes the mappings in place, and events of the next minutes may be lost ([more](operating.md#in-direct-mode)).",
    example: "--path 'chatlio-aep:identities[0].namespace' CRMID",
    exampleFitsOnePart: true,
    examplesOfParts: { namespace: "CRMID", from: "userId" },
    default: "none",
  }),
  "chatlio-aep:consents": siteConsents.register(keyInfo, {
    description: `Choices of the visitor that your site passes to Chatlio's \`identify\`, as XDM consents of the row: \`traits.<key>\`, or \`not traits.<key>\` for an opt-out, for any of ${consentNames.join(", ")} ([how](identities.md#consents)). A change makes a new dataflow. Not with \`mode: direct\`, \`both\` or \`existing\`.`,
    example: "--path 'chatlio-aep:consents.marketing.email' traits.newsletter",
    default: "none",
  }),
  "chatlio-aep:linkTranscripts": boolean.default(false).register(keyInfo, {
    description:
      "`true`: a transcript gets the visitor's ids and e-mail address from the chat's other events, so that it lands on the same person ([how](identities.md#transcripts)). They are in a DynamoDB table for 14 days. Needs `transcript-exported` and an event of the chat itself in `events`. Not with `mode: direct`.",
    example: "chatlio-aep:linkTranscripts true",
  }),
  "chatlio-aep:labels": boolean.default(false).register(keyInfo, {
    description:
      "`true` puts Adobe's data usage labels on the stack's fields ([which](events.md#fields)). The credential's role needs the permission Manage Usage Labels. Access policies of your organization may then hide the fields from people without the label.",
    example: "chatlio-aep:labels true",
  }),
  "chatlio-aep:retention": duration({
    unit: "d",
    min: 30,
    max: 36_500,
    reason: "Adobe keeps a row for at least 30 days",
  })
    .optional()
    .register(keyInfo, {
      description:
        "Time after which Adobe deletes a row from the data lake, for ever. Whole days, at least `30d`. `profileRetention` is the time for Profile.",
      example: "chatlio-aep:retention 400d",
      default: "rows are kept",
    }),
  "chatlio-aep:profileRetention": duration({ unit: "d", min: 1, max: 36_500 })
    .optional()
    .register(keyInfo, {
      description:
        "Time after which Adobe removes a row's event from Real-Time Customer Profile, which counts towards the license; the data lake keeps the row for `retention`. Only with `profile: true`. Whole days, at least `1d`.",
      example: "chatlio-aep:profileRetention 90d",
      default: "events are kept",
    }),
  "chatlio-aep:delivery": delivery.register(keyInfo, {
    description: "How events are delivered.",
    example: "--path 'chatlio-aep:delivery.maxConcurrency' 5",
    exampleFitsOnePart: true,
    settings: deliveryInfo,
    default: "the default of each setting",
  }),
  "chatlio-aep:metrics": oneOf(metricsLevels).default("totals").register(keyInfo, {
    description:
      "CloudWatch metrics of the relay, which AWS bills by their number: `totals` (one of each metric), `byEvent` (in addition one of each metric and event) or `none`.",
    example: "chatlio-aep:metrics totals",
  }),
  "chatlio-aep:logRetention": duration({ unit: "d", min: 1, max: 3653 })
    .refine((time) => logRetentions.includes(inUnit("d", time)), {
      error: `must be a time that CloudWatch Logs accepts: ${logRetentions.map((days) => `${days}d`).join(", ")}`,
    })
    .prefault("30d")
    .register(keyInfo, {
      description: "How long the relay's logs are kept. They contain no payloads, tokens or URLs.",
      example: "chatlio-aep:logRetention 30d",
      default: "30d",
    }),
  "chatlio-aep:existing": z
    .strictObject(
      {
        schemaId: z.string({ error: "is not set" }).regex(/^https:\/\/ns\.adobe\.com\/\S+$/, {
          error: "must be the schema's $id, such as https://ns.adobe.com/acme/schemas/0123abcd",
        }),
        datasetId: z
          .string({ error: "is not set" })
          .regex(/^[0-9a-f]{24}$/, { error: "must be the dataset's id, 24 hex digits" }),
      },
      {
        error: (issue) =>
          issue.code === "unrecognized_keys"
            ? "is not a part of it; there are schemaId and datasetId"
            : "must be an object with schemaId and datasetId",
      },
    )
    .optional()
    .register(keyInfo, {
      description:
        "`schemaId` and `datasetId` of a schema and dataset that somebody else owns, in place of the stack's own ([how](operating.md#a-schema-that-somebody-else-owns)). Looked up at every preview and update.",
      example:
        "--path 'chatlio-aep:existing.schemaId' https://ns.adobe.com/acme/schemas/0123456789abcdef",
      exampleFitsOnePart: true,
      examplesOfParts: {
        schemaId: "https://ns.adobe.com/acme/schemas/0123456789abcdef",
        datasetId: "0123456789abcdef01234567",
      },
      default: "none: the stack has its own",
    }),
  "chatlio-aep:adopted": z
    .array(
      z
        .string({ error: "must be schema or <widget>/<event>" })
        .regex(new RegExp(`^(schema|[A-Za-z0-9][A-Za-z0-9_-]{0,63}/(${slugs.join("|")}))$`), {
          error: `must be schema or <widget>/<event>, with one of the events ${slugs.join(", ")}`,
        }),
      { error: "must be a list of schema and <widget>/<event>" },
    )
    .superRefine(noneTwice((first) => `says the same as ${first}`))
    .default([])
    .register(keyInfo, {
      description:
        "What was made by hand and imported with [`chatlio-aep adopt`](operating.md#a-dataflow-that-was-made-by-hand), and stays as it is until you remove the entry. `<widget>/<event>`: the dataflow of this webhook, its connections and its mapping set. `schema`: schema, field group and dataset; fields are added to them when a dataflow needs them.",
      example: "--path 'chatlio-aep:adopted[0]' main/feedback-left",
      default: "none",
    }),
  "chatlio-aep:protectData": boolean.default(true).register(keyInfo, {
    description:
      "`true`: `pulumi destroy` keeps field group, schema, descriptors, dataset, namespace, the queues and the bucket. The next `up` adopts those in Adobe when `adobe-aep:adoptExisting` is `true`.",
    example: "chatlio-aep:protectData true",
  }),
  "chatlio-aep:smokeTest": boolean.default(false).register(keyInfo, {
    description:
      "`true`: each `up` that changed the relay, a dataflow, a mapping or a webhook's URL does at its end what [`chatlio-aep verify`](operating.md#verify-that-events-arrive) does: it posts a sample to each webhook, and fails when one does not arrive at Adobe's streaming endpoint. In the relay it needs the AWS permissions of `verify`, with the credentials of the environment or of `aws:profile`; in direct mode none. After a new dataflow the test waits for `delivery.settleTime`, and says so.",
    example: "chatlio-aep:smokeTest true",
  }),
  "chatlio-aep:smokeTestTimeout": duration({ unit: "s", min: 5, max: 3_600 })
    .prefault("5m")
    .register(keyInfo, {
      description:
        "How long the samples of the smoke test may take from the relay to Adobe's streaming endpoint. What is left of `delivery.settleTime` comes on top.",
      example: "chatlio-aep:smokeTestTimeout 5m",
      default: "5m",
    }),
};
