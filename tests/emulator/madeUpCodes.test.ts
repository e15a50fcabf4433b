import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import fetch from "node-fetch";
import ts from "typescript";

import { emulatorCredentials } from "../../emulator";
import type { ApiError, ErrorKind } from "../../emulator/common/apiError";
import { madeUpHeader } from "../../emulator/common/apiError";
import { gatewayError, gatewayErrors } from "../../emulator/server/gateway";
import { adobeServices } from "../../emulator/services";
import { catalogError } from "../../emulator/services/catalog/errors";
import { connectorError } from "../../emulator/services/connectors/errors";
import { hygieneError } from "../../emulator/services/dataHygiene/errors";
import { dataPrepError } from "../../emulator/services/dataPrep/errors";
import { labelError } from "../../emulator/services/datasetService/errors";
import { flowError } from "../../emulator/services/flowService/errors";
import { identityError } from "../../emulator/services/identity/errors";
import { imsError } from "../../emulator/services/ims/errors";
import { insightsError } from "../../emulator/services/observability/errors";
import { policyError } from "../../emulator/services/policyService/errors";
import { profileError } from "../../emulator/services/profile/errors";
import { queryError } from "../../emulator/services/queryService/errors";
import { sandboxError } from "../../emulator/services/sandboxes/errors";
import { descriptorError, registryError } from "../../emulator/services/schemaRegistry/errors";
import { segmentError } from "../../emulator/services/segmentation/errors";
import { inletAuthError, inletError } from "../../emulator/services/streaming/errors";
import { catalog, conversion, flowservice, registry } from "./support/client";
import { useEmulator } from "./support/emulator";
import {
  contentType,
  inletPath,
  makeDataset,
  makeHttpApiFlow,
  makePipeline,
  makeSchema,
  postRecord,
  record,
  rowsOf,
} from "./support/objects";

/** Codes that stand in a document of Adobe's (RFC 6749 for IMS), or that people saw, by the part of the emulator. */
const known: Readonly<Record<string, readonly string[]>> = {
  Gateway: "403010 401013 403000 403003 400003 403025".split(" "),
  IMS: "invalid_request unsupported_grant_type invalid_client invalid_scope".split(" "),
  "Schema Registry": [
    ..."1006-400 1007-400 1008-400 1009-400 1007-406 1010-404 1012-404 1021-400 1413-400".split(
      " ",
    ),
    ..."1521-400 1526-400 1527-400 1528-400".split(" "),
    // Seen by others.
    ..."1406-422 1500-400 1536-400 1600-400 1810-400 1811-400 1816-400 1855-400 4000-400".split(
      " ",
    ),
  ]
    .map((code) => `XDM-${code}`)
    .concat("NotAcceptableError"),
  // Seen by others.
  Sandbox: ["SMS-2010-403"],
  "Identity Service": "NAMESPACE_NOT_FOUND INTEGRATION_CODE_EXISTS INVALID_REQUEST_PARAMS".split(
    " ",
  ),
  "Streaming ingestion": "1057 1102 1104 1105 1106 1111"
    .split(" ")
    .map((code) => `DCVS-${code}-400`),
  "Dataset Service": ["PES-404"],
  // The gateway's form, whose code is the status.
  "Data Hygiene": ["400", "404"],
  "Observability Insights": ["INSGHT-1000-400", "INSGHT-1003-401"],
  "Flow Service": [
    ..."1100-400 1101-404 1401-400 1402-400 1403-400 1404-412 1405-400 1410-400 1411-400".split(
      " ",
    ),
    ..."1412-400 1413-400 1414-400 1415-400 1416-400 1417-400 1418-400 1419-400 1420-400".split(
      " ",
    ),
    ..."1421-400 1422-400 1425-400 1433-400 1434-400 1436-400 1439-404 1440-400 1443-400".split(
      " ",
    ),
    ..."1447-400 1448-400 1450-400 1451-400 1452-400 1453-400 1455-400 1457-400 1458-400".split(
      " ",
    ),
    ..."2100-404 2105-400 2110-400 2111-403".split(" "),
  ].map((code) => `FLOW-${code}`),
};

const kinds: readonly (readonly [service: string, name: string, kind: ErrorKind])[] = [
  ...Object.entries(gatewayErrors).map(([name, kind]) => ["Gateway", name, kind] as const),
  ...adobeServices.flatMap(({ name: service, errors }) =>
    Object.entries(errors).map(([name, kind]) => [service, name, kind] as const),
  ),
];

