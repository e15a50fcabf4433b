import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { ownerTag } from "../../infra/naming";
import { adoptLeftover } from "../../infra/relay/adoptLeftover";
import { Creates } from "../../infra/relay/creates";
import { finders } from "../../infra/relay/leftover";

/** What was left is imported once: what leaves the state after that may be live in another one. */
const owner = "state";
const name = "one";
const props = { name, tags: { [ownerTag]: owner } };
const MINUTE = 60_000;

let directory: string;
let now: number;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "creates-"));
  now = Date.parse("2026-11-29T08:00:00Z");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

interface Deployment {
  readonly type: string;
  readonly preview?: boolean;
  readonly adoptExisting?: boolean;
  /** The id that the engine has got for the resource. Undefined: it was killed, or the import failed. */
  readonly id?: string | undefined;
}

/** One deployment, minutes after the object was created. @returns the id that the resource imports */
async function deploy({ type, preview = false, adoptExisting = false, id }: Deployment) {
  await pulumi.runtime.setMocks(
    { newResource: ({ id: given = "" }) => ({ id: given, state: {} }), call: () => ({}) },
    "project",
    "stack",
    preview,
  );
  const createdAt = Date.parse("2026-11-29T08:00:00Z");
  const { transformations, transforms } = adoptLeftover({
    adoptExisting,
    hasCompleted: () => Promise.resolve(true),
    creates: new Creates(directory, () => now),
    scope: () => Promise.resolve("here"),
    finders: {
      [type]: () => Promise.resolve({ id: "url", tags: { [ownerTag]: owner }, createdAt }),
    },
  });
  const own = { type, name: "relay-one", props, opts: {} };
  // As the SDK does it: first the constructor, then the engine's question, then its response with the id.
  let respond: (id: string) => void = () => undefined;
  const response = new Promise<string>((resolve) => (respond = resolve));
  const resource = Object.create(pulumi.Resource.prototype) as pulumi.Resource;
  for (const each of transformations) each({ ...own, resource });
  Object.assign(resource, { id: pulumi.output(response) });
  const [transform] = transforms;
  const result = await transform?.({ ...own, custom: true });
  if (id !== undefined) {
    respond(id);
    await new Promise((resolve) => setImmediate(resolve));
  }
  now += 10 * MINUTE;
  return (result?.opts as pulumi.CustomResourceOptions | undefined)?.import;
}

/** A deployment was killed at the create. */
function kill(type: string): void {
  new Creates(directory, () => now).begin({ type, newInputs: props }, "here");
  now += MINUTE;
}

describe.each(Object.keys(finders))("%s", (type) => {
  beforeEach(() => kill(type));

  test("is imported once, and not again after it has left the state", async () => {
    expect(await deploy({ type, preview: true, id: "url" })).toBe("url");
    expect(await deploy({ type, id: "url" })).toBe("url");
    expect(await deploy({ type, preview: true, id: "url" })).toBeUndefined();
    expect(await deploy({ type })).toBeUndefined();
  });

  test("is imported by the next deployment when this one was killed, or its import has failed", async () => {
    expect(await deploy({ type })).toBe("url");
    expect(await deploy({ type, id: "url" })).toBe("url");
    expect(await deploy({ type })).toBeUndefined();
  });
});

const queue = "aws:sqs/queue:Queue";

test("after an import with adoptExisting it is not taken without", async () => {
  kill(queue);
  expect(await deploy({ type: queue, adoptExisting: true, id: "url" })).toBe("url");
  expect(await deploy({ type: queue })).toBeUndefined();
});

test("what was left stays so while the state has another object, or the engine skipped the resource", async () => {
  kill(queue);
  expect(await deploy({ type: queue, id: "another" })).toBe("url");
  expect(await deploy({ type: queue, id: "" })).toBe("url");
  expect(await deploy({ type: queue })).toBe("url");
});
