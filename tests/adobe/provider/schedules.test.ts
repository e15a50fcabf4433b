import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { batchFlowProgram, FUTURE, makeBatchParts, PAST } from "../support/batch";
import type { BatchParts } from "../support/batch";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { destroy, importOne, refresh, refreshed, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const hourly = { startTime: PAST, frequency: "hour", interval: 6 };
const later = { ...hourly, startTime: FUTURE };
const once = { startTime: FUTURE, frequency: "once" };

let harness: Harness;
let parts: BatchParts;
beforeAll(async () => {
  harness = await startHarness();
  parts = await makeBatchParts(harness.provider, "files");
});
afterAll(() => harness.close());
afterEach(() => harness.clearFaults());

function urn(name: string): string {
  return urnOf("flow:Dataflow", name);
}

function program(schedule: Properties | undefined, more: Properties = {}): Properties {
  return { ...batchFlowProgram(parts, schedule), ...more };
}

function make(name: string, schedule: Properties): Promise<Deployed> {
  return up(harness.provider, urn(name), program(schedule));
}

async function there({ id }: { readonly id: string }) {
  const found = await harness.ui.flows.get("flows", id);
  if (found === undefined) throw new Error("gone");
  return found;
}

async function scheduleThere(deployed: { readonly id: string }) {
  return (await there(deployed))["scheduleParams"] as Properties;
}

/** Somebody changes it in Adobe's UI. */
async function byHand({ id }: Deployed, changes: Properties) {
  const { etag = "" } = await there({ id });
  const operations = Object.entries(changes).map(([key, value]) => ({
    op: "replace",
    path: `/scheduleParams/${key}`,
    value,
  }));
  await harness.ui.flows.patch("flows", id, operations, etag);
}

/** The requests to dataflows that `work` sends, without reads. */
async function writes(work: () => Promise<unknown>) {
  const before = (await harness.requests()).length;
  await work();
  return (await harness.requests())
    .slice(before)
    .filter(({ method, path }) => method !== "GET" && path.includes("/flows"))
    .map(({ method }) => method);
}

describe("a dataflow with a schedule", () => {
  test("is made with it, in the form of Adobe's guides", async () => {
    const deployed = await make("made", { ...hourly, backfill: false });
    expect(deployed.outputs).toMatchObject({ state: "enabled", schedule: hourly });
    expect(await scheduleThere(deployed)).toEqual({
      startTime: String(PAST),
      frequency: "hour",
      interval: "6",
      backfill: "false",
    });
  });

  test("shows no change at a second up, nor after a refresh, although Adobe returns texts", async () => {
    const deployed = await make("again", later);
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    for (const one of [deployed, read]) {
      expect((await upAgain(harness.provider, one, program(later))).diff.changes).toEqual({});
    }
  });

  test("changes frequency, interval and backfill in place", async () => {
    const deployed = await make("changed", hourly);
    const wanted = { startTime: PAST, frequency: "minute", interval: 30, backfill: false };
    const next = await upAgain(harness.provider, deployed, program(wanted));
    expect(next.diff.changes).toEqual({
      "schedule.frequency": "update",
      "schedule.interval": "update",
      "schedule.backfill": "add",
    });
    expect(next.id).toBe(deployed.id);
    expect(await scheduleThere(next)).toEqual({
      startTime: String(PAST),
      frequency: "minute",
      interval: "30",
      backfill: "false",
    });
    const without = { startTime: PAST, frequency: "minute", interval: 30 };
    await upAgain(harness.provider, next, program(without));
    expect(await scheduleThere(next)).not.toHaveProperty("backfill");
  });

  test("takes Adobe's default of backfill for none", async () => {
    const deployed = await make("default", hourly);
    const withDefault = { ...hourly, backfill: true };
    const next = await upAgain(harness.provider, deployed, program(withDefault));
    expect(next.diff.changes).toEqual({});
  });

  test("shows what somebody has changed, and changes it back", async () => {
    const deployed = await make("drift", later);
    await byHand(deployed, { interval: "12", startTime: String(FUTURE + 60) });
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs["schedule"]).toEqual({ ...later, interval: 12, startTime: FUTURE + 60 });
    const next = await upAgain(harness.provider, read, program(later));
    expect(next.diff.changes).toEqual({
      "schedule.interval": "update",
      "schedule.startTime": "update",
    });
    expect(await scheduleThere(next)).toMatchObject({ interval: "6", startTime: String(FUTURE) });
  });

  test("leaves alone what the program has not changed", async () => {
    const deployed = await make("theirs", hourly);
    await byHand(deployed, { interval: "12" });
    await upAgain(harness.provider, deployed, program({ ...hourly, frequency: "day" }));
    expect(await scheduleThere(deployed)).toMatchObject({ frequency: "day", interval: "12" });
  });

  test("sends nothing when Adobe has the change already", async () => {
    const deployed = await make("already", hourly);
    await byHand(deployed, { interval: "12" });
    const change = () => upAgain(harness.provider, deployed, program({ ...hourly, interval: 12 }));
    expect(await writes(change)).toEqual([]);
  });

  test("is disabled and enabled as any other", async () => {
    const deployed = await make("switched", later);
    const off = await upAgain(harness.provider, deployed, program(later, { enabled: false }));
    expect((await there(off)).state).toBe("disabled");
    const moved = { ...later, interval: 12 };
    const on = await upAgain(harness.provider, off, program(moved));
    expect([(await there(on)).state, on.id]).toEqual(["enabled", deployed.id]);
    expect(await scheduleThere(on)).toMatchObject({ interval: "12" });
  });

  test("gets one in place that the state of an older version does not have", async () => {
    const deployed = await make("older", hourly);
    const inputs = { ...deployed.inputs };
    const outputs = { ...deployed.outputs };
    delete inputs["schedule"];
    delete outputs["schedule"];
    const older = { ...deployed, inputs, outputs };
    const read = await refreshed(harness.provider, older);
    expect(read.inputs).not.toHaveProperty("schedule");
    expect((await upAgain(harness.provider, read, program(undefined))).diff.changes).toEqual({});
    const next = await upAgain(harness.provider, read, program({ ...hourly, interval: 8 }));
    expect(next.diff.changes).toEqual({ schedule: "add" });
    expect(await scheduleThere(next)).toMatchObject({ interval: "8" });
    const another = program({ ...hourly, startTime: FUTURE });
    const { message } = await failureOf(upAgain(harness.provider, read, another));
    expect(message).toContain(`start time has passed`);
    expect(message).toContain("Nothing was changed");
  });
});

