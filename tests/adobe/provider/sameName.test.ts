import { setTimeout } from "node:timers/promises";

import { specs } from "../../../adobe/sdk/specs";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  fieldGroupProgram,
  flowProgram,
  makeAll,
  segmentProgram,
  sourceProgram,
} from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import type { TestProvider } from "../support/provider";
import { up, urnOf } from "../support/stack";

/** Two resources of one program give the same name, which need not be unique at Adobe: each gets its own object. */
let harness: Harness;
let whole: Whole;
beforeAll(async () => {
  harness = await startHarness({ settleMs: 500 });
  whole = await makeAll(harness.provider);
});
afterAll(() => harness.close());

function program(name = "Same") {
  return { ...flowProgram(whole), name };
}

function flow(name: string) {
  return up(harness.provider, urnOf("flow:Dataflow", name), program());
}

/** Until Adobe has made what a create waits for. */
async function made(count: number) {
  while ((await harness.ui.flows.findByName("flows", "Same")).length < count) await setTimeout(5);
}

test("a second dataflow is made while the first one waits to be enabled, and a third one after both", async () => {
  const first = flow("one");
  await made(1);
  const [one, two] = await Promise.all([first, flow("two")]);
  const three = await flow("three");
  expect(new Set([one.id, two.id, three.id]).size).toBe(3);
});

test("what a killed run has left of one of them does not stop the other one", async () => {
  const one = await up(await harness.another(), urnOf("flow:Dataflow", "left"), program("Left"));
  await harness.loseOutcomes();
  const next = await harness.another();
  const urns = [urnOf("flow:Dataflow", "right"), urnOf("flow:Dataflow", "left")];
  for (const urn of urns) await next.check(urn, program("Left"));
  const [right, left] = await Promise.all(urns.map((urn) => up(next, urn, program("Left"))));
  expect(left?.id).toBe(one.id);
  expect(right?.id).not.toBe(one.id);
});

test.each([
  [
    "a title that must be unique",
    "xdm:FieldGroup",
    { ...fieldGroupProgram, title: "Changed" },
    { intendedToExtend: ["https://ns.adobe.com/xdm/context/profile"] },
  ],
  [
    "a name that need not be",
    "flow:SourceConnection",
    { ...sourceProgram, name: "Changed" },
    { providerId: null },
  ],
])(
  "what a killed run has left of the same resource in an earlier form, under %s, is named in preview and up",
  async (_, type, program, change) => {
    const urn = urnOf(type, "changed");
    const one = await up(await harness.another(), urn, program);
    await harness.loseOutcomes();
    const next = await harness.another();
    const { inputs } = await next.check(urn, { ...program, ...change });
    const says = `${one.id}, which another resource made, or this one in an earlier form`;
    await expect(next.create(urn, inputs, { preview: true })).rejects.toThrow(says);
    await expect(next.create(urn, inputs)).rejects.toThrow(says);
  },
);

test("two resources that may adopt the same unmanaged object at the same time get an object each", async () => {
  const theirs = await harness.ui.flows.create("sourceConnections", {
    name: "Unmanaged",
    connectionSpec: specs.chatlio,
    providerId: specs.streamingProviderId,
    data: { format: "json" },
  });
  const provider = await harness.another({ adoptExisting: true });
  const made = await Promise.all(
    ["first", "second"].map((name) =>
      up(provider, urnOf("flow:SourceConnection", name), { ...sourceProgram, name: "Unmanaged" }),
    ),
  );
  const ids = made.map(({ id }) => id);
  expect(ids).toContain(theirs);
  expect(new Set(ids).size).toBe(2);
});

describe("where a name must be unique", () => {
  const group = (provider: TestProvider, name: string) =>
    up(provider, urnOf("xdm:FieldGroup", name), { ...fieldGroupProgram, title: "Same" });

  test("the second resource is an error at preview that says which has it", async () => {
    const results = await Promise.allSettled([
      group(harness.provider, "a"),
      group(harness.provider, "b"),
    ]);
    const failed = results.filter((one) => one.status === "rejected").map(({ reason }) => String(reason)); // prettier-ignore
    expect(failed).toEqual([
      expect.stringContaining(
        `title: is given to ${urnOf("xdm:FieldGroup", "a")} too: Adobe has one field group of a title; give one of the two another title`,
      ),
    ]);
  });

  test("two may change their names with each other", async () => {
    const next = await harness.another();
    const old = { ...fieldGroupProgram };
    for (const [name, before, after] of [["a", "One", "Two"], ["b", "Two", "One"]] as const) {
      const urn = urnOf("xdm:FieldGroup", name);
      const { failures } = await next.check(urn, { ...old, title: after }, { ...old, title: before });
      expect(failures).toEqual([]);
    } // prettier-ignore
  });

  test("one that another resource of this stack has is named, without the advice to import it", async () => {
    const one = await up(await harness.another(), urnOf("profile:SegmentDefinition", "a"), {
      ...segmentProgram,
      name: "Same",
    });
    const next = await harness.another();
    // The engine has named it, and the check of its resource comes later.
    await next.read(one.urn, one.id, one.outputs, one.inputs);
    const second = up(next, urnOf("profile:SegmentDefinition", "b"), { ...segmentProgram, name: "Same" }); // prettier-ignore
    expect((await failureOf(second)).message).toMatch(
      /Request id \S+\. There is already a segment definition named "Same", \S+, which another resource of this stack has\. If this resource is that one under a new name, give it `aliases`\. Otherwise give one of them another name\.$/,
    );
  });
});
