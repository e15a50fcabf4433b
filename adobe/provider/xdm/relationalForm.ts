import type { Json } from "../../client/json";
import { refsOf } from "../../client/schemaRegistry";
import type { RegistryResource } from "../../client/schemaRegistry";
import { dataTypeBody, dataTypeFields, inexpressibleInDataType } from "./dataTypeForm";
import type { Fields } from "./dataTypeForm";

/** What a relational schema extends in place of a class. */
const RELATIONAL = "https://ns.adobe.com/xdm/data/adhoc-v2";

/** The name of the definition that holds all fields of a schema that the provider creates. */
const OWN = "customFields";

/** Whether a schema has fields of its own and no class. */
export function isRelational(schema: RegistryResource): boolean {
  const extended = schema["meta:extends"];
  return (
    Array.isArray(extended) &&
    extended.includes(RELATIONAL) &&
    refsOf(schema).every((ref) => ref.startsWith("#"))
  );
}

/** A relational schema in the form of the registry: its fields at the top, below no namespace. */
export function relationalBody(fields: Fields, behavior: string): Json {
  return {
    "meta:extends": [RELATIONAL],
    "meta:behaviorType": behavior,
    definitions: { [OWN]: { type: "object", ...dataTypeBody(fields) } },
    allOf: [{ $ref: `#/definitions/${OWN}`, "meta:xdmType": "object" }],
  };
}

/** `record` or `time-series`. Where the registry does not say it, the last known one, and a record at an import. */
export function behaviorTypeOf(schema: RegistryResource, last: string | undefined): string {
  const behavior = schema["meta:behaviorType"];
  return typeof behavior === "string" && behavior !== "" ? behavior : (last ?? "record");
}

/** What of a relational schema no program can write, by path. */
export function inexpressibleInRelational(schema: RegistryResource): string[] {
  // Names that are required at the top, where the fields are in a definition.
  const atTop = Array.isArray(schema["required"]) ? (schema["required"] as unknown[]) : [];
  const { required = [] } = dataTypeFields(schema);
  const isLost = atTop.some((name) => !required.includes(String(name)));
  return [...inexpressibleInDataType(schema), ...(isLost ? ["required"] : [])];
}
