import { realTiming } from "../../../adobe/client";
import type { Timing } from "../../../adobe/client";
import { heldTiming } from "../support/heldTiming";
import { flowProgram, makeAll, makeEvery, mappingProgram } from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, upAgain } from "../support/stack";
import type { Held } from "../support/stack";
import { quick, startWorld } from "../support/world";
import type { World } from "../support/world";

let world: World;
let whole: Whole;
const start = async (options: Parameters<typeof startWorld>[0] = {}) => {
  world = await startWorld(options);
  whole = await makeAll(world.provider);
};
afterEach(() => world.close());

const FLOWS = "/data/foundation/flowservice/flows";
const error = (code: string) => ({
  status: 400,
  body: { type: `https://ns.adobe.com/aep/errors/FLOW-${code}`, title: "Not now" },
});

test("what is gone already is a success", async () => {
  await start();
  const all = Object.values(whole) as Held[];
  for (const held of [...all].reverse()) await destroy(world.provider, held);
  for (const held of all) await destroy(world.provider, held);
});

describe("a dataset", () => {
  test("with rows stays unless forceDestroy says otherwise", async () => {
    await start();
    const { dataset, schema } = whole;
    await world.fault({
      match: { method: "GET", path: "/data/foundation/catalog/batches" },
      do: { status: 200, body: { batch: { status: "success" } } },
    });
    expect((await failureOf(destroy(world.provider, dataset))).message).toContain("forceDestroy");
    const program = { schemaId: schema.id, forceDestroy: true };
    const forced = await upAgain(world.provider, dataset, program);
    expect(forced.diff.changed).toBe(false);
    await destroy(world.provider, forced);
    expect(await world.ui.catalog.get(dataset.id)).toBeUndefined();
  });
});

describe("a dataflow", () => {
  test("is given drainSeconds first, while it still runs", async () => {
    const drained: unknown[] = [];
    const timing: Timing = {
      ...quick,
      async sleep(ms, signal) {
        if (ms !== 120_000) return quick.sleep(ms, signal);
        drained.push((await world.ui.flows.get("flows", whole.flow.id))?.state);
      },
    };
    await start({ timing });
    const program = { ...flowProgram(whole), drainSeconds: 120 };
    const held = await upAgain(world.provider, whole.flow, program);
    expect(held.diff.changed).toBe(false);
    await destroy(world.provider, held);
    expect(drained).toEqual(["enabled"]);
    expect(world.provider.said("info").join()).toContain("waiting 120 s");
    expect(await world.ui.flows.get("flows", held.id)).toBeUndefined();
    // One that is not there has nothing under way.
    await destroy(world.provider, held);
    expect(drained).toHaveLength(1);
  });

  test("replaced by another, is drained with the seconds it was given", async () => {
    const pauses: number[] = [];
    const timing: Timing = {
      ...quick,
      sleep: (ms, signal) => {
        pauses.push(ms);
        return ms >= 60_000 ? Promise.resolve() : quick.sleep(ms, signal);
      },
    };
    await start({ timing });
    const program = { ...flowProgram(whole), drainSeconds: 90 };
    const held = await upAgain(world.provider, whole.flow, program);
    const next = await upAgain(world.provider, held, { ...program, generation: "2" });
    expect(next.diff.replaces.length).toBeGreaterThan(0);
    expect(pauses.filter((ms) => ms === 90_000)).toHaveLength(1);
    expect((await world.ui.flows.findAll("flows")).map(({ id }) => id)).toEqual([next.id]);
  });

  test("is deleted when Adobe is through with it, and not before it is gone", async () => {
    await start({ assume: { "flow-delete": "finalizing" }, settleMs: 200 });
    await destroy(world.provider, whole.flow);
    const last = (await world.requests()).filter(({ path }) => path.startsWith(FLOWS)).at(-1);
    expect(last).toMatchObject({ method: "GET", status: 404 });
    await destroy(world.provider, whole.source);
  });

  test.each(["1416-400", "1458-400"])("refused with %s, is deleted later", async (code) => {
    await start();
    await world.fault({
      match: { method: "DELETE", path: `${FLOWS}/*` },
      times: 2,
      do: error(code),
    });
    await destroy(world.provider, whole.flow);
    expect(await world.ui.flows.get("flows", whole.flow.id)).toBeUndefined();
  });

  test("customTimeouts.delete ends the wait", async () => {
    await start();
    const { urn, id, outputs, inputs } = whole.flow;
    await world.fault({ match: { method: "DELETE", path: `${FLOWS}/*` }, do: error("1416-400") });
    const waiting = world.provider.delete(urn, id, outputs, inputs, 1);
    expect((await failureOf(waiting)).message).toContain("customTimeouts.delete");
  });
});

