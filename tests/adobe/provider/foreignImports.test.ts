import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { flowProgram, makeAll, sourceProgram } from "../support/programs";
import type { Whole } from "../support/programs";
import { importOne, refresh, upAgain, urnOf } from "../support/stack";

/**
 * Objects as Adobe's tutorials and UI make them. After an import, what the program gives is compared
 * with what Adobe shows; what it does not give is no change, at this run and at every later one.
 */
let harness: Harness;
let whole: Whole;
beforeEach(async () => {
  harness = await startHarness();
  whole = await makeAll(harness.provider);
});
afterEach(() => harness.close());

async function expectNoChange(type: string, id: string, program: Properties) {
  const urn = urnOf(type, "imported");
  const imported = await importOne(harness.provider, urn, id);
  expect(imported.id).toBe(id);
  const first = await upAgain(harness.provider, imported, program);
  expect(first.diff.changes).toEqual({});
  expect((await upAgain(harness.provider, first, program)).diff.changes).toEqual({});
  const read = await refresh(harness.provider, first);
  if (read === undefined) throw new Error("gone");
  expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});
  return { urn, imported, first };
}

describe("a base connection of the HTTP API tutorial", () => {
  const params = { sourceId: "chat-source", dataType: "raw", name: "Chat endpoint" };
  const auth = { specName: "Streaming Connection", params };
  const make = () =>
    harness.ui.flows.create("connections", {
      name: "Chat endpoint",
      providerId: specs.streamingProviderId,
      connectionSpec: specs.httpApi,
      auth,
    });

  test.each([
    ["gives all parameters", params],
    ["gives some", { dataType: "raw" }],
    ["gives none", undefined],
  ])("is not replaced when the program %s", async (_, given) => {
    await expectNoChange("flow:Connection", await make(), {
      name: "Chat endpoint",
      connectionSpec: specs.httpApi,
      auth: { specName: auth.specName, ...(given === undefined ? {} : { params: given }) },
    });
  });

  test("is replaced when the program gives another value", async () => {
    const urn = urnOf("flow:Connection", "imported");
    const imported = await importOne(harness.provider, urn, await make());
    const { diff } = await upAgain(harness.provider, imported, {
      connectionSpec: specs.httpApi,
      auth: { ...auth, params: { ...params, dataType: "xdm" } },
    });
    expect(diff.changes).toEqual({ "auth.params.dataType": "update-replace" });
  });
});

test("a source connection with parameters and a format that the program does not give", async () => {
  const id = await harness.ui.flows.create("sourceConnections", {
    name: "By hand",
    connectionSpec: specs.chatlio,
    data: { format: "json" },
    params: { path: "/chats" },
  });
  await expectNoChange("flow:SourceConnection", id, { ...sourceProgram, name: "By hand" });
});

test("a dataflow without error diagnostics", async () => {
  const id = await harness.ui.flows.create("flows", {
    name: "By hand",
    flowSpec: specs.streamingFlow,
    sourceConnectionIds: [whole.source.id],
    targetConnectionIds: [whole.target.id],
    transformations: [
      {
        name: "Mapping",
        params: { mappingId: whole.mapping.id, mappingVersion: whole.mapping.outputs["version"] },
      },
    ],
    options: { errorDiagnosticsEnabled: false },
  });
  await expectNoChange("flow:Dataflow", id, { ...flowProgram(whole), name: "By hand" });
});

test("a primary identity that the program does not declare as primary", async () => {
  const made = await harness.ui.registry.createDescriptor({
    "@type": "xdm:descriptorIdentity",
    "xdm:sourceSchema": whole.schema.id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": "/_localtenant/chat/email",
    "xdm:namespace": "Phone",
    "xdm:property": "xdm:code",
    "xdm:isPrimary": true,
  });
  const program = { schemaId: whole.schema.id, property: "_tenant.chat.email", namespace: "Phone" };
  const { first, urn } = await expectNoChange("xdm:IdentityDescriptor", made["@id"], program);
  // What the program gives counts, as ever.
  const { inputs } = await harness.provider.check(
    urn,
    { ...program, primary: false },
    first.inputs,
  );
  const diff = await harness.provider.diff(urn, {
    id: first.id,
    oldInputs: first.inputs,
    oldOutputs: first.outputs,
    newInputs: inputs,
  });
  expect(diff.changes).toEqual({ primary: "update-replace" });
});

test("a dataset in Profile and without error diagnostics", async () => {
  const id = await harness.ui.catalog.create({
    name: "By hand",
    schemaRef: { id: whole.schema.id, contentType: "application/vnd.adobe.xed+json;version=1" },
    enableErrorDiagnostics: false,
    tags: { unifiedIdentity: ["enabled: true"] },
  });
  await expectNoChange("catalog:Dataset", id, { name: "By hand", schemaId: whole.schema.id });
});
