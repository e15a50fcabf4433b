import { AssumptionError, resolveAssumptions } from "../../../emulator/assumptions";
import { own, parseJson, valueAt } from "../../../emulator/common/json";
import { applyMapping, compileMapping } from "../../../emulator/services/dataPrep/language/apply";
import { conversion, registry } from "../support/client";
import { useEmulator, useSchema } from "../support/emulator";

/** Names that every object inherits something under. */
const inherited = ["constructor", "toString", "hasOwnProperty", "__proto__"];

/** What all objects of this process inherit. */
function shared(): string[] {
  return [...Object.getOwnPropertyNames(Object.prototype), ...Object.getOwnPropertyNames(Object)];
}

const before = shared();
afterEach(() => {
  expect(shared()).toEqual(before);
});

describe("a mapping's destination", () => {
  it.each(["__proto__.x", "a.__proto__.x", "constructor.prototype.x", "a.constructor.x"])(
    "changes nothing that objects inherit: %s",
    (destination) => {
      const given = { sourceType: "STATIC", source: "yes", destination };
      const mapping = {
        ...given,
        id: "m",
        name: undefined,
        description: undefined,
        identity: false,
      };
      const compiled = compileMapping([mapping], undefined);
      const { row } = applyMapping(compiled, { record: {}, now: () => 0 });
      expect(({} as { x?: unknown }).x).toBeUndefined();
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    },
  );
});

it.each(inherited)("nothing is found under a name that objects inherit: %s", (name) => {
  expect(own({}, name)).toBeUndefined();
  expect(valueAt({ a: {} }, "a", name)).toBeUndefined();
  expect(() => resolveAssumptions(JSON.parse(`{"${name}":"x"}`) as Record<string, string>)).toThrow(
    AssumptionError,
  );
});

it.each(['{"__proto__":{"a":1},"b":2}', '{"\\u005f_proto__":{"a":1},"b":2}'])(
  "a key that would replace what an object inherits is dropped: %s",
  (text) => expect(Object.entries(parseJson(text) as object)).toEqual([["b", 2]]),
);

describe("requests with such names", () => {
  const client = useEmulator();
  const shape = useSchema(client);

  it.each(inherited)("are rejected as any unknown name: %s", async (name) => {
    const metrics = "/data/infrastructure/observability/insights/metrics";
    const range = { start: "2026-01-01T00:00:00.000Z", end: "2026-01-02T00:00:00.000Z" };
    const { schemaId } = shape;
    const responses = await Promise.all([
      client.call("POST", metrics, { body: { ...range, metrics: [{ name, aggregator: name }] } }),
      client.call("POST", `${registry}/tenant/descriptors`, {
        body: { "@type": name, "xdm:sourceSchema": schemaId, "xdm:sourceProperty": `/${name}` },
      }),
      client.call("POST", `${registry}/tenant/descriptors`, {
        body: {
          "@type": "xdm:descriptorIdentity",
          "xdm:sourceSchema": schemaId,
          "xdm:sourceVersion": 1,
          "xdm:sourceProperty": `/${name}`,
          "xdm:namespace": "Email",
          "xdm:property": "xdm:code",
        },
      }),
      client.call("POST", `${conversion}/mappingSets/validate`, {
        body: {
          outputSchema: { schemaRef: { id: schemaId } },
          mappings: [{ sourceType: name, source: "a", destination: name }],
        },
      }),
      client.call("GET", `/data/foundation/catalog/dataSets?tags=${name}:*&property=${name}`),
    ]);
    expect(responses.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    expect(responses.slice(0, 3).map(({ status }) => Math.floor(status / 100))).toEqual([4, 4, 4]);
  });
});
