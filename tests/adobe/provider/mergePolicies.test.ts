import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness, writesTo } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { destroy, importOne, refreshed, up, upAgain, urnOf } from "../support/stack";

const program: Properties = {
  name: "Policy",
  identityGraph: "pdg",
  attributeMerge: { type: "timestampOrdered" },
};
const urn = urnOf("profile:MergePolicy", "policy");
const other = urnOf("profile:MergePolicy", "other");
const path = "/data/core/ups/config/mergePolicies";

let harness: Harness;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
}
afterEach(() => harness.close());

async function there(id: string) {
  const found = await harness.ui.mergePolicies.get(id);
  if (found === undefined) throw new Error("gone");
  return found;
}

/** Somebody changes it in Adobe's UI. */
async function byHand(id: string, changes: Properties) {
  await harness.ui.mergePolicies.replace(id, { ...(await there(id)).whole, ...changes });
}

describe("an update", () => {
  test("sends what Adobe shows of it, and changes what the program has changed", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { name: "By hand" });
    const next = await upAgain(harness.provider, made, { ...program, identityGraph: "none" });
    expect(next.diff.changes).toEqual({ identityGraph: "update" });
    expect(await there(made.id)).toMatchObject({ name: "By hand", identityGraph: "none" });
  });

  test("of what somebody else has changed too is rejected until a refresh", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { name: "By hand" });
    const renamed = { ...program, name: "Renamed" };
    expect((await failureOf(upAgain(harness.provider, made, renamed))).message).toMatch(
      /merge policy .* was changed at Adobe too.*: name\. Nothing was written; run `pulumi refresh`/,
    );
    await upAgain(harness.provider, await refreshed(harness.provider, made), renamed);
    expect((await there(made.id)).name).toBe("Renamed");
  });

  test("to what Adobe has already sends nothing", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { identityGraph: { type: "none" } });
    const change = () => upAgain(harness.provider, made, { ...program, identityGraph: "none" });
    expect(await writesTo(harness, path, change)).toEqual([]);
  });

  test("of one that is gone says what to do", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.ui.mergePolicies.delete(made.id);
    const next = await harness.another();
    const change = upAgain(next, made, { ...program, identityGraph: "none" });
    expect((await failureOf(change)).message).toContain("run `pulumi refresh`");
  });

  test.each([
    ["done, then 504", { status: 504, afterWork: true }],
    ["not done, 503", { status: 503 }],
  ])("%s: is made once more, to the same end", async (_, fault) => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.fault({ match: { method: "PUT", path: `${path}/*`, nth: 1 }, do: fault });
    await upAgain(harness.provider, made, { ...program, identityGraph: "none" });
    expect((await there(made.id)).identityGraph).toBe("none");
  });

  test("of the class replaces it, with the reason", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const next = await upAgain(harness.provider, made, {
      ...program,
      class: "_xdm.context.experienceevent",
    });
    expect(next.diff.changes).toEqual({ class: "update-replace" });
    expect(harness.provider.said("info").join()).toContain("belong to its class");
    expect(next.id).not.toBe(made.id);
    expect((await there(next.id)).schemaName).toBe("_xdm.context.experienceevent");
    expect(await harness.ui.mergePolicies.get(made.id)).toBeUndefined();
  });
});

