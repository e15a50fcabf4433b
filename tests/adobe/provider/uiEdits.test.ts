import type { RegistryResource } from "../../../adobe/client/schemaRegistry";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  chatFields,
  fieldGroupProgram,
  flowProgram,
  makeAll,
  mappingProgram,
  mappings,
  namespaceProgram,
  schemaProgram,
} from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

// What somebody does in Adobe's UI between the last refresh and an update.

let harness: Harness;
let whole: Whole;
beforeEach(async () => {
  harness = await startHarness();
  whole = await makeAll(harness.provider);
});
afterEach(() => harness.close());

async function there(kind: "schemas" | "fieldgroups", id: string): Promise<RegistryResource> {
  const found = await harness.ui.registry.get(kind, id);
  if (found === undefined) throw new Error("gone");
  return found;
}

/** Statuses of the requests of a method that `work` makes. */
async function sent(method: string, work: () => Promise<unknown>): Promise<number[]> {
  const before = (await harness.requests()).length;
  await work();
  return (await harness.requests())
    .slice(before)
    .filter((request) => request.method === method)
    .map(({ status }) => status);
}

const CHAT = "/definitions/customFields/properties/_localtenant/properties/chat/properties";
function inGroup(changes: Properties[]) {
  return harness.ui.registry.patch("fieldgroups", whole.group.id, changes);
}
function describeGroup(description: string) {
  return upAgain(harness.provider, whole.group, { ...fieldGroupProgram, description });
}

describe("a field group", () => {
  test("keeps a field that was added in the UI and parts that no program can express", async () => {
    await inGroup([
      { op: "add", path: `${CHAT}/uiField`, value: { type: "string", title: "By hand" } },
      { op: "add", path: `${CHAT}/score/meta:descriptionId`, value: "kept" },
    ]);
    await describeGroup("new");
    const now = await there("fieldgroups", whole.group.id);
    expect(now["description"]).toBe("new");
    expect(now).toMatchObject({
      definitions: {
        customFields: {
          properties: {
            _localtenant: {
              properties: {
                chat: {
                  properties: {
                    uiField: { type: "string", title: "By hand" },
                    score: { "meta:descriptionId": "kept", maximum: 10 },
                    email: { title: "E-mail" },
                  },
                },
              },
            },
          },
        },
      },
    });
  });

  test("is not changed when it already has the wanted value", async () => {
    await inGroup([{ op: "add", path: "/description", value: "new" }]);
    expect(await sent("PATCH", () => describeGroup("new"))).toEqual([]);
  });

  test("a different change at the same path is rejected with the path", async () => {
    await inGroup([{ op: "replace", path: `${CHAT}/email/title`, value: "By hand" }]);
    const properties = structuredClone(chatFields);
    properties.chat.properties.email.title = "By program";
    const patches = await sent("PATCH", async () => {
      const { message } = await failureOf(
        upAgain(harness.provider, whole.group, { ...fieldGroupProgram, properties }),
      );
      expect(message).toContain("properties.chat.properties.email.title");
      expect(message).toContain("run `pulumi refresh`");
    });
    expect(patches).toEqual([]);
  });
});

describe("a schema", () => {
  test("keeps a field group that was added in the UI", async () => {
    const other = await up(harness.provider, urnOf("xdm:FieldGroup", "other"), {
      ...fieldGroupProgram,
      properties: { other: { type: "string" } },
    });
    await harness.ui.registry.patch("schemas", whole.schema.id, [
      { op: "add", path: "/allOf/-", value: { $ref: other.id } },
    ]);
    const program = { ...schemaProgram(whole.group), description: "new" };
    await upAgain(harness.provider, whole.schema, program);
    const now = await there("schemas", whole.schema.id);
    expect(now["description"]).toBe("new");
    expect(now["allOf"]).toEqual([
      expect.anything(),
      expect.objectContaining({ $ref: whole.group.id }),
      expect.objectContaining({ $ref: other.id }),
    ]);
  });

  test("different descriptions on both sides are rejected", async () => {
    await harness.ui.registry.patch("schemas", whole.schema.id, [
      { op: "add", path: "/description", value: "by hand" },
    ]);
    const program = { ...schemaProgram(whole.group), description: "new" };
    const { message } = await failureOf(upAgain(harness.provider, whole.schema, program));
    expect(message).toMatch(/schema .*: description\. Nothing was written; run `pulumi refresh`/);
    expect((await there("schemas", whole.schema.id))["description"]).toBe("by hand");
  });
});

