import { own } from "../../client/own";
import { ANY } from "./fieldPaths";
import type { FieldTypes } from "./fieldPaths";

/**
 * Adobe's own classes and field groups, as far as a mapping into them can be checked
 * (adobe/xdm on GitHub). `any`: Adobe's fields below are not listed here.
 */
const standard: Readonly<Record<string, FieldTypes>> = {
  "https://ns.adobe.com/xdm/context/experienceevent": {
    _id: "string",
    timestamp: "date-time",
    eventType: "string",
    eventMergeId: "string",
    producedBy: "string",
    identityMap: ANY,
    segmentMembership: ANY,
  },
  "https://ns.adobe.com/xdm/context/profile": {
    _id: "string",
    _repo: ANY,
    createdByBatchID: "string",
    modifiedByBatchID: "string",
    personID: "string",
    repositoryCreatedBy: "string",
    repositoryLastModifiedBy: "string",
  },
  "https://ns.adobe.com/xdm/context/experienceevent-web": { web: ANY },
  "https://ns.adobe.com/xdm/context/experienceevent-environment-details": { environment: ANY },
  "https://ns.adobe.com/xdm/context/identitymap": { identityMap: ANY },
};

/** Fields of one of Adobe's classes or groups; `{"*": "any"}` for one that is not listed. */
export function standardFields(ref: string): FieldTypes {
  return own(standard, ref) ?? { "*": ANY };
}

/** Adobe's own classes that are in every organization. */
const classes = ["experienceevent", "profile"].map(
  (name) => `https://ns.adobe.com/xdm/context/${name}`,
);

/** Whether an `$id` is that of a class or field group which every organization has. */
export function isWellKnown(kind: "classes" | "fieldgroups" | "datatypes", id: string): boolean {
  if (classes.includes(id)) return kind === "classes";
  return kind === "fieldgroups" && Object.hasOwn(standard, id);
}

/** Fields without which Adobe rejects a record of the class. */
export function requiredFields(types: FieldTypes): string[] {
  return ["_id", "timestamp"].filter(
    (path) => Object.hasOwn(types, path) && types["timestamp"] === "date-time",
  );
}