describe("the default of a class", () => {
  test("moves to the policy that the program makes the default, and back by hand", async () => {
    await start();
    const [adobes] = await harness.ui.mergePolicies.findAll();
    const made = await up(harness.provider, urn, { ...program, default: true });
    expect((await there(made.id)).isDefault).toBe(true);
    expect((await there(adobes?.id ?? "")).isDefault).toBe(false);

    await byHand(adobes?.id ?? "", { default: true });
    const again = await upAgain(harness.provider, await refreshed(harness.provider, made), {
      ...program,
      default: true,
    });
    expect(again.diff.changes).toEqual({ default: "update" });
    expect((await there(made.id)).isDefault).toBe(true);
  });

  test("that somebody has chosen is not a change, as long as the program says nothing", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await byHand(made.id, { default: true, isActiveOnEdge: true });
    const read = await refreshed(harness.provider, made);
    expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});
    const renamed = await upAgain(harness.provider, read, { ...program, name: "Renamed" });
    expect(renamed.diff.changes).toEqual({ name: "update" });
    const now = await there(made.id);
    expect([now.isDefault, now.isActiveOnEdge]).toEqual([true, true]);
    const imported = await importOne(await harness.another(), urn, made.id);
    expect(imported.inputs).toMatchObject({ default: true, activeOnEdge: true });
    const kept = { ...program, name: "Renamed" };
    expect((await upAgain(harness.provider, imported, kept)).diff.changes).toEqual({});
  });

  test("stays the default when the program stops giving it", async () => {
    await start();
    const made = await up(harness.provider, urn, { ...program, default: true });
    const next = await upAgain(harness.provider, made, program);
    expect((await there(made.id)).isDefault).toBe(true);
    const read = await refreshed(harness.provider, next);
    expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});
  });

  test("cannot be given up without a successor, and the error says so", async () => {
    await start();
    const made = await up(harness.provider, urn, { ...program, default: true });
    const { message } = await failureOf(
      upAgain(harness.provider, made, { ...program, default: false }),
    );
    expect(message).toContain("make another merge policy of the class the default");
    const { message: deleted } = await failureOf(destroy(harness.provider, made));
    expect(deleted).toContain("make another merge policy of the class the default");
    const next = await up(harness.provider, other, { ...program, name: "Other", default: true });
    await destroy(harness.provider, made);
    expect(await harness.ui.mergePolicies.get(made.id)).toBeUndefined();
    expect((await there(next.id)).isDefault).toBe(true);
  });

  test("is deleted where Adobe lets it", async () => {
    await start({ assume: { "merge-policy-default": "allowed" } });
    const made = await up(harness.provider, urn, { ...program, default: true });
    await destroy(harness.provider, made);
    expect(await harness.ui.mergePolicies.get(made.id)).toBeUndefined();
  });
});

describe("a policy that is active on the edge", () => {
  const active = { ...program, activeOnEdge: true };

  test("is taken off the edge before it is deleted, with a warning", async () => {
    await start();
    const made = await up(harness.provider, urn, active);
    const sent = await writesTo(harness, path, () => destroy(harness.provider, made));
    expect(sent.map(({ method, status }) => [method, status])).toEqual([
      ["PUT", 200],
      ["DELETE", 200],
    ]);
    expect(harness.provider.said("warning").join()).toContain("active on the edge");
    await destroy(harness.provider, made);
  });

  test("and the default stays both, and the error says what to do", async () => {
    await start();
    const made = await up(harness.provider, urn, { ...active, default: true });
    const sent = await writesTo(harness, path, async () => {
      const { message } = await failureOf(destroy(harness.provider, made));
      expect(message).toContain("Make another one the default and active on the edge first");
    });
    expect(sent).toEqual([]);
    expect(await there(made.id)).toMatchObject({ isActiveOnEdge: true, isDefault: true });
  });

  test("is not any more when the program stops giving it", async () => {
    await start();
    const made = await up(harness.provider, urn, active);
    const next = await upAgain(harness.provider, made, program);
    expect(next.diff.changes).toEqual({ activeOnEdge: "delete" });
    expect((await there(made.id)).isActiveOnEdge).toBe(false);
  });

  test("gives that up to another one, which a refresh shows", async () => {
    await start();
    const made = await up(harness.provider, urn, active);
    // Of another program.
    const next = await up(await harness.another(), other, { ...active, name: "Other" });
    expect((await there(next.id)).isActiveOnEdge).toBe(true);
    expect((await refreshed(harness.provider, made)).inputs["activeOnEdge"]).toBe(false);
  });

  test("is named to a second one, where Adobe rejects that", async () => {
    await start({ assume: { "merge-policy-edge": "refused" } });
    const made = await up(harness.provider, urn, active);
    const second = { ...active, name: "Other" };
    const next = await harness.another();
    const { message } = await failureOf(up(next, other, second));
    expect(message).toContain(`"Policy" (${made.id}) is active on the edge`);
    expect(message).toContain("set its activeOnEdge to false first");
    const plain = await up(next, other, { ...program, name: "Other" });
    const change = failureOf(upAgain(next, plain, second));
    expect((await change).message).toContain(made.id);
  });
});

