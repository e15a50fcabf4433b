import type { JsonObject } from "../../../common/json";
import type { ResourceType, XdmResource } from "../../../state/entities";
import { ns } from "./build";
import { behaviorDocuments, classDocuments } from "./classes";
import { commerceTypes } from "./commerceTypes";
import { consentTypes } from "./consentTypes";
import { fieldGroupDocuments } from "./fieldGroups";
import { peopleTypes } from "./peopleTypes";
import { webTypes } from "./webTypes";

export {
  adhocBehavior,
  adhocV2Behavior,
  experienceEvent,
  identityMapGroup,
  profileClass,
  recordBehavior,
  timeSeries,
} from "./classes";

/** Version of Adobe's library that the standard resources are of. */
export const libraryVersion = "1.51.2";

/** When Adobe's library was, for the emulator, published. */
const published = Date.UTC(2026, 0, 1);

/** `_xdm.context.profile` for Adobe's XDM, `_experience.…` for what its products add. */
function altIdOf($id: string): string {
  const path = $id.startsWith(ns("")) ? $id.slice(ns("").length) : undefined;
  return path === undefined
    ? `_${$id.replace("https://ns.adobe.com/", "").replaceAll("/", ".")}`
    : `_xdm.${path.replaceAll("/", ".")}`;
}

function resource(type: ResourceType) {
  return (document: JsonObject): XdmResource => {
    const $id = String(document["$id"]);
    return {
      $id,
      altId: altIdOf($id),
      type,
      container: "global",
      title: String(document["title"]),
      version: libraryVersion,
      created: published,
      updated: published,
      document,
    };
  };
}

export const behaviors: readonly XdmResource[] = behaviorDocuments.map(resource("behaviors"));

/** Adobe's standard pieces that the emulator knows, by `$id`. */
export const globalResources: ReadonlyMap<string, XdmResource> = new Map(
  [
    ...behaviors,
    ...classDocuments.map(resource("classes")),
    ...fieldGroupDocuments.map(resource("mixins")),
    ...[...webTypes, ...peopleTypes, ...commerceTypes, ...consentTypes].map(resource("datatypes")),
  ].map((item) => [item.$id, item]),
);
