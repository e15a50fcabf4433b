import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { EVENT_CLASS, fieldGroupProgram, schemaProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import { CheckFailed, importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

let harness: Harness;
let schema: Deployed;
beforeEach(async () => {
  harness = await startHarness();
  const { provider } = harness;
  const group = await up(provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  schema = await up(provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
  await up(provider, urnOf("xdm:IdentityDescriptor", "email"), {
    schemaId: schema.id,
    property: "_tenant.chat.email",
    namespace: "Email",
    primary: true,
  });
  await up(provider, urnOf("xdm:ProfileUnion", "chat"), { schemaId: schema.id });
});
afterEach(() => harness.close());

const urn = urnOf("catalog:Dataset", "chat");

function make(given: Properties) {
  return up(harness.provider, urn, { schemaId: schema.id, ...given });
}

function change(dataset: Deployed, given: Properties) {
  return upAgain(harness.provider, dataset, { schemaId: schema.id, ...given });
}

/** The tags that are not Catalog's, without the time at which Profile was enabled. */
async function tagsOf({ id }: Deployed) {
  const { tags = {} } = (await harness.ui.catalog.get(id)) ?? {};
  const own = Object.entries(tags).filter(([key]) => !/^(adobe|aep)\/|^acp_/.test(key));
  return Object.fromEntries(
    own.map(([key, values]) => [key, values.filter((one) => !String(one).startsWith("enabledAt"))]),
  );
}

const both = { unifiedProfile: ["enabled:true"], unifiedIdentity: ["enabled:true"] };

test.each([
  [{ profile: true }, both],
  [
    { profile: true, upsert: true },
    { ...both, unifiedProfile: ["enabled:true", "isUpsert:true"] },
  ],
  [{ profile: true, identity: false }, { unifiedProfile: ["enabled:true"] }],
  [{ identity: true }, { unifiedIdentity: ["enabled:true"] }],
  [{ tags: { "team/owner": ["chat", "web"] } }, { "team/owner": ["chat", "web"] }],
  [{}, {}],
])(
  "%j: Catalog has these tags, and a second up and a refresh change nothing",
  async (given, tags) => {
    const dataset = await make(given);
    expect(await tagsOf(dataset)).toEqual(tags);
    expect((await change(dataset, given)).diff.changed).toBe(false);
    expect((await refresh(harness.provider, dataset))?.inputs).toEqual(dataset.inputs);
  },
);

test("upsert that is switched on later takes the dataset out of Profile and back", async () => {
  const dataset = await make({ profile: true, tags: { owner: ["chat"] } });
  const before = (await harness.requests()).length;
  await change(dataset, { profile: true, upsert: true, tags: { owner: ["chat"] } });
  expect(await tagsOf(dataset)).toEqual({
    unifiedProfile: ["enabled:true", "isUpsert:true"],
    unifiedIdentity: ["enabled:true"],
    owner: ["chat"],
  });
  const patches = (await harness.requests()).slice(before).filter((one) => one.method === "PATCH");
  expect(patches).toHaveLength(2);
});

test("a run that is killed while the dataset is out of Profile is finished by the next one", async () => {
  const dataset = await make({ profile: true });
  const path = `/data/foundation/catalog/dataSets/${dataset.id}`;
  await harness.fault({ match: { method: "PATCH", path, nth: 2 }, do: { status: 400 } });
  await failureOf(change(dataset, { profile: true, upsert: true }));
  expect(await tagsOf(dataset)).toMatchObject({ unifiedProfile: ["enabled:false"] });

  await change(dataset, { profile: true, upsert: true });
  expect(await tagsOf(dataset)).toEqual({
    ...both,
    unifiedProfile: ["enabled:true", "isUpsert:true"],
  });
});

test("Identity Service is switched on and off without Profile", async () => {
  const dataset = await make({});
  const on = await change(dataset, { identity: true });
  expect(await tagsOf(dataset)).toEqual({ unifiedIdentity: ["enabled:true"] });
  await change(on, { identity: false });
  expect(await tagsOf(dataset)).toEqual({ unifiedIdentity: ["enabled:false"] });
});

test("tags of the program change, those of others stay", async () => {
  const dataset = await make({ tags: { owner: ["chat"], old: ["x"] } });
  const theirs = { op: "add", path: "/tags/their~1own", value: ["1"] };
  await harness.ui.catalog.patch(dataset.id, [theirs]);
  const changed = await change(dataset, { tags: { owner: ["web"], new: [] } });
  expect(await tagsOf(dataset)).toEqual({ owner: ["web"], new: [], "their/own": ["1"] });
  await change(changed, {});
  expect(await tagsOf(dataset)).toEqual({ "their/own": ["1"] });
});

test("a tag that somebody changes in Adobe's UI shows with a refresh, and is set back", async () => {
  const given = { tags: { owner: ["chat"] } };
  const dataset = await make(given);
  await harness.ui.catalog.patch(dataset.id, [{ op: "add", path: "/tags/owner", value: ["x"] }]);
  const seen = await refresh(harness.provider, dataset);
  expect(seen?.inputs["tags"]).toEqual({ owner: ["x"] });
  await change(seen ?? dataset, given);
  expect(await tagsOf(dataset)).toEqual({ owner: ["chat"] });
});

const all = { profile: true, upsert: true, identity: false, tags: { owner: ["x"], "a/b": [] } };

/** What is sent to Catalog to change it, from now on. */
async function changesOf(run: () => Promise<unknown>): Promise<number> {
  const before = (await harness.requests()).length;
  await run();
  const sent = (await harness.requests()).slice(before);
  return sent.filter(({ method }) => method === "PATCH").length;
}

test.each([
  all,
  { profile: true },
  { identity: true },
  { tags: { owner: ["x"] } },
  { profile: true, upsert: true },
])("an import reads %j, and the same program changes nothing", async (given) => {
  const { id } = await make(given);
  const imported = await importOne(harness.provider, urn, id);
  expect(imported.inputs).toMatchObject(given);
  for (const key of ["upsert", "identity", "tags"]) {
    expect(Object.hasOwn(imported.inputs, key)).toBe(Object.hasOwn(given, key));
  }
  expect(harness.provider.said("warning").join()).not.toContain("no program");
  const same = { ...given, name: imported.inputs["name"] };
  const sent = await changesOf(async () => {
    const next = await change(imported, same);
    expect(next.diff.changes).toEqual({});
    expect((await refresh(harness.provider, { ...imported, ...next }))?.inputs).toMatchObject(same);
  });
  expect(sent).toBe(0);
});

test("what an import has found, and the program does not give, is not a change, and stays", async () => {
  const { id } = await make(all);
  const tags = await tagsOf({ id } as Deployed);
  const imported = await importOne(harness.provider, urn, id);
  const less = { profile: true, name: imported.inputs["name"], tags: { owner: ["x"] } };
  const { diff } = await change(imported, less);
  expect(diff.changes).toEqual({});
  const described = await change(imported, { ...less, description: "ours" });
  expect(described.diff.changes).toMatchObject({ description: "add" });
  expect(await tagsOf({ id } as Deployed)).toEqual(tags);
  await change(described, { ...less, description: "again" });
  expect(await tagsOf({ id } as Deployed)).toEqual(tags);
  await change(described, { profile: true, name: less.name, description: "ours" });
  const { owner, ...others } = tags;
  expect(owner).toEqual(["x"]);
  expect(await tagsOf({ id } as Deployed)).toEqual(others);
});

test.each([
  [{ upsert: true }, "upsert: is only for a dataset in Profile"],
  [{ tags: { "": ["a"] } }, "has no name; give the tag one"],
  [{ tags: ["a"] }, "tags: must be a map, not array; correct it"],
  [{ tags: { unifiedProfile: ["enabled:true"] } }, "set profile or identity"],
  [{ tags: { "adobe/pqs/table": ["x"] } }, 'tags["adobe/pqs/table"]: is a tag of Adobe\'s own'],
])("%j is rejected at preview", async (given, reason) => {
  await expect(make(given)).rejects.toThrow(reason);
});

test.each([[{ upsert: false }], [{}]])("upsert cannot be switched off again: %j", async (given) => {
  const dataset = await make({ profile: true, upsert: true });
  const off = change(dataset, { profile: true, ...given });
  await expect(off).rejects.toThrow(CheckFailed);
  await expect(off).rejects.toThrow("upsert: cannot be switched off again");
});

test("upsert that an import has found, and the program gives, cannot be left out later", async () => {
  const { id } = await make({ profile: true, upsert: true });
  const imported = await importOne(harness.provider, urn, id);
  const given = { profile: true, name: imported.inputs["name"] };
  expect((await change(imported, given)).diff.changes).toEqual({});
  await expect(change(imported, { ...given, upsert: false })).rejects.toThrow(CheckFailed);
  const described = await change(imported, { ...given, upsert: true, description: "ours" });
  await expect(change(described, given)).rejects.toThrow("upsert: cannot be switched off again");
});

test("another dataset, in place of one with upsert, may be without it", async () => {
  const dataset = await make({ profile: true, upsert: true });
  const other = await up(harness.provider, urnOf("xdm:Schema", "other"), {
    class: EVENT_CLASS,
    fieldGroups: [],
  });
  const replaced = await upAgain(harness.provider, dataset, { schemaId: other.id });
  expect(replaced.diff.replaces).toContain("schemaId");
});