describe("what the program gives wrongly is found at preview", () => {
  test.each<[string, Properties, string, string]>([
    [
      "a dataset twice",
      { attributeMerge: { type: "dataSetPrecedence", order: ["5f", "5f"] } },
      "attributeMerge.order",
      "name each once",
    ],
    ["no order", { attributeMerge: { type: "dataSetPrecedence" } }, "attributeMerge.order", "give"],
    [
      "an order that nobody reads",
      { attributeMerge: { type: "timestampOrdered", order: ["a"] } },
      "attributeMerge.order",
      "is only for dataSetPrecedence",
    ],
    [
      "the class by its $id",
      { class: "https://ns.adobe.com/xdm/context/profile" },
      "class",
      "not its $id",
    ],
  ])("%s", async (_, wrong, property, words) => {
    await start();
    const { failures } = await harness.provider.check(urn, { ...program, ...wrong });
    expect(failures).toEqual([{ property, reason: expect.stringContaining(words) as unknown }]);
  });

  test("and nothing where it is not known yet", async () => {
    await start();
    for (const attributeMerge of [
      UNKNOWN,
      { type: UNKNOWN, order: ["a"] },
      { type: "dataSetPrecedence", order: UNKNOWN },
    ]) {
      const { failures } = await harness.provider.check(urn, { ...program, attributeMerge });
      expect(failures).toEqual([]);
    }
  });
});

describe("the list of policies", () => {
  test.each(["link", "token"])("is read to its end, with a %s to the next page", async (value) => {
    await start({ assume: { "merge-policy-page": value } });
    const last = await up(harness.provider, urn, { ...program, name: "zz" });
    for (let n = 0; n < 101; n++) {
      await harness.ui.mergePolicies.create({
        name: `p${n}`,
        schema: { name: "_xdm.context.profile" },
        identityGraph: { type: "none" },
        attributeMerge: { type: "timestampOrdered" },
      });
    }
    const all = await harness.ui.mergePolicies.findAll();
    expect(all).toHaveLength(103);
    // On the second page.
    const taken = failureOf(up(await harness.another(), other, { ...program, name: "zz" }));
    expect((await taken).message).toContain(last.id);
  });

  test("may have a policy in older forms", async () => {
    await start();
    await harness.fault({
      match: { method: "GET", path: `${path}/old` },
      do: {
        status: 200,
        body: {
          id: "old",
          schema: { name: "_xdm.context.profile" },
          identityGraph: { type: "none" },
          attributeMerge: { type: "dataSetPrecedence", data: { order: ["a", "b"] } },
          isActiveOnEdge: "false",
          default: "true",
        },
      },
    });
    const imported = await importOne(harness.provider, urn, "old");
    expect(imported.inputs).toMatchObject({
      attributeMerge: { type: "dataSetPrecedence", order: ["a", "b"] },
      default: true,
      activeOnEdge: false,
    });
  });
});

test("a policy of the program's name that somebody else has made is adopted by consent only", async () => {
  await start();
  const { id } = await harness.ui.mergePolicies.create({
    name: "Policy",
    schema: { name: "_xdm.context.profile" },
    identityGraph: { type: "none" },
    attributeMerge: { type: "timestampOrdered" },
  });
  const { message } = await failureOf(up(harness.provider, urn, program));
  expect(message).toContain(id);
  expect(message).toContain("pulumi import");
  const adopted = await up(await harness.another({ adoptExisting: true }), urn, program);
  expect(adopted.id).toBe(id);
  expect((await there(id)).identityGraph).toBe("pdg");
});

test("another change of an imported policy leaves it active on the edge, and the default", async () => {
  await start();
  const given = { ...program, activeOnEdge: true, default: true };
  const { id } = await up(harness.provider, urn, given);
  const imported = await importOne(harness.provider, urn, id);
  const next = await upAgain(harness.provider, imported, { ...program, identityGraph: "none" });
  expect(next.diff.changes).toEqual({ identityGraph: "update" });
  expect(await there(id)).toMatchObject({ isActiveOnEdge: true, isDefault: true });
  expect(harness.provider.said("warning")).toEqual([]);
});

test("a program that gives `default` no more is told that the policy stays it", async () => {
  await start();
  const made = await up(harness.provider, urn, { ...program, default: true });
  const next = await upAgain(harness.provider, made, program);
  expect((await there(made.id)).isDefault).toBe(true);
  const said = harness.provider.said("warning").join();
  expect(said).toContain("stays the default of its class: that ends when another one becomes it");
  expect((await upAgain(harness.provider, next, program)).diff.changed).toBe(false);
});