describe("a connection that a dataflow has just let go of", () => {
  const path = "/data/foundation/flowservice/sourceConnections/*";

  test("is deleted a moment later", async () => {
    await start();
    await destroy(world.provider, whole.flow);
    await world.fault({ match: { method: "DELETE", path }, times: 2, do: error("1447-400") });
    await destroy(world.provider, whole.source);
    expect(await world.ui.flows.get("sourceConnections", whole.source.id)).toBeUndefined();
  });

  test("and has not after a minute, is an error in Adobe's words", async () => {
    await start({ timing: heldTiming(), settleMs: 0 });
    await world.fault({ match: { method: "DELETE", path }, do: error("1447-400") });
    const { message } = await failureOf(destroy(world.provider, whole.source));
    expect(message).toContain("FLOW-1447-400");
    expect(message).toContain("A dataflow still uses it");
  });
});

describe("what cannot be deleted is left, and that is said", () => {
  const warned = () => world.provider.said("warning").join("\n");

  test.each(["405", "403"])("a mapping set, where Data Prep answers %s", async (status) => {
    await start({ assume: { "mapping-delete": status } });
    await destroy(world.provider, whole.mapping);
    expect(await world.ui.dataPrep.get(whole.mapping.id, 0)).toBeDefined();
    expect(warned()).toContain(`the mapping set ${whole.mapping.id} stays at Adobe`);
    // And the next create finds it by its name.
    const { inputs } = await world.provider.check(whole.mapping.urn, mappingProgram(whole.schema));
    const again = await (await world.another()).create(whole.mapping.urn, inputs);
    expect(again.id).toBe(whole.mapping.id);
  });

  test("a namespace, a union, and with it its schema and field group", async () => {
    world = await startWorld();
    const every = await makeEvery(world.provider);
    const { namespace, union, schema, group } = every;
    const inOrder = [every.flow, every.source, every.target, every.mapping, every.dataset];
    const others = [union, every.primary, every.email, namespace, schema, group];
    await destroy(world.provider, ...inOrder, ...others);
    for (const words of [
      `${namespace.id}) stays at Adobe, which cannot delete one`,
      `the schema ${schema.id} stays in the union`,
      `the schema ${schema.id} stays at Adobe`,
      `the field group ${group.id} stays at Adobe`,
    ]) {
      expect(warned()).toContain(words);
    }
    expect(await world.ui.identity.get(Number(namespace.id))).toBeDefined();
    expect(await world.ui.registry.get("schemas", schema.id)).toBeDefined();
  });

  test("but a refusal for another reason is an error", async () => {
    await start();
    await world.fault({
      match: { method: "DELETE", path: "/data/foundation/schemaregistry/tenant/fieldgroups/*" },
      do: { status: 403, body: { error_code: "403027", message: "User region is missing" } },
    });
    expect((await failureOf(destroy(world.provider, whole.group))).message).toContain("403");
  });
});

test("a cancel ends a drain at once, and the dataflow is there for the next run", async () => {
  await start({ timing: realTiming, settleMs: 0 });
  const program = { ...flowProgram(whole), drainSeconds: 3600 };
  const held = await upAgain(world.provider, whole.flow, program);
  const failing = failureOf(destroy(world.provider, held));
  while (!world.provider.said("info").join().includes("waiting 3600 s")) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await world.provider.cancel();
  expect((await failing).message).toContain("cancelled");
  expect((await world.ui.flows.get("flows", held.id))?.state).toBe("enabled");
});
