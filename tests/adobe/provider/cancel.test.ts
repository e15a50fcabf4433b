import { realTiming } from "../../../adobe/client";
import { flowProgram, makeAll } from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, refresh, upAgain } from "../support/stack";
import { startWorld } from "../support/world";
import type { World } from "../support/world";

/** Ctrl-C, in real time: every wait here would take a minute at least. */
let world: World;
let whole: Whole;
const start = async (options: Parameters<typeof startWorld>[0] = {}) => {
  world = await startWorld({ timing: realTiming, settleMs: 0, ...options });
  whole = await makeAll(world.provider);
};
afterEach(() => world.close());

const FLOW = "/data/foundation/flowservice/flows/*";
const refused = {
  status: 400,
  body: { type: "https://ns.adobe.com/aep/errors/FLOW-1420-400", title: "Not in this state" },
};

/** Cancels once Adobe has been asked `times` more, and gives the milliseconds until all was over. */
async function cancelled(work: () => Promise<unknown>, times = 1): Promise<number> {
  const before = (await world.requests()).length;
  const failing = failureOf(work());
  while ((await world.requests()).length < before + times) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const at = Date.now();
  await world.provider.cancel();
  expect((await failing).message).toContain("cancelled");
  return Date.now() - at;
}

test.each([
  [
    "the wait for Retry-After",
    { match: { method: "GET" }, do: { status: 503, headers: { "retry-after": "100" } } },
    () => refresh(world.provider, whole.dataset),
  ],
  [
    "the wait after 429, in which other calls wait too",
    { match: { method: "GET" }, do: { status: 429, headers: { "retry-after": "100" } } },
    () =>
      Promise.all([refresh(world.provider, whole.dataset), refresh(world.provider, whole.flow)]),
  ],
  [
    "the wait for a state that can be changed",
    { match: { method: "GET", path: FLOW }, do: { status: 200, body: transitional() } },
    () => upAgain(world.provider, whole.flow, { ...flowProgram(whole), description: "new" }),
  ],
  [
    "the wait for a delete that Adobe takes",
    { match: { method: "DELETE", path: FLOW }, do: refused },
    () => destroy(world.provider, whole.flow),
  ],
])("a cancel ends %s at once", async (_, fault, work) => {
  await start();
  await world.fault(fault);
  expect(await cancelled(work)).toBeLessThan(5000);

  // Nothing was made, and another process continues.
  await world.clearFaults();
  const provider = await world.another();
  expect(await refresh(provider, whole.flow)).toEqual(whole.flow);
  const program = { ...flowProgram(whole), description: "new" };
  expect((await upAgain(provider, whole.flow, program)).outputs).toMatchObject({
    description: "new",
  });
});

test("a cancel ends a request that is not answered", async () => {
  await start();
  await world.fault({ match: { method: "GET" }, do: { hang: true } });
  const failing = failureOf(refresh(world.provider, whole.dataset));
  const at = Date.now();
  await world.provider.cancel();
  expect((await failing).message).toContain("cancelled");
  expect(Date.now() - at).toBeLessThan(5000);
});

function transitional() {
  return { items: [{ id: "x", name: "x", state: "updating", etag: '"1"', version: '"1"' }] };
}
