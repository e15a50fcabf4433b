import type * as z from "zod";

import { definitions } from "../../../adobe/provider/resources";
import { specs } from "../../../adobe/sdk/specs";
import { UNKNOWN } from "../../../provider-sdk";
import { checkHarness } from "../support/checkHarness";
import { EVENT_CLASS } from "../support/programs";
import { urnOf } from "../support/stack";

/** SDKs of other languages send null for an optional input that the program leaves out. */
const harness = checkHarness();

async function checked(type: string, inputs: Record<string, unknown>) {
  return harness.harness.provider.check(urnOf(type, "x"), inputs);
}

test.each([
  [
    "catalog:Dataset",
    { schemaId: "https://ns.adobe.com/acme/schemas/1" },
    { name: null, description: null, retentionDays: null, profile: null, forceDestroy: null },
  ],
  [
    "flow:Dataflow",
    { flowSpec: specs.streamingFlow, sourceConnectionIds: ["a"], targetConnectionIds: ["b"] },
    { mapping: null, enabled: null, settleSeconds: null, generation: null },
  ],
  [
    "flow:Connection",
    { connectionSpec: specs.httpApi, auth: { specName: "Streaming Connection" } },
    { auth: { specName: "Streaming Connection", params: null } },
  ],
  [
    "xdm:FieldGroup",
    { intendedToExtend: [EVENT_CLASS], properties: { a: { type: "string" } } },
    { properties: { a: { type: "string", title: null, enum: null, items: null } } },
  ],
  [
    "xdm:Schema",
    { class: EVENT_CLASS, fieldGroups: [{ ref: "a" }] },
    { fieldGroups: [{ ref: "a", fields: null }], allowBreaking: null },
  ],
  [
    "xdm:DisplayInfoDescriptor",
    { schemaId: UNKNOWN, property: "a", titles: { en_us: "A" } },
    { titles: { en_us: "A", de_de: null }, descriptions: null },
  ],
])("null for an optional input of %s means the same as no value", async (type, given, nulls) => {
  const without = await checked(type, given);
  expect(without.failures).toEqual([]);
  expect(await checked(type, { ...given, ...nulls })).toEqual(without);
});

test.each(definitions.map(({ token, inputs }) => [token, inputs.shape] as const))(
  "null for each optional input of %s means the same as no value",
  async (token, shape) => {
    const inputs = Object.entries<z.ZodType>(shape);
    const given = inputs.filter(([, one]) => !one.safeParse(undefined).success);
    const program = Object.fromEntries(given.map(([input]) => [input, UNKNOWN]));
    const nulls = inputs
      .filter(([input]) => !(input in program))
      .map(([input]) => [input, null] as const);
    const type = token.replace("adobe-aep:", "");
    const without = await checked(type, program);
    expect(await checked(type, { ...program, ...Object.fromEntries(nulls) })).toEqual(without);
  },
);

test("null for a required input means the same as no value", async () => {
  expect(await harness.failures("catalog:Dataset", { schemaId: null })).toEqual({
    schemaId: expect.stringContaining("is required") as string,
  });
});

test("null in free parameters of a specification stays", async () => {
  const auth = { specName: "Streaming Connection", params: { sourceId: null } };
  const { inputs } = await checked("flow:Connection", { connectionSpec: specs.httpApi, auth });
  expect(inputs["auth"]).toEqual(auth);
});
