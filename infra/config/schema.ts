import { z } from "zod";

import {
  deliverySettings,
  forwarderSettings,
  MIN_POST_MS,
} from "../../handlers/forwarder/settings";
import {
  eventSlugs,
  privacyActions,
  privacyCategories,
  type EventSlug,
} from "../../handlers/model";
import { dedupeWindowSeconds } from "../../handlers/receiver/settings";
import { keyInfo, makeToken } from "./keys";
import { boolean, duration, integer, oneOf, serviceUrl } from "./scalars";
import { webhookToken } from "./token";

const slugs = eventSlugs as readonly [EventSlug, ...EventSlug[]];

/** Retention times CloudWatch Logs takes, in days. */
const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const salt = z.string().min(16, { error: "must have at least 16 characters" });

/** The least of a run before its margin: time for a post, and as much to read where to post. */
const MIN_WORK_MS = 2 * MIN_POST_MS;

/** How events are delivered: the forwarder's own figures, and those of queue and dataflow. */
const delivery = z
  .strictObject(
    {
      settleSeconds: integer(0, 900).prefault(300),
      drainSeconds: integer(0, 3_600).prefault(300),
      batchSize: integer(1, 100).optional(),
      maxConcurrency: integer(2, 1_000).prefault(5),
      timeoutSeconds: integer(5, 900).prefault(60),
      maxReceiveCount: forwarderSettings.shape.maxReceiveCount,
      ...deliverySettings.shape,
    },
    {
      error: (issue) =>
        issue.code === "unrecognized_keys"
          ? "is not a figure of the delivery"
          : "must be an object of figures",
    },
  )
  // A run of the forwarder that began before a switch of dataflows may post to the old one until its end.
  .refine(
    ({ drainSeconds, timeoutSeconds }) => drainSeconds === 0 || drainSeconds >= timeoutSeconds,
    {
      path: ["drainSeconds"],
      error:
        "is shorter than timeoutSeconds, so that a dataflow could be deleted while a run still posts to it: make it at least as long (or 0, on a stack whose events do not matter)",
    },
  )
  .refine(
    ({ deadlineMarginMs, timeoutSeconds }) =>
      deadlineMarginMs + MIN_WORK_MS <= timeoutSeconds * 1_000,
    {
      path: ["deadlineMarginMs"],
      error: `leaves of timeoutSeconds less than ${MIN_WORK_MS} ms in which the forwarder could post: make it shorter, or timeoutSeconds longer`,
    },
  )
  .prefault({});

const unique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/**
 * The stack's configuration, key by key, as Pulumi names them. A scalar arrives as a string, a list
 * or object decoded from JSON. `undefined` stands for "not set": the default applies, or the key is
 * reported as missing.
 */
