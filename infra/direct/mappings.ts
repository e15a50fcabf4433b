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
  });
}

/** The mappings of all dataflows of direct mode. */
export function everyDirectMapping(relay: Settings["relay"]): readonly Mapping[] {
  const wanted = events.filter(({ slug }) => relay.events.includes(slug));
  return wanted.flatMap(({ slug }) => mappingsOf(relay, { slug, widget: "main" }));
}
