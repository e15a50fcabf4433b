import fc from "fast-check";

import { parseBoundedJson } from "../../../adobe/client/boundedJson";
import { isObject } from "../../../adobe/client/json";
import type { Json } from "../../../adobe/client/json";
import { createProvider } from "../../../adobe/provider/definition";
import { definitions } from "../../../adobe/provider/resources";
import { emulatorCredentials } from "../../../emulator";
import type { Properties } from "../../../provider-sdk";
import { runsFull } from "../../support/full";
import { startFakePlatform } from "../support/fakePlatform";
import { grownFieldGroup } from "../support/grownFieldGroups";
import { quick } from "../support/harness";
import { cases } from "../support/objectsByHand";
import { startProvider } from "../support/provider";
import type { TestProvider } from "../support/provider";
import { importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * Read, change one input, write: all else is as it was, whatever else the object has. Import, preview
 * with the same values, refresh: no change.
 */
/** Types of which no update writes to the object: every change replaces, or there is none. */
const neverWritten = [
  "xdm:IdentityDescriptor", "xdm:ProfileUnion", "xdm:DeprecationDescriptor", "xdm:PrimaryKeyDescriptor",
  "xdm:VersionDescriptor", "xdm:TimestampDescriptor",
]; // prettier-ignore
const schemaCase = cases.find(({ type }) => type === "xdm:Schema");
const datasetCase = cases.find(({ type }) => type === "catalog:Dataset");

/** Keys that nobody knows, with whatever a JSON object may call them. */
const key = fc.oneof(
  fc.constantFrom("x-unknown", "meta:more", "x/y~z", "toString"),
  fc.string({ minLength: 1, maxLength: 5 }).map((text) => `x-${text}`),
);
/**
 * Data Prep's own empty values are `null`, and count as left out. So nothing grown is. Of a response, the client drops
 * keys named `__proto__`.
 */
const grownValue = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => parseBoundedJson(JSON.stringify(value ?? "null")));
const growth = fc.array(fc.option(fc.tuple(key, grownValue), { nil: undefined, freq: 2 }), {
  minLength: 4,
  maxLength: 16,
});

/** Adds something, or nothing, to each object of a tree. */
function grown(
  value: unknown,
  added: Iterator<readonly [string, unknown] | undefined>,
  closed: readonly string[],
): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => grown(one, added, closed));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(
    ([name, inner]) =>
      [name, closed.includes(name) ? inner : grown(inner, added, closed)] as [string, unknown],
  );
  const next = added.next().value as readonly [string, unknown] | undefined;
  const isNew = next !== undefined && !Object.hasOwn(value, next[0]);
  return Object.fromEntries(isNew ? [...entries, next] : entries);
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
  const types = [...new Set(cases.map(({ type }) => type)), ...neverWritten];
  expect(types.map((type) => `adobe-aep:${type}`).sort()).toEqual(
    definitions.map(({ token }) => token).sort(),
  );
});

const runs = { numRuns: runsFull ? 500 : 4 };

/** What a program gives that repeats what an import has found. */
function programOf({ inputs }: Deployed): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

/** Import, preview, refresh, preview: nothing changes. Then one input changes, and nothing else at Adobe. */
async function expectOnly(
  urn: string,
  id: string,
  change: readonly [string, unknown, (before: Json) => Json] | undefined,
): Promise<void> {
  const before = structuredClone(platform.object);
  const resource = await importOne(provider, urn, id);
  const program = programOf(resource);
  const first = await upAgain(provider, resource, program);
  expect(first.diff.changes).toEqual({});
  const read = await refresh(provider, first);
  if (read === undefined) throw new Error("gone");
  const second = await upAgain(provider, read, program);
  expect(second.diff.changes).toEqual({});
  expect(platform.object).toEqual(before);
  // Adobe cannot change anything of some types.
  if (change === undefined) return;

  const [input, value, place] = change;
  const changed = await upAgain(provider, second, { ...program, [input]: value });
  expect(Object.keys(changed.diff.changes).length).toBeGreaterThan(0);
  expect(changed.diff.replaces).toEqual([]);
  expect(platform.object).toEqual({ ...before, ...place(before) });
}

