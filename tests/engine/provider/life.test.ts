import * as aep from "../../../adobe/resources";
import { emulatorCredentials } from "../../../local/aep";
import { collectSteps, startBench } from "./support";
import type { Bench, Request } from "./support";

const EVENT_CLASS = "https://ns.adobe.com/xdm/context/experienceevent";

interface Shape {
  datasetName?: string;
  mood?: string;
  providerId?: string;
  emailType?: "string" | "integer";
}

/** All eleven types. */
const program =
  (shape: Shape = {}) =>
  () => {
    const group = new aep.xdm.FieldGroup("chat", {
      intendedToExtend: [EVENT_CLASS],
      properties: {
        chat: {
          type: "object",
          properties: {
            email: { type: shape.emailType ?? "string" },
            visitor: { type: "string" },
            mood: { type: "string" },
          },
        },
      },
    });
    const schema = new aep.xdm.Schema("chat", {
      class: EVENT_CLASS,
      fieldGroups: [
        { ref: "https://ns.adobe.com/xdm/context/experienceevent-web" },
        { ref: group.id, fields: group.fields },
      ],
    });
    const namespace = new aep.identity.Namespace("visitor", {
      code: "chatVisitor",
      name: "Chat visitor",
      idType: "Cookie",
    });
    const visitor = new aep.xdm.IdentityDescriptor("visitor", {
      schemaId: schema.id,
      fields: schema.fields,
      property: "_tenant.chat.visitor",
      namespace: namespace.code,
      primary: true,
    });
    const union = new aep.xdm.ProfileUnion(
      "chat",
      { schemaId: schema.id },
      { dependsOn: [visitor] },
    );
    const dataset = new aep.catalog.Dataset(
      "chat",
      {
        schemaId: schema.id,
        profile: true,
        retentionDays: 90,
        ...(shape.datasetName === undefined ? {} : { name: shape.datasetName }),
      },
      { dependsOn: [union] },
    );
    const mapping = new aep.dataprep.MappingSet("chat", {
      schemaId: schema.id,
      fields: schema.fields,
      mappings: [
        { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
        { sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" },
        { sourceType: "ATTRIBUTE", source: "${visitor}", destination: "_tenant.chat.visitor" },
        { sourceType: "STATIC", source: shape.mood ?? "good", destination: "_tenant.chat.mood" },
      ],
    });
    const base = new aep.flow.Connection("inlet", {
      connectionSpec: aep.specs.httpApi,
      auth: {
        specName: "Streaming Connection",
        params: { dataType: "raw", authenticationRequired: true },
      },
    });
    const httpSource = new aep.flow.SourceConnection("http", {
      connectionSpec: aep.specs.httpApi,
      baseConnectionId: base.id,
    });
    const source = new aep.flow.SourceConnection("chatlio", {
      connectionSpec: aep.specs.chatlio,
      providerId: shape.providerId ?? aep.specs.streamingProviderId,
    });
    const target = new aep.flow.TargetConnection("lake", {
      datasetId: dataset.id,
      schemaId: schema.id,
    });
    const flow = new aep.flow.Dataflow("chat", {
      flowSpec: aep.specs.streamingFlow,
      sourceConnectionIds: [source.id],
      targetConnectionIds: [target.id],
      mapping: { id: mapping.id, version: mapping.version },
      settleSeconds: 0,
    });
    return Promise.resolve({
      inletUrl: flow.inletUrl,
      baseInlet: base.inletUrl,
      datasetId: dataset.id,
      flowId: flow.id,
      httpSource: httpSource.id,
      fields: schema.fields,
    });
  };

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
  bench.program(program());
});
afterAll(() => bench.close());

const SERVICES = /^.data.(foundation|core).([a-z-]+).(tenant.)?/;
/** `POST flows`, `GET schemas`: which call it was, without ids. */
const shortly = ({ method, path }: Request) =>
  `${method} ${path.replace(SERVICES, "").split("/")[0] ?? ""}`;