/** How each part of the emulator builds an error. */
const builders: Readonly<Record<string, readonly ((kind: ErrorKind) => ApiError)[]>> = {
  Gateway: [gatewayError],
  IMS: [imsError],
  "Schema Registry": [
    (kind) => registryError(kind, "detail"),
    (kind) => descriptorError(kind, "reason"),
  ],
  Catalog: [(kind) => catalogError(kind, "detail")],
  "Data Access": [(kind) => catalogError(kind, "detail")],
  "Data Hygiene": [(kind) => hygieneError(kind, "detail")],
  "Dataset Service": [(kind) => labelError(kind, "detail")],
  "Observability Insights": [
    (kind) =>
      insightsError(kind, "detail", { sandboxName: "", sandboxId: undefined, imsOrgId: undefined }),
  ],
  "Real-Time Customer Profile": [(kind) => profileError(kind, "detail")],
  "Computed attributes": [(kind) => profileError(kind, "detail")],
  Connectors: [(kind) => connectorError(kind, "detail")],
  "Query Service": [(kind) => queryError(kind, "detail")],
  "Policy Service": [(kind) => policyError(kind, "detail")],
  "Segmentation Service": [(kind) => segmentError(kind, "detail")],
  "Data Prep": [(kind) => dataPrepError(kind, "detail")],
  "Data Prep, the HTTP API tutorial's path": [(kind) => dataPrepError(kind, "detail")],
  "Flow Service": [(kind) => flowError(kind, "detail")],
  "Identity Service": [(kind) => identityError(kind, "detail")],
  Sandbox: [(kind) => sandboxError(kind, "detail")],
  "Streaming ingestion": [
    (kind) => inletError(kind, "id", "detail"),
    (kind) => inletAuthError(kind, "id", "detail"),
  ],
};

/** What the header says of a kind: nothing, that code or text is made up, or that the use of the code is assumed. */
function expectedPart({ code, madeUp, behavior }: ErrorKind): string | undefined {
  if (madeUp === "text") return madeUp;
  const isAssumed = behavior.grade === "assumed";
  if (code === "") return isAssumed ? "text" : undefined;
  if (madeUp === true) return "code";
  return isAssumed ? "use" : undefined;
}

/** Texts in the emulator's code, and the files of tables, in which codes may stand. */
const tables = /(?:[eE]rrors|recordCodes|server\/gateway)\.ts$/;

