import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";

import fc from "fast-check";

import { hostileBodies, type HostileBody } from "../../../bench/receiverBodies";
import { bundle } from "../../../infra/bundle";
import { runsFull, sample } from "../../support/full";
import { runs } from "../support/arbitraries";
import { fields, hostile } from "../support/hostileTexts";
import type { MemoryCase, MemoryResult } from "../support/memoryWorker";
import { policyExcept } from "../support/privacy";

jest.setTimeout(600_000);

const MB = 2 ** 20;

/** Memory that one byte of body may take. */
const PER_BYTE = 100;

/** Heap of a thread with the receiver's code that has ingested a short body: 10 MB, rounded up. */
const FIXED = 12 * MB;

/** Long enough that twice the memory would not fit. */
const BODY = runsFull ? 5_900_000 : 250_000;

/** Bodies that once took too much, by the names they have in the measurement. */
const reported = [
  "`://` in a message",
  "`//` in a page",
  "`a-` in a name",
  "spaces in a location",
  "`/a` in a page",
  "`?a=b&` in a page",
  "messages that are texts",
  "messages that are numbers",
  "a name of one letter in a text beyond Latin-1",
  "names in traits in traits",
  "addresses in a page that must be encoded",
];

let directory: string;
let script: string;

beforeAll(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), "memory-"));
  script = path.join(directory, "worker.cjs");
  await fs.writeFile(script, bundle("tests/handlers/support/memoryWorker.ts").code);
});
afterAll(() => fs.rm(directory, { recursive: true, force: true }));

/**
 * Ingests a body in a thread that ends when it needs more heap than this. The limit is for what is in use: V8 frees what is
 * not before it gives up, so the result does not depend on when it does so of its own accord.
 */
async function ingestWithin(heap: number, input: MemoryCase): Promise<MemoryResult> {
  const resourceLimits = {
    maxOldGenerationSizeMb: Math.ceil(heap / MB),
    maxYoungGenerationSizeMb: 2,
  };
  const worker = new Worker(script, { resourceLimits });
  try {
    worker.postMessage(input);
    return ((await once(worker, "message")) as [MemoryResult])[0];
  } finally {
    await worker.terminate();
  }
}

/** Ingests a body with all the memory it may take; what is outside of the heap leaves less for the heap. */
async function ingestWithinLimit(input: MemoryCase): Promise<MemoryResult> {
  const limit = FIXED + PER_BYTE * input.body.length;
  const result = await ingestWithin(limit, input);
  if (result.outside < input.body.length) return result;
  return ingestWithin(limit - result.outside, input);
}

function caseOf({ event, kept = [], make }: HostileBody): MemoryCase {
  const { privacy } = policyExcept("hash", ["text", "traits", ...kept]);
  return { event, body: Buffer.from(make(BODY)), privacy };
}

const others = hostileBodies.filter(({ name }) => !reported.includes(name));
const bodies = [
  ...hostileBodies.filter(({ name }) => reported.includes(name)),
  ...sample(others, 4),
];

test("the bodies that were reported are all measured", () => {
  expect(hostileBodies.map(({ name }) => name)).toEqual(expect.arrayContaining(reported));
});

it.each(bodies.map((body) => [body.name, body] as const))(
  `takes at most ${PER_BYTE} bytes of memory for each byte of a body of %s`,
  async (_, body) => {
    const { outcome } = await ingestWithinLimit(caseOf(body));
    // One of which the hashes would be far longer than the body is kept as it is.
    expect(["accepted", "quarantined"]).toContain(outcome);
  },
);

it("takes no more without privacy", async () => {
  const [messages] = hostileBodies.filter(({ name }) => name === "messages that are texts");
  if (messages === undefined) throw new Error("there is no such body");
  const { privacy } = policyExcept("keep", []);
  const result = ingestWithinLimit({ ...caseOf(messages), privacy });
  await expect(result).resolves.toMatchObject({ outcome: "accepted" });
});

it("takes no more for any repeated and nested pieces of what is searched for, in any field", async () => {
  await fc.assert(
    fc.asyncProperty(hostile, fc.constantFrom(...fields), async (text, [, event, kept, make]) => {
      const long = text.repeat(Math.ceil(200_000 / text.length));
      const { privacy } = policyExcept("hash", kept);
      const body = Buffer.from(JSON.stringify(make(long)));
      const { outcome } = await ingestWithinLimit({ event, body, privacy });
      expect(["accepted", "quarantined", "tooLarge"]).toContain(outcome);
    }),
    { numRuns: runs(runsFull ? 150 : 8) },
  );
});

it("notices a body that takes more", async () => {
  const [body] = hostileBodies;
  if (body === undefined) throw new Error("there is no body");
  const input = caseOf(body);
  // Of 2 to 6 MB each is too little, and 7 MB are enough: on a busy machine, once, 6 MB were.
  await expect(ingestWithin(FIXED / 3, input)).rejects.toThrow("memory limit");
});
