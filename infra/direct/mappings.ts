import { events, type EventSlug, type Mapping } from "../../handlers/model";
import { directMappings } from "../../handlers/model/direct";
import type { Settings } from "../config";

/** The mappings of one webhook's dataflow. */
export function mappingsOf(
  relay: Settings["relay"],
  { slug, widget }: { readonly slug: EventSlug; readonly widget: string },
): readonly Mapping[] {
  return directMappings({
    slug,
    widget,
    dedupeWindowMs: relay.dedupeWindow,
    privacy: relay.privacy,
    htmlBody: relay.transcript.htmlBody,
    identities: relay.identities,
  });
}

/** Whether a webhook's dataflow was made by hand, and stays as it is. */
export function isAdopted(
  { adopted }: Pick<Settings["relay"], "adopted">,
  widget: string,
  slug: EventSlug,
): boolean {
  return adopted.includes(`${widget}/${slug}`);
}

/** The mappings of all dataflows of direct mode but those that are adopted, which have their own. */
export function everyDirectMapping(relay: Settings["relay"]): readonly Mapping[] {
  return relay.widgets.flatMap((widget) =>
    events
      .filter(({ slug }) => relay.events.includes(slug) && !isAdopted(relay, widget, slug))
      .flatMap(({ slug }) => mappingsOf(relay, { slug, widget })),
  );
}
