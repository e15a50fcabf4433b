import { isDeepStrictEqual } from "node:util";

import * as pulumi from "@pulumi/pulumi";

import type { Mapping } from "../../handlers/model";
import type { Settings } from "../config";
import type { Target } from "../platform";
import { fixedInputs } from "../platform/dataflow";
import { resourcesInState } from "../relay/lastDeployment";
import type { Begun } from "./dataflow";
import { isAdopted, mappingsOf } from "./mappings";

type Resources = Awaited<ReturnType<typeof resourcesInState>>;

/** The last outputs of one resource; undefined when the state does not have it. */
function outputsOf(resources: Resources, type: string, name: string) {
  const found = Object.entries(resources).find(
    ([urn, resource]) => resource.type === `adobe-aep:${type}` && urn.endsWith(`::${name}`),
  );
  return found?.[1].outputs;
}

/** The mappings as one text, whatever their order, which has no meaning. */
function textOf(mappings: readonly Mapping[]): string {
  const texts = mappings.map(({ destination, source, sourceType }) =>
    JSON.stringify([destination, source, sourceType]),
  );
  return texts.sort().join("\n");
}

/** What the update gives to a dataflow. An id is unknown in the preview that shows the object's create. */
interface Wanted {
  /** Undefined: the dataflow is adopted, and keeps mapping and fixed inputs as somebody has made them. */
  readonly mappings: readonly Mapping[] | undefined;
  readonly ids: Readonly<Partial<Record<"schemaId" | "source" | "target", unknown>>>;
}

/** How an update changes a dataflow that has a URL already. */
type Change = "in place" | "replaced";

/**
 * How an update changes an existing dataflow. `replaced`: it gets another connection, which is made when the old one
 * cannot become what the program wants, or an input that Adobe cannot change. `in place`: to another mapping, or to the
 * version that an interrupted update has made and not given to the dataflow.
 */
function changeOf(
  resources: Resources,
  name: string,
  { ids, mappings }: Wanted,
): Change | undefined {
  const set = outputsOf(resources, "dataprep:MappingSet", `${name}-mapping`);
  const flow = outputsOf(resources, "flow:Dataflow", `${name}-flow`);
  if (set === undefined || flow === undefined) return undefined;
  const fixed = {
    ...(mappings === undefined ? {} : { ...fixedInputs, generation: undefined }),
    sourceConnectionIds: [ids.source],
    targetConnectionIds: [ids.target],
  };
  const isFixed = Object.entries(fixed).every(([input, value]) =>
    isDeepStrictEqual(flow[input], value),
  );
  if (!isFixed) return "replaced";
  if (mappings === undefined) return undefined;
  const used = flow["mapping"] as { readonly version?: unknown } | undefined;
  const isChanged =
    used?.version !== set["version"] ||
    // Then the mapping set is replaced, and the dataflow gets the new one.
    set["schemaId"] !== ids.schemaId ||
    textOf((set["mappings"] ?? []) as readonly Mapping[]) !== textOf(mappings);
  return isChanged ? "in place" : undefined;
}

/** The ids that a dataflow gets. Of the ways to open outputs, this is the one that also ends when they are unknown. */
async function idsOf(
  { source, target }: Begun["connections"],
  { schemaId }: Target,
): Promise<Wanted["ids"]> {
  const ids = { schemaId, source: source.id, target: target.id };
  return pulumi.runtime.serializeProperties("ids", ids);
}

/**
 * Warns, in the preview and in the update, when this update changes a dataflow to which Chatlio posts so that
 * events may be lost. With another mapping, Adobe may lose what it gets in the first minutes afterwards, and only
 * another URL would avoid that. A dataflow that is replaced gets one, and Chatlio still posts to the old.
 *
 * The engine says which connections are replaced, by their ids: it knows every reason, as another sandbox.
 *
 * @returns resolves when the state has been read; the mapping sets must not be changed earlier
 */
export async function warnOfChangedDataflows(
  begun: readonly Begun[],
  { relay }: Settings,
  target: Target,
  parent: pulumi.Resource,
): Promise<void> {
  const state = resourcesInState();
  const webhooks = await Promise.all(
    begun.map(async ({ connections, name, webhook: { event, widget } }) => {
      const mappings = isAdopted(relay, widget, event.slug)
        ? undefined
        : mappingsOf(relay, { slug: event.slug, widget });
      const [resources, ids] = await Promise.all([state, idsOf(connections, target)]);
      const change = changeOf(resources, name, { ids, mappings });
      return { change, webhook: `${widget}/${event.slug}` };
    }),
  );
  await state;
  const textsOf = { "in place": changedInPlace, replaced };
  for (const [change, text] of Object.entries(textsOf)) {
    const concerned = webhooks.filter((each) => each.change === change).map((each) => each.webhook);
    if (concerned.length === 0) continue;
    void pulumi.log.warn(text(concerned.join(", "), relay.mode === "both"), parent);
  }
}

/** How to lose nothing. */
function wayOut(hasRelay: boolean): string {
  const way = hasRelay
    ? "let Chatlio post to the relay's URLs meanwhile (pulumi stack output webhookUrls), and if this update makes the relay, make this change in the next one"
    : "set chatlio-aep:mode to both before this change and let Chatlio post to the relay meanwhile";
  return `To lose nothing, ${way} (docs/chatlio.md, "Change a stack in direct mode"), or run this update when nobody chats.`;
}

function changedInPlace(webhooks: string, hasRelay: boolean): string {
  return `The mapping of ${webhooks} changes in place. What Chatlio posts to the direct URL of such a webhook in about the first five minutes after the change may be lost, although Adobe responds with 200. ${wayOut(hasRelay)}`;
}

function replaced(webhooks: string, hasRelay: boolean): string {
  return `The dataflow of ${webhooks} is replaced, so the webhook gets another URL: npx chatlio-aep webhooks --show. What Chatlio posts to the old URL after chatlio-aep:delivery.drainTime is lost, and what it posts to the new one in about its first five minutes may be. ${wayOut(hasRelay)}`;
}