function codesOutsideTables(): string[] {
  const found: string[] = [];
  const entries = readdirSync("emulator", { recursive: true, encoding: "utf8" });
  for (const entry of entries) {
    const file = path.join("emulator", entry);
    const isSource = file.endsWith(".ts") && !/\/(?:node_modules|dist)\//.test(file);
    if (!isSource || tables.test(file)) continue;
    const visit = (node: ts.Node): void => {
      const isText = ts.isStringLiteralLike(node) || node.kind === ts.SyntaxKind.TemplateHead;
      const { text } = node as ts.LiteralLikeNode;
      // A sentence about a code is none.
      if (isText && /^(?:[A-Z]{2,8}-)?\d{4}-\d{3}$|^(?:DCVS|FLOW|INSGHT|SMS|XDM)-$/.test(text)) {
        found.push(`${file}: ${text}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
  }
  return found;
}

describe("error codes that the emulator has made up", () => {
  it.each(kinds)("are marked, and no others: %s %s", (service, _name, { code, madeUp }) => {
    const isKnown = code === "" || known[service]?.includes(code) === true;
    expect({ code, isOfProbe: madeUp === true }).toEqual({ code, isOfProbe: !isKnown });
  });

  it.each(kinds)("are said in the response, also an assumed use: %s %s", (service, _name, kind) => {
    const built = (builders[service] ?? []).map((build) => build(kind).headers[madeUpHeader]);
    expect(built.length).toBeGreaterThan(0);
    expect(new Set(built)).toEqual(new Set([expectedPart(kind)]));
  });

  it("stand only in the tables", () => {
    expect(codesOutsideTables()).toEqual([]);
  });

  const client = useEmulator();

  it.each<[string, string, string, object, number, string | undefined]>([
    ["made up", "GET", `${catalog}/dataSets/none`, {}, 404, "code"],
    ["documented", "GET", `${registry}/tenant/schemas`, {}, 400, undefined],
    ["Adobe's in an assumed use", "POST", `${flowservice}/runs`, { body: {} }, 400, "use"],
    [
      "none, with an assumed text",
      "PUT",
      "/data/core/idnamespace/identities/1",
      { body: "{" },
      400,
      "text",
    ],
    ["of a body that is not JSON", "POST", `${catalog}/dataSets`, { body: "{" }, 400, "code"],
  ])("reach the caller: a code that is %s", async (_what, method, path, send, status, header) => {
    const response = await client.call(method, path, send);
    expect([response.status, response.headers[madeUpHeader]]).toEqual([status, header]);
  });

  const orgId = emulatorCredentials.orgId;
  it.each<[string, string, object, number, string | undefined]>([
    ["of another organization", "", { header: { imsOrgId: "x@AdobeOrg" } }, 400, undefined],
    ["without its schema in xdmMeta", "", { body: { xdmMeta: {} } }, 400, undefined],
    ["in an unknown form", "", { body: { xdmEntity: 1 } }, 400, undefined],
    ["of another dataset's schema", "", { header: { datasetId: "none" } }, 400, undefined],
    ["without a dataset", "", { header: { datasetId: undefined } }, 400, "text"],
    ["with two schemas", "", { body: { xdmMeta: { schemaRef: { id: "x" } } } }, 400, "text"],
    ["of an unknown dataflow", "", { header: { flowId: "none" } }, 400, "text"],
    ["of another organization", "batch/", { header: { imsOrgId: "x@AdobeOrg" } }, 207, undefined],
    ["without a header", "batch/", { header: undefined }, 207, undefined],
    ["without a dataset", "batch/", { header: { datasetId: undefined } }, 207, "text"],
    ["that is valid", "batch/", {}, 207, undefined],
  ])(
    "are said of an XDM message %s, at /collection/%s",
    async (_what, batch, parts, ...expected) => {
      const schemaId = await makeSchema(client, []);
      const datasetId = await makeDataset(client, schemaId);
      const { inlet } = await makeHttpApiFlow(client, datasetId);
      const schemaRef = { id: schemaId, contentType };
      const { header, body } = parts as { header?: object; body?: object };
      const message = {
        header:
          "header" in parts && header === undefined
            ? undefined
            : { schemaRef, datasetId, imsOrgId: orgId, ...header },
        body: { xdmMeta: { schemaRef }, xdmEntity: { _id: "a" }, ...body },
      };
      const path = inlet.replace("/collection/", `/collection/${batch}`);
      const { status, headers } = await client.bare("POST", path, {
        body: batch === "" ? message : { messages: [message] },
        headers: { authorization: `Bearer ${await client.token()}` },
      });
      expect([status, headers[madeUpHeader]]).toEqual(expected);
    },
  );

  it.each<[string, string, object, number, string | undefined]>([
    ["is not JSON", "", { body: "{" }, 400, "text"],
    ["is too large", "", { body: "x".repeat(1024 * 1024 + 1) }, 413, "text"],
    ["has no token", "", { headers: { authorization: undefined } }, 401, undefined],
    ["has a bad token", "", { headers: { authorization: "Bearer x" } }, 401, undefined],
    ["is a batch without messages", "batch/", { body: {} }, 400, "text"],
  ])(
    "are said of a request to a streaming endpoint that %s",
    async (_what, batch, send, ...expected) => {
      const schemaId = await makeSchema(client, []);
      const { inlet } = await makeHttpApiFlow(client, await makeDataset(client, schemaId));
      const { headers: sent, ...more } = send as { headers?: object };
      const { status, headers } = await client.bare(
        "POST",
        inlet.replace("/collection/", `/collection/${batch}`),
        {
          body: {},
          headers: { authorization: `Bearer ${await client.token()}`, ...sent },
          ...more,
        },
      );
      expect([status, headers[madeUpHeader]]).toEqual(expected);
    },
  );

  it.each([
    ["text", {}],
    [undefined, { message: "busy" }],
    [undefined, { message: "Slow down", indexes: [1] }],
    [undefined, { indexes: [7] }],
  ])("are said with %s of a batch that a rule fails: %j", async (header, failMessages) => {
    const { flowId } = await makePipeline(client);
    await client.bare("DELETE", "/_emulator/faults");
    await client.bare("POST", "/_emulator/faults", {
      body: { match: { path: "/collection/*" }, do: { failMessages } },
    });
    const inlet = await inletPath(client, flowId);
    const { status, headers } = await client.bare(
      "POST",
      inlet.replace("/collection/", "/collection/batch/"),
      {
        body: { messages: [record("one"), record("two")] },
        headers: { "x-adobe-flow-id": flowId },
      },
    );
    expect([status, headers[madeUpHeader]]).toEqual([207, header]);
  });

  it("are said of a response that is cut", async () => {
    await client.bare("DELETE", "/_emulator/faults");
    await client.bare("POST", "/_emulator/faults", {
      body: { match: { path: "/collection/*" }, times: 1, do: { cut: true } },
    });
    const { headers } = await fetch(`${client.url}/collection/none`, {
      method: "POST",
      body: "{}",
    });
    expect(headers.get(madeUpHeader)).toBe("text");
  });

  it("are said of a mapping that is tried out, and of a run, when they have errors", async () => {
    const { datasetId, flowId, schemaId } = await makePipeline(client);
    const headerOf = async (method: string, path: string, body?: object): Promise<unknown> => {
      const { status, headers } = await client.call(
        method,
        path,
        body === undefined ? {} : { body },
      );
      return [status, headers[madeUpHeader]];
    };
    const set = (source: string): object => ({
      outputSchema: { schemaRef: { id: schemaId, contentType } },
      mappings: [{ sourceType: "EXPRESSION", source, destination: "_id" }],
    });
    const at = `${conversion}/mappingSets`;
    for (const [source, header] of [
      ["uuid()", undefined],
      ["no_such()", "text"],
    ] as const) {
      expect(await headerOf("POST", `${at}/validate`, set(source))).toEqual([200, header]);
      const preview = { mappingSet: set(source), data: {} };
      expect(await headerOf("POST", `${at}/preview`, preview)).toEqual([200, header]);
    }
    const runs = `${flowservice}/runs?property=flowId==${flowId}`;
    await postRecord(client, flowId, record("good"));
    expect(await headerOf("GET", runs)).toEqual([200, undefined]);
    await postRecord(client, flowId, record("bad", { id: undefined }));
    expect((await rowsOf(client, datasetId)).total.rejected).toBe(1);
    expect(await headerOf("GET", runs)).toEqual([200, "text"]);
  });

  it.each([
    ["a text of the emulator's own", { timestamp: "2999-01-01T00:00:00Z" }, "text"],
    ["a text that people saw", { timestamp: undefined }, undefined],
  ])("are said of a rejected record with %s", async (_what, more, header) => {
    const schemaId = await makeSchema(client, []);
    const datasetId = await makeDataset(client, schemaId);
    const { inlet } = await makeHttpApiFlow(client, datasetId);
    const schemaRef = { id: schemaId, contentType };
    const { status, headers } = await client.bare("POST", `${inlet}?syncValidation=true`, {
      body: {
        header: { schemaRef, datasetId, imsOrgId: emulatorCredentials.orgId },
        body: { xdmMeta: { schemaRef }, xdmEntity: { _id: "a", ...more } },
      },
      headers: { authorization: `Bearer ${await client.token()}` },
    });
    expect([status, headers[madeUpHeader]]).toEqual([400, header]);
  });

  it.each([
    ["a text of the emulator's own", { at: "2999-01-01T00:00:00Z" }, "text"],
    ["a text that people saw", { id: undefined }, undefined],
  ])("are said of a failed batch's files with %s", async (_what, more, header) => {
    const { datasetId, flowId } = await makePipeline(client);
    await postRecord(client, flowId, record("one", more));
    const batches = await client.call("GET", `${catalog}/batches?dataSet=${datasetId}`);
    const at = `/data/foundation/export/batches/${Object.keys(batches.body)[0] ?? ""}`;
    const files = [
      "meta?path=row_errors_sample.json",
      "meta?path=row_errors%2Fconversion_errors_0.json",
      "failed?path=conversion_errors_0.json",
    ];
    for (const file of files) {
      const { status, headers } = await client.call("GET", `${at}/${file}`);
      expect([file, status, headers[madeUpHeader]]).toEqual([file, 200, header]);
    }
  });

  it.each([
    ["none", "GET", "/dataSets/none"],
    ["that are not valid", "POST", "/dataSets"],
  ])("are said of a multi-request of datasets %s", async (_what, method, resource) => {
    const body = [{ id: "1", method, resource, body: {} }];
    const response = await client.call("POST", `${catalog}/`, { body });
    expect([response.status, response.headers[madeUpHeader]]).toEqual([200, "code"]);
  });
});