describe("what Adobe cannot change makes a new dataflow", () => {
  test.each<[string, Properties, Properties, string, string]>([
    [
      "a start time that has passed",
      hourly,
      { ...hourly, startTime: FUTURE },
      "schedule.startTime",
      "its start time has passed",
    ],
    ["a single run", once, later, "schedule.frequency", "does not reschedule"],
    ["the change to a single run", later, once, "schedule.frequency", "recurring"],
  ])("%s", async (name, before, after, path, why) => {
    const provider = await harness.another();
    const deployed = await up(provider, urn(name), program(before));
    const next = await upAgain(provider, deployed, program(after));
    expect(next.diff.changes).toMatchObject({ [path]: "update-replace" });
    expect(provider.said("info").join()).toContain(why);
    expect(next.id).not.toBe(deployed.id);
    expect(await harness.ui.flows.get("flows", deployed.id)).toBeUndefined();
    expect(await scheduleThere(next)).toMatchObject({ frequency: after["frequency"] });
  });

  test("a schedule that is left out", async () => {
    const deployed = await make("left out", hourly);
    const { inputs } = await harness.provider.check(
      deployed.urn,
      program(undefined),
      deployed.inputs,
    );
    const { changes } = await harness.provider.diff(deployed.urn, {
      id: deployed.id,
      oldOutputs: deployed.outputs,
      oldInputs: deployed.inputs,
      newInputs: inputs,
    });
    expect(changes).toEqual({ schedule: "delete-replace" });
  });

  test("another mapping of a single run", async () => {
    const deployed = await make("mapped", once);
    const { mapping, ...others } = batchFlowProgram(parts, once);
    const wanted = { ...others, mapping: { ...(mapping as Properties), version: UNKNOWN } };
    const { inputs } = await harness.provider.check(deployed.urn, wanted, deployed.inputs);
    const { changes } = await harness.provider.diff(deployed.urn, {
      id: deployed.id,
      oldOutputs: deployed.outputs,
      oldInputs: deployed.inputs,
      newInputs: inputs,
    });
    expect(changes).toEqual({ "mapping.version": "update-replace" });
  });

  test("but a start time that is still to come changes in place", async () => {
    const deployed = await make("to come", later);
    const moved = { ...later, startTime: FUTURE + 60 };
    const next = await upAgain(harness.provider, deployed, program(moved));
    expect(next.diff.changes).toEqual({ "schedule.startTime": "update" });
    expect(await scheduleThere(next)).toMatchObject({ startTime: String(FUTURE + 60) });
  });
});

