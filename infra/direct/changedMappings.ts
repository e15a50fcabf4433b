import * as pulumi from "@pulumi/pulumi";

import { events, type EventSlug, type Mapping } from "../../handlers/model";
import type { Settings } from "../config";
import { hasCompleted, resourcesInState } from "../relay/lastDeployment";
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

/**
 * Whether an update changes the mapping of an existing dataflow: to another one, or to the version that an
 * interrupted update has made and not given to the dataflow.
 */
function changes(resources: Resources, name: string, wanted: readonly Mapping[]): boolean {
  const set = outputsOf(resources, "dataprep:MappingSet", `${name}-mapping`);
  const flow = outputsOf(resources, "flow:Dataflow", `${name}-flow`);
  if (set === undefined || flow === undefined) return false;
  const used = flow["mapping"] as { readonly version?: unknown } | undefined;
  return (
    used?.version !== set["version"] ||
    textOf((set["mappings"] ?? []) as readonly Mapping[]) !== textOf(wanted)
  );
}

/**
 * Warns, in the preview and in the update, when this update changes the mapping of a dataflow to which Chatlio
 * posts: Adobe may lose what it gets in the first minutes afterwards, and only another URL would avoid that.
 *
 * @param component - Name of the component that has the webhooks' resources.
 * @returns resolves when the state has been read; the mapping sets must not be changed earlier
 */
export async function warnOfChangedMappings(
  component: string,
  { relay }: Settings,
  parent: pulumi.Resource,
): Promise<void> {
  if (!(await hasCompleted())) return;
  const resources = await resourcesInState();
  const changed = relay.widgets.flatMap((widget) =>
    events
      .map(({ slug }) => slug)
      .filter((slug) => relay.events.includes(slug) && !isAdopted(relay, widget, slug))
      .filter((slug) =>
        changes(
          resources,
          resourceName(component, widget, slug),
          mappingsOf(relay, { slug, widget }),
        ),
      )
      .map((slug) => `${widget}/${slug}`),
  );
  if (changed.length > 0) void pulumi.log.warn(warningOf(changed, relay.mode === "both"), parent);
}

function warningOf(changed: readonly string[], hasRelay: boolean): string {
  const way = hasRelay
    ? "let Chatlio post to the relay's URLs meanwhile (pulumi stack output webhookUrls), and if this update makes the relay, make this change in the next one"
    : "set chatlio-aep:mode to both before this change and let Chatlio post to the relay meanwhile";
  return `The mapping of ${changed.join(", ")} changes in place. What Chatlio posts to the direct URL of such a webhook in about the first five minutes after the change may be lost, although Adobe responds with 200. To lose nothing, ${way} (docs/chatlio.md, "Change a stack in direct mode"), or run this update when nobody chats.`;
}
