import { CONTENT_TYPE } from "../../../adobe/provider/resources/common";
import { census } from "../support/census";
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
import { destroy, refresh, up, upAgain, urnOf } from "../support/stack";
import { startWorld } from "../support/world";
import type { World } from "../support/world";

let world: World;
afterEach(() => world.close());

const datasetUrn = urnOf("catalog:Dataset", "chat");

async function withSchema(options: Parameters<typeof startWorld>[0] = {}) {
  world = await startWorld(options);
  const group = await up(world.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  const schema = await up(world.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
  return { group, schema };
}

describe("a POST of which nobody knows whether it was carried out", () => {
  test.each([
    ["done, then answered 504", { status: 504, afterWork: true }],
    ["done, then reset", { reset: true, afterWork: true }],
    ["done, then cut", { cut: true }],
    ["not done, answered 503", { status: 503 }],
    ["not done, reset", { reset: true }],
  ])("%s: one dataset in the end", async (_, fault) => {
    const { schema } = await withSchema();
    await world.fault({
      match: { method: "POST", path: "/data/foundation/catalog/dataSets", nth: 1 },
      do: fault,
    });
    const made = await up(world.provider, datasetUrn, { schemaId: schema.id });
    expect((await world.ui.catalog.findAll()).map(({ id }) => id)).toEqual([made.id]);
  });

  test.each([
    ["done, then answered 502", { status: 502, afterWork: true }],
    ["done, then reset", { reset: true, afterWork: true }],
    ["not done, answered 503", { status: 503 }],
  ])("%s, for every type: one of each in the end", async (_, fault) => {
    world = await startWorld();
    const paths = [
      "schemaregistry/tenant/fieldgroups", "schemaregistry/tenant/schemas",
      "schemaregistry/tenant/descriptors", "catalog/dataSets", "conversion/mappingSets",
      "flowservice/connections", "flowservice/sourceConnections", "flowservice/targetConnections",
      "flowservice/flows",
    ].map((path) => `/data/foundation/${path}`); // prettier-ignore
    for (const path of [...paths, "/data/core/idnamespace/identities"]) {
      await world.fault({ match: { method: "POST", path, nth: 1 }, do: fault });
    }
    const every = await makeEvery(world.provider);
    expect(await census(world.ui, every.schema.id)).toEqual({
      groups: 1,
      schemas: 1,
      descriptors: 2,
      namespaces: 1,
      datasets: 1,
      mappingSets: 1,
      connections: 1,
      sources: 1,
      targets: 1,
      flows: 1,
    });
  });

  test("unavailable for good: says so, with the request's name", async () => {
    const { schema } = await withSchema();
    await world.fault({
      match: { method: "POST", path: "/data/foundation/catalog/dataSets" },
      do: { status: 503 },
    });
    const error = await failureOf(up(world.provider, datasetUrn, { schemaId: schema.id }));
    expect(error.message).toMatch(/cannot create dataset "shop dataset .*503.*run it again later/s);
  });
});

describe("reads and changes", () => {
  test("429 and 5xx are waited out, and the token renewed once when refused", async () => {
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
    for (const rule of rules) await world.fault(rule);
    const first = await up(world.provider, datasetUrn, { schemaId: schema.id });
    const second = await up(world.provider, urnOf("catalog:Dataset", "two"), {
      schemaId: schema.id,
    });
    expect((await world.ui.catalog.findAll()).map(({ id }) => id).sort()).toEqual(
      [first.id, second.id].sort(),
    );
    const tokens = (await world.requests()).filter(({ path }) => path.includes("token"));
    // The provider's two and the UI's.
    expect(tokens).toHaveLength(3);
  });
});

describe("a dataflow whose initialization failed", () => {
  test("keeps its id, and the next up continues", async () => {
    let hours = 0;
    world = await startWorld({ settleMs: 3_600_000, now: () => Date.now() + hours * 3_600_000 });
    const { group, schema } = await (async () => {
      const made = await up(world.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
      return {
        group: made,
        schema: await up(world.provider, urnOf("xdm:Schema", "chat"), schemaProgram(made)),
      };
    })();
    expect(group.id).toMatch(/mixins/);
    const parts = await connections(schema.id);
    const urn = urnOf("flow:Dataflow", "chat");
    const { inputs } = await world.provider.check(urn, flowProgram(parts));
    const error = await failureOf(world.provider.create(urn, inputs, { timeout: 2 }));
    expect(error.message).toContain("customTimeouts.create");
    expect(error.partly).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect(error.partly?.reasons[0]).toContain("was made but is not ready");

    hours = 1;
    const id = error.partly?.id ?? "";
    const request = { id, olds: error.partly?.properties ?? {}, oldInputs: inputs, news: inputs };
    const outputs = await world.provider.update(urn, request);
    expect(outputs).toMatchObject({ state: "enabled", inletUrl: expect.any(String) as string });
    expect(await world.ui.flows.findAll("flows")).toHaveLength(1);
  });

  test("made to be off, it is on first, and off in the end", async () => {
    world = await startWorld();
    const whole = await makeAll(world.provider);
    const program = { ...flowProgram(whole), enabled: false };
    const path = "/data/foundation/flowservice/flows/*/action";
    // Switching off may be asked for twice.
    await world.fault({
      match: { method: "POST", path, nth: 1 },
      do: { status: 503, afterWork: true },
    });
    const held = await up(world.provider, urnOf("flow:Dataflow", "off"), program);
    expect(held.outputs).toMatchObject({ state: "disabled", enabled: false });
    const read = await refresh(world.provider, held);
    expect(read?.inputs).toEqual(held.inputs);
    const on = await upAgain(world.provider, held, flowProgram(whole));
    expect(on.outputs["state"]).toBe("enabled");
  });

  test("a base connection that cannot be read yet keeps its id too", async () => {
    world = await startWorld();
    const urn = urnOf("flow:Connection", "inlet");
    const path = "/data/foundation/flowservice/connections/*";
    await world.fault({ match: { method: "GET", path }, do: { status: 403, body: {} } });
    const { inputs } = await world.provider.check(urn, connectionProgram);
    const error = await failureOf(world.provider.create(urn, inputs));
    expect(error.message).toContain("was made but could not be read");
    await world.clearFaults();
    const [made] = await world.ui.flows.findAll("connections");
    expect(error.partly?.id).toBe(made?.id);
    const id = error.partly?.id ?? "";
    const request = { id, olds: error.partly?.properties ?? {}, oldInputs: inputs, news: inputs };
    expect(await world.provider.update(urn, request)).toMatchObject({
      state: "enabled",
      inletUrl: expect.stringContaining("/collection/") as string,
    });
  });

  test("a cancel ends the wait at once", async () => {
    world = await startWorld({ settleMs: 60_000 });
    const { schema } = await (async () => {
      const made = await up(world.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
      return { schema: await up(world.provider, urnOf("xdm:Schema", "chat"), schemaProgram(made)) };
    })();
    const parts = await connections(schema.id);
    const urn = urnOf("flow:Dataflow", "chat");
    const { inputs } = await world.provider.check(urn, flowProgram(parts));
    const creating = failureOf(world.provider.create(urn, inputs));
    while ((await world.ui.flows.findAll("flows")).length === 0);
    await world.provider.cancel();
    const error = await creating;
    expect(error.message).toContain("cancelled");
    expect(error.partly?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  async function connections(
    schemaId: string,
  ): Promise<Pick<Whole, "source" | "target" | "mapping">> {
    const { provider } = world;
    const dataset = await up(provider, datasetUrn, { schemaId });
    return {
      mapping: await up(provider, urnOf("dataprep:MappingSet", "chat"), { schemaId, mappings }),
      source: await up(provider, urnOf("flow:SourceConnection", "chat"), {
        connectionSpec: { id: "073127a3-26e3-496c-9d94-9f48fb93fba8", version: "1.0" },
      }),
      target: await up(provider, urnOf("flow:TargetConnection", "chat"), {
        datasetId: dataset.id,
        schemaId,
      }),
    };
  }
});

describe("what stands in the way", () => {
  /** A dataset made in Adobe's UI. */
  const makeTheirs = (schemaId: string): Promise<string> =>
    world.ui.catalog.create({
      name: "Events",
      schemaRef: { id: schemaId, contentType: CONTENT_TYPE },
    });

  test("a foreign object of a given name is an error with its id and the import line", async () => {
    const { schema } = await withSchema();
    const theirs = await makeTheirs(schema.id);
    const error = await failureOf(
      up(world.provider, datasetUrn, { name: "Events", schemaId: schema.id }),
    );
    expect(error.message).toContain(`pulumi import adobe-aep:catalog:Dataset chat ${theirs}`);
    expect(error.message).toContain("adoptExisting");
  });

  test("with adoptExisting it is taken over and brought to the wanted state", async () => {
    const { schema } = await withSchema();
    const theirs = await makeTheirs(schema.id);
    const adopting = await world.another({ adoptExisting: "true" });
    const mine = await up(adopting, datasetUrn, {
      name: "Events",
      schemaId: schema.id,
      description: "mine",
    });
    expect(mine.id).toBe(theirs);
    expect((await world.ui.catalog.get(mine.id))?.description).toMatch(
      /^mine \[pulumi [0-9a-f]{8}\]$/,
    );
  });

  test("one that cannot be brought to it is refused", async () => {
    const { group, schema } = await withSchema();
    await makeTheirs(schema.id);
    const other = await up(world.provider, urnOf("xdm:Schema", "other"), schemaProgram(group));
    const adopting = await world.another({ adoptExisting: "true" });
    const error = await failureOf(up(adopting, datasetUrn, { name: "Events", schemaId: other.id }));
    expect(error.message).toMatch(/cannot adopt.*schemaId/s);
  });

  test("a namespace is always taken over by its code", async () => {
    world = await startWorld();
    const urn = urnOf("identity:Namespace", "visitor");
    const first = await up(world.provider, urn, {
      code: "visitor",
      name: "Visitor",
      idType: "Cookie",
    });
    await destroy(world.provider, first);
    const second = await up(await world.another(), urn, {
      code: "visitor",
      name: "New name",
      idType: "Cookie",
    });
    expect(second.id).toBe(first.id);
    expect((await world.ui.identity.get(Number(first.id)))?.name).toBe("New name");
  });
});
