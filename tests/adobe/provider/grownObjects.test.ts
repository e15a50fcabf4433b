import fc from "fast-check";

import { isObject } from "../../../adobe/client/json";
import type { Json } from "../../../adobe/client/json";
import { createProvider } from "../../../adobe/provider/definition";
import { definitions } from "../../../adobe/provider/resources";
import { emulatorCredentials } from "../../../emulator";
import type { Properties } from "../../../provider-sdk";
import { runsFull } from "../../support/full";
import { startFakePlatform } from "../support/fakePlatform";
import { quick } from "../support/harness";
import { cases } from "../support/objectsByHand";
import { startProvider } from "../support/provider";
import type { TestProvider } from "../support/provider";
import { importOne, refresh, upAgain, urnOf } from "../support/stack";

/**
 * Read, change one input, write: all else is as it was, whatever else the object has. Import, preview
 * with the same values, refresh: no change.
 */
/** Types of which no update writes to the object: every change replaces, or there is none. */
const neverWritten = ["xdm:IdentityDescriptor", "xdm:ProfileUnion"];

/** Adds what nobody knows, here and there, to the objects of a tree. */
function grown(value: unknown, added: Iterator<unknown>, closed: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => grown(one, added, closed));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) =>
      [key, closed.includes(key) ? inner : grown(inner, added, closed)] as [string, unknown],
  );
  const next: unknown = added.next().value;
  return Object.fromEntries(next === undefined ? entries : [...entries, ["x-unknown", next]]);
}

let platform: Awaited<ReturnType<typeof startFakePlatform>>;
let provider: TestProvider;
beforeAll(async () => {
  platform = await startFakePlatform();
  provider = await startProvider(createProvider({ environment: {}, timing: quick }));
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const { url } = platform;
  await provider.configure({
    orgId,
    clientId,
    clientSecret,
    sandbox,
    imsUrl: url,
    platformUrl: url,
  });
});
afterAll(async () => {
  await provider.close();
  await platform.close();
});

test("every type is here, or is never written", () => {
  const types = [...cases.map(({ type }) => type), ...neverWritten];
  expect(types.map((type) => `adobe-aep:${type}`).sort()).toEqual(
    definitions.map(({ token }) => token).sort(),
  );
});

const addition = fc.option(
  fc.oneof(fc.string(), fc.boolean(), fc.dictionary(fc.string(), fc.string())),
  {
    nil: undefined,
  },
);
const runs = { numRuns: runsFull ? 50 : 3 };

describe.each(cases)("$type", ({ type, object, id, changes, closed = [] }) => {
  const urn = urnOf(type, "grown");
  async function imported(additions: readonly unknown[]) {
    platform.hold(grown(object, additions[Symbol.iterator](), closed) as Json);
    const before = structuredClone(platform.object);
    const resource = await importOne(provider, urn, id);
    const program: Properties = Object.fromEntries(
      Object.entries(resource.inputs).filter(([key]) => !key.startsWith("__")),
    );
    return { before, resource, program };
  }

  test("is imported with no change, at first and after a refresh", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(addition, { maxLength: 12 }), async (additions) => {
        const { before, resource, program } = await imported(additions);
        const first = await upAgain(provider, resource, program);
        expect(first.diff.changes).toEqual({});
        const read = await refresh(provider, first);
        if (read === undefined) throw new Error("gone");
        expect((await upAgain(provider, read, program)).diff.changes).toEqual({});
        expect(platform.object).toEqual(before);
      }),
      runs,
    );
  });

  test.each(changes)("keeps all else when %s changes", async (input, value, place) => {
    await fc.assert(
      fc.asyncProperty(fc.array(addition, { maxLength: 12 }), async (additions) => {
        const { before, resource, program } = await imported(additions);
        const changed = await upAgain(provider, resource, { ...program, [input]: value });
        expect(Object.keys(changed.diff.changes).length).toBeGreaterThan(0);
        expect(changed.diff.replaces).toEqual([]);
        expect(platform.object).toEqual({ ...before, ...place(before) });
      }),
      runs,
    );
  });
});
