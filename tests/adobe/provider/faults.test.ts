import { CONTENT_TYPE } from "../../../adobe/provider/resources/common";
import { specs } from "../../../adobe/sdk/specs";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  connectionProgram,
  fieldGroupProgram,
  flowProgram,
  makeAll,
  makeEvery,
  mappings,
  schemaProgram,
} from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { countResources } from "../support/resourceCount";
import { destroy, refresh, up, upAgain, urnOf } from "../support/stack";

let harness: Harness;
afterEach(() => harness.close());

const datasetUrn = urnOf("catalog:Dataset", "chat");

async function withSchema(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
  const group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  const schema = await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
  return { group, schema };
}

describe("a POST with an unknown outcome", () => {
  test.each([
    ["done, then 504", { status: 504, afterWork: true }],
    ["done, then reset", { reset: true, afterWork: true }],
    ["done, then cut", { cut: true }],
    ["not done, 503", { status: 503 }],
    ["not done, reset", { reset: true }],
  ])("%s: one dataset in the end", async (_, fault) => {
    const { schema } = await withSchema();
    await harness.fault({
      match: { method: "POST", path: "/data/foundation/catalog/dataSets", nth: 1 },
      do: fault,
    });
    const made = await up(harness.provider, datasetUrn, { schemaId: schema.id });
    expect((await harness.ui.catalog.findAll()).map(({ id }) => id)).toEqual([made.id]);
  });

  test.each([
    ["done, then 502", { status: 502, afterWork: true }],
    ["done, then reset", { reset: true, afterWork: true }],
    ["not done, 503", { status: 503 }],
  ])("%s, for every type: one of each in the end", async (_, fault) => {
    harness = await startHarness();
    const paths = [
      "schemaregistry/tenant/fieldgroups", "schemaregistry/tenant/schemas",
      "schemaregistry/tenant/descriptors", "catalog/dataSets", "conversion/mappingSets",
      "flowservice/connections", "flowservice/sourceConnections", "flowservice/targetConnections",
      "flowservice/flows",
    ].map((path) => `/data/foundation/${path}`); // prettier-ignore
    for (const path of [
      ...paths,
      "/data/core/idnamespace/identities",
      "/data/foundation/sandbox-management/sandboxes",
    ]) {
      await harness.fault({ match: { method: "POST", path, nth: 1 }, do: fault });
    }
    const every = await makeEvery(harness.provider);
    expect(await countResources(harness.ui, every.schema.id)).toEqual({
      groups: 1,
      schemas: 2,
      descriptors: 6,
      dataTypes: 1,
      classes: 1,
      namespaces: 1,
      datasets: 1,
      mappingSets: 1,
      keyPairs: 1,
      connections: 2,
      sources: 1,
      targets: 1,
      flows: 1,
      labels: 0,
      mergePolicies: 1,
      segments: 1,
      computed: 1,
      templates: 1,
      marketingActions: 1,
      governancePolicies: 1,
      schedules: 1,
      sandboxes: 1,
    });
  });

  test("permanently unavailable: the error says so and names the request", async () => {
    const { schema } = await withSchema();
    await harness.fault({
      match: { method: "POST", path: "/data/foundation/catalog/dataSets" },
      do: { status: 503 },
    });
    const error = await failureOf(up(harness.provider, datasetUrn, { schemaId: schema.id }));
    expect(error.message).toMatch(/cannot create dataset "shop dataset .*503.*run it again later/s);
  });
});

describe("reads and changes", () => {
  test("429 and 5xx are retried, and a rejected token is renewed once", async () => {
    const { schema } = await withSchema();
    const rules = [
      {
        match: { method: "POST", path: "/data/foundation/catalog/dataSets", nth: 1 },
        do: { status: 429, headers: { "retry-after": "1" } },
      },
      {
        match: { method: "GET", path: "/data/foundation/catalog/dataSets", nth: 1 },
        do: { status: 502 },
      },
      {
        match: { method: "GET", path: "/data/foundation/catalog/dataSets", nth: 3 },
        do: { expireTokens: true },
      },
    ];
    for (const rule of rules) await harness.fault(rule);
    const first = await up(harness.provider, datasetUrn, { schemaId: schema.id });
    const second = await up(harness.provider, urnOf("catalog:Dataset", "two"), {
      schemaId: schema.id,
    });
    expect((await harness.ui.catalog.findAll()).map(({ id }) => id).sort()).toEqual(
      [first.id, second.id].sort(),
    );
    const tokens = (await harness.requests()).filter(({ path }) => path.includes("token"));
    // The provider's two and the UI's.
    expect(tokens).toHaveLength(3);
  });
});

describe("a dataflow whose initialization failed", () => {
  test("stays in the state with its id, and the next up continues", async () => {
    let hours = 0;
    harness = await startHarness({
      settleMs: 3_600_000,
      now: () => Date.now() + hours * 3_600_000,
    });
    const { group, schema } = await (async () => {
      const made = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
      return {
        group: made,
        schema: await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(made)),
      };
    })();
    expect(group.id).toMatch(/mixins/);
    const parts = await connections(schema.id);
    const urn = urnOf("flow:Dataflow", "chat");
    const { inputs } = await harness.provider.check(urn, flowProgram(parts));
    const error = await failureOf(harness.provider.create(urn, inputs, { timeout: 2 }));
    expect(error.message).toContain("customTimeouts.create");
    expect(error.partly).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect(error.partly?.reasons[0]).toContain("was made but is not ready");

    hours = 1;
    const id = error.partly?.id ?? "";
    const request = {
      id,
      oldOutputs: error.partly?.properties ?? {},
      oldInputs: inputs,
      newInputs: inputs,
    };
    const outputs = await harness.provider.update(urn, request);
    expect(outputs).toMatchObject({ state: "enabled", inletUrl: expect.any(String) as string });
    expect(await harness.ui.flows.findAll("flows")).toHaveLength(1);
  });

  test("is enabled first and disabled in the end, when it should be disabled", async () => {
    harness = await startHarness();
    const whole = await makeAll(harness.provider);
    const program = { ...flowProgram(whole), enabled: false };
    const path = "/data/foundation/flowservice/flows/*/action";
    // A disable may be requested twice.
    await harness.fault({
      match: { method: "POST", path, nth: 1 },
      do: { status: 503, afterWork: true },
    });
    const deployed = await up(harness.provider, urnOf("flow:Dataflow", "off"), program);
    expect(deployed.outputs).toMatchObject({ state: "disabled", enabled: false });
    const read = await refresh(harness.provider, deployed);
    expect(read?.inputs).toEqual(deployed.inputs);
    const on = await upAgain(harness.provider, deployed, flowProgram(whole));
    expect(on.outputs["state"]).toBe("enabled");
  });

  test("a base connection that cannot be read yet stays in the state with its id", async () => {
    harness = await startHarness();
    const urn = urnOf("flow:Connection", "inlet");
    const path = "/data/foundation/flowservice/connections/*";
    await harness.fault({ match: { method: "GET", path }, do: { status: 403, body: {} } });
    const { inputs } = await harness.provider.check(urn, connectionProgram);
    const error = await failureOf(harness.provider.create(urn, inputs));
    expect(error.message).toContain("was made but could not be read");
    await harness.clearFaults();
    const [made] = await harness.ui.flows.findAll("connections");
    expect(error.partly?.id).toBe(made?.id);
    const id = error.partly?.id ?? "";
    const request = {
      id,
      oldOutputs: error.partly?.properties ?? {},
      oldInputs: inputs,
      newInputs: inputs,
    };
    expect(await harness.provider.update(urn, request)).toMatchObject({
      state: "enabled",
      inletUrl: expect.stringContaining("/collection/") as string,
    });
  });

  test("a cancel ends the wait at once", async () => {
    harness = await startHarness({ settleMs: 60_000 });
    const { schema } = await (async () => {
      const made = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
      return {
        schema: await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(made)),
      };
    })();
    const parts = await connections(schema.id);
    const urn = urnOf("flow:Dataflow", "chat");
    const { inputs } = await harness.provider.check(urn, flowProgram(parts));
    const creating = failureOf(harness.provider.create(urn, inputs));
    while ((await harness.ui.flows.findAll("flows")).length === 0);
    await harness.provider.cancel();
    const error = await creating;
    expect(error.message).toContain("cancelled");
    expect(error.partly?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  async function connections(
    schemaId: string,
  ): Promise<Pick<Whole, "source" | "target" | "mapping">> {
    const { provider } = harness;
    const dataset = await up(provider, datasetUrn, { schemaId });
    return {
      mapping: await up(provider, urnOf("dataprep:MappingSet", "chat"), { schemaId, mappings }),
      source: await up(provider, urnOf("flow:SourceConnection", "chat"), {
        connectionSpec: specs.chatlio,
      }),
      target: await up(provider, urnOf("flow:TargetConnection", "chat"), {
        datasetId: dataset.id,
        schemaId,
      }),
    };
  }
});

describe("an existing object of the same name", () => {
  /** A dataset made in Adobe's UI. */
  const makeTheirs = (schemaId: string): Promise<string> =>
    harness.ui.catalog.create({
      name: "Events",
      schemaRef: { id: schemaId, contentType: CONTENT_TYPE },
    });

  test("an unmanaged object of a given name is an error with its id and the import line", async () => {
    const { schema } = await withSchema();
    const theirs = await makeTheirs(schema.id);
    const error = await failureOf(
      up(harness.provider, datasetUrn, { name: "Events", schemaId: schema.id }),
    );
    expect(error.message).toContain(`pulumi import adobe-aep:catalog:Dataset chat ${theirs}`);
    expect(error.message).toContain("adoptExisting");
  });

  test("with adoptExisting it is adopted and updated", async () => {
    const { schema } = await withSchema();
    const theirs = await makeTheirs(schema.id);
    const adopting = await harness.another({ adoptExisting: "true" });
    const mine = await up(adopting, datasetUrn, {
      name: "Events",
      schemaId: schema.id,
      description: "mine",
    });
    expect(mine.id).toBe(theirs);
    expect((await harness.ui.catalog.get(mine.id))?.description).toMatch(
      /^mine \[pulumi [0-9a-f]{8}-[0-9a-f]{10}\]$/,
    );
  });

  test("one that cannot be updated is rejected", async () => {
    const { group, schema } = await withSchema();
    await makeTheirs(schema.id);
    const other = await up(harness.provider, urnOf("xdm:Schema", "other"), schemaProgram(group));
    const adopting = await harness.another({ adoptExisting: "true" });
    const error = await failureOf(up(adopting, datasetUrn, { name: "Events", schemaId: other.id }));
    expect(error.message).toMatch(/cannot adopt.*schemaId/s);
  });

  test("a namespace is always adopted by its code", async () => {
    harness = await startHarness();
    const urn = urnOf("identity:Namespace", "visitor");
    const first = await up(harness.provider, urn, {
      code: "visitor",
      name: "Visitor",
      idType: "Cookie",
    });
    await destroy(harness.provider, first);
    const second = await up(await harness.another(), urn, {
      code: "visitor",
      name: "New name",
      idType: "Cookie",
    });
    expect(second.id).toBe(first.id);
    expect((await harness.ui.identity.get(Number(first.id)))?.name).toBe("New name");
  });
});
