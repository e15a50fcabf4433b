import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { countRequests, inParallel, makeHundreds, programsAlone } from "../support/hundreds";
import { destroy, previewCreate, refresh } from "../support/stack";
import type { Deployed } from "../support/stack";

/** One program of 500 resources, as docs/provider/README.md counts its requests. */
let harness: Harness;
let groups: Deployed[][];
let made: Deployed[];
let previewing: number;
let creating: number;
beforeAll(async () => {
  harness = await startHarness();
  const first = await harness.another();
  const previews = programsAlone().map(
    ([urn, program]) =>
      () =>
        previewCreate(first, urn, program),
  );
  previewing = await requestsOf(() => inParallel(previews));
  creating = await requestsOf(async () => {
    groups = await makeHundreds(harness.provider);
  });
  made = groups.flat();
}, 240_000);
afterAll(() => harness.close());

async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  const before = (await harness.requests()).length;
  await work();
  return countRequests((await harness.requests()).slice(before));
}

test("a create of 500 resources takes at most two requests each", () => {
  expect(new Set(made.map(({ id }) => id)).size).toBe(500);
  expect(creating).toBeGreaterThanOrEqual(500);
  expect(creating).toBeLessThanOrEqual(2 * 500);
});

test("a preview before the first `up` takes a request at most for what has a known name", () => {
  expect(previewing).toBeLessThanOrEqual(programsAlone().length);
});

test("a preview of 500 resources without changes takes none", async () => {
  const fresh = await harness.another();
  const previews = made.map(({ urn, id, inputs, outputs }) => () => {
    const state = { id, oldInputs: inputs, oldOutputs: outputs };
    return fresh.diff(urn, { ...state, newInputs: inputs });
  });
  let changes: unknown[] = [];
  const requests = await requestsOf(async () => {
    changes = await inParallel(previews);
  });
  expect(changes.filter((diff) => (diff as { changed: boolean }).changed)).toEqual([]);
  expect(requests).toBe(0);
});

test("a refresh of 500 resources takes one read each, and one token", async () => {
  const fresh = await harness.another();
  const looked = made.filter(({ urn }) => /:(Dataflow|Schedule)::/.test(urn)).length;
  const requests = await requestsOf(() => inParallel(made.map((one) => () => refresh(fresh, one))));
  expect(requests).toBe(500 - looked + 1);
});

test("a destroy of 500 resources takes at most two requests each", async () => {
  const fresh = await harness.another();
  const requests = await requestsOf(() =>
    inParallel(groups.map((group) => () => destroy(fresh, ...group.toReversed()))),
  );
  expect(requests).toBeLessThanOrEqual(2 * 500);
});
