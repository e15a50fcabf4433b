import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { Activations, flowUrn } from "../support/activations";
import { daily, incremental } from "../support/destinations";
import { failureOf } from "../support/provider";
import { previewCreate } from "../support/stack";

describe("the check", () => {
  let stage: Activations;
  beforeAll(async () => {
    stage = await Activations.start();
  });
  afterAll(() => stage.harness.close());

  const one = (more: Properties, how: Properties = daily) => ({
    audiences: [{ id: "1", ...how, ...more }],
  });
  const at = (schedule: Properties) => one({ schedule: { ...daily.schedule, ...schedule } });

  test.each<[string, Properties, string, string]>([
    [
      "twice the same audience",
      { audiences: [{ id: "1" }, { id: "1" }] },
      "activation.audiences[1].id",
      "twice",
    ],
    [
      "attributes and a mapping",
      { attributes: [], mapping: { id: "1", version: 0 } },
      "activation.attributes",
      "one of them",
    ],
    [
      "twice the same attribute",
      { attributes: [{ path: "a" }, { path: "a" }] },
      "activation.attributes[1].path",
      "twice",
    ],
    [
      "a key of two kinds",
      { deduplicationKeys: [{ attribute: "a", identity: "b" }] },
      "activation.deduplicationKeys[0]",
      "one of the two",
    ],
    [
      "no export mode",
      one({ exportMode: undefined }),
      "activation.audiences[0].exportMode",
      "is required where files",
    ],
    [
      "six hours of full exports",
      at({ frequency: "EVERY_6_HOURS" }),
      "activation.audiences[0].schedule.frequency",
      "FIRST_FULL_THEN_INCREMENTAL",
    ],
    [
      "a single incremental export",
      one({ schedule: { ...incremental.schedule, frequency: "ONCE" } }, incremental),
      "activation.audiences[0].schedule.frequency",
      "DAILY_FULL_EXPORT",
    ],
    [
      "a day that no calendar has",
      at({ startDate: "2027-02-30" }),
      "activation.audiences[0].schedule.startDate",
      "must be a date as",
    ],
    [
      "a time after the evaluation",
      at({ startTime: "06:00" }),
      "activation.audiences[0].schedule.startTime",
      "is not for",
    ],
    [
      "no time",
      at({ triggerType: "SCHEDULED" }),
      "activation.audiences[0].schedule.startTime",
      "is required unless",
    ],
    [
      "a half hour",
      at({ triggerType: "SCHEDULED", startTime: "06:30" }),
      "activation.audiences[0].schedule.startTime",
      "full hour",
    ],
    [
      "a moment for a day",
      at({ startDate: "2027-01-31T00:00:00Z" }),
      "activation.audiences[0].schedule.startDate",
      "must be a date",
    ],
    [
      "an end before the start",
      at({ endDate: "2027-01-01" }),
      "activation.audiences[0].schedule.endDate",
      "before startDate",
    ],
    [
      "the end of a single export",
      at({ frequency: "ONCE" }),
      "activation.audiences[0].schedule.endDate",
      "is not for",
    ],
  ])("says what is wrong with %s", async (_, activation, property, reason) => {
    const { failures } = await stage.harness.provider.check(
      flowUrn("bad"),
      stage.files(activation),
    );
    expect(failures).toMatchObject([
      { property, reason: expect.stringContaining(reason) as string },
    ]);
  });

  test("keeps sources and destinations apart", async () => {
    const more = {
      mapping: { id: "1", version: 0 },
      schedule: { startTime: 1, frequency: "once" },
    };
    const { failures } = await stage.harness.provider.check(flowUrn("both"), {
      ...stage.streaming({}),
      ...more,
    });
    expect(failures.map(({ property }) => property)).toEqual(["mapping", "schedule"]);
  });

  test("says at preview what an audience in files lacks, and wants nothing of one in a stream", async () => {
    const { provider } = stage.harness;
    const audiences = [{ ...daily, id: "1" }, { id: "2" }];
    const { message } = await failureOf(
      previewCreate(provider, flowUrn("lacking"), stage.files({ audiences })),
    );
    expect(message).toContain(
      "activation.audiences[1] has no filenameTemplate and no exportMode and no schedule. The flow specification",
    );
    const streamed = previewCreate(
      provider,
      flowUrn("streamed"),
      stage.streaming({ audiences: [{ id: "2" }] }),
    );
    await expect(streamed).resolves.toBe("");
  });

  test("warns of a name that several audiences would share", async () => {
    const provider = await stage.harness.another();
    await provider.check(
      flowUrn("names"),
      stage.files(one({ filenameTemplate: "%DESTINATION_NAME%" })),
    );
    expect(provider.said("warning").join()).toContain("has no %SEGMENT_ID%");
  });

  test.each<[string, Properties]>([
    ["all of it", { activation: UNKNOWN }],
    ["audiences", { activation: { audiences: UNKNOWN } }],
    ["their ids", { activation: { audiences: [UNKNOWN, { ...daily, id: UNKNOWN }] } }],
    ["a schedule", { activation: one({ schedule: UNKNOWN }) }],
    ["a mode", { activation: one({ exportMode: UNKNOWN }) }],
  ])("waits for what is not known yet: %s", async (_, more) => {
    const preview = previewCreate(stage.harness.provider, flowUrn("unknown"), {
      ...stage.files({}),
      ...more,
    });
    await expect(preview).resolves.toBe("");
  });
});
