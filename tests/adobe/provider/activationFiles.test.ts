import type { Properties } from "../../../provider-sdk";
import { Activations, flowUrn, SELECTORS } from "../support/activations";
import { daily, incremental } from "../support/destinations";
import { importOne, up, upAgain } from "../support/stack";

describe("a dataflow to files", () => {
  let stage: Activations;
  beforeAll(async () => {
    stage = await Activations.start();
  });
  afterAll(() => stage.harness.close());

  test("has a name, a mode and a schedule for the files of each audience", async () => {
    const wanted = { audiences: [stage.exported(1, daily), stage.exported(2, incremental)] };
    const deployed = await up(stage.harness.provider, flowUrn("files"), stage.files(wanted));
    const { audiences: found } = await stage.there(deployed);
    expect(found).toMatchObject([daily, incremental]);
    const read = await stage.refreshed(deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    const provider = await stage.harness.another();
    const imported = await importOne(provider, flowUrn("imported"), deployed.id);
    expect(imported.inputs["activation"]).toEqual(wanted);
    const again = { ...stage.files(wanted), name: imported.inputs["name"] };
    expect((await upAgain(provider, imported, again)).diff.changes).toEqual({});
  });

  test("changes the export of one audience, and keeps all else of it", async () => {
    const wanted = (how: Properties) =>
      stage.files({ audiences: [stage.exported(1, how), stage.exported(2, incremental)] });
    const deployed = await up(stage.harness.provider, flowUrn("one"), wanted(daily));
    const { audiences: before } = await stage.there(deployed);
    const scheduled = {
      ...daily,
      schedule: {
        frequency: "DAILY",
        triggerType: "SCHEDULED",
        startDate: "2027-01-31",
        startTime: "16:00",
      },
    };
    const next = await upAgain(stage.harness.provider, deployed, wanted(scheduled));
    expect(next.diff.changes).toEqual({
      "activation.audiences[0].schedule.triggerType": "update",
      "activation.audiences[0].schedule.endDate": "delete",
      "activation.audiences[0].schedule.startTime": "add",
    });
    const { audiences: after } = await stage.there(next);
    expect(after).toEqual([
      {
        ...before[0],
        schedule: scheduled.schedule,
        updateTime: expect.any(String) as string,
      },
      before[1],
    ]);
  });

  test("shows the export that somebody has changed", async () => {
    const wanted = stage.files({ audiences: [stage.exported(1, incremental)] });
    const deployed = await up(stage.harness.provider, flowUrn("rescheduled"), wanted);
    await stage.byHand(deployed, {
      op: "replace",
      path: `${SELECTORS}/0/value/schedule/frequency`,
      value: "EVERY_12_HOURS",
    });
    const next = await upAgain(stage.harness.provider, await stage.refreshed(deployed), wanted);
    expect(next.diff.changes).toEqual({ "activation.audiences[0].schedule.frequency": "update" });
    expect((await stage.there(next)).audiences[0]).toMatchObject({
      schedule: incremental.schedule,
    });
  });

  test.each<[string, Properties, string]>([
    ["attributes", { attributes: [{ path: "a" }] }, "/profileSelectors"],
    ["a mapping", { mapping: { id: "5f00", version: 0 } }, ""],
  ])("has mandatory fields and keys where Adobe has them, with %s", async (name, more, place) => {
    const wanted = {
      audiences: [stage.exported(1, daily)],
      ...more,
      mandatoryFields: ["Email", "person.name.lastName"],
      deduplicationKeys: [{ identity: "Email" }, { attribute: "person.name.lastName" }],
    };
    const deployed = await up(stage.harness.provider, flowUrn(name), stage.files(wanted));
    const { params } = await stage.there(deployed);
    const at = place === "" ? params : params.profileSelectors;
    expect(at).toMatchObject({
      mandatoryFields: ["Email", "person.name.lastName"],
      primaryFields: [
        { fieldType: "IDENTITY", identityNamespace: "Email" },
        { fieldType: "ATTRIBUTE", attributePath: "person.name.lastName" },
      ],
    });
    const read = await stage.refreshed(deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    const fewer = { ...wanted, mandatoryFields: ["Email"], deduplicationKeys: undefined };
    const next = await upAgain(stage.harness.provider, read, stage.files(fewer));
    const { params: after } = await stage.there(next);
    expect(place === "" ? after : after.profileSelectors).toMatchObject({
      mandatoryFields: ["Email"],
      primaryFields: [],
    });
  });

  test("takes another mapping in place", async () => {
    const wanted = (id: string) =>
      stage.files({ audiences: [stage.exported(1, daily)], mapping: { id, version: 0 } });
    const deployed = await up(stage.harness.provider, flowUrn("remapped"), wanted("5f00"));
    const next = await upAgain(stage.harness.provider, deployed, wanted("5f01"));
    expect(next.diff.changes).toEqual({ "activation.mapping.id": "update" });
    expect((await stage.there(next)).params.profileMapping).toEqual({
      mappingId: "5f01",
      mappingVersion: 0,
    });
  });

  test("that the newer guide has made without a transformation gets one", async () => {
    const id = await stage.harness.ui.flows.create("flows", {
      ...stage.files({}),
      name: "By hand",
      activation: undefined,
      settleSeconds: undefined,
      transformations: [],
    });
    const imported = await importOne(stage.harness.provider, flowUrn("by hand"), id);
    expect(imported.inputs).not.toHaveProperty("activation");
    const wanted = stage.files({
      audiences: [stage.exported(3, daily)],
      attributes: [{ path: "a" }],
    });
    const next = await upAgain(stage.harness.provider, imported, { ...wanted, name: "By hand" });
    expect(next.id).toBe(id);
    expect(await stage.numbersThere(next)).toEqual([3]);
  });
});
