import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { importOne, up, upAgain, urnOf } from "../support/stack";

/** Objects with what no program can write, or could not give to a new one. */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const urn = urnOf("profile:SegmentDefinition", "segment");
const path = "/data/core/ups/segment/definitions";
const policyUrn = urnOf("profile:MergePolicy", "policy");
const policyPath = "/data/core/ups/config/mergePolicies";
const policy: Properties = {
  name: "Policy",
  identityGraph: "pdg",
  attributeMerge: { type: "timestampOrdered" },
};

async function there(id: string) {
  const found = await harness.ui.segments.get(id);
  if (found === undefined) throw new Error("gone");
  return found;
}

async function policyThere(id: string) {
  const found = await harness.ui.mergePolicies.get(id);
  if (found === undefined) throw new Error("gone");
  return found;
}

/** Somebody changes it in Adobe's UI. */
async function byHand(id: string, changes: Properties) {
  await harness.ui.segments.replace(id, { ...(await there(id)).whole, ...changes });
}

/** Somebody makes one in Adobe's UI. */
function madeByHand(name: string) {
  return harness.ui.segments.create({
    name,
    schema: { name: "_xdm.context.profile" },
    expression: { type: "PQL", format: "pql/text", value: 'homeAddress.countryCode = "US"' },
  });
}

describe("an import", () => {
  test.each<[string, Properties, string]>([
    ["text as JSON, as guides show it", { format: "pql/json", value: "a = 1" }, "a = 2"],
    ["a form that no guide has", { format: "pql/text", value: "a = {1}" }, "a = 2"],
  ])(
    "of a segment definition: %s is kept, and a change of it is judged",
    async (_, form, valid) => {
      const { id } = await madeByHand("Theirs");
      await harness.fault({
        match: { method: "GET", path: `${path}/*` },
        do: {
          status: 200,
          body: { ...(await there(id)).whole, expression: { type: "PQL", ...form } },
        },
      });
      const imported = await importOne(harness.provider, urn, id);
      expect(harness.provider.said("warning").join()).toContain(
        "has what no program can give to a new one: expression.",
      );
      const same = { name: "Theirs", expression: form["value"], format: form["format"] };
      expect((await upAgain(harness.provider, imported, same)).diff.changes).toEqual({});
      const check = (expression: string) =>
        harness.provider.check(urn, { ...same, expression }, imported.inputs);
      expect((await check("a = (")).failures).toHaveLength(1);
      const { failures } = await harness.provider.check(
        urn,
        { ...same, format: "pql/text", expression: valid },
        imported.inputs,
      );
      expect(failures).toEqual([]);
    },
  );

  test("of a segment definition says by path what a program does not write", async () => {
    const { id } = await madeByHand("Theirs");
    const say = async () => {
      const provider = await harness.another();
      await importOne(provider, urn, id);
      return provider.said("warning").join();
    };
    expect(await say()).toBe("");
    const dataGovernancePolicy = { excludeOptOut: false };
    await byHand(id, { ttlInDays: 60, lifecycleState: "draft", dataGovernancePolicy });
    expect(await say()).toContain(
      "has what no program can write: ttlInDays, dataGovernancePolicy.excludeOptOut, lifecycleState. It stays there as it is",
    );
  });

  test.each([
    ["https://ns.adobe.com/xdm/context/profile", "_xdm.context.profile"],
    ["https://ns.adobe.com/acme/classes/1f", "_acme.classes.1f"],
  ])("of a segment definition whose class Adobe names by its $id, %s", async ($id, altId) => {
    const { id } = await madeByHand("Theirs");
    const body = { ...(await there(id)).whole, schema: { id: $id } };
    await harness.fault({ match: { method: "GET", path: `${path}/*` }, do: { status: 200, body } });
    const imported = await importOne(harness.provider, urn, id);
    expect(imported.inputs["class"]).toBe(altId);
  });

  test("of a schema says what a reference has that no program can write", async () => {
    const itsClass = "https://ns.adobe.com/xdm/context/experienceevent";
    const web = "https://ns.adobe.com/xdm/context/experienceevent-web";
    const made = await harness.ui.registry.create("schemas", {
      type: "object",
      title: "Theirs",
      allOf: [
        { $ref: itsClass, type: "object" },
        { $ref: web, type: "object", "meta:refProperty": "/web/webPageDetails", "meta:note": "x" },
      ],
    });
    const imported = await importOne(harness.provider, urnOf("xdm:Schema", "theirs"), made.$id);
    expect(harness.provider.said("warning").join()).toContain(
      `the schema ${made.$id} has what no program can write: allOf[1] meta:note. It stays there as it is`,
    );
    const fieldGroups = [{ ref: web, refProperty: ["web.webPageDetails"] }];
    const program = { title: "Theirs", class: itsClass, fieldGroups };
    const described = { ...program, description: "By us" };
    await upAgain(harness.provider, imported, described);
    const now = await harness.ui.registry.get("schemas", made.$id);
    expect(now?.["allOf"]).toMatchObject([
      { $ref: itsClass },
      { $ref: web, "meta:refProperty": "/web/webPageDetails", "meta:note": "x" },
    ]);
  });

  test("of a merge policy says by path what a program does not write", async () => {
    const { id } = await up(harness.provider, policyUrn, policy);
    const body = { ...(await policyThere(id)).whole, attributeMerge: { type: "timestampOrdered", weight: 2 }, labels: ["C1"] }; // prettier-ignore
    await harness.fault({
      match: { method: "GET", path: `${policyPath}/*` },
      do: { status: 200, body },
    });
    const next = await harness.another();
    await importOne(next, policyUrn, id);
    expect(next.said("warning").join()).toContain(
      "has what no program can write: attributeMerge.weight, labels. It stays there as it is",
    );
  });

  test("with an identity graph that no document has is kept, and says so", async () => {
    const { id } = await up(harness.provider, policyUrn, policy);
    const body = { ...(await policyThere(id)).whole, identityGraph: { type: "coop" } };
    await harness.fault({
      match: { method: "GET", path: `${policyPath}/*` },
      do: { status: 200, body },
    });
    const imported = await importOne(harness.provider, policyUrn, id);
    expect(harness.provider.said("warning").join()).toContain(
      "no program can give to a new one: identityGraph.",
    );
    const again = await upAgain(harness.provider, imported, { ...policy, identityGraph: "coop" });
    expect(again.diff.changes).toEqual({});
    const { failures } = await harness.provider.check(policyUrn, { ...policy, identityGraph: "all" }, imported.inputs); // prettier-ignore
    expect(failures.map(({ property }) => property)).toEqual(["identityGraph"]);
  });

  test.each([
    ["daily", "weekly"],
    ["70 6 * * *", "71 6 * * *"],
  ])("with a wrong text, %s, is kept, and another wrong text is not", async (theirs, wrong) => {
    const urn = urnOf("query:Schedule", "odd");
    const program = { name: "Odd", sql: "SELECT 1", startDate: "2026-12-01T06:00:00Z" };
    const check = (schedule: string, old: Properties) =>
      harness.provider.check(urn, { ...program, schedule }, old);
    const { inputs } = await check("0 6 * * *", {});
    const imported = { ...inputs, schedule: theirs };
    expect((await check(theirs, imported)).failures).toEqual([]);
    const { failures } = await check(wrong, imported);
    expect(failures.map(({ property }) => property)).toEqual(["schedule"]);
  });
});
