import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  bucketProgram,
  connectionProgram,
  descriptorKinds,
  fieldGroupProgram,
  flowProgram,
  keyKinds,
  makeAll,
  makeEvery,
  mappingProgram,
  namespaceProgram,
  schemaProgram,
  sourceProgram,
} from "../support/programs";
import type { Every, Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const kinds = [
  "group", "schema", "email", "dataset", "policy", "segment", "computed", "template", "keyPair", "schedule", "action", "governance", "mapping", "source", "target", "flow", "base", "bucket",
  "namespace",
  "primary", "union", "dataType", "itsClass", "relational", ...descriptorKinds, ...keyKinds,
] as const satisfies readonly (keyof Every)[]; // prettier-ignore

describe("an object that cannot be read for another reason stays in the state", () => {
  let harness: Harness;
  let every: Every;
  // Nothing is changed here.
  beforeAll(async () => {
    harness = await startHarness();
    every = await makeEvery(harness.provider);
  });
  afterEach(() => harness.clearFaults());
  afterAll(() => harness.close());

  test.each([
    ["no permission", { status: 403, body: { error_code: "403027", message: "No region" } }],
    ["no such route at the gateway", { status: 404, body: { error_code: "404000" } }],
    ["a proxy's page", { status: 404, body: "<html>no such page</html>" }],
    ["a response in another form", { status: 200, body: { odd: true } }],
  ])("%s, for every type", async (_, fault) => {
    await harness.fault({ match: { method: "GET", path: "/data/*" }, do: fault });
    for (const kind of kinds) {
      const { message } = await failureOf(refresh(harness.provider, every[kind]));
      expect([kind, message]).toEqual([kind, expect.stringMatching(/^cannot (read|look up|list)/)]);
    }
  });

  test("a sandbox that does not exist, or that the credential may not use, for every type of a sandbox", async () => {
    const there = await harness.another({ sandbox: "nosuch" });
    // As if the state did not say where they are.
    const lost = ({ inputs, ...deployed }: Deployed) => ({
      ...deployed,
      inputs: { ...inputs, __place: undefined },
    });
    for (const kind of kinds) {
      if (kind === "namespace") continue;
      const { message } = await failureOf(refresh(there, lost(every[kind])));
      expect([kind, message]).toEqual([kind, expect.stringMatching(/sandbox/i)]);
    }
  });

  test.each([
    ["flow", "flows"],
    ["source", "sourceConnections"],
    ["target", "targetConnections"],
    ["base", "connections"],
  ] as const)(
    "a label that hides a %s (404 to a read, 403 to a change)",
    async (kind, collection) => {
      const path = `/data/foundation/flowservice/${collection}/*`;
      const body = { type: "https://ns.adobe.com/aep/errors/FLOW-1439-404", status: 404 };
      await harness.fault({ match: { method: "GET", path }, do: { status: 404, body } });
      const rejection = { type: "https://ns.adobe.com/aep/errors/FLOW-2121-403", status: 403 };
      await harness.fault({
        match: { method: "PATCH", path },
        do: { status: 403, body: rejection },
      });
      // Another run: this one would wait for what it has just made.
      const provider = await harness.another();
      const { message } = await failureOf(refresh(provider, every[kind]));
      expect(message).toContain("FLOW-2121-403");
      expect(message).toContain("permission");
    },
  );
});

test("an object that does not exist any more leaves the state, whatever its type", async () => {
  const deletable = kinds.filter(
    (kind) => !["namespace", "union", "schema", "group"].includes(kind),
  );
  const pipeline = [
    "flow",
    "source",
    "target",
    "base",
    "bucket",
    "mapping",
    "schedule",
    "template",
    "keyPair",
    "computed",
    "segment",
    "governance",
    "action",
    "policy",
    "dataset",
    "email",
    "primary",
  ];
  const inOrder = [
    ...pipeline,
    "dataType",
    "itsClass",
    ...descriptorKinds,
    ...keyKinds,
    "relational",
  ];
  const harness = await startHarness();
  try {
    const every = await makeEvery(harness.provider);
    for (const kind of inOrder as (typeof kinds)[number][]) {
      await destroy(harness.provider, every[kind]);
      expect([kind, await refresh(harness.provider, every[kind])]).toEqual([kind, undefined]);
    }
  } finally {
    await harness.close();
  }
  expect([...inOrder].sort()).toEqual([...deletable].sort());
});

type Collection = "flows" | "connections" | "sourceConnections" | "targetConnections";

describe("drift from Adobe's UI shows for each property, and an up corrects it", () => {
  let harness: Harness;
  let every: Whole & Pick<Every, "base" | "bucket" | "namespace">;
  beforeEach(async () => {
    harness = await startHarness();
    const { provider } = harness;
    every = {
      ...(await makeAll(provider)),
      base: await up(provider, urnOf("flow:Connection", "inlet"), connectionProgram),
      bucket: await up(provider, urnOf("flow:Connection", "bucket"), bucketProgram),
      namespace: await up(provider, urnOf("identity:Namespace", "shopper"), namespaceProgram),
    };
  });
  afterEach(() => harness.close());

  type Case = [
    what: string,
    kind: keyof typeof every,
    program: () => Properties,
    drift: (id: string) => Promise<unknown>,
    changes: Record<string, string>,
  ];
  const cases: Case[] = [
    [
      "a renamed dataset, no longer with diagnostics",
      "dataset",
      () => ({ schemaId: every.schema.id }),
      (id) => harness.ui.catalog.update(id, { name: "By hand", enableErrorDiagnostics: false }),
      { name: "update", errorDiagnostics: "update" },
    ],
    [
      "a retention",
      "dataset",
      () => ({ schemaId: every.schema.id }),
      (id) => harness.ui.catalog.setRetention(id, 90),
      { retentionDays: "delete" },
    ],
    [
      "an edited mapping",
      "mapping",
      () => mappingProgram(every.schema),
      async (id) => {
        const now = await harness.ui.dataPrep.get(id, 0);
        const edited = now?.mappings.map((one) =>
          one.destination === "eventType" ? { ...one, source: "chat.other" } : one,
        );
        const schemaRef = {
          id: every.schema.id,
          contentType: "application/vnd.adobe.xed-full+json;version=1",
        };
        const body = { id, name: now?.name, outputSchema: { schemaRef }, mappings: edited };
        return harness.ui.dataPrep.replace(id, body);
      },
      { "mappings[2].source": "update" },
    ],
    [
      "a disabled dataflow",
      "flow",
      () => flowProgram(every),
      (id) => harness.ui.flows.setEnabled(id, false),
      { enabled: "update" },
    ],
    [
      "a renamed connection",
      "source",
      () => sourceProgram,
      async (id) => {
        const now = await harness.ui.flows.get("sourceConnections", id);
        const change = [{ op: "replace", path: "/name", value: "By hand" }];
        return harness.ui.flows.patch("sourceConnections", id, change, now?.etag ?? "");
      },
      { name: "update" },
    ],
    [
      "a schema's title",
      "schema",
      () => schemaProgram(every.group),
      (id) =>
        harness.ui.registry.patch("schemas", id, [
          { op: "replace", path: "/title", value: "By hand" },
        ]),
      { title: "update" },
    ],
    [
      "a namespace's name",
      "namespace",
      () => namespaceProgram,
      (id) =>
        harness.ui.identity.replace(Number(id), {
          code: "shopper",
          name: "By hand",
          idType: "Cookie",
          description: "",
        }),
      { name: "update" },
    ],
  ];

  const described = "Chat";
  const emptied = (id: string, collection: Collection) =>
    patchFlow(collection, id, [{ op: "replace", path: "/description", value: "" }]);
  const patchFlow = async (
    collection: Collection,
    id: string,
    changes: Record<string, unknown>[],
  ) => {
    const now = await harness.ui.flows.get(collection, id);
    return harness.ui.flows.patch(collection, id, changes, now?.etag ?? "");
  };
  const inRegistry = (kind: "fieldgroups" | "schemas", id: string) =>
    harness.ui.registry.patch(kind, id, [{ op: "replace", path: "/description", value: "" }]);
  const description = { description: "add" };
  const removals: Case[] = [
    ["group", () => fieldGroupProgram, (id: string) => inRegistry("fieldgroups", id)] as const,
    [
      "schema",
      () => schemaProgram(every.group),
      (id: string) => inRegistry("schemas", id),
    ] as const,
    [
      "dataset",
      () => ({ schemaId: every.schema.id }),
      (id: string) => harness.ui.catalog.update(id, { description: "" }),
    ] as const,
    ["source", () => sourceProgram, (id: string) => emptied(id, "sourceConnections")] as const,
    [
      "target",
      () => ({ datasetId: every.dataset.id, schemaId: every.schema.id }),
      (id: string) => emptied(id, "targetConnections"),
    ] as const,
    ["flow", () => flowProgram(every), (id: string) => emptied(id, "flows")] as const,
    ["base", () => connectionProgram, (id: string) => emptied(id, "connections")] as const,
    ["bucket", () => bucketProgram, (id: string) => emptied(id, "connections")] as const,
    [
      "namespace",
      () => namespaceProgram,
      (id: string) =>
        harness.ui.identity.replace(Number(id), { ...namespaceProgram, description: "" } as never),
    ] as const,
  ].map(([kind, program, drift]) => [
    kind,
    kind,
    () => ({ ...program(), description: described }),
    drift,
    description,
  ]);
  removals.push(
    [
      "a dataset's retention",
      "dataset",
      () => ({ schemaId: every.schema.id, retentionDays: 90 }),
      (id) => harness.ui.catalog.setRetention(id, undefined),
      { retentionDays: "add" },
    ],
    [
      "a dataflow's mapping",
      "flow",
      () => flowProgram(every),
      // Adobe lets nobody take the mapping away from a dataflow of this source, so it only looks as if somebody had.
      async (id) => {
        const path = `/data/foundation/flowservice/flows/${id}`;
        const flow = await harness.ui.flows.get("flows", id);
        const body = { items: [{ ...flow, transformations: [] }] };
        await harness.fault({ match: { method: "GET", path, nth: 1 }, do: { status: 200, body } });
      },
      { mapping: "add" },
    ],
  );

  test.each(removals)("a removed value: %s", async (_, kind, program, drift, changes) => {
    const deployed = await upAgain(harness.provider, every[kind], program());
    await drift(deployed.id);
    const drifted = await refresh(harness.provider, deployed);
    if (drifted === undefined) throw new Error("gone");
    const fixed = await upAgain(harness.provider, drifted, program());
    expect(fixed.diff.changes).toEqual(changes);
    expect((await refresh(harness.provider, fixed))?.inputs).toEqual(fixed.inputs);
  });

  test("an empty description means none, and what Adobe does not return stays as it was", async () => {
    const program = { ...flowProgram(every), description: "", drainSeconds: 7, generation: "1" };
    const deployed = await upAgain(harness.provider, every.flow, program);
    const read = await refresh(harness.provider, deployed);
    expect(read?.inputs).toEqual(deployed.inputs);
    expect(read?.inputs).toMatchObject({ drainSeconds: 7, generation: "1", settleSeconds: 0 });
    expect(read?.inputs).not.toHaveProperty("description");
  });

  test.each(cases)("%s", async (_, kind, program, drift, changes) => {
    await drift(every[kind].id);
    const drifted = await refresh(harness.provider, every[kind]);
    if (drifted === undefined) throw new Error("gone");
    const fixed = await upAgain(harness.provider, drifted, program());
    expect(fixed.diff.changes).toEqual(changes);
    expect((await refresh(harness.provider, fixed))?.inputs).toEqual(fixed.inputs);
  });

  test("an added field stays, and a message says so", async () => {
    const path =
      "/definitions/customFields/properties/_localtenant/properties/chat/properties/extra";
    const value = { type: "string", title: "Extra" };
    await harness.ui.registry.patch("fieldgroups", every.group.id, [{ op: "add", path, value }]);
    const drifted = await refresh(harness.provider, every.group);
    if (drifted === undefined) throw new Error("gone");
    const again = await upAgain(harness.provider, drifted, fieldGroupProgram);
    expect(again.diff.changes).toEqual({});
    expect(harness.provider.said("info").join("\n")).toContain("chat.extra");
  });
});
