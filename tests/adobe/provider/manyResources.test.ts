import { runsFull } from "../../support/full";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  countRequests, fiveHundred, inParallel, makeHundreds, oneHundred, programsAlone,
} from "../support/hundreds"; // prettier-ignore
import { destroy, previewCreate, refresh } from "../support/stack";
import type { Deployed } from "../support/stack";

/** One program; in full of 500 resources, as docs/provider/README.md counts its requests. */
const [count, size] = runsFull ? [500, fiveHundred] : [100, oneHundred];
let harness: Harness;
let groups: Deployed[][];
let made: Deployed[];
let previewing: number;
let creating: number;
beforeAll(async () => {
  harness = await startHarness();
  const first = await harness.another();
  const previews = programsAlone(size).map(
    ([urn, program]) =>
      () =>
        previewCreate(first, urn, program),
  );
  previewing = await requestsOf(() => inParallel(previews));
  creating = await requestsOf(async () => {
    groups = await makeHundreds(harness.provider, size);
  });
  made = groups.flat();
}, 240_000);
afterAll(() => harness.close());

async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  const before = (await harness.requests()).length;
  await work();
  return countRequests((await harness.requests()).slice(before));
}

test(`a create of ${count} resources takes at most two requests each`, () => {
  expect(new Set(made.map(({ id }) => id)).size).toBe(count);
  expect(creating).toBeGreaterThanOrEqual(count);
  expect(creating).toBeLessThanOrEqual(2 * count);
});

test("a preview before the first `up` takes a request at most for what has a known name", () => {
  expect(previewing).toBeLessThanOrEqual(programsAlone(size).length);
});

test(`a preview of ${count} resources without changes takes none`, async () => {
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

test(`a refresh of ${count} resources takes one read each, and one token`, async () => {
  const fresh = await harness.another();
  const looked = made.filter(({ urn }) => /:(Dataflow|Schedule)::/.test(urn)).length;
  const requests = await requestsOf(() => inParallel(made.map((one) => () => refresh(fresh, one))));
  expect(requests).toBe(count - looked + 1);
});

test(`a destroy of ${count} resources takes at most two requests each`, async () => {
  const fresh = await harness.another();
  const requests = await requestsOf(() =>
    inParallel(groups.map((group) => () => destroy(fresh, ...group.toReversed()))),
  );
  expect(requests).toBeLessThanOrEqual(2 * count);
});
