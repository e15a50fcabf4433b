import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { destroy, importOne, previewCreate, refreshed, up, upAgain, urnOf } from "../support/stack";

const program: Properties = {
  name: "Visits each day",
  sql: "SELECT * FROM visits",
  schedule: "@daily",
  startDate: "2026-12-01T06:00:00Z",
};
const urn = urnOf("query:Schedule", "visits");
const path = "/data/foundation/query/schedules";

let harness: Harness;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness({ settleMs: 50, ...options });
}
afterEach(() => harness.close());

async function there(id: string) {
  const found = await harness.ui.querySchedules.get(id);
  if (found === undefined) throw new Error("gone");
  return found;
}

async function reasons(news: Properties): Promise<string[]> {
  const { failures } = await harness.provider.check(urn, news);
  return failures.map(({ property, reason }) => `${property} ${reason}`);
}

describe.each(["at-once", "later"])("query-schedule-change=%s: a schedule", (change) => {
  const assume = { "query-schedule-change": change };

  test("is registered when its create ends, in the database of its sandbox", async () => {
    await start({ assume });
    const made = await up(harness.provider, urn, program);
    const found = await there(made.id);
    expect([found.state, found.query.dbName]).toEqual(["ENABLED", "dev:all"]);
    expect(
      (await upAgain(harness.provider, await refreshed(harness.provider, made), program)).diff
        .changes,
    ).toEqual({});
  });

  test("is made disabled, and enabled and changed in one update", async () => {
    await start({ assume });
    const made = await up(harness.provider, urn, { ...program, enabled: false });
    expect((await there(made.id)).state).toBe("DISABLED");
    const next = await upAgain(harness.provider, made, { ...program, schedule: "@hourly" });
    expect(next.diff.changes).toEqual({ enabled: "update", schedule: "update" });
    expect(await there(made.id)).toMatchObject({
      state: "ENABLED",
      times: { schedule: "@hourly" },
    });
    const last = { ...program, schedule: "@weekly", enabled: false };
    await upAgain(harness.provider, next, last);
    expect(await there(made.id)).toMatchObject({
      state: "DISABLED",
      times: { schedule: "@weekly" },
    });
  });

  test("is disabled and deleted by a destroy, which nothing is left to do of after that", async () => {
    await start({ assume });
    const made = await up(harness.provider, urn, program);
    await destroy(harness.provider, made);
    expect(await harness.ui.querySchedules.findAll()).toEqual([]);
    await destroy(harness.provider, made);
  });
});

test("a create without an end says what to do where Adobe rejects it", async () => {
  await start({ assume: { "query-schedule-end": "required" } });
  const { message } = await failureOf(up(harness.provider, urn, program));
  expect(message).toContain("give endDate");
  await up(harness.provider, urn, { ...program, endDate: "2027-12-01T06:00:00Z" });
});

describe("an update", () => {
  test("keeps what somebody else has changed, and shows it after a refresh", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.ui.querySchedules.setState(made.id, false);
    await upAgain(harness.provider, made, { ...program, schedule: "@hourly" });
    expect((await there(made.id)).state).toBe("DISABLED");
    const next = await upAgain(harness.provider, await refreshed(harness.provider, made), {
      ...program,
      schedule: "@hourly",
    });
    expect(next.diff.changes).toEqual({ enabled: "update" });
    expect((await there(made.id)).state).toBe("ENABLED");
  });

  test("of the times of a disabled one says what to do where Adobe rejects it", async () => {
    await start({ assume: { "query-schedule-disabled": "refused" } });
    const off = { ...program, enabled: false };
    const made = await up(harness.provider, urn, off);
    const change = upAgain(harness.provider, made, { ...off, schedule: "@hourly" });
    expect((await failureOf(change)).message).toContain("give enabled: true for one `pulumi up`");
  });

  test.each<[string, Properties]>([
    ["sql", { sql: "SELECT 2" }],
    ["startDate", { startDate: "2026-12-02T06:00:00Z" }],
    ["endDate", { endDate: "2027-12-02T06:00:00Z" }],
    ["maxActiveRuns", { maxActiveRuns: 2 }],
    ["description", { description: "x" }],
    ["queryParameters.a", { queryParameters: { a: "1" } }],
  ])("of %s makes a new one", async (input, change) => {
    await start();
    const made = await up(harness.provider, urn, program);
    const next = await upAgain(harness.provider, made, { ...program, ...change });
    expect(Object.keys(next.diff.changes)[0]?.startsWith(input.split(".")[0] ?? "")).toBe(true);
    expect(next.id).not.toBe(made.id);
    expect(harness.provider.said("info").join()).toContain("Adobe changes only the times");
    expect((await harness.ui.querySchedules.findAll()).map(({ id }) => id)).toEqual([next.id]);
  });

  test("of a time that is written in another way is none", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    const same = { ...program, startDate: "2026-12-01T07:00:00.000+01:00" };
    expect((await upAgain(harness.provider, made, same)).diff.changes).toEqual({});
  });

  test.each([
    ["done, then 504", { status: 504, afterWork: true }],
    ["not done, 503", { status: 503 }],
  ])("%s: a state that Adobe has already is not an error", async (_, fault) => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.fault({ match: { method: "PATCH", path: `${path}/*`, nth: 1 }, do: fault });
    await upAgain(harness.provider, made, { ...program, enabled: false });
    expect((await there(made.id)).state).toBe("DISABLED");
  });

  test("of one that is gone says what to do", async () => {
    await start();
    const made = await up(harness.provider, urn, program);
    await harness.ui.querySchedules.setState(made.id, false);
    await harness.ui.querySchedules.delete(made.id);
    const change = upAgain(await harness.another(), made, { ...program, schedule: "@hourly" });
    expect((await failureOf(change)).message).toContain("run `pulumi refresh`");
  });
});

