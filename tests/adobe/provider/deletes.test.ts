import { realTiming } from "../../../adobe/client";
import type { Timing } from "../../../adobe/client";
import { quick, startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { manualTiming } from "../support/manualTiming";
import { flowProgram, makeAll, makeEvery, mappingProgram } from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, upAgain } from "../support/stack";
import type { Deployed } from "../support/stack";

let harness: Harness;
let whole: Whole;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
  whole = await makeAll(harness.provider);
}
afterEach(() => harness.close());

const FLOWS = "/data/foundation/flowservice/flows";
function error(code: string) {
  return {
    status: 400,
    body: { type: `https://ns.adobe.com/aep/errors/FLOW-${code}`, title: "Not now" },
  };
}

test("deleting an object that is already gone succeeds", async () => {
  await start();
  const all = Object.values(whole) as Deployed[];
  for (const deployed of [...all].reverse()) await destroy(harness.provider, deployed);
  for (const deployed of all) await destroy(harness.provider, deployed);
});

describe("a dataset", () => {
  test("with rows stays unless forceDestroy says otherwise", async () => {
    await start();
    const { dataset, schema } = whole;
    await harness.fault({
      match: { method: "GET", path: "/data/foundation/catalog/batches" },
      do: { status: 200, body: { batch: { status: "success" } } },
    });
    expect((await failureOf(destroy(harness.provider, dataset))).message).toContain("forceDestroy");
    const program = { schemaId: schema.id, forceDestroy: true };
    const forced = await upAgain(harness.provider, dataset, program);
    expect(forced.diff.changed).toBe(false);
    await destroy(harness.provider, forced);
    expect(await harness.ui.catalog.get(dataset.id)).toBeUndefined();
  });
});

describe("a dataflow", () => {
  test("first runs on for drainSeconds", async () => {
    const drained: unknown[] = [];
    const timing: Timing = {
      ...quick,
      async sleep(ms, signal) {
        if (ms !== 120_000) return quick.sleep(ms, signal);
        drained.push((await harness.ui.flows.get("flows", whole.flow.id))?.state);
      },
    };
    await start({ timing });
    const program = { ...flowProgram(whole), drainSeconds: 120 };
    const deployed = await upAgain(harness.provider, whole.flow, program);
    expect(deployed.diff.changed).toBe(false);
    await destroy(harness.provider, deployed);
    expect(drained).toEqual(["enabled"]);
    expect(harness.provider.said("info").join()).toContain("waiting 120 s");
    expect(await harness.ui.flows.get("flows", deployed.id)).toBeUndefined();
    // One that is not there has nothing in flight.
    await destroy(harness.provider, deployed);
    expect(drained).toHaveLength(1);
  });

  test("is drained for its own drainSeconds when it is replaced", async () => {
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
    const deployed = await upAgain(harness.provider, whole.flow, program);
    const next = await upAgain(harness.provider, deployed, { ...program, generation: "2" });
    expect(next.diff.replaces.length).toBeGreaterThan(0);
    expect(pauses.filter((ms) => ms === 90_000)).toHaveLength(1);
    expect((await harness.ui.flows.findAll("flows")).map(({ id }) => id)).toEqual([next.id]);
  });

  test("is deleted after its transition, and the delete ends when it is gone", async () => {
    await start({ assume: { "flow-delete": "finalizing" }, settleMs: 200 });
    await destroy(harness.provider, whole.flow);
    const last = (await harness.requests()).filter(({ path }) => path.startsWith(FLOWS)).at(-1);
    expect(last).toMatchObject({ method: "GET", status: 404 });
    await destroy(harness.provider, whole.source);
  });

  test.each(["1416-400", "1458-400"])("rejected with %s, is deleted later", async (code) => {
    await start();
    await harness.fault({
      match: { method: "DELETE", path: `${FLOWS}/*` },
      times: 2,
      do: error(code),
    });
    await destroy(harness.provider, whole.flow);
    expect(await harness.ui.flows.get("flows", whole.flow.id)).toBeUndefined();
  });

  test("customTimeouts.delete ends the wait", async () => {
    await start();
    const { urn, id, outputs, inputs } = whole.flow;
    await harness.fault({ match: { method: "DELETE", path: `${FLOWS}/*` }, do: error("1416-400") });
    const waiting = harness.provider.delete(urn, id, outputs, inputs, 1);
    expect((await failureOf(waiting)).message).toContain("customTimeouts.delete");
  });
});

