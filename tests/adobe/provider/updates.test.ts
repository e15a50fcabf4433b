import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { flowProgram, makeAll, mappingProgram, mappings } from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { refresh, upAgain } from "../support/stack";

let harness: Harness;
let whole: Whole;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
  whole = await makeAll(harness.provider);
}
afterEach(() => harness.close());

const FLOWS = "/data/foundation/flowservice/flows";
const patch = { method: "PATCH", path: `${FLOWS}/*` };
async function flow() {
  const found = await harness.ui.flows.get("flows", whole.flow.id);
  if (found === undefined) throw new Error("gone");
  return found;
}

/** Flow Service's response in a state of transition. */
function inTransition(code: string) {
  return {
    status: 400,
    body: { type: `https://ns.adobe.com/aep/errors/FLOW-${code}`, title: "Not in this state" },
  };
}

describe("stale etags", () => {
  test("a change is read and planned again, three times; then it gives up without writing", async () => {
    await start();
    await harness.fault({ match: patch, times: 3, do: { staleEtag: true } });
    const program = { ...flowProgram(whole), description: "new" };
    const deployed = await upAgain(harness.provider, whole.flow, program);
    expect((await flow()).description).toBe("new");

    await harness.clearFaults();
    await harness.fault({ match: patch, do: { staleEtag: true } });
    const before = (await harness.requests()).length;
    const again = upAgain(harness.provider, deployed, { ...program, description: "newer" });
    expect((await failureOf(again)).message).toContain("412");
    const patches = (await harness.requests())
      .slice(before)
      .filter(({ method }) => method === "PATCH");
    expect(patches).toHaveLength(4);
    expect((await flow()).description).toBe("new");
  });

  test("does not overwrite what somebody else has changed meanwhile", async () => {
    await start();
    const mapping = await upAgain(harness.provider, whole.mapping, {
      ...mappingProgram(whole.schema),
      mappings: mappings.slice(0, 3),
    });
    // The first to write is deployed back until the other has written: its etag is stale then.
    await harness.fault({ match: { ...patch, nth: 1 }, do: { delayMs: 1500 } });
    const other = await harness.another();
    await Promise.all([
      upAgain(harness.provider, whole.flow, { ...flowProgram(whole), description: "mine" }),
      upAgain(other, whole.flow, flowProgram({ ...whole, mapping })),
    ]);
    const deployed = await refresh(harness.provider, whole.flow);
    expect(deployed?.inputs).toMatchObject({ description: "mine", mapping: { version: 1 } });
    const statuses = (await harness.requests())
      .filter(({ method, path }) => method === "PATCH" && path.startsWith(FLOWS))
      .map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 412]);
  });

  test("does not repeat what somebody else has already done", async () => {
    await start();
    const change = [{ op: "add", path: "/description", value: "new" }];
    await harness.ui.flows.patch("flows", whole.flow.id, change, (await flow()).etag ?? "");
    const before = (await harness.requests()).length;
    await upAgain(harness.provider, whole.flow, { ...flowProgram(whole), description: "new" });
    const since = (await harness.requests()).slice(before);
    expect(since.filter(({ method }) => method === "PATCH")).toEqual([]);
  });
});

test("a change with an unknown outcome keeps the outputs, and the error says so", async () => {
  await start();
  const { inletUrl, settledAt } = whole.flow.outputs;
  await harness.fault({
    match: { method: "GET", path: `${FLOWS}/*`, nth: 2 },
    do: { status: 403 },
  });
  const program = { ...flowProgram(whole), description: "new" };
  const { message, partly } = await failureOf(upAgain(harness.provider, whole.flow, program));
  expect((await flow()).description).toBe("new");
  expect(partly?.properties).toMatchObject({ description: "new", state: "enabled", settledAt });
  expect(partly?.properties["inletUrl"]).toEqual(inletUrl);
  expect(inletUrl).toBeDefined();
  const said = [message, ...(partly?.reasons ?? [])].join("\n");
  expect(said).toContain("stays, but it is not known whether it has all changes");
  expect(said).not.toMatch(/\.\.|was made but is not ready/);

  const { urn, id, inputs } = whole.flow;
  const { inputs: newInputs } = await harness.provider.check(urn, program, inputs);
  const oldOutputs = partly?.properties ?? {};
  const outputs = await harness.provider.update(urn, {
    id,
    oldOutputs,
    oldInputs: newInputs,
    newInputs,
  });
  expect(outputs).toMatchObject({ state: "enabled", inletUrl });
});

describe("states of transition", () => {
  test.each(["1416-400", "1417-400", "1420-400", "1421-400", "1422-400", "1457-400"])(
    "a change rejected with %s is made later",
    async (code) => {
      await start();
      await harness.fault({ match: patch, times: 2, do: inTransition(code) });
      await upAgain(harness.provider, whole.flow, { ...flowProgram(whole), description: "new" });
      expect((await flow()).description).toBe("new");
    },
  );

  test("a dataflow that is being disabled is waited for, and then enabled", async () => {
    await start({ settleMs: 200 });
    await harness.ui.flows.setEnabled(whole.flow.id, false);
    const drifted = await refresh(harness.provider, whole.flow);
    if (drifted === undefined) throw new Error("gone");
    const fixed = await upAgain(harness.provider, drifted, flowProgram(whole));
    expect(fixed.outputs["state"]).toBe("enabled");
  });

  test("customTimeouts.update ends the wait, and the next up continues", async () => {
    await start();
    const { urn, id, inputs: oldInputs, outputs: oldOutputs } = whole.flow;
    const program = { ...flowProgram(whole), enabled: false };
    const { inputs: newInputs } = await harness.provider.check(urn, program, oldInputs);
    await harness.fault({ match: { method: "GET", path: `${FLOWS}/*` }, do: { hang: true } });
    const update = harness.provider.update(
      urn,
      { id, oldOutputs, oldInputs, newInputs },
      { timeout: 1 },
    );
    expect((await failureOf(update)).message).toContain("customTimeouts.update");
    await harness.clearFaults();
    const outputs = await harness.provider.update(urn, { id, oldOutputs, oldInputs, newInputs });
    expect(outputs).toMatchObject({ state: "disabled", enabled: false });
  });
});

test("an update of an object that is gone says what to do", async () => {
  await start();
  await harness.ui.flows.delete("flows", whole.flow.id);
  // Another run: the one that created it would wait for it.
  const update = upAgain(await harness.another(), whole.flow, {
    ...flowProgram(whole),
    description: "new",
  });
  expect((await failureOf(update)).message).toContain("run `pulumi refresh`");
});