describe("a mapping set", () => {
  const program = () => mappingProgram(whole.schema);
  const newest = async () => {
    const found = (await harness.ui.dataPrep.findAll()).find(({ id }) => id === whole.mapping.id);
    const version = await harness.ui.dataPrep.get(whole.mapping.id, found?.version);
    if (version === undefined) throw new Error("gone");
    return version;
  };
  /** Somebody maps one destination from another source. */
  const remap = async (destination: string, source: string) => {
    const { id, name, schemaId, mappings: now } = await newest();
    await harness.ui.dataPrep.replace(id, {
      id,
      name,
      outputSchema: {
        schemaRef: { id: schemaId, contentType: "application/vnd.adobe.xed-full+json;version=1" },
      },
      mappings: now.map((one) => (one.destination === destination ? { ...one, source } : one)),
    });
  };
  const sourceOf = async (path: string) =>
    (await newest()).mappings.find(({ destination }) => destination === path)?.source;
  const fewer = () => ({ ...program(), mappings: mappings.slice(0, 3) });

  test("keeps a mapping that was added in the UI", async () => {
    await remap("eventType", "by.hand");
    const deployed = await upAgain(harness.provider, whole.mapping, fewer());
    expect(deployed.outputs["version"]).toBe(2);
    expect(await sourceOf("eventType")).toBe("by.hand");
    expect((await newest()).mappings).toHaveLength(3);
  });

  test("different mappings on both sides are rejected", async () => {
    await remap("eventType", "by.hand");
    const changed = mappings.map((one) =>
      one.destination === "eventType" ? { ...one, source: "by.program" } : one,
    );
    const update = upAgain(harness.provider, whole.mapping, { ...program(), mappings: changed });
    expect((await failureOf(update)).message).toMatch(
      /mappings\.eventType\.source\. Nothing was written; run `pulumi refresh`/,
    );
    expect(await sourceOf("eventType")).toBe("by.hand");
  });

  test.each([
    ["done, then 504", { status: 504, afterWork: true }],
    ["done, then reset", { reset: true, afterWork: true }],
    ["done, then cut", { cut: true }],
    ["not done, 503", { status: 503 }],
  ])("%s: one change makes one version", async (_, fault) => {
    await harness.fault({
      match: { method: "PUT", path: "/data/foundation/conversion/mappingSets/*", nth: 1 },
      do: fault,
    });
    const deployed = await upAgain(harness.provider, whole.mapping, fewer());
    expect(deployed.outputs["version"]).toBe(1);
    expect((await newest()).version).toBe(1);
  });
});

