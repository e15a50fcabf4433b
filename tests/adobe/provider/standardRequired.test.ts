import type { Json } from "../../../adobe/client/json";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { EVENT_CLASS } from "../support/programs";
import { importOne, refresh, up, upAgain, urnOf } from "../support/stack";

/** What a field group requires inside Adobe's standard objects. */
describe("standardRequired", () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  test("what is required inside Adobe's objects changes in place, and leaves with its field", async () => {
    const { provider } = harness;
    const text = { type: "string" };
    const urn = urnOf("xdm:FieldGroup", "required inside");
    const content = { intendedToExtend: [EVENT_CLASS], properties: { id: text } };
    const standardProperties = { "web.webPageDetails": { a: text, b: text } };
    const above = ["web", "web.webPageDetails", "web.webPageDetails._tenant"];
    const a = "web.webPageDetails._tenant.a";
    const b = "web.webPageDetails._tenant.b";
    const made = await up(provider, urn, { ...content, standardProperties });
    const requiredAt = async () => {
      const found = await harness.ui.registry.getResolved("fieldgroups", made.id);
      const web = at(found, "web");
      const page = at(web, "webPageDetails");
      return [found, web, page, at(page, "_localtenant")].map((one) => one?.["required"] ?? []);
    };
    const all = { ...content, standardProperties, standardRequired: [...above, a, b] };
    const required = await upAgain(provider, made, all);
    expect(required.diff.replaces).toEqual([]);
    expect(await requiredAt()).toEqual([["web"], ["webPageDetails"], ["_localtenant"], ["a", "b"]]);
    expect((await refresh(provider, required))?.inputs).toEqual(required.inputs);
    const imported = await importOne(provider, urn, made.id);
    expect(imported.inputs["standardRequired"]).toEqual([...above, a, b]);
    expect(provider.said("warning").join()).not.toContain("no program can write");

    // A program of an earlier release does not know it.
    const without = { ...content, standardProperties };
    expect((await upAgain(provider, required, without)).diff.changes).toEqual({});
    const less = { ...all, standardRequired: ["web", a] };
    const lessRequired = await upAgain(provider, required, less);
    expect(await requiredAt()).toEqual([["web"], [], [], ["a"]]);
    expect(provider.said("warning").join()).toContain(
      `standardRequired: ${a} is required only of records that have web.webPageDetails._tenant`,
    );
    const gone = {
      ...content,
      standardProperties: { "web.webPageDetails": { b: text } },
      standardRequired: ["web"],
      allowBreaking: true,
    };
    const removed = await upAgain(provider, lessRequired, gone);
    expect(await requiredAt()).toEqual([["web"], [], [], []]);
    expect((await refresh(provider, removed))?.inputs).toEqual(removed.inputs);
  });

  test("a group in the form of Adobe's csv2schema guide is imported whole, and changes where its fields are", async () => {
    const { provider } = harness;
    const text = { type: "string" };
    const web = "https://ns.adobe.com/xdm/context/experienceevent-web";
    const object = (properties: Json, required: string[]) => ({
      type: "object",
      properties,
      required,
    });
    const page = object({ _localtenant: object({ a: text }, ["a"]) }, ["_localtenant"]);
    const own = object({ web: object({ webPageDetails: page }, ["webPageDetails"]) }, ["web"]);
    const theirs = await harness.ui.registry.create("fieldgroups", {
      type: "object",
      title: "Theirs",
      "meta:intendedToExtend": [EVENT_CLASS],
      "meta:extends": [web],
      allOf: [own, { $ref: web }],
    });
    const imported = await importOne(provider, urnOf("xdm:FieldGroup", "theirs"), theirs.$id);
    const above = ["web", "web.webPageDetails", "web.webPageDetails._tenant"];
    const program = {
      title: "Theirs",
      intendedToExtend: [EVENT_CLASS],
      properties: {},
      standardProperties: { "web.webPageDetails": { a: text } as Json },
      standardRequired: [...above, "web.webPageDetails._tenant.a"],
      extendedGroups: [web],
    };
    expect(imported.inputs).toMatchObject(program);
    expect(provider.said("warning").join()).not.toContain("no program can write");
    expect((await upAgain(provider, imported, program)).diff.changes).toEqual({});

    const more = {
      ...program,
      standardProperties: { "web.webPageDetails": { a: text, b: text } },
      standardRequired: ["web", "web.webPageDetails._tenant.b"],
      extendedGroups: [web, "https://ns.adobe.com/xdm/context/experienceevent-commerce"],
    };
    const changed = await upAgain(provider, imported, more);
    expect((await refresh(provider, changed))?.inputs).toEqual(changed.inputs);
    const stored = await harness.ui.registry.get("fieldgroups", theirs.$id);
    expect(stored).not.toHaveProperty("definitions");
    expect(JSON.stringify(stored?.["allOf"])).toContain('"b":{"type":"string"');
    expect(changed.outputs["fields"]).toMatchObject({ "web.webPageDetails._tenant.b": "string" });
  });

  test.each([
    ["web.name", "take it away: Adobe's own fields cannot be required"],
    ["web.a", "is in; correct it. Did you mean web._tenant.a?"],
    ["productListItems[*]", "is in; correct it. Did you mean productListItems?"],
    ["productListItems[*].b", "is in; correct it. Did you mean productListItems[*]._tenant.b?"],
    ["web._tenant.c", "is in; add or correct it"],
    ["_tenant.id", "what is among the properties, name in required"],
    ["web", "occurs twice"],
    ["/web", "must be a path of names joined by dots"],
  ])("standardRequired %s is rejected at preview", async (path, reason) => {
    const program = {
      intendedToExtend: [EVENT_CLASS],
      properties: {},
      standardProperties: {
        web: { a: { type: "string" } },
        "productListItems[*]": { b: { type: "string" } },
      },
      standardRequired: ["web", path],
    };
    await expect(up(harness.provider, urnOf("xdm:FieldGroup", "wrong"), program)).rejects.toThrow(
      reason,
    );
    expect(harness.provider.said("warning").join()).not.toContain(`standardRequired: ${path} is`);
  });
});

/** A field of an object. */
function at(of: unknown, name: string): Json | undefined {
  return ((of as Json | undefined)?.["properties"] as Json | undefined)?.[name] as Json | undefined;
}