export const configSchema = z.strictObject({
  "chatlio-aep:mode": oneOf(["relay", "direct"])
    .default("relay")
    .refine((mode) => mode !== "direct", {
      error: "direct (Chatlio posting to Adobe with no AWS between) does not exist yet: use relay",
    })
    .register(keyInfo, {
      about:
        "`relay`: Chatlio posts to AWS, which keeps every event until Adobe has it. `direct` (not there yet): Chatlio posts to Adobe.",
      example: "chatlio-aep:mode relay",
      default: "relay",
    }),
  "chatlio-aep:source": oneOf(["chatlio", "http-api"]).default("chatlio").register(keyInfo, {
    about:
      "Adobe's source: `chatlio` (Beta; raw JSON through a mapping set; its inlet takes posts from whoever knows the URL) or `http-api` (authenticated inlet, XDM, no mapping set).",
    example: "chatlio-aep:source chatlio",
    default: "chatlio",
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
    .refine(unique, { error: "names a widget twice" })
    .default(["main"])
    .register(keyInfo, {
      about:
        "Names of your Chatlio widgets, as they are to appear in the webhook URLs and in each row. Chatlio's payloads do not say which widget they come from.",
      example: "--path 'chatlio-aep:widgets[0]' main",
      default: "main",
    }),
  "chatlio-aep:events": z
    .array(oneOf(slugs), { error: "must be a list of events" })
    .min(1, { error: "must name at least one event" })
    .refine(unique, { error: "names an event twice" })
    .default([...slugs])
    .register(keyInfo, {
      about: `Events that are taken: ${slugs.join(", ")}. One that is not is answered 202 and counted as ignored.`,
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
    .refine(unique, { error: "holds a token twice" })
    .register(keyInfo, {
      about:
        "Tokens that are part of the webhook URLs: the only proof that a post comes from your Chatlio. One to three are good at once; the first is in the URLs of the outputs. At least 32 random bytes each.",
      example: `--path 'chatlio-aep:webhookTokens[0]' "$(${makeToken})"`,
      secret: true,
    }),
  "chatlio-aep:namePrefix": z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, {
      error: "must be 1 to 40 of a-z, 0-9 and -, and start with a letter",
    })
    .optional()
    .register(keyInfo, {
      about: "What the names of all objects in AWS and Adobe begin with.",
      example: "chatlio-aep:namePrefix chatlio-aep",
      default: "the project's name",
    }),
  "chatlio-aep:privacy": z
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
            : `must be an object with keep, hash or drop per category`,
      },
    )
    .prefault({})
    .register(keyInfo, {
      about: `What happens to personal data before it is queued: \`keep\`, \`hash\` or \`drop\` for each of ${privacyCategories.join(", ")}.`,
      example: "--path 'chatlio-aep:privacy.ip' drop",
      default: "keep, for each",
    }),
  "chatlio-aep:privacySalt": salt.optional().register(keyInfo, {
    about:
      "Salt for `hash`: nobody can find out by trying whom a hash stands for, and Adobe cannot join on hashed e-mails.",
    example: `chatlio-aep:privacySalt "$(${makeToken})"`,
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
      about:
        "`htmlBody: true` keeps the chat a second time, as HTML, in each transcript's row: by far its largest part.",
      example: "--path 'chatlio-aep:transcript.htmlBody' true",
      default: "htmlBody: false",
    }),
  "chatlio-aep:dedupeWindow": duration(dedupeWindowSeconds.min, dedupeWindowSeconds.max)
    .default(dedupeWindowSeconds.default)
    .register(keyInfo, {
      about:
        "An event with no time of its own that arrives twice within this time is one event (the same `_id`).",
      example: "chatlio-aep:dedupeWindow 10m",
      default: `${dedupeWindowSeconds.default / 60}m`,
    }),
  "chatlio-aep:dedupeSalt": salt.optional().register(keyInfo, {
    about:
      "Salt for `_id`: with it nobody can find out by trying whether a known text was sent. Changing it makes a repeat across the change a new event.",
    example: `chatlio-aep:dedupeSalt "$(${makeToken})"`,
    secret: true,
    default: "none",
  }),
  "chatlio-aep:profile": boolean.default(false).register(keyInfo, {
    about:
      "`true` enables schema and dataset for Real-Time Customer Profile, with the visitor key as primary identity. One-way: Adobe cannot undo it.",
    example: "chatlio-aep:profile true",
    default: "false",
  }),
  "chatlio-aep:visitorNamespace": z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/, {
      error: "must be 1 to 32 letters and digits and start with a letter",
    })
    .default("ChatlioVisitor")
    .register(keyInfo, {
      about:
        "Code of the identity namespace of the visitor key, made only with `profile: true`. Permanent: Adobe cannot delete a namespace.",
      example: "chatlio-aep:visitorNamespace ChatlioVisitor",
      default: "ChatlioVisitor",
    }),
  "chatlio-aep:retentionDays": integer(30, 36_500).optional().register(keyInfo, {
    about: "Days after which Adobe deletes a row from the data lake. At least 30.",
    example: "chatlio-aep:retentionDays 400",
    default: "rows stay",
  }),
  "chatlio-aep:delivery": delivery.register(keyInfo, {
    about:
      "Figures of the delivery. `settleSeconds`: how long a new dataflow is left alone (Adobe: about five minutes). `drainSeconds`: how long an old one is kept after the switch: at least `timeoutSeconds`, or 0 on a stack whose events do not matter. `batchSize`, `maxConcurrency`: of the queue's poller. `timeoutSeconds`: of one run of the forwarder; what a run that was killed had in hand is tried again after six times that. `maxReceiveCount`: tries before the dead-letter queue. `deadlineMarginMs`: at least two seconds less than `timeoutSeconds`. The rest: waits and time-outs of the forwarder (docs/delivery.md).",
    example: "--path 'chatlio-aep:delivery.maxConcurrency' 5",
    ownExample: true,
    default:
      "settleSeconds 300, drainSeconds 300, batchSize 10 (with `source: http-api` 100), maxConcurrency 5, timeoutSeconds 60, maxReceiveCount 80",
  }),
  "chatlio-aep:logRetentionDays": integer(1, 3653)
    .refine((days) => logRetentions.includes(days), {
      error: `must be one of the times CloudWatch Logs takes: ${logRetentions.join(", ")}`,
    })
    .prefault(30)
    .register(keyInfo, {
      about: "Days the logs of the relay are kept. They hold no payloads, tokens or URLs.",
      example: "chatlio-aep:logRetentionDays 30",
      default: "30",
    }),
  "chatlio-aep:protectData": boolean.default(true).register(keyInfo, {
    about:
      "`true`: `pulumi destroy` leaves field group, schema, descriptors, dataset, namespace and both queues where they are, and the next `up` takes them over.",
    example: "chatlio-aep:protectData true",
    default: "true",
  }),
  "chatlio-aep:smokeTest": boolean.default(false).register(keyInfo, {
    about:
      "`true`: each `up` that changed the relay or the dataflow posts one event, marked synthetic, and fails when the relay does not take it.",
    example: "chatlio-aep:smokeTest true",
    default: "false",
  }),
  "adobe-aep:orgId": z
    .string({ error: "is not set" })
    .regex(/^[0-9A-F]{24}@AdobeOrg$/, {
      error: "must be 24 upper-case hex digits followed by @AdobeOrg",
    })
    .register(keyInfo, {
      about: "The organisation: shown in Adobe's Developer Console with the credential.",
      example: "adobe-aep:orgId 0123456789ABCDEF01234567@AdobeOrg",
      env: ["AEP_ORG_ID"],
    }),
  "adobe-aep:clientId": z
    .string({ error: "is not set" })
    .min(1, { error: "is empty" })
    .register(keyInfo, {
      about: "Client id of an OAuth Server-to-Server credential (Adobe Developer Console).",
      example: "adobe-aep:clientId <client id>",
      env: ["AEP_CLIENT_ID"],
    }),
  "adobe-aep:clientSecret": z
    .string({ error: "is not set" })
    .min(1, { error: "is empty" })
    .register(keyInfo, {
      about: "Client secret of the same credential.",
      example: "adobe-aep:clientSecret <client secret>",
      secret: true,
      env: ["AEP_CLIENT_SECRET"],
    }),
  "adobe-aep:scopes": z
    .string()
    .min(1, { error: "is empty" })
    .optional()
    .register(keyInfo, {
      about: "Scopes of the credential, separated by commas, when yours has others than usual.",
      example: "adobe-aep:scopes openid,AdobeID,read_organizations",
      env: ["AEP_SCOPES"],
      default: "the usual ones for Experience Platform",
    }),
  "adobe-aep:sandbox": z
    .string({ error: "is not set" })
    .regex(/^[a-z0-9][a-z0-9-]{0,255}$/, {
      error: "must be the sandbox's name (lower-case letters, digits and -), not its title",
    })
    .register(keyInfo, {
      about: "Name of the sandbox that gets the data.",
      example: "adobe-aep:sandbox dev",
      env: ["AEP_SANDBOX"],
    }),
  "adobe-aep:imsUrl": serviceUrl.optional().register(keyInfo, {
    about: "Address of Adobe's identity service.",
    example: "adobe-aep:imsUrl https://ims-na1.adobelogin.com",
    env: ["AEP_IMS_URL"],
    default: "https://ims-na1.adobelogin.com",
  }),
  "adobe-aep:platformUrl": serviceUrl.optional().register(keyInfo, {
    about: "Address of Experience Platform's API.",
    example: "adobe-aep:platformUrl https://platform.adobe.io",
    env: ["AEP_PLATFORM_URL"],
    default: "https://platform.adobe.io",
  }),
  "adobe-aep:adoptExisting": boolean.optional().register(keyInfo, {
    about:
      "`true`: an object in Adobe that stands in the way is taken over, instead of an error that shows how to import it.",
    example: "adobe-aep:adoptExisting true",
    default: "false",
  }),
  "aws:region": z
    .string({ error: "is not set" })
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "must be a region's name such as us-east-1" })
    .register(keyInfo, {
      about: "AWS region of the relay.",
      example: "aws:region us-east-1",
      env: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    }),
});

/** Every key's name. */
export type ConfigKey = keyof z.output<typeof configSchema>;

/** The whole configuration, checked, defaults filled in. */
export type ConfigValues = z.output<typeof configSchema>;
