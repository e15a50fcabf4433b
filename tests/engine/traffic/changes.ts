import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { fieldOfContributing } from "../../support/fieldOfContributing";
import { output, type Local, type Urls } from "../stackSupport";

const event = "visitor-unanswered";

/** What a change does to the events meanwhile, in the words of docs/operating.md. */
export interface Effect {
  /** What happens to the messages that are in flight when the change begins. */
  readonly inFlight: string;
  /** How long sending waits. */
  readonly sendingWaits: string;
}

/** One change of a stack that receives events. */
export interface Change {
  readonly name: string;
  readonly effect: Effect;
  /** Changes program or configuration; `pulumi up` follows. */
  readonly make: (local: Local, project: string) => Promise<void>;
  /** The output with the URL to which Chatlio posts meanwhile. Default `webhookUrls`. */
  readonly postsTo?: "webhookUrls" | "directWebhookUrls";
}

function config(key: string, value: string): Change["make"] {
  return ({ stack }) => stack.setConfig(key, { value }, true);
}

/** Replaces a text of a source file, as the next release of this project might. */
function edit(file: string, from: string, to: string): Change["make"] {
  return async (_local, project) => {
    const target = path.join(project, file);
    const text = await fs.readFile(target, "utf8");
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
    await fs.writeFile(target, text.replace(from, to));
  };
}

const effects = {
  functions: {
    inFlight: "stay in the queue; runs in flight end with the old function",
    sendingWaits: "no",
  },
  receiverOnly: { inFlight: "are delivered as before", sendingWaits: "no" },
  newDataflow: {
    inFlight: "to the old dataflow until the forwarder is updated; it goes after `drainTime`",
    sendingWaits: "`settleTime`",
  },
  names: { inFlight: "are delivered as before: no object is made again", sendingWaits: "no" },
  moreAtAdobe: { inFlight: "are delivered as before", sendingWaits: "no" },
  withoutRelay: {
    inFlight: "the update waits until the queue is empty, then the relay goes",
    sendingWaits: "no",
  },
  withoutDirect: {
    inFlight: "each direct dataflow goes after `drainTime`",
    sendingWaits: "no",
  },
} satisfies Record<string, Effect>;

/** In this order, on one stack. Each begins where the one before it has ended. */
export const changes: readonly Change[] = [
  {
    name: "handler code",
    effect: effects.functions,
    make: edit("handlers/forwarder/index.ts", "\n", "\nexport const release = 2;\n"),
  },
  {
    name: "`dedupeWindow` (a setting of the receiver)",
    effect: effects.receiverOnly,
    make: config("chatlio-aep:dedupeWindow", "20m"),
  },
  {
    name: "`delivery.timeout` (function and queue)",
    effect: effects.functions,
    make: config("chatlio-aep:delivery.timeout", "6s"),
  },
  {
    name: "`tracing` on (a new setting of both functions)",
    effect: effects.functions,
    make: config("chatlio-aep:tracing", "true"),
  },
  {
    name: "`events` narrowed",
    effect: effects.receiverOnly,
    make: config("chatlio-aep:events[0]", event),
  },
  {
    name: "`events` widened",
    effect: effects.receiverOnly,
    make: ({ stack }) => stack.removeConfig("chatlio-aep:events"),
  },
  {
    name: "webhook token rotated, the old one still valid",
    effect: effects.receiverOnly,
    make: async ({ stack }) => {
      const { value } = await stack.getConfig("chatlio-aep:webhookTokens[0]", true);
      await stack.setConfig("chatlio-aep:webhookTokens[1]", { value, secret: true }, true);
      const next = randomBytes(32).toString("base64url");
      await stack.setConfig("chatlio-aep:webhookTokens[0]", { value: next, secret: true }, true);
    },
  },
  {
    name: "a mapping changed (a new release)",
    effect: effects.newDataflow,
    make: edit(
      "handlers/model/mapping.ts",
      "[...fieldMappings, ...listMappings]",
      '[...fieldMappings, ...listMappings].filter(({ source }) => source !== "${visitorHandle}")',
    ),
  },
  {
    name: "a field added to the event model (a new release)",
    effect: effects.newDataflow,
    make: async (local, project) => {
      const field = await fieldOfContributing();
      await edit(
        "handlers/model/fields/visitor.ts",
        "visitorUuid: {",
        `${field}visitorUuid: {`,
      )(local, project);
    },
  },
  {
    name: "`namePrefix`",
    effect: effects.names,
    make: config("chatlio-aep:namePrefix", "acme-chat"),
  },
  {
    name: "stack renamed",
    effect: effects.names,
    make: ({ stack }) => stack.rename({ stackName: "renamed" }).then(() => undefined),
  },
  {
    name: "`mode`: relay → both",
    effect: effects.moreAtAdobe,
    make: config("chatlio-aep:mode", "both"),
  },
  {
    name: "`mode`: both → direct",
    effect: effects.withoutRelay,
    make: config("chatlio-aep:mode", "direct"),
    postsTo: "directWebhookUrls",
  },
  {
    name: "`mode`: direct → both",
    effect: effects.moreAtAdobe,
    make: config("chatlio-aep:mode", "both"),
  },
  {
    name: "`mode`: both → relay",
    effect: effects.withoutDirect,
    make: config("chatlio-aep:mode", "relay"),
  },
  {
    name: "`source`: chatlio → http-api",
    effect: effects.newDataflow,
    make: config("chatlio-aep:source", "http-api"),
  },
  {
    name: "`profile` on",
    effect: effects.moreAtAdobe,
    make: config("chatlio-aep:profile", "true"),
  },
];

/** Longer than the emulator loses what a new dataflow gets. The relay waits by itself, Chatlio does not. */
const WARM_UP_MS = 4_000;

/** The URL to which Chatlio posts while a change is made. */
export async function urlFor(local: Local, { postsTo = "webhookUrls" }: Change): Promise<string> {
  if (postsTo === "directWebhookUrls") await sleep(WARM_UP_MS);
  return (await output<Urls>(local, postsTo))["main"]?.[event] ?? "";
}
