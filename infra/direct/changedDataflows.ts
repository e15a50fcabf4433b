import * as pulumi from "@pulumi/pulumi";

import { events, type EventSlug, type Mapping } from "../../handlers/model";
import type { Settings } from "../config";
import type { Target } from "../platform";
import { resourcesInState } from "../relay/lastDeployment";
import { isAdopted, mappingsOf } from "./mappings";

type Resources = Awaited<ReturnType<typeof resourcesInState>>;

/** First part of the names of one webhook's resources. */
export function resourceName(component: string, widget: string, slug: EventSlug): string {
  return `${component}-${widget}-${slug}`;
}

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

/** Dataset and schema of the dataflows. An id is unknown in the preview that shows the object's create. */
type Destination = Readonly<Partial<Record<"datasetId" | "schemaId", unknown>>>;

/** How an update changes a dataflow that has a URL already. */
type Change = "in place" | "replaced";

/**
 * How an update changes an existing dataflow. `in place`: to another mapping, or to the version that an
 * interrupted update has made and not given to the dataflow. `replaced`: it is to write elsewhere.
 */
function changeOf(
  resources: Resources,
  name: string,
  wanted: { readonly mappings: readonly Mapping[]; readonly destination: Destination },
): Change | undefined {
  const target = outputsOf(resources, "flow:TargetConnection", `${name}-target`);
  const set = outputsOf(resources, "dataprep:MappingSet", `${name}-mapping`);
  const flow = outputsOf(resources, "flow:Dataflow", `${name}-flow`);
  if (target === undefined || set === undefined || flow === undefined) return undefined;
  const { datasetId, schemaId } = wanted.destination;
  if (target["datasetId"] !== datasetId || target["schemaId"] !== schemaId) return "replaced";
  const used = flow["mapping"] as { readonly version?: unknown } | undefined;
  const isChanged =
    used?.version !== set["version"] ||
    textOf((set["mappings"] ?? []) as readonly Mapping[]) !== textOf(wanted.mappings);
  return isChanged ? "in place" : undefined;
}

/** Of the ways to open outputs, this is the one that also ends when they are unknown. */
async function destinationOf({ datasetId, schemaId }: Target): Promise<Destination> {
  return pulumi.runtime.serializeProperties("destination", { datasetId, schemaId });
}

/**
 * Warns, in the preview and in the update, when this update changes a dataflow to which Chatlio posts so that
 * events may be lost. With another mapping, Adobe may lose what it gets in the first minutes afterwards, and only
 * another URL would avoid that. With another dataset or sandbox there is one, and Chatlio still posts to the old.
 *
 * @param component - Name of the component that has the webhooks' resources.
 * @returns resolves when the state has been read; the mapping sets must not be changed earlier
 */
export async function warnOfChangedDataflows(
  component: string,
  { relay }: Settings,
  target: Target,
  parent: pulumi.Resource,
): Promise<void> {
  const [resources, destination] = await Promise.all([resourcesInState(), destinationOf(target)]);
  const webhooks = relay.widgets.flatMap((widget) =>
    events
      .map(({ slug }) => slug)
      .filter((slug) => relay.events.includes(slug) && !isAdopted(relay, widget, slug))
      .map((slug) => {
        const wanted = { mappings: mappingsOf(relay, { slug, widget }), destination };
        const change = changeOf(resources, resourceName(component, widget, slug), wanted);
        return { change, webhook: `${widget}/${slug}` };
      }),
  );
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
  return `The dataflow of ${webhooks} is replaced, as its dataset or schema is, so the webhook gets another URL: npx chatlio-aep webhooks --show. What Chatlio posts to the old URL after chatlio-aep:delivery.drainTime is lost, and what it posts to the new one in about its first five minutes may be. ${wayOut(hasRelay)}`;
}
