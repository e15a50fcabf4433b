import * as z from "zod";

import { runPulumi, type StackOptions } from "../pulumi";
import { readStackConfiguration } from "../stackConfiguration";
import { visible } from "../terminal";
import { UsageError } from "../userError";
import type { HandMadeFlow } from "./flow";
import type { SharedPart } from "./shared";

/** A webhook of Chatlio. */
export interface Webhook {
  readonly event: string;
  readonly widget: string;
}

/** What a stack is and has, as far as the adoption of a dataflow depends on it. */
export interface TargetStack {
  readonly name: string;
  /** Lists of the configuration; undefined when the stack does not set them. */
  readonly widgets: readonly string[] | undefined;
  readonly events: readonly string[] | undefined;
  readonly adopted: readonly string[];
  /** Ids of the objects in its state, by the resource's name. */
  readonly ids: ReadonlyMap<string, string>;
  /** `chatlio-aep:existing`, when it is set. */
  readonly existing:
    { readonly datasetId?: string | undefined; readonly schemaId?: string | undefined } | undefined;
  /** `chatlio-aep:mode`; a stack that does not set it has the program's default, which Pulumi prints as well. */
  readonly mode: string | undefined;
  /** Whether `chatlio-aep:profile` is `true`. */
  readonly profile: boolean;
}

const state = z.object({
  deployment: z
    .looseObject({
      resources: z
        .array(z.looseObject({ urn: z.string(), id: z.string().optional() }))
        .nullish()
        .transform((all) => all ?? []),
    })
    .nullish(),
});

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listIn(text: string | undefined): readonly string[] | undefined {
  const read = z.array(z.string()).safeParse(parsed(text));
  return read.success ? read.data : undefined;
}

/**
 * Reads configuration and state of a stack.
 *
 * @throws UserError when Pulumi cannot read them
 */
export async function readTargetStack(
  options: StackOptions & { readonly stack: string },
): Promise<TargetStack> {
  const [{ values }, exported] = await Promise.all([
    readStackConfiguration(options),
    runPulumi(options, ["stack", "export"], "read the stack's state"),
  ]);
  const resources = state.safeParse(parsed(exported)).data?.deployment?.resources ?? [];
  const existing = z
    .looseObject({ datasetId: z.string().optional(), schemaId: z.string().optional() })
    .safeParse(parsed(values["chatlio-aep:existing"]));
  return {
    name: options.stack,
    widgets: listIn(values["chatlio-aep:widgets"]),
    events: listIn(values["chatlio-aep:events"]),
    adopted: listIn(values["chatlio-aep:adopted"]) ?? [],
    ids: new Map(
      resources.flatMap(({ id, urn }) =>
        id === undefined || id === "" ? [] : [[urn.split("::").at(-1) ?? "", id]],
      ),
    ),
    existing: existing.data,
    mode: values["chatlio-aep:mode"],
    profile: values["chatlio-aep:profile"] === "true",
  };
}

/** First part of the names of a webhook's resources in the program. */
export function resourcesOf({ event, widget }: Webhook): string {
  return `direct-${widget}-${event}`;
}

/** The widget, when the caller names none: the only one that the stack has. */
export function onlyWidget({ widgets }: TargetStack): string {
  const [first = "main", ...more] = widgets ?? [];
  if (more.length === 0) return first;
  throw new UsageError(
    `The stack has the widgets ${[first, ...more].join(", ")}. Give --widget: whose webhook posts to the dataflow.`,
  );
}

/** @throws UsageError when the stack cannot take the dataflow: its state has others in that place */
export function checkFits(
  stack: TargetStack,
  flow: HandMadeFlow,
  webhook: Webhook | undefined,
): void {
  const { datasetId, ids, shared } = flow;
  const own = stack.ids.get("platform-dataset") ?? stack.existing?.datasetId;
  if (own !== undefined && own !== datasetId)
    throw new UsageError(
      `The stack ${stack.name} has the dataset ${own}, and the dataflow writes to ${datasetId}. Make another stack for it: npx chatlio-aep init <stack>`,
    );
  if (webhook === undefined) return;
  const { event, widget } = webhook;
  if (stack.widgets !== undefined && !stack.widgets.includes(widget))
    throw new UsageError(
      `The stack ${stack.name} has no widget ${widget}; chatlio-aep:widgets has ${stack.widgets.join(", ")}. Add it there first, or give another --widget.`,
    );
  const name = `${resourcesOf(webhook)}-flow`;
  const inPlace = stack.ids.get(name);
  if (inPlace !== undefined && inPlace !== ids.flow)
    throw new UsageError(
      `The stack ${stack.name} has another dataflow for ${widget}/${event}: ${inPlace}. Give the --event and --widget whose webhook posts to ${ids.flow}.`,
    );
  const elsewhere = [...stack.ids].find(([each, id]) => id === ids.flow && each !== name);
  if (elsewhere !== undefined) throw takenError(stack, webhook, ids.flow, elsewhere[0]);
  const [part] = shared;
  // What the stack has adopted already stays as it is.
  if (part !== undefined && inPlace === undefined) throw sharedError(stack, webhook, flow, part);
}

/** For a team that has one URL in several of Chatlio's fields: what it does for each further event. */
function takenError(
  stack: TargetStack,
  webhook: Webhook,
  flowId: string,
  resource: string,
): UsageError {
  return new UsageError([
    `The stack ${stack.name} has the dataflow ${flowId} already, as ${resource}. A dataflow is for one event of one widget: only the URL tells them apart.`,
    `If Chatlio posts ${webhook.widget}/${webhook.event} to the same URL, let the stack make a dataflow for it, and paste its URL into Chatlio's field of that event:`,
    ...dataflowOfTheStack(stack, webhook),
  ]);
}

/** The stack changes and deletes what it has adopted, and would do so to the other dataflow. */
function sharedError(
  stack: TargetStack,
  webhook: Webhook,
  { datasetId, ids, schemaId }: HandMadeFlow,
  { by, id, what }: SharedPart,
): UsageError {
  const hasDataset = stack.ids.has("platform-dataset") || stack.existing !== undefined;
  const target = hasDataset ? [] : Object.entries({ schemaId, datasetId });
  return new UsageError([
    `The dataflow ${ids.flow} has its ${what} ${id} in common with the dataflow ${visible(by.name)} (${by.id}), so it cannot be adopted: a change for one of them would change the other, and the end of one would end both.`,
    ...(what === "mapping set"
      ? ["Give one of them a mapping set of its own in Adobe first: a copy with the same mappings."]
      : []),
    `If nobody needs the other one any more, delete it in Adobe. Else let the stack make a dataflow for ${webhook.widget}/${webhook.event}, and paste its URL into Chatlio's field of that event:`,
    ...target.map(
      ([key, value]) =>
        `  pulumi config set --stack ${stack.name} --path chatlio-aep:existing.${key} '${value}'`,
    ),
    ...dataflowOfTheStack(stack, webhook),
  ]);
}

/** The commands with which the stack gets a dataflow of its own for a webhook. */
function dataflowOfTheStack(
  { events, name, widgets }: TargetStack,
  { event, widget }: Webhook,
): string[] {
  const add = (key: string, list: readonly string[] | undefined, value: string) =>
    list === undefined || list.includes(value)
      ? []
      : [`  pulumi config set --stack ${name} --path '${key}[${list.length}]' ${value}`];
  return [
    ...add("chatlio-aep:widgets", widgets, widget),
    ...add("chatlio-aep:events", events, event),
    `  pulumi up --stack ${name}`,
    `  npx chatlio-aep webhooks --stack ${name} --show`,
  ];
}
