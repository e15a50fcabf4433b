import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { fieldGroupProgram, schemaProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import { refresh, up, upAgain, urnOf } from "../support/stack";
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

function program(given: Properties): Properties {
  return { schemaId: schema.id, profile: true, ...given };
}

/** What Catalog has, by store. */
async function periods(id: string) {
  const found = await harness.ui.catalog.get(id);
  const extensions = (found?.["extensions"] ?? {}) as Record<
    string,
    { rowExpiration?: { ttlValue?: string | null } }
  >;
  return [
    extensions["adobe_lakeHouse"]?.rowExpiration?.ttlValue ?? null,
    extensions["adobe_unifiedProfile"]?.rowExpiration?.ttlValue ?? null,
  ];
}

test("lake and Profile keep rows for times of their own, each changed without the other", async () => {
  const both = program({ retentionDays: 400, profileRetentionDays: 1 });
  const dataset = await up(harness.provider, urn, both);
  expect(await periods(dataset.id)).toEqual(["P400D", "P1D"]);

  const shorter = { ...both, profileRetentionDays: 30 };
  const changed = await upAgain(harness.provider, dataset, shorter);
  expect(changed.diff.changes).toEqual({ profileRetentionDays: "update" });
  expect(await periods(dataset.id)).toEqual(["P400D", "P30D"]);

  const removed = await upAgain(harness.provider, changed, program({ retentionDays: 400 }));
  expect(removed.diff.changes).toEqual({ profileRetentionDays: "delete" });
  expect(await periods(dataset.id)).toEqual(["P400D", null]);
});

test("a create that fails between the two is finished by the next run", async () => {
  const both = program({ retentionDays: 400, profileRetentionDays: 30 });
  const match = { method: "PATCH", path: "/data/foundation/catalog/v2/dataSets/*" };
  await harness.fault({ match: { ...match, nth: 2 }, do: { status: 400 } });
  const { inputs } = await harness.provider.check(urn, both);
  const failure = await failureOf(harness.provider.create(urn, inputs));
  expect(failure.message).toContain("without its retention");
  const [{ id } = { id: "" }] = await harness.ui.catalog.findAll();
  expect(await periods(id)).toEqual(["P400D", null]);

  // The engine has the object in its state, with the outputs of the failure.
  const outputs = { ...inputs, profileRetentionDays: undefined };
  const next = await harness.another();
  await next.update(urn, { id, oldInputs: inputs, newInputs: inputs, oldOutputs: outputs });
  expect(await periods(id)).toEqual(["P400D", "P30D"]);
});

test("a time that somebody changes in Adobe's UI shows with a refresh, and is set back", async () => {
  const given = program({ profileRetentionDays: 30 });
  const dataset = await up(harness.provider, urn, given);
  await harness.ui.catalog.setRetention(dataset.id, 7, { store: "profile" });
  const read = await refresh(harness.provider, dataset);
  expect(read?.inputs["profileRetentionDays"]).toBe(7);
  await upAgain(harness.provider, read ?? dataset, given);
  expect(await periods(dataset.id)).toEqual([null, "P30D"]);
});

test("a time for Profile that only Adobe's UI has stays, as with earlier releases", async () => {
  const dataset = await up(harness.provider, urn, program({}));
  await harness.ui.catalog.setRetention(dataset.id, 7, { store: "profile" });
  const read = await refresh(harness.provider, dataset);
  const again = await upAgain(harness.provider, read ?? dataset, program({}));
  expect(again.diff.changes).toEqual({});
  expect(await periods(dataset.id)).toEqual([null, "P7D"]);
});
