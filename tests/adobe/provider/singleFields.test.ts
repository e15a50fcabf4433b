import fc from "fast-check";

import type { Json } from "../../../adobe/client/json";
import type { RegistryResource } from "../../../adobe/client/schemaRegistry";
import { keepRefs } from "../../../adobe/provider/xdm/singleFieldRules";
import { changedParts, isSameFields, partRefs } from "../../../adobe/provider/xdm/singleFields";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { EVENT_CLASS, fieldGroupProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import { importOne, previewCreate, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/** Single fields that a schema or a field group takes of another group (`meta:refProperty`). */
const WEB = "https://ns.adobe.com/xdm/context/experienceevent-web";
const COMMERCE = "https://ns.adobe.com/xdm/context/experienceevent-commerce";
const urn = urnOf("xdm:Schema", "some");

let harness: Harness;
let group: Deployed;
beforeAll(async () => {
  harness = await startHarness();
  group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
});
afterAll(() => harness.close());

function program(fieldGroups: unknown, more: Properties = {}): Properties {
  return { class: EVENT_CLASS, fieldGroups, ...more };
}

function ofChat(...refProperty: string[]): Properties {
  return { ref: group.id, fields: group.outputs["fields"], refProperty };
}

async function partsAt({ id }: Deployed): Promise<unknown> {
  return (await harness.ui.registry.get("schemas", id))?.["allOf"];
}

/** Paths of the leaves that Adobe shows for the schema. */
async function fieldsAt({ id }: Deployed): Promise<string[]> {
  const found = await harness.ui.registry.getResolved("schemas", id);
  const leaves = (node: Json, path: string): string[] => {
    const inner = (node["properties"] ?? (node["items"] as Json | undefined)?.["properties"]) as
      Json | undefined;
    if (inner === undefined) return [path];
    return Object.entries(inner).flatMap(([name, one]) => leaves(one as Json, `${path}/${name}`));
  };
  return leaves(found ?? {}, "");
}

const email = "_tenant.chat.email";

describe("a schema", () => {
  test("has the single fields only, and a refresh, an import and a second up change nothing", async () => {
    const { provider } = harness;
    const given = program([
      ofChat(email),
      { ref: WEB, refProperty: ["web.webPageDetails.URL", "web.webReferrer"] },
    ]);
    const made = await up(provider, urn, given);
    expect(await partsAt(made)).toMatchObject([
      { $ref: EVENT_CLASS },
      { $ref: group.id, "meta:refProperty": ["/_localtenant/chat/email"] },
      { $ref: WEB, "meta:refProperty": ["/web/webPageDetails/URL", "/web/webReferrer"] },
    ]);
    const fields = await fieldsAt(made);
    expect(fields.filter((path) => path.startsWith("/_localtenant"))).toEqual([
      "/_localtenant/chat/email",
    ]);
    expect(fields).toContain("/web/webPageDetails/URL");
    expect(fields).not.toContain("/web/webPageDetails/name");
    expect(made.outputs["fields"]).toMatchObject({ "_tenant.chat": "object", [email]: "string" });
    expect(made.outputs["fields"]).not.toHaveProperty(["_tenant.chat.score"]);

    expect((await upAgain(provider, made, given)).diff.changed).toBe(false);
    const read = await refresh(provider, made);
    expect(read?.inputs).toEqual(made.inputs);
    const imported = await importOne(provider, urn, made.id);
    const titled = { ...given, title: imported.inputs["title"] };
    expect(imported.inputs).toMatchObject({
      fieldGroups: [{ ref: group.id, refProperty: [email] }, { ref: WEB }],
    });
    expect((await upAgain(provider, imported, titled)).diff.changes).toEqual({});
  });

  test("gets more fields, and the whole group, in place; what a program leaves out stays", async () => {
    const { provider } = harness;
    const made = await up(provider, urn, program([ofChat(email)]));
    const more = await upAgain(provider, made, program([ofChat(email, "_tenant.chat.score")]));
    expect(more.diff.replaces).toEqual([]);
    expect(await partsAt(made)).toMatchObject([
      {},
      { "meta:refProperty": ["/_localtenant/chat/email", "/_localtenant/chat/score"] },
    ]);
    const fewer = await upAgain(provider, more, program([ofChat(email)]));
    expect(fewer.diff.changes).toEqual({});
    expect(provider.said("info").join()).toContain(`_tenant.chat.score of ${group.id} at Adobe`);

    const chat = { ref: group.id, fields: group.outputs["fields"] };
    const whole = await upAgain(provider, more, program([chat]));
    expect(whole.diff.replaces).toEqual([]);
    expect(await partsAt(made)).toMatchObject([{ $ref: EVENT_CLASS }, { $ref: group.id }]);
    expect(JSON.stringify(await partsAt(made))).not.toContain("refProperty");
    const same = await upAgain(provider, whole, program([ofChat(email)]));
    expect(same.diff.changes).toEqual({});
    expect(provider.said("info").join()).toContain(`all fields of ${group.id} at Adobe`);

    const narrow = program([ofChat(email)], { allowBreaking: true });
    const narrowed = await upAgain(provider, whole, narrow);
    expect(await partsAt(narrowed)).toMatchObject([
      {},
      { "meta:refProperty": ["/_localtenant/chat/email"] },
    ]);
  });

  test("shows with a refresh what somebody has changed, and a program's field comes back", async () => {
    const { provider } = harness;
    const given = program([ofChat(email)]);
    const made = await up(provider, urn, given);
    const byHand = (value: unknown) =>
      harness.ui.registry.patch("schemas", made.id, [
        { op: "add", path: "/allOf/1/meta:refProperty", value },
      ]);
    await byHand("/_localtenant/chat/score");
    const seen = (await refresh(provider, made)) ?? made;
    expect(seen.inputs["fieldGroups"]).toMatchObject([{ refProperty: ["_tenant.chat.score"] }]);
    const back = await upAgain(provider, seen, given);
    expect(await partsAt(back)).toMatchObject([
      {},
      { "meta:refProperty": ["/_localtenant/chat/email", "/_localtenant/chat/score"] },
    ]);
    expect((await upAgain(provider, back, given)).diff.changes).toEqual({});
  });

  test("that names one group several times, as Adobe's tutorial does, is read as one", async () => {
    const { provider } = harness;
    const one = (path: string) => ({ $ref: WEB, "meta:refProperty": path });
    const theirs = await harness.ui.registry.create("schemas", {
      type: "object",
      title: "Theirs",
      allOf: [
        { $ref: EVENT_CLASS },
        one("/web/webPageDetails/URL"),
        { $ref: group.id },
        one("/web/webReferrer"),
      ],
    });
    const imported = await importOne(provider, urn, theirs.$id);
    const groups = [
      { ref: WEB, refProperty: ["web.webPageDetails.URL", "web.webReferrer"] },
      { ref: group.id },
    ];
    expect(imported.inputs["fieldGroups"]).toEqual(groups);
    const same = program(groups, { title: "Theirs", description: "ours" });
    const described = await upAgain(provider, imported, same);
    expect(await partsAt(described)).toMatchObject(theirs["allOf"] as object[]);
    const more = [{ ...groups[0], refProperty: ["web"] }, groups[1]];
    await upAgain(provider, described, { ...same, fieldGroups: more, allowBreaking: true });
    expect(await partsAt(described)).toMatchObject([
      { $ref: EVENT_CLASS },
      { $ref: WEB, "meta:refProperty": ["/web"] },
      { $ref: group.id },
    ]);
  });

  test("written with the real namespace, it is not a change after a refresh", async () => {
    const { provider } = harness;
    const given = program([{ ref: group.id, refProperty: ["_localtenant.chat.email"] }]);
    const made = await up(provider, urn, given);
    expect((await refresh(provider, made))?.inputs).toEqual(made.inputs);
    const parts = await partsAt(made);
    await upAgain(provider, made, { ...given, description: "new" });
    expect(await partsAt(made)).toEqual(parts);
  });

  test.each([
    [["/web/name"], "must be a path of names joined by dots"],
    [["web.properties.name"], 'has "properties" in it'],
    [["web", "web"], "occurs twice"],
    [[], "is empty"],
    [["page"], "the field group has no field page"],
  ])("%j is rejected at preview", async (refProperty, reason) => {
    await expect(up(harness.provider, urn, program([{ ref: WEB, refProperty }]))).rejects.toThrow(
      reason,
    );
  });

  test("a path that the program's own group does not have is named, with what may be meant", async () => {
    await expect(up(harness.provider, urn, program([ofChat("_tenant.chat.mail")]))).rejects.toThrow(
      "the field group has no field _tenant.chat.mail; correct it. Did you mean _tenant.chat.email or",
    );
  });

  test.each([
    ["one of Adobe's", () => COMMERCE, "commerce.orders"],
    ["one of the organization's", () => group.id, "_tenant.chat.mail"],
  ])("a preview looks up %s whose fields the program does not give", async (_, ref, path) => {
    const given = program([{ ref: ref(), refProperty: [path] }]);
    await expect(previewCreate(harness.provider, urn, given)).rejects.toThrow(
      `fieldGroups[0].refProperty[0]: the field group has no field ${path}; correct it.`,
    );
  });

  const nope = "https://ns.adobe.com/xdm/context/nope";

  test("a preview names a group of Adobe's that is not there", async () => {
    const given = program([{ ref: nope, refProperty: ["a"] }]);
    await expect(previewCreate(harness.provider, urn, given)).rejects.toThrow(
      `fieldGroups[0].ref: Adobe has no field group ${nope}, or`,
    );
  });

  test("a whole group that is not there is to be corrected, not refreshed", async () => {
    const { message } = await failureOf(up(harness.provider, urn, program([{ ref: nope }])));
    expect(message).toContain("correct the $id");
    expect(message).not.toContain("pulumi refresh");
  });

  test("a descriptor of a field that is left out is rejected at preview and at Adobe", async () => {
    const { provider } = harness;
    const made = await up(provider, urn, program([ofChat("_tenant.chat.score")]));
    const identity = { schemaId: made.id, property: email, namespace: "Email", primary: false };
    const at = urnOf("xdm:IdentityDescriptor", "left out");
    const fields = made.outputs["fields"];
    await expect(up(provider, at, { ...identity, fields })).rejects.toThrow("has no field");
    await expect(up(provider, at, identity)).rejects.toThrow("email");
  });
});

describe("a field group", () => {
  const at = urnOf("xdm:FieldGroup", "more");
  const content = { intendedToExtend: [EVENT_CLASS], properties: { id: { type: "string" } } };

  test("extends another by single fields, and changes them in place", async () => {
    const { provider } = harness;
    const given = {
      ...content,
      extendedGroups: [COMMERCE],
      extendedFields: [{ ref: WEB, refProperty: ["web.webReferrer"] }],
    };
    const made = await up(provider, at, given);
    const stored = async () => harness.ui.registry.get("fieldgroups", made.id);
    expect((await stored())?.["allOf"]).toMatchObject([
      { $ref: COMMERCE },
      { $ref: WEB, "meta:refProperty": ["/web/webReferrer"] },
      { $ref: "#/definitions/customFields" },
    ]);
    expect((await refresh(provider, made))?.inputs).toEqual(made.inputs);
    expect((await upAgain(provider, made, given)).diff.changes).toEqual({});

    const whole = { ...content, extendedGroups: [COMMERCE, WEB] };
    const widened = await upAgain(provider, made, whole);
    expect((await stored())?.["allOf"]).toMatchObject([
      { $ref: COMMERCE },
      { $ref: WEB },
      { $ref: "#/definitions/customFields" },
    ]);
    expect(JSON.stringify(await stored())).not.toContain("refProperty");
    expect((await refresh(provider, widened))?.inputs).toEqual(widened.inputs);
    expect((await upAgain(provider, widened, given)).diff.changes).toEqual({});
    const narrowed = await upAgain(provider, widened, { ...given, allowBreaking: true });
    expect((await refresh(provider, narrowed))?.inputs).toEqual(narrowed.inputs);
    expect(JSON.stringify(await stored())).toContain("/web/webReferrer");
  });

  test.each([
    [
      { extendedGroups: [WEB], extendedFields: [{ ref: WEB, refProperty: ["web"] }] },
      "occurs twice",
    ],
    [{ extendedFields: [{ ref: WEB, refProperty: ["page"] }] }, "has no field page"],
  ])("%j is rejected at preview", async (more, reason) => {
    await expect(up(harness.provider, at, { ...content, ...more })).rejects.toThrow(reason);
  });
});

describe("in every form at Adobe", () => {
  const NAMESPACE = "_acme";
  const path = fc.constantFrom(
    "web",
    "web.webReferrer",
    "web.webPageDetails.URL",
    "_tenant.a",
    "list[*].b",
  );
  const refs = fc.uniqueArray(
    fc.record({
      ref: fc.constantFrom("https://x/1", "https://x/2", "https://x/3"),
      refProperty: fc.option(fc.uniqueArray(path, { minLength: 1 }), { nil: undefined }),
    }),
    { selector: ({ ref }) => ref },
  );
  const resource = (allOf: unknown[]): RegistryResource => ({
    $id: "https://ns.adobe.com/acme/schemas/1",
    "meta:altId": "_acme.schemas.1",
    title: "x",
    allOf,
  });

  test("a change gives what is wanted, and leaves other parts as they are", () => {
    fc.assert(
      fc.property(refs, refs, (before, wanted) => {
        const made = changedParts([], { now: [], wanted: before, namespace: NAMESPACE }).added;
        const parts = [{ $ref: EVENT_CLASS, "meta:note": 1 }, { properties: {} }, ...made];
        const now = partRefs(resource(made), NAMESPACE);
        const { kept, added } = changedParts(parts, { now, wanted, namespace: NAMESPACE });
        expect(kept.slice(0, 2)).toEqual(parts.slice(0, 2));
        const after = partRefs(resource([...kept.slice(2), ...added]), NAMESPACE);
        expect(after).toHaveLength(wanted.length);
        for (const one of wanted) {
          const there = after.find(({ ref }) => ref === one.ref);
          expect(there !== undefined && isSameFields(there, one, NAMESPACE)).toBe(true);
        }
      }),
    );
  });

  test("what is kept loses nothing of either side", () => {
    fc.assert(
      fc.property(refs, refs, (found, wanted) => {
        const whole = keepRefs(found, wanted);
        expect(keepRefs(found, whole.refs)).toEqual({ refs: whole.refs, kept: [] });
        expect(whole.refs.slice(0, wanted.length).map(({ ref }) => ref)).toEqual(
          wanted.map(({ ref }) => ref),
        );
        expect(new Set(whole.refs.map(({ ref }) => ref))).toEqual(
          new Set([...found, ...wanted].map(({ ref }) => ref)),
        );
      }),
    );
  });
});
