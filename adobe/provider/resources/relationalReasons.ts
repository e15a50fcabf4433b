import type { Descriptor, RegistryResource } from "../../client/schemaRegistry";
import { listed, plain } from "../../client/text";
import type { Operation } from "../lifecycle/definition";
import { behaviorTypeOf, isRelational } from "../xdm/relationalForm";
import { textsOf } from "./common";
import { fieldsOf } from "./descriptorField";
import { toProperty } from "./descriptorPath";
import { tenantIn } from "./tenantNamespace";

export const PRIMARY_KEY = "xdm:descriptorPrimaryKey";
export const VERSION = "xdm:descriptorVersion";
export const TIMESTAMP = "xdm:descriptorTimestamp";

/** What a descriptor of a relational schema says, of which schema, and of which fields. */
export interface KeyFields {
  readonly type: typeof PRIMARY_KEY | typeof VERSION | typeof TIMESTAMP;
  readonly schemaId: string;
  /** Paths as the program writes them. */
  readonly properties: readonly string[];
}

const words = {
  [PRIMARY_KEY]: "primary key",
  [VERSION]: "version",
  [TIMESTAMP]: "timestamp",
} as const;

/** Why Adobe rejects a descriptor of a relational schema, and what to do about it. Undefined when nothing is wrong. */
export async function relationalReason(
  wanted: KeyFields,
  { sandbox, signal }: Operation,
): Promise<string | undefined> {
  const { registry } = sandbox.client;
  const schema = await registry.get("schemas", wanted.schemaId, { signal });
  if (schema === undefined) return undefined;
  if (!isRelational(schema)) {
    return `The schema "${plain(schema.title)}" has a class; only a relational schema (RelationalSchema) has a ${words[wanted.type]}`;
  }
  const resolved = await registry.getResolved("schemas", wanted.schemaId, { signal });
  const others = await registry.descriptorsOf(wanted.schemaId, { signal });
  return (
    otherOne(wanted, others) ??
    notRequired(wanted, resolved) ??
    keyAndVersion(wanted, others) ??
    eventTime(wanted, schema, others)
  );
}

function pointersOf({ properties, schemaId }: KeyFields): string[] {
  const pointers = properties.map((path) => toProperty(path, tenantIn(schemaId)));
  return fieldsOf({ "xdm:sourceProperty": pointers });
}

/** Their paths as a program writes them. */
function named(pointers: readonly string[]): string {
  return listed(pointers.map((one) => plain(one.replace(/^\//, "").replaceAll("/", "."))));
}

function fieldsOfType(others: readonly Descriptor[], type: string): string[] | undefined {
  const one = others.find((other) => other["@type"] === type);
  return one && fieldsOf(one);
}

function otherOne({ type }: KeyFields, others: readonly Descriptor[]): string | undefined {
  const other = others.find((one) => one["@type"] === type);
  if (other === undefined) return undefined;
  return `A schema has one ${words[type]}, and this one has ${named(fieldsOf(other))} (descriptor ${plain(other["@id"])}). Import that descriptor, or delete it first`;
}

function notRequired(
  wanted: KeyFields,
  resolved: RegistryResource | undefined,
): string | undefined {
  const required = textsOf(resolved?.["required"]);
  const missing = wanted.properties.filter(
    (path) => !path.includes(".") && !required.includes(path),
  );
  if (resolved === undefined || missing.length === 0) return undefined;
  return `A field of the ${words[wanted.type]} must be required: add ${listed(missing)} to the schema's required`;
}

function keyAndVersion(wanted: KeyFields, others: readonly Descriptor[]): string | undefined {
  const { type } = wanted;
  if (type === TIMESTAMP) return undefined;
  const theirs = fieldsOfType(others, type === VERSION ? PRIMARY_KEY : VERSION) ?? [];
  const shared = pointersOf(wanted).filter((field) => theirs.includes(field));
  if (shared.length === 0) return undefined;
  return `A field of the primary key cannot be the version too: ${named(shared)}. Choose another field`;
}

function eventTime(
  wanted: KeyFields,
  schema: RegistryResource,
  others: readonly Descriptor[],
): string | undefined {
  if (wanted.type === VERSION) return undefined;
  if (wanted.type === TIMESTAMP && behaviorTypeOf(schema, undefined) !== "time-series") {
    return `The schema "${plain(schema.title)}" is of records; only one of events (behavior: "time-series") has a timestamp`;
  }
  const ours = pointersOf(wanted);
  const key = wanted.type === PRIMARY_KEY ? ours : fieldsOfType(others, PRIMARY_KEY);
  const [time] = wanted.type === TIMESTAMP ? ours : (fieldsOfType(others, TIMESTAMP) ?? []);
  if (key === undefined || time === undefined || key.includes(time)) return undefined;
  return `The primary key of events must have their timestamp: add ${named([time])} to its properties`;
}

/** What a dataset of a relational schema cannot be made without. */
export async function missingKeys(
  schemaId: string,
  { sandbox, signal }: Operation,
): Promise<string | undefined> {
  const { registry } = sandbox.client;
  const schema = await registry.get("schemas", schemaId, { signal });
  if (schema === undefined || !isRelational(schema)) return undefined;
  const there = await registry.descriptorsOf(schemaId, { signal });
  const missing = [PRIMARY_KEY, VERSION].filter(
    (type) => !there.some((one) => one["@type"] === type),
  );
  if (missing.length === 0) return undefined;
  const names = missing.map((type) =>
    type === PRIMARY_KEY ? "a PrimaryKeyDescriptor" : "a VersionDescriptor",
  );
  return `Its schema is relational: give it ${names.join(" and ")} first, and let the dataset wait for it with the option \`dependsOn\``;
}