describe("a connection whose dataflow was just deleted", () => {
  const path = "/data/foundation/flowservice/sourceConnections/*";

  test("is deleted a moment later", async () => {
    await start();
    await destroy(harness.provider, whole.flow);
    await harness.fault({ match: { method: "DELETE", path }, times: 2, do: error("1447-400") });
    await destroy(harness.provider, whole.source);
    expect(await harness.ui.flows.get("sourceConnections", whole.source.id)).toBeUndefined();
  });

  test("is an error in Adobe's words when it is still in use after two minutes", async () => {
    await start({ timing: manualTiming(), settleMs: 0 });
    await destroy(harness.provider, whole.flow);
    await harness.fault({ match: { method: "DELETE", path }, do: error("1447-400") });
    const { message } = await failureOf(destroy(harness.provider, whole.source));
    expect(message).toContain("FLOW-1447-400");
    expect(message).toContain("A dataflow still uses it");
  });
});

test("a connection that somebody else's dataflow uses is an error at once", async () => {
  await start();
  const before = (await harness.requests()).length;
  const { message } = await failureOf(destroy(await harness.another(), whole.source));
  expect(message).toContain("1447");
  const sent = (await harness.requests()).slice(before);
  expect(sent.filter(({ method }) => method === "DELETE")).toHaveLength(1);
});

describe("objects that cannot be deleted stay, with a warning", () => {
  const warned = () => harness.provider.said("warning").join("\n");

  test.each(["405", "403"])("a mapping set, where Data Prep responds %s", async (status) => {
    await start({ assume: { "mapping-delete": status } });
    await destroy(harness.provider, whole.mapping);
    expect(await harness.ui.dataPrep.get(whole.mapping.id, 0)).toBeDefined();
    expect(warned()).toContain(`the mapping set ${whole.mapping.id} stays at Adobe`);
    // It was in a state, so the next create leaves it alone.
    const { inputs } = await harness.provider.check(
      whole.mapping.urn,
      mappingProgram(whole.schema),
    );
    const again = await (await harness.another()).create(whole.mapping.urn, inputs);
    expect(again.id).not.toBe(whole.mapping.id);
  });

  test("a namespace, a union, and with it its schema and field group", async () => {
    harness = await startHarness({ assume: { "union-schema-delete": "never" } });
    const every = await makeEvery(harness.provider);
    const { namespace, union, schema, group } = every;
    const inOrder = [every.flow, every.source, every.target, every.mapping, every.dataset];
    const others = [union, every.primary, every.email, namespace, schema, group];
    await destroy(harness.provider, ...inOrder, ...others);
    for (const words of [
      `${namespace.id}) stays at Adobe, which cannot delete one`,
      `the schema ${schema.id} stays in the union`,
      `the schema ${schema.id} stays at Adobe`,
      `the field group ${group.id} stays at Adobe`,
    ]) {
      expect(warned()).toContain(words);
    }
    expect(await harness.ui.identity.get(Number(namespace.id))).toBeDefined();
    expect(await harness.ui.registry.get("schemas", schema.id)).toBeDefined();
  });

  test("but a rejection for another reason is an error", async () => {
    await start();
    await harness.fault({
      match: { method: "DELETE", path: "/data/foundation/schemaregistry/tenant/fieldgroups/*" },
      do: { status: 403, body: { error_code: "403027", message: "User region is missing" } },
    });
    expect((await failureOf(destroy(harness.provider, whole.group))).message).toContain("403");
  });
});

test("a cancel ends a drain at once, and the dataflow is there for the next run", async () => {
  await start({ timing: realTiming, settleMs: 0 });
  const program = { ...flowProgram(whole), drainSeconds: 3600 };
  const deployed = await upAgain(harness.provider, whole.flow, program);
  const failing = failureOf(destroy(harness.provider, deployed));
  while (!harness.provider.said("info").join().includes("waiting 3600 s")) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await harness.provider.cancel();
  expect((await failing).message).toContain("cancelled");
  expect((await harness.ui.flows.get("flows", deployed.id))?.state).toBe("enabled");
});
