import type { JsonObject } from "../../../common/json";
import { decimal, moment, ns, piece, ref, text } from "./build";

export const experienceEvent = ns("context/experienceevent");
export const profileClass = ns("context/profile");
export const productClass = ns("classes/product");
export const identityMapGroup = ns("context/identitymap");
export const timeSeries = ns("data/time-series");
export const recordBehavior = ns("data/record");
export const adhocBehavior = ns("data/adhoc");
/** What a relational schema extends; Adobe's client makes classes of it too, which no document says. */
export const adhocV2Behavior = ns("data/adhoc-v2");

/** The behaviors a class has one of: what classes `meta:extends`. */
export const behaviorDocuments: readonly JsonObject[] = [
  piece(timeSeries, "Time-series Schema", {
    _id: text("Identifier", { format: "uri-reference", "meta:xdmField": "@id" }),
    timestamp: { ...moment("Timestamp"), "meta:xdmField": "xdm:timestamp" },
  }),
  piece(recordBehavior, "Record Schema", {
    _id: text("Identifier", { format: "uri-reference", "meta:xdmField": "@id" }),
  }),
  piece(adhocBehavior, "Ad Hoc Schema", {}),
  piece(adhocV2Behavior, "Ad Hoc Schema v2", {}),
];

/** A class of things that are described and not of events. */
function recordClass(
  id: string,
  title: string,
  properties: JsonObject,
  more: readonly string[] = [],
): JsonObject {
  const parts = [recordBehavior, ...more];
  return piece(id, title, properties, { allOf: parts, meta: { "meta:extends": parts } });
}

/** The classes of Adobe's library that the emulator has. */
export const classDocuments: readonly JsonObject[] = [
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
  recordClass(profileClass, "XDM Individual Profile", { personID: text("Person ID") }, [
    ns("common/auditable"),
  ]),
  recordClass(productClass, "Product", {
    productID: text("Product ID"),
    productName: text("Product Name"),
    productDescription: text("Product Description"),
    productRating: decimal("Product Rating"),
    productListPrice: ref("Product List Price", ns("datatypes/currency")),
    productManufacturedDate: moment("Product Manufactured Date"),
    productLastModifiedDate: moment("Product Last Modified Date"),
  }),
  recordClass(ns("classes/plan"), "Plan", { planID: text("Plan ID"), planName: text("Plan Name") }),
];