/** One of them; undefined: there are none. */
function changeOf<T>(changes: readonly T[]): fc.Arbitrary<T | undefined> {
  return changes.length === 0 ? fc.constant(undefined) : fc.constantFrom(...changes);
}

test.each(cases)(
  "$type: an import changes nothing, and a change of one input nothing else, whatever the object has",
  async ({ type, object, id, changes, closed = [] }) => {
    await fc.assert(
      fc.asyncProperty(growth, changeOf(changes), async (added, change) => {
        platform.hold(grown(object, added[Symbol.iterator](), closed) as Json);
        await expectOnly(urnOf(type, "grown"), id, change);
      }),
      runs,
    );
  },
);

test("a schema that joins the union keeps its other tags, and whatever else it has", async () => {
  const tags = fc.option(fc.uniqueArray(fc.string({ minLength: 1 }).filter((t) => t !== "union")));
  await fc.assert(
    fc.asyncProperty(growth, tags, async (added, others) => {
      const schema = { ...schemaCase?.object };
      delete schema["meta:immutableTags"];
      const before = {
        ...(grown(schema, added[Symbol.iterator](), []) as Json),
        ...(others === null ? {} : { "meta:immutableTags": others }),
      };
      platform.hold(before);
      await up(provider, urnOf("xdm:ProfileUnion", "grown"), { schemaId: schemaCase?.id });
      const immutable = [...(others ?? []), "union"];
      expect(platform.object).toEqual({ ...before, "meta:immutableTags": immutable });
    }),
    runs,
  );
});

test("a dataset that joins Profile keeps every other entry of its tags", async () => {
  const entry = fc.oneof(
    fc.constantFrom("isUpsert:true", "enabledAt:2026-01-01 00:00:00", "disabled:true"),
    fc.string().filter((text) => !/^\s*enabled\s*:/.test(text)),
  );
  const off = fc.constantFrom([], ["enabled:false"], ["enabled: false"]);
  const tag = fc.option(
    fc.record({ before: fc.array(entry, { maxLength: 2 }), off, after: fc.array(entry) }),
    { nil: undefined },
  );
  const id = String(datasetCase?.id);
  await fc.assert(
    fc.asyncProperty(tag, tag, async (unifiedProfile, unifiedIdentity) => {
      const tags = Object.entries({ unifiedProfile, unifiedIdentity });
      const tagsWith = (list: (one: NonNullable<typeof unifiedProfile>) => string[]) =>
        Object.fromEntries(
          tags.flatMap(([name, one]) => (one === undefined ? [] : [[name, list(one)]])),
        );
      const others = { "adobe/pqs/table": ["by_hand"], "their/own~tag": ["enabled:false", "b"] };
      const before = {
        ...datasetCase?.object,
        tags: { ...others, ...tagsWith((one) => [...one.before, ...one.off, ...one.after]) },
      };
      platform.hold(before);
      const urn = urnOf("catalog:Dataset", "grown");
      const resource = await importOne(provider, urn, id);
      await upAgain(provider, resource, { ...programOf(resource), profile: true });
      const on = ["enabled:true"];
      const expected = {
        ...others,
        unifiedProfile: on,
        unifiedIdentity: on,
        ...tagsWith((one) => [...on, ...one.before, ...one.after]),
      };
      expect(platform.object).toEqual({ ...before, tags: expected });
    }),
    runs,
  );
});

test("a field group keeps whatever it extends, defines and has outside the tenant's fields", async () => {
  await fc.assert(
    fc.asyncProperty(
      grownFieldGroup,
      fc.constantFrom("title", "description", "properties"),
      async ({ object, withTitle }, input) => {
        platform.hold(object);
        const urn = urnOf("xdm:FieldGroup", "grown");
        const id = String(object["$id"]);
        const { properties } = programOf(await importOne(provider, urn, id));
        const given = { ...(properties as Json), id: { type: "string", title: "Changed" } };
        await expectOnly(
          urn,
          id,
          input === "properties"
            ? [input, given, () => withTitle("Changed")]
            : [input, "Changed", () => ({ [input]: "Changed" })],
        );
      },
    ),
    runs,
  );
});