test("one that could not be disabled after it was made is in the state, and the next run goes on", async () => {
  await start();
  const off = { ...program, enabled: false };
  await harness.fault({ match: { method: "PATCH", path: `${path}/*` }, do: { status: 403 } });
  const { inputs } = await harness.provider.check(urn, off);
  const failure = await failureOf(harness.provider.create(urn, inputs));
  expect(failure.message).toContain("is not disabled yet");
  await harness.clearFaults();
  const [found] = await harness.ui.querySchedules.findAll();
  const id = found?.id ?? "";
  const outputs = { ...inputs };
  delete outputs["enabled"];
  await harness.provider.update(urn, {
    id,
    oldInputs: inputs,
    newInputs: inputs,
    oldOutputs: outputs,
  });
  expect((await there(id)).state).toBe("DISABLED");
});

test("one that is running is disabled and not deleted, and the error says when it can be", async () => {
  await start();
  const made = await up(harness.provider, urn, program);
  await harness.fault({
    match: { method: "DELETE", path: `${path}/*` },
    do: { status: 400, body: { message: "There are active run(s) for this schedule" } },
  });
  expect((await failureOf(destroy(harness.provider, made))).message).toContain(
    "once the one that is active has ended, run it again",
  );
  expect((await there(made.id)).state).toBe("DISABLED");
});

test("one of a template, with all that it may have, is imported whole", async () => {
  await start();
  const template = await up(harness.provider, urnOf("query:Template", "t"), {
    name: "T",
    sql: "SELECT $a",
    queryParameters: { a: "1" },
  });
  const whole = {
    name: "Whole",
    templateId: template.id,
    dbName: "dev:other",
    queryParameters: { a: "2" },
    ctasParameters: { datasetName: "visits_each_day", targetSchemaTitle: "Visits" },
    schedule: "0 6 * * *",
    startDate: "2026-12-01T06:00:00Z",
    endDate: "2027-12-01T06:00:00Z",
    maxActiveRuns: 2,
  };
  const made = await up(harness.provider, urn, whole);
  const imported = await importOne(harness.provider, urnOf("query:Schedule", "other"), made.id);
  expect(imported.inputs).toMatchObject({ ...whole, startDate: "2026-12-01T06:00:00.000Z", endDate: "2027-12-01T06:00:00.000Z" }); // prettier-ignore
  expect((await upAgain(harness.provider, imported, whole)).diff.changes).toEqual({});
});

test("one of the program's name that somebody else has made is adopted by consent only", async () => {
  await start();
  const { id } = await harness.ui.querySchedules.create({
    query: { dbName: "dev:all", sql: "SELECT * FROM visits", name: "Visits each day" },
    schedule: { schedule: "@hourly", startDate: "2026-12-01T06:00:00Z" },
  });
  const { message } = await failureOf(up(harness.provider, urn, program));
  expect(message).toContain(id);
  const consent = await harness.another({ adoptExisting: true });
  const other = failureOf(up(consent, urn, { ...program, sql: "SELECT 2" }));
  expect((await other).message).toMatch(/cannot adopt.*differs in sql/);
  expect((await up(await harness.another({ adoptExisting: true }), urn, program)).id).toBe(id);
  expect((await there(id)).times.schedule).toBe("@daily");
});

