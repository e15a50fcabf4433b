import { governancePolicyKind } from "./support/checkedPolicies";
import {
  catalog,
  computed,
  conversion,
  flowservice,
  identities,
  mergePolicies,
  queryTemplates,
  registry,
  segments,
} from "./support/client";
import { useEmulator, useFresh } from "./support/emulator";
import {
  chatlioSpec,
  contentType,
  eventMappings,
  experienceEvent,
  httpApiSpec,
  lakeSpec,
  makePipeline,
  streamingFlowSpec,
  title,
  type Pipeline,
} from "./support/objects";
import { identity } from "./support/registry";

type Body = Readonly<Record<string, unknown>>;

/** A field that is wrong: its path, and the wrong value; `undefined` when it is missing. */
type Fault = readonly [path: string, value: unknown];

interface Kind {
  readonly path: string;
  /** How objects of the kind are changed. */
  readonly by: readonly ("PUT" | "whole PATCH" | "merge" | "JSON Patch")[];
  readonly body: (made: Pipeline) => Body;
  readonly faults: readonly Fault[];
}

const flowTexts: readonly Fault[] = [
  ["/name", undefined],
  ["/name", 5],
  ["/description", 5],
];
const data = { format: "json", schema: { id: "", version: contentType } };

const kinds: Readonly<Record<string, Kind>> = {
  dataflow: {
    path: `${flowservice}/flows`,
    by: ["JSON Patch"],
    body: ({ source, target, mappingId }) => ({
      name: title("Flow"),
      flowSpec: streamingFlowSpec,
      sourceConnectionIds: [source],
      targetConnectionIds: [target],
      transformations: [{ name: "Mapping", params: { mappingId, mappingVersion: 0 } }],
    }),
    faults: [
      ...flowTexts,
      ["/transformations", undefined],
      ["/transformations", []],
      ["/transformations", 5],
      ["/transformations", [{ name: "Other" }]],
      ["/transformations/0/params/mappingId", "none"],
      ["/transformations/0/params/mappingVersion", 99],
      ["/labels", 5],
      ["/scheduleParams", 5],
    ],
  },
  "base connection": {
    path: `${flowservice}/connections`,
    by: ["JSON Patch"],
    body: () => ({
      name: title("Base"),
      connectionSpec: httpApiSpec,
      auth: { specName: "Streaming Connection", params: { dataType: "raw" } },
    }),
    faults: [
      ...flowTexts,
      ["/auth", undefined],
      ["/auth/specName", "Other"],
      ["/auth/params/dataType", "avro"],
    ],
  },
  "source connection": {
    path: `${flowservice}/sourceConnections`,
    by: ["JSON Patch"],
    body: () => ({
      name: title("Source"),
      connectionSpec: chatlioSpec,
      data: { format: "json" },
    }),
    faults: [...flowTexts, ["/data", 5], ["/data/format", "csv"]],
  },
  "target connection": {
    path: `${flowservice}/targetConnections`,
    by: ["JSON Patch"],
    body: ({ schemaId, datasetId }) => ({
      name: title("Target"),
      connectionSpec: lakeSpec,
      data: { ...data, schema: { ...data.schema, id: schemaId } },
      params: { dataSetId: datasetId },
    }),
    faults: [
      ["/name", 5],
      ["/data", undefined],
      ["/data/schema/version", "application/json"],
      ["/params", undefined],
      ["/params/dataSetId", "none"],
      ["/params", { datasetId: "none" }],
    ],
  },
  dataset: {
    path: `${catalog}/dataSets`,
    by: ["PUT", "merge", "JSON Patch"],
    body: ({ schemaId }) => ({
      name: title("Dataset"),
      tags: { "adobe/siphon/table/format": ["delta"] },
      schemaRef: { id: schemaId, contentType },
    }),
    faults: [
      ["/name", 5],
      ["/tags", 5],
      ["/schemaRef", 5],
      ["/schemaRef", { id: "none", contentType }],
      ["/tags", { "adobe/siphon/table/format": ["delta"], unifiedProfile: ["enabled:true"] }],
      ["/extensions", { adobe_lakeHouse: { rowExpiration: { ttlValue: "P1D" } } }],
      ["/extensions", { adobe_unifiedProfile: { rowExpiration: { ttlValue: "soon" } } }],
    ],
  },
  "mapping set": {
    path: `${conversion}/mappingSets`,
    by: ["PUT"],
    body: ({ schemaId }) => ({
      outputSchema: { schemaRef: { id: schemaId, contentType } },
      mappings: eventMappings,
    }),
    faults: [
      ["/name", 5],
      ["/outputSchema", undefined],
      ["/outputSchema/schemaRef/id", "none"],
      ["/outputSchema/schemaRef/contentType", "application/json"],
      ["/mappings", undefined],
      ["/mappings", 5],
    ],
  },
  schema: {
    path: `${registry}/tenant/schemas`,
    by: ["PUT", "JSON Patch"],
    body: () => ({
      type: "object",
      title: title("Schema"),
      description: "for a test",
      allOf: [{ $ref: experienceEvent }],
    }),
    faults: [
      ["/title", undefined],
      ["/title", 5],
      ["/allOf", []],
      ["/allOf", [{ $ref: experienceEvent }, {}]],
      ["/allOf", [{ $ref: "https://ns.adobe.com/none" }]],
    ],
  },
  descriptor: {
    path: `${registry}/tenant/descriptors`,
    by: ["PUT"],
    body: ({ schemaId }) => ({ ...(identity(schemaId) as Body) }),
    faults: [
      ["/@type", "xdm:none"],
      ["/xdm:sourceProperty", "/none"],
      ["/xdm:namespace", "noneOfTheseTests"],
      ["/xdm:sourceSchema", "https://ns.adobe.com/none"],
    ],
  },
  "merge policy": {
    path: mergePolicies,
    by: ["PUT"],
    body: ({ datasetId }) => ({
      name: title("Policy"),
      schema: { name: "_xdm.context.profile" },
      identityGraph: { type: "pdg" },
      attributeMerge: { type: "dataSetPrecedence", order: [datasetId] },
    }),
    faults: [
      ["/name", 5],
      ["/schema", undefined],
      ["/schema", 5],
      ["/schema/name", "_xdm.context.none"],
      ["/schema/name", undefined],
      ["/identityGraph", undefined],
      ["/identityGraph/type", "coop"],
      ["/attributeMerge", undefined],
      ["/attributeMerge/type", "newest"],
      ["/attributeMerge/order", undefined],
      ["/attributeMerge/order", ["none"]],
      ["/default", "perhaps"],
      ["/isActiveOnEdge", 1],
    ],
  },
  "computed attribute": {
    path: computed,
    by: ["merge"],
    body: () => ({
      name: title("Attribute").replaceAll(/[^A-Za-z0-9]/g, ""),
      displayName: "Attribute",
      description: "Note",
      expression: { type: "PQL", format: "pql/text", value: "xEvent[a = 1].count()" },
      duration: { count: 7, unit: "DAYS" },
      status: "DRAFT",
    }),
    faults: [
      ["/name", 5],
      ["/name", "with space"],
      ["/displayName", 5],
      ["/description", 5],
      ["/expression", 5],
      ["/expression/type", "ARL"],
      ["/expression/format", "pql/json"],
      ["/expression/value", " "],
      ["/expression/value", "(a = 1"],
      ["/duration", 5],
      ["/duration/unit", "YEARS"],
      ["/duration/count", 8],
      ["/duration/count", 1.5],
      ["/keepCurrent", "yes"],
      ["/status", "PROCESSED"],
    ],
  },
  "query template": {
    path: queryTemplates,
    by: ["PUT"],
    body: () => ({ name: title("Template"), sql: "SELECT $a", queryParameters: { a: "1" } }),
    faults: [
      ["/name", undefined],
      ["/name", 5],
      ["/name", ""],
      ["/sql", undefined],
      ["/sql", 5],
      ["/queryParameters", "a"],
    ],
  },
  "segment definition": {
    path: segments,
    by: ["whole PATCH"],
    body: () => ({
      name: title("Segment"),
      description: "Note",
      schema: { name: "_xdm.context.profile" },
      expression: { type: "PQL", format: "pql/text", value: 'person.name.lastName = "A"' },
      evaluationInfo: { batch: { enabled: true } },
    }),
    faults: [
      ["/name", undefined],
      ["/name", 5],
      ["/description", 5],
      ["/schema", undefined],
      ["/schema", 5],
      ["/schema/name", "_xdm.context.none"],
      ["/schema/name", undefined],
      ["/expression", undefined],
      ["/expression/type", "ARL"],
      ["/expression/format", "sql"],
      ["/expression/value", undefined],
      ["/expression/value", " "],
      ["/expression/value", "(a = 1"],
      ["/expression/value", 'a = "1'],
      ["/expression/value", "a)"],
      ["/evaluationInfo", 5],
      ["/evaluationInfo/batch/enabled", "yes"],
      ["/evaluationInfo/continuous", { enabled: true }],
      ["/mergePolicyId", "none"],
      ["/lifecycleState", "new"],
      ["/ttlInDays", "5"],
    ],
  },
  "governance policy": governancePolicyKind,
  namespace: {
    path: identities,
    by: ["PUT"],
    body: () => ({ name: "N", code: title("code").replace(" ", ""), idType: "DEVICE" }),
    faults: [
      ["/name", undefined],
      ["/name", 5],
      ["/code", "a b"],
      ["/idType", "NONE"],
    ],
  },
};

