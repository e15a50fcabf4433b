import { isObject } from "../../../adobe/client/json";
import type { Json } from "../../../adobe/client/json";
import { createProvider } from "../../../adobe/provider/definition";
import { emulatorCredentials } from "../../../emulator";
import { sample } from "../../support/full";
import { startFakePlatform } from "../support/fakePlatform";
import { quick } from "../support/harness";
import { cases } from "../support/objectsByHand";
import { startProvider } from "../support/provider";
import type { TestProvider } from "../support/provider";
import { importOne, refresh, urnOf } from "../support/stack";

/** Values of a response that take a form which no document shows. A refresh stops only where it cannot go on. */
let platform: Awaited<ReturnType<typeof startFakePlatform>>;
let provider: TestProvider;
beforeAll(async () => {
  platform = await startFakePlatform();
  provider = await startProvider(createProvider({ environment: {}, timing: quick }));
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const { url } = platform;
  await provider.configure({ orgId, clientId, clientSecret, sandbox, imsUrl: url, platformUrl: url }); // prettier-ignore
});
afterAll(async () => {
  await provider.close();
  await platform.close();
});

type Path = readonly string[];

function pathsIn(value: unknown, at: Path = []): Path[] {
  const inner =
    isObject(value) || Array.isArray(value)
      ? Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...at, key]))
      : [];
  return at.length === 0 ? inner : [at, ...inner];
}

function withValue(object: Json, path: Path, value: unknown): Json {
  const copy = structuredClone(object);
  let holder: Json = copy;
  for (const key of path.slice(0, -1)) holder = holder[key] as Json;
  holder[path.at(-1) ?? ""] = value;
  return copy;
}

/** What an object is nothing without. */
const identifying = /^(\$id|@id|id|meta:altId|@type|title|name|code|idType|version)$/;
/** A list or record has no empty places, and a reference has an id. */
const elements = /^(mappings\.\d+|tags\..*|.*schemaRef\.id)$/;

test.each(cases)("$type: null means the same as nothing", async (one) => {
  const { type, object, id, identifying: ofType = [] } = one;
  platform.hold(object);
  const made = await importOne(provider, urnOf(type, "grown"), id);
  const optional = pathsIn(object).filter((path) => {
    const name = path.join(".");
    const isOfType = ofType.includes(path[0] ?? "");
    return !isOfType && !identifying.test(name) && !elements.test(name);
  });
  expect(optional.length).toBeGreaterThan(0);
  for (const path of sample(optional, 12)) {
    platform.hold(withValue(object, path, null));
    const read = await refresh(provider, made).catch((error: unknown) => String(error));
    expect([path, read]).toEqual([path, expect.objectContaining({ id: made.id })]);
  }
});

const times = ["created", "createdAt", "updatedAt", "createdDate"].flatMap((key) =>
  ["2026-11-29T10:00:00Z", { seconds: 1 }, [1], null].map((time) => ({ key, time })),
);

test.each(cases)("$type: a time in another form stops nothing", async ({ type, object, id }) => {
  platform.hold(object);
  const made = await importOne(provider, urnOf(type, "grown"), id);
  for (const { key, time } of sample(times, 6)) {
    platform.hold({ ...object, [key]: time });
    const read = await refresh(provider, made).catch((error: unknown) => String(error));
    expect([key, time, read]).toEqual([key, time, expect.objectContaining({ id: made.id })]);
  }
});
