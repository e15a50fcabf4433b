import { realTiming } from "../../../adobe/client";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { flowProgram, makeAll } from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, refresh, upAgain } from "../support/stack";

/** Ctrl-C, in real time: every wait here would take a minute at least. */
let harness: Harness;
let whole: Whole;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness({ timing: realTiming, settleMs: 0, ...options });
  whole = await makeAll(harness.provider);
}
afterEach(() => harness.close());

const FLOW = "/data/foundation/flowservice/flows/*";
const rejected = {
  status: 400,
  body: { type: "https://ns.adobe.com/aep/errors/FLOW-1420-400", title: "Not in this state" },
};

/** Cancels once Adobe has been asked `times` more, and gives the milliseconds until all was over. */
async function cancelled(work: () => Promise<unknown>, times = 1): Promise<number> {
  const before = (await harness.requests()).length;
  const failing = failureOf(work());
  while ((await harness.requests()).length < before + times) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const at = Date.now();
  await harness.provider.cancel();
  expect((await failing).message).toContain("cancelled");
  return Date.now() - at;
}

test.each([
  [
    "the wait for Retry-After",
    { match: { method: "GET" }, do: { status: 503, headers: { "retry-after": "100" } } },
    () => refresh(harness.provider, whole.dataset),
  ],
  [
    "the wait after 429, in which other calls wait too",
    { match: { method: "GET" }, do: { status: 429, headers: { "retry-after": "100" } } },
    () =>
      Promise.all([
        refresh(harness.provider, whole.dataset),
        refresh(harness.provider, whole.flow),
      ]),
  ],
  [
    "the wait for a state that can be changed",
    { match: { method: "GET", path: FLOW }, do: { status: 200, body: transitional() } },
    () => upAgain(harness.provider, whole.flow, { ...flowProgram(whole), description: "new" }),
  ],
  [
    "the wait for a delete that Adobe takes",
    { match: { method: "DELETE", path: FLOW }, do: rejected },
    () => destroy(harness.provider, whole.flow),
  ],
])("a cancel ends %s at once", async (_, fault, work) => {
  await start();
  await harness.fault(fault);
  expect(await cancelled(work)).toBeLessThan(5000);

  // Nothing was made, and another process continues.
  await harness.clearFaults();
  const provider = await harness.another();
  expect(await refresh(provider, whole.flow)).toEqual(whole.flow);
  const program = { ...flowProgram(whole), description: "new" };
  expect((await upAgain(provider, whole.flow, program)).outputs).toMatchObject({
    description: "new",
  });
});

test("a cancel ends a request that is not answered", async () => {
  await start();
  await harness.fault({ match: { method: "GET" }, do: { hang: true } });
  const failing = failureOf(refresh(harness.provider, whole.dataset));
  const at = Date.now();
  await harness.provider.cancel();
  expect((await failing).message).toContain("cancelled");
  expect(Date.now() - at).toBeLessThan(5000);
});

function transitional() {
  return { items: [{ id: "x", name: "x", state: "updating", etag: '"1"', version: '"1"' }] };
}
