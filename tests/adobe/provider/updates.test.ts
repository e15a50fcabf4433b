import { flowProgram, makeAll, mappingProgram, mappings } from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { refresh, upAgain } from "../support/stack";
import { startWorld } from "../support/world";
import type { World } from "../support/world";

let world: World;
let whole: Whole;
const start = async (options: Parameters<typeof startWorld>[0] = {}) => {
  world = await startWorld(options);
  whole = await makeAll(world.provider);
};
afterEach(() => world.close());

const FLOWS = "/data/foundation/flowservice/flows";
const patch = { method: "PATCH", path: `${FLOWS}/*` };
const flow = async () => {
  const found = await world.ui.flows.get("flows", whole.flow.id);
  if (found === undefined) throw new Error("gone");
  return found;
};

/** What Flow Service answers in a state of transition. */
const inTransition = (code: string) => ({
  status: 400,
  body: { type: `https://ns.adobe.com/aep/errors/FLOW-${code}`, title: "Not in this state" },
});

describe("stale etags", () => {
  test("a change is read and planned anew, three times; then it gives up and has written nothing", async () => {
    await start();
    await world.fault({ match: patch, times: 3, do: { staleEtag: true } });
    const program = { ...flowProgram(whole), description: "new" };
    const held = await upAgain(world.provider, whole.flow, program);
    expect((await flow()).description).toBe("new");

    await world.clearFaults();
    await world.fault({ match: patch, do: { staleEtag: true } });
    const before = (await world.requests()).length;
    const again = upAgain(world.provider, held, { ...program, description: "newer" });
    expect((await failureOf(again)).message).toContain("412");
    const patches = (await world.requests())
      .slice(before)
      .filter(({ method }) => method === "PATCH");
    expect(patches).toHaveLength(4);
    expect((await flow()).description).toBe("new");
  });

  test("what somebody else changed meanwhile is not overwritten", async () => {
    await start();
    const mapping = await upAgain(world.provider, whole.mapping, {
      ...mappingProgram(whole.schema),
      mappings: mappings.slice(0, 3),
    });
    // The first to write is held back until the other has written: its etag is stale then.
    await world.fault({ match: { ...patch, nth: 1 }, do: { delayMs: 1500 } });
    const other = await world.another();
    await Promise.all([
      upAgain(world.provider, whole.flow, { ...flowProgram(whole), description: "mine" }),
      upAgain(other, whole.flow, flowProgram({ ...whole, mapping })),
    ]);
    const held = await refresh(world.provider, whole.flow);
    expect(held?.inputs).toMatchObject({ description: "mine", mapping: { version: 1 } });
    const statuses = (await world.requests())
      .filter(({ method, path }) => method === "PATCH" && path.startsWith(FLOWS))
      .map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 412]);
  });

  test("what somebody else did already is not done again", async () => {
    await start();
    const change = [{ op: "add", path: "/description", value: "new" }];
    await world.ui.flows.patch("flows", whole.flow.id, change, (await flow()).etag ?? "");
    const before = (await world.requests()).length;
    await upAgain(world.provider, whole.flow, { ...flowProgram(whole), description: "new" });
    const since = (await world.requests()).slice(before);
    expect(since.filter(({ method }) => method === "PATCH")).toEqual([]);
  });
});

test("a change that could not be followed to its end keeps the outputs, and says so in sentences", async () => {
  await start();
  const { inletUrl, settledAt } = whole.flow.outputs;
  await world.fault({ match: { method: "GET", path: `${FLOWS}/*`, nth: 2 }, do: { status: 403 } });
  const program = { ...flowProgram(whole), description: "new" };
  const { message, partly } = await failureOf(upAgain(world.provider, whole.flow, program));
  expect((await flow()).description).toBe("new");
  expect(partly?.properties).toMatchObject({ description: "new", state: "enabled", settledAt });
  expect(partly?.properties["inletUrl"]).toEqual(inletUrl);
  expect(inletUrl).toBeDefined();
  const said = [message, ...(partly?.reasons ?? [])].join("\n");
  expect(said).toContain("stays, but it is not known whether it has all changes");
  expect(said).not.toMatch(/\.\.|was made but is not ready/);

  const { urn, id, inputs } = whole.flow;
  const { inputs: news } = await world.provider.check(urn, program, inputs);
  const olds = partly?.properties ?? {};
  const outputs = await world.provider.update(urn, { id, olds, oldInputs: news, news });
  expect(outputs).toMatchObject({ state: "enabled", inletUrl });
});

describe("states of transition", () => {
  test.each(["1416-400", "1417-400", "1420-400", "1421-400", "1422-400", "1457-400"])(
    "a change refused with %s is made later",
    async (code) => {
      await start();
      await world.fault({ match: patch, times: 2, do: inTransition(code) });
      await upAgain(world.provider, whole.flow, { ...flowProgram(whole), description: "new" });
      expect((await flow()).description).toBe("new");
    },
  );

  test("a dataflow on its way to being off is waited for, and then switched on", async () => {
    await start({ settleMs: 200 });
    await world.ui.flows.setEnabled(whole.flow.id, false);
    const drifted = await refresh(world.provider, whole.flow);
    if (drifted === undefined) throw new Error("gone");
    const fixed = await upAgain(world.provider, drifted, flowProgram(whole));
    expect(fixed.outputs["state"]).toBe("enabled");
  });

  test("customTimeouts.update ends the wait, and the next up continues", async () => {
    await start();
    const { urn, id, inputs: oldInputs, outputs: olds } = whole.flow;
    const program = { ...flowProgram(whole), enabled: false };
    const { inputs: news } = await world.provider.check(urn, program, oldInputs);
    await world.fault({ match: { method: "GET", path: `${FLOWS}/*` }, do: { hang: true } });
    const update = world.provider.update(urn, { id, olds, oldInputs, news }, { timeout: 1 });
    expect((await failureOf(update)).message).toContain("customTimeouts.update");
    await world.clearFaults();
    const outputs = await world.provider.update(urn, { id, olds, oldInputs, news });
    expect(outputs).toMatchObject({ state: "disabled", enabled: false });
  });
});

test("an update of what is gone says what to do", async () => {
  await start();
  await world.ui.flows.delete("flows", whole.flow.id);
  const update = upAgain(world.provider, whole.flow, { ...flowProgram(whole), description: "new" });
  expect((await failureOf(update)).message).toContain("run `pulumi refresh`");
});