test("made from nothing, with no more calls than needed", async () => {
  const up = await bench.stack.up();
  expect(up.summary.resourceChanges).toEqual({ create: 13 });
  expect(up.outputs["inletUrl"]).toEqual({
    value: expect.stringContaining("/collection/") as string,
    secret: true,
  });
  expect(up.outputs["baseInlet"]?.secret).toBe(true);

  const requests = await bench.newRequests();
  expect(requests.filter(({ status }) => status >= 400)).toEqual([]);
  const calls = requests.map(shortly);
  const count = (call: string) => calls.filter((one) => one === call).length;
  expect(requests.filter(({ path }) => path.includes("token"))).toHaveLength(1);
  // One look-up and one POST for each; what is more is named.
  for (const [list, made] of [
    ["fieldgroups", 1],
    ["descriptors", 1],
    ["identities", 1],
    ["mappingSets", 1],
    ["sourceConnections", 2],
    ["targetConnections", 1],
  ] as const) {
    expect([list, count(`GET ${list}`), count(`POST ${list}`)]).toEqual([list, made, made]);
  }
  // The schema's own look-up and the union's.
  expect([count("GET schemas"), count("POST schemas"), count("PATCH schemas")]).toEqual([2, 1, 1]);
  // The base connection's inlet is only in a read.
  expect([count("GET connections"), count("POST connections")]).toEqual([2, 1]);
  // Retention has a call of its own.
  expect([count("GET dataSets"), count("POST dataSets"), count("PATCH v2")]).toEqual([1, 1, 1]);
  expect(count("POST flows")).toBe(1);
  expect(calls.filter((call) => call === "GET stats")).toHaveLength(1);
});

test("a second preview calls nobody and shows nothing", async () => {
  const preview = await bench.stack.preview({ expectNoChanges: true });
  expect(preview.changeSummary).toEqual({ same: 13 });
  expect(await bench.newRequests()).toEqual([]);
});

test("a refresh asks once for each resource and finds nothing changed", async () => {
  const refreshed = await bench.stack.refresh();
  expect(refreshed.summary.resourceChanges).toEqual({ same: 13 });
  const requests = await bench.newRequests();
  expect(requests.map(({ method }) => method).sort()).toEqual([
    ...Array<string>(12).fill("GET"),
    "POST",
  ]);
});

test("no secret is in the state in plain text", async () => {
  const text = await bench.storedState();
  expect(text).toContain("adobe-aep:flow:Dataflow");
  expect(text).not.toContain(emulatorCredentials.clientSecret);
  expect(text).not.toContain("/collection/");
});

test("a changed mapping is put in place, a changed connection makes a new dataflow", async () => {
  bench.program(program({ mood: "bad" }));
  const first = collectSteps();
  await bench.stack.up({ onEvent: first.onEvent });
  expect(first.steps).toEqual({
    "dataprep:MappingSet chat": { op: "update", diff: { "mappings[1].source": "update" } },
    "flow:Dataflow chat": { op: "update", diff: { "mapping.version": "update" } },
  });
  const before = (await bench.stack.outputs())["flowId"]?.value as string;

  bench.program(program({ mood: "bad", providerId: "another" }));
  const second = collectSteps();
  await bench.stack.up({ onEvent: second.onEvent });
  expect(second.steps["flow:SourceConnection chatlio"]).toEqual({
    op: "replace",
    diff: { providerId: "update-replace" },
  });
  const after = (await bench.stack.outputs())["flowId"]?.value as string;
  expect(after).not.toBe(before);
  expect(await bench.ui.flows.get("flows", before)).toBeUndefined();
  await bench.stack.preview({ expectNoChanges: true });
});

test("what changed in Adobe's UI shows in a refresh, and the next up puts it right", async () => {
  const { datasetId, flowId } = await bench.stack.outputs();
  const dataset = datasetId?.value as string;
  await bench.ui.catalog.update(dataset, { name: "renamed by hand" });
  await bench.ui.flows.setEnabled(flowId?.value as string, false);
  await bench.stack.refresh();

  const { onEvent, steps } = collectSteps();
  const preview = await bench.stack.preview({ onEvent });
  expect(preview.changeSummary).toMatchObject({ update: 2 });
  expect(steps).toMatchObject({
    "catalog:Dataset chat": { diff: { name: "update" } },
    "flow:Dataflow chat": { diff: { enabled: "update" } },
  });
  await bench.stack.up();
  expect((await bench.ui.catalog.get(dataset))?.name).not.toBe("renamed by hand");
  expect((await bench.ui.flows.get("flows", flowId?.value as string))?.state).toBe("enabled");
});

test("a breaking change is refused at preview, in words that help", async () => {
  bench.program(program({ emailType: "integer" }));
  const failure = await bench.stack.preview().catch((error: unknown) => error);
  expect(String(failure)).toContain("properties.chat.properties.email.type");
  expect(String(failure)).toContain("allowBreaking");
  bench.program(program());
});

test("destroy leaves only what Adobe cannot delete, and says so", async () => {
  await bench.newRequests();
  const destroyed = await bench.stack.destroy();
  expect(destroyed.summary.resourceChanges).toEqual({ delete: 13 });
  for (const kept of [
    "identity namespace chatVisitor",
    "the union",
    "the schema",
    "the field group",
  ]) {
    expect(destroyed.stdout).toContain(kept);
  }
  expect(await bench.ui.flows.findByName("flows", "x")).toEqual([]);
});
