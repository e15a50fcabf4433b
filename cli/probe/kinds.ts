import { isObject, stringAt } from "./json";

const registry = "/data/foundation/schemaregistry/tenant";
const flowService = "/data/foundation/flowservice";

/** One kind of object that the probe makes. */
export interface Kind {
  /** Plural, for the report. */
  readonly name: string;
  /** Path of the list, and of POST. */
  readonly path: string;
  /** Path of one object. */
  readonly one: string;
  /** Headers of a read of one object. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its id in the response to POST. */
  readonly idOf: (body: unknown) => string | undefined;
}

export const registryAccept = "application/vnd.adobe.xed+json; version=1";

function registryKind(name: string, segment: string): Kind {
  const path = `${registry}/${segment}`;
  return {
    name,
    path,
    one: `${path}/{id}`,
    headers: { accept: registryAccept },
    idOf: (body) => stringAt(body, "$id"),
  };
}

function flowKind(name: string, segment: string): Kind {
  const path = `${flowService}/${segment}`;
  return { name, path, one: `${path}/{id}`, headers: {}, idOf: (body) => stringAt(body, "id") };
}

/** The kinds in the order in which they can be deleted: what uses another one comes first. */
export const kinds = {
  flow: flowKind("dataflows", "flows"),
  source: flowKind("source connections", "sourceConnections"),
  target: flowKind("target connections", "targetConnections"),
  base: flowKind("base connections", "connections"),
  mappingSet: {
    name: "mapping sets",
    path: "/data/foundation/conversion/mappingSets",
    one: "/data/foundation/conversion/mappingSets/{id}",
    headers: {},
    idOf: (body) => stringAt(body, "id"),
  },
  dataset: {
    name: "datasets",
    path: "/data/foundation/catalog/dataSets",
    one: "/data/foundation/catalog/dataSets/{id}",
    headers: {},
    idOf: datasetId,
  },
  descriptor: {
    name: "descriptors",
    path: `${registry}/descriptors`,
    one: `${registry}/descriptors/{id}`,
    headers: { accept: "application/vnd.adobe.xdm+json" },
    idOf: (body) => stringAt(body, "@id"),
  },
  schema: registryKind("schemas", "schemas"),
  fieldGroup: registryKind("field groups", "fieldgroups"),
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof kinds;

/** Catalog's response is `["@/dataSets/{id}"]`. */
function datasetId(body: unknown): string | undefined {
  const [reference] = Array.isArray(body) ? (body as unknown[]) : [];
  if (typeof reference === "string") return reference.split("/").at(-1);
  return isObject(body) ? Object.keys(body)[0] : undefined;
}
