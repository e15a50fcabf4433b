import fc from "fast-check";

import { formatFailures, InitializationFailedError } from "../../provider-sdk";
import type { CheckFailure, ProviderDefinition, ResourceType } from "../../provider-sdk";
import { forUser, limitFailures, MAX_MESSAGE } from "../../provider-sdk/limits";
import { failureOf, startProvider, type TestProvider } from "../adobe/support/provider";

const URN = "urn:pulumi:dev::shop::example:index:Thing::thing";

const next: Partial<ResourceType> = {};
function unexpected() {
  return Promise.reject(new Error("the test expects no such call"));
}
const thing: ResourceType = {
  check: (request, context) => (next.check ?? unexpected)(request, context),
  diff: unexpected,
  create: (request, context) => (next.create ?? unexpected)(request, context),
  read: unexpected,
  update: unexpected,
  delete: unexpected,
};
const definition: ProviderDefinition = {
  name: "example",
  version: "1.0.0",
  configure: () => Promise.resolve(),
  resource: () => thing,
};

let provider: TestProvider;
beforeAll(async () => {
  provider = await startProvider(definition);
  await provider.configure({});
});
afterAll(() => provider.close());

function wrong(count: number, path: (index: number) => string): CheckFailure[] {
  return Array.from({ length: count }, (_, index) => ({ property: path(index), reason: "is bad" }));
}

test("one wrong list is the first ten lines and a count", async () => {
  const failures = [...wrong(10_000, (index) => `rules[${index}].to`), ...wrong(1, () => "name")];
  next.check = ({ newInputs }) => Promise.resolve({ inputs: newInputs, failures });
  const shown = (await provider.check(URN, {})).failures;
  expect(shown.map(({ property }) => property)).toEqual([
    ...Array.from({ length: 10 }, (_, index) => `rules[${index}].to`),
    "rules",
    "name",
  ]);
  expect(shown[10]?.reason).toBe("has 9990 more failures; correct these first");
});

test("however many failures there are, and how long, what is shown is bounded", () => {
  const failure = fc.record({
    property: fc.string({ maxLength: 12 }),
    reason: fc.string({ unit: "binary" }),
  });
  fc.assert(
    fc.property(fc.array(failure, { maxLength: 400 }), fc.nat(50), (failures, times) => {
      const long = failures.map(({ property, reason }) => ({
        property: property.repeat(times),
        reason: reason.repeat(times * 100),
      }));
      const shown = limitFailures(long);
      expect(shown.length).toBeLessThanOrEqual(20 * 11 + 1);
      expect(shown.length === 0).toBe(failures.length === 0);
      for (const { property, reason } of shown) {
        // An escaped character takes six.
        expect(property.length).toBeLessThanOrEqual(6 * 300 + 1);
        expect(reason.length).toBeLessThanOrEqual(6 * 2_000 + 1);
        expect(property + reason).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      }
    }),
  );
});

test("failures as one line are limited in the same way", () => {
  const line = formatFailures(wrong(5_000, (index) => `ids[${index}]`));
  expect(line.split("; ids")).toHaveLength(11);
});

test("an error of any length arrives, truncated", async () => {
  next.create = () => Promise.reject(new Error("é\u001b[2J\u202e".repeat(200_000)));
  const { message } = await failureOf(provider.create(URN, {}));
  expect(message.startsWith("é\\u001b[2J\\u202e")).toBe(true);
  expect(message.length).toBeLessThanOrEqual(MAX_MESSAGE * 3);
});

test("an error that is its own cause ends after one line", async () => {
  const error = new Error("again");
  error.cause = error;
  next.create = () => Promise.reject(error);
  const { message } = await failureOf(provider.create(URN, {}));
  expect(message).toBe(Array(11).fill("again").join(": "));
});

describe("a failed initialization", () => {
  const large = { text: "a".repeat(9 * 1024 * 1024) };

  test.each([
    ["many reasons", {}, Array<string>(10_000).fill("r".repeat(10_000))],
    ["large outputs", large, ["not ready"]],
  ])("with %s is sent with the id", async (_, outputs, reasons) => {
    next.create = () =>
      Promise.reject(new InitializationFailedError("id-1", outputs, { name: "a" }, reasons));
    const { partly } = await failureOf(provider.create(URN, {}));
    expect(partly?.id).toBe("id-1");
    expect(partly?.reasons.length).toBeLessThanOrEqual(11);
    expect(partly?.reasons.join("").length).toBeLessThan(25_000);
  });

  test("keeps outputs that fit when the inputs do not", async () => {
    next.create = () =>
      Promise.reject(new InitializationFailedError("id-1", { state: "new" }, large, ["no"]));
    const { partly } = await failureOf(provider.create(URN, {}));
    expect(partly).toMatchObject({ id: "id-1", properties: { state: "new" }, inputs: {} });
  });
});

test("a line in the log is truncated, and contains nothing that controls a terminal", async () => {
  next.create = (_request, context) => {
    context.log("info", `\u009b2J${"a".repeat(1_000_000)}`);
    return Promise.resolve({ id: "1", outputs: {} });
  };
  await provider.create(URN, {});
  const [line = ""] = provider.said("info");
  expect(line.startsWith("\\u009b2Jaaa")).toBe(true);
  expect(line.length).toBeLessThan(MAX_MESSAGE + 10);
});

test("a response of many megabytes arrives completely", async () => {
  const text = "a".repeat(8 * 1024 * 1024);
  next.create = () => Promise.resolve({ id: "1", outputs: { text } });
  expect((await provider.create(URN, {})).properties["text"]).toBe(text);
});

test("a key that would replace what an object inherits does not arrive", async () => {
  const inputs = JSON.parse('{"a":{"__proto__":{"admin":true},"b":1},"__proto__":{"c":2}}') as {
    a: object;
  };
  next.check = ({ newInputs }) => Promise.resolve({ inputs: newInputs, failures: [] });
  expect((await provider.check(URN, inputs)).inputs).toEqual({ a: { b: 1 } });
  expect(({} as { admin?: unknown }).admin).toBeUndefined();
});

test("text for the user keeps its line breaks, tabs and joiners", () => {
  const text = "a\n\tb \u{1f468}\u200d\u{1f469}";
  expect(forUser(text)).toBe(text);
});
