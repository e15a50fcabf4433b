import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { urnOf } from "../support/stack";

/** Two resources of one program that fight for something that Adobe has once. */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const schemaId = "https://ns.adobe.com/acme/schemas/1f";

test.each<[string, Properties, Properties, string, string]>([
  ["xdm:PrimaryKeyDescriptor", { properties: ["a"] }, { properties: ["b"] }, "schemaId", "primary key"],
  ["xdm:VersionDescriptor", { property: "a" }, { property: "b" }, "schemaId", "version"],
  ["xdm:TimestampDescriptor", { property: "a" }, { property: "b" }, "schemaId", "timestamp"],
  [
    "xdm:IdentityDescriptor",
    { property: "_tenant.a", namespace: "Email", primary: true },
    { property: "_tenant.b", namespace: "Phone", primary: true },
    "primary",
    "primary identity",
  ],
])("a second %s of a schema is an error at preview", async (type, one, two, property, what) => {
  const [first, second] = [urnOf(type, "one"), urnOf(type, "two")];
  const check = (of: string, more: Properties) => harness.provider.check(of, { schemaId, ...more });
  expect((await check(first, one)).failures).toEqual([]);
  for (const no of [{ schemaId: `${schemaId}0` }, { schemaId: UNKNOWN }])
    expect((await check(second, { ...two, ...no })).failures).toEqual([]);
  const reason = `is given to ${first} too: a schema has one ${what}, and both are of ${schemaId}; remove one of the two`;
  expect((await check(second, two)).failures).toEqual([{ property, reason }]);
}); // prettier-ignore

test("the primary identity may move from one descriptor to another", async () => {
  const descriptor = { schemaId, property: "_tenant.a", namespace: "Email" };
  const [first, second] = ["one", "two"].map((name) => urnOf("xdm:IdentityDescriptor", name));
  for (const [of = "", property, primary] of [
    [first, "_tenant.a", false],
    [second, "_tenant.b", true],
  ] as const) {
    const old = { ...descriptor, property, primary: !primary };
    const { failures } = await harness.provider.check(of, { ...old, primary }, old);
    expect(failures).toEqual([]);
  }
});

const program: Properties = {
  identityGraph: "pdg",
  attributeMerge: { type: "timestampOrdered" },
};
const urn = urnOf("profile:MergePolicy", "policy");
const other = urnOf("profile:MergePolicy", "other");

describe("two policies of a program that want the same", () => {
  const reasons = {
    default: "a class has one default merge policy; give true to one of the two",
    activeOnEdge: "the edge uses one merge policy of a sandbox; give true to one of the two",
  };
  test.each(Object.entries(reasons))("%s are an error at preview", async (input, reason) => {
    const check = (of: string, more: Properties) =>
      harness.provider.check(of, { ...program, ...more });
    expect((await check(urn, { [input]: true })).failures).toEqual([]);
    // Checked once more, as a replacement is.
    expect((await check(urn, { [input]: true })).failures).toEqual([]);
    for (const no of [{}, { [input]: false }, { [input]: UNKNOWN }])
      expect((await check(other, no)).failures).toEqual([]);
    expect((await check(other, { [input]: true })).failures).toEqual([
      { property: input, reason: expect.stringContaining(`is given to ${urn} too: ${reason}`) as unknown },
    ]); // prettier-ignore
    // Another run of the same program, in which the first one leaves it to the second.
    const next = await harness.another();
    await next.check(urn, program);
    expect((await next.check(other, { ...program, [input]: true })).failures).toEqual([]);
  });

  test("default are none where they are of two classes", async () => {
    for (const [of, itsClass] of [[urn, "_xdm.context.profile"], [other, "_acme.classes.1f"]] as const) {
      const { failures } = await harness.provider.check(of, { ...program, class: itsClass, default: true });
      expect(failures).toEqual([]);
    } // prettier-ignore
  });
});