describe("a namespace", () => {
  const urn = urnOf("identity:Namespace", "n");
  const described = { ...namespaceProgram, description: "from the program" };
  const now = async (id: string) => harness.ui.identity.get(Number(id));
  const byHand = (id: string) =>
    harness.ui.identity.replace(Number(id), {
      code: "shopper",
      name: "Shopper",
      idType: "Cookie",
      description: "by hand",
    });
  const refreshed = async (deployed: Deployed) => {
    const read = await refresh(harness.provider, deployed);
    if (read === undefined) throw new Error("gone");
    return read;
  };

  test("keeps a description that was added in the UI, also after a refresh", async () => {
    const deployed = await up(harness.provider, urn, namespaceProgram);
    await byHand(deployed.id);
    const program = { ...namespaceProgram, name: "Buyer" };
    const renamed = await upAgain(harness.provider, deployed, program);
    expect(await now(deployed.id)).toMatchObject({ name: "Buyer", description: "by hand" });
    const again = await upAgain(harness.provider, await refreshed(renamed), program);
    expect(again.diff.changes).toEqual({});
    expect(await now(deployed.id)).toMatchObject({ description: "by hand" });
  });

  test.each([
    ["with the same name", namespaceProgram],
    ["with another name", { ...namespaceProgram, name: "Buyer" }],
  ])("that somebody else has made keeps its description: program %s", async (_, program) => {
    const theirs = { ...namespaceProgram, code: "shopper", description: "Owned by CRM team" };
    const { id } = await harness.ui.identity.create(theirs);
    const adopted = await up(harness.provider, urn, program);
    expect(adopted.id).toBe(String(id));
    const kept = { name: program["name"], description: "Owned by CRM team" };
    expect(await now(adopted.id)).toMatchObject(kept);
    const again = await upAgain(harness.provider, await refreshed(adopted), program);
    expect(again.diff.changes).toEqual({});
    expect(await now(adopted.id)).toMatchObject(kept);
  });

  test("gets the description that the program gives, and loses it with the program", async () => {
    const deployed = await up(harness.provider, urn, namespaceProgram);
    await byHand(deployed.id);
    const given = await upAgain(harness.provider, await refreshed(deployed), described);
    expect(given.diff.changes).toEqual({ description: "add" });
    expect(await now(deployed.id)).toMatchObject({ description: "from the program" });
    const removed = await upAgain(harness.provider, given, namespaceProgram);
    expect(removed.diff.changes).toEqual({ description: "delete" });
    expect(await now(deployed.id)).toMatchObject({ description: "" });
  });

  test("different descriptions on both sides are rejected until a refresh", async () => {
    const deployed = await up(harness.provider, urn, described);
    await byHand(deployed.id);
    const program = { ...namespaceProgram, description: "new" };
    const update = upAgain(harness.provider, deployed, program);
    expect((await failureOf(update)).message).toContain("namespace shopper was changed at Adobe");
    await upAgain(harness.provider, await refreshed(deployed), program);
    expect(await now(deployed.id)).toMatchObject({ description: "new" });
  });
});

describe("a dataset", () => {
  const retention = async (id: string) =>
    JSON.stringify((await harness.ui.catalog.get(id))?.["extensions"] ?? null);

  test.each<[string, Properties, number | undefined, string]>([
    ["raised", { retentionDays: 90 }, 730, "P730D"],
    ["set where the program gives none", {}, 400, "P400D"],
  ])("keeps a retention that was %s, until a refresh", async (_, given, days, period) => {
    const program = { schemaId: whole.schema.id, ...given };
    const urn = urnOf("catalog:Dataset", "two");
    const dataset = await up(harness.provider, urn, program);
    await harness.ui.catalog.setRetention(dataset.id, days);
    const next = await harness.another();
    const described = { ...program, description: "new" };
    const changed = await upAgain(next, dataset, described);
    expect(changed.diff.changes).toEqual({ description: "add" });
    expect(await retention(dataset.id)).toContain(period);

    const read = await refresh(next, changed);
    if (read === undefined) throw new Error("gone");
    await upAgain(next, read, described);
    expect(await retention(dataset.id)).not.toContain(period);
  });
});

describe("a dataflow", () => {
  test("that was disabled stays so, with a warning, until a refresh", async () => {
    const state = async () => (await harness.ui.flows.get("flows", whole.flow.id))?.state;
    await harness.ui.flows.setEnabled(whole.flow.id, false);
    const next = await harness.another();
    const described = { ...flowProgram(whole), description: "new" };
    const changed = await upAgain(next, whole.flow, described);
    expect(await state()).toBe("disabled");
    expect(next.said("warning").join()).toContain(`${whole.flow.id} is disabled`);
    expect(changed.outputs["inletUrl"]).toEqual(whole.flow.outputs["inletUrl"]);

    const read = await refresh(next, changed);
    if (read === undefined) throw new Error("gone");
    expect((await upAgain(next, read, described)).diff.changes).toEqual({ enabled: "update" });
    expect(await state()).toBe("enabled");
  });
});