describe("the check", () => {
  test.each<[string, Properties, string, string]>([
    [
      "a single run with an interval",
      { ...once, interval: 15 },
      "schedule.interval",
      "leave it out",
    ],
    [
      "a single run with backfill",
      { ...once, backfill: true },
      "schedule.backfill",
      "leave it out",
    ],
    ["no interval", { startTime: 1, frequency: "day" }, "schedule.interval", "is required"],
    [
      "less than 15 minutes",
      { startTime: 1, frequency: "minute", interval: 5 },
      "schedule.interval",
      'must be at least 15 with the frequency "minute", not 5',
    ],
    ["no hours", { ...hourly, interval: 0 }, "schedule.interval", "must be at least 1, not 0"],
    ["months", { ...hourly, frequency: "month" }, "schedule.frequency", 'one of "once", "minute"'],
    ["no start", { frequency: "hour", interval: 1 }, "schedule.startTime", "is required"],
    [
      "milliseconds",
      { ...hourly, startTime: PAST * 1000 },
      "schedule.startTime",
      "divide milliseconds by 1000",
    ],
    [
      "a text",
      { ...hourly, startTime: String(PAST) },
      "schedule.startTime",
      "must be of type number, not the string",
    ],
  ])("says what is wrong with %s", async (_, schedule, property, reason) => {
    const { failures } = await harness.provider.check(urn("bad"), program(schedule));
    expect(failures).toMatchObject([
      { property, reason: expect.stringContaining(reason) as string },
    ]);
  });

  test.each<[string, unknown]>([
    ["all of it", UNKNOWN],
    ["the frequency", { ...hourly, frequency: UNKNOWN }],
    ["the interval", { ...hourly, frequency: "minute", interval: UNKNOWN }],
    ["the start", { ...hourly, startTime: UNKNOWN }],
  ])("waits for what is not known yet: %s", async (_, schedule) => {
    const { failures } = await harness.provider.check(urn("unknown"), {
      ...program(undefined),
      schedule,
    });
    expect(failures).toEqual([]);
  });
});

describe("an import", () => {
  test("writes the schedule, and the program that gives it changes nothing", async () => {
    const deployed = await make("imported", { ...later, backfill: false });
    const imported = await importOne(harness.provider, urn("brought"), deployed.id);
    expect(imported.inputs["schedule"]).toEqual({ ...later, backfill: false });
    const same = program({ ...later, backfill: false }, { name: imported.inputs["name"] });
    for (const wanted of [same, program(undefined, { name: imported.inputs["name"] })]) {
      expect((await upAgain(harness.provider, imported, wanted)).diff.changes).toEqual({});
    }
  });
});

test("a dataflow that a killed run has made is found again, and gets what the program has changed since", async () => {
  const wanted = program(later, { name: "Nightly" });
  const first = await up(harness.provider, urn("nightly"), wanted);
  await harness.loseOutcomes();
  const again = await up(await harness.another(), urn("nightly"), wanted);
  expect(again.id).toBe(first.id);
  await harness.loseOutcomes();
  const other = program({ ...later, interval: 7 }, { name: "Nightly" });
  const next = await up(await harness.another(), urn("nightly"), other);
  expect(await scheduleThere(next)).toMatchObject({ interval: "7" });
});

test.each([
  { "flow-update": "transition" },
  { "connection-reuse": "refused" },
  { "flow-delete": "finalizing" },
  { "new-object-visible": "late" },
] as const)("a schedule is made, changed and deleted where %j", async (assume) => {
  const own = await startHarness({ assume });
  try {
    const { provider, ui } = own;
    const made = await makeBatchParts(provider, "files");
    const flow = await up(provider, urn("assumed"), batchFlowProgram(made, later));
    const moved = { ...later, startTime: FUTURE + 60, interval: 12 };
    const next = await upAgain(provider, flow, batchFlowProgram(made, moved));
    expect(next.id).toBe(flow.id);
    expect((await refresh(provider, next))?.inputs["schedule"]).toEqual(moved);
    await destroy(provider, next, made.source, made.target, made.base);
    for (const kind of ["flows", "sourceConnections", "targetConnections", "connections"] as const)
      expect([kind, await ui.flows.findAll(kind)]).toEqual([kind, []]);
  } finally {
    await own.close();
  }
});