/** The body with the wrong value, or without the field. */
function withFault(body: Body, [path, value]: Fault): Body {
  const copy = structuredClone(body);
  const keys = path.slice(1).split("/");
  const last = keys.pop() ?? "";
  let parent = copy as Record<string, unknown>;
  for (const key of keys) parent = parent[key] as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

/** The id that a POST has given the object. */
function idOf(body: unknown): string {
  if (Array.isArray(body)) return String(body[0]).replace("@/dataSets/", "");
  const { id, $id, "@id": atId } = body as Readonly<Record<string, unknown>>;
  return encodeURIComponent(String($id ?? atId ?? id));
}

describe("what a POST rejects, a change rejects too", () => {
  const client = useEmulator();
  const made = useFresh(() => makePipeline(client));

  const cases = Object.entries(kinds).flatMap(([name, kind]) =>
    kind.by.map((by) => [name, by, kind] as const),
  );

  it.each(cases)("of a %s, by %s", async (name, by, { path, body, faults }) => {
    const sent = body(made);
    const created = await client.call("POST", path, { body: sent });
    expect(created.status).toBeLessThan(300);
    const at = `${path}/${idOf(created.body)}`;
    const etag = async (): Promise<object> => {
      if (!path.startsWith(flowservice)) return {};
      const { body } = await client.call("GET", at);
      return { "if-match": body.items[0].etag };
    };
    const change = async (fault: Fault): Promise<number> => {
      const [pointer, value] = fault;
      const wrong = withFault(sent, fault);
      const key = pointer.split("/")[1] ?? "";
      const op = value === undefined ? { op: "remove" } : { op: "add", value };
      const bodies = {
        PUT: wrong,
        "whole PATCH": wrong,
        merge: { [key]: wrong[key] },
        "JSON Patch": [{ ...op, path: pointer }],
      };
      const isCatalog = path.startsWith(catalog) && by === "JSON Patch";
      const headers = {
        ...(await etag()),
        ...(isCatalog ? { "content-type": "application/json-patch+json" } : {}),
      };
      const method = by === "PUT" ? "PUT" : "PATCH";
      return (await client.call(method, at, { body: bodies[by], headers })).status;
    };
    const rejected = (status: number): boolean => status >= 400 && status < 500;
    const seen: unknown[] = [];
    for (const fault of faults) {
      // A second object of one title or code would be rejected for that alone.
      const posted = await client.call("POST", path, { body: withFault(body(made), fault) });
      seen.push([...fault, rejected(posted.status), rejected(await change(fault))]);
    }
    expect(seen).toEqual(faults.map((fault) => [...fault, true, true]));
    const { status } = await client.call("GET", at, {
      headers: name === "schema" ? { accept: "application/vnd.adobe.xed+json; version=1" } : {},
    });
    expect(status).toBe(200);
  });
});
