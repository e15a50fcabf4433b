import type { JsonObject } from "../../../common/json";
import type { ResourceType, XdmResource } from "../../../state/entities";
import { moment, ns, piece, ref, text } from "./build";
import { peopleTypes } from "./peopleTypes";
import { webTypes } from "./webTypes";

export const experienceEvent = ns("context/experienceevent");
export const profileClass = ns("context/profile");
export const identityMapGroup = ns("context/identitymap");
export const timeSeries = ns("data/time-series");
export const recordBehavior = ns("data/record");

export const adhocBehavior = ns("data/adhoc");

/** The behaviors a class has one of: what classes `meta:extends`. */
const behaviorDocuments: readonly JsonObject[] = [
  piece(timeSeries, "Time-series Schema", {
    _id: text("Identifier", { format: "uri-reference", "meta:xdmField": "@id" }),
    timestamp: { ...moment("Timestamp"), "meta:xdmField": "xdm:timestamp" },
  }),
  piece(recordBehavior, "Record Schema", {
    _id: text("Identifier", { format: "uri-reference", "meta:xdmField": "@id" }),
  }),
  piece(adhocBehavior, "Ad Hoc Schema", {}),
];

const classes: readonly JsonObject[] = [
  piece(
    experienceEvent,
    "XDM ExperienceEvent",
    {
      eventMergeId: text("ExperienceEvent merge ID"),
      eventType: text("Event Type"),
    },
    {
      allOf: [identityMapGroup, timeSeries],
      meta: {
        "meta:extends": [timeSeries, identityMapGroup],
        required: ["@id", "xdm:timestamp"],
      },
    },
  ),
  piece(
    profileClass,
    "XDM Individual Profile",
    { createdByBatchID: text("Created by batch identifier") },
    {
      allOf: [recordBehavior],
      meta: { "meta:extends": [recordBehavior] },
    },
  ),
];

function intended(...ids: readonly string[]): { meta: JsonObject } {
  return {
    meta: { "meta:intendedToExtend": ids },
  };
}

const fieldGroups: readonly JsonObject[] = [
  piece(
    identityMapGroup,
    "IdentityMap",
    {
      identityMap: {
        title: "IdentityMap",
        type: "object",
        "meta:xdmType": "map",
        additionalProperties: { type: "array", items: { $ref: ns("context/identityitem") } },
      },
    },
    intended(experienceEvent, profileClass),
  ),
  piece(
    ns("context/experienceevent-web"),
    "Web Details",
    { web: ref("Web", ns("context/webinfo")) },
    intended(experienceEvent),
  ),
  piece(
    ns("context/experienceevent-environment-details"),
    "Environment Details",
    {
      environment: ref("Environment", ns("context/environment")),
      device: ref("Device", ns("context/device")),
      placeContext: ref("Place context", ns("context/placecontext")),
    },
    intended(experienceEvent),
  ),
  piece(
    ns("context/profile-person-details"),
    "Demographic Details",
    { person: ref("Person", ns("context/person")) },
    intended(profileClass),
  ),
  piece(
    ns("context/profile-personal-details"),
    "Personal Contact Details",
    {
      homeAddress: ref("Home address", ns("common/address")),
      personalEmail: ref("Personal email", ns("context/emailaddress")),
      homePhone: ref("Home phone", ns("context/phonenumber")),
      mobilePhone: ref("Mobile phone", ns("context/phonenumber")),
      faxPhone: ref("Fax phone", ns("context/phonenumber")),
    },
    intended(profileClass),
  ),
];

/** Version of Adobe's library that the standard resources are of. */
export const libraryVersion = "1.51.2";

/** When Adobe's library was, for the emulator, published. */
const published = Date.UTC(2026, 0, 1);

function resource(type: ResourceType) {
  return (document: JsonObject): XdmResource => {
    const $id = String(document["$id"]);
    return {
      $id,
      altId: `_xdm.${$id.slice(ns("").length).replaceAll("/", ".")}`,
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
    ...classes.map(resource("classes")),
    ...fieldGroups.map(resource("mixins")),
    ...[...webTypes, ...peopleTypes].map(resource("datatypes")),
  ].map((item) => [item.$id, item]),
);
