import { realTiming } from "../../../adobe/client";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { flowProgram, makeAll } from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, refresh, upAgain } from "../support/stack";

/** Ctrl-C, in real time. Every wait here takes longer than a test may: one that is not ended fails it. */
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

/** Cancels once Adobe has received another request, and waits for the end of the work. */
async function cancel(work: () => Promise<unknown>): Promise<void> {
  const before = (await harness.requests()).length;
  const failing = failureOf(work());
  while ((await harness.requests()).length <= before) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await harness.provider.cancel();
  expect((await failing).message).toContain("cancelled");
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
    "the wait until Adobe accepts a delete",
    { match: { method: "DELETE", path: FLOW }, do: rejected },
    () => destroy(harness.provider, whole.flow),
  ],
])("a cancel ends %s", async (_, fault, work) => {
  await start();
  await harness.fault(fault);
  await cancel(work);

  // Nothing was made, and another process continues.
  await harness.clearFaults();
  const provider = await harness.another();
  expect(await refresh(provider, whole.flow)).toEqual(whole.flow);
  const program = { ...flowProgram(whole), description: "new" };
  expect((await upAgain(provider, whole.flow, program)).outputs).toMatchObject({
    description: "new",
  });
});

test("a cancel ends a request that has no response", async () => {
  await start();
  await harness.fault({ match: { method: "GET" }, do: { hang: true } });
  const failing = failureOf(refresh(harness.provider, whole.dataset));
  await harness.provider.cancel();
  expect((await failing).message).toContain("cancelled");
});

function transitional() {
  return { items: [{ id: "x", name: "x", state: "updating", etag: '"1"', version: '"1"' }] };
}