describe("one with an auto-name that a destroy has kept", () => {
  const unnamed: Properties = { ...program, name: undefined };

  test.each(["second", UNKNOWN])(
    "is adopted by consent with the name that it has (provider %s)",
    async (provider) => {
      await start();
      const kept = await up(harness.provider, urn, unnamed);
      const other = async (id: string) => harness.another({ adoptExisting: true }, { id });
      const said = await previewCreate(await other(provider), urn, unnamed);
      expect(said).toContain(`will adopt the scheduled query ${kept.id} instead of making one`);
      const adopted = await up(await other("second"), urn, unnamed);
      expect([adopted.id, adopted.outputs["name"]]).toEqual([kept.id, kept.outputs["name"]]);
      expect(adopted.inputs["name"]).not.toBe(kept.outputs["name"]);

      const read = await refreshed(harness.provider, adopted);
      for (const state of [adopted, read]) {
        const next = await upAgain(await other("second"), state, unnamed);
        expect(next.diff.changes).toEqual({});
      }
      const changed = await upAgain(await other("second"), read, {
        ...unnamed,
        schedule: "@hourly",
      });
      expect(changed.diff.changes).toEqual({ schedule: "update" });
      expect([changed.id, changed.outputs["name"]]).toEqual([kept.id, kept.outputs["name"]]);
      const named = await upAgain(await other("second"), changed, program);
      expect(named.diff.replaces).toContain("name");
      expect(named.id).not.toBe(kept.id);
    },
  );

  test("is not adopted when it differs in more than the name", async () => {
    await start();
    const kept = await up(harness.provider, urn, unnamed);
    await harness.ui.querySchedules.setState(kept.id, false);
    await harness.ui.querySchedules.delete(kept.id);
    await harness.ui.querySchedules.create({
      query: { dbName: "dev:all", sql: "SELECT 2", name: String(kept.outputs["name"]) },
      schedule: { schedule: "@daily", startDate: "2026-12-01T06:00:00Z" },
    });
    const provider = await harness.another({ adoptExisting: true }, { id: "second" });
    const { message } = await failureOf(up(provider, urn, unnamed));
    expect(message).toMatch(/cannot adopt.*differs in sql, which/);
  });
});

describe("a preview rejects", () => {
  test.each<[string, Properties, string]>([
    ["no query", { sql: null }, "sql is missing; give it, or the templateId"],
    ["two queries", { templateId: "1" }, "templateId is one way, and sql the other"],
    ["times that are not a cron expression", { schedule: "daily" }, "schedule must be a cron expression"],
    ["an hour that no day has", { schedule: "0 24 * * *" }, 'schedule has "24" as its hour; give *, 0 to 23'],
    ["a start without a zone", { startDate: "2026-12-01T06:00:00" }, "startDate must be a time with its zone"],
    ["an end before the start", { endDate: "2026-11-01T06:00:00Z" }, "endDate is not behind startDate"],
    ["no runs", { maxActiveRuns: 0 }, "maxActiveRuns"],
  ])("%s", async (_, change, reason) => {
    await start();
    const [found = ""] = await reasons({ ...program, ...change });
    expect(found).toContain(reason);
  }); // prettier-ignore

  test("a template that is not there", async () => {
    await start();
    const others = { ...program, sql: undefined };
    const { message } = await failureOf(
      previewCreate(harness.provider, urn, { ...others, templateId: "5f00" }),
    );
    expect(message).toMatch(
      /there is no query template "5f00" in the sandbox .*; give the id of one/,
    );
  });

  test("no times that a schedule has at Adobe already", async () => {
    await start();
    const startDate = "2026-12-01T06:00:00.000Z";
    const there = {
      ...program,
      startDate,
      maxActiveRuns: 1,
      enabled: true,
      schedule: "0 24 * * *",
    };
    expect((await harness.provider.check(urn, there, there)).failures).toEqual([]);
  });

  test("nothing of inputs that are not known yet, and warns of keys without a value", async () => {
    await start();
    const unknown = { startDate: UNKNOWN, endDate: UNKNOWN, schedule: UNKNOWN, sql: UNKNOWN };
    expect(await reasons({ ...program, ...unknown })).toEqual([]);
    expect(await reasons({ ...program, sql: "SELECT $a" })).toEqual([]);
    expect(harness.provider.said("warning").join()).toContain("$a has no value");
  });
});
